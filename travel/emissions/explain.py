"""Why a number is so: the equation of one leg with its numbers and the source of each, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from greenops.reference.airports import AirportBook
from travel.emissions.distance import SHARED, DistanceTable
from travel.emissions.errors import LegsRefusedError
from travel.emissions.flight import Flights, sort_legs
from travel.emissions.method import Method, Step
from travel.emissions.methods import calculation
from travel.emissions.quality import Quality, sentences
from travel.emissions.ranges import origins


@dataclass(frozen=True)
class Explanation:
    """How one leg's figure came about. All kg are per passenger.

    steps: in the order of computing; each expression evaluates to its value and the last value is the result.
    estimate_kg: what the method itself gives, where an official result took its place.
    """

    title: str
    method: Method
    equation: str
    steps: tuple[Step, ...]
    result_kg: float
    unit: str
    low_kg: float
    high_kg: float
    range_origins: tuple[str, ...]
    quality: tuple[str, ...]
    includes: str
    estimate_kg: float | None


def explain(
    leg: Mapping[str, Any],
    method_code: str,
    *,
    book: AirportBook | None = None,
    distances: DistanceTable | None = None,
) -> Explanation:
    """Explain one leg, given by the same columns as estimate takes. It is computed by the same code.

    Raises UnknownMethodError, and LegsRefusedError with the problem's sentence when the leg cannot be
    computed.
    """
    chosen = calculation(method_code)
    frame = pd.DataFrame([dict(leg)])
    alone = sort_legs(frame, book or AirportBook.load(), SHARED if distances is None else distances)
    if alone.faults:
        raise LegsRefusedError(next(iter(alone.faults.values())).sentence)
    workings = chosen.compute(alone.flights)
    mask = int(workings.quality[0])
    official = bool(mask & Quality.OFFICIAL)
    return Explanation(
        title=_title(alone.flights),
        method=chosen.method,
        equation=chosen.equation,
        steps=(_distance_step(alone.flights), *chosen.steps(alone.flights, workings)),
        result_kg=float(workings.total[0]),
        unit=f"kg {chosen.method.gas_basis} per passenger",
        low_kg=float(workings.low[0]),
        high_kg=float(workings.high[0]),
        range_origins=origins(mask, non_co2="non_co2_kg" in workings.components),
        quality=sentences(mask),
        includes=chosen.method.includes,
        estimate_kg=float(workings.terms["estimate"][0]) if official else None,
    )


def _title(flights: Flights) -> str:
    origin, destination = flights.ends[flights.origin[0]], flights.ends[flights.destination[0]]
    if not origin.key or not destination.key:
        return f"Flight of {flights.distance_km[0]:,.0f} km"
    return f"{origin.key} to {destination.key}, {flights.distance_km[0]:,.0f} km"


def _distance_step(flights: Flights) -> Step:
    km = float(flights.distance_km[0])
    if int(flights.quality[0]) & Quality.DISTANCE_GIVEN:
        return Step("Distance", "d", "", km, "km", "given with the leg")
    places = (flights.ends[flights.origin[0]], flights.ends[flights.destination[0]])
    between = " and ".join(
        f"{end.key} ({end.position[0]:.5f}, {end.position[1]:.5f})" for end in places if end.position
    )
    return Step("Great-circle distance", "d", "", km, "km", f"WGS84 geodesic between {between}")
