"""Cabin classes of legs: words, cabin letters, and booking letters that each airline reads its own way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from greenops.reference.yaml_file import read_yaml
from travel.imports.folding import fold
from travel.imports.grid import TextColumn
from travel.imports.vocabulary import words

CABINS = ("economy", "premium_economy", "business", "first", "unknown")
# A column of cabins holds these letters only; booking letters are ten to twenty different ones.
CABIN_LETTERS = frozenset("FCJWYM")
_SPLIT = re.compile(r"[/,;|+]")
_FILE = Path(__file__).with_name("airlines.yaml")

# What a token that is no cabin is: nothing was given, a letter or a word that must be asked about.
NOT_GIVEN, UNKNOWN_LETTER, UNKNOWN_WORD = "", "?letter", "?word"


@dataclass(frozen=True)
class Classes:
    """How the class column of a file is to be read, decided from the whole column.

    tokens: for each distinct text its classes, one a leg. lists: whether some cell holds several, so that one
    class for several legs is a gap and not a class of the whole ticket. letters: booking letters, not cabins.
    """

    tokens: list[tuple[str, ...]]
    lists: bool
    letters: bool


def read_classes(column: TextColumn, rows: npt.NDArray[np.bool_], means: str) -> Classes:
    """Split the column's texts into classes and decide what its single letters are; rows are those that count."""
    used = set(np.unique(column.codes[rows]).tolist())
    tokens = [_tokens(text) for text in column.uniques]
    alone = {token for code in used for token in tokens[code] if len(token) == 1 and token.isalpha()}
    letters = means == "booking_letter" or (means != "cabin" and bool(alone - CABIN_LETTERS))
    return Classes(tokens, any(len(tokens[code]) > 1 for code in used), letters)


def _tokens(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    if fold(text) in words("cabins"):
        return (text.upper(),)
    parts = [part.strip().upper() for part in _SPLIT.split(text)]
    if len(parts) == 1:
        dashed = [part.strip().upper() for part in re.split(r"[-\s]+", text)]
        if all(len(part) == 1 for part in dashed):
            parts = dashed
    return tuple(parts)


@lru_cache(maxsize=1)
def _airlines() -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, str], Mapping[str, str]]:
    """Airline -> letter -> cabin; airline -> cabin of letters not listed; letter -> cabin for every airline."""
    loaded = read_yaml(_FILE)
    tables: dict[str, dict[str, str]] = {}
    rest: dict[str, str] = {}
    for entry in loaded["airlines"]:
        letters = {letter: cabin for cabin in CABINS for letter in entry.get(cabin, ())}
        for code in entry["codes"]:
            tables[code] = letters
            if "rest" in entry:
                rest[code] = entry["rest"]
    everywhere = {letter: cabin for cabin, said in loaded["everywhere"].items() for letter in said}
    return MappingProxyType(tables), MappingProxyType(rest), MappingProxyType(everywhere)


@lru_cache(maxsize=1)
def number_prefixes() -> Mapping[str, str]:
    """The airline of a ticket by its first three digits."""
    loaded: dict[str, str] = read_yaml(_FILE)["numbers"]
    return MappingProxyType(loaded)


def cabin_of(token: str, carrier: str, letters: bool, own: Mapping[str, str]) -> str:
    """The cabin of one class on one airline, or UNKNOWN_LETTER or UNKNOWN_WORD.

    own: the source's words first, among them letters of one airline as 'LX A: premium_economy'.
    """
    if not token:
        return "unknown"
    folded = fold(token)
    for key in (f"{carrier.casefold()} {folded}", folded):
        if key in own:
            return own[key]
    single = len(token) == 1 and token.isalpha() and token.isascii()
    if single and letters:
        return _cabin_of_letter(token, carrier)
    known = words("cabins").get(folded)
    if known:
        return known
    return UNKNOWN_LETTER if single else UNKNOWN_WORD


def _cabin_of_letter(letter: str, carrier: str) -> str:
    tables, rest, everywhere = _airlines()
    if carrier in tables:
        found = tables[carrier].get(letter) or rest.get(carrier)
        if found:
            return found
    return everywhere.get(letter, UNKNOWN_LETTER)


def cabins_of(
    tokens: Sequence[str], carriers: Sequence[str], letters: bool, own: Mapping[str, str]
) -> npt.NDArray[np.object_]:
    """cabin_of for each leg; every distinct pair of class and airline is looked up once."""
    known: dict[tuple[str, str], str] = {}
    found = np.empty(len(tokens), dtype=object)
    for position, pair in enumerate(zip(tokens, carriers, strict=True)):
        cabin = known.get(pair)
        if cabin is None:
            cabin = known[pair] = cabin_of(*pair, letters, own)
        found[position] = cabin
    return found


def row_cabin(cabins: Sequence[str], given: int) -> str:
    """The cabins of one row as one text: a word, or one a leg with ? for those beyond the given classes."""
    if given >= len(cabins) and len(set(cabins)) == 1:
        return cabins[0]
    shown = [cabin if place < given else "?" for place, cabin in enumerate(cabins)]
    return "unknown" if set(shown) <= {"?", "unknown"} else ", ".join(shown)
