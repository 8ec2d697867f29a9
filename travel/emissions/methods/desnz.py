"""DESNZ (before: DEFRA, BEIS) conversion factors: CO2e per passenger-kilometre by year, haul and cabin."""

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from greenops.reference.loading import load_table, source
from travel.emissions.cabin import BUSINESS, CABINS, ECONOMY, FIRST, PREMIUM_ECONOMY, UNKNOWN
from travel.emissions.flight import Flights
from travel.emissions.haul import DOMESTIC, LONG, NON_UK, NOT_LISTED, SHORT, UK_HAULS, uk_haul_of_country
from travel.emissions.method import Method, Step, Workings, number
from travel.emissions.quality import Quality, flagged
from travel.emissions.ranges import NON_CO2, relative_range

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

YEARS: Final = tuple(range(2017, 2026))
EQUATION: Final = "kg CO2e = d x without-RF factor + d x (with-RF - without-RF factor) + d x well-to-tank factor"
CLASSES: Final = (*CABINS, "average")
AVERAGE: Final = UNKNOWN

NEAREST_PUBLISHED: Final = {
    DOMESTIC: (AVERAGE, AVERAGE, AVERAGE, AVERAGE, AVERAGE),
    SHORT: (ECONOMY, ECONOMY, BUSINESS, BUSINESS, AVERAGE),
    LONG: (ECONOMY, PREMIUM_ECONOMY, BUSINESS, FIRST, AVERAGE),
    NON_UK: (ECONOMY, PREMIUM_ECONOMY, BUSINESS, FIRST, AVERAGE),
}
"""For each haul the class published for each cabin.

Short haul has no premium economy and no first, domestic no cabins.
"""

LIKELY: Final = {
    DOMESTIC: (AVERAGE, AVERAGE),
    SHORT: (ECONOMY, BUSINESS),
    LONG: (ECONOMY, BUSINESS),
    NON_UK: (ECONOMY, BUSINESS),
}
"""For each haul the lowest and the highest class that an unknown cabin may have been."""


@dataclass(frozen=True)
class Factors:
    """Factors of one year in kg CO2e per passenger-km, by haul (row) and class (column).

    NaN where not published.

    The 8 per cent for detours is inside. non_co2: what radiative forcing adds. wtt: None when the year has
    none.
    """

    ttw: Floats
    non_co2: Floats
    wtt: Floats | None


@functools.cache
def factors(year: int) -> Factors:
    """The factors of a year's set."""
    air = load_table("desnz", str(year), "air")
    without = _grid(air[air["radiative_forcing"] == "without_rf"], "kg_co2e_per_passenger_km")
    with_rf = _grid(air[air["radiative_forcing"] == "with_rf"], "kg_co2e_per_passenger_km")
    wtt = None
    if "wtt_air.csv" in source("desnz", str(year)).files:
        wtt = _grid(load_table("desnz", str(year), "wtt_air"), "wtt_kg_co2e_per_passenger_km")
    return Factors(without, with_rf - without, wtt)


def _grid(table: pd.DataFrame, column: str) -> Floats:
    grid = np.full((len(UK_HAULS), len(CLASSES)), np.nan)
    for haul, cabin, value in zip(table["haul"], table["cabin_class"], table[column], strict=True):
        grid[UK_HAULS.index(haul), CLASSES.index(cabin)] = value
    return grid


def describe(year: int) -> Method:
    """What this method is."""
    has_wtt = factors(year).wtt is not None
    production = "fuel production" if has_wtt else "no fuel production (not published that year)"
    return Method(
        code=f"desnz-{year}",
        label=f"DESNZ {year}",
        gas_basis="CO2e",
        components=("ttw_kg", "wtt_kg", "non_co2_kg") if has_wtt else ("ttw_kg", "non_co2_kg"),
        includes=f"CO2e of the flight with 8 per cent for detours, {production}, radiative forcing apart.",
        edition=str(year),
        source=source("desnz", str(year)).title,
    )


