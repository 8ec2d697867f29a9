"""Text made comparable: headers, words and names folded; blanks and invisible characters removed."""

import re
import unicodedata
from functools import lru_cache

# Characters that print nothing but make two cells differ: byte order mark, zero-width and direction marks.
INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x00AD, *range(0x202A, 0x202F)])
BLANKS = {0x00A0: " ", 0x202F: " ", 0x2007: " ", 0x2009: " ", 0x3000: " "}
_CLEANING = {**INVISIBLE, **BLANKS}
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# An export that keeps text from running as a formula puts a quote before it, and spreadsheets do so before numbers
# and codes that are kept as text; it is not part of the value. Names such as 't Hart keep theirs.
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠]|[A-Z0-9]+$|\d[\d.,/: \-]*$)")

EMPTY_WORDS = frozenset({"", "-", "--", "n/a", "na", "nan", "null", "none", "#n/a", "?", "."})


def clean(text: str) -> str:
    """The cell without surrounding or odd blanks, invisible characters and an export's formula guard."""
    text = text.strip() if text.isascii() else text.translate(_CLEANING).strip()
    return _GUARDED.sub("", text) if text[:1] == "'" else text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents; every run of blanks and punctuation is one blank."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def fold_header(text: str) -> str:
    """A header for matching: case, accents, blanks and punctuation do not count. Other scripts stand as they are."""
    return fold(text).replace(" ", "") or text.casefold().replace(" ", "")


def is_empty(text: str) -> bool:
    """Whether the cell says that there is no value, in one of the ways that sources use."""
    return text.casefold() in EMPTY_WORDS


def so_many(number: int, noun: str, plural: str = "s") -> str:
    """A number with its noun: 1 leg, 2 legs."""
    return f"{number} {noun}{'' if number == 1 else plural}"


def shown(text: str, limit: int = 80) -> str:
    """A value as it is quoted in a sentence: short, one line, no control characters."""
    one_line = "".join(mark if mark.isprintable() else " " for mark in text)
    return one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"
