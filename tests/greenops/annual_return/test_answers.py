"""Questions of the form are answered; what is wrong keeps everything out; a closed year stays as it is."""

import pytest
from django.core.exceptions import PermissionDenied

from ems.models import Event
from greenops.annual_return import notes
from greenops.annual_return.answers import Given, save_answers
from greenops.annual_return.cycle import workflow
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.edition_file import edition
from greenops.annual_return.models import AnnualReturn, Omission, ReturnAnswer
from tests.factories import boundary
from tests.greenops.annual_return.stories import submitted

pytestmark = pytest.mark.django_db

FORM = edition("2026")


@pytest.fixture
def opened(ingrid):
    return workflow.open_return(by=ingrid, year=2025)


def save(by, annual_return, *given):
    return save_answers(by=by, annual_return=annual_return, edition=FORM, given=given)


def test_answers_are_kept_with_who_gave_them(opened, ingrid):
    assert save(ingrid, opened, Given("11.policy", "A plan since 2019."), Given("16.policy", "yes")) == 2

    kept = ReturnAnswer.objects.get(question="11.policy")
    assert (kept.value, kept.answered_by) == ("A plan since 2019.", ingrid)
    assert Event.objects.order_by("-sequence").first().payload["changes"]["16.policy"] == {"was": "", "is": "yes"}


def test_what_did_not_change_is_not_written(opened, ingrid):
    save(ingrid, opened, Given("16.policy", "yes"))
    events = Event.objects.count()

    assert save(ingrid, opened, Given("16.policy", "yes")) == 0
    assert Event.objects.count() == events


def test_an_emptied_answer_is_taken_away(opened, ingrid):
    save(ingrid, opened, Given("16.policy", "yes"))
    save(ingrid, opened, Given("16.policy", " "))

    assert not ReturnAnswer.objects.exists()


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("16.policy", "perhaps", "neither yes nor no"),
        ("15.status", "nearly", "no choice"),
        ("0.full_time_staff", "many", "no number"),
        ("0.full_time_staff", "-1", "out of range"),
        ("99.nothing", "x", "no question '99.nothing'"),
        ("14.protected_area", "yes", "asked of each site"),
    ],
)
def test_a_wrong_answer_keeps_all_out(opened, ingrid, question, value, words):
    with pytest.raises(ReturnRefused) as refused:
        save(ingrid, opened, Given("11.policy", "A plan."), Given(question, value))

    assert words in refused.value.details[0]
    assert not ReturnAnswer.objects.exists()


def test_sites_answer_for_themselves(opened, ingrid):
    site = boundary.site("NBO")

    save(ingrid, opened, Given("14.protected_area", "no", site))

    assert ReturnAnswer.objects.get().site == site


def test_a_frozen_year_is_not_answered(chosen, ingrid, mateo):
    made = submitted(ingrid, mateo)

    with pytest.raises(ReturnRefused, match="begin a restatement"):
        save(ingrid, made, Given("16.policy", "yes"))


def test_who_only_reads_does_not_answer(opened, mateo):
    with pytest.raises(PermissionDenied):
        save(mateo, opened, Given("16.policy", "yes"))


def test_a_section_is_given_to_somebody_and_back_to_nobody(opened, ingrid, mateo):
    notes.set_owner(by=ingrid, annual_return=opened, section="3", owner=mateo)
    assert opened.section_owners.get().owner == mateo

    notes.set_owner(by=ingrid, annual_return=opened, section="3", owner=None)
    assert not opened.section_owners.exists()


def test_a_section_that_there_is_not_has_no_owner(opened, ingrid):
    with pytest.raises(ReturnRefused, match="no section '99'"):
        notes.set_owner(by=ingrid, annual_return=opened, section="99", owner=ingrid)


def test_an_omission_says_what_and_why(opened, ingrid):
    omission = notes.add_omission(
        by=ingrid, annual_return=opened, section="3", what="Warehouse", reason="Metered by the landlord."
    )

    assert str(omission) == "2025 (report 2026) 3: Warehouse"
    notes.remove_omission(by=ingrid, omission=omission)
    assert not Omission.objects.exists()


def test_an_omission_without_a_reason_is_refused(opened, ingrid):
    with pytest.raises(ReturnRefused, match="Say why"):
        notes.add_omission(by=ingrid, annual_return=opened, section="3", what="Warehouse", reason="")


def test_omissions_of_a_closed_return_stay(opened, ingrid):
    AnnualReturn.objects.update(state="in_review", prepared_by=ingrid, prepared_at=opened.opened_at)

    with pytest.raises(ReturnRefused, match="stays as it is said"):
        notes.add_omission(by=ingrid, annual_return=opened, section="3", what="Warehouse", reason="Because.")
