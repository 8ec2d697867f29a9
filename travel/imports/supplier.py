"""The source's own distances: kept as given, their unit recognised by comparison, odd rows noted. Never used."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from travel.imports.rows import Mask, Rows

KM_PER_MILE, KM_PER_NAUTICAL_MILE = 1.609344, 1.852
_UNITS = {"km": 1.0, "mi": KM_PER_MILE, "nmi": KM_PER_NAUTICAL_MILE}
_TO_KG = {"kg": 1.0, "g": 0.001, "t": 1000.0, "lb": 0.45359237}
# Uplifts of 8 or 9 % or 95 km are common, so only larger differences are noted.
_DEVIATION = 0.2
_SLACK_KM = 110.0


@dataclass(frozen=True, eq=False)
class SupplierFigures:
    """By row: distance in km and CO2 in kg as the source gives them (NaN), and rows whose distance is odd."""

    distance_km: npt.NDArray[np.float64]
    co2_kg: npt.NDArray[np.float64]
    odd: Mask
    unit: str | None


def read_supplier(rows: Rows, ours_km: npt.NDArray[np.float64]) -> SupplierFigures:
    """The source's figures. ours_km: our distance of each row's legs, NaN where unknown."""
    nothing = np.full(rows.size, np.nan)
    odd = np.zeros(rows.size, dtype=bool)
    distance, unit = nothing, None
    for field, usual in (("distance", "km"), ("distance_miles", "mi")):
        if not rows.has(field):
            continue
        given = rows.numbers(field).values
        recognised = rows.profile.units.get(field) or _unit(given, ours_km) or usual
        km = np.abs(given) * _UNITS.get(recognised, 1.0)
        odd |= (km > 0) & (np.abs(km - ours_km) > np.maximum(_DEVIATION * ours_km, _SLACK_KM))
        distance = np.where(np.isnan(distance), km, distance)
        unit = unit or recognised
    co2 = nothing
    if rows.has("co2"):
        given = rows.numbers("co2").values
        co2 = given * _TO_KG.get(rows.profile.units.get("co2", "kg"), 1.0)
    return SupplierFigures(distance, co2, odd & ~np.isnan(ours_km), unit)


def _unit(given: npt.NDArray[np.float64], ours_km: npt.NDArray[np.float64]) -> str | None:
    """The unit whose ratio to our kilometres most rows show."""
    both = (given > 0) & (ours_km > 0)
    if not both.any():
        return None
    ratio = float(np.median(given[both] / ours_km[both]))
    nearest = min(_UNITS, key=lambda unit: abs(ratio * _UNITS[unit] - 1.0))
    return nearest if abs(ratio * _UNITS[nearest] - 1.0) < 0.15 else None
