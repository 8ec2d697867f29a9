import csv
import io
from datetime import date

import openpyxl
import pytest

from travel.views.downloads import csv_response, name_beside, safe_text, xlsx_response


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "  =1+1", "\ufeff=1", "\tx", "\rx", "＝1+1"])
def test_text_that_a_spreadsheet_would_run_gets_a_quote(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-570", "-$310.00", "+41 79 123 45 67", "-3.5%", "GVA/ZRH", "", "2025-03-18"])
def test_numbers_amounts_and_telephones_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


def test_a_csv_download_is_an_attachment_that_is_not_sniffed() -> None:
    response = csv_response("legs.csv", ["from", "km"], [["=A1", 12.5], [None, date(2025, 3, 18)]])

    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))  # type: ignore[call-overload]
    assert rows == [["from", "km"], ["'=A1", "12.5"], ["", "2025-03-18"]]
    assert response["Content-Disposition"] == 'attachment; filename="legs.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_workbook_has_typed_cells_and_no_formula() -> None:
    response = xlsx_response("legs.xlsx", ["from", "km", "on"], [["=A1", 12.5, date(2025, 3, 18)]], "Legs")

    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))  # type: ignore[call-overload]
    cells = book["Legs"][2]
    assert [cell.data_type for cell in cells] == ["s", "n", "d"]
    assert cells[0].value == "=A1"
    assert cells[2].value.date() == date(2025, 3, 18)


def test_a_download_is_named_after_the_file() -> None:
    assert name_beside("bookings.march.xlsx", "rejected", "csv") == "bookings.march-rejected.csv"
