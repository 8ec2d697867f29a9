"""Rows in the shape they came in: format, separator, encoding, header and order, and why each does not count."""

import io
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from travel.imports.errors import FileRefused
from travel.imports.handed_back import HandedBack, Reasons, hand_back
from travel.imports.limits import Limits
from travel.imports.reading import read_bookings
from travel.views.downloads import safe_text

TITLE = "Why it does not count"
HEADERS = ["Reisender", "Origin", "Destination", "Departure Date", "Notes"]
SECOND = "MÜLLER/ÄNNE;GVA;XQX;2025-03-18;=1+1"


def back(path: Path, reasons: Reasons, headers: list[str] = HEADERS) -> HandedBack:
    return hand_back(
        path, file_name=path.name, headers=headers, reasons=reasons, title=TITLE, safe=safe_text, limits=Limits()
    )  # fmt: skip


def written(tmp_path: Path, content: bytes, name: str = "march.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def rejected(path: Path) -> dict[tuple[str, int], str]:
    rows = read_bookings(path).rows
    some = rows[rows["verdict"] == "rejected"]
    return {
        (sheet, int(line)): said
        for sheet, line, said in zip(some["sheet"], some["line"], some["sentence"], strict=True)
    }


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", ""), ("utf-8-sig", ""), ("cp1252", ""), ("utf-16", "")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_keeps_its_separator_encoding_and_line_ends(tmp_path: Path, encoding: str, mark: str, end: str):
    lines = [";".join(HEADERS), "LÖW/EVA;GVA;JFK;2025-03-18;", SECOND]
    path = written(tmp_path, (mark + end.join(lines) + end).encode(encoding))

    got = back(path, {("", 3): "Line 3: 'XQX' is no airport."})

    assert got.ending == "csv"
    expected = [f"{lines[0]};{TITLE}", "MÜLLER/ÄNNE;GVA;XQX;2025-03-18;'=1+1;Line 3: 'XQX' is no airport.", ""]
    assert got.content.decode(encoding) == end.join(expected)
    assert got.content.startswith(path.read_bytes()[:2])


def test_cells_are_as_they_were_typed(tmp_path: Path):
    path = written(
        tmp_path, b'"Origin","Destination","Departure Date","Notes"\n"GVA"," xqx ","18/03/2025","two\nlines, +41 79"\n'
    )

    got = back(path, {("", 2): "No."}, ["Origin", "Destination", "Departure Date", "Notes"])

    assert got.content.decode().splitlines()[1:] == ['GVA, xqx ,18/03/2025,"two', 'lines, +41 79",No.']


def test_titles_above_the_header_and_other_rows_stay_behind_and_a_declared_separator_is_kept(tmp_path: Path):
    path = written(
        tmp_path,
        b"sep=|\nReport of March||||\n"
        + "|".join(HEADERS).encode()
        + b"\nA|GVA|JFK|2025-03-18|\nB|GVA|XQX|2025-03-18|\n",
    )

    lines = back(path, {("", 5): "No."}).content.decode().splitlines()

    assert lines == ["sep=|", f"{'|'.join(HEADERS)}|{TITLE}", "B|GVA|XQX|2025-03-18||No."]


def test_a_sentence_that_the_encoding_cannot_hold_makes_it_utf_8(tmp_path: Path):
    path = written(tmp_path, (";".join(HEADERS) + "\nMÜLLER;GVA;XQX;2025-03-18;\n").encode("cp1252"))

    assert "Женева" in back(path, {("", 2): "Женева"}).content.decode("utf-8-sig")


def test_a_workbook_stays_one_with_its_sheet_header_and_order(tmp_path: Path):
    path = tmp_path / "march.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Flights in March")
        page.write(0, 0, "Report")
        page.write_row(2, 0, HEADERS)
        page.write_row(3, 0, ["A", "GVA", "JFK", "2025-03-18", "7240112345671"])
        page.write_row(4, 0, ["B", "GVA", "XQX", "2025-03-18"])
        page.write_string(4, 4, "=1+1")

    got = back(path, rejected(path))

    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(got.content))
    assert (got.ending, workbook.sheet_names) == ("xlsx", ["Flights in March"])
    header, row = workbook.get_sheet_by_name("Flights in March").to_python()
    assert header == [*HEADERS, TITLE]
    assert row[:5] == ["B", "GVA", "XQX", "2025-03-18", "=1+1"]
    assert "XQX" in row[5]


@pytest.mark.parametrize("name", ["march.csv", "march.xlsx"])
def test_what_is_handed_back_is_read_as_it_was(tmp_path: Path, name: str):
    """The guard against formulas comes off again, and the added column changes nothing."""
    path = tmp_path / name
    if name.endswith("xlsx"):
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            page = book.add_worksheet("Flights")
            page.write_row(0, 0, HEADERS)
            page.write_row(1, 0, SECOND.split(";"))
    else:
        path.write_text(";".join(HEADERS) + "\n" + SECOND + "\n", encoding="utf-8")
    before = read_bookings(path).rows

    got = back(path, rejected(path))

    after = read_bookings(written(tmp_path, got.content, f"again.{got.ending}")).rows
    assert list(after["verdict"]) == ["rejected"]
    assert {name: after["cells"].iat[0][name] for name in before["cells"].iat[0]} == before["cells"].iat[0]
    assert after["personal"].iat[0] == before["personal"].iat[0]


def test_rows_of_a_second_table_stand_below_their_own_header(tmp_path: Path):
    path = tmp_path / "two.xlsx"
    first = ["Traveller", "Origin", "Destination", "Departure Date", "Cabin"]
    second = ["Departure Date", "Traveller", "Origin", "Destination", "Cabin"]
    lines: list[list[str]] = [
        first,
        ["ONE/A MS", "GVA", "ZZX", "2025-03-18", "economy"],
        ["ONE/B MS", "GVA", "CDG", "2025-03-18", "economy"],
        [],
        second,
        ["2025-04-18", "ONE/C MS", "GVA", "FCO", "economy"],
        ["2025-04-18", "ONE/D MS", "GVA", "ZZY", "economy"],
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(lines):
            sheet.write_row(row, 0, cells)

    again = written(tmp_path, back(path, rejected(path), first).content, "again.xlsx")

    rows = python_calamine.CalamineWorkbook.from_path(str(again)).get_sheet_by_index(0).to_python()
    assert [row[:5] for row in rows[::2]] == [first, second]
    assert [row[5] for row in rows[::2]] == [TITLE, TITLE]
    assert read_bookings(again).rows["reason"].tolist() == ["unknown_code", "unknown_code"]


def test_a_reservation_has_no_table_to_hand_back(tmp_path: Path):
    samples = Path(__file__).parents[2] / "files" / "bookings"

    with pytest.raises(FileRefused, match="cannot be handed back"):
        back(samples / "08-pnr-itinerary.txt", {("", 5): "No."}, ["Flight", "From code", "To code"])
