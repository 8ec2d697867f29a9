"""Names that find a place beside the names of airports and their cities, and the areas that tell two places apart."""

import functools
from collections import defaultdict
from dataclasses import dataclass

from greenops.reference.loading import load_table
from greenops.reference.naming import folded

EDITION = "2026-11"
ISLAND_ENDINGS = ("ISLAND", "ISLANDS")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """An entry of the table of names: kind is airport, city, country or region; codes are what it means."""

    name: str
    kind: str
    codes: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Area:
    """What a word beside a name means: a country, a state or province (folded name), an island with its airports.

    A subdivision without a country is one of this name in any country.
    """

    country: str = ""
    subdivision: str = ""
    airports: tuple[str, ...] = ()

    def holds(self, airport: str, country: str, sovereign: str, subdivision: str) -> bool:
        """Whether an airport lies there. sovereign: the state to which the airport's country belongs."""
        if self.airports:
            return airport in self.airports
        if self.subdivision:
            return self.subdivision == subdivision and self.country in ("", country)
        return self.country in (country, sovereign)


class PlaceNames:
    """Lookups by folded name. airports_edition: whose own table of names stands under this edition's."""

    def __init__(self, airports_edition: str) -> None:
        self._airports_edition = airports_edition

    def entry(self, name: str) -> PlaceName | None:
        """The entry of the table of names."""
        return self._entries.get(name)

    def country_code(self, name: str) -> str | None:
        """ISO alpha-2 code of a country by its name, ISO code, or name in the table of names."""
        return self._countries.get(name)

    def areas(self, name: str) -> tuple[Area, ...]:
        """All that a word beside a place can mean: CA is Canada and California."""
        country = self.country_code(name)
        found = [Area(country=country)] if country else []
        return (*found, *self._subdivisions.get(name, ()), *self._islands.get(name, ()))

    def sovereign(self, country: str) -> str:
        """The state to which a territory with an ISO code of its own belongs; of a state, itself."""
        return self._sovereigns.get(country, country)

    def cities_of(self, key: str) -> tuple[str, ...]:
        """The cities of an airport whose list names several at once, each of which is a town of its own near it."""
        return self._compound.get(key, ())

    @functools.cached_property
    def _entries(self) -> dict[str, PlaceName]:
        older = load_table("airports", self._airports_edition, "place_names")
        columns = ["name", "kind", "code", "note"]
        return {
            folded(name): PlaceName(name, kind, tuple(code.split("|")), note)
            for table in (older, load_table("place_names", EDITION, "names"))
            for name, kind, code, note in table[columns].itertuples(index=False, name=None)
        }

    @functools.cached_property
    def _countries(self) -> dict[str, str]:
        table = load_table("countries", self._airports_edition, "countries")
        by_name = {folded(name): iso2 for name, iso2 in zip(table["name"], table["iso2"], strict=True)}
        by_code = dict(zip(table["iso2"], table["iso2"], strict=True))
        by_code |= dict(zip(table["iso3"], table["iso2"], strict=True))
        entries = {name: entry.codes[0] for name, entry in self._entries.items() if entry.kind == "country"}
        return by_code | by_name | entries

    @functools.cached_property
    def _subdivisions(self) -> dict[str, tuple[Area, ...]]:
        found: dict[str, list[Area]] = defaultdict(list)
        for row in load_table("place_names", EDITION, "subdivisions").to_dict("records"):
            area = Area(row["country"], folded(row["name"]))
            for word in (row["code"], row["name"], *row["other_names"].split("|")):
                if word and area not in found[folded(word)]:
                    found[folded(word)].append(area)
        return {word: tuple(areas) for word, areas in found.items()}

    @functools.cached_property
    def _islands(self) -> dict[str, tuple[Area, ...]]:
        table = load_table("place_names", EDITION, "islands")
        named: dict[str, tuple[Area, ...]] = {
            folded(name): (Area(airports=tuple(airports.split("|"))),)
            for name, airports in zip(table["name"], table["airports"], strict=True)
        }
        return named | {f"{name} {ending}": areas for name, areas in named.items() for ending in ISLAND_ENDINGS}

    @functools.cached_property
    def _sovereigns(self) -> dict[str, str]:
        table = load_table("place_names", EDITION, "territories")
        return dict(zip(table["territory"], table["state"], strict=True))

    @functools.cached_property
    def _compound(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        table = load_table("place_names", EDITION, "compound_cities")
        for airport, city in zip(table["airport"], table["city"], strict=True):
            found[airport].append(folded(city))
        return {airport: tuple(cities) for airport, cities in found.items()}
