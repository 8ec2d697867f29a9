"""Traps 39 and 40 of booking data: what is the same."""

import pytest

from tests.travel.imports.booking_file import Read, legs, reasons
from tests.travel.imports.traps.asking import answered, asked, choices
from tests.travel.test_ledger import HEADER as FULL_HEADER
from tests.travel.test_ledger import commit, commit_text, in_force
from tests.travel.test_ledger import reasons as reasons_of
from tests.travel.test_ledger import row as booking
from travel import actions
from travel.models import Leg

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"
LINE = "GVA,JFK,2025-03-01,Economy,,"
on_both_databases = [pytest.mark.django_db, pytest.mark.data_layer]


def test_trap_39_the_same_thing_imported_twice_adds_nothing_and_is_counted_as_known(read: Read) -> None:
    lines = (HEADER, LINE.replace(",,", ",7241234567890,") + "Awa Ndiaye", "LON,GVA,2025-03-01,Economy,,Awa Ndiaye")
    known = set(read(*lines).legs["identity"])
    assert reasons(read(*lines, earlier=known)) == ["known", "metropolitan_code"]


class TestOnBothDatabases:
    pytestmark = on_both_databases

    def test_trap_39_the_same_thing_imported_twice_by_months_that_overlap_is_there_once(self) -> None:
        february, march = booking(on="2025-02-18"), booking("7241234567899", on="2025-03-18", end="LHR")
        commit(february, name="february.csv")
        both = commit(february, march, name="january-to-march.csv")
        assert reasons_of(both) == ["known", "flight"]
        assert in_force() == ["GVA-JFK", "GVA-LHR"]

    def test_trap_39_the_same_thing_imported_twice_under_another_name_is_recognised_by_its_content(self) -> None:
        commit(booking(), name="march.csv")
        with pytest.raises(actions.ActRefused, match="The same content was committed as march.csv"):
            commit(booking(), name="march (1).csv")
        assert Leg.objects.count() == 1

    def test_trap_39_the_same_thing_imported_twice_with_a_new_status_is_updated(self) -> None:
        commit(booking(reference="ABC123"), name="week-1.csv")
        commit(booking(reference="ABC123", status="Cancelled"), name="week-2.csv")
        assert in_force() == []
        commit(booking(reference="ABC123", status="Booked"), name="week-3.csv")
        assert in_force() == ["GVA-JFK"]

    def test_trap_39_the_same_thing_imported_twice_by_agency_and_expense_report_is_there_once(self) -> None:
        commit(booking(), name="agency.csv")
        expense = commit_text(FULL_HEADER + booking(amount="990"), "expenses.csv", {"key": "expense-report"})
        assert reasons_of(expense)[0].startswith("known")
        assert in_force() == ["GVA-JFK"]


def test_trap_40_names_and_numbers_that_vary_are_one_identity(read: Read) -> None:
    def identity(number: str, name: str) -> str:
        return str(read(HEADER, f"GVA,JFK,2025-03-01,Economy,{number},{name}").legs["identity"][0])

    same = identity("0571234567890", "NDIAYE/AWA MRS")
    assert identity("571234567890", "NDIAYE/AWAMRS") == same
    assert identity("057-1234567890", "Awa Ndiaye") == same
    assert identity("0571234567890", "OKELLO/PETER") != same
    assert identity("5.71235E+11", "NDIAYE/AWA") != same


def test_trap_40_names_and_numbers_that_lie_one_ticket_of_two_people_or_out_and_back_is_two_legs(read: Read) -> None:
    number = "0571234567890"
    people = [f"GVA,JFK,2025-03-01,Economy,{number},{name}" for name in ("Awa Ndiaye", "Peter Okello")]
    assert reasons(read(HEADER, *people)) == ["flight", "flight"]
    trip = [f"{ends},Economy,{number},Awa Ndiaye" for ends in ("GVA,JFK,2025-03-01", "JFK,GVA,2025-03-08")]
    assert legs(read(HEADER, *trip)) == ["GVA-JFK", "JFK-GVA"]


def test_trap_40_names_and_numbers_apart_two_colleagues_on_one_flight_are_two_flights(read: Read) -> None:
    assert reasons(read(HEADER, LINE + "Awa Ndiaye", LINE + "Peter Okello")) == ["flight", "flight"]


@pytest.mark.parametrize(("value", "flights"), [("same", 1), ("again", 2)])
def test_trap_40_names_and_numbers_missing_an_exact_repeat_is_asked(value: str, flights: int, read: Read) -> None:
    lines = (HEADER, LINE, LINE)
    assert choices(asked(read(*lines), "repeated_row")) == ["same", "again"]
    assert len(answered(read, "repeated_row", value, *lines).legs) == flights
