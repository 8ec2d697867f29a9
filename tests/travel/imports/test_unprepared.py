"""Files in dialects that nobody prepared: what was found in them once, and is not to come back."""

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.travel.imports.booking_file import Read, first_dates, legs, reasons, verdicts
from travel.imports.errors import FileRefused
from travel.imports.reading import read_bookings

SEGMENTS = "From,To,Date,Cabin,Name"


def test_connection_marks_in_one_route_leave_the_names_of_another_readable(read: Read) -> None:
    reading = read("Ticket,Route,Date", "1,GVA X/ZRH JFK,2025-03-01", "2,Madrid - Geneva - Madrid,2025-03-02")
    assert legs(reading) == ["GVA-ZRH ZRH-JFK", "MAD-GVA GVA-MAD"]


@pytest.mark.parametrize(
    ("route", "expected"),
    [("GVA-NBO--JUB-GVA", "GVA-NBO JUB-GVA"), ("GVA --> NBO", "GVA-NBO"), ("GVA ==> NBO", "GVA-NBO")],
)
def test_a_doubled_dash_is_a_gap_and_a_long_arrow_is_none(read: Read, route: str, expected: str) -> None:
    assert legs(read("Ticket,Route,Date", f"1,{route},2025-03-01")) == [expected]


def test_a_route_of_a_gap_only_says_that_it_holds_no_leg(read: Read) -> None:
    reading = read("Ticket,Route,Date", "1,GVA//JFK,2025-03-01")
    assert reading.rows["sentence"][0].startswith("Line 2, Route: 'GVA//JFK' holds no leg")


def test_a_title_on_a_line_of_its_own_is_not_a_second_traveller(read: Read) -> None:
    reading = read(SEGMENTS, 'GVA,JFK,2025-03-18,Y,"Doe, Jane\n(Ms)"', 'GVA,JFK,2025-03-18,Y,"Lee, Ann\nDoe, Tom"')
    assert reading.legs["passengers"].tolist() == [1, 2]


@pytest.mark.parametrize("typed", ["Jane Doe", "Doe Jane", "DOE/JANE", "jane doe"])
def test_a_traveller_in_a_place_column_is_withheld_in_whatever_order(read: Read, typed: str) -> None:
    reading = read(SEGMENTS, f'GVA,{typed},2025-03-18,Y,"Doe, Jane MRS"')
    assert verdicts(reading) == ["ask"]
    assert "doe" not in reading.rows["sentence"][0].casefold()


def test_a_cell_that_holds_a_page_is_quoted_in_part(read: Read) -> None:
    reading = read(SEGMENTS, f"{'X' * 40_000},JFK,2025-03-18,Y,", f"{'Ж' * 40_000},JFK,2025-03-18,Y,")
    assert max(map(len, reading.rows["sentence"])) < 300


def test_one_class_is_counted_in_the_singular(read: Read) -> None:
    reading = read("Ticket,Route,Date,Class", "1,GVA/ZRH/JFK,2025-03-01,Y", "2,GVA/ZRH/JFK,2025-03-09,Y/C")
    assert "'Y' gives 1 class for 2 legs." in reading.rows["sentence"][0]


def test_a_sheet_that_goes_on_without_header_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["From", "To", "Date"])
    book.active.append(["GVA", "JFK", dt.date(2025, 3, 18)])
    book.create_sheet("Part 2").append(["JFK", "GVA", dt.date(2025, 3, 25)])
    book.create_sheet("Legend").append(["Made by accounts"])
    book.save(tmp_path / "parts.xlsx")
    assert reasons(read_bookings(tmp_path / "parts.xlsx")) == ["flight", "sheet_not_read"]


def test_bare_serial_numbers_count_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["From", "To", "Date"])
    book.active.append(["GVA", "JFK", dt.datetime(2025, 3, 18)])
    book.active.append(["JFK", "GVA", 44281])
    book.save(tmp_path / "mac.xlsx")
    assert first_dates(read_bookings(tmp_path / "mac.xlsx")) == ["2025-03-18", "2025-03-27"]


@pytest.mark.parametrize("route", ["GVA/Smith John/JFK", "SMITH/JOHN MR", "Smith John - Geneva"])
def test_a_traveller_within_a_route_is_withheld(read: Read, route: str) -> None:
    reading = read("Route,Date,Passenger Name", f'{route},2025-03-01,"Smith, John"')
    assert verdicts(reading) != ["flight"]
    assert "smith" not in reading.rows["sentence"][0].casefold()
    assert "smith" not in legs(reading)[0].casefold()


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"stand_ins": ["LON", "LHR"]}, "stand_ins: give a table"),
        ({"columns": {"origin": 5}}, "columns, origin: give a header"),
        ({"columns": {"passengers": {"a": "b"}}}, "columns, passengers: give a header"),
        ({"tables": {"cabins": ["a"]}}, "tables, cabins: give a table"),
        ({"required": 5}, "required: give a list"),
        ({"dates": ["a"]}, "dates: give a table"),
        ({"segment_pattern": "(["}, "segment_pattern: '([' is no regular expression"),
        ({"segment_pattern": "(?P<x>a)"}, "segment_pattern: name the groups"),
    ],
)
def test_a_mapping_of_another_shape_is_refused_with_its_key(read: Read, mapping: dict[str, object], said: str) -> None:
    with pytest.raises(FileRefused, match=re.escape(said)):
        read(SEGMENTS, "GVA,JFK,2025-03-18,Y,", mapping=mapping)


@pytest.mark.parametrize(
    ("route", "verdict", "expected"),
    [
        ("GVA/CDG/XPG", "flight", "GVA-CDG"),
        ("GVA/ZRH//ZYR/BRU/GVA", "flight", "GVA-ZRH BRU-GVA"),
        ("GVA/XPG/GVA", "ignored", ""),
    ],
)
def test_the_flights_of_a_ticket_with_a_rail_leg_stand(read: Read, route: str, verdict: str, expected: str) -> None:
    reading = read("Ticket,Route,Date", f"1,{route},2025-03-01")
    assert (verdicts(reading), legs(reading)) == ([verdict], [expected])
    if verdict == "flight":
        assert "no leg across" in reading.rows["sentence"][0]


def test_a_second_column_of_the_same_name_is_not_passed_over(read: Read) -> None:
    reading = read(
        "From,To,From,To,Date,Date,Cabin",
        "GVA,JFK,JFK,GVA,2025-03-18,2025-03-25,Y",
        "GVA,NBO,,,2025-03-19,,Y",
        "GVA,LHR,gva,LHR,2025-03-20,2025-03-20,Y",
    )
    assert reasons(reading)[0] == "repeated_column" and verdicts(reading) == ["ask", "flight", "flight"]
    assert "From" in reading.rows["sentence"][0] and "'JFK'" in reading.rows["sentence"][0]
