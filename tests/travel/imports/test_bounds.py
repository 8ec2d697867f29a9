"""How short and how long the legs of waiting rows can turn out."""

import pytest

from tests.travel.imports.booking_file import TICKET_HEADER, Read, ticket
from travel.imports.reading import Reading

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"


def ends(reading: Reading) -> list[tuple[str, ...]]:
    names = ["low_origin", "low_destination", "high_origin", "high_destination"]
    return list(reading.waiting[names].itertuples(index=False, name=None))


def test_a_city_is_as_near_and_as_far_as_its_airports(read: Read) -> None:
    # Of London's airports Southend is the nearest to Geneva and Luton the farthest.
    reading = read(HEADER, "GVA,LON,2025-03-01,Economy,,Ndiaye Awa")
    assert ends(reading)[0][:2] == ("GVA", "SEN")
    assert ends(reading)[0][2:] == ("GVA", "LTN")
    assert not reading.waiting["may_be_zero"].any()


def test_both_ends_may_be_open(read: Read) -> None:
    ((start, end, far_start, far_end),) = ends(read(HEADER, "LON,NYC,2025-03-01,Economy,,Ndiaye Awa"))
    london, new_york = {"LHR", "LGW", "LTN", "LCY", "STN", "SEN"}, {"JFK", "EWR", "LGA", "SWF"}
    assert {start, far_start} <= london
    assert {end, far_end} <= new_york
    assert (start, end) != (far_start, far_end)


def test_known_ends_are_both_the_least_and_the_most(read: Read) -> None:
    reading = read(HEADER, "GVA,JFK,03/04/2025,Economy,,Ndiaye Awa")
    assert ends(reading) == [("GVA", "JFK", "GVA", "JFK")]


def test_of_a_place_that_nothing_is_known_of_nothing_is_said(read: Read) -> None:
    assert ends(read(HEADER, "Quuxville,JFK,2025-03-01,Economy,,Ndiaye Awa")) == [("", "", "", "")]


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
    assert back["high_times"].tolist() == [2]
