"""ICAO Carbon Emissions Calculator, version 13.1.

CO2 of the flight shared by seat space. No radiative forcing.
"""

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greenops.reference.loading import load_table, source
from travel.emissions.aircraft import icao_catalogue
from travel.emissions.cabin import CHOICES
from travel.emissions.fleet import Fleet, fleet_of
from travel.emissions.flight import Flights
from travel.emissions.fuel import KM_PER_NAUTICAL_MILE
from travel.emissions.haul import Regions, icao_regions
from travel.emissions.method import Method, Step, Workings, number
from travel.emissions.quality import Quality, flagged
from travel.emissions.ranges import FLIGHT, relative_range
from travel.emissions.seating import seating
from travel.emissions.steps import fuel_steps, seat_steps

Floats = NDArray[np.float64]

EDITION: Final = "13.1"
EQUATION: Final = "kg CO2 = F x C / O x Y x 3.16, with F = fuel at (d + DC) / 1.852 NM and O = L x sum(seats x Y)"


@dataclass(frozen=True)
class Constants:
    """Numbers of the edition. additions: (from km, kilometres added), rising."""

    additions: tuple[tuple[float, float], ...]
    co2_per_fuel: float


@functools.cache
def constants() -> Constants:
    """The constants of the edition."""
    table = load_table("icao", EDITION, "constants")
    bands = table[table["parameter"] == "distance_addition"]
    starts = (float(scope.removeprefix("gcd_km_from_").split("_")[0]) for scope in bands["scope"])
    additions = tuple(sorted(zip(starts, (float(value) for value in bands["value"]), strict=True)))
    return Constants(additions, float(table.set_index("parameter")["value"]["co2_per_fuel"]))


def describe() -> Method:
    """What this method is."""
    return Method(
        code=f"icao-{EDITION}",
        label="ICAO-style estimate",
        gas_basis="CO2",
        components=("ttw_kg",),
        includes="CO2 of the fuel burnt in flight. Not included: fuel production, effects other than CO2.",
        edition=EDITION,
        source=source("icao", EDITION).title,
    )


def addition_km(distance_km: Floats) -> Floats:
    """Kilometres added to the great circle: 50 below 550 km, 100 from 550 to 5500 km inclusive, 125 above."""
    (_, short), (medium_from, medium), (long_from, long) = constants().additions
    return np.where(distance_km < medium_from, short, np.where(distance_km <= long_from, medium, long))


def compute(flights: Flights) -> Workings:
    """CO2 per passenger of each kind of flight.

    An official result that was given takes the place of the estimate.
    """
    fixed = constants()
    fleet = fleet_of(flights, icao_catalogue(EDITION), EDITION)
    nm = (flights.distance_km + addition_km(flights.distance_km)) / KM_PER_NAUTICAL_MILE
    fuel, beyond = fleet.fuel_kg(icao_catalogue(EDITION), nm)
    load, cargo, swing_low, swing_high, route_quality = _route(flights)
    weights, weight_quality = _seat_weights(flights, fleet)
    seats = seating(fleet.seats, weights, flights.cabin, fleet.seats_given)
    quality = flights.quality | fleet.quality | beyond | route_quality | weight_quality
    quality = quality | flagged(flights.cabin == CHOICES.index("unknown"), Quality.CABIN_ASSUMED)
    quality = quality | flagged(seats.moved & fleet.seats_given, Quality.CABIN_NOT_SOLD)
    per_weight = fuel * cargo / (load * seats.area) * fixed.co2_per_fuel
    estimate = per_weight * seats.weight
    down, up = relative_range(quality)
    low = per_weight * seats.lowest * swing_low * down
    high = per_weight * seats.highest * swing_high * up
    official = flights.given["official_co2_kg"]
    is_official = ~np.isnan(official)
    total = np.where(is_official, official, estimate)
    terms = {
        "addition": addition_km(flights.distance_km),
        "nm": nm,
        "fuel": fuel,
        "load": load,
        "cargo": cargo,
        "estimate": estimate,
        **seats.terms(fleet.seats, weights),
    }
    return Workings(
        components={"ttw_kg": total},
        total=total,
        low=np.where(is_official, official * (1 - FLIGHT.fraction), low),
        high=np.where(is_official, official * (1 + FLIGHT.fraction), high),
        quality=np.where(is_official, _official_quality(flights), quality),
        terms=terms,
    )


