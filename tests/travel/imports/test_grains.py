"""What one row of a file can be, and which legs it comes to."""

import datetime as dt

import pytest

from tests.travel.imports.booking_file import Read, first_dates, leg_of, legs, reasons, verdicts
from travel.emissions.quality import Quality
from travel.imports.errors import FileRefused

WAYS = "Traveller,Outbound From,Outbound To,Outbound Date,Return From,Return To,Return Date"
EMPTY = {"empty": ["Não se aplica", "***"]}


def _days(reading: object) -> list[str]:
    return [str(day)[:10] for day in reading.legs["counted_on"]]  # type: ignore[attr-defined]


def test_a_row_with_both_ways_is_two_legs_with_a_date_each(read: Read) -> None:
    reading = read(WAYS, "Doe John,LIS,MPM,2025-12-20,MPM,LIS,2026-01-09")
    assert legs(reading) == ["LIS-MPM MPM-LIS"]
    assert _days(reading) == ["2025-12-20", "2026-01-09"]
    assert reading.legs["departed_on"].dt.date.tolist() == [dt.date(2025, 12, 20), dt.date(2026, 1, 9)]
    assert reading.legs["date_basis"].tolist() == ["departure", "departure"]


def test_the_sources_words_for_nothing_leave_a_way_out(read: Read) -> None:
    reading = read(
        WAYS,
        "Doe John,LIS,MPM,2025-03-01,NÃO SE APLICA,Não se aplica,***",
        "Roe Ann,***,***,***,MPM,LIS,2025-03-09",
        "Lee Ji,***,***,***,***,***,***",
        mapping=EMPTY,
    )  # fmt: skip
    assert legs(reading) == ["LIS-MPM", "MPM-LIS", ""]
    assert first_dates(reading)[:2] == ["2025-03-01", "2025-03-09"]
    assert reasons(reading)[2] == "missing_route"
    assert reading.rows["cells"][0]["Return From"] == "NÃO SE APLICA"


def test_one_place_of_a_way_alone_rejects_the_row_with_its_column(read: Read) -> None:
    reading = read(WAYS, "Doe John,LIS,MPM,2025-03-01,MPM,,2025-03-09", "Doe John,,MPM,2025-04-01,,,")
    assert reasons(reading) == ["missing_destination", "missing_origin"]
    assert reading.rows["sentence"][0] == "Line 2, Return To: no destination. Add it."


def test_an_unknown_place_of_the_way_back_is_told_with_its_column(read: Read) -> None:
    reading = read(WAYS, "Doe John,LIS,MPM,2025-03-01,QQQ,LIS,2025-03-09")
    assert reading.rows["sentence"][0].startswith("Line 2, Return From: no airport has the code 'QQQ'")


def test_a_date_of_return_that_is_none_rejects_the_row(read: Read) -> None:
    reading = read(WAYS, "Doe John,LIS,MPM,2025-03-01,MPM,LIS,2025-02-30")
    assert reading.rows["sentence"][0] == ("Line 2, Return Date: '2025-02-30' is not a date. Write it as 2025-03-18.")


def test_a_way_back_without_a_date_counts_with_the_way_out(read: Read) -> None:
    reading = read(WAYS, "Doe John,LIS,MPM,2025-03-01,MPM,LIS,")
    assert _days(reading) == ["2025-03-01", "2025-03-01"]
    assert reading.legs["departed_on"].isna().tolist() == [False, True]


def test_a_date_of_return_without_places_is_the_way_back_and_says_so(read: Read) -> None:
    reading = read("Traveller,Outbound From,Outbound To,Outbound Date,Return Date",
                   "Doe John,LIS,MPM,2025-03-01,2025-03-09", "Roe Ann,LIS,MPM,2025-03-02,")  # fmt: skip
    assert legs(reading) == ["LIS-MPM MPM-LIS", "LIS-MPM"]
    assert reading.rows["sentence"][0].endswith("The way back is taken from the date of return.")


