"""The file as it arrives: its size, its kind by content, and whether it may be opened at all."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from travel.imports.archive import check_workbook_archive
from travel.imports.errors import FileRefused
from travel.imports.limits import Limits

TEXT_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt", ".psv"})
XLSX_ENDINGS = frozenset({".xlsx", ".xlsm"})
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "an archive",
    b"\x1f\x8b": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"{\\rtf": "a word processor's document",
}
_SAVE_AS = "Open it in the program that made it and save it as CSV or XLSX"


@dataclass(frozen=True)
class BookingFile:
    """A file that passed the guard. kind: text, xlsx or xls."""

    path: Path
    name: str
    kind: str
    digest: str
    size: int


def open_file(path: str | Path, file_name: str | None = None, limits: Limits | None = None) -> BookingFile:
    """The file with its kind and SHA-256. Raises FileRefused when size, ending or content forbid reading it."""
    limits = limits or Limits()
    path = Path(path)
    name = file_name or path.name
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileRefused(f"{name}: the file cannot be opened ({error.strerror}). Upload it again.") from error
    if size == 0:
        raise FileRefused(f"{name}: the file is empty. Export it again and upload the new file.")
    if size > limits.file_bytes:
        raise FileRefused(
            f"{name}: the file has {size / 1e6:,.0f} MB and the limit is {limits.file_bytes / 1e6:,.0f} MB. "
            "Split it by month, or ask the administrator to raise the limit."
        )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        start = stream.read(4096)
    kind = _kind(name, path, start)
    if kind == "xlsx":
        check_workbook_archive(path, name, limits)
    return BookingFile(path, name, kind, digest, size)


def _kind(name: str, path: Path, start: bytes) -> str:
    ending = Path(name).suffix.lower()
    found = _content(start)
    if ending not in TEXT_ENDINGS | XLSX_ENDINGS | {".xls"}:
        raise FileRefused(f"{name}: files ending in '{ending}' are not read. Upload a CSV, TSV, TXT, XLSX or XLS.")
    if found == "ole":
        return _ole_kind(name, ending, path)
    if found == "zip":
        if ending in XLSX_ENDINGS:
            return "xlsx"
        raise FileRefused(
            f"{name}: the content is a workbook or an archive although the name ends in '{ending}'. "
            "If it is a workbook, rename it to .xlsx; else export it again."
        )
    if found != "text":
        raise FileRefused(f"{name}: the content is {found}, not a table. {_SAVE_AS}.")
    if ending in XLSX_ENDINGS | {".xls"}:
        raise FileRefused(
            f"{name}: the content is plain text although the name ends in '{ending}', or the workbook is broken. "
            f"If it is text, rename it to .csv; else {_SAVE_AS[0].lower()}{_SAVE_AS[1:]}."
        )
    return "text"


def _content(start: bytes) -> str:
    if start.startswith(_OLE):
        return "ole"
    if start.startswith(b"PK"):
        return "zip"
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            return what
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        return "a web page or XML"
    return "text"


def _ole_kind(name: str, ending: str, path: Path) -> str:
    """OLE containers hold old .xls workbooks and also encrypted .xlsx; stream names are UTF-16 in the directory."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused(f"{name}: the workbook is protected by a password. Save it without the password.")
    if not ("Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content):
        raise FileRefused(f"{name}: the content is an office document, not a workbook. {_SAVE_AS}.")
    if ending != ".xls":
        raise FileRefused(
            f"{name}: the content is an old Excel workbook (.xls) although the name ends in '{ending}'. "
            "Save it as XLSX, or rename it to .xls."
        )
    return "xls"
