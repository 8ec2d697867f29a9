"""Airports and other places that IATA and ICAO codes mean, each with the time for which the code meant it."""

import datetime
import difflib
import functools
import importlib.metadata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import airportsdata
import pandas as pd

from greenops.reference.loading import load_table
from greenops.reference.naming import folded, without_airport_words
from greenops.reference.place_names import PlaceName, PlaceNames
from greenops.reference.schema import ReferenceDataError

# The release of the base package that an edition of the overlay was made for.
BASE_RELEASES = {"2026-09": "20260905"}
LATEST = "2026-09"
DISPUTED = "D"
HELIPORT = "helicopter"


@dataclass(frozen=True, slots=True)
class Airport:
    """One place, for one life of its code.

    country is ISO 3166-1 alpha-2, latitude and longitude are degrees of WGS84. valid_until is the last day on
    which the code meant this place; ending says how that life ended (renamed, moved, closed, closed_undated,
    reissued) and successor which code the traffic went to. certainty: A to D, D where lists of airports
    differ by 10 km or more and no third one decides.
    """

    code: str
    icao: str
    name: str
    city: str
    country: str
    subdivision: str
    latitude: float
    longitude: float
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    ending: str = ""
    successor: str = ""
    certainty: str = "A"
    note: str = ""

    @property
    def key(self) -> str:
        """What a leg stores: the IATA code, else the ICAO code."""
        return self.code or self.icao

    @property
    def disputed(self) -> bool:
        """Whether sources differ on the position by 10 km or more."""
        return self.certainty == DISPUTED

    def lives_on(self, day: datetime.date | None) -> bool:
        """Whether the code means this place on the day; without a day, whether it does now."""
        if day is None:
            return self.valid_until is None
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class City:
    """A city code: its airports in order of traffic, and the airport busier than the one of the same code."""

    code: str
    name: str
    country: str
    airports: tuple[str, ...]
    busier_airport: str = ""


@dataclass(frozen=True, slots=True)
class SurfacePlace:
    """A railway or bus station, port, heliport or point without airline service that has an IATA code."""

    code: str
    mode: str
    name: str
    latitude: float
    longitude: float


