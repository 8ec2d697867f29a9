"""Figures that are a ticket's total and stand on each of its rows: told from figures of the single rows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_SAME = 0.005
_DIFFERENT_LENGTHS = 0.1


@dataclass(frozen=True, eq=False)
class Tickets:
    """Rows that show one figure and belong to one ticket: where there are several, it may be the ticket's total.

    of: number of the row's ticket, -1 where it shares none. ours: our figure for all rows of its ticket. size: how
    many they are. first: whether the row is the first of them.
    """

    of: npt.NDArray[np.int64]
    ours: Floats
    size: npt.NDArray[np.int64]
    first: Mask

    @property
    def shared(self) -> Mask:
        return self.of >= 0


def tickets_of(given: Floats, ours: Floats, booking: npt.NDArray[np.int64], counts: Mask) -> Tickets:
    """The tickets of several rows that all show one figure. counts: the rows to look at; credits stand apart."""
    size = len(given)
    rows = np.flatnonzero(counts & ~np.isnan(given) & (given != 0))
    number = np.full(size, -1, dtype=np.int64)
    total, many, first = np.full(size, np.nan), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
    if len(rows):
        keys, places, back = np.unique(booking[rows] * 2 + (given[rows] < 0), return_index=True, return_inverse=True)
        count = np.bincount(back)
        low = np.full(len(keys), np.inf)
        high = np.zeros(len(keys))
        np.minimum.at(low, back, np.abs(given[rows]))
        np.maximum.at(high, back, np.abs(given[rows]))
        one_figure = (count > 1) & (high - low <= _SAME * high)
        shared = one_figure[back]
        number[rows[shared]] = back[shared]
        total[rows] = np.bincount(back, weights=ours[rows])[back]
        many[rows] = count[back]
        first[rows[places]] = True
    return Tickets(number, total, many, first)


def repeated(figure: Floats, ours: Floats, tickets: Tickets, reference: float, told: Mask | None = None) -> Mask:
    """The rows whose figure is their ticket's total.

    figure and ours in units whose usual ratio is reference (1 for distances; NaN where nothing tells it). told: rows
    whose distance was found to be the ticket's total, where the file states distances too.
    """
    found = np.zeros(len(figure), dtype=bool)
    shared = np.flatnonzero(tickets.shared)
    if not len(shared):
        return found
    of = tickets.of[shared]
    with np.errstate(divide="ignore", invalid="ignore"):
        as_total = np.log(np.abs(figure[shared]) / tickets.ours[shared])
        as_own = np.log(np.abs(figure[shared]) / ours[shared])
    if not np.isnan(reference):
        own_distance = np.bincount(of, weights=np.abs(as_own - np.log(reference))) / np.maximum(np.bincount(of), 1)
        total_distance = np.abs(as_total - np.log(reference))
        found[shared] = total_distance < own_distance[of]
        return found
    if told is not None and told.any():
        return told & tickets.shared
    # A figure that grows with the distance cannot be the same on legs of different lengths.
    longest, shortest = np.zeros(of.max() + 1), np.full(of.max() + 1, np.inf)
    np.maximum.at(longest, of, ours[shared])
    np.minimum.at(shortest, of, ours[shared])
    with np.errstate(invalid="ignore"):
        telling = (shortest < longest * (1 - _DIFFERENT_LENGTHS))[of]
    found[shared] = telling.any()
    return found
