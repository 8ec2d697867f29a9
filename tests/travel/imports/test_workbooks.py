"""Workbooks as agencies send them: merged cells, headers of two lines, hidden rows, several tables, and old XLS."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from tests.travel.imports.booking_file import first_dates, legs, reasons, verdicts
from travel.imports.reading import Reading, read_bookings

HEADER = ["Origin", "Destination", "Departure Date", "Cabin", "Ticket Number"]
DAY = dt.date(2025, 3, 18)


@pytest.fixture
def sheet() -> Any:
    return openpyxl.Workbook().active


def _read(sheet: Any, tmp_path: Path, **options: Any) -> Reading:
    sheet.parent.save(tmp_path / "book.xlsx")
    return read_bookings(tmp_path / "book.xlsx", **options)


def test_a_cell_merged_down_stands_for_all_its_rows(sheet: Any, tmp_path: Path) -> None:
    for row in (HEADER, ["GVA", "JFK", DAY, "Y", 7241234567890], [None, "NBO", DAY, "Y", 7241234567891]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    assert legs(_read(sheet, tmp_path)) == ["GVA-JFK", "GVA-NBO"]


def test_a_header_of_two_lines_under_merged_words_is_joined(sheet: Any, tmp_path: Path) -> None:
    for row in (["Report"], ["Outbound", None, None, "Return", None, None], ["From", "To", "Date"] * 2,
                ["GVA", "JFK", DAY, "JFK", "GVA", dt.date(2025, 3, 25)]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("D2:F2")
    reading = _read(sheet, tmp_path)
    assert legs(reading) == ["GVA-JFK JFK-GVA"]
    assert reading.rows["line"].tolist() == [4]


def test_hidden_rows_count_and_say_so(sheet: Any, tmp_path: Path) -> None:
    for row in (HEADER, ["GVA", "JFK", DAY, "Y", 1], ["GVA", "NBO", DAY, "Y", 2], ["GVA", "QQQ", DAY, "Y", 3]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    reading = _read(sheet, tmp_path)
    assert verdicts(reading) == ["flight", "flight", "rejected"]
    said = [sentence.endswith("The row is hidden in the workbook.") for sentence in reading.rows["sentence"]]
    assert said == [False, True, True]
    assert reading.decided["Hidden rows"] == "2 rows are hidden in the workbook and read like the others: 3, 4"


def test_hidden_columns_are_read_and_named(sheet: Any, tmp_path: Path) -> None:
    for row in (HEADER, ["GVA", "JFK", DAY, "C", 1]):
        sheet.append(row)
    sheet.column_dimensions["D"].hidden = True
    reading = _read(sheet, tmp_path)
    assert reading.legs["cabin"].tolist() == ["business"]
    assert reading.decided["Hidden columns"] == "read like the others: Cabin"


def test_tables_below_each_other_are_read_by_their_own_headers(sheet: Any, tmp_path: Path) -> None:
    for row in (["January"], HEADER, ["GVA", "JFK", DAY, "Y", 1], [], ["February"],
                ["Departure Date", "Ticket Number", "Origin", "Destination"], [DAY, 2, "GVA", "NBO"]):  # fmt: skip
        sheet.append(row)
    reading = _read(sheet, tmp_path)
    assert legs(reading) == ["GVA-JFK", "GVA-NBO"]
    assert reading.rows["line"].tolist() == [3, 7]


def test_subtotals_and_totals_are_left_out_and_checked(sheet: Any, tmp_path: Path) -> None:
    for row in ([*HEADER, "Amount"], ["GVA", "JFK", DAY, "Y", 1, 100], ["Subtotal", None, None, None, None, 100], [],
                ["GVA", "NBO", DAY, "Y", 2, 50], ["Grand Total", None, None, None, None, 150]):  # fmt: skip
        sheet.append(row)
    assert reasons(_read(sheet, tmp_path)) == ["flight", "totals_row", "flight", "totals_row"]


def test_numbers_and_dates_kept_as_text_are_read(sheet: Any, tmp_path: Path) -> None:
    for row in ([*HEADER, "Amount"], ["GVA", "JFK", "'18.03.2025", "Y", "'7241234567890", "'1.234,50"]):
        sheet.append(row)
    reading = _read(sheet, tmp_path)
    assert first_dates(reading) == ["2025-03-18"]
    assert reading.legs["ticket"].tolist() == ["7241234567890"]


def _xls(tmp_path: Path, rows: list[list[Any]], *, from_1904: bool = False, merged: bool = False) -> Path:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    page = book.add_sheet("Flights")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                page.write(line, place, cell, style if isinstance(cell, dt.date) else xlwt.Style.default_style)
    if merged:
        page.merge(1, 2, 0, 0)
    path = tmp_path / "old.xls"
    book.save(str(path))
    return path


def test_an_old_workbook_is_read_with_its_dates_tickets_and_merged_cells(tmp_path: Path) -> None:
    rows = [HEADER, ["GVA", "JFK", DAY, "Business", 7241234567890.0], [None, "NBO", "19.03.2025", "Y", "7241234567891"]]
    reading = read_bookings(_xls(tmp_path, rows, merged=True))
    assert legs(reading) == ["GVA-JFK", "GVA-NBO"]
    assert first_dates(reading) == ["2025-03-18", "2025-03-19"]
    assert reading.legs["ticket"].tolist() == ["7241234567890", "7241234567891"]
    assert reading.legs["cabin"].tolist() == ["business", "economy"]


def test_an_old_workbook_that_counts_from_1904_is_read_so(tmp_path: Path) -> None:
    rows = [HEADER, ["GVA", "JFK", DAY, "Y", "1"], ["GVA", "NBO", 44272, "Y", "2"]]
    reading = read_bookings(_xls(tmp_path, rows, from_1904=True))
    assert first_dates(reading) == ["2025-03-18", "2025-03-18"]
    assert reading.decided["Days counted from"] == "1904"
