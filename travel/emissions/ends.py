"""Where a leg starts and ends: the key that a leg keeps, as an airport at the date of the flight."""

import datetime
import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from greenops.reference.airports import Airport, AirportBook
from travel.emissions.distance import Position

POSITION: Final = re.compile(r"([+-]?[0-9]{1,2}(?:\.[0-9]+)?),([+-]?[0-9]{1,3}(?:\.[0-9]+)?)")
NOT_GIVEN: Final = 0
CLOSED: Final = "closed"
MOVED: Final = "moved"


@dataclass(frozen=True)
class End:
    """One end of a flight. fault: why the text is no place, as a code; then there is no position."""

    key: str
    position: Position | None = None
    icao: str = ""
    country: str = ""
    name: str = ""
    disputed: bool = False
    fault: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Ends:
    """The distinct ends of the legs.

    Of_leg: one number per leg into ends; number 0 is the end that is not given.
    """

    ends: tuple[End, ...]
    of_origin: NDArray[np.int64]
    of_destination: NDArray[np.int64]


def ends_of(legs: pd.DataFrame, book: AirportBook) -> Ends:
    """Resolve both ends of every leg.

    Each distinct key is looked at once, and once per date where dates matter.
    """
    found = _Finder(book, legs.get("departed_on"))
    of_origin = found.numbers(legs.get("origin"), len(legs))
    of_destination = found.numbers(legs.get("destination"), len(legs))
    return Ends(tuple(found.ends), of_origin, of_destination)


class _Finder:
    """Collects the distinct ends while columns are read."""

    def __init__(self, book: AirportBook, dates: "pd.Series[Any] | None") -> None:
        self.book = book
        self.dates = dates
        self.ends: list[End] = [End("", fault="missing_place", sentence="is empty")]
        self.known: dict[End, int] = {}

    def numbers(self, column: "pd.Series[Any] | None", count: int) -> NDArray[np.int64]:
        """The number of the end of each leg."""
        if column is None:
            return np.zeros(count, dtype=np.int64)
        codes, distinct = pd.factorize(column)
        codes = codes.astype(np.int64) + 1
        keys = ["", *(str(text).strip().upper() for text in distinct)]
        numbers = np.array([self._number(key, None) for key in keys], dtype=np.int64)[codes]
        changes = [_changes(key, self.book) for key in keys]
        dated = np.array([bool(days) for days in changes])
        if self.dates is not None and dated.any():
            where = np.flatnonzero(dated[codes])
            for code, positions in pd.Series(where).groupby(codes[where]):
                self._correct(numbers, positions.to_numpy(), keys[int(str(code))], changes[int(str(code))])
        return numbers

    def _correct(
        self,
        numbers: NDArray[np.int64],
        where: NDArray[np.int64],
        key: str,
        changes: tuple[datetime.date, ...],
    ) -> None:
        """Renumber the legs that name a key whose meaning has changed, by the day on which each flew."""
        assert self.dates is not None
        days = pd.to_datetime(self.dates.iloc[where]).to_numpy(dtype="datetime64[D]")
        told = ~np.isnat(days)
        where, days = where[told], days[told]
        epochs = np.searchsorted(np.array(changes, dtype="datetime64[D]"), days, side="right")
        for epoch in np.unique(epochs):
            on = changes[epoch - 1] if epoch else changes[0] - datetime.timedelta(days=1)
            numbers[where[epochs == epoch]] = self._number(key, on)

    def _number(self, key: str, on: datetime.date | None) -> int:
        if not key:
            return NOT_GIVEN
        end = end_at(key, on, self.book)
        if end not in self.known:
            self.known[end] = len(self.ends)
            self.ends.append(end)
        return self.known[end]


def _changes(key: str, book: AirportBook) -> tuple[datetime.date, ...]:
    """The first days of new meanings of a key; empty where it has had one meaning only."""
    lives = book.by_iata(key) if len(key) == 3 else ()
    after = {life.valid_until + datetime.timedelta(days=1) for life in lives if life.valid_until}
    return tuple(sorted(after | {life.valid_from for life in lives if life.valid_from}))


def end_at(key: str, on: datetime.date | None, book: AirportBook) -> End:
    """What a leg's key means on a day: an airport, a written position, or a fault.

    A code renamed means the same airport under its old name; one whose traffic moved means the new airport
    from the day of the move. One closed has no meaning from then on. Without a day the present meaning, else
    the last.
    """
    airport = book.at(key, on)
    if airport is not None and on is not None and airport.valid_until is not None and on > airport.valid_until:
        if airport.ending == CLOSED:
            return _closed(key, airport)
        moved_to = book.at(airport.successor, on) if airport.ending == MOVED and airport.successor else None
        airport = moved_to or airport
    if airport is not None:
        position = (airport.latitude, airport.longitude)
        return End(key, position, airport.icao, airport.country, airport.name, airport.disputed)
    written = POSITION.fullmatch(key)
    if written and abs(float(written[1])) <= 90 and abs(float(written[2])) <= 180:
        return End(key, (float(written[1]), float(written[2])))
    fault, sentence = _why_not(key, book)
    return End(key, fault=fault, sentence=sentence)


def _closed(key: str, airport: Airport) -> End:
    sentence = f"'{key}' ({airport.name}) was closed after {airport.valid_until}. Write the airport used on that day"
    return End(key, fault="closed_airport", sentence=sentence)


def _why_not(key: str, book: AirportBook) -> tuple[str, str]:
    members = book.metropolitan(key)
    if members:
        return (
            "metropolitan_code",
            f"'{key}' is a city with several airports: {', '.join(members)}. Write which one",
        )
    mode = book.surface(key)
    if mode:
        return "surface_code", f"'{key}' is no airport, its mode is {mode}. Take the row out of the flights"
    return (
        "unknown_code",
        f"unknown airport code '{key}'. Correct the code, or add the airport to a new edition",
    )
