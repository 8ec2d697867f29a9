"""The one place where legs of the database and the emission core meet: a frame in, milligrams out."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from travel.emissions.estimation import estimate
from travel.emissions.methods import methods_for
from travel.emissions.totals import MILLIGRAMS_PER_KG, milligrams

# What of a stored leg an estimate of it needs, with its id.
STORED_INPUTS = (
    "id", "origin", "destination", "departed_on", "counted_on", "cabin", "passengers", "aircraft", "place_quality",
    "distance_m",
)  # fmt: skip
INPUTS = ("origin", "destination", "cabin", "aircraft", "place_quality", "official_co2_kg")
METRES_PER_KM = 1000
COMPONENTS = ("ttw", "wtt", "non_co2")
COLUMNS = ("leg", "method", "ttw_mg", "wtt_mg", "non_co2_mg", "total_mg", "low_mg", "high_mg", "quality")


@dataclass(frozen=True)
class LegEstimates:
    """estimates: columns COLUMNS, leg being the position in the legs frame; problems: leg, method, code, sentence."""

    estimates: pd.DataFrame
    problems: pd.DataFrame


def estimate_legs(legs: pd.DataFrame, only: Collection[str] = ()) -> LegEstimates:
    """Every method of each leg's year, or only those named, for all passengers of the leg.

    legs: index 0..n-1; columns origin, destination, departed_on (datetime64, may be NaT), counted_on (datetime64),
    cabin, passengers, aircraft, place_quality, and official_co2_kg (of one passenger) where there are official
    results. Legs without places, whose origin and destination are empty, count by their distance_m. A component that
    the method does not define is <NA>.
    """
    given = [name for name in INPUTS if name in legs]
    inputs = legs[given].copy()
    without_places = (legs["origin"] == "") & (legs["destination"] == "")
    if without_places.any():
        inputs["distance_km"] = (legs["distance_m"] / METRES_PER_KM).where(without_places)
    # A code is read at the day of the flight; where that is not known, at the day the leg is counted on.
    inputs["departed_on"] = legs["departed_on"].fillna(legs["counted_on"])
    years = legs["counted_on"].dt.year
    found: list[pd.DataFrame] = []
    problems: list[pd.DataFrame] = []
    wanted: dict[str, list[np.ndarray]] = {}
    for year, positions in pd.Series(legs.index).groupby(years.to_numpy()):
        for method in methods_for(int(year)):
            if only and method not in only:
                continue
            wanted.setdefault(method, []).append(positions.to_numpy())
    for method, blocks in wanted.items():
        result = estimate(inputs.loc[np.concatenate(blocks)], method)
        found.append(_milligrams(result.estimates, legs, method))
        if len(result.problems):
            problems.append(result.problems.assign(method=method))
    empty = pd.DataFrame(columns=["leg", "code", "sentence", "method"])
    return LegEstimates(
        pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS)),
        pd.concat(problems, ignore_index=True) if problems else empty,
    )


def _milligrams(estimates: pd.DataFrame, legs: pd.DataFrame, method: str) -> pd.DataFrame:
    """Whole milligrams of all passengers. The total is the sum of its components, so that they add up exactly."""
    of = legs.loc[estimates.index]
    passengers = of["passengers"].to_numpy(dtype=np.int64)
    out = pd.DataFrame({"leg": estimates.index.to_numpy(), "method": method})
    total = np.zeros(len(estimates), dtype=np.int64)
    for component in COMPONENTS:
        column = f"{component}_kg"
        if column in estimates:
            mass = milligrams(estimates[column].to_numpy(), passengers)
            out[f"{component}_mg"] = pd.array(mass, dtype="Int64")
            total += mass
        else:
            out[f"{component}_mg"] = pd.array([pd.NA] * len(out), dtype="Int64")
    out["total_mg"] = total
    low = np.floor(estimates["low_kg"].to_numpy() * passengers * MILLIGRAMS_PER_KG).astype(np.int64)
    high = np.ceil(estimates["high_kg"].to_numpy() * passengers * MILLIGRAMS_PER_KG).astype(np.int64)
    out["low_mg"] = np.minimum(low, total)
    out["high_mg"] = np.maximum(high, total)
    out["quality"] = estimates["quality"].to_numpy()
    return out[list(COLUMNS)]
