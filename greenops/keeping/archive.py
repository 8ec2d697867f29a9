"""One archive: a ZIP with its parts and a manifest, written part by part and read back with every digest checked."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from greenops.keeping.errors import KeepingRefused
from greenops.keeping.manifest import Manifest, Part, check_part_name, parse_manifest

MANIFEST = "manifest.json"
MANIFEST_LIMIT_BYTES = 256 * 1024 * 1024  # a million files; a manifest beyond it is none of ours
CHUNK_BYTES = 1024 * 1024
OWNER_ONLY = 0o600
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Writer:
    """Parts of an archive as they come; digests are taken on the way, so nothing is read twice."""

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", allowZip64=True)
        self.parts: list[Part] = []

    def add(self, name: str, source: BinaryIO, *, packed: bool = False) -> Part:
        """packed: it is compressed already."""
        check_part_name(name)
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name, packed=packed), "w", force_zip64=True) as part:
            while chunk := source.read(CHUNK_BYTES):
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.parts.append(Part(name, size, digest.hexdigest()))
        return self.parts[-1]

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and have all of it on the disk before anybody relies on it."""
        with self._zip.open(_entry(MANIFEST, packed=False), "w") as part:
            part.write(manifest.to_json().encode())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        with suppress(OSError):  # of an archive that could not be finished, such as on a full disk
            self._zip.close()
        self._file.close()


def _entry(name: str, *, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=datetime.now(UTC).timetuple()[:6])
    entry.external_attr = OWNER_ONLY << 16
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry


class Archive:
    """An archive that was opened: its manifest is sound, and its list of parts is exactly that of the manifest."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = opened
        entries = opened.infolist()
        names = [entry.filename for entry in entries]
        if MANIFEST not in names:
            raise KeepingRefused(f"{path.name} holds no {MANIFEST}, so it is no backup of GreenOps.")
        about = opened.getinfo(MANIFEST)
        if about.file_size > MANIFEST_LIMIT_BYTES:
            raise KeepingRefused(f"The manifest of {path.name} is too large to be one. Use another backup.")
        self.manifest = parse_manifest(_text(opened.read(MANIFEST)))
        listed = {part.name: part for part in self.manifest.parts}
        if absent := sorted(set(listed) - set(names)):
            raise KeepingRefused(f"{path.name} lacks {absent[0]}, which its manifest lists. Use another backup.")
        if extra := sorted(set(names) - set(listed) - {MANIFEST}):
            raise KeepingRefused(
                f"{path.name} holds {extra[0]!r}, which its manifest does not list. It was tampered with."
            )
        if len(names) != len(set(names)):
            raise KeepingRefused(f"{path.name} holds a part twice. It was tampered with.")
        for entry in entries:
            # What it says before is what it may unpack to: reading stops there, whatever is packed inside.
            if entry.filename != MANIFEST and entry.file_size != listed[entry.filename].size:
                raise KeepingRefused(
                    f"{entry.filename} in {path.name} has {entry.file_size} bytes, and the manifest says "
                    f"{listed[entry.filename].size}. It was damaged or tampered with; use another backup."
                )

    @property
    def unpacked_bytes(self) -> int:
        return sum(part.size for part in self.manifest.parts)

    def verify(self) -> None:
        """Read every part and compare its digest."""
        for part in self.manifest.parts:
            self._read(part, lambda chunk: None)

    def extract(self, part: Part, to: Path) -> None:
        """Write one part to a new file that its owner alone may read; the digest is compared on the way."""
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as target:
            self._read(part, target.write)
            target.flush()
            os.fsync(target.fileno())

    def part(self, name: str) -> Part:
        return next(part for part in self.manifest.parts if part.name == name)

    def _read(self, part: Part, take: Callable[[bytes], object]) -> None:
        digest = hashlib.sha256()
        with _damage_told(self.path, part.name), self._zip.open(part.name) as source:
            while chunk := source.read(CHUNK_BYTES):
                digest.update(chunk)
                take(chunk)
        if digest.hexdigest() != part.sha256:
            raise KeepingRefused(
                f"{part.name} in {self.path.name} is not what the manifest says: its digest differs. "
                "It was damaged or tampered with; use another backup."
            )


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive, ready to be read. Raises KeepingRefused where it is none, cut off or altered."""
    try:
        opened = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise KeepingRefused(f"There is no file {path}. Give the path of a backup.") from None
    except OSError as error:
        raise KeepingRefused(f"{path} cannot be read: {error.strerror}.") from None
    except BROKEN:
        raise KeepingRefused(
            f"{path.name} is no complete archive: it was cut off, or is something else. Copy it again, or use another."
        ) from None
    with opened:
        with _damage_told(path, MANIFEST):
            archive = Archive(path, opened)
        yield archive


@contextmanager
def _damage_told(path: Path, part: str) -> Iterator[None]:
    try:
        yield
    except BROKEN:
        raise KeepingRefused(f"{part} in {path.name} is damaged and cannot be unpacked. Use another backup.") from None


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise KeepingRefused("The manifest of the archive is no text. Use another backup.") from None


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
