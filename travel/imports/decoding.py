"""Bytes to text: which encoding a file has, decided from its content; what cannot be told is refused, never guessed."""

import codecs

from travel.imports.errors import FileRefused
from travel.imports.suspicion import suspected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names as the officer knows them.
NAMES = {
    "utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}  # fmt: skip


def decode(content: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text with line ends as line feeds, and the encoding found.

    UTF-8 with or without mark, UTF-16 with or without mark, Windows-1252 (which has the letters of Latin-1). Other
    encodings only where encoding names one. Raises FileRefused for NUL bytes, for text that is UTF-8 in most places
    and broken in some, and for text that would be read as wrong letters.
    """
    encoding = encoding or _encoding(content, name)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(
            f"{name} line {line}: the file begins as {encoding.upper()} but holds bytes that are not. "
            "Export it again as UTF-8."
        ) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise FileRefused(f"{name} line {line}: the file holds NUL bytes, so it is damaged. Export it again.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _encoding(content: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    head = content[:4000]
    if head.count(0) > len(head) // 4:
        # Without a mark, text in UTF-16 shows as every second byte being zero.
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    if 0 in content:
        line = content[: content.index(0)].count(b"\n") + 1
        raise FileRefused(f"{name} line {line}: the file holds NUL bytes, so it is damaged. Export it again.")
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        _refuse_mixture(content, error, name)
        _refuse_suspect(content, error, name)
    return "cp1252"


def _refuse_mixture(content: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Text that is UTF-8 but for a few bytes would turn every accent into two wrong letters if read otherwise."""
    kept = content.decode("utf-8", errors="ignore")
    multibyte = sum(1 for mark in kept if ord(mark) > 127)
    single = sum(1 for byte in content if byte > 127) - sum(len(mark.encode()) for mark in kept if ord(mark) > 127)
    if multibyte > 2 * single:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(
            f"{name} line {line}: most of the file is UTF-8, but this line holds other bytes. Export it again as UTF-8."
        )


def _refuse_suspect(content: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Text in another script or code page would come out as wrong Latin letters, and names of places with it."""
    found = suspected(content)
    if found is None:
        return
    line = content[: error.start].count(b"\n") + 1
    said, encoding = found
    remedy = f", or set `encoding: {encoding}` in the mapping if that is right" if encoding else ""
    raise FileRefused(
        f"{name} line {line}: the file is not UTF-8, and {said}; read as Western European text its letters would be "
        f"wrong. Export it again as UTF-8{remedy}."
    )
