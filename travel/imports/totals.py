"""Rows of totals: recognised, used as a check of what was read, and left out."""

import numpy as np

from travel.imports.folding import fold, is_empty
from travel.imports.numbers import read_numbers
from travel.imports.rows import Mask, Rows
from travel.imports.table import is_header_again
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import listed

_FIGURES = ("amount", "distance", "distance_miles", "co2", "passengers")
_BOOKING = ("origin", "destination", "route", "ticket", "traveller", "departure_date", "booking_reference")


def enter_totals(rows: Rows, verdicts: Verdicts) -> None:
    """Repeated headers, remarks and totals rows get their verdict."""
    verdicts.enter(is_header_again(rows.table, rows.table.headers), "repeated_header")
    filled = _filled_cells(rows)
    no_booking = np.ones(rows.size, dtype=bool)
    for field in _BOOKING:
        if rows.has(field):
            no_booking &= ~rows.filled(field)
    words = listed("totals")
    first = np.full(rows.size, "", dtype=object)
    for column in rows.table.columns:
        empty = first == ""
        first[empty] = column.texts()[empty]
    said = np.array([_says_total(text, words) for text in first], dtype=bool)
    # The word may stand in any column, also in one of ours, but then the row has little else.
    totals = said & (no_booking | (filled <= 4))
    sums = _sums(rows, ~(totals | ~verdicts.open))
    unnamed = no_booking & ~totals & (filled >= 1) & (filled <= 4) & _matches(rows, sums)
    verdicts.enter(totals | unnamed, "totals_row", parts=lambda row: {"notes": _check(rows, sums, row)})
    long = np.array([len(fold(text).split()) >= 3 or text.startswith(("*", "†")) for text in first], dtype=bool)
    verdicts.enter((filled == 1) & long & ~rows_with_legs(rows), "note_row")


def _filled_cells(rows: Rows) -> np.ndarray:
    filled = np.zeros(rows.size, dtype=np.int64)
    for column in rows.table.columns:
        filled += column.map(bool, np.int64)
    return filled


def rows_with_legs(rows: Rows) -> Mask:
    """Rows whose origin and destination, or route, hold a text."""
    ends = rows.filled("origin") & rows.filled("destination")
    legs: Mask = ends | rows.filled("route")
    for column in rows.columns("segment"):
        legs |= column.map(bool, bool)
    return legs


def _says_total(text: str, words: frozenset[str]) -> bool:
    folded = fold(text)
    return folded in words or (folded.startswith(("total ", "grand total", "sub total")) and len(folded) < 40)


def _sums(rows: Rows, counts: Mask) -> dict[str, float]:
    """Sum of each column of figures over the rows that are no totals."""
    sums = {}
    for field in _FIGURES:
        if rows.has(field):
            values = read_numbers(rows.column(field), counts, rows.profile.decimal).values
            sums[field] = float(np.nansum(np.where(counts, values, np.nan)))
    return sums


def _matches(rows: Rows, sums: dict[str, float]) -> Mask:
    """Rows in which some figure equals the sum of its column and all others stand near empty."""
    found = np.zeros(rows.size, dtype=bool)
    counts = np.ones(rows.size, dtype=bool)
    for field, total in sums.items():
        values = read_numbers(rows.column(field), counts, rows.profile.decimal).values
        # The row itself was counted in the sum when its word did not say that it is a total.
        found |= (np.abs(2 * values - total) < 0.01) & (np.abs(values) > 0)
    return found


def _check(rows: Rows, sums: dict[str, float], row: int) -> str:
    """What the totals row says of the rows read."""
    notes = []
    counts = np.ones(rows.size, dtype=bool)
    for field, total in sums.items():
        column = rows.column(field)
        if is_empty(column[row]):
            continue
        value = read_numbers(column, counts, rows.profile.decimal).values[row]
        if np.isnan(value):
            continue
        header = rows.header(field)
        if abs(value - total) <= max(0.01, abs(total) * 1e-6):
            notes.append(f"{header} agrees with the rows above.")
        else:
            notes.append(f"{header} says {value:,.2f} and the rows above sum up to {total:,.2f}.")
    return " ".join(notes)
