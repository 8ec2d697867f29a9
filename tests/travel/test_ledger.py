"""Legs and credits over several files: told again, changed, taken back before or after, and all of it undone."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from ems.models import OrganizationUnit
from tests.factories import imports
from tests.travel.test_actions import assert_totals_equal_the_plain_sum, everything
from travel import actions, ledger, undoing
from travel.models import (
    Answer,
    Credit,
    Estimate,
    ImportBatch,
    KnownLeg,
    Leg,
    LegChange,
    Question,
    WaitingEstimate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

HEADER = (
    "Ticket number,Coupon,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Issue date,Amount,"
    "Status,Exchanged ticket,Booking reference,Refunded coupons\n"
)


def row(
    number: str = "7241234567890", coupon: object = "", *, name: str = "NDIAYE/AWA", start: str = "GVA",
    end: str = "JFK", on: str = "2025-03-18", cabin: str = "economy", passengers: int = 1, unit: str = "FIN",
    issued: str = "2025-02-01", amount: str = "1000", status: str = "", exchanged: str = "", reference: str = "",
    used: str = "",
) -> str:  # fmt: skip
    return (
        f"{number},{coupon},{name},{start},{end},{on},{cabin},{passengers},{unit},{issued},{amount},{status},"
        f"{exchanged},{reference},{used}\n"
    )


def refund(number: str = "7241234567890", *, amount: str = "-1000", **told: Any) -> str:
    return row(number, amount=amount, status="Refund", issued="2025-03-01", start="", end="", on="", **told)


def commit(*lines: str, name: str = "file.csv") -> ImportBatch:
    return commit_text(HEADER + "".join(lines), name)


def commit_text(text: str, name: str, mapping: dict[str, Any] | None = None) -> ImportBatch:
    """mapping: read as a source of its own."""
    batch = imports.committed(text, name, "auto" if mapping else imports.SOURCE, mapping=mapping)
    assert sum(batch.verdict_counts.values()) == batch.rows_total
    assert_totals_equal_the_plain_sum()
    return batch


def undo(batch: ImportBatch, together: bool = False) -> None:
    batch.refresh_from_db()
    actions.undo(by=None, batch=batch, together=together)
    assert_totals_equal_the_plain_sum()


def in_force() -> list[str]:
    return [f"{leg.origin}-{leg.destination}" for leg in Leg.objects.order_by("counted_on", "origin", "destination")]


def reasons(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("position").values_list("reason", flat=True))


def test_a_refund_in_a_later_file_takes_the_legs_back():
    commit(row(coupon=1), row(coupon=2, start="JFK", end="GVA", on="2025-03-25"), name="february.csv")
    later = commit(refund(amount="-2000"), name="march.csv")
    assert in_force() == []
    assert reasons(later) == ["credit"]
    assert "february.csv line" in later.rows.get().sentence
    assert Credit.objects.get().state == "settled"


def test_a_refund_of_one_coupon_takes_this_leg_only():
    commit(row(coupon=1), row(coupon=2, start="JFK", end="GVA", on="2025-03-25"))
    commit(refund(used="2", amount="-900"))
    assert in_force() == ["GVA-JFK"]


def test_a_refund_that_came_before_its_ticket_waits_and_takes_it_back():
    commit(refund(), name="march.csv")
    assert Credit.objects.get().state == "open"
    commit(row(), name="february.csv")
    assert in_force() == []
    assert Credit.objects.get().state == "settled"


def test_a_refund_told_again_is_known():
    commit(row())
    commit(refund())
    before = everything()
    again = commit(row(), refund(), name="cumulative.csv")
    assert reasons(again) == ["known_taken_back", "known_credit"]
    assert everything() == before


def test_a_void_takes_back_the_ticket_of_an_earlier_file():
    commit(row())
    commit(row(status="Void", amount="0"))
    assert in_force() == []


def test_an_exchange_replaces_the_ticket_of_an_earlier_file():
    commit(row())
    later = commit(row("7249999999999", exchanged="7241234567890", end="LHR", issued="2025-03-01", amount="85"))
    assert in_force() == ["GVA-LHR"]
    assert Credit.objects.get().kind == "exchange"
    undo(later)
    assert in_force() == ["GVA-JFK"]


def test_a_booking_sent_again_as_cancelled_is_taken_back_and_as_booked_counts_again():
    booked = row("", reference="ABC123", status="Confirmed")
    commit(booked)
    cancelled = commit(row("", reference="ABC123", status="Cancelled"), name="second.csv")
    assert in_force() == []
    assert "takes back" in cancelled.rows.get().sentence
    third = commit(booked, row(end="LHR"), name="third.csv")
    assert reasons(third) == ["counts_again", "flight"]
    assert in_force() == ["GVA-JFK", "GVA-LHR"]


def test_a_changed_cell_is_told_field_by_field_and_written_over():
    commit(row(cabin="", unit=""), name="first.csv")
    before = everything()
    second = commit(row(cabin="business", unit="FIN"), name="second.csv")
    sentence = second.rows.get().sentence
    assert "cabin unknown -> business" in sentence and "cost centre nothing -> FIN" in sentence
    leg = Leg.objects.get()
    assert (leg.cabin, leg.cost_centre) == ("business", "FIN")
    assert LegChange.objects.get().before == {"cabin": "unknown", "cost_centre": "", "unit_id": ""}
    undo(second)
    assert everything() == before


def test_blank_cells_overwrite_nothing():
    commit(row(cabin="business"))
    again = commit(row(cabin="", unit=""))
    assert reasons(again) == ["known"]
    assert Leg.objects.get().cabin == "business"


def test_undoing_the_first_of_two_files_hands_its_legs_to_the_second():
    alone = commit(row(cabin="", unit="", amount="800"), name="alone.csv")
    expected = everything()
    undo(alone)
    first = commit(row(cabin="business"), name="first.csv")
    second = commit(row(cabin="", unit="", amount="800"), name="second.csv")
    assert [one.batch.pk for one in undoing.what_depends(first)] == [second.pk]
    undo(first)
    assert everything() == expected
    second.refresh_from_db()
    assert reasons(second) == ["flight"] and second.rows_flight == 1
    assert Leg.objects.get().batch == second and not KnownLeg.objects.exists()


def test_undoing_together_takes_the_later_files_too():
    first = commit(row())
    second = commit(row(cabin="business"), row("7241234567899", end="LHR"))
    undo(first, together=True)
    second.refresh_from_db()
    assert in_force() == [] and second.state == "undone"


def test_an_undone_file_can_be_committed_again():
    undo(commit(row()))
    commit(row())
    assert in_force() == ["GVA-JFK"]


def test_a_refund_of_taxes_of_an_earlier_ticket_is_asked_and_its_legs_count_until_then():
    commit(row(), name="february.csv")
    later = commit(refund(amount="-24.60"), name="march.csv")
    assert in_force() == ["GVA-JFK"] and Credit.objects.get().state == "asked"
    question = Question.objects.get()
    assert question.batch == later and question.kind == "tax_only_refund" and question.answer is None
    assert "line 2 of march.csv gives back only 24.60 of 1,000.00" in question.sentence
    assert {option["value"] for option in question.options} == {"flown", "not_flown"}
    waiting = WaitingEstimate.objects.filter(batch=later)
    assert waiting.count() == Estimate.objects.count()
    assert sum(waiting.values_list("low_mg", flat=True)) == -sum(Estimate.objects.values_list("total_mg", flat=True))


@pytest.mark.parametrize(
    ("value", "flown"), [("flown", ["GVA-JFK", "JFK-GVA"]), ("not_flown", []), ("legs:1", ["GVA-JFK"])]
)
def test_the_answer_to_a_credit_says_which_legs_were_flown(value: str, flown: list[str]):
    commit(row(coupon=1, amount="500"), row(coupon=2, start="JFK", end="GVA", on="2025-03-25", amount="500"))
    later = commit(refund(amount="-400"))
    question = Question.objects.get()
    answer = Answer.objects.create(source=question.source, key=question.key, kind=question.kind, value=value)
    with transaction.atomic():
        ledger.settle_tickets(ledger.tickets_of(later))
    assert in_force() == flown
    assert Question.objects.get().answer == answer and not WaitingEstimate.objects.exists()
    assert_totals_equal_the_plain_sum()
    answer.retracted_at = timezone.now()
    answer.save()
    with transaction.atomic():
        ledger.settle_tickets(ledger.tickets_of(later))
    assert in_force() == ["GVA-JFK", "JFK-GVA"] and Question.objects.get().answer is None
    assert_totals_equal_the_plain_sum()


def test_a_ticket_that_another_source_told_adds_nothing():
    commit(row(), name="agency.csv")
    expenses = "Ticket,Employee Id,From,To,Date,Amount\n7241234567890,1234,GVA,JFK,2025-03-18,1000\n"
    batch = commit_text(expenses, "expenses.csv", {"columns": {"ticket": "Ticket"}})
    assert reasons(batch) == ["known_ticket"] and "agency.csv line 2" in batch.rows.get().sentence


def test_a_changed_cost_centre_gets_the_unit_that_the_sources_own_table_says():
    for code in ("FIN", "HR"):
        OrganizationUnit.objects.create(code=code, name=code)
    mapping = {"tables": {"cost_centres": {"CC1": "FIN", "CC2": "HR"}}}
    first = commit_text(HEADER + row(unit="CC1"), "march.csv", mapping)
    assert Leg.objects.get().unit.code == "FIN"
    later = commit_text(HEADER + row(unit="CC2"), "april.csv", mapping)
    leg = Leg.objects.get()
    assert (leg.batch, leg.cost_centre, leg.unit.code) == (first, "CC2", "HR")
    actions.undo(by=None, batch=later)
    leg = Leg.objects.get()
    assert (leg.cost_centre, leg.unit.code) == ("CC1", "FIN")


def test_a_trip_that_another_source_told_without_a_ticket_is_asked():
    commit(row("", reference="ABC123"), name="agency.csv")
    expenses = "Traveller,From,To,Date\nNDIAYE/AWA,GVA,JFK,2025-03-18\n"
    batch = commit_text(expenses, "expenses.csv", {"columns": {"traveller": "Traveller"}})
    assert reasons(batch) == ["same_trip"] and batch.rows_ask == 1
