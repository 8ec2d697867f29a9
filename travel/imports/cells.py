"""The cells of rows by header: as values for a few rows, as JSON for many. Those that name a person stand apart."""

import json
from itertools import repeat

import numpy as np
import pandas as pd

from travel.imports.rows import Rows


def shown_cells(rows: Rows, row: int) -> dict[str, str]:
    """The cells of a row that name nobody."""
    return _of(rows, row, _unnamed(rows))


def with_cells(rows: Rows, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of all rows with their cells, and personal, those that name a person.

    Sheets that were not read come last and have none.
    """
    for name, places in (("cells", _unnamed(rows)), ("personal", sorted(rows.personal))):
        column = np.empty(len(frame), dtype=object)
        column[:] = [_of(rows, row, places) if row < rows.size else {} for row in range(len(frame))]
        frame[name] = column
    return frame


def written_cells(rows: Rows, start: int, stop: int) -> tuple[list[str], list[str | None]]:
    """The same of rows from start to before stop as JSON texts; personal is None where there are none."""
    of = slice(start, min(stop, rows.size))
    unread = max(stop - max(start, rows.size), 0)
    shown: list[str] = _written(rows, of, _unnamed(rows))
    personal: list[str | None] = list(_written(rows, of, sorted(rows.personal))) if rows.personal else []
    missing = max(min(stop, rows.size) - start, 0) - len(personal)
    return [*shown, *repeat("{}", unread)], [*personal, *repeat(None, missing + unread)]


def _unnamed(rows: Rows) -> list[int]:
    return [place for place in range(len(rows.table.headers)) if place not in rows.personal]


def _of(rows: Rows, row: int, places: list[int]) -> dict[str, str]:
    return {rows.table.headers[place]: rows.table.columns[place][row] for place in places}


def _written(rows: Rows, of: slice, places: list[int]) -> list[str]:
    """Each distinct text of a column is written once, which is several times as fast as a row at a time."""
    parts = []
    for place in places:
        column, header = rows.table.columns[place], json.dumps(rows.table.headers[place], ensure_ascii=False)
        codes = column.codes[of]
        used, back = np.unique(codes, return_inverse=True)
        texts = [f"{header}: {json.dumps(column.uniques[code], ensure_ascii=False)}" for code in used.tolist()]
        parts.append([texts[at] for at in back.tolist()])
    if not parts:
        return ["{}"] * len(range(*of.indices(rows.size)))
    return [f"{{{', '.join(cells)}}}" for cells in zip(*parts, strict=True)]
