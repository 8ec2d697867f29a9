"""Rows whose cells stand one column further are found and shown; other faults are told for what they are."""

import pytest

from tests.travel.imports.booking_file import Read, reasons

HEADER = "Traveller,Origin,Destination,Departure Date,Cabin,Passengers,Ticket Number,Amount,Remarks"
GOOD = "Doe John,GVA,JFK,2025-03-01,Economy,1,7241234567890,1200.50,"


def _last(read: Read, row: str) -> tuple[str, str]:
    reading = read(HEADER, GOOD, GOOD.replace("-01", "-02"), GOOD.replace("-01", "-03"), row)
    return reasons(reading)[-1], reading.rows["sentence"].iloc[-1]


def test_a_separator_inside_a_name_shifts_the_row(read: Read) -> None:
    # The name takes two columns, and the empty remark at the end gives one back.
    reason, sentence = _last(read, "Doe, John,GVA,JFK,2025-03-01,Economy,1,7241234567890,1200.50")
    assert reason == "shifted_row"
    assert sentence.startswith("Line 5: the cells stand one column beside their headers")


def test_a_missing_cell_shifts_the_rest_to_the_left(read: Read) -> None:
    assert _last(read, "Doe John,GVA,JFK,Economy,1,7241234567890,1200.50,,x")[0] != "flight"
    assert _last(read, "GVA,JFK,2025-03-01,Economy,1,7241234567890,1200.50,,")[0] == "shifted_row"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Doe John,GVA,JFK,2025-02-30,Economy,1,7241234567890,1200.50,", "bad_date"),
        ("Doe John,GVA,JFK,2025-03-01,Economy,one,7241234567890,1200.50,", "bad_passengers"),
        ("Doe John,GVA,JFK,sometime,Economy,few,7241234567890,1200.50,", "bad_passengers"),
        ("Doe John,,JFK,2025-03-01,Economy,1,7241234567890,1200.50,", "missing_origin"),
    ],
)
def test_a_row_that_is_wrong_in_its_own_columns_is_not_called_shifted(read: Read, row: str, reason: str) -> None:
    assert _last(read, row)[0] == reason


def test_names_of_cities_among_names_are_no_shift(read: Read) -> None:
    lines = ("Geneva,New York JFK,2025-03-01,1", "Geneva,Nairobi,2025-03-02,2")
    reading = read("Origin,Destination,Date,Passengers", *lines)
    assert "shifted_row" not in reasons(reading)
