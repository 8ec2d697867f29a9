"""A restatement keeps both values, with its reason and another person's approval."""

import pytest
from django.core.exceptions import PermissionDenied

from ems.models import Event
from greenops.annual_return.computed import Problem
from greenops.annual_return.cycle import restating
from greenops.annual_return.cycle.closing import is_year_editable
from greenops.annual_return.cycle.freezing import frozen_figures
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.models import AnnualReturn, ReturnVersion, Signature
from tests.factories.people import person
from tests.greenops.annual_return.stories import published, submitted

pytestmark = pytest.mark.django_db

WHY = "The meter of Nairobi was read wrongly."
SIGNED = "The corrected data are complete."
APPROVED = "I approve the restatement."


@pytest.fixture
def frozen(chosen, ingrid, mateo):
    return submitted(ingrid, mateo)


@pytest.fixture
def begun(frozen, ingrid):
    return restating.begin_restatement(by=ingrid, annual_return=frozen, reason=WHY)


@pytest.fixture
def prepared(begun, ingrid, chosen):
    """1,500 kWh became 1,700 kWh."""
    chosen.move(GVA=1000.0, NBO=700.0)
    restating.sign_restatement(by=ingrid, annual_return=begun, statement=SIGNED)
    return begun


def total(version):
    return next(line.value for line in frozen_figures(version).off if line.code == "T.1")


def test_begun_it_opens_the_data_of_the_year_and_says_why(begun, ingrid):
    assert is_year_editable(2025)
    assert (begun.restating_by, begun.restating_because) == (ingrid, WHY)
    assert begun.state == AnnualReturn.State.SUBMITTED


def test_one_is_under_way_at_a_time(begun, ingrid):
    with pytest.raises(ReturnRefused, match="began a restatement already"):
        restating.begin_restatement(by=ingrid, annual_return=begun, reason="Another.")


def test_it_needs_a_reason(frozen, ingrid):
    with pytest.raises(ReturnRefused, match="Say why"):
        restating.begin_restatement(by=ingrid, annual_return=frozen, reason=" ")


def test_what_was_not_submitted_is_not_restated(chosen, ingrid):
    made = AnnualReturn.objects.create(year=2025, edition="2026")

    with pytest.raises(ReturnRefused, match="The return of 2025 is open"):
        restating.begin_restatement(by=ingrid, annual_return=made, reason=WHY)


def test_both_values_stay(prepared, ingrid, mateo):
    version = restating.restate(by=mateo, annual_return=prepared, statement=APPROVED)

    first = ReturnVersion.objects.get(number=1)
    assert (version.number, version.replaces, version.reason) == (2, first, WHY)
    assert (version.frozen_by, version.approved_by) == (ingrid, mateo)
    assert (total(first), total(version)) == (pytest.approx(0.15), pytest.approx(0.17))


def test_what_a_restatement_changed_is_told_line_by_line(prepared, mateo):
    version = restating.restate(by=mateo, annual_return=prepared, statement=APPROVED)

    electricity = next(moved for moved in restating.replaced_by(version) if moved.code == "3.1")
    assert (electricity.before, electricity.after) == (pytest.approx(0.15), pytest.approx(0.17))
    assert electricity.reasons == ("Electricity of NBO: 500 kWh became 700 kWh.",)


def test_afterwards_the_year_is_closed_again(prepared, mateo):
    restating.restate(by=mateo, annual_return=prepared, statement=APPROVED)

    assert not is_year_editable(2025)


def test_restated_twice_the_versions_stand_in_a_line(prepared, ingrid, mateo, chosen):
    second = restating.restate(by=mateo, annual_return=prepared, statement=APPROVED)
    restating.begin_restatement(by=ingrid, annual_return=prepared, reason="A bill of Geneva came late.")
    chosen.move(GVA=1100.0, NBO=700.0)
    restating.sign_restatement(by=ingrid, annual_return=prepared, statement=SIGNED)

    third = restating.restate(by=mateo, annual_return=prepared, statement=APPROVED)

    assert (third.number, third.replaces) == (3, second)


