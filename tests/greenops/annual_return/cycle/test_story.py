"""A whole year with real figures: opened, signed, frozen, proved; and a reading changed behind the actions' back."""

from decimal import Decimal

import pytest
from django.db import transaction

from greenops.annual_return.cycle import restating, workflow
from greenops.annual_return.cycle.closing import YearClosed, check_year_is_editable
from greenops.annual_return.cycle.restating import replaced_by
from greenops.annual_return.cycle.verification import verify
from greenops.annual_return.models import ActivityReading
from tests.greenops.annual_return.ready import ready_year
from tests.greenops.annual_return.stories import published, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


@pytest.fixture
def frozen(ingrid, mateo):
    ready_year()
    return submitted(ingrid, mateo)


def change(month: int, quantity: int) -> None:
    """As nobody can through the pages: past the check that the year is closed."""
    ActivityReading.objects.filter(month=month).update(quantity=Decimal(quantity), amount_micro=quantity * 1_000_000)


def test_what_was_submitted_comes_out_again(frozen):
    found = verify(frozen)

    assert (found.holds, found.causes, found.movements) == (True, (), ())


@pytest.mark.parametrize("month", [1, 6, 12])
def test_any_reading_changed_afterwards_is_named(frozen, month):
    change(month, 1500)

    found = verify(frozen)

    named = [moved for moved in found.movements if any("Geneva" in reason for reason in moved.reasons)]
    assert named
    assert any("12,000 kWh became 12,500 kWh" in reason for moved in named for reason in moved.reasons)


def test_a_reading_taken_away_is_named(frozen):
    ActivityReading.objects.filter(month=12).delete()

    assert not verify(frozen).holds


def test_the_data_of_a_submitted_year_are_closed(frozen):
    with pytest.raises(YearClosed, match="begin a restatement"), transaction.atomic():
        check_year_is_editable(2025)


def test_a_published_year_is_restated_with_both_values(ingrid, mateo):
    ready_year()
    made = published(ingrid, mateo)
    restating.begin_restatement(by=ingrid, annual_return=made, reason="A meter was read wrongly.")
    change(6, 3000)
    restating.sign_restatement(by=ingrid, annual_return=made, statement="Complete.")

    version = restating.restate(by=mateo, annual_return=made, statement="Approved.")

    moved = next(one for one in replaced_by(version) if one.code == "T.1")
    # 12,000 kWh became 14,000 kWh: the total is of electricity alone, so it grows by a sixth.
    assert moved.percent == pytest.approx(100 / 6)
    assert verify(made).holds


def test_a_return_sent_back_is_prepared_again(ingrid, mateo):
    ready_year()
    made = workflow.open_return(by=ingrid, year=2025)
    workflow.start_collection(by=ingrid, annual_return=made)
    workflow.send_to_review(by=ingrid, annual_return=made, statement="Complete.")
    workflow.send_back(by=mateo, annual_return=made, reason="March looks low.")
    change(3, 1200)

    workflow.send_to_review(by=ingrid, annual_return=made, statement="Complete.")
    workflow.approve(by=mateo, annual_return=made, statement="Approved.")

    version = workflow.submit(by=ingrid, annual_return=made)
    assert [signed["role"] for signed in version.statements["signatures"]] == ["prepared", "approved"]
