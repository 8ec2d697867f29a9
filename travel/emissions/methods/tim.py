"""Google's Travel Impact Model, version 3.0.0: well-to-wake CO2e of the flight, shared by seat space."""

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from greenops.reference.loading import load_table, source
from travel.emissions.aircraft import tim_catalogue
from travel.emissions.cabin import UNKNOWN
from travel.emissions.fleet import fleet_of
from travel.emissions.flight import Flights
from travel.emissions.fuel import KM_PER_NAUTICAL_MILE
from travel.emissions.method import Method, Step, Workings, number
from travel.emissions.quality import Quality, flagged
from travel.emissions.ranges import relative_range
from travel.emissions.seating import seating
from travel.emissions.steps import fuel_steps, seat_steps

Floats = NDArray[np.float64]

EDITION: Final = "3.0.0"
REGIONS_EDITION: Final = "13.1"
EQUATION: Final = (
    "kg CO2e = F x (1 - K) / O x Y x (ttw + wtt), with F = LTO + CCD(d x r / 1.852 - 17 NM) and O = L x sum(seats x Y)"
)

CARGO_SHARE: Final = {False: 0.008, True: 0.215}
"""Cargo share of the payload by number of aisles, where none is given; certainty D.

TIM's own coarse table is not published. Derived from US BTS Form 41 T-2, scheduled passenger service of US
carriers: freight and mail in revenue ton-miles, 0.98 and 0.60 per cent with one aisle and 22.9 and 20.3 per
cent with two, in 2019 and 2023; the mean of both years, rounded.
"""


@dataclass(frozen=True)
class Constants:
    """Numbers of the edition; factors in kg CO2e per kg of fuel."""

    ttw: float
    wtt: float
    default_ratio: float
    lto_nm: float
    default_load: float


@functools.cache
def constants() -> Constants:
    """The constants of the edition."""
    value = load_table("tim", EDITION, "constants").set_index("parameter")["value"]
    return Constants(
        ttw=float(value["ttw_factor"]),
        wtt=float(value["wtt_factor"]),
        default_ratio=float(value["default_distance_inefficiency_ratio"]),
        lto_nm=float(value["lto_distance_subtracted"]),
        default_load=float(value["default_passenger_load_factor"]),
    )


def describe() -> Method:
    """What this method is."""
    return Method(
        code=f"tim-{EDITION}",
        label="Travel Impact Model",
        gas_basis="CO2e",
        components=("ttw_kg", "wtt_kg"),
        includes="CO2e of burning and producing the fuel. Not included: contrails, other effects, airports.",
        edition=EDITION,
        source=source("tim", EDITION).title,
    )


def compute(flights: Flights) -> Workings:
    """CO2e per passenger of each kind of flight."""
    fixed = constants()
    catalogue = tim_catalogue(EDITION)
    fleet = fleet_of(flights, catalogue, REGIONS_EDITION)
    ratio = detour_ratio(flights)
    nm = np.maximum(flights.distance_km * ratio / KM_PER_NAUTICAL_MILE - fixed.lto_nm, 0.0)
    fuel, beyond = fleet.fuel_kg(catalogue, nm)
    given_load, given_cargo = flights.given["load_factor"], flights.given["cargo_share"]
    load = np.where(np.isnan(given_load), fixed.default_load, given_load)
    cargo = np.where(np.isnan(given_cargo), np.where(fleet.wide, CARGO_SHARE[True], CARGO_SHARE[False]), given_cargo)
    seats = seating(fleet.seats, fleet.weights, flights.cabin, np.zeros(len(flights), dtype=bool))
    quality = flights.quality | fleet.quality | beyond
    quality = quality | flagged(np.isnan(given_load), Quality.LOAD_ASSUMED)
    quality = quality | flagged(np.isnan(given_cargo), Quality.CARGO_ASSUMED)
    quality = quality | flagged(flights.cabin == UNKNOWN, Quality.CABIN_ASSUMED)
    quality = quality | flagged(seats.moved & fleet.seats_given, Quality.CABIN_NOT_SOLD)
    fuel_per_weight = fuel * (1 - cargo) / (load * seats.area)
    fuel_share = fuel_per_weight * seats.weight
    ttw, wtt = fuel_share * fixed.ttw, fuel_share * fixed.wtt
    down, up = relative_range(quality)
    both = fixed.ttw + fixed.wtt
    terms = {
        "ratio": ratio,
        "nm": nm,
        "fuel": fuel,
        "load": load,
        "cargo": cargo,
        "fuel_share": fuel_share,
        **seats.terms(fleet.seats, fleet.weights),
    }
    return Workings(
        components={"ttw_kg": ttw, "wtt_kg": wtt},
        total=ttw + wtt,
        low=fuel_per_weight * seats.lowest * both * down,
        high=fuel_per_weight * seats.highest * both * up,
        quality=quality,
        terms=terms,
    )


