"""Ticket numbers and travellers' names made comparable."""

import re

from travel.imports.folding import fold, is_empty

_RUINED = re.compile(r"^\d[.,]\d+e\+?\d+$", re.IGNORECASE)
# A number that passed through a spreadsheet as a float: 571234567891.0.
_FLOAT = re.compile(r"(?<=\d{6})\.0+$")
_NUMBER = re.compile(r"^[\d\s.\-]+$")
_TAIL = re.compile(r"[-/]\d{1,2}$")
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "mme",
        "mlle",
        "sr",
        "sra",
        "mstr",
        "chd",
        "inf",
        "mr.",
        "m",
        "herr",
        "frau",
        "sir",
        "madam",
        "eng",
    ]
)
_GLUED = re.compile(r"(mrs|miss|mstr|mr|ms|dr)$")


def ticket_key(text: str) -> str:
    """A ticket number or booking reference for comparison; '' when there is none or a spreadsheet ruined it.

    13 digits; 12 regain the zero that a spreadsheet ate; of 14 the last is a check digit; the tail of a
    conjunction ticket (724-2345678901-02) is left out.
    """
    if len(text) == 13 and text.isdigit():
        return text
    if is_empty(text) or _RUINED.match(text):
        return ""
    text = _FLOAT.sub("", text)
    if _NUMBER.match(text):
        digits = re.sub(r"\D", "", text)
        if len(digits) > 13:
            digits = re.sub(r"\D", "", _TAIL.sub("", text))
        if len(digits) == 14:
            digits = digits[:13]
        if len(digits) == 12:
            digits = f"0{digits}"
        return digits
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def is_ancillary_number(key: str) -> bool:
    """Whether the number has the form of an ancillary document: digits 4 and 5 are 82."""
    return len(key) == 13 and key[3:5] == "82"


def coupons(text: str) -> tuple[int, ...]:
    """Coupon numbers as sources write them: 0034, 3/4, '3, 4', 34."""
    if is_empty(text):
        return ()
    return tuple(sorted({int(digit) for digit in text if digit in "123456789"}))


def name_key(text: str) -> str:
    """A traveller's name for comparison only: no case, accents, titles or order."""
    parts = [part for part in fold(text).split() if part not in TITLES]
    if "/" in text and parts:
        # Titles are glued to the first name in reservation systems: NDIAYE/AWAMRS.
        bare = _GLUED.sub("", parts[-1])
        if len(bare) >= 2:
            parts[-1] = bare
    return " ".join(sorted(parts))
