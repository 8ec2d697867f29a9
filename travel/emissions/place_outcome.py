"""What the reading of a place comes to: a place, or a problem with the candidates for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from greenops.reference.airports import Airport

MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Candidate:
    """An airport that an unclear place may mean."""

    key: str
    name: str
    city: str
    country: str
    subdivision: str = ""


@dataclass(frozen=True)
class Place:
    """The airport that was meant. key is what a leg stores: IATA code, else ICAO code, else "lat,lon".

    notes say what was done to get there: retired_code:KIV->RMO, moved_airport:DKR->DSS, stand_in:LON->LHR,
    city_code:XXX->YYY (the city has one airport with airline service), city_and_airport:SHA->PVG (the code is
    also the city's, whose busier airport is the second), closed_date_unknown:XXX, day_unknown:XXX (closed
    since, and no day to judge by), only_airport:XXX (the only one of a country or region with airline service),
    disputed_position:XXX, heliport:XXX, other_country:XXX->YY (the column beside it names another country),
    name_beside:SHA->PVG (the column of names names the busier airport), accepted_reading:TEXT (an answer given before).
    """

    key: str
    airport: Airport
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceProblem:
    """Why a text is no place yet.

    sentence_part names the value and the remedy, to be put behind the line and the column. asks: an officer can
    settle it by an answer. mode: of a code or name that is a station's or port's (rail, bus, ferry, helicopter).
    city: the code of the city that has several airports, by which it is asked whatever was typed.
    """

    code: str
    sentence_part: str
    candidates: tuple[Candidate, ...] = ()
    asks: bool = False
    mode: str = ""
    city: str = ""


Outcome: TypeAlias = Place | PlaceProblem


def placed(airport: Airport, *notes: str) -> Place:
    """The place of an airport, with a note where sources dispute its position."""
    disputed = (f"disputed_position:{airport.key}",) if airport.disputed else ()
    return Place(airport.key, airport, (*notes, *disputed))


def candidates_of(airports: Iterable[Airport]) -> tuple[Candidate, ...]:
    """The airports as candidates, each once, in their order, not more than an officer can look through."""
    found = {
        airport.key: Candidate(airport.key, airport.name, airport.city, airport.country, airport.subdivision)
        for airport in airports
    }
    return tuple(found.values())[:MOST_CANDIDATES]
