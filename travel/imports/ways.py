"""Rows of the grain direction: the way out and the way back in columns of their own, either of them perhaps empty."""

import numpy as np
import numpy.typing as npt

from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts

Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

OUT, BACK = "outbound", "return"


def has_ways(rows: Rows) -> bool:
    return rows.has("outbound_origin") and rows.has("outbound_destination")


def legs_of_ways(
    rows: Rows, verdicts: Verdicts, taken: Mask
) -> tuple[tuple[Ints, Ints, Texts, Texts, Mask], Mask, set[int]]:
    """The legs of both ways; which of them lead back; and the rows whose way back a date alone tells of.

    Where the file has no columns for the places of the way back, a date of return stands for it.
    """
    out = _whole(rows, verdicts, OUT) & ~taken
    by_date: set[int] = set()
    start, end = (rows.column(f"{OUT}_{name}").texts() for name in ("origin", "destination"))
    if rows.has("return_origin") and rows.has("return_destination"):
        back = _whole(rows, verdicts, BACK) & ~taken
        back_start, back_end = (rows.column(f"{BACK}_{name}").texts() for name in ("origin", "destination"))
    else:
        back = out & rows.filled("return_date")
        back_start, back_end = end, start
        by_date = set(np.flatnonzero(back).tolist())
    taken |= out | back
    first, second = np.flatnonzero(out), np.flatnonzero(back)
    row = np.concatenate([first, second]).astype(np.int64)
    leads_back = np.concatenate([np.zeros(len(first), dtype=bool), np.ones(len(second), dtype=bool)])
    order = np.lexsort((leads_back, row))
    starts = np.concatenate([start[first], back_start[second]])[order]
    ends = np.concatenate([end[first], back_end[second]])[order]
    row, leads_back = row[order], leads_back[order]
    sequence = 1 + (leads_back & out[row]).astype(np.int64)
    return (row, sequence, starts, ends, np.zeros(len(row), dtype=bool)), leads_back, by_date


def _whole(rows: Rows, verdicts: Verdicts, way: str) -> Mask:
    """Rows that have both places of a way; with one alone there is a flight that cannot be told."""
    origin, destination = rows.filled(f"{way}_origin"), rows.filled(f"{way}_destination")
    verdicts.enter(destination & ~origin, "missing_origin", column=rows.header(f"{way}_origin"))
    verdicts.enter(origin & ~destination, "missing_destination", column=rows.header(f"{way}_destination"))
    return origin & destination
