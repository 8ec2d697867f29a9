"""Legs in, estimates and problems out: together they are exactly the legs."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from greenops.reference.airports import AirportBook
from travel.emissions.distance import SHARED, DistanceTable
from travel.emissions.flight import Sorted, sort_legs
from travel.emissions.methods import calculation

PROBLEM_COLUMNS: Final = ("leg", "code", "column", "value", "sentence")


@dataclass(frozen=True)
class Estimation:
    """Results of one method.

    estimates: one row per leg that could be computed, under its index label, in input order. Columns
    distance_km, ttw_kg, wtt_kg and non_co2_kg (only those that the method and its edition define), total_kg,
    low_kg, high_kg, all per passenger, and quality (int64 mask of Quality). Never NaN, never zero. problems:
    one row per other leg: leg (its index label), code, column, value, sentence.
    """

    estimates: pd.DataFrame
    problems: pd.DataFrame


def estimate(
    legs: pd.DataFrame,
    method_code: str,
    *,
    book: AirportBook | None = None,
    distances: DistanceTable | None = None,
) -> Estimation:
    """Estimate every leg by one method, per passenger.

    legs: any index; all columns optional but origin and destination, or distance_km. Texts: origin,
    destination, cabin, aircraft. Numbers, or texts that hold them: passengers, distance_km, seats_*, yseat_*,
    load_factor, cargo_factor, cargo_share, official_co2_kg. departed_on: dates. place_quality: a mask the
    import noted. Raises UnknownMethodError, and LegsRefusedError when the columns tell no distance.
    """
    chosen = calculation(method_code)
    legs_by_kind = sort_legs(legs, book or AirportBook.load(), SHARED if distances is None else distances)
    workings = chosen.compute(legs_by_kind.flights)
    columns = {
        "distance_km": legs_by_kind.flights.distance_km,
        **workings.components,
        "total_kg": workings.total,
        "low_kg": workings.low,
        "high_kg": workings.high,
        "quality": workings.quality,
    }
    kind = legs_by_kind.kind_of_leg
    computed = kind >= 0
    if computed.all():
        index = legs.index
    else:
        index, kind = legs.index[computed], kind[computed]
    gathered = {name: values[kind] for name, values in columns.items()}
    return Estimation(pd.DataFrame(gathered, index=index, copy=False), _problems(legs, legs_by_kind))


def _problems(legs: pd.DataFrame, legs_by_kind: Sorted) -> pd.DataFrame:
    positions = np.flatnonzero(legs_by_kind.kind_of_leg < 0)
    faults = [legs_by_kind.faults[number] for number in legs_by_kind.fault_of_leg[positions].tolist()]
    return pd.DataFrame(
        {
            "leg": legs.index[positions],
            "code": [fault.code for fault in faults],
            "column": [fault.column for fault in faults],
            "value": [fault.value for fault in faults],
            "sentence": [fault.sentence for fault in faults],
        },
        columns=list(PROBLEM_COLUMNS),
    )