def compute(flights: Flights, year: int) -> Workings:
    """CO2e per passenger of each kind of flight."""
    table = factors(year)
    haul, assumed = uk_haul(flights, year)
    nearest = np.array([NEAREST_PUBLISHED[number] for number in range(len(UK_HAULS))])
    cabin = nearest[haul, flights.cabin]
    quality = flights.quality | flagged(assumed, Quality.HAUL_ASSUMED)
    quality = quality | flagged(flights.cabin == UNKNOWN, Quality.CABIN_ASSUMED)
    quality = quality | flagged(cabin != flights.cabin, Quality.CABIN_NOT_PUBLISHED)
    if table.wtt is None:
        quality = quality | int(Quality.WTT_NOT_PUBLISHED)
    km = flights.distance_km
    components = {"ttw_kg": km * table.ttw[haul, cabin]}
    if table.wtt is not None:
        components["wtt_kg"] = km * table.wtt[haul, cabin]
    components["non_co2_kg"] = km * table.non_co2[haul, cabin]
    likely = np.array([LIKELY[number] for number in range(len(UK_HAULS))])
    unknown = flights.cabin == UNKNOWN
    lowest = np.where(unknown, likely[haul, 0], cabin)
    highest = np.where(unknown, likely[haul, 1], cabin)
    down, up = relative_range(quality)
    terms = {
        "haul": haul,
        "class": cabin,
        "ttw_factor": table.ttw[haul, cabin],
        "rf_factor": table.non_co2[haul, cabin],
    }
    if table.wtt is not None:
        terms["wtt_factor"] = table.wtt[haul, cabin]
    return Workings(
        components=components,
        total=np.sum(list(components.values()), axis=0),
        low=km * (_fuel(table, haul, lowest) * down + table.non_co2[haul, lowest] * (1 - NON_CO2.fraction)),
        high=km * (_fuel(table, haul, highest) * up + table.non_co2[haul, highest] * (1 + NON_CO2.fraction)),
        quality=quality,
        terms={name: np.asarray(values, dtype=np.float64) for name, values in terms.items()},
    )


def _fuel(table: Factors, haul: Integers, cabin: Integers) -> Floats:
    """The factor of burning the fuel and, where published, of making it."""
    burnt = table.ttw[haul, cabin]
    return burnt if table.wtt is None else burnt + table.wtt[haul, cabin]


def uk_haul(flights: Flights, year: int) -> tuple[Integers, NDArray[np.bool_]]:
    """The haul of each kind, by territory relative to the United Kingdom, and whether it was assumed.

    Flights that do not touch the United Kingdom, and those whose ends are not known (assumed), are
    international non-UK. Between the United Kingdom and a territory that the list does not have, DESNZ's
    crude limit of 3700 km decides (assumed).
    """
    by_country = uk_haul_of_country(str(year))
    of_end = np.array([by_country.get(end.country, NOT_LISTED) for end in flights.ends], dtype=np.int64)
    known = np.array([bool(end.country) for end in flights.ends])
    a, b = flights.where(of_end)
    home_a, home_b = a == DOMESTIC, b == DOMESTIC
    abroad = np.where(home_a, b, a)
    crude = np.where(flights.distance_km < crude_limit_km(year), SHORT, LONG)
    touching = np.where(abroad == NOT_LISTED, crude, abroad)
    both_known = np.logical_and(*flights.where(known))
    haul = np.where((home_a | home_b) & both_known, touching, NON_UK)
    return haul.astype(np.int64), ~both_known | ((home_a | home_b) & (abroad == NOT_LISTED))


@functools.cache
def crude_limit_km(year: int) -> float:
    """The distance that parts short from long haul in DESNZ's methodology papers where no list decides."""
    for edition in (str(year), str(YEARS[-1])):
        table = load_table("desnz", edition, "constants")
        found = table.loc[table["parameter"] == "crude_short_long_boundary", "value"]
        if len(found):
            return float(found.iloc[0])
    raise LookupError("no DESNZ edition holds crude_short_long_boundary")


def steps(flights: Flights, workings: Workings, year: int) -> tuple[Step, ...]:
    """How the first kind of flight was computed."""
    term = {name: float(values[0]) for name, values in workings.terms.items()}
    km = float(flights.distance_km[0])
    where = f"{UK_HAULS[int(term['haul'])].replace('_', ' ')}, {CLASSES[int(term['class'])].replace('_', ' ')}"
    origin = f"DESNZ {year}, business travel - air, {where}"
    unit = "kg CO2e/pkm"
    part = {name: float(values[0]) for name, values in workings.components.items()}
    listed = [
        Step("Distance", "d", "", km, "km", "great circle; the factors hold 8 per cent for detours"),
        Step("Factor without radiative forcing", "e", "", term["ttw_factor"], unit, origin),
        Step(
            "Tank-to-wake",
            "ttw",
            f"{number(km)} * {number(term['ttw_factor'])}",
            part["ttw_kg"],
            "kg CO2e",
            origin,
        ),
    ]
    if "wtt_kg" in part:
        made = f"{number(km)} * {number(term['wtt_factor'])}"
        from_set = f"DESNZ {year}, WTT - business travel - air, {where}"
        listed.append(Step("Factor of fuel production", "p", "", term["wtt_factor"], unit, from_set))
        listed.append(Step("Well-to-tank", "wtt", made, part["wtt_kg"], "kg CO2e", from_set))
    forcing = f"{number(km)} * {number(term['rf_factor'])}"
    listed.append(Step("What radiative forcing adds", "r", "", term["rf_factor"], unit, f"{origin}: with - without"))
    listed.append(Step("Effects other than CO2", "non-CO2", forcing, part["non_co2_kg"], "kg CO2e", origin))
    together = " + ".join(number(value) for value in part.values())
    listed.append(Step("Total", "kg CO2e", together, float(workings.total[0]), "kg CO2e", "sum of the parts"))
    return tuple(listed)
