"""The demonstration's returns: one published, one restated, one being collected."""

import pytest

from greenops.annual_return.cycle.dialogue import differences
from greenops.annual_return.cycle.restating import replaced_by
from greenops.annual_return.cycle.verification import verify
from greenops.annual_return.models import AnnualReturn, FrozenLine, ReturnVersion
from greenops.annual_return.trend import trend
from greenops.demo.activity import make_activity
from greenops.demo.annual_return import make_returns
from greenops.demo.boundary import make_boundary
from greenops.demo.organization import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> None:
    make_organization()
    make_boundary()
    make_activity()
    make_returns()


def test_three_years_in_three_states_that_hold_and_are_made_once(made: None):
    make_returns()

    states = dict(AnnualReturn.objects.values_list("year", "state"))
    assert states == {2023: "published", 2024: "submitted", 2025: "in_collection"}
    published, restated = AnnualReturn.objects.get(year=2023), AnnualReturn.objects.get(year=2024)
    assert verify(published).holds
    assert verify(restated).holds
    assert not any(difference.needs_explanation for difference in differences(published))
    moved = {movement.code for movement in replaced_by(ReturnVersion.objects.get(number=2)) if movement.moved_value}
    assert {"T.1", "T.2", "3.10"} <= moved
    assert [point.year for point in trend()] == [2023, 2024]


def test_the_published_year_has_a_rating_by_the_sample_rule(made: None):
    rating = FrozenLine.objects.get(version__annual_return__year=2023, code="15.1", delegates=False)

    assert rating.content["value"] == "Approaches the criteria"
