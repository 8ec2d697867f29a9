"""Sums of emissions, exact: kilograms become whole milligrams before anything is added."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MILLIGRAMS_PER_KG: Final = 1_000_000
MILLIGRAMS_PER_TONNE: Final = 1_000 * MILLIGRAMS_PER_KG


def milligrams(kg_per_passenger: NDArray[np.float64], passengers: NDArray[np.int64] | int = 1) -> NDArray[np.int64]:
    """Whole milligrams of all passengers; halves go to the even milligram."""
    return np.rint(kg_per_passenger * passengers * MILLIGRAMS_PER_KG).astype(np.int64)


def total_milligrams(milligrams_of_legs: NDArray[np.int64]) -> int:
    """The sum of the legs, to the milligram: up to 9 million tonnes fit."""
    return int(milligrams_of_legs.sum(dtype=np.int64))


def totals_by(frame: pd.DataFrame, groups: list[str], columns: list[str]) -> pd.DataFrame:
    """Plain sums of whole-milligram columns per group, groups in order; missing values are not allowed."""
    return frame.groupby(groups, dropna=False)[columns].sum(min_count=1).astype(np.int64)


def tonnes(mass_mg: int) -> float:
    """Milligrams as tonnes, not rounded: round once, where it is shown."""
    return mass_mg / MILLIGRAMS_PER_TONNE
