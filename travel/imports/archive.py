"""The guard before a workbook is opened: an XLSX is a ZIP archive, and its directory may lie."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from travel.imports.errors import FileRefused
from travel.imports.limits import Limits

_CHUNK = 1 << 20
_LOCAL_HEADER = 30
# Also where the XML is written in two bytes a letter.
_ENTITIES = tuple(
    mark.encode(form) for mark in ("<!DOCTYPE", "<!ENTITY") for form in ("ascii", "utf-16-le", "utf-16-be")
)
_FORBIDDEN = {
    "vbaproject": "macros",
    "macrosheets/": "macros",
    "activex/": "active controls",
    "externallinks/": "links to other files",
}


def check_workbook_archive(path: Path, name: str, limits: Limits) -> None:
    """Refuse an archive that is broken, hides names, or unpacks to more than the limits allow.

    Sizes are counted while inflating. Raises FileRefused.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_names(parts, name, limits)
            if "[Content_Types].xml" not in archive.namelist():
                raise FileRefused(f"{name}: the content is an archive, not a workbook. Save it as XLSX.")
            _check_sizes(archive, parts, path.stat().st_size, name, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileRefused(
            f"{name}: the workbook is broken and cannot be unpacked. Open it in a spreadsheet program and save it."
        ) from error


def _check_names(parts: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise FileRefused(
            f"{name}: the workbook has {len(parts)} parts and the limit is {limits.parts}. Save only the sheets needed."
        )
    seen: set[str] = set()
    for part in parts:
        inside = part.filename.replace("\\", "/")
        hidden = inside.startswith("/") or ".." in inside.split("/") or ":" in inside
        link = stat.S_ISLNK(part.external_attr >> 16)
        if hidden or link or inside.lower() in seen:
            raise FileRefused(f"{name}: the workbook holds a part with a forbidden name. Save it again as XLSX.")
        seen.add(inside.lower())
        if part.flag_bits & 1:
            raise FileRefused(f"{name}: the workbook is protected by a password. Save it without the password.")
        for mark, what in _FORBIDDEN.items():
            if mark in inside.lower():
                raise FileRefused(f"{name}: the workbook holds {what}. Save it as XLSX without them.")


def _check_sizes(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], packed: int, name: str, limits: Limits
) -> None:
    unpacked = 0
    for part in parts:
        size, tail = 0, b""
        for chunk in _inflated(archive, part):
            size += len(chunk)
            unpacked += len(chunk)
            # Small workbooks compress well too: the ratio counts only from 32 MB on.
            bomb = unpacked > 32 * _CHUNK and unpacked > packed * limits.unpacked_ratio
            if unpacked > limits.unpacked_bytes or bomb:
                raise FileRefused(
                    f"{name}: the workbook unpacks to more than {unpacked / 1e6:,.0f} MB. "
                    "Delete unused sheets and formatted empty cells, or save it as CSV."
                )
            if any(mark in tail + chunk for mark in _ENTITIES):
                raise FileRefused(f"{name}: the workbook holds XML entities. Save it again as XLSX.")
            tail = chunk[-32:]
        if size != part.file_size:
            raise zipfile.BadZipFile("the directory gives another size than the part has")


def _inflated(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces, all that it really holds: the directory's word on its size is not taken."""
    stream = archive.fp
    if stream is None or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("a way of packing that workbooks do not use")
    stream.seek(part.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("a part is not where the directory says")
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = part.compress_size
    inflater = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := stream.read(min(_CHUNK, left))):
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed and not inflater.eof:
            yield inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
