"""Distance bands, regions of ICAO and territories relative to the United Kingdom."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greenops.reference.loading import load_table
from travel.emissions.ends import End

BANDS: Final = ("short", "medium", "long")
BAND_LIMITS_KM: Final = (1500.0, 4000.0)
"""Our bands for pages and typical aircraft: short below 1500 km, long from 4000 km. No method uses them."""

COUNTRIES_EDITION: Final = "2026-09"


def haul_band_codes(distance_km: NDArray[np.float64]) -> NDArray[np.int64]:
    """The number of the band of each distance: 0 short, 1 medium, 2 long."""
    return np.searchsorted(np.array(BAND_LIMITS_KM), distance_km, side="right").astype(np.int64)


def haul_band(distance_km: float) -> str:
    """short, medium or long."""
    return BANDS[int(haul_band_codes(np.array([distance_km]))[0])]


@dataclass(frozen=True)
class Regions:
    """ICAO's ten regions by country, and load and cargo factor of each pair of regions, as fractions.

    The eleventh row and column stand for a region that is not known: the plain mean of the route groups.
    """

    names: tuple[str, ...]
    of_country: dict[str, int]
    alternative: dict[str, int]
    disputed: frozenset[str]
    load: NDArray[np.float64]
    cargo: NDArray[np.float64]
    group: NDArray[np.int64]

    @property
    def unknown(self) -> int:
        """The number that stands for no known region."""
        return len(self.names)

    def of_ends(self, ends: Sequence[End], *, disputed_otherwise: bool = False) -> NDArray[np.int64]:
        """The region of each end; disputed_otherwise takes the other opinion where sources disagree."""
        by_country = self.of_country | self.alternative if disputed_otherwise else self.of_country
        return np.array([by_country.get(end.country, self.unknown) for end in ends], dtype=np.int64)


@functools.cache
def icao_regions(edition: str) -> Regions:
    """The regions and route groups of an edition of ICAO's calculator."""
    countries = load_table("icao", edition, "region_by_country")
    pairs = load_table("icao", edition, "region_pairs")
    groups = load_table("icao", edition, "route_groups")
    names = tuple(sorted(set(pairs["region_a"]) | set(pairs["region_b"])))
    number = {name: index for index, name in enumerate(names)}
    size = len(names) + 1
    load = np.full((size, size), groups["passenger_load_factor_pct"].mean() / 100)
    cargo = np.full((size, size), groups["passenger_to_cargo_factor_pct"].mean() / 100)
    group = np.zeros((size, size), dtype=np.int64)
    for row in pairs.to_dict("records"):
        for a, b in ((row["region_a"], row["region_b"]), (row["region_b"], row["region_a"])):
            load[number[a], number[b]] = row["passenger_load_factor_pct"] / 100
            cargo[number[a], number[b]] = row["passenger_to_cargo_factor_pct"] / 100
            group[number[a], number[b]] = row["route_group"]
    of_country = dict(zip(countries["country_iso2"], countries["route_group_region"].map(number), strict=True))
    doubted = countries[countries["disputed"].astype(bool)]
    other = {
        country: number[region]
        for country, region in zip(doubted["country_iso2"], doubted["disputed_alternative_region"], strict=True)
        if region
    }
    return Regions(names, of_country, other, frozenset(doubted["country_iso2"]), load, cargo, group)


DOMESTIC, SHORT, LONG, NON_UK, NOT_LISTED = range(5)
UK_HAULS: Final = ("domestic", "short_haul", "long_haul", "international_non_uk")


@functools.cache
def uk_haul_of_country(edition: str) -> dict[str, int]:
    """What DESNZ calls a flight between the United Kingdom and a country (ISO 3166 alpha-2)."""
    iso2 = load_table("countries", COUNTRIES_EDITION, "countries").set_index("iso3")["iso2"].to_dict()
    territories = load_table("desnz", edition, "haul_definition")
    hauls: dict[str, int] = {}
    for iso3, haul in zip(territories["iso3"], territories["haul_relative_to_uk"], strict=True):
        if iso3 in iso2:
            hauls[iso2[iso3]] = UK_HAULS.index(haul)
    return hauls
