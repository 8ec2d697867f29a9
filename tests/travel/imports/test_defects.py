"""One small file per defect: the sentence names file or line, column, value and remedy; nothing is lost."""

import zipfile
from pathlib import Path

import pytest

from tests.travel.imports.booking_file import Read, reasons
from travel.imports.errors import FileRefused
from travel.imports.limits import Limits
from travel.imports.reading import read_bookings

FOLDER = Path(__file__).parents[2] / "files" / "defects"

REFUSED = {
    "empty.csv": "empty.csv: the file is empty. Export it again and upload the new file.",
    "header_only.csv": "header_only.csv line 1: the file has a header and no rows below it. "
    "Export it again with the bookings of the period.",
    "blank_lines_only.csv": "blank_lines_only.csv: the file holds no text. Export it again.",
    "nul_bytes.csv": "nul_bytes.csv line 2: the file holds NUL bytes, so it is damaged. Export it again.",
    "no_header.csv": "no_header.csv: no header row was found in the first 60 lines.",
    "missing_origin_column.csv": "missing_origin_column.csv line 1: no column was found for origin and destination, or "
    "route. The header has 'Destination', 'Departure Date', 'Amount'. Add the columns,",
    "picture_named_csv.csv": "picture_named_csv.csv: the content is a picture, not a table. Open it in the program",
    "text_named_xlsx.xlsx": "text_named_xlsx.xlsx: the content is plain text although the name ends in '.xlsx'",
    "workbook_named_csv.csv": "workbook_named_csv.csv: the content is a workbook or an archive although the name",
    "broken_workbook.xlsx": "broken_workbook.xlsx: the workbook is broken and cannot be unpacked.",
    "password.xlsx": "password.xlsx: the workbook is protected by a password. Save it without the password.",
    "old_excel_named_xlsx.xlsx": "old_excel_named_xlsx.xlsx: the content is an old Excel workbook (.xls)",
    "one_far_cell.xlsx": "one_far_cell.xlsx: the workbook could not be opened within the limits of memory and time",
    "mixed_encodings.csv": "mixed_encodings.csv line 6: most of the file is UTF-8, but this line holds other bytes.",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_of_which_nothing_is_usable_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_bookings(FOLDER / name)
    assert str(refusal.value).startswith(REFUSED[name])


def test_every_defect_has_its_file() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(REFUSED) | {name for name, *_ in ROWS}


# file, line, verdict, reason, sentence
ROWS = [
    (
        "unknown_code.csv",
        3,
        "rejected",
        "unknown_code",
        "Line 3, Destination: no airport has the code 'QQQ'; correct it.",
    ),
    (
        "cyrillic_letter.csv",
        2,
        "rejected",
        "bad_character",
        "Line 2, Origin: 'GV\u0410' holds the character Cyrillic capital "
        "letter a (U+0410); type the place in Latin letters.",
    ),
    (
        "same_origin_and_destination.csv",
        2,
        "rejected",
        "same_place",
        "Line 2, Destination: from GVA to itself is no flight. Correct the route, or remove the row.",
    ),
    (
        "closed_airport.csv",
        2,
        "rejected",
        "closed_airport",
        "Line 2, Destination: 'TXL' (Berlin-Tegel International Airport) "
        "was used until 2020-11-08 and is closed on 2023-03-01; BER took over; correct the code or the date.",
    ),
    (
        "city_code.csv",
        2,
        "ask",
        "metropolitan_code",
        "Line 2, Destination: 'LON' is the code of London, which has several "
        "airports; say which airport, or set a stand-in for LON.",
    ),
    ("missing_destination.csv", 2, "rejected", "missing_destination", "Line 2, Destination: no destination. Add it."),
    ("missing_date.csv", 2, "rejected", "missing_date", "Line 2, Departure Date: no date. Add the date of departure."),
    (
        "thirtieth_of_february.csv",
        2,
        "rejected",
        "bad_date",
        "Line 2, Departure Date: '2025-02-30' is not a date. Write it as 2025-03-18.",
    ),
    (
        "day_or_month_first.csv",
        2,
        "ask",
        "date_order",
        "Line 2, Departure Date: '03/04/2025' can be day first or month first "
        "and nothing in the file settles it. Say the order for this source.",
    ),
    (
        "passengers_in_words.csv",
        2,
        "rejected",
        "bad_passengers",
        "Line 2, Passengers: 'two' is not a number of passengers. Write a whole number.",
    ),
    (
        "row_too_long.csv",
        2,
        "rejected",
        "ragged_row",
        "Line 2: 8 cells where the header has 7, so cells may stand under the wrong column. Correct the line.",
    ),
    (
        "row_too_short.csv",
        2,
        "rejected",
        "ragged_row",
        "Line 2: 4 cells where the header has 7, so cells may stand under the wrong column. Correct the line.",
    ),
    (
        "unclosed_quote.csv",
        2,
        "rejected",
        "broken_quotes",
        "Line 2: a quotation mark is missing or doubled, so the cells cannot be told apart. Correct the line.",
    ),
    ("unclosed_quote.csv", 3, "flight", "flight", "Line 3: 1 leg."),
    (
        "cells_shifted.csv",
        2,
        "rejected",
        "shifted_row",
        "Line 2: the cells stand one column beside their headers, as when a separator is missing or "
        "stands inside a cell. Correct the line.",
    ),
    (
        "repeated_line.csv",
        3,
        "ask",
        "repeated_row",
        "Line 3: equal to line 2 in every column. Say whether it is a second trip or a repeated line.",
    ),
    (
        "unknown_cabin.csv",
        2,
        "ask",
        "cabin_word",
        "Line 2, Cabin: 'ZEBRA' is no cabin known here. Say which cabin it means for this source.",
    ),
    (
        "unknown_status.csv",
        2,
        "ask",
        "unknown_word",
        "Line 2, Status: 'Frobnicated' is not known here. Say what it means for this source.",
    ),
    (
        "station_as_flight.csv",
        2,
        "rejected",
        "station_as_air",
        "Line 2, Destination: 'XPG' (Gare de Nord) is the code of a "
        "railway station and not of an airport, but the row says that it is a flight. Correct the place or the mode.",
    ),
    (
        "name_in_place_column.csv",
        3,
        "ask",
        "unknown_name",
        "Line 3, Origin: the value is no place (withheld, it also stands "
        "in a column of names); check that the cells are not shifted.",
    ),
    (
        "formula_without_value.xlsx",
        2,
        "rejected",
        "formula_without_value",
        "Air line 2, Destination: a formula without a "
        "stored value. Open the workbook, let it calculate, save it again.",
    ),
    (
        "error_cell.xlsx",
        2,
        "rejected",
        "error_cell",
        "Air line 2, Departure Date: the cell shows the error #N/A. Correct the workbook.",
    ),
]


@pytest.mark.parametrize(("name", "line", "verdict", "reason", "sentence"), ROWS, ids=[f"{r[0]}-{r[1]}" for r in ROWS])
def test_a_row_with_a_defect_says_what_is_wrong_and_what_to_do(
    name: str, line: int, verdict: str, reason: str, sentence: str
) -> None:
    rows = read_bookings(FOLDER / name).rows
    row = rows[rows["line"] == line].iloc[0]
    assert (row["verdict"], row["reason"], row["sentence"]) == (verdict, reason, sentence)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    with pytest.raises(FileRefused, match="unpacks to more than"):
        read_bookings(bomb, limits=Limits(unpacked_bytes=1_000_000))


@pytest.mark.parametrize("part", ["../outside.xml", "/etc/passwd", "xl/vbaProject.bin", "xl/externalLinks/link1.xml"])
def test_a_workbook_with_a_forbidden_part_is_refused(part: str, tmp_path: Path) -> None:
    workbook = tmp_path / "hidden.xlsx"
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
    with pytest.raises(FileRefused, match="holds"):
        read_bookings(workbook)


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    workbook = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(FileRefused, match="XML entities"):
        read_bookings(workbook)


def test_a_file_above_the_limit_of_bytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"0 MB and the limit is 0 MB"):
        read_bookings(FOLDER / "unknown_code.csv", limits=Limits(file_bytes=10))


def test_a_line_above_the_limit_is_refused_with_its_number(tmp_path: Path) -> None:
    long = tmp_path / "long.csv"
    long.write_text("Origin,Destination,Departure Date\nGVA,JFK," + "x" * 2_000 + "\n")
    with pytest.raises(FileRefused, match=r"long.csv line 2: the line has 2,008 characters"):
        read_bookings(long, limits=Limits(line_characters=1_000))


def test_a_subtotal_with_a_name_behind_it_is_a_row_of_totals(read: Read) -> None:
    header = "Passenger,From,To,Flight Date,Amount"
    reading = read(header, "A/B,GVA,CDG,2025-01-13,100", "Subtotal Geneva,,,,100", "A/C,ZRH,CDG,2025-01-13,50",
                   "Grand Total,,,,150")  # fmt: skip
    assert reasons(reading) == ["flight", "totals_row", "flight", "totals_row"]
    assert "agrees with the rows above" in reading.rows["sentence"][3]
