"""Traps 37 and 38 of booking data: dates."""

import pytest

from tests.travel.imports.booking_file import COUPON_HEADER, Read, coupon, first_dates, legs, reasons
from tests.travel.imports.traps.asking import answered, asked, choices
from travel.imports.report import report

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"


def row(on: str) -> str:
    return f"GVA,JFK,{on},Economy,,Ndiaye Awa"


def test_trap_37_which_date_and_which_year_a_worse_date_is_marked_as_what_it_is(read: Read) -> None:
    reading = read(
        "Origin,Destination,Departure Date,Issue Date", "GVA,JFK,,2024-12-20", "GVA,JFK,2025-01-08,2024-12-20"
    )
    assert reading.legs["date_basis"].tolist() == ["issue", "departure"]
    assert reading.legs["departed_on"].notna().tolist() == [False, True]
    assert reading.legs["counted_on"].dt.year.tolist() == [2024, 2025]


def test_trap_37_which_date_and_which_year_rows_of_other_years_are_listed_there_and_not_dropped(read: Read) -> None:
    reading = read(HEADER, row("2023-06-01"), row("2024-12-30"), row("2025-01-05"))
    assert {year: figures["legs"] for year, figures in report(reading, {})["years"].items()} == {
        "2023": 1, "2024": 1, "2025": 1,
    }  # fmt: skip


def test_trap_38_time_zone_and_date_line_leave_the_local_day_of_departure(read: Read) -> None:
    # Tokyo to Honolulu lands the day before; 23:50 at UTC+9 on 31 December is still that day, and that year.
    header = "Origin,Destination,Departure Date,Arrival Date,Traveller"
    reading = read(header, "HND,HNL,2024-12-31T23:50+09:00,2024-12-31T11:40-10:00,Awa Ndiaye",
                   "HND,HNL,2025-06-10,2025-06-09,Awa Ndiaye")  # fmt: skip
    assert legs(reading) == ["HND-HNL", "HND-HNL"]
    assert first_dates(reading) == ["2024-12-31", "2025-06-10"]


def test_trap_38_time_zone_aside_dates_without_year_take_it_from_the_issue_date_and_turn_over(read: Read) -> None:
    reading = read(COUPON_HEADER, coupon(flight="30DEC", issued="241220"), coupon(2, flight="05JAN", issued="241220"))
    assert first_dates(reading) == ["2024-12-30", "2025-01-05"]


def test_trap_38_time_zone_aside_a_date_without_any_year_is_asked(read: Read) -> None:
    lines = (HEADER, row("30DEC"))
    assert asked(read(*lines), "date_without_year").positions == (0,)
    assert first_dates(answered(read, "date_without_year", "2024", *lines)) == ["2024-12-30"]


@pytest.mark.parametrize(
    ("other", "days"),
    [("25/04/2025", ["2025-04-03", "2025-04-25"]), ("04/25/2025", ["2025-03-04", "2025-04-25"])],
)
def test_trap_38_time_zone_aside_day_and_month_are_settled_by_the_column(
    other: str, days: list[str], read: Read
) -> None:
    assert first_dates(read(HEADER, row("03/04/2025"), row(other))) == days


@pytest.mark.parametrize(("value", "day"), [("day", "2025-04-03"), ("month", "2025-03-04")])
def test_trap_38_time_zone_aside_a_column_that_settles_nothing_asks_once_for_its_order(
    value: str, day: str, read: Read
) -> None:
    lines = (HEADER, row("03/04/2025"), row("03/04/2025").replace("Awa", "Peter"))
    question = asked(read(*lines), "date_order")
    assert (question.positions, set(choices(question))) == ((0, 1), {"day", "month"})
    assert first_dates(answered(read, "date_order", value, *lines)) == [day, day]


def test_trap_38_time_zone_aside_serial_days_of_a_workbook_are_days(read: Read) -> None:
    # 45734 days after 30 December 1899 is 18 March 2025.
    assert first_dates(read(HEADER, row("45734"), row("45735"))) == ["2025-03-18", "2025-03-19"]
    assert reasons(read(HEADER, row("45734"))) == ["flight"]