def test_who_prepared_it_does_not_approve_it(begun, chosen):
    both = person("Both", "focal_point", "management_reviewer")
    chosen.move(GVA=1.0)
    restating.sign_restatement(by=both, annual_return=begun, statement=SIGNED)

    with pytest.raises(ReturnRefused, match="another person approves it"):
        restating.restate(by=both, annual_return=begun, statement=APPROVED)
    assert ReturnVersion.objects.count() == 1


def test_only_who_approves_restates(prepared, ingrid):
    with pytest.raises(PermissionDenied):
        restating.restate(by=ingrid, annual_return=prepared, statement=APPROVED)


def test_unsigned_it_is_not_approved(begun, mateo, chosen):
    chosen.move(GVA=1.0)

    with pytest.raises(ReturnRefused, match="not signed yet"):
        restating.restate(by=mateo, annual_return=begun, statement=APPROVED)


def test_figures_that_moved_after_the_signature_are_told(prepared, mateo, chosen):
    chosen.move(GVA=1000.0, NBO=800.0)

    with pytest.raises(ReturnRefused, match="moved since the preparer signed") as refused:
        restating.restate(by=mateo, annual_return=prepared, statement=APPROVED)
    assert "was 0.170, is 0.180" in refused.value.details[0]


def test_where_nothing_moved_there_is_nothing_to_restate(begun, ingrid):
    with pytest.raises(ReturnRefused, match="Nothing moved"):
        restating.sign_restatement(by=ingrid, annual_return=begun, statement=SIGNED)


def test_lines_without_a_value_are_not_signed(begun, ingrid, chosen):
    chosen.move(GVA=1.0)
    chosen.fields = {"problems": (Problem("There is no factor for AQ.", "3.1", "3"),)}

    with pytest.raises(ReturnRefused, match="Some lines have no value") as refused:
        restating.sign_restatement(by=ingrid, annual_return=begun, statement=SIGNED)
    assert refused.value.details == ("There is no factor for AQ.",)


def test_signed_again_the_first_signature_is_withdrawn(prepared, ingrid, chosen):
    chosen.move(GVA=1000.0, NBO=800.0)

    restating.sign_restatement(by=ingrid, annual_return=prepared, statement=SIGNED)

    # The one of the submission, the one that was replaced, and the one that stands.
    kept = Signature.objects.filter(role="preparer").order_by("pk").values_list("withdrawn_because", flat=True)
    assert list(kept) == ["", "Signed again.", ""]


def test_given_up_it_closes_the_year(begun, ingrid):
    restating.give_up_restatement(by=ingrid, annual_return=begun)

    assert not is_year_editable(2025)
    assert Event.objects.order_by("-sequence").first().action == "restatement given up"


def test_given_up_with_figures_that_moved_it_is_refused(prepared, ingrid):
    with pytest.raises(ReturnRefused, match="Take the changes back") as refused:
        restating.give_up_restatement(by=ingrid, annual_return=prepared)

    assert "Electricity of NBO: 500 kWh became 700 kWh." in refused.value.details[1]


def test_a_published_return_is_restated_and_stays_published(chosen, ingrid, mateo):
    """The story of a year: open, collected, reviewed, approved, submitted, handed over, published, restated."""
    made = published(ingrid, mateo)
    restating.begin_restatement(by=ingrid, annual_return=made, reason=WHY)
    chosen.move(GVA=1000.0, NBO=700.0)
    restating.sign_restatement(by=ingrid, annual_return=made, statement=SIGNED)
    restating.restate(by=mateo, annual_return=made, statement=APPROVED)

    made.refresh_from_db()
    assert made.state == AnnualReturn.State.PUBLISHED
    assert list(Event.objects.order_by("sequence").values_list("action", flat=True)) == [
        "return opened",
        "collection of data started",
        "return sent to review",
        "return approved",
        "return submitted",
        "return handed over",
        "return published",
        "restatement begun",
        "restatement signed",
        "return restated",
    ]
