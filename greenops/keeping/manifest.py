"""What an archive says of itself: the list of its parts with their digests, and what the database in it holds."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from greenops.keeping.errors import KeepingRefused

FORMAT = 1
FOLDERS = ("database", "files", "keys")
DATABASE_PARTS = {"sqlite": "database/greenops.sqlite3", "postgresql": "database/greenops.dump"}
TABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Part:
    """One file of the archive. size: bytes; sha256: 64 hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """rows: table -> count; migrations: app -> names applied; missing_files: named in the database, not in storage."""

    made_at: str
    code_version: str
    vendor: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    events: int
    chain_head: str
    traveller_key_id: str
    parts: list[Part]
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    @property
    def database_part(self) -> str:
        return DATABASE_PARTS[self.vendor]

    @property
    def files(self) -> list[Part]:
        return self._below("files")

    @property
    def keys(self) -> list[Part]:
        return self._below("keys")

    def _below(self, folder: str) -> list[Part]:
        return [part for part in self.parts if part.name.startswith(f"{folder}/")]


def parse_manifest(text: str) -> Manifest:
    """The manifest; raises KeepingRefused where it is none, of another format, or names a part that may not be."""
    try:
        given: dict[str, Any] = json.loads(text)
        found = given.get("format")
        if found != FORMAT:
            raise KeepingRefused(
                f"The archive has the format {found!r}, and this version reads format {FORMAT}. "
                f"Restore it with the version that made it: {given.get('code_version', 'not told')}."
            )
        manifest = Manifest(**given | {"parts": [Part(**part) for part in given["parts"]]})
        _check(manifest)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise KeepingRefused(f"The manifest of the archive cannot be read ({error}). Use another backup.") from None
    return manifest


def _check(manifest: Manifest) -> None:
    """Raises ValueError: a manifest comes from outside, and its names become paths and statements."""
    if manifest.vendor not in DATABASE_PARTS:
        raise ValueError(f"database {manifest.vendor!r} is not known")
    names = [part.name for part in manifest.parts]
    if len(set(names)) != len(names):
        raise ValueError("a part stands twice")
    if manifest.database_part not in names:
        raise ValueError(f"{manifest.database_part} is not listed")
    for part in manifest.parts:
        check_part_name(part.name)
        if type(part.size) is not int or part.size < 0 or not SHA256.fullmatch(part.sha256):
            raise ValueError(f"size or digest of {part.name} is not one")
    for table, count in manifest.rows.items():
        if not TABLE_NAME.fullmatch(table) or type(count) is not int or count < 0:
            raise ValueError(f"table {table!r} cannot be")
    if type(manifest.events) is not int or not SHA256.fullmatch(manifest.chain_head):
        raise ValueError("the head of the record of events is not one")
    for app, migrations in manifest.migrations.items():
        if not all(isinstance(name, str) for name in (app, *migrations)):
            raise ValueError("the list of migrations is not one")


def check_part_name(name: str) -> None:
    """Raises ValueError unless the name stays below one of the folders of an archive."""
    pieces = name.split("/")
    if (
        pieces[0] not in FOLDERS
        or len(pieces) < 2
        or any(piece in ("", ".", "..") for piece in pieces)
        or "\\" in name
        or "\0" in name
        or PurePosixPath(name).is_absolute()
    ):
        raise ValueError(f"{name!r} is no name of a part")