def test_a_booking_lists_travellers_tickets_and_segments_in_cells(read: Read) -> None:
    reading = read(
        "Booking Id,Travellers,Ticket Number,Route,Departure Date,Class",
        "b-1,Doe John; Roe Ann,7241234567890; 7241234567891,GVA-ZRH | ZRH-JFK,2025-03-01,Y/C",
        "b-2,Doe John,7241234567892,GVA-ZRH; CDG-JFK,2025-03-05,Y/Y",
        "b-3,Doe John,7241234567893,Geneva-Zurich; Zurich-New York JFK,2025-03-07,Y/Y",
    )
    assert legs(reading) == ["GVA-ZRH ZRH-JFK", "GVA-ZRH CDG-JFK", "GVA-ZRH ZRH-JFK"]
    assert reading.legs["passengers"].tolist() == [2, 2, 1, 1, 1, 1]
    assert reading.legs["cabin"].tolist()[:2] == ["economy", "business"]
    assert "1 surface gap in the route" in reading.rows["sentence"][1]


def test_an_aggregate_counts_its_passengers(read: Read) -> None:
    reading = read("Origin,Destination,Month,Number of passengers", "GVA,JFK,2025-03,12", "GVA,NBO,2025-03,-2",
                   "GVA,LHR,2025-04,0")  # fmt: skip
    assert verdicts(reading) == ["flight", "credit", "ignored"]
    assert leg_of(reading)["passengers"] == 12
    assert reading.legs["date_basis"].tolist() == ["period"]


DISTANCES = "Name,Travel Date,Segment Distance,Class,Travellers count"
AGREED = {"distance_only": "agreed", "columns": {"distance": "Segment Distance", "passengers": "Travellers count"}}
ROWS = ("Doe John,2025-03-01,6200,Business,1", "Doe John,2025-03-01,480,Economy,2", "Doe John,2025-03-05,,Economy,1",
        "Doe John,2025-03-06,620000,Economy,1", "Roe Ann,2025-03-07,-480,Economy,1")  # fmt: skip


def test_distances_without_places_are_refused_until_the_organization_agrees(read: Read) -> None:
    with pytest.raises(FileRefused, match=r"distances and no places.* say `distance_only: agreed` in the mapping"):
        read("Name,Travel Date,Distance km,Class", "Doe John,2025-03-01,6200,Business")


def test_agreed_distances_count_as_given(read: Read) -> None:
    reading = read(DISTANCES, *ROWS, mapping=AGREED)
    assert reasons(reading) == ["flight", "flight", "missing_distance", "bad_distance", "credit_open"]
    assert legs(reading)[:2] == ["distance only", "distance only"]
    first = leg_of(reading)
    assert (first["origin"], first["destination"], first["distance_km"], first["cabin"]) == ("", "", 6200.0, "business")
    assert first["place_quality"] & Quality.DISTANCE_GIVEN
    assert reading.legs["passengers"].tolist() == [1, 2]


def test_agreed_distances_of_one_day_are_legs_of_their_own_and_equal_rows_ask(read: Read) -> None:
    reading = read(DISTANCES, ROWS[0], ROWS[1], ROWS[0], mapping=AGREED)
    assert len(set(reading.legs["identity"])) == 2
    assert reasons(reading) == ["flight", "flight", "repeated_row"]


def test_agreed_distances_in_miles_become_kilometres(read: Read) -> None:
    reading = read("Name,Travel Date,Miles", "Doe John,2025-03-01,1000", mapping={"distance_only": "agreed"})
    assert leg_of(reading)["distance_km"] == pytest.approx(1609.344)


def test_any_other_word_than_agreed_is_no_agreement(read: Read) -> None:
    with pytest.raises(FileRefused, match="distance_only: write 'agreed'"):
        read(DISTANCES, *ROWS, mapping={**AGREED, "distance_only": True})
