"""Any few overlapping files, committed in any order and undone in any order: what counts is what the others come to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ems.models import OrganizationUnit
from tests.factories import imports
from tests.travel.test_actions import assert_totals_equal_the_plain_sum, everything
from tests.travel.test_ledger import HEADER, refund, row
from travel import actions
from travel.models import ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

TICKETS = ("7241234567890", "7241234567891")
STOPS = (("GVA", "ZRH"), ("ZRH", "JFK"), ("JFK", "GVA"))
EXAMPLES = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def sale(number: str, coupon: int, cabin: str, unit: str, status: str) -> str:
    start, end = STOPS[coupon - 1]
    return row(number, coupon, start=start, end=end, on=f"2025-03-{10 + coupon}", cabin=cabin, unit=unit, status=status)


def exchanged(number: str) -> str:
    return row("7249999999999", exchanged=number, end="LHR", issued="2025-03-02", amount="85")


def booking(status: str, cabin: str) -> str:
    return row("", reference="ABC123", status=status, cabin=cabin, start="GVA", end="NBO", on="2025-04-01")


NUMBERS = st.sampled_from(TICKETS)
SALES = st.builds(
    sale,
    NUMBERS,
    st.sampled_from((1, 2, 3)),
    st.sampled_from(("economy", "business", "")),
    st.sampled_from(("FIN", "HR", "")),
    st.sampled_from(("", "", "", "Void")),
)
REFUNDS = st.one_of(
    st.builds(refund, NUMBERS, amount=st.sampled_from(("-3000", "-1000", "-100"))),
    st.builds(refund, NUMBERS, used=st.sampled_from(("1", "23", "2")), amount=st.just("-950")),
)
BOOKINGS = st.builds(booking, st.sampled_from(("Confirmed", "Cancelled")), st.sampled_from(("economy", "business")))
LINES = st.one_of(SALES, SALES, REFUNDS, st.builds(exchanged, NUMBERS), BOOKINGS)
FILES = st.lists(st.lists(LINES, min_size=1, max_size=4, unique=True), min_size=2, max_size=4)


def committed(lines: list[str], name: str) -> ImportBatch:
    # A line of its own keeps files of equal lines apart; nobody sits in it.
    text = HEADER + "".join(lines) + row("7240000000000", name=name, start="GVA", end="GVA")
    batch = imports.committed(text, f"{name}.csv")
    assert sum(batch.verdict_counts.values()) == batch.rows_total == len(lines) + 1
    assert_totals_equal_the_plain_sum()
    return batch


class Discarded(Exception):
    pass


def in_a_world_of_its_own(happens: Callable[[], Any]) -> Any:
    """What happens from an empty database; nothing of it stays."""
    found = []
    for code in ("FIN", "HR"):
        OrganizationUnit.objects.get_or_create(code=code, defaults={"name": code})
    try:
        with transaction.atomic():
            found.append(happens())
            raise Discarded
    except Discarded:
        return found[0]


@EXAMPLES
@given(FILES, st.data())
def test_undone_files_leave_what_the_others_alone_come_to(files: list[list[str]], data: st.DataObject):
    gone = data.draw(st.lists(st.sampled_from(range(len(files))), unique=True, min_size=1, max_size=len(files) - 1))

    def all_then_undone() -> Any:
        batches = [committed(lines, f"file{number}") for number, lines in enumerate(files)]
        for number in gone:
            batches[number].refresh_from_db()
            actions.undo(by=None, batch=batches[number])
            assert_totals_equal_the_plain_sum()
        return everything()

    def the_others_alone() -> Any:
        for number, lines in enumerate(files):
            if number not in gone:
                committed(lines, f"file{number}")
        return everything()

    undone, alone = in_a_world_of_its_own(all_then_undone), in_a_world_of_its_own(the_others_alone)
    for what in ("legs", "estimates", "totals", "routes", "travellers"):
        assert undone[what] == alone[what], what


@EXAMPLES
@given(st.lists(SALES, min_size=1, max_size=3, unique=True), st.lists(REFUNDS, min_size=1, max_size=2, unique=True))
def test_a_credit_takes_the_same_legs_before_and_after_its_ticket(sales: list[str], refunds: list[str]):
    def one_after_the_other(first: list[str], second: list[str]) -> Any:
        committed(first, "first")
        committed(second, "second")
        return everything()

    after = in_a_world_of_its_own(lambda: one_after_the_other(sales, refunds))
    before = in_a_world_of_its_own(lambda: one_after_the_other(refunds, sales))
    for what in ("legs", "estimates", "totals", "routes", "travellers"):
        assert before[what] == after[what], what


@EXAMPLES
@given(FILES)
def test_a_second_import_of_the_same_lines_adds_nothing(files: list[list[str]]):
    def twice() -> None:
        for number, lines in enumerate(files):
            committed(lines, f"file{number}")
        last = files[-1]
        before = everything()
        again = committed(last, "again")
        assert everything()["totals"] == before["totals"]
        assert again.rows_flight == 0

    in_a_world_of_its_own(twice)


def test_of_two_rows_of_a_file_that_tell_a_known_leg_otherwise_the_first_counts():
    lines = [booking("Confirmed", "business"), booking("Confirmed", "economy")]

    def three_times() -> None:
        committed(lines, "first")
        before = everything()
        for name in ("second", "third"):
            again = committed(lines, name)
            assert everything()["totals"] == before["totals"]
            row = again.rows.get(position=1)
            assert (row.verdict, row.reason) == ("ignored", "known")
            assert "Line 2 of this file tells them as well and counts: here cabin business -> economy." in row.sentence

    in_a_world_of_its_own(three_times)