def detour_ratio(flights: Flights) -> Floats:
    """Flown over great-circle distance.

    Of the airport pair, else of the country pair, in this direction, else 1.052.
    """
    pairs = flights.origin * len(flights.ends) + flights.destination
    codes, distinct = pd.factorize(pairs)
    by_airport, by_country = _ratios()
    found = []
    for pair in distinct.tolist():
        start, finish = (flights.ends[number] for number in divmod(pair, len(flights.ends)))
        ratio = by_airport.get((start.icao, finish.icao)) or by_country.get((start.country, finish.country))
        found.append(ratio or constants().default_ratio)
    return np.array(found, dtype=np.float64)[codes]


@functools.cache
def _ratios() -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    airports = load_table("tim", EDITION, "gaia_airport_pairs")
    countries = load_table("tim", EDITION, "gaia_country_pairs")
    return (
        dict(
            zip(
                zip(airports["origin_icao"], airports["destination_icao"], strict=True),
                airports["distance_inefficiency_ratio"].astype(float),
                strict=True,
            )
        ),
        dict(
            zip(
                zip(countries["origin_iso2"], countries["destination_iso2"], strict=True),
                countries["distance_inefficiency_ratio"].astype(float),
                strict=True,
            )
        ),
    )


def steps(flights: Flights, workings: Workings) -> tuple[Step, ...]:
    """How the first kind of flight was computed."""
    term = {name: float(values[0]) for name, values in workings.terms.items()}
    fixed = constants()
    document = f"TIM {EDITION}"
    fleet = fleet_of(flights, tim_catalogue(EDITION), REGIONS_EDITION)
    km = float(flights.distance_km[0])
    length = f"{number(km)} * {number(term['ratio'])} / {KM_PER_NAUTICAL_MILE} - {number(fixed.lto_nm)}"
    load_from = f"{document}, default" if np.isnan(flights.given["load_factor"][0]) else "given"
    cargo_from = "US BTS T-2 2019 and 2023, derived" if np.isnan(flights.given["cargo_share"][0]) else "given"
    share = (
        f"{number(term['fuel'])} * (1 - {number(term['cargo'])}) / {number(term['load'] * term['area'])} * "
        f"{number(term['weight'])}"
    )
    fuel, ttw, wtt, total = (
        term["fuel_share"],
        float(workings.components["ttw_kg"][0]),
        float(workings.components["wtt_kg"][0]),
        float(workings.total[0]),
    )
    return (
        Step(
            "Flown over great-circle distance",
            "r",
            "",
            term["ratio"],
            "ratio",
            "GAIA 2019, else TIM's default",
        ),
        Step(
            "Distance in climb, cruise and descent",
            "s",
            length if term["nm"] > 0 else "0",
            term["nm"],
            "NM",
            document,
        ),
        *fuel_steps(fleet, tim_catalogue(EDITION), term["nm"], term["fuel"]),
        Step("Cargo share of the payload", "K", "", term["cargo"], "fraction", cargo_from),
        Step("Load factor", "L", "", term["load"], "fraction", load_from),
        *seat_steps(term, "given" if fleet.seats_given[0] else "typical seats of the type (certainty C)"),
        Step("Fuel of this passenger", "f", share, fuel, "kg", document),
        Step(
            "Tank-to-wake",
            "ttw",
            f"{number(fuel)} * {number(fixed.ttw)}",
            ttw,
            "kg CO2e",
            f"{document}, CORSIA",
        ),
        Step(
            "Well-to-tank",
            "wtt",
            f"{number(fuel)} * {number(fixed.wtt)}",
            wtt,
            "kg CO2e",
            f"{document}, CORSIA",
        ),
        Step("Well-to-wake", "kg CO2e", f"{number(ttw)} + {number(wtt)}", total, "kg CO2e", document),
    )
