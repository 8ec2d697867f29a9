"""Legs as the methods see them: one row per distinct kind of flight, and which legs are of that kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from greenops.reference.airports import AirportBook
from travel.emissions.cabin import CHOICES, cabin_code
from travel.emissions.distance import DistanceTable, Position
from travel.emissions.ends import NOT_GIVEN, End, Ends, ends_of
from travel.emissions.errors import LegsRefusedError
from travel.emissions.given import BY_COLUMN, SEATS, YSEATS, NumberColumn, number_column
from travel.emissions.mix import mix_fault
from travel.emissions.quality import Quality

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WIDEST_CODE: Final = 1 << 40
"""Codes of several columns are packed into one 64-bit number; above this they are numbered anew first."""


@dataclass(frozen=True)
class Flights:
    """Distinct kinds of flights, all arrays one per kind. NaN in a given number means that it was not given.

    origin, destination: numbers into ends. cabin: a number of cabin.CHOICES. aircraft: a number into
    aircraft_texts. given: load_factor, cargo_factor, cargo_share (fractions) and official_co2_kg. seats,
    yseats: (kinds, 4).
    """

    ends: tuple[End, ...]
    origin: Integers
    destination: Integers
    distance_km: Floats
    cabin: Integers
    aircraft: Integers
    aircraft_texts: tuple[str, ...]
    seats: Floats
    yseats: Floats
    given: Mapping[str, Floats]
    quality: Integers

    def __len__(self) -> int:
        return len(self.distance_km)

    def where(self, of_end: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """A property of the ends, gathered for origin and destination of each kind."""
        return of_end[self.origin], of_end[self.destination]


@dataclass(frozen=True)
class Fault:
    """Why a kind of flight cannot be computed: code, the column it is about, its value and the sentence."""

    code: str
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Sorted:
    """Legs sorted into kinds.

    Kind_of_leg: the kind of each leg, -1 for one with a fault. faults: by leg position.
    """

    flights: Flights
    kind_of_leg: Integers
    faults: Mapping[int, Fault]
    fault_of_leg: Integers


def sort_legs(legs: pd.DataFrame, book: AirportBook, distances: DistanceTable) -> Sorted:
    """Sort the legs into kinds of flights with their distances, and find those that cannot be computed.

    Raises LegsRefusedError when the columns tell no distance at all.
    """
    if not {"origin", "destination"} <= set(legs.columns) and "distance_km" not in legs:
        raise LegsRefusedError("The legs need the columns origin and destination, or distance_km.")
    ends = ends_of(legs, book)
    numbers = {name: number_column(legs[name], rule) for name, rule in BY_COLUMN.items() if name in legs}
    cabins, cabin_texts = _texts(legs, "cabin")
    aircraft, aircraft_texts = _texts(legs, "aircraft")
    marks = _place_quality(legs)
    packed = _Packed(len(legs))
    packed.add(ends.of_origin, len(ends.ends))
    packed.add(ends.of_destination, len(ends.ends))
    packed.add(cabins, len(cabin_texts))
    packed.add(aircraft, len(aircraft_texts))
    packed.add(marks[0], len(marks[1]))
    for name, column in numbers.items():
        packed.add(_only_faults(column) if name == "passengers" else column.codes, len(column.values))
    kind, first = packed.kinds()
    texts = {"cabin": (cabins[first], cabin_texts), "aircraft": (aircraft[first], aircraft_texts)}
    reader = _Kinds(ends, numbers, texts, first, legs, distances)
    faults = reader.faults()
    return _sorted(reader, faults, marks[1][marks[0][first]], kind)


class _Packed:
    """Several columns of codes as one, so that equal rows have equal numbers."""

    def __init__(self, count: int) -> None:
        self.codes = np.zeros(count, dtype=np.int64)
        self.size = 1

    def add(self, codes: Integers, size: int) -> None:
        """Add a column whose codes run from 0 to size - 1."""
        if size <= 1:
            return
        if self.size * size > WIDEST_CODE:
            self.codes, distinct = pd.factorize(self.codes)
            self.size = len(distinct)
        self.codes = self.codes * size + codes
        self.size *= size

    def kinds(self) -> tuple[Integers, Integers]:
        """The kind of each row, numbered by first appearance, and the position of each kind's first row."""
        kind, distinct = pd.factorize(self.codes)
        first = np.empty(len(distinct), dtype=np.int64)
        first[kind[::-1]] = np.arange(len(kind) - 1, -1, -1)
        return kind.astype(np.int64), first


