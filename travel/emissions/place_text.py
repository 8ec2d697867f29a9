"""What a typed place looks like: freed of invisible characters, split from brackets, told from a station."""

import re
import unicodedata
from dataclasses import dataclass

# Written for "nothing". NAN in capitals is missing on purpose: it is the code of Nadi.
EMPTY = {
    "",
    "NA",
    "N/A",
    "N.A.",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "none",
    "NONE",
    "#N/A",
    "-",
    "--",
    "?",
    ".",
}
_QUOTED = 80
BRACKETS = re.compile(r"^(?P<before>[^(\[]*)[(\[](?P<inside>[^)\]]*)[)\]](?P<after>.*)$")
OLD_NAME = re.compile(r"^(EX|FORMERLY|ANC|ANCIENNEMENT|EHEM|ANTES)\b")
# A bus station may be a GARE too, so the more special words come first.
STATION_WORDS = (
    ("bus", re.compile(r"\b(GARE ROUTIERE|BUS STATION|BUS TERMINAL|BUSBAHNHOF|ZOB|COACH STATION)\b")),
    ("ferry", re.compile(r"\b(FERRY|FERRY PORT|FERRY TERMINAL|GARE MARITIME|FAEHRHAFEN)\b")),
    ("helicopter", re.compile(r"\b(HELIPORT|HELIPAD|HELISTATION)\b")),
    (
        "rail",
        re.compile(
            r"\b(GARE|HBF|HAUPTBAHNHOF|BAHNHOF|BHF|RAILWAY|RAILROAD|RLWY|RAIL STATION|TRAIN STATION"
            r"|STAZIONE|ESTACION DE TREN|CENTRAL STATION|TER TGV|TGV)\b"
        ),
    ),
)


@dataclass(frozen=True)
class Bracketed:
    """A text with one pair of brackets: what stands outside, and inside."""

    outside: str
    inside: str


def clean(text: str) -> str:
    """The text without blanks at its ends and without characters that nobody sees."""
    seen = (" " if unicodedata.category(letter) in ("Zs", "Cc") else letter for letter in text)
    return " ".join("".join(letter for letter in seen if unicodedata.category(letter) != "Cf").split())


def quoted(text: str) -> str:
    """The text as a sentence quotes it: a cell may hold a whole page."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def is_empty(text: str) -> bool:
    """Whether a cleaned text says that nothing is given."""
    return text in EMPTY


def foreign_letter(text: str) -> str:
    """The first letter of another script in a text with Latin letters or as short as a code; else ""."""
    letters = [letter for letter in text if letter.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "").startswith("LATIN")]
    return foreign[0] if foreign and (len(foreign) < len(letters) or len(text) <= 4) else ""


def described(letter: str) -> str:
    """A character as a person can find it: Cyrillic capital letter a (U+0410)."""
    name = unicodedata.name(letter, "unnamed character")
    return f"{name.capitalize()} (U+{ord(letter):04X})"


def bracketed(text: str) -> Bracketed | None:
    """The text split at its brackets; None where it has none."""
    match = BRACKETS.match(text)
    if match is None:
        return None
    outside = f"{match['before']} {match['after']}".strip(" -,;/")
    return Bracketed(" ".join(outside.split()), match["inside"].strip())


def is_old_name(folded_name: str) -> bool:
    """Whether a remark in brackets only recalls the old name, as in YANGON (EX RANGOON)."""
    return bool(OLD_NAME.match(folded_name))


def station_mode(folded_name: str) -> str:
    """The mode that a name's own words give away (rail, bus, ferry, helicopter); "" for none."""
    return next((mode for mode, words in STATION_WORDS if words.search(folded_name)), "")
