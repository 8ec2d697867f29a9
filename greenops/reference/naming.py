"""Names of places brought to one form, so that case, accents and punctuation do not matter."""

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE"}
    | {"œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ə": "a", "Ə": "A"}
)
# An apostrophe stands inside a word (N'DJILI), other punctuation between words.
APOSTROPHES = re.compile(r"['’‘`´ʻʼ]")
NOT_LETTERS = re.compile(r"[\W_]+")
# Words that say what a place is and not which.
AIRPORT_WORDS = re.compile(
    r"\b(INTERNATIONAL|INTL|INT|AIRPORT|AEROPORT|AEROPUERTO|AEROPORTO|FLUGHAFEN|FLUGHAVN|LUFTHAVN)\b"
)


def folded(text: str) -> str:
    """The name in capitals without accents and punctuation, its words divided by one blank."""
    plain = APOSTROPHES.sub("", text.translate(LETTERS))
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(NOT_LETTERS.sub(" ", plain).upper().split())


def without_airport_words(name: str) -> str:
    """A folded name without AIRPORT, INTERNATIONAL and the like; unchanged where nothing else is left."""
    bare = " ".join(AIRPORT_WORDS.sub(" ", name).split())
    return bare or name
