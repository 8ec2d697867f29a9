"""Files that views hand out: CSV and XLSX in which nothing runs as a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook

Cell = str | int | float | date | datetime | None

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What makes a spreadsheet take a text for a formula, after blanks and the byte order mark.
STARTS_A_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n\0]")
# Numbers, amounts, dates, telephone numbers: they begin with a sign and are none.
HARMLESS = re.compile(r"^[+-]?\s*[$€£]?\s*\d[\d\s.,:'’/\-()]*%?$")


def safe_text(text: str) -> str:
    """The text as a CSV cell for people: with ' in front where a spreadsheet would run it."""
    if STARTS_A_FORMULA.match(text) and not HARMLESS.match(text):
        return f"'{text}"
    return text


class _Echo:
    """What csv.writer writes to: gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """A CSV (UTF-8 with byte order mark, so that spreadsheets read the names right), sent as it is made."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow([safe_text(str(title)) for title in header])
        for row in rows:
            yield writer.writerow([_csv_cell(cell) for cell in row])

    return as_download(StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8"), name)


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return safe_text(cell) if isinstance(cell, str) else str(cell)


def xlsx_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str) -> HttpResponseBase:
    """A workbook with typed cells and a header that stays in view."""
    content = BytesIO()
    book = Workbook(
        content,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, title in enumerate(header):
        page.write_string(0, column, str(title), bold)
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(header) - 1, 0), 16)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_typed(page, line, column, cell, day)
    book.close()
    content.seek(0)
    return as_download(FileResponse(content, content_type=XLSX_TYPE), name)


def _write_typed(page: Any, line: int, column: int, cell: Cell, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        page.write_datetime(line, column, timezone.make_naive(cell) if timezone.is_aware(cell) else cell, day)
    elif isinstance(cell, date):
        page.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, int | float):
        page.write_number(line, column, cell)
    else:
        page.write_string(line, column, cell)


def table_response(
    ending: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str
) -> HttpResponseBase:
    """A list in the form that its address ends in, csv or xlsx; any other is not found. name: without the ending."""
    if ending == "csv":
        return csv_response(f"{name}.csv", header, rows)
    if ending == "xlsx":
        return xlsx_response(f"{name}.xlsx", header, rows, sheet)
    raise Http404


def exports(view: str, query: str, *args: Any) -> list[tuple[str, str]]:
    """What a list offers to take away: word and address of each form, narrowed as the list is by the query."""
    return [(ending.upper(), f"{reverse(view, args=[*args, ending])}?{query}") for ending in ("csv", "xlsx")]


def as_download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """The response as a file to save: never shown, sniffed or kept by a cache in between."""
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def name_beside(file_name: str, what: str, ending: str) -> str:
    """`bookings.xlsx` with `rejected` and `csv`: `bookings-rejected.csv`."""
    return f"{PurePath(file_name).stem}-{what}.{ending}"
