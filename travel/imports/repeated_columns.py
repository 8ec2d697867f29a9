"""Columns of one header: where they say different things, the row asks which of them is meant."""

import re

import numpy as np

from travel.imports.folding import fold, fold_header
from travel.imports.grid import TextColumn
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.wording import column_ask

# Fields that have one column: what a second one of the same name says cannot be passed over.
ONCE = ("origin", "destination", "route", "departure_date", "passengers")


def _repeated(rows: Rows, field: str) -> list[int]:
    """The positions of the columns that have the header of a field, its own first."""
    if field not in rows.matched:
        return []
    again = re.compile(re.escape(rows.header(field)) + r" \(\d+\)")  # as the table names repeated headers
    own = rows.matched[field][0]
    return [own, *(place for place, header in enumerate(rows.table.headers) if again.fullmatch(header))]


def _differs(rows: Rows, own: int, other: int) -> Mask:
    texts = rows.table.columns[other]
    differs: Mask = texts.map(bool, bool) & (texts.map(fold, object) != rows.table.columns[own].map(fold, object))
    return differs


def _column_key(rows: Rows, field: str) -> str:
    return f"column:{fold_header(rows.header(field))}"


def take_columns(rows: Rows, verdicts: Verdicts) -> None:
    """Where columns of one header differ, the one that was answered is read."""
    if not verdicts.asking.has("column:"):
        return
    for field in ONCE:
        places = _repeated(rows, field)
        key = _column_key(rows, field)
        numbers = {str(number): place for number, place in enumerate(places, start=1)}
        answer = verdicts.asking.answer(key, numbers) if len(places) > 1 else ""
        if not answer:
            continue
        differs = np.logical_or.reduce([_differs(rows, places[0], other) for other in places[1:]])
        for row in np.flatnonzero(differs).tolist():
            verdicts.asking.use(row, key, f"column {answer} of '{rows.header(field)}' is meant")
        texts = rows.column(field).texts()
        texts[differs] = rows.table.columns[numbers[answer]].texts()[differs]
        rows.instead[field] = TextColumn.of(texts)


def enter_repeated_columns(rows: Rows, verdicts: Verdicts) -> None:
    """Rows in which a second column of the same name says something else, as an outbound and a return would."""
    for field in ONCE:
        places = _repeated(rows, field)
        if field in rows.instead:
            continue
        headers = [rows.table.headers[place] for place in places]
        for other in places[1:]:
            verdicts.enter(
                _differs(rows, places[0], other), "repeated_column",
                column=rows.header(field), values=rows.table.columns[other],
                ask=lambda row, field=field, headers=headers: column_ask(  # type: ignore[misc]
                    _column_key(rows, field), rows.header(field), headers
                ),
            )  # fmt: skip
