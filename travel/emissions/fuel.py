"""Fuel of a flight read from a stage-length table, between and beyond its published columns."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

KM_PER_NAUTICAL_MILE = 1.852
"""By definition of the international nautical mile."""


@dataclass(frozen=True)
class FuelTable:
    """Fuel in kg by aircraft type (row) and stage length (column); types differ in how far their row reaches.

    stage_nm: the published stage lengths in nautical miles, rising. fuel_kg: NaN beyond a type's last column.
    last: number of the last published column of each type. fixed_kg: fuel that does not depend on distance.
    """

    types: tuple[str, ...]
    stage_nm: Floats
    fuel_kg: Floats
    fixed_kg: Floats
    last: Integers

    @classmethod
    def read(
        cls, frame: pd.DataFrame, *, type_column: str, prefix: str, fixed_column: str | None = None
    ) -> "FuelTable":
        """From a table whose columns are called like `fuel_kg_at_125_nm`."""
        columns = [name for name in frame.columns if name.startswith(prefix)]
        fuel = frame[columns].to_numpy(dtype=np.float64, na_value=np.nan)
        fixed = np.zeros(len(frame)) if fixed_column is None else frame[fixed_column].to_numpy(dtype=np.float64)
        stages = [float(name.removeprefix(prefix).removesuffix("_nm")) for name in columns]
        last = (~np.isnan(fuel)).sum(axis=1) - 1
        return cls(tuple(frame[type_column].astype(str)), np.array(stages), fuel, fixed, last.astype(np.int64))

    def columns(self, rows: Integers, nm: Floats) -> tuple[Integers, Integers]:
        """The two columns between which (or from which) the fuel at a stage length is read."""
        right = np.searchsorted(self.stage_nm, nm, side="left")
        right = np.clip(right, 1, self.last[rows]).astype(np.int64)
        return right - 1, right

    def burn_kg(self, rows: Integers, nm: Floats) -> tuple[Floats, Flags]:
        """Fuel of each flight without the fixed part, and whether it lies outside the published columns.

        Linear between columns; outside, the line through the first two or the last two published ones.
        """
        left, right = self.columns(rows, nm)
        near, far = self.fuel_kg[rows, left], self.fuel_kg[rows, right]
        start, end = self.stage_nm[left], self.stage_nm[right]
        burn = near + (nm - start) * (far - near) / (end - start)
        outside = (nm < self.stage_nm[0]) | (nm > self.stage_nm[self.last[rows]])
        return np.maximum(burn, 0.0), outside
