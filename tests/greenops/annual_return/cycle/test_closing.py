"""The data of a year are open until its return goes to review, and again while it is restated."""

import pytest
from django.db import transaction
from django.utils import timezone

from greenops.annual_return.cycle.closing import (
    YearClosed,
    check_year_is_editable,
    closed_because,
    closed_years,
    is_year_editable,
)
from greenops.annual_return.models import AnnualReturn
from tests.factories.people import person
from tests.factories.returns import annual_return

pytestmark = pytest.mark.django_db

State = AnnualReturn.State


@pytest.fixture
def people():
    ingrid, mateo = person("Ingrid", "focal_point"), person("Mateo", "management_reviewer")
    return {"prepared": ingrid, "approved": mateo, "submitted": ingrid}


def test_a_year_without_a_return_is_open():
    assert is_year_editable(2025)


@pytest.mark.parametrize("state", State.values)
def test_only_open_and_collecting_returns_leave_the_data_open(state, people):
    annual_return(2025, state, by=people)

    assert is_year_editable(2025) == (state in ("open", "in_collection"))


def test_a_closed_year_refuses_with_what_to_do(people):
    annual_return(2025, State.SUBMITTED, by=people)

    with pytest.raises(YearClosed, match="The return of 2025 is submitted.*begin a restatement"), transaction.atomic():
        check_year_is_editable(2025)


def test_a_return_in_review_can_be_sent_back(people):
    annual_return(2025, State.IN_REVIEW, by=people)

    assert "send it back" in closed_because(2025)


def test_other_years_stay_open(people):
    annual_return(2025, State.PUBLISHED, by=people)

    with transaction.atomic():
        check_year_is_editable(2026)
    assert list(closed_years()) == [2025]


def test_a_restatement_opens_the_data_again(people):
    found = annual_return(2025, State.PUBLISHED, by=people)
    AnnualReturn.objects.filter(pk=found.pk).update(
        restating_at=timezone.now(), restating_by=people["prepared"], restating_because="A meter was read wrongly."
    )

    assert is_year_editable(2025)