def _texts(legs: pd.DataFrame, name: str) -> tuple[Integers, tuple[str, ...]]:
    """A text column as codes into its distinct texts; the first of these is the empty one."""
    if name not in legs:
        return np.zeros(len(legs), dtype=np.int64), ("",)
    codes, distinct = pd.factorize(legs[name])
    return codes.astype(np.int64) + 1, ("", *(str(text) for text in distinct))


def _place_quality(legs: pd.DataFrame) -> tuple[Integers, Integers]:
    """What the import noted about the places of each leg, as codes into the distinct masks."""
    if "place_quality" not in legs:
        return np.zeros(len(legs), dtype=np.int64), np.zeros(1, dtype=np.int64)
    codes, masks = pd.factorize(legs["place_quality"].fillna(0).astype(np.int64))
    return codes.astype(np.int64), np.asarray(masks, dtype=np.int64)


def _only_faults(column: NumberColumn) -> Integers:
    """Passengers do not change a result per passenger.

    Only the values that are wrong make a kind of their own.
    """
    if not column.faults:
        return np.zeros_like(column.codes)
    return np.where(column.faulty[column.codes], column.codes, 0)


@dataclass(frozen=True)
class _Kinds:
    """The columns at the first leg of each kind, from which flights and faults are read."""

    ends: Ends
    numbers: Mapping[str, NumberColumn]
    texts: Mapping[str, tuple[Integers, tuple[str, ...]]]
    first: Integers
    legs: pd.DataFrame
    distances: DistanceTable

    @property
    def origin(self) -> Integers:
        """The origin of each kind."""
        return self.ends.of_origin[self.first]

    @property
    def destination(self) -> Integers:
        """The destination of each kind."""
        return self.ends.of_destination[self.first]

    def number(self, name: str) -> Floats:
        """A given number of each kind, NaN where not given."""
        column = self.numbers.get(name)
        return np.full(len(self.first), np.nan) if column is None else column.values[column.codes[self.first]]

    def faults(self) -> dict[int, Fault]:
        """The kinds that cannot be computed, each with the first reason."""
        found: dict[int, Fault] = {}
        for check in (self._place_faults, self._number_faults, self._text_faults, self._seat_faults):
            for kind, fault in check().items():
                found.setdefault(kind, fault)
        return found

    def _place_faults(self) -> dict[int, Fault]:
        found: dict[int, Fault] = {}
        given = self.numbers.get("distance_km")
        told = np.zeros(len(self.first), dtype=bool) if given is None else given.codes[self.first] > 0
        if given is not None:
            told &= ~(np.isnan(self.number("distance_km")) & ~given.faulty[given.codes[self.first]])
        bad = np.array([bool(end.fault) for end in self.ends.ends])
        for name, numbers in (("origin", self.origin), ("destination", self.destination)):
            for kind in np.flatnonzero(bad[numbers] & ~told):
                end = self.ends.ends[numbers[kind]]
                remedy = ". Write an airport code, or give distance_km" if numbers[kind] == NOT_GIVEN else ""
                sentence = f"{name}: {end.sentence}{remedy}."
                found.setdefault(int(kind), Fault(end.fault, name, end.key, sentence))
        for kind in np.flatnonzero((self.origin == self.destination) & (self.origin != NOT_GIVEN)):
            key = self.ends.ends[self.origin[kind]].key
            text = f"destination: '{key}' is also the origin. Write where the flight went, or take the row out."
            found.setdefault(int(kind), Fault("same_place", "destination", key, text))
        return found

    def _number_faults(self) -> dict[int, Fault]:
        found: dict[int, Fault] = {}
        for name, column in self.numbers.items():
            if not column.faults:
                continue
            codes = column.codes[self.first]
            for kind in np.flatnonzero(column.faulty[codes]):
                value = str(self.legs[name].iloc[self.first[kind]])
                text = f"{name}: '{value}' {column.faults[codes[kind]]}. {BY_COLUMN[name].remedy}"
                found.setdefault(int(kind), Fault("invalid_number", name, value, text))
        return found

    def _text_faults(self) -> dict[int, Fault]:
        found: dict[int, Fault] = {}
        codes, texts = self.texts["cabin"]
        wrong = np.array([cabin_code(text) is None for text in texts])
        for kind in np.flatnonzero(wrong[codes]):
            value = texts[codes[kind]]
            remedy = f"Write one of {', '.join(CHOICES)}."
            found[int(kind)] = Fault("unknown_cabin", "cabin", value, f"cabin: '{value}' is not a cabin. {remedy}")
        codes, texts = self.texts["aircraft"]
        reasons = [mix_fault(text) for text in texts]
        wrong = np.array([bool(reason) for reason in reasons])
        for kind in np.flatnonzero(wrong[codes]):
            value = texts[codes[kind]]
            text = f"aircraft: '{value}' {reasons[codes[kind]]}. Write a type as 320, or a mix as 319:10|320:4."
            found.setdefault(int(kind), Fault("invalid_aircraft", "aircraft", value, text))
        return found

    def _seat_faults(self) -> dict[int, Fault]:
        seats = self.seats()
        empty = ~np.isnan(seats).all(axis=1) & (np.nansum(seats, axis=1) == 0)
        text = "seats_economy: all seats given are 0. Write the seats of each cabin, or leave all of them empty."
        return {int(kind): Fault("no_seats", "seats_economy", "0", text) for kind in np.flatnonzero(empty)}

    def seats(self) -> Floats:
        """Seats given by cabin."""
        return np.stack([self.number(name) for name in SEATS], axis=1)

    def computed_km(self, wanted: NDArray[np.bool_]) -> Floats:
        """Great-circle distances of the wanted kinds, NaN elsewhere; each distinct pair is looked up once."""
        km = np.full(len(self.first), np.nan)
        where = np.flatnonzero(wanted)
        pairs = self.origin[where] * len(self.ends.ends) + self.destination[where]
        codes, distinct = pd.factorize(pairs)
        starts, finishes = np.divmod(np.asarray(distinct), len(self.ends.ends))
        found = self.distances.km_of_pairs(self._positions(starts), self._positions(finishes))
        km[where] = found[codes]
        return km

    def _positions(self, numbers: Integers) -> list[Position]:
        return [end.position for end in (self.ends.ends[number] for number in numbers.tolist()) if end.position]


