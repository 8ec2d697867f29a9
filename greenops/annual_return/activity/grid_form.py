"""What a person sent from the grid: which readings it gives and removes, and where an error belongs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from greenops.annual_return.activity.grid import MONTH_NUMBERS, GridRow, RowKey
from greenops.annual_return.activity.quantities import QuantityRefused, parse_cell
from greenops.annual_return.activity.reading_checks import Given
from greenops.annual_return.models import ActivityReading

MOST_ROWS = 200


@dataclass(frozen=True)
class SentRow:
    """texts: month -> what stands in its cell. seen: month -> (what the page showed, version of its reading)."""

    key: RowKey
    unit: str
    method: str
    texts: Mapping[int, str]
    seen_unit: str
    seen_method: str
    seen: Mapping[int, tuple[str, str]]

    def is_changed(self, month: int) -> bool:
        was = self.seen.get(month, ("", ""))[0]
        row_changed = (self.unit, self.method) != (self.seen_unit, self.seen_method)
        return self.texts[month] != was or (row_changed and bool(self.texts[month]))


@dataclass
class Sent:
    """givens, with the row and month of each; removed; errors: (number of the row, month) -> sentence."""

    rows: list[SentRow]
    givens: list[Given] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    removed: list[ActivityReading] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def sent_rows(data: Mapping[str, Any]) -> list[SentRow]:
    """The rows of the form; what is no row of the catalogue is left out."""
    rows = []
    for number in range(MOST_ROWS):
        key = RowKey.of_token(data.get(f"r{number}-key", ""))
        if key is None:
            continue
        seen_unit, seen_method, cells = _seen(data.get(f"r{number}-seen", ""))
        months = MONTH_NUMBERS if len(cells) != 1 else [int(data.get(f"r{number}-month", 1) or 1)]
        seen = dict(zip(months, cells, strict=False))
        rows.append(
            SentRow(
                key=key,
                unit=data.get(f"r{number}-unit", seen_unit),
                method=data.get(f"r{number}-method", seen_method),
                # A closed cell is not sent: it stays as it was.
                texts={month: data.get(f"r{number}-m{month}", seen.get(month, ("",))[0]).strip() for month in months},
                seen_unit=seen_unit,
                seen_method=seen_method,
                seen=seen,
            )
        )
    return rows


def _seen(text: str) -> tuple[str, str, list[tuple[str, str]]]:
    try:
        unit, method, cells = json.loads(text)
        return str(unit), str(method), [(str(shown), str(version)) for shown, version in cells]
    except (ValueError, TypeError):
        return "", "", []


def read_sent(rows: Sequence[SentRow], year: int, usual: Mapping[RowKey, tuple[int, int]]) -> Sent:
    """Only what the person changed. usual: the first month and number of months that a cell of a yearly row means."""
    sent = Sent(list(rows))
    kept = _kept(rows, year)
    for number, row in enumerate(rows):
        for month in row.texts:
            if not row.is_changed(month):
                continue
            reading = kept.get((row.key, month))
            if (reading.entered_at.isoformat() if reading else "") != row.seen.get(month, ("", ""))[1]:
                sent.errors[number, month] = _(
                    "Somebody else changed this month since you opened the page. Open it again to see what is there."
                )
            elif not row.texts[month]:
                sent.removed += [reading] if reading else []
            else:
                _take(sent, number, row, month, year, usual.get(row.key, (1, 1))[1] if len(row.texts) == 1 else 1)
    return sent


def _take(sent: Sent, number: int, row: SentRow, month: int, year: int, months: int) -> None:
    try:
        cell = parse_cell(row.texts[month])
    except QuantityRefused as refused:
        sent.errors[number, month] = str(refused)
        return
    key = row.key
    sent.places.append((number, month))
    sent.givens.append(
        Given(
            site=key.site,
            stream=key.stream,
            detail=key.detail,
            channel=key.channel,
            route=key.route,
            meter=key.meter,
            year=year,
            month=month,
            months=cell.months or months,
            quantity=cell.quantity,
            unit=cell.unit or row.unit,
            method=cell.method or row.method,
        )
    )


def _kept(rows: Sequence[SentRow], year: int) -> dict[tuple[RowKey, int], ActivityReading]:
    sites, streams = {row.key.site for row in rows}, {row.key.stream for row in rows}
    found = ActivityReading.objects.filter(site__code__in=sites, stream__in=streams, year=year)
    return {
        (RowKey.of_reading(reading, reading.site.code), reading.month): reading
        for reading in found.select_related("site", "meter")
    }


def show_again(rows: Sequence[GridRow], sent: Sent) -> int:
    """What was typed, with its errors, in rows as they are kept; how many errors have no cell on the page."""
    by_key = {row.key: (number, row) for number, row in enumerate(sent.rows)}
    shown = set()
    for grid_row in rows:
        number, row = by_key.get(grid_row.key, (-1, None))
        if row is None:
            continue
        grid_row.unit, grid_row.method = row.unit, row.method
        grid_row.seen_unit, grid_row.seen_method = row.seen_unit, row.seen_method
        if row.unit not in grid_row.units:
            grid_row.units = (row.unit, *grid_row.units)
        for cell in grid_row.cells:
            if cell.month in row.texts:
                cell.text = row.texts[cell.month]
                cell.seen, cell.version = row.seen.get(cell.month, ("", ""))
            cell.error = sent.errors.get((number, cell.month), "")
            if cell.error:
                cell.closed, cell.hint = "", None
                shown.add((number, cell.month))
    return len(set(sent.errors) - shown)
