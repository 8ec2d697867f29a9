"""What kind of values a column holds, told from its cells: dates, airport codes, routes, cabins, tickets, people."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from greenops.reference.airports import AirportBook
from greenops.reference.naming import folded
from travel.imports import dates
from travel.imports.cabins import CABIN_LETTERS
from travel.imports.folding import fold, is_empty
from travel.imports.grid import TextColumn
from travel.imports.tickets import TITLES
from travel.imports.vocabulary import listed, words

_MOST_DISTINCT = 2_000
_CODE = re.compile(r"^[A-Z]{3}$")
_CARRIER = re.compile(r"^(?:[A-Z][A-Z0-9]|[0-9][A-Z])$")
_FLIGHT = re.compile(r"^(?:[A-Z][A-Z0-9]|[0-9][A-Z])\s?0?\d{1,4}[A-Z]?$")
_TICKET = re.compile(r"^(?:\d{12,14}|\d{3}[- ]\d{10}(?:-\d{2})?|\d{13}\.0)$")
_LOCATOR = re.compile(r"^(?=.*[A-Z])[A-Z0-9]{6}$")
_NUMBER = re.compile(
    r"^[(\-+−]?\s*(?:[A-Z]{3}|US\$|[$€£¥])?\s*[\d.,' ]*\d[\d.,]*\s*(?:[A-Z]{3}|[$€£¥]|km|mi|kg|t)?[)\-*]?$"
)
_NAME = re.compile(r"^[^\W\d_][^\W\d_'’.\- ]*(?:[/, ]+[^\W\d_][^\W\d_'’.\- ]*){1,4}$")
_SEPARATED = re.compile(r"[/\-–>→;|,]")

# What each kind is called where its values are counted, best first: a text has the first kind that fits it.
KINDS: Mapping[str, str] = {
    "date": "dates",
    "airport": "airport codes",
    "route": "routes of several airport codes",
    "ticket": "ticket numbers of 12 to 14 digits",
    "flight": "flight numbers",
    "cabin": "cabin classes",
    "letter": "single letters",
    "mode": "means of travel",
    "document": "statuses or kinds of document",
    "traveller_type": "passenger types",
    "category": "traveller categories",
    "carrier": "airline codes",
    "count": "small whole numbers",
    "number": "numbers",
    "place": "names of cities or airports",
    "locator": "references of six letters and digits",
    "name": "names of people",
    "text": "other texts",
}


@dataclass(frozen=True)
class ColumnKind:
    """Which kinds the filled cells of a column are: rows by kind, of how many filled, with how many distinct texts."""

    rows: Mapping[str, int]
    filled: int
    distinct: int

    def share(self, *kinds: str) -> float:
        """The share of the filled cells that are of these kinds."""
        return sum(self.rows.get(kind, 0) for kind in kinds) / self.filled if self.filled else 0.0

    @property
    def main(self) -> str:
        """The kind that most cells have; '' for an empty column."""
        return max(self.rows, key=lambda kind: self.rows[kind], default="")

    def evidence(self, *kinds: str) -> str:
        """How many of the values are of these kinds, in words."""
        counted = sum(self.rows.get(kind, 0) for kind in kinds)
        return f"{counted:,} of {self.filled:,} values are {' or '.join(KINDS[kind] for kind in kinds)}"


def column_kind(column: TextColumn, rows: npt.NDArray[np.bool_] | None = None) -> ColumnKind:
    """The kinds of a column's cells. Of very many distinct texts the first ones speak for the others."""
    codes = column.codes if rows is None else column.codes[rows]
    counts = np.bincount(codes, minlength=len(column.uniques))
    told: dict[str, int] = {}
    filled = distinct = 0
    for code in np.flatnonzero(counts).tolist():
        text = column.uniques[code]
        if is_empty(text) and text != "NAN":
            continue
        distinct += 1
        if distinct > _MOST_DISTINCT:
            continue
        kind = kind_of(text)
        told[kind] = told.get(kind, 0) + int(counts[code])
        filled += int(counts[code])
    return ColumnKind(told, filled, distinct)


def looks_personal(header: str, kind: ColumnKind) -> bool:
    """Whether the column names or numbers people, by its header or by most of its cells."""
    said = f" {fold(header)} "
    return kind.share("name") > 0.5 or any(f" {word} " in said for word in listed("personal_headers"))


@lru_cache(maxsize=32_768)
def kind_of(text: str) -> str:
    """The first of KINDS that a text fits."""
    return next((kind for kind, fits in _TESTS if fits(text)), "text")


def is_route(text: str) -> bool:
    tokens = [token for token in _SEPARATED.split(text.replace(" ", "/")) if token]
    codes = [token for token in tokens if _CODE.match(token)]
    return len(codes) >= 2 and all(_CODE.match(token) or len(token) <= 2 for token in tokens) and _airports(codes)


def _airports(codes: list[str]) -> bool:
    return sum(_is_airport(code) for code in codes) * 2 > len(codes)


@lru_cache(maxsize=8_192)
def _is_airport(code: str) -> bool:
    book = AirportBook.load()
    return bool(_CODE.match(code)) and bool(book.by_iata(code) or book.city(code))


def _is_date(text: str) -> bool:
    state = dates.state_of(text)
    if text.isdigit():
        return len(text) == 8 and state == dates.OK
    return state in (dates.OK, dates.OPEN, dates.NO_YEAR, dates.PERIOD)


def _is_cabin(text: str) -> bool:
    if len(text) == 1:
        return text in CABIN_LETTERS
    parts = re.split(r"[/,;|+]", text)
    known = words("cabins")
    return all(part.strip().upper() in CABIN_LETTERS or known.get(fold(part), "unknown") != "unknown" for part in parts)


def _is_place(text: str) -> bool:
    book, name = AirportBook.load(), folded(text)
    return 2 < len(text) < 60 and bool(book.by_name(name) or book.name_entry(name))


def _is_name(text: str) -> bool:
    parts = fold(text).split()
    titled = bool(parts) and (parts[-1] in TITLES or parts[0] in TITLES) and len(parts) > 1
    return titled or (bool(_NAME.match(text)) and len(parts) >= 2 and max(map(len, parts)) > 2)


def _in(table: str) -> Callable[[str], bool]:
    return lambda text: len(text) > 2 and fold(text) in words(table)


_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("date", _is_date),
    ("airport", _is_airport),
    ("route", is_route),
    ("ticket", lambda text: bool(_TICKET.match(text))),
    ("cabin", _is_cabin),
    ("letter", lambda text: len(text) == 1 and text.isalpha()),
    ("mode", lambda text: _in("modes")(text) and words("modes")[fold(text)] != "other"),
    ("document", lambda text: len(text) > 3 and fold(text) in words("documents")),
    ("traveller_type", lambda text: text in ("ADT", "CHD", "INF", "CNN")),
    ("category", _in("traveller_categories")),
    ("flight", lambda text: bool(_FLIGHT.match(text))),
    ("carrier", lambda text: bool(_CARRIER.match(text))),
    ("count", lambda text: text.lstrip("-").isdigit() and len(text) <= 3),
    ("number", lambda text: bool(_NUMBER.match(text))),
    ("place", _is_place),
    ("locator", lambda text: bool(_LOCATOR.match(text))),
    ("name", _is_name),
)
