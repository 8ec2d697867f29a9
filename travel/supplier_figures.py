"""The suppliers' figures of a batch, kept beside ours in the database; our totals never hold any of them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from travel.bulk import insert, reserve_ids
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.totals import MILLIGRAMS_PER_KG
from travel.imports.frames import Judged
from travel.imports.supplier import FIELDS, Compared, as_data, compare
from travel.models import BatchRow, ImportBatch, SupplierFigure

COLUMNS = ("id", "batch_id", "row_id", "kind", "column", "given", "unit", "value", "ours", "flag")
GIVEN_LENGTH, COLUMN_LENGTH = 60, 200
BLOCK_ROWS = 50_000


class Comparison:
    """Takes the legs of a reading with their estimates block by block; then tells how the source's figures compare.

    CO2 stands beside the estimate by the return's method. decided: findings kept when the whole file was read, for a
    reading of some of its rows.
    """

    def __init__(self, judged: Judged, decided: Sequence[Mapping[str, Any]] = ()) -> None:
        self.judged = judged
        self._decided = {one["column"]: one for one in decided}
        states_any = any(field in judged.rows.matched for field, _kind in FIELDS)
        self._ours = np.full(judged.rows.size, np.nan) if states_any else None

    def add(self, legs: pd.DataFrame, estimates: pd.DataFrame) -> None:
        """legs: row_position, passengers. estimates as travel.estimation gives them, leg pointing into their index."""
        of_method = estimates[estimates["method"] == RETURN_METHOD]
        if self._ours is None or not len(of_method):
            return
        of = legs.loc[of_method["leg"]]
        each = of_method["total_mg"].to_numpy(dtype=float) / MILLIGRAMS_PER_KG / of["passengers"].to_numpy(dtype=float)
        rows, back = np.unique(of["row_position"].to_numpy(dtype=np.int64), return_inverse=True)
        self._ours[rows] = np.bincount(back, weights=each)

    @cached_property
    def columns(self) -> list[Compared]:
        return [] if self._ours is None else compare(self.judged, self._ours, self._decided)

    def findings(self) -> list[dict[str, Any]]:
        """What was found of each column, as it is kept in the preview of a batch."""
        return [as_data(column) for column in self.columns]


def write(batch: ImportBatch, columns: Sequence[Compared]) -> None:
    """Keep the figures of these columns, beside the rows of the batch that are written already."""
    if not columns:
        return
    positions, ids = _row_ids(batch)
    for column in columns:
        of = ids[np.searchsorted(positions, column.rows)]
        for start in range(0, len(of), BLOCK_ROWS):
            _insert(batch, column, slice(start, start + BLOCK_ROWS), of)


def write_again(batch: ImportBatch, columns: Sequence[Compared], positions: Sequence[int]) -> None:
    """Keep the figures of the rows at these positions anew, after an answer changed what they are."""
    for start in range(0, len(positions), BLOCK_ROWS // 10):
        some = positions[start : start + BLOCK_ROWS // 10]
        SupplierFigure.objects.filter(batch=batch, row__position__in=some).delete()
    write(batch, columns)


def _row_ids(batch: ImportBatch) -> tuple[Any, Any]:
    """Positions of the batch's rows, ascending, and their ids."""
    pairs = BatchRow.objects.filter(batch=batch).order_by("position").values_list("position", "id")
    found = np.fromiter(pairs.iterator(chunk_size=BLOCK_ROWS), dtype=np.dtype("i8,i8"))
    return found["f0"], found["f1"]


def _insert(batch: ImportBatch, column: Compared, block: slice, row_ids: Any) -> None:
    rows = row_ids[block].tolist()
    ids = reserve_ids(SupplierFigure, len(rows))
    header, unit = column.header[:COLUMN_LENGTH], column.decided.unit
    given = [text[:GIVEN_LENGTH] for text in column.given[block]]
    lines = zip(ids, rows, given, _known(column.value[block]), _known(column.ours[block]), column.flag[block],
                strict=True)  # fmt: skip
    insert(
        SupplierFigure,
        COLUMNS,
        (
            (id_, batch.pk, row, column.kind, header, text, unit, value, ours, flag)
            for id_, row, text, value, ours, flag in lines
        ),
    )


def _known(values: Any) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]
