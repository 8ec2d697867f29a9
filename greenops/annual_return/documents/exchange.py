"""Input files made by a mapping: the return in the columns that somebody else asks for."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from math import fsum
from typing import Any, Final

from xlsxwriter import Workbook

from greenops.annual_return.computed import ComputedReturn, Line
from greenops.annual_return.documents.breakdown import LINE
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.mapping import FileMapping, MappingError, Sheet
from greenops.annual_return.documents.workbook import OPTIONS
from greenops.annual_return.models import ActivityReading
from travel.views.downloads import safe_text

Row = dict[str, Any]
Cell = str | int | float | None


def mapped_file(content: ReturnContent, mapping: FileMapping, *, delegates: bool = False) -> bytes:
    """The file. What is not known is an empty cell, never 0.

    Readings are those of the database, month by month; everything else is of the content. Raises MappingError where
    the mapping names a line that the form does not have, or delegates where the year was not computed with them.
    """
    computed = content.on if delegates else content.off
    if computed is None:
        raise MappingError("The year was not computed with delegates. Take the file without them.")
    known = {line.code for line in computed.lines}
    for sheet in mapping.sheets:
        if unknown := sorted(sheet.codes - known):
            raise MappingError(
                f"{mapping.key}.yaml, sheet {sheet.name}: the form {computed.edition} has no line '{unknown[0]}'. "
                "Correct the mapping."
            )
        if unknown := sorted(set(sheet.sections) - {section.code for section in computed.sections}):
            raise MappingError(
                f"{mapping.key}.yaml, sheet {sheet.name}: the form {computed.edition} has no section '{unknown[0]}'. "
                "Correct the mapping."
            )
    tables = [(sheet, list(_table(content, computed, sheet))) for sheet in mapping.sheets]
    return _as_csv(*tables[0]) if mapping.format == "csv" else _as_xlsx(content, mapping, tables)


def _table(content: ReturnContent, computed: ComputedReturn, sheet: Sheet) -> Iterator[list[Cell]]:
    shared = {
        "organization": content.said.organization,
        "abbreviation": content.said.abbreviation,
        "data_year": content.year,
        "report_year": content.report_year,
        "edition": computed.edition,
        "status": content.status,
        "delegates": "yes" if computed.delegates else "no",
    }
    for row in _ROWS[sheet.rows](content, computed, sheet):
        found = shared | row
        yield [_cell(column.text if column.text is not None else found.get(column.value or f"line {column.line}"))
               for column in sheet.columns]  # fmt: skip


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _chosen(computed: ComputedReturn, sheet: Sheet) -> list[Line]:
    """In the order that the mapping names them; all lines where it names none."""
    if sheet.lines:
        return [computed.line(code) for code in sheet.lines]
    return [line for line in computed.lines if not sheet.sections or line.section in sheet.sections]


def _lines(content: ReturnContent, computed: ComputedReturn, sheet: Sheet) -> Iterator[Row]:
    for line in _chosen(computed, sheet):
        yield vars(line)


def _inputs(content: ReturnContent, computed: ComputedReturn, sheet: Sheet) -> Iterator[Row]:
    for line in _chosen(computed, sheet):
        for given in line.inputs:
            part, whole = given.share or (None, None)
            site = "" if given.key.startswith(LINE) else given.key.split("/")[0]
            yield vars(given) | {"line": line.code, "site": site, "share_part": part, "share_whole": whole}


def _sites(content: ReturnContent, computed: ComputedReturn, sheet: Sheet) -> Iterator[Row]:
    """One row a site; a column of a line holds what the site adds to it, nothing where it adds nothing."""
    parts: dict[str, dict[str, list[float]]] = {}
    for code in {column.line for column in sheet.columns if column.line}:
        parts[code] = defaultdict(list)
        for given in computed.line(code).inputs:
            if given.value is not None and not given.key.startswith(LINE):
                parts[code][given.key.split("/")[0]].append(given.value)
    for card in content.said.sites:
        adds = {f"line {code}": fsum(found[card.code]) for code, found in parts.items() if card.code in found}
        part, whole = card.share or (None, None)
        yield asdict(card) | adds | {"share_part": part, "share_whole": whole}


def _readings(content: ReturnContent, computed: ComputedReturn, sheet: Sheet) -> Iterator[Row]:
    kept = ActivityReading.objects.filter(year=content.year).select_related("site")
    if sheet.streams:
        kept = kept.filter(stream__in=sheet.streams)
    for row in kept.order_by("site__code", "stream", "detail", "channel", "route", "month", "pk").iterator():
        yield {
            "site": row.site.code,
            "stream": row.stream,
            "detail": row.detail,
            "channel": row.channel,
            "route": row.route,
            "month": row.month,
            "months": row.months,
            "quantity": float(row.quantity),
            "given_unit": row.unit,
            "method": row.method,
            "note": row.note,
        }


_ROWS: Final[dict[str, Callable[[ReturnContent, ComputedReturn, Sheet], Iterable[Row]]]] = {
    "lines": _lines,
    "inputs": _inputs,
    "sites": _sites,
    "readings": _readings,
}


def _as_csv(sheet: Sheet, rows: list[list[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_text(column.heading) for column in sheet.columns])
    for row in rows:
        writer.writerow(["" if cell is None else safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _as_xlsx(content: ReturnContent, mapping: FileMapping, tables: list[tuple[Sheet, list[list[Cell]]]]) -> bytes:
    out = io.BytesIO()
    with Workbook(out, OPTIONS) as book:
        book.set_properties(
            {"title": mapping.title, "comments": mapping.claim, "created": content.moment.replace(tzinfo=None)}
        )
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for sheet, rows in tables:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.set_column(0, len(sheet.columns) - 1, 18)
            for place, column in enumerate(sheet.columns):
                page.write_string(0, place, column.heading, bold)
            for line, row in enumerate(rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(line, place, cell)
                    elif cell is not None:
                        page.write_number(line, place, cell)
    return out.getvalue()