def _sorted(kinds: _Kinds, faults: dict[int, Fault], marks: Integers, kind_of_leg: Integers) -> Sorted:
    """Put together what was read; kinds with a fault get no flight."""
    count = len(kinds.first)
    good = np.ones(count, dtype=bool)
    good[list(faults)] = False
    given_km = kinds.number("distance_km")
    computed = kinds.computed_km(good & np.isnan(given_km))
    for kind in np.flatnonzero(computed == 0):
        key = kinds.ends.ends[kinds.destination[kind]].key
        text = f"destination: '{key}' lies at the origin. Write where the flight went, or take the row out."
        faults[int(kind)] = Fault("same_place", "destination", key, text)
        good[kind] = False
    km = np.where(np.isnan(given_km), computed, given_km)
    cabin_codes = np.array([cabin_code(text) or 0 for text in kinds.texts["cabin"][1]], dtype=np.int64)
    disputed = np.array([end.disputed for end in kinds.ends.ends])
    doubted = disputed[kinds.origin] | disputed[kinds.destination]
    computed_quality = np.where(doubted, marks | int(Quality.COORDINATES_DISPUTED), marks)
    quality = np.where(np.isnan(given_km), computed_quality, marks | int(Quality.DISTANCE_GIVEN))
    flights = Flights(
        ends=kinds.ends.ends,
        origin=kinds.origin[good],
        destination=kinds.destination[good],
        distance_km=km[good],
        cabin=cabin_codes[kinds.texts["cabin"][0]][good],
        aircraft=kinds.texts["aircraft"][0][good],
        aircraft_texts=kinds.texts["aircraft"][1],
        seats=kinds.seats()[good],
        yseats=np.stack([kinds.number(name) for name in YSEATS], axis=1)[good],
        given={
            name: kinds.number(name)[good] for name in ("load_factor", "cargo_factor", "cargo_share", "official_co2_kg")
        },
        quality=quality[good],
    )
    number = np.where(good, np.cumsum(good) - 1, -1)
    return Sorted(flights, number[kind_of_leg], faults, np.where(good, -1, np.arange(count))[kind_of_leg])