class AirportBook:
    """Lookups over one edition of the airports. Codes are given in capitals."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self.names = PlaceNames(edition)
        self._base = _base_rows(edition)
        self._code_to_icao = {row["iata"]: icao for icao, row in self._base.items() if row["iata"]}
        self._disputed = set(self._table("disputed_positions")["iata"])
        self._lives = self._overlay()
        self._overlaid = frozenset(self._lives)
        aliases = self._table("icao_aliases")
        self._icao_alias = dict(zip(aliases["icao"], aliases["iata"], strict=True))
        service = self._table("service")
        self._traffic = dict(zip(service["iata"], service["traffic_rank"], strict=True))

    @classmethod
    def load(cls, edition: str = LATEST) -> "AirportBook":
        """The book of an edition, read once."""
        return _book(edition)

    def by_iata(self, code: str) -> tuple[Airport, ...]:
        """The lives of an IATA code, oldest first; empty for a code that no airport or heliport has had."""
        if code not in self._lives and code in self._code_to_icao:
            self._lives[code] = (self._from_base(self._code_to_icao[code]),)
        elif code not in self._lives and self.surface(code) == HELIPORT:
            place = self._surface[code]
            where = place.latitude, place.longitude
            self._lives[code] = (Airport(code, "", place.name, "", "", "", *where, note=HELIPORT),)
        return self._lives.get(code, ())

    def by_icao(self, code: str) -> Airport | None:
        """The airport of an ICAO code, as it stands under its IATA code where it has one."""
        lives = self.lives_of_icao(code)
        return lives[-1] if lives else None

    def lives_of_icao(self, code: str) -> tuple[Airport, ...]:
        """The lives of all IATA codes that the place of an ICAO code has had, oldest first."""
        if code in self._icao_alias:
            return self.by_iata(self._icao_alias[code])
        overlaid = self._overlaid_by_icao.get(code, ())
        row = self._base.get(code)
        if row is None or (overlaid and row["iata"] in self._overlaid):
            return overlaid
        airport = self._from_base(code)
        # The overlay may say that the IATA code belongs to another place; then this one keeps its ICAO code alone.
        return (*overlaid, replace(airport, code="") if airport.code in self._overlaid else airport)

    def at(self, key: str, on: datetime.date | None = None) -> Airport | None:
        """The airport that a leg's key means on a day: the life of that day, else the one nearest to it."""
        lives = self.by_iata(key) if len(key) == 3 else ()
        if not lives:
            return self.by_icao(key)
        for airport in reversed(lives):
            if airport.lives_on(on):
                return airport
        if on is None:
            return lives[-1]
        return next((airport for airport in lives if airport.valid_until and on <= airport.valid_until), lives[-1])

    def position(self, key: str, on: datetime.date | None = None) -> tuple[float, float] | None:
        """Latitude and longitude of a leg's key (IATA, ICAO or "lat,lon") on a day; None if unknown."""
        airport = self.at(key, on)
        if airport is not None:
            return airport.latitude, airport.longitude
        latitude, comma, longitude = key.partition(",")
        try:
            return (float(latitude), float(longitude)) if comma else None
        except ValueError:
            return None

    @functools.cached_property
    def change_days(self) -> tuple[datetime.date, ...]:
        """The days on which any code begins or ceases to mean something; between them nothing changes."""
        lives = [life for group in self._lives.values() for life in group]
        begins = {life.valid_from for life in lives if life.valid_from}
        ceases = {life.valid_until + datetime.timedelta(days=1) for life in lives if life.valid_until}
        return tuple(sorted(begins | ceases))

    def metropolitan(self, code: str) -> tuple[str, ...]:
        """The airports of a city code, busiest first; empty where the code is no city code."""
        city = self._cities.get(code)
        return city.airports if city else ()

    def city(self, code: str) -> City | None:
        """The city of a city code."""
        return self._cities.get(code)

    def city_of(self, airports: Iterable[Airport]) -> City | None:
        """The one city code that all the airports belong to; None where there is no such city."""
        wanted = {airport.code for airport in airports}
        shared = [city for city in self._cities.values() if wanted <= set(city.airports)]
        return min(shared, key=lambda city: len(city.airports), default=None)

    def surface(self, code: str) -> str | None:
        """The mode of a station's or port's code: rail, bus, ferry, helicopter or other; else None."""
        place = self._surface.get(code)
        return place.mode if place else None

    def surface_place(self, code: str) -> SurfacePlace | None:
        """The station, port or heliport of a code."""
        return self._surface.get(code)

    def has_service(self, code: str) -> bool:
        """Whether airlines fly to the airport on schedule."""
        return code in self._traffic

    def served_in(self, country: str) -> tuple[str, ...]:
        """Codes of the airports of a country with airline service, busiest first."""
        return self._served_by_country.get(country, ())

    def traffic(self, code: str) -> float:
        """Weight of the airport in the airline network, 0 to 1; for ordering only."""
        return float(self._traffic.get(code, 0.0))

    def by_name(self, name: str) -> tuple[Airport, ...]:
        """Airports, today's and ended ones, whose name or city is the folded name, the busiest first."""
        codes = self._names.get(name) or self._names.get(without_airport_words(name)) or ()
        found = [self.at(code) for code in codes]
        return tuple(sorted((a for a in found if a), key=lambda airport: (-self.traffic(airport.code), airport.key)))

    def names_like(self, text: str, most: int = 5) -> tuple[Airport, ...]:
        """Airports with service whose name is spelled nearly so: proposals for a person, never a reading."""
        near = difflib.get_close_matches(folded(text), self._names, n=4 * most, cutoff=0.75)
        keys = dict.fromkeys(key for name in near for key in self._names[name] if self.has_service(key))
        return tuple(self.by_iata(key)[-1] for key in list(keys)[:most])

    def name_entry(self, name: str) -> PlaceName | None:
        """The entry of the table of names for the folded name."""
        return self.names.entry(name)

    def country_code(self, name: str) -> str | None:
        """ISO alpha-2 code of a country by its folded name, ISO code, or name in the table of names."""
        return self.names.country_code(name)

    def _table(self, name: str) -> pd.DataFrame:
        return load_table("airports", self.edition, name)

    def _overlay(self) -> dict[str, tuple[Airport, ...]]:
        places = self._table("places")
        lives: dict[str, list[Airport]] = defaultdict(list)
        for row in places.to_dict("records"):
            code = row["code"]
            lives[code].append(
                Airport(
                    code=code,
                    icao=row["icao"],
                    name=row["name"],
                    city=row["city"],
                    country=row["country"],
                    subdivision=row["subdivision"],
                    latitude=row["latitude"],
                    longitude=row["longitude"],
                    valid_from=_day(row["valid_from"]),
                    valid_until=_day(row["valid_until"]),
                    ending=row["ending"],
                    successor=row["successor"],
                    certainty=DISPUTED if code in self._disputed else row["certainty"],
                    note=row["note"],
                )
            )
        return {code: tuple(group) for code, group in lives.items()}

    def _from_base(self, icao: str) -> Airport:
        row = self._base[icao]
        return Airport(
            code=row["iata"],
            icao="" if icao.startswith("_") else icao,
            name=row["name"],
            city=row["city"],
            country=row["country"],
            subdivision=row["subd"],
            latitude=row["lat"],
            longitude=row["lon"],
            certainty=DISPUTED if row["iata"] in self._disputed else "A",
        )

    @functools.cached_property
    def _served_by_country(self) -> dict[str, tuple[str, ...]]:
        codes: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self._traffic, key=lambda code: (-self.traffic(code), code)):
            codes[self.by_iata(code)[-1].country].append(code)
        return {country: tuple(group) for country, group in codes.items()}

    @functools.cached_property
    def _overlaid_by_icao(self) -> dict[str, tuple[Airport, ...]]:
        lives: dict[str, list[Airport]] = defaultdict(list)
        for code in self._overlaid:
            for life in self._lives[code]:
                lives[life.icao].append(life)
        begun = datetime.date.min
        return {
            icao: tuple(sorted(group, key=lambda life: (life.valid_from or begun, life.code)))
            for icao, group in lives.items()
            if icao
        }

    @functools.cached_property
    def _surface(self) -> dict[str, SurfacePlace]:
        table = self._table("surface_codes")[["iata", "mode", "name", "latitude", "longitude"]]
        return {row[0]: SurfacePlace(*row) for row in table.itertuples(index=False, name=None)}

    @functools.cached_property
    def _cities(self) -> dict[str, City]:
        members = self._table("metropolitan")
        by_city: dict[str, list[str]] = defaultdict(list)
        for city, airport in zip(members["city_iata"], members["airport_iata"], strict=True):
            if self.by_iata(airport):
                by_city[city].append(airport)
        cities = {}
        for row in self._table("cities").to_dict("records"):
            code = row["city_iata"]
            airports = sorted(by_city[code], key=lambda airport: (-self.traffic(airport), airport))
            cities[code] = City(code, row["name"], row["country"], tuple(airports), row["busier_airport"])
        return cities

    @functools.cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """Folded name to keys. An airport without IATA code is found only where no other bears the name."""
        names: dict[str, dict[str, None]] = defaultdict(dict)
        for code in {**self._code_to_icao, **self._lives}:
            airport = self.by_iata(code)[-1]
            if airport.ending != "closed_undated":
                for name in self._names_of(code, airport.name, airport.city):
                    names[name][code] = None
        for city in self._cities.values():
            in_service = [code for code in self._main_airports(city) if self.has_service(code)]
            if len(in_service) > 1:
                names[folded(city.name)].update(dict.fromkeys(in_service))
        without_iata: dict[str, dict[str, None]] = defaultdict(dict)
        for icao, row in self._base.items():
            if not row["iata"]:
                for name in self._names_of(icao, row["name"], row["city"]):
                    without_iata[name][icao] = None
        return {name: tuple(keys) for name, keys in {**without_iata, **names}.items()}

    def _names_of(self, key: str, name: str, city: str) -> set[str]:
        """The folded names that find an airport: its own, its city's, and each town of a double name."""
        return {without_airport_words(folded(name)), folded(city), *self.names.cities_of(key)} - {""}

    def _main_airports(self, city: City) -> tuple[str, ...]:
        return tuple(code for code in city.airports if code in self._listed_members[city.code])

    @functools.cached_property
    def _listed_members(self) -> dict[str, set[str]]:
        """Members that ICAO or IATA name: OpenTravelData's lists alone reach to fields far from the city."""
        table = self._table("metropolitan")
        table = table[table["in_icao_v13_appendix_d"] | table["in_iata_multi_airport_list"]]
        members: dict[str, set[str]] = defaultdict(set)
        for city, airport in zip(table["city_iata"], table["airport_iata"], strict=True):
            members[city].add(airport)
        return members


@functools.cache
def _book(edition: str) -> AirportBook:
    return AirportBook(edition)


def _base_rows(edition: str) -> dict[str, Any]:
    expected = BASE_RELEASES.get(edition)
    installed = importlib.metadata.version("airportsdata")
    if installed != expected:
        raise ReferenceDataError(
            f"airports {edition} was made for airportsdata {expected or 'of no known release'}; "
            f"{installed} is installed. Install airportsdata=={expected}, or add an edition of the airports."
        )
    return dict(airportsdata.load("ICAO"))


def _day(value: Any) -> datetime.date | None:
    return None if pd.isna(value) else value.date()
