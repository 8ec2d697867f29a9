"""What an IATA or ICAO code means on a day: an airport, a city, a station, or nothing any more."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from greenops.reference.airports import HELIPORT, Airport, AirportBook
from travel.emissions import place_text
from travel.emissions.place_outcome import Outcome, Place, PlaceProblem, candidates_of, placed

IATA = re.compile(r"[A-Z]{3}")
ICAO = re.compile(r"[A-Z]{4}")
# Authorities give airfields codes of their own (CAP3, TX51), with a digit where IATA and ICAO have letters only.
NATIONAL = re.compile(r"(?=.*[0-9])[A-Z0-9]{3,4}")
MODE_WORDS = {
    "rail": "a railway station",
    "bus": "a bus station",
    "ferry": "a port",
    "helicopter": "a heliport",
    "other": "a point without airline service",
}


@dataclass(frozen=True)
class CodeReading:
    """Reads codes for one day. stand_ins: city code to the airport that is let stand for it."""

    on: datetime.date | None
    book: AirportBook
    stand_ins: Mapping[str, str]

    def is_known(self, text: str) -> bool:
        """Whether the text is a code of anything, at any time."""
        code = text.upper()
        if IATA.fullmatch(code):
            book = self.book
            return bool(book.by_iata(code) or book.metropolitan(code) or book.surface(code))
        return bool(ICAO.fullmatch(code) or NATIONAL.fullmatch(code)) and self.book.by_icao(code) is not None

    def outcome(self, text: str) -> Outcome:
        """The place of a text that must be a code of IATA or ICAO."""
        code = text.upper()
        if NATIONAL.fullmatch(code) and self.book.by_icao(code):
            return self._national(code)
        if IATA.fullmatch(code) or ICAO.fullmatch(code):
            return self.listed(code)
        return PlaceProblem(
            "not_a_code",
            f"'{place_text.quoted(text)}' is not an airport code; give the three letters of IATA or the four of ICAO",
        )

    def listed(self, key: str) -> Outcome:
        """The place of a key of the list of airports, which for airfields without other codes is a national one."""
        return self._iata(key) if len(key) == 3 else self._icao(key)

    def served(self, codes: Iterable[str]) -> list[Airport]:
        """Those of the codes that are airports with airline service on the day, in the same order."""
        lives = (self.book.at(code, self.on) for code in codes)
        return [
            airport
            for airport in lives
            if airport and airport.lives_on(self.on) and (self.book.has_service(airport.code) or airport.successor)
        ]

    def _national(self, code: str) -> PlaceProblem:
        airport = self.book.by_icao(code)
        named = candidates_of([airport] if airport else [])
        also = f"; {airport.name} has the code {airport.code}" if airport and airport.code else ""
        return PlaceProblem(
            "unknown_code",
            f"'{code}' is a code of a national authority and not of IATA or ICAO{also}; give the code of IATA or ICAO",
            named,
        )

    def _icao(self, code: str) -> Outcome:
        """An ICAO code stays with its place, whatever IATA codes the place has had."""
        lives = self.book.lives_of_icao(code)
        if not lives:
            return PlaceProblem("unknown_code", f"no airport has the code '{code}'; correct it")
        living = next((life for life in reversed(lives) if life.lives_on(self.on)), None)
        if living is not None:
            return self._living(living)
        last = lives[-1]
        # Where only the IATA code went elsewhere, the place is still there under its ICAO code.
        left_alone = last.ending == "reissued" or (last.ending == "moved" and not last.successor)
        return placed(replace(last, code="")) if left_alone else self._over(last)

    def _iata(self, code: str) -> Outcome:
        lives = self.book.by_iata(code)
        living = next((life for life in reversed(lives) if life.lives_on(self.on)), None)
        if living is not None:
            return self._living(living)
        if not lives:
            return self._no_airport(code)
        over = [life for life in lives if life.valid_until and (self.on is None or life.valid_until < self.on)]
        if not over:
            return self._not_open_yet(lives[0])
        return self._over(over[-1])

    def _living(self, airport: Airport) -> Place:
        notes = []
        if airport.ending == "closed_undated":
            notes.append(f"closed_date_unknown:{airport.code}")
        if airport.note == HELIPORT:
            notes.append(f"heliport:{airport.code}")
        city = self.book.city(airport.code)
        if city and city.busier_airport and self.book.has_service(airport.code):
            notes.append(f"city_and_airport:{airport.code}->{city.busier_airport}")
        return placed(airport, *notes)

    def _over(self, airport: Airport) -> Outcome:
        """The code's meaning has ended: follow it to its successor, or say that the airport is closed."""
        ended = airport.valid_until
        if airport.ending in ("renamed", "moved") and airport.successor:
            found = self._iata(airport.successor)
            word = "retired_code" if airport.ending == "renamed" else "moved_airport"
            if isinstance(found, Place):
                note = f"{word}:{airport.code}->{found.key}"
                return Place(found.key, found.airport, (note, *found.notes))
            return found
        if self.on is None:
            return placed(airport, f"day_unknown:{airport.code}")
        if self.book.surface(airport.code):
            return self._surface(airport.code)
        successors = candidates_of(self.book.by_iata(airport.successor)[-1:])
        proposal = f"; {airport.successor} took over" if successors else ""
        return PlaceProblem(
            "closed_airport",
            f"'{airport.code}' ({airport.name}) was used until {ended:%Y-%m-%d} and is closed on "
            f"{self.on:%Y-%m-%d}{proposal}; correct the code or the date",
            successors,
        )

    def _not_open_yet(self, airport: Airport) -> Outcome:
        city = self.book.city(airport.code)
        if city and len(city.airports) > 1:
            return self.metropolitan(airport.code)
        return PlaceProblem(
            "closed_airport",
            f"'{airport.code}' ({airport.name}) was not open before {airport.valid_from:%Y-%m-%d}; "
            "correct the code or the date",
        )

    def _no_airport(self, code: str) -> Outcome:
        if self.served(self.book.metropolitan(code)):
            return self.metropolitan(code)
        if self.book.surface(code):
            return self._surface(code)
        city = self.book.city(code)
        if city and city.name:
            return PlaceProblem(
                "unknown_code",
                f"'{code}' is the code of the city {city.name}, which has no airport; correct it",
            )
        return PlaceProblem("unknown_code", f"no airport has the code '{code}'; correct it")

    def _surface(self, code: str) -> PlaceProblem:
        place = self.book.surface_place(code)
        mode = place.mode if place else ""
        named = f" ({place.name})" if place and place.name else ""
        return PlaceProblem(
            "surface_code",
            f"'{code}'{named} is the code of {MODE_WORDS[mode]} and not of an airport; the leg is no flight",
            mode=mode,
        )

    def metropolitan(self, code: str, shown: str = "") -> Outcome:
        """The airport of a city code: its stand-in, its only airport with service, or the question which.

        shown: the text that was typed, where it was the city's name.
        """
        stand_in = self.stand_ins.get(code)
        if stand_in:
            found = self.outcome(stand_in)
            if isinstance(found, Place):
                return Place(found.key, found.airport, (f"stand_in:{code}->{found.key}", *found.notes))
            return found
        served = self.served(self.book.metropolitan(code))
        if len(served) == 1:
            return placed(served[0], f"city_code:{code}->{served[0].code}")
        city = self.book.city(code)
        name = city.name if city and city.name else "a city"
        typed = f"'{shown}' is a city with" if shown else f"'{code}' is the code of {name}, which has"
        return PlaceProblem(
            "metropolitan_code",
            f"{typed} several airports; say which airport, or set a stand-in for {code}",
            candidates_of(served),
            asks=True,
            city=code,
        )
