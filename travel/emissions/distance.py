"""Great-circle distance on the WGS84 ellipsoid; each distinct pair of places is computed once and kept."""

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

Position = tuple[float, float]
"""Latitude and longitude in degrees."""

LONGEST_KM = 20_040.0
"""No two places on earth are further apart: half the equator is 20,038 km."""


def great_circle_km(origin: Position, destination: Position) -> float:
    """The shortest way over the WGS84 ellipsoid between two positions, in km."""
    return float(geodesic(origin, destination).kilometers)


class DistanceTable:
    """Distances in km of pairs of positions, the same in both directions. Safe to share between threads."""

    def __init__(self) -> None:
        self._km: dict[tuple[Position, Position], float] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._km)

    def km(self, origin: Position, destination: Position) -> float:
        """The distance of one pair, computed when it is asked for the first time."""
        pair = _ordered(origin, destination)
        known = self._km.get(pair)
        if known is None:
            known = great_circle_km(*pair)
            with self._lock:
                self._km[pair] = known
        return known

    def km_of_pairs(self, origins: Sequence[Position], destinations: Sequence[Position]) -> NDArray[np.float64]:
        """The distances of pairs, row by row."""
        return np.array([self.km(a, b) for a, b in zip(origins, destinations, strict=True)], dtype=np.float64)

    def known(self, pairs: Iterable[tuple[Position, Position]]) -> dict[tuple[Position, Position], float]:
        """Those of the pairs whose distance is already here."""
        return {pair: self._km[_ordered(*pair)] for pair in pairs if _ordered(*pair) in self._km}


SHARED = DistanceTable()
"""The table of this process.

It grows by the distinct pairs only: all pairs of 10,000 legs take about a megabyte.
"""


def _ordered(origin: Position, destination: Position) -> tuple[Position, Position]:
    return (origin, destination) if origin <= destination else (destination, origin)
