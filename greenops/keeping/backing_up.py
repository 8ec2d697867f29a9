"""A backup: the database first, the files after it, one archive, read back before it gets its name.

Files are written once and never changed, so that a later copy of them is complete for an earlier database.
"""

import hashlib
import io
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from greenops.keeping import postgresql_database, sqlite_database
from greenops.keeping.archive import Writer, digest_of, open_archive
from greenops.keeping.contents import Contents
from greenops.keeping.errors import KeepingRefused
from greenops.keeping.kept_archives import KeptArchive, note
from greenops.keeping.manifest import DATABASE_PARTS, Manifest
from greenops.keeping.place import TRAVELLER_KEY, Place, this_system


@dataclass(frozen=True)
class Made:
    path: Path
    sha256: str
    manifest: Manifest


def back_up(
    *, out: Path | None = None, with_keys: bool = False, say: Callable[[str], object] = lambda sentence: None
) -> Made:
    """Write and verify one archive. out: a folder, or the file to write; BACKUP_DIR without it.

    Raises KeepingRefused; then there is no new file.
    """
    place = this_system()
    made_at = datetime.now(UTC)
    path = _path(out, made_at)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".greenops-backup-", dir=path.parent) as folder:
            written = Path(folder) / "archive.zip"
            manifest = _write(place, written, Path(folder), made_at, with_keys=with_keys, say=say)
            say("Reading it back.")
            with open_archive(written) as archive:
                archive.verify()
            sha256 = digest_of(written)
            written.rename(path)
    except OSError as error:
        raise KeepingRefused(
            f"The backup could not be written to {path.parent}: {error.strerror or error}. "
            "Make room, or give another folder with --out."
        ) from None
    note(path.parent, _line(path, sha256, manifest))
    return Made(path, sha256, manifest)


def key_id(key: str) -> str:
    """By this one tells whether a key is the same, without the key: the keys are long and random."""
    return hashlib.sha256(b"greenops traveller key " + key.encode()).hexdigest()[:16]


def _path(out: Path | None, made_at: datetime) -> Path:
    given = out or Path(settings.BACKUP_DIR)
    if out is not None and given.suffix == ".zip" and not given.is_dir():
        if given.exists():
            raise KeepingRefused(f"{given} exists already. Give another name, or a folder.")
        return given.absolute()
    name = f"greenops-{made_at:%Y%m%dT%H%M%S}Z"
    names = (f"{name}{'-' * bool(number)}{number or ''}.zip" for number in itertools.count())
    return next(path for name in names if not (path := given.absolute() / name).exists())


def _write(
    place: Place, written: Path, folder: Path, made_at: datetime, *, with_keys: bool, say: Callable[[str], object]
) -> Manifest:
    say("Copying the database.")
    copy = folder / "database"
    contents = _copy_database(place, copy)
    writer = Writer(written)
    try:
        with copy.open("rb") as source:
            writer.add(DATABASE_PARTS[place.vendor], source, packed=place.vendor == "postgresql")
        copy.unlink()
        say("Copying the files.")
        kept = set(_add_files(writer, place.files))
        if with_keys:
            for name, key in place.keys.items():
                writer.add(f"keys/{name}", io.BytesIO(key.encode()))
        manifest = Manifest(
            made_at=made_at.isoformat(timespec="seconds"),
            code_version=settings.CODE_VERSION,
            vendor=place.vendor,
            migrations=contents.migrations,
            rows=contents.rows,
            events=contents.events,
            chain_head=contents.chain_head,
            traveller_key_id=key_id(place.keys[TRAVELLER_KEY]),
            parts=writer.parts,
            missing_files=sorted(contents.named_files - kept),
        )
        writer.finish(manifest)
    finally:
        writer.close()
    return manifest


def _copy_database(place: Place, copy: Path) -> Contents:
    if place.database is not None:
        return sqlite_database.copy_out(place.database, copy)
    return postgresql_database.copy_out(copy)


def _add_files(writer: Writer, files: Path) -> Iterator[str]:
    """Every stored file; its name, as the database names it. One that a task removes meanwhile is left out."""
    for path in sorted(_regular_files(files)):
        name = path.relative_to(files).as_posix()
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue
        with source:
            writer.add(f"files/{name}", source)
        yield name


def _regular_files(files: Path) -> Iterator[Path]:
    for folder, _folders, names in os.walk(files):
        for name in names:
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _line(path: Path, sha256: str, manifest: Manifest) -> KeptArchive:
    return KeptArchive(
        name=path.name,
        made_at=manifest.made_at,
        sha256=sha256,
        size=path.stat().st_size,
        files=len(manifest.files),
        rows=sum(manifest.rows.values()),
        with_keys=bool(manifest.keys),
        code_version=manifest.code_version,
        missing_files=len(manifest.missing_files),
    )
