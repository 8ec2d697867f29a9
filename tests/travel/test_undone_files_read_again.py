"""After an undo, rows of the other files are read again: what they come to without the file that is gone."""

import pytest

from tests.travel.test_actions import assert_totals_equal_the_plain_sum
from tests.travel.test_ledger import HEADER, commit, commit_text, refund, row, undo
from travel import amending
from travel.answers import answer
from travel.models import Booking, Credit, ImportBatch, Leg, Question, WaitingEstimate

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]
SECOND = {"key": "second", "label": "Second"}


def read_again() -> None:
    for pk in ImportBatch.objects.exclude(rows_due=[]).order_by("committed_at").values_list("pk", flat=True):
        amending.amend(pk)
    assert_totals_equal_the_plain_sum()


def rows_of(batch: ImportBatch) -> list[tuple[str, str]]:
    return list(batch.rows.order_by("position").values_list("verdict", "reason"))


def test_a_row_that_alone_would_be_asked_about_is_asked_about_and_counts_no_more():
    first = commit(row(), name="first.csv")
    # Of one booking told twice in a file the second is asked about; both were known as long as the first file stood.
    second = commit(row(), row(), name="second.csv")
    assert rows_of(second) == [("ignored", "known")] * 2
    undo(first)
    read_again()
    assert rows_of(second) == [("flight", "flight"), ("ask", "repeated_row")]
    assert Leg.objects.count() == 1
    assert Question.objects.get().batch == second
    second.refresh_from_db()
    assert (second.rows_flight, second.rows_ask, second.rows_ignored) == (1, 1, 0)


def test_a_row_left_out_for_another_source_counts_when_that_is_undone():
    first = commit(row(), name="agency.csv")
    second = commit_text(HEADER + row(coupon=1), "expenses.csv", SECOND)
    assert rows_of(second) == [("ignored", "known_ticket")]
    undo(first)
    read_again()
    assert rows_of(second) == [("flight", "flight")]
    assert Leg.objects.get().batch == second


def test_a_row_asked_about_for_another_source_counts_when_that_is_undone():
    first = commit(row(""), name="agency.csv")
    second = commit_text(HEADER + row("", reference="ZZZ999"), "expenses.csv", SECOND)
    assert rows_of(second) == [("ask", "same_trip")]
    undo(first)
    read_again()
    assert rows_of(second) == [("flight", "flight")]
    assert not Question.objects.exists()


def test_an_undone_file_asks_nothing_and_nothing_of_it_waits():
    batch = commit(row(end="LON"))
    assert Question.objects.exists() and WaitingEstimate.objects.exists()
    undo(batch)
    assert not Question.objects.exists()
    assert not WaitingEstimate.objects.exists()


def test_handed_on_legs_stand_in_bookings_of_the_price_that_their_file_says():
    first = commit(row(amount="1000"), name="first.csv")
    commit(row(amount="700"), name="second.csv")
    undo(first)
    read_again()
    assert Booking.objects.get().amount == 700


def test_the_sentence_of_a_credit_names_no_file_that_is_gone():
    first = commit(row(), name="february.csv")
    second = commit(refund(), name="march.csv")
    assert "february.csv" in second.rows.get().sentence
    undo(first)
    read_again()
    assert "february.csv" not in second.rows.get().sentence
    assert Credit.objects.get().state == "open"


def test_an_undo_gives_back_what_an_answer_said_below_a_later_change():
    """The word for the cabin is answered after a later file told the cabin; then the later file is undone."""

    def told(cabin: str) -> str:
        return row(cabin=cabin)

    first = commit(told("Snug"), name="first.csv")
    question = Question.objects.filter(batch=first).first()
    later = commit(told("business"), name="later.csv")
    if question is None:
        pytest.skip("unknown words of cabins are not asked about")
    answer(by=None, source=question.source, key=question.key, value="premium_economy")
    read_again()
    assert Leg.objects.get().cabin == "business"
    undo(later)
    read_again()
    assert Leg.objects.get().cabin == "premium_economy"


def test_a_credit_that_two_later_files_tell_is_that_of_the_first_of_them():
    first = commit(refund(), name="first.csv")
    # A line of its own keeps files of equal lines apart.
    second = commit(refund(), row("7240000000002", end="GVA"), name="second.csv")
    third = commit(refund(), row("7240000000003", end="GVA"), name="third.csv")
    undo(first)
    read_again()
    assert rows_of(second)[0] == ("credit", "credit_open")
    assert rows_of(third)[0] == ("ignored", "known_credit")


def test_a_row_that_may_be_the_trip_of_another_source_may_add_nothing():
    commit(row(""), name="agency.csv")
    second = commit_text(HEADER + row("", reference="ZZZ999"), "expenses.csv", SECOND)
    assert rows_of(second) == [("ask", "same_trip")]
    assert set(WaitingEstimate.objects.values_list("low_mg", flat=True)) == {0}
