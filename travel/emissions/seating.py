"""How the emissions of a flight are shared between its cabins by the space of their seats."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from travel.emissions.cabin import BUSINESS, CABINS, UNKNOWN

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NEAREST: Final = np.array([[0, 1, 2, 3], [1, 0, 2, 3], [2, 1, 0, 3], [3, 2, 1, 0], [0, 1, 2, 3]])
"""For each cabin the order in which those on board are tried: itself, lower ones, higher ones."""


@dataclass(frozen=True)
class Seating:
    """Space of one passenger in each kind of flight.

    Area: sum of seats x weight, in economy seats of the aircraft.

    weight, lowest, highest: space of the passenger, and of the lowest and highest that the cabin may have
    been; they differ from weight only where the cabin is not known. moved: the cabin booked is not on board.
    """

    area: Floats
    weight: Floats
    lowest: Floats
    highest: Floats
    cabin: Integers
    moved: NDArray[np.bool_]

    def terms(self, seats: Floats, weights: Floats) -> dict[str, Floats]:
        """What an explanation of the seat space needs, under the names that steps.seat_steps reads."""
        return {
            "area": self.area,
            "weight": self.weight,
            "cabin": self.cabin.astype(np.float64),
            **{f"seats_{cabin}": seats[:, cabin] for cabin in range(seats.shape[1])},
            **{f"yseat_{cabin}": weights[:, cabin] for cabin in range(weights.shape[1])},
        }


def seating(seats: Floats, weights: Floats, booked: Integers, substitute: NDArray[np.bool_]) -> Seating:
    """Share out the space of seats (kinds, 4) with weights (kinds, 4).

    An unknown cabin takes the mean space of a seat on board. Where substitute holds, a cabin that is not on
    board is replaced by the nearest one that is; elsewhere it keeps its own weight.
    """
    on_board = seats > 0
    area = (seats * weights).sum(axis=1)
    moved = (booked != UNKNOWN) & ~_taken(on_board, np.minimum(booked, len(CABINS) - 1))
    cabin = np.where(moved & substitute, _nearest(on_board, booked), np.minimum(booked, len(CABINS) - 1))
    weight = np.take_along_axis(weights, cabin[:, None], axis=1)[:, 0]
    mean = area / seats.sum(axis=1)
    likely = on_board.copy()
    only_first = ~np.asarray(on_board[:, : BUSINESS + 1].any(axis=1))
    likely[:, BUSINESS + 1 :] &= only_first[:, None]
    unknown = booked == UNKNOWN
    lowest = np.where(likely, weights, np.inf).min(axis=1)
    highest = np.where(likely, weights, -np.inf).max(axis=1)
    return Seating(
        area=area,
        weight=np.where(unknown, mean, weight),
        lowest=np.where(unknown, np.minimum(lowest, mean), weight),
        highest=np.where(unknown, np.maximum(highest, mean), weight),
        cabin=np.where(unknown, UNKNOWN, cabin),
        moved=moved,
    )


def _taken(on_board: NDArray[np.bool_], cabin: Integers) -> NDArray[np.bool_]:
    return np.take_along_axis(on_board, cabin[:, None], axis=1)[:, 0]


def _nearest(on_board: NDArray[np.bool_], booked: Integers) -> Integers:
    order = NEAREST[booked]
    first = np.take_along_axis(on_board, order, axis=1).argmax(axis=1)
    return np.take_along_axis(order, first[:, None], axis=1)[:, 0]