def _official_quality(flights: Flights) -> NDArray[np.int64]:
    """Of an official result only the marks of the leg itself stay: nothing was assumed for it."""
    return flights.quality | int(Quality.OFFICIAL)


def _route(flights: Flights) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64]]:
    """Load and cargo factor, the swing by the other opinion on a disputed region, and the flags."""
    regions = icao_regions(EDITION)
    given_load, given_cargo = flights.given["load_factor"], flights.given["cargo_factor"]
    a, b = flights.where(regions.of_ends(flights.ends))
    load = np.where(np.isnan(given_load), regions.load[a, b], given_load)
    cargo = np.where(np.isnan(given_cargo), regions.cargo[a, b], given_cargo)
    a2, b2 = flights.where(regions.of_ends(flights.ends, disputed_otherwise=True))
    other_load = np.where(np.isnan(given_load), regions.load[a2, b2], given_load)
    other_cargo = np.where(np.isnan(given_cargo), regions.cargo[a2, b2], given_cargo)
    swing = (other_cargo / other_load) / (cargo / load)
    needed = np.isnan(given_load) | np.isnan(given_cargo)
    unknown = needed & ((a == regions.unknown) | (b == regions.unknown))
    disputed = needed & _disputed(flights, regions)
    quality = flagged(unknown, Quality.HAUL_ASSUMED) | flagged(disputed, Quality.REGION_DISPUTED)
    quality = quality | flagged(unknown & np.isnan(given_load), Quality.LOAD_ASSUMED)
    quality = quality | flagged(unknown & np.isnan(given_cargo), Quality.CARGO_ASSUMED)
    return load, cargo, np.minimum(swing, 1.0), np.maximum(swing, 1.0), quality


def _disputed(flights: Flights, regions: Regions) -> NDArray[np.bool_]:
    doubted = np.array([end.country in regions.disputed for end in flights.ends])
    origin, destination = flights.where(doubted)
    either: NDArray[np.bool_] = origin | destination
    return either


def _seat_weights(flights: Flights, fleet: Fleet) -> tuple[Floats, NDArray[np.int64]]:
    """Y of each cabin: as given, else the default of the body; flagged where a default matters."""
    missing = np.isnan(flights.yseats)
    booked = np.arange(missing.shape[1]) == flights.cabin[:, None]
    used = (fleet.seats > 0) | (booked & ~fleet.seats_given[:, None])
    matters = np.asarray((missing & used).any(axis=1) & (used.sum(axis=1) > 1))
    weights = np.where(missing, fleet.weights, flights.yseats)
    return weights, flagged(matters, Quality.SEAT_WEIGHTS_ASSUMED)


def steps(flights: Flights, workings: Workings) -> tuple[Step, ...]:
    """How the first kind of flight was computed."""
    term = {name: float(values[0]) for name, values in workings.terms.items()}
    fixed = constants()
    document = f"ICAO methodology v{EDITION}"
    km = float(flights.distance_km[0])
    fleet = fleet_of(flights, icao_catalogue(EDITION), EDITION)
    nm = f"({number(km)} + {number(term['addition'])}) / {KM_PER_NAUTICAL_MILE}"
    load_from = "given" if not np.isnan(flights.given["load_factor"][0]) else f"{document}, appendix A, route group"
    cargo_from = "given" if not np.isnan(flights.given["cargo_factor"][0]) else f"{document}, appendix A, route group"
    result = (
        f"{number(term['fuel'])} * {number(term['cargo'])} / {number(term['load'] * term['area'])} * "
        f"{number(term['weight'])} * {number(fixed.co2_per_fuel)}"
    )
    listed = [
        Step("Distance correction", "DC", "", term["addition"], "km", f"{document}, by distance band"),
        Step("Stage length", "s", nm, term["nm"], "NM", "1 NM = 1.852 km"),
        *fuel_steps(fleet, icao_catalogue(EDITION), term["nm"], term["fuel"]),
        Step("Passenger-to-cargo factor", "C", "", term["cargo"], "fraction", cargo_from),
        Step("Load factor", "L", "", term["load"], "fraction", load_from),
        *seat_steps(term, "given" if fleet.seats_given[0] else "typical seats of the type (certainty C)"),
        Step("CO2 per passenger", "kg CO2", result, term["estimate"], "kg", f"{document}, section 5"),
    ]
    official = float(flights.given["official_co2_kg"][0])
    if not np.isnan(official):
        label = "Official result, in place of the estimate"
        listed.append(Step(label, "kg CO2", number(official), official, "kg", "given with the leg"))
    return tuple(listed)
