"""Words in PDFs: fonts, styles, and the one place where text becomes a paragraph."""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

# Bitstream Vera comes with reportlab and is embedded in part; it has the accents of Latin, and no subscript two.
REGULAR: Final = "Vera"
BOLD: Final = "VeraBd"
INK: Final = HexColor("#16212b")
MUTED: Final = HexColor("#4c5a67")
LINE: Final = HexColor("#d6dde3")
SUNKEN: Final = HexColor("#edf1f4")
ACCENT: Final = HexColor("#0b5c87")

for _name in (REGULAR, BOLD):
    pdfmetrics.registerFont(TTFont(_name, f"{_name}.ttf"))
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _style(name: str, size: float, *, font: str = REGULAR, colour: HexColor = INK, **more: float) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.35, textColor=colour, **more)


STYLES: Final = {
    "cover": _style("cover", 28, font=BOLD, spaceAfter=6),
    "title": _style("title", 20, font=BOLD, spaceAfter=2),
    "chapter": _style("chapter", 17, font=BOLD, colour=ACCENT, spaceAfter=6),
    "lead": _style("lead", 10.5, spaceAfter=4),
    "heading": _style("heading", 12, font=BOLD, spaceBefore=10, spaceAfter=4, keepWithNext=1),
    "section": _style("section", 12, font=BOLD, spaceBefore=10, spaceAfter=4),
    "label": _style("label", 8, colour=MUTED),
    "figure": _style("figure", 26, font=BOLD, colour=ACCENT),
    "statement": _style("statement", 12, font=BOLD),
    "contents": _style("contents", 10, spaceBefore=2),
    "body": _style("body", 9),
    "paragraph": _style("paragraph", 9.5, spaceAfter=5),
    "small": _style("small", 7.5, colour=MUTED),
    "cell": _style("cell", 7.5),
    "number": _style("number", 7.5, alignment=TA_RIGHT),
    "head": _style("head", 7, font=BOLD, colour=MUTED),
    "head_number": _style("head_number", 7, font=BOLD, colour=MUTED, alignment=TA_RIGHT),
    "cell_total": _style("cell_total", 7.5, font=BOLD),
    "number_total": _style("number_total", 7.5, font=BOLD, alignment=TA_RIGHT),
}


def words(text: str, style: str = "body") -> Paragraph:
    """Text as a paragraph. Every value is escaped here, because reportlab reads paragraphs as mark-up."""
    shape = STYLES[style]
    subscript = f'<sub size="{shape.fontSize * 0.65:.1f}" rise="{shape.fontSize * 0.12:.1f}">2</sub>'
    return Paragraph(escape(text).replace("₂", subscript), shape)


def has_letters(text: str) -> bool:
    """Whether the embedded face has every letter of the text: it has no Arabic, Chinese or Cyrillic ones."""
    glyphs = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return all(ord(letter) in glyphs for letter in text if not letter.isspace() and letter != "₂")


def chart_font(texts: Iterable[str]) -> str:
    """The narrow face that the charts were laid out for, or the embedded one where its letters are missing."""
    try:
        "".join(texts).encode("cp1252")
    except UnicodeEncodeError:
        return REGULAR
    return "Helvetica"


def plain(text: str) -> str:
    """Text for places without mark-up: page feet and the document's properties."""
    return text.replace("₂", "2")
