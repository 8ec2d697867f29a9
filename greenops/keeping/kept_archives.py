"""The list of backups beside them: when, how large, with which digest; pages and people read the last one there."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

LIST_NAME = "backups.json"


@dataclass(frozen=True)
class KeptArchive:
    """made_at: ISO 8601 with its zone; sha256: of the whole archive; size: bytes."""

    name: str
    made_at: str
    sha256: str
    size: int
    files: int
    rows: int
    with_keys: bool
    code_version: str
    missing_files: int

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def kept_archives(folder: Path) -> list[KeptArchive]:
    """Newest first; none where the list is not there or is not one."""
    try:
        return sorted(
            (KeptArchive(**line) for line in json.loads((folder / LIST_NAME).read_text(encoding="utf-8"))),
            key=lambda kept: kept.at,
            reverse=True,
        )
    except (OSError, ValueError, TypeError):
        return []


def note(folder: Path, made: KeptArchive) -> None:
    _rewrite(folder, lambda kept: kept.name != made.name, made)


def forget(folder: Path, names: set[str]) -> None:
    _rewrite(folder, lambda kept: kept.name not in names)


def _rewrite(folder: Path, keep: Callable[[KeptArchive], bool], *added: KeptArchive) -> None:
    """The new list takes the place of the old one whole."""
    lines = [asdict(kept) for kept in (*added, *filter(keep, kept_archives(folder)))]
    written = folder / f".{LIST_NAME}.{os.getpid()}"
    written.touch(mode=0o600)
    written.write_text(json.dumps(lines, indent=1), encoding="utf-8")
    written.replace(folder / LIST_NAME)
