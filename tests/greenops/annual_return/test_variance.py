"""What moved against the year before asks for a reason."""

import pytest

from greenops.annual_return import variance
from greenops.annual_return.cycle import workflow
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import edition
from greenops.annual_return.models import AnnualReturn
from tests.factories.computed import electricity
from tests.greenops.annual_return.stories import submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def after(chosen, ingrid, mateo):
    """2024 is submitted with 1,500 kWh; 2025 is open."""
    submitted(ingrid, mateo, year=2024)
    return workflow.open_return(by=ingrid, year=2025)


def found(annual_return: AnnualReturn, **kwh: float) -> list[variance.Variance]:
    return variance.variances(annual_return, electricity(**kwh), edition("2026"))


def test_a_change_above_the_threshold_is_found_with_both_values(after):
    total, _electricity = found(after, GVA=1800.0)

    assert (total.code, total.before, total.now) == ("T.1", pytest.approx(0.15), pytest.approx(0.18))
    assert total.percent == pytest.approx(20)
    assert total.source == "frozen, version 1"


def test_a_change_within_the_threshold_is_not(after):
    assert found(after, GVA=1600.0) == []


def test_a_reason_explains_it(after, ingrid):
    variance.give_reason(by=ingrid, annual_return=after, code="T.1", reason="A new data centre.")

    total, other = found(after, GVA=1800.0)

    assert (total.is_explained, total.reason) == (True, "A new data centre.")
    assert not other.is_explained


def test_a_reason_of_nothing_is_refused(after, ingrid):
    with pytest.raises(ReturnRefused, match=r"Say why T\.1"):
        variance.give_reason(by=ingrid, annual_return=after, code="T.1", reason="")


def test_a_reason_for_a_line_that_there_is_not_is_refused(after, ingrid):
    with pytest.raises(EditionError, match=r"no line '99\.9'"):
        variance.give_reason(by=ingrid, annual_return=after, code="99.9", reason="Because.")


def test_after_submission_reasons_stay(after, ingrid):
    earlier = AnnualReturn.objects.get(year=2024)

    with pytest.raises(ReturnRefused, match="The return of 2024 is submitted"):
        variance.give_reason(by=ingrid, annual_return=earlier, code="T.1", reason="Because.")
