"""After submission: handing over, questions, and published figures beside ours."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from ems.models import Event
from greenops.annual_return.cycle import dialogue
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.models import AnnualReturn, FrozenLine, PublishedFigure
from tests.greenops.annual_return.stories import DIGEST, handed_over, published, submitted, total

pytestmark = pytest.mark.django_db

State = AnnualReturn.State


@pytest.fixture
def frozen(chosen, ingrid, mateo):
    return submitted(ingrid, mateo)


def test_the_hand_over_keeps_day_and_digest(frozen, ingrid):
    row = dialogue.record_hand_over(
        by=ingrid, annual_return=frozen, on=timezone.localdate(), file_digest=f" {DIGEST.upper()} "
    )

    assert (row.state, row.handed_over_on, row.file_digest) == (State.SUBMITTED, timezone.localdate(), DIGEST)


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, DIGEST + "a"])
def test_what_is_no_digest_is_refused(frozen, ingrid, digest):
    with pytest.raises(ReturnRefused, match="64 characters"):
        dialogue.record_hand_over(by=ingrid, annual_return=frozen, on=timezone.localdate(), file_digest=digest)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_before_the_submission_or_ahead_is_refused(frozen, ingrid, days):
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(ReturnRefused, match=f"The hand-over of {day}"):
        dialogue.record_hand_over(by=ingrid, annual_return=frozen, on=day, file_digest=DIGEST)


def test_what_was_not_submitted_is_not_handed_over(ingrid):
    made = AnnualReturn.objects.create(year=2025, edition="2026")

    with pytest.raises(ReturnRefused, match="The return of 2025 is open"):
        dialogue.record_hand_over(by=ingrid, annual_return=made, on=timezone.localdate(), file_digest=DIGEST)


def test_published_figures_stand_beside_ours(chosen, ingrid, mateo):
    row = published(ingrid, mateo, tonnes="0.16")

    (found,) = dialogue.differences(row)
    assert row.state == State.PUBLISHED
    assert (found.figure.value, found.ours) == (Decimal("0.16"), pytest.approx(0.15))
    assert found.amount == pytest.approx(0.01)
    assert found.needs_explanation
    assert FrozenLine.objects.get(code="T.1", delegates=False).value == pytest.approx(0.15)


def test_a_difference_of_rounding_needs_no_explanation(chosen, ingrid, mateo):
    chosen.move(GVA=16_740_004.0)

    (found,) = dialogue.differences(published(ingrid, mateo, tonnes="1674"))

    # 16,740,004 kWh at 0.1 kg are 1,674.0004 t, which rounds to the 1,674 that were printed.
    assert found.is_within_rounding
    assert not found.needs_explanation


def test_a_whole_number_with_zeros_at_its_end_is_taken_as_rounded_to_one(chosen, ingrid, mateo):
    chosen.move(GVA=16_700_000.0 + 6_000.0)

    (found,) = dialogue.differences(published(ingrid, mateo, tonnes="1670"))

    # 1,670.6 t is not what 1,670 t rounds to.
    assert found.needs_explanation


def test_a_difference_is_explained_and_never_overwritten(chosen, ingrid, mateo):
    row = published(ingrid, mateo, tonnes="0.16")

    dialogue.explain_difference(
        by=ingrid, figure=PublishedFigure.objects.get(), explanation="UNEP rounds each site first."
    )

    (found,) = dialogue.differences(row)
    assert not found.needs_explanation
    assert (found.figure.value, found.ours) == (Decimal("0.16"), pytest.approx(0.15))


def test_published_before_the_hand_over_is_refused(frozen, ingrid):
    with pytest.raises(ReturnRefused, match="when the return was handed over"):
        dialogue.record_published(by=ingrid, annual_return=frozen, on=timezone.localdate())


def test_one_wrong_figure_keeps_all_out(chosen, ingrid, mateo):
    made = handed_over(ingrid, mateo)

    with pytest.raises(ReturnRefused, match=r"T\.2: -1 is no figure"):
        dialogue.record_published(
            by=ingrid, annual_return=made, on=timezone.localdate(), figures=[total("1"), total("-1", code="T.2")]
        )

    made.refresh_from_db()
    assert (made.state, PublishedFigure.objects.count()) == (State.SUBMITTED, 0)


def test_a_published_figure_is_given_once_and_corrected_with_a_reason(chosen, ingrid, mateo):
    published(ingrid, mateo)

    with pytest.raises(ReturnRefused, match="there already"):
        dialogue.add_published_figure(by=ingrid, year=2025, given=total("0.2"))
    dialogue.correct_published_figure(
        by=ingrid, figure=PublishedFigure.objects.get(), value=Decimal("0.2"), reason="Typed wrongly."
    )

    event = Event.objects.order_by("-sequence").first()
    assert (event.payload["was"], event.payload["is"]) == ("0.150000", "0.2")


def test_a_year_before_the_system_has_published_figures_alone(ingrid):
    figure = dialogue.add_published_figure(by=ingrid, year=2019, given=total("1800", starts_new_series=True))

    assert (figure.year, figure.starts_new_series, figure.is_example) == (2019, True, False)


def test_a_year_that_is_not_published_yet_has_no_published_figures(frozen, ingrid):
    with pytest.raises(ReturnRefused, match="Record first that it was published"):
        dialogue.add_published_figure(by=ingrid, year=2025, given=total("1"))


def test_a_query_is_recorded_and_answered(frozen, ingrid):
    query = dialogue.record_query(
        by=ingrid, annual_return=frozen, asked_on=timezone.localdate(), question="Why so low?", code="3.1"
    )

    dialogue.answer_query(by=ingrid, query=query, answer="A renewable contract since January.")

    query.refresh_from_db()
    assert (query.code, query.answered_by) == ("3.1", ingrid)
    assert query.answered_at is not None


def test_a_query_about_a_line_that_there_is_not_is_refused(frozen, ingrid):
    with pytest.raises(ReturnRefused, match=r"'9\.9' is no line"):
        dialogue.record_query(
            by=ingrid, annual_return=frozen, asked_on=timezone.localdate(), question="Why?", code="9.9"
        )


def test_only_who_prepares_records_what_unep_says(frozen, mateo):
    with pytest.raises(PermissionDenied):
        dialogue.record_query(by=mateo, annual_return=frozen, asked_on=timezone.localdate(), question="Why?")


@pytest.mark.parametrize("unit", ["", "tCO2eq", "tCO₂eq"])
def test_a_published_figure_stands_in_the_unit_of_its_line(chosen, ingrid, mateo, unit):
    published(ingrid, mateo)
    given = dialogue.Given("3.1", Decimal(1), unit, "Report of 2026")

    figure = dialogue.add_published_figure(by=ingrid, year=2025, given=given)

    assert figure.unit == "tCO2eq"


def test_a_published_figure_of_another_unit_is_refused(chosen, ingrid, mateo):
    published(ingrid, mateo)
    given = dialogue.Given("3.1", Decimal(1629), "kg", "Report of 2026")

    with pytest.raises(ReturnRefused, match=r"3\.1 is in tCO₂eq, not in kg"):
        dialogue.add_published_figure(by=ingrid, year=2025, given=given)


def test_a_published_figure_of_no_line_is_refused(chosen, ingrid, mateo):
    published(ingrid, mateo)
    given = dialogue.Given("T.99", Decimal(1), "t", "Report of 2026")

    with pytest.raises(ReturnRefused, match="'T.99' is no line of the return of 2025"):
        dialogue.add_published_figure(by=ingrid, year=2025, given=given)
