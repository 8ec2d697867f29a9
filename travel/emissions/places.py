"""Which airport a typed place means on the day of the flight."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from greenops.reference.airports import Airport, AirportBook
from greenops.reference.naming import folded, without_airport_words
from travel.emissions import place_text
from travel.emissions.place_code import IATA, CodeReading
from travel.emissions.place_name import NameReading
from travel.emissions.place_outcome import Candidate, Outcome, Place, PlaceProblem

__all__ = [
    "Candidate",
    "Kind",
    "Outcome",
    "Place",
    "PlaceProblem",
    "ResolvedColumn",
    "point_key",
    "resolve",
    "resolve_column",
]

Kind = Literal["code", "name", "any", "bracketed"]
COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d+)?) ?[,;] ?(-?\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True)
class ResolvedColumn:
    """A whole column of places: each distinct outcome once, and for every row the position of its outcome."""

    outcomes: tuple[Outcome, ...]
    positions: npt.NDArray[np.intp]

    def __getitem__(self, row: int) -> Outcome:
        return self.outcomes[int(self.positions[row])]


def resolve(
    text: str,
    *,
    kind: Kind,
    on: datetime.date | None,
    home_country: str | None,
    book: AirportBook,
    aliases: Mapping[str, str],
    stand_ins: Mapping[str, str],
    country: str = "",
) -> Outcome:
    """The place that a text means on a day, or the problem with it. Nothing is matched by likeness.

    kind: what the column holds. code: codes only, so that a word is never read as one; name: names only;
    bracketed: a code in brackets, else a name; any: a code in brackets, a code, or a name.
    aliases: readings accepted before, by the text as typed or as folded, to a code or "lat,lon".
    stand_ins: city code to the airport that the organization lets stand for it.
    home_country orders the candidates of a question; it never decides. country: ISO code of the country that the
    column beside the place names; of several bearers of a name, the one that lies there is meant.
    """
    return _Reading(CodeReading(on, book, stand_ins), home_country, aliases, country).outcome(text, kind)


def resolve_column(
    values: "pd.Series[str]",
    dates: "pd.Series[pd.Timestamp]",
    *,
    kind: Kind,
    home_country: str | None,
    book: AirportBook,
    aliases: Mapping[str, str],
    stand_ins: Mapping[str, str],
    countries: npt.NDArray[np.object_] | None = None,
) -> ResolvedColumn:
    """The places of a column, each distinct text read once for each span of days without a change of codes.

    values: text, missing as "" or NA. dates: datetime64 in the same order, NaT where the day is not known.
    countries: ISO code of the country beside each, '' for none.
    """
    texts = values.fillna("").astype("str").to_numpy()
    days = pd.to_datetime(dates).to_numpy(dtype="datetime64[D]")
    spans = np.searchsorted(np.array(book.change_days, dtype="datetime64[D]"), days, side="right")
    spans[np.isnat(days)] = -1
    text_numbers, distinct_texts = pd.factorize(texts)
    keys = text_numbers.astype(np.int64) * (len(book.change_days) + 2) + spans + 1
    distinct_countries: tuple[str, ...] = ("",)
    beside = np.zeros(len(texts), dtype=np.int64)
    if countries is not None:
        beside, said = pd.factorize(countries)
        distinct_countries = tuple(map(str, said))
        keys = keys * max(len(distinct_countries), 1) + beside
    _, first_rows, positions = np.unique(keys, return_index=True, return_inverse=True)
    outcomes = []
    for row in first_rows:
        on = None if np.isnat(days[row]) else days[row].item()
        country = distinct_countries[beside[row]]
        reading = _Reading(CodeReading(on, book, stand_ins), home_country, aliases, country)
        outcomes.append(reading.outcome(str(distinct_texts[text_numbers[row]]), kind))
    return ResolvedColumn(tuple(outcomes), positions)


@dataclass(frozen=True)
class _Reading:
    """The reading of one text."""

    codes: CodeReading
    home_country: str | None
    aliases: Mapping[str, str]
    country: str

    def outcome(self, text: str, kind: Kind) -> Outcome:
        cleaned = place_text.clean(text)
        accepted = self.aliases.get(cleaned) or self.aliases.get(folded(cleaned))
        found = self._accepted(cleaned, accepted) if accepted else self._read(cleaned, kind)
        if not self.country or not isinstance(found, Place) or self._lies_there(found.airport):
            return found
        if accepted and isinstance(named := self._name(cleaned), Place):
            # What was answered for the name elsewhere does not count for a row that names another country.
            return named
        return Place(found.key, found.airport, (*found.notes, f"other_country:{found.key}->{self.country}"))

    def _lies_there(self, airport: Airport) -> bool:
        """Whether the country is that of the airport; one that is not known contradicts nothing."""
        return airport.country in ("", self.country) or self.codes.book.names.sovereign(airport.country) == self.country

    def _read(self, cleaned: str, kind: Kind) -> Outcome:
        if place_text.is_empty(cleaned):
            return PlaceProblem("empty", "no place is given; fill in the airport")
        letter = place_text.foreign_letter(cleaned)
        if letter and not self.codes.book.name_entry(folded(cleaned)):
            return PlaceProblem(
                "bad_character",
                f"'{place_text.quoted(cleaned)}' holds the character {place_text.described(letter)}; "
                "type the place in Latin letters",
            )
        if kind == "code":
            return self.codes.outcome(cleaned)
        if kind == "name":
            return self._name(cleaned)
        return self._any(cleaned, whole_text_may_be_code=kind == "any")

    def _name(self, text: str) -> Outcome:
        return NameReading(self.codes, self.home_country).outcome(text, self.country)

    def _accepted(self, text: str, value: str) -> Outcome:
        found = _given_position(text, value) or self.codes.listed(value.upper())
        if isinstance(found, Place):
            return Place(found.key, found.airport, (f"accepted_reading:{text}", *found.notes))
        return found

    def _any(self, text: str, *, whole_text_may_be_code: bool) -> Outcome:
        split = place_text.bracketed(text)
        if split and self.codes.is_known(split.inside):
            return self.codes.outcome(split.inside)
        if not whole_text_may_be_code:
            return self._name(text)
        if split and self.codes.is_known(split.outside):
            return self.codes.outcome(split.outside)
        position = _given_position(text, text)
        if position:
            return position
        # Wau is a town and WAU a code: mixed case is first looked up as a name, and so are four letters.
        if IATA.fullmatch(text.upper()) and (text.isupper() or text.islower()):
            return self.codes.outcome(text)
        bare = without_airport_words(folded(text))
        if bare != folded(text) and IATA.fullmatch(bare) and self.codes.is_known(bare):
            return self.codes.outcome(bare)
        named = self._name(text)
        # A surname may spell a code (Hall is HALL, an airport of Ethiopia): codes of ICAO stand in capitals.
        unknown = isinstance(named, PlaceProblem) and named.code == "unknown_name"
        return self.codes.outcome(text) if unknown and text.isupper() and self.codes.is_known(text) else named


def point_key(value: str) -> str:
    """The key of a leg's end that is given as "lat,lon" in degrees; "" for any other value."""
    point = _given_position(value, value)
    return point.key if point else ""


def _given_position(text: str, value: str) -> Place | None:
    """A place known by its coordinates alone, from "lat,lon" in degrees; None for any other value."""
    match = COORDINATES.fullmatch(value.strip())
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    airport = Airport("", "", text, "", "", "", latitude, longitude, certainty="C", note="coordinates given")
    return Place(f"{latitude:.5f},{longitude:.5f}", airport)
