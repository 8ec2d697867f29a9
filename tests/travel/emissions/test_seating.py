"""Sharing a flight by the space of seats."""

import numpy as np
import pytest

from travel.emissions.cabin import BUSINESS, ECONOMY, FIRST, PREMIUM_ECONOMY, UNKNOWN
from travel.emissions.seating import seating

WIDE = np.array([1.0, 1.5, 4.0, 5.0])


def taken(seats: list[float], booked: int) -> int:
    shared = seating(np.array([seats]), WIDE[None, :], np.array([booked]), np.array([True]))
    return int(shared.cabin[0])


@pytest.mark.parametrize(
    ("seats", "booked", "cabin"),
    [
        ([100, 0, 20, 0], FIRST, BUSINESS),
        ([100, 0, 0, 0], FIRST, ECONOMY),
        ([100, 0, 20, 0], PREMIUM_ECONOMY, ECONOMY),
        ([0, 0, 20, 8], ECONOMY, BUSINESS),
        ([0, 0, 0, 8], PREMIUM_ECONOMY, FIRST),
        ([100, 10, 20, 8], BUSINESS, BUSINESS),
    ],
)
def test_a_cabin_not_on_board_gives_way_to_the_nearest(seats: list[float], booked: int, cabin: int) -> None:
    assert taken(seats, booked) == cabin


def test_all_passengers_together_are_the_whole_flight() -> None:
    # 100 x 1 + 10 x 1.5 + 20 x 4 + 8 x 5 = 235 economy seats
    seats = np.array([[100.0, 10, 20, 8]] * 5)
    shared = seating(seats, np.tile(WIDE, (5, 1)), np.arange(5), np.ones(5, dtype=bool))
    assert shared.area.tolist() == [235.0] * 5
    assert float((seats[0] * shared.weight[:4]).sum()) == 235.0
    assert shared.weight[UNKNOWN] == pytest.approx(235 / 138)


def test_an_unknown_cabin_ranges_to_business_and_not_to_first() -> None:
    shared = seating(np.array([[100.0, 0, 20, 8]]), WIDE[None, :], np.array([UNKNOWN]), np.array([True]))
    assert (shared.lowest[0], shared.highest[0]) == (1.0, 4.0)
