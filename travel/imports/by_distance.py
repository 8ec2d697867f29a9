"""Legs of sources that give a distance and no places, where the organization agreed to count by it."""

import numpy as np
import numpy.typing as npt

from travel.emissions.quality import Quality
from travel.imports.chains import Chains
from travel.imports.located import Located
from travel.imports.rows import Rows
from travel.imports.verdicts import Verdicts

_KM = {"km": 1.0, "mi": 1.609344, "nmi": 1.852}
_FIELDS = (("distance", "km"), ("distance_miles", "mi"))
# Half round the earth: no flight is longer.
_LONGEST_KM = 20_040.0


def given_km(rows: Rows) -> npt.NDArray[np.float64]:
    """The distance that each row gives, in km; NaN where there is none."""
    km = np.full(rows.size, np.nan)
    for field, usual in _FIELDS:
        if rows.has(field):
            given = np.abs(rows.numbers(field).values) * _KM[rows.profile.units.get(field, usual)]
            km = np.where(np.isnan(km), given, km)
    return np.where(km > 0, km, np.nan)


def chains_by_distance(rows: Rows) -> Chains:
    """One leg for each row that gives a distance."""
    row = np.flatnonzero(~np.isnan(given_km(rows))).astype(np.int64)
    nowhere = np.full(len(row), "", dtype=object)
    return Chains(row, np.ones(len(row), dtype=np.int64), nowhere, nowhere.copy(), np.zeros(len(row), dtype=bool))


def located_by_distance(rows: Rows, chains: Chains, verdicts: Verdicts) -> Located:
    """The legs with the distance given in place of places."""
    km = given_km(rows)
    column = rows.header("distance", "distance_miles")
    values = rows.column("distance" if rows.has("distance") else "distance_miles")
    verdicts.enter(np.isnan(km), "missing_distance", column=column)
    verdicts.enter(np.nan_to_num(km) > _LONGEST_KM, "bad_distance", column=column, values=values)
    nowhere = chains.start
    quality = np.full(len(chains.row), int(Quality.DISTANCE_GIVEN), dtype=np.int64)
    return Located(nowhere, nowhere, nowhere, quality, km[chains.row], nowhere, nowhere, {})
