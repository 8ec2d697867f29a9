"""How short and how long the legs of waiting rows can turn out."""

import pytest

from tests.travel.imports.booking_file import TICKET_HEADER, Read, ticket
from travel.imports.reading import Reading

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"


def pairs(reading: Reading) -> set[tuple[str, str]]:
    (found,) = reading.waiting["pairs"]
    return set(found)


def test_a_city_can_be_any_of_its_airports(read: Read) -> None:
    reading = read(HEADER, "GVA,LON,2025-03-01,Economy,,Ndiaye Awa")
    assert pairs(reading) == {("GVA", london) for london in ("LHR", "LGW", "LTN", "LCY", "STN", "SEN")}
    assert not reading.waiting["may_be_zero"].any()


def test_both_ends_may_be_open(read: Read) -> None:
    found = pairs(read(HEADER, "LON,NYC,2025-03-01,Economy,,Ndiaye Awa"))
    assert {("LHR", "JFK"), ("SEN", "EWR"), ("LCY", "LGA")} <= found


def test_a_place_that_can_be_the_other_end_may_be_no_flight(read: Read) -> None:
    reading = read(HEADER, "LHR,LON,2025-03-01,Economy,,Ndiaye Awa")
    assert ("LHR", "LHR") not in pairs(reading)
    assert reading.waiting["may_be_zero"].tolist() == [True]


def test_known_ends_are_the_only_ones(read: Read) -> None:
    assert pairs(read(HEADER, "GVA,JFK,03/04/2025,Economy,,Ndiaye Awa")) == {("GVA", "JFK")}


def test_of_a_place_that_nothing_is_known_of_nothing_is_said(read: Read) -> None:
    assert pairs(read(HEADER, "Quuxville,JFK,2025-03-01,Economy,,Ndiaye Awa")) == set()


def test_of_one_column_that_stands_twice_nothing_is_said(read: Read) -> None:
    assert pairs(read("Origin,Destination,Date,Destination", "GVA,JFK,2025-03-01,NBO")) == set()


@pytest.mark.parametrize("status", ["Unused", "Zarp"])
def test_a_row_that_may_be_no_flight_may_be_nothing(status: str, read: Read) -> None:
    assert read(TICKET_HEADER, ticket(status)).waiting["may_be_zero"].tolist() == [True] * 4


def test_open_cabins_passengers_and_ways_back_have_their_bounds(read: Read) -> None:
    cabins = read(TICKET_HEADER, ticket(classes="Y/W")).waiting
    assert cabins["low_cabin"].tolist() == ["economy", "premium_economy", "economy", "economy"]
    assert cabins["high_cabin"].tolist() == ["economy", "premium_economy", "first", "first"]
    header = "Origin,Destination,Date,Traveller,Passengers"
    people = read(header, "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello,5").waiting
    assert (people["low_passengers"].tolist(), people["high_passengers"].tolist()) == ([2], [5])
    header = "Employee ID,Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Comment"
    back = read(header, "17,2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip").waiting
    assert back["pairs"].tolist() == [(("GVA", "NBO"),), (("NBO", "GVA"),)]
    assert back["may_be_zero"].tolist() == [False, True]
