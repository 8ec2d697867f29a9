"""The year's report as a workbook of typed cells and as one CSV file."""

import csv
import io
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from greenops.insight.year_report import YearReport
from greenops.insight.year_tables import Kind, Table, Value
from travel.views.downloads import safe_text

CSV_COLUMNS: Final = ("year", "method", "gas_unit", "breakdown", "item", "figure", "value", "unit")
UNITS: Final = {Kind.COUNT: "", Kind.DISTANCE: "km", Kind.SHARE: "share"}
FORMATS: Final = {
    Kind.TEXT: "@", Kind.COUNT: "#,##0", Kind.DISTANCE: "#,##0", Kind.MASS: "#,##0.0##", Kind.SHARE: "0.0%",
}  # fmt: skip


def year_csv(report: YearReport) -> str:
    """One figure a line, not rounded: breakdown (total, month, unit ...), item, figure, value, unit.

    A figure that is not shown has no line.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for breakdown, item, figure, value, unit in _figures(report):
        writer.writerow([report.year, report.method.code, report.unit, breakdown, safe_text(item), figure, value, unit])
    return out.getvalue()


def _figures(report: YearReport) -> list[tuple[str, str, str, Value, str]]:
    lines: list[tuple[str, str, str, Value, str]] = []
    totals_of = next(table for table in report.tables if table.total)
    for table in report.tables:
        named = [(table.key, row) for row in table.rows]
        if table is totals_of and table.total:
            named.insert(0, ("total", table.total))
        elif table.key == "waiting" and table.total:
            named.append((table.key, table.total))
        for breakdown, row in named:
            item = str(row.values[0])
            for column, value in list(zip(table.columns, row.values, strict=True))[1:]:
                if value is not None:
                    unit = column.unit or UNITS[column.kind]
                    lines.append((breakdown, item, column.key, column.exact(value), unit))
    return lines


def year_workbook(report: YearReport) -> bytes:
    """A sheet with the headline and what must be known about it, then one sheet a table."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties(
            {
                "title": report.title,
                "company": report.organization,
                "created": report.made_at.replace(tzinfo=None),
            }
        )
        formats = {kind: workbook.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        bold = workbook.add_format({"bold": True})
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        _summary_sheet(workbook.add_worksheet(_("Summary")), report, formats, bold, wrapped)
        for table in report.tables:
            _table_sheet(workbook.add_worksheet(table.title[:31]), table, formats, head)
    return out.getvalue()


def _summary_sheet(sheet: Any, report: YearReport, formats: dict[Kind, Any], bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, report.title, bold)
    sheet.write_string(0, 1, report.organization, bold)
    sheet.write_string(1, 0, f"{_('Air travel, delegates off')} ({report.unit})")
    sheet.write_number(1, 1, report.figures.off.total_mg / 1_000_000_000, formats[Kind.MASS])
    words = [
        (_("Units"), report.part or _("The whole organization")),
        (_("Method"), f"{report.note.label}, {report.note.edition}"),
        (_("Equation"), report.note.equation),
        (_("Includes"), report.note.includes),
        (_("Remark"), report.note.remark),
        (_("Source of the method"), report.note.source),
        (_("Boundary"), f"{report.boundary} ({_('edition')} {report.figures.boundary.edition})"),
        *((statement.label, f"{statement.value} {statement.unit}".strip()) for statement in report.statements),
        *((_("Note"), remark) for remark in report.remarks),
        *([(_("Waiting"), report.waiting)] if report.waiting else []),
        (_("Made"), f"{report.made_at:%Y-%m-%d %H:%M %Z}, GreenOps {report.code_version}"),
    ]
    if report.is_demonstration:
        words.insert(0, (_("Demonstration data"), _("Made by a generator; no real person, trip or figure.")))
    for place, (name, text) in enumerate(words, start=2):
        sheet.write_string(place, 0, name)
        sheet.write_string(place, 1, text, wrapped)


def _table_sheet(sheet: Any, table: Table, formats: dict[Kind, Any], head: Any) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(table.columns) - 1, 16)
    for place, (heading, _is_number) in enumerate(table.headings):
        unit = table.columns[place].unit
        sheet.write_string(0, place, f"{heading} ({unit})" if unit else heading, head)
    rows = [*table.rows, *([table.total] if table.total else [])]
    for line, row in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row.values, strict=True)):
            exact = column.exact(value)
            if isinstance(exact, str):
                sheet.write_string(line, place, exact)
            elif exact is not None:
                sheet.write_number(line, place, exact, formats[column.kind])
    if table.note:
        sheet.write_string(len(rows) + 2, 0, table.note)
