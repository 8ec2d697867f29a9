"""What kind of file it is by its bytes, held against an allow list: neither its name nor the browser is believed."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image

LONGEST_NAME = 180
MOST_PIXELS = 100_000_000
MOST_PARTS, LARGEST_UNPACKED = 2_000, 256 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|body|iframe|\?xml)", re.IGNORECASE)
# A text has line breaks and tabs, and no other signs that steer a terminal.
STEERING = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


class NotAccepted(ValueError):
    """The file is none that is kept; the message is a sentence for the person who brought it."""


@dataclass(frozen=True)
class FileKind:
    """extensions: the first is the usual one."""

    label: str
    media_type: str
    extensions: tuple[str, ...]


PDF = FileKind("PDF", "application/pdf", ("pdf",))
PNG = FileKind("PNG", "image/png", ("png",))
JPEG = FileKind("JPEG", "image/jpeg", ("jpg", "jpeg"))
XLSX = FileKind("XLSX", f"{OFFICE}.spreadsheetml.sheet", ("xlsx",))
DOCX = FileKind("DOCX", f"{OFFICE}.wordprocessingml.document", ("docx",))
CSV = FileKind("CSV", "text/csv", ("csv",))
TXT = FileKind("TXT", "text/plain", ("txt",))
KINDS = (PDF, PNG, JPEG, XLSX, DOCX, CSV, TXT)
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
ALLOWED = ", ".join(kind.label for kind in KINDS)


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of the file, on which its name and its bytes agree. Raises NotAccepted with one sentence."""
    if not content:
        raise NotAccepted(_("The file is empty. Choose the file again; it may not have been saved."))
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    claimed = BY_EXTENSION.get(extension)
    if claimed is None:
        sentence = _("Files that end in '%(ending)s' are not kept as evidence. Kept are %(kinds)s. Print it to PDF.")
        raise NotAccepted(sentence % {"ending": extension[:20], "kinds": ALLOWED})
    found = _by_bytes(content)
    if found is TXT and claimed is CSV:
        found = CSV  # both are text; only the name tells them apart
    if found is not claimed:
        sentence = _("The name says %(claimed)s, but the content is %(found)s. Save it as what it is.")
        raise NotAccepted(sentence % {"claimed": claimed.label, "found": found.label if found else _("something else")})
    return found


def clean_name(name: str) -> str:
    """The name as a label: no folders, no invisible or steering signs, not endlessly long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    stem, dot, extension = " ".join(visible.split()).rpartition(".")
    return f"{stem[:LONGEST_NAME].strip('. ') or 'file'}{dot}{extension[:10]}"


def _by_bytes(content: bytes) -> FileKind | None:
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAccepted(_("The file is an old Office file or protected by a password. Save it as XLSX, DOCX or PDF."))
    return _text(content)


def _picture(content: bytes) -> FileKind:
    """A picture that can be decoded: its frame alone says nothing of what is in it."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                sentence = _("The picture has more than %(limit)s million pixels. Make it smaller.")
                raise NotAccepted(sentence % {"limit": MOST_PIXELS // 10**6})
            picture.verify()
            return PNG if picture.format == "PNG" else JPEG
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as damaged:
        if isinstance(damaged, NotAccepted):
            raise
        raise NotAccepted(_("The picture is damaged and cannot be opened. Save it again.")) from damaged


def _office(content: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as damaged:
        raise NotAccepted(_("The document is damaged and cannot be opened. Save it again.")) from damaged
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise NotAccepted(_("The document unpacks to more than a document can hold. Print it to PDF."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAccepted(_("The document has macros. Save it without them, or print it to PDF."))
    if "[Content_Types].xml" not in names:
        return None
    return next(
        (kind for part, kind in (("xl/", XLSX), ("word/", DOCX)) if any(n.startswith(part) for n in names)), None
    )


def _text(content: bytes) -> FileKind | None:
    if STEERING.search(content):
        return None
    if MARKUP.search(content):
        sentence = _("The file is a page or a drawing (HTML, SVG, XML), which can carry a program. Print it to PDF.")
        raise NotAccepted(sentence)
    return TXT
