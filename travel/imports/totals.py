"""Rows of totals: recognised, used as a check of what was read, and left out."""

import numpy as np

from travel.imports.folding import fold
from travel.imports.rows import Mask, Rows
from travel.imports.table import is_header_again
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import listed

_FIGURES = ("amount", "distance", "distance_miles", "co2", "passengers")
# "Subtotal Geneva": words that nobody is called, and that may have something behind them.
_BEGINNINGS = ("total ", "grand total", "sub total", "subtotal ", "sous total ", "zwischensumme ", "gran total ",
               "subtotale ", "total geral ")  # fmt: skip
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
    said = np.zeros(rows.size, dtype=bool)
    before = np.zeros(rows.size, dtype=bool)
    for column in rows.table.columns:
        # Only a row's first filled cell can say that it is a total.
        said |= ~before & column.map(lambda text: _says_total(text, words), bool)
        before |= column.map(bool, bool)
    # The word may stand in any column, also in one of ours, but then the row has little else.
    totals = said & (no_booking | (filled <= 4))
    sums = _sums(rows, ~(totals | ~verdicts.open))
    unnamed = no_booking & ~totals & (filled >= 1) & (filled <= 4) & _matches(rows, sums)
    if unnamed.any():
        sums = _sums(rows, ~(totals | unnamed | ~verdicts.open))
    verdicts.enter(totals | unnamed, "totals_row", parts=lambda row: {"notes": _check(rows, sums, row)})
    alone = (filled == 1) & ~rows_with_legs(rows)
    if alone.any():
        remark = np.zeros(rows.size, dtype=bool)
        for column in rows.table.columns:
            remark |= column.map(lambda text: len(fold(text).split()) >= 3 or text.startswith(("*", "†")), bool)
        verdicts.enter(alone & remark, "note_row")


def _filled_cells(rows: Rows) -> np.ndarray:
    filled = np.zeros(rows.size, dtype=np.int16)
    for column in rows.table.columns:
        filled += column.map(bool, np.int16)
    return filled


def rows_with_legs(rows: Rows) -> Mask:
    """Rows whose origin and destination, or route, hold a text."""
    ends = rows.filled("origin") & rows.filled("destination")
    legs: Mask = ends | rows.filled("route")
    for column in rows.columns("segment"):
        legs |= column.map(bool, bool)
    return legs


def _says_total(text: str, words: frozenset[str]) -> bool:
    # Long cells and numbers are no such word; most cells are told by this alone.
    if len(text) > 40 or not text[:1].isalpha():
        return False
    folded = fold(text)
    return folded in words or folded.startswith(_BEGINNINGS)


def _sums(rows: Rows, counts: Mask) -> dict[str, float]:
    """Sum of each column of figures over the rows that are no totals."""
    sums = {}
    for field in _FIGURES:
        if rows.has(field):
            values = rows.numbers(field).values
            sums[field] = float(np.nansum(np.where(counts, values, np.nan)))
    return sums


def _matches(rows: Rows, sums: dict[str, float]) -> Mask:
    """Rows in which some figure equals the sum of its column and all others stand near empty."""
    found = np.zeros(rows.size, dtype=bool)
    for field, total in sums.items():
        values = rows.numbers(field).values
        # The row itself was counted in the sum when its word did not say that it is a total.
        found |= (np.abs(2 * values - total) < 0.01) & (np.abs(values) > 0)
    return found


def _check(rows: Rows, sums: dict[str, float], row: int) -> str:
    """What the totals row says of the rows read."""
    notes = []
    for field, total in sums.items():
        value = rows.numbers(field).values[row]
        if np.isnan(value):
            continue
        header = rows.header(field)
        if abs(value - total) <= max(0.01, abs(total) * 1e-6):
            notes.append(f"{header} agrees with the rows above.")
        else:
            notes.append(f"{header} says {value:,.2f} and the rows above sum up to {total:,.2f}.")
    return " ".join(notes)
