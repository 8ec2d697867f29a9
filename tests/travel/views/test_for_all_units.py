"""What holds for the files of all units is said only by those who look after all of them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import OrganizationUnit
from tests.travel.views.conftest import make_batch
from travel.answers import AnswerRefused, retract
from travel.models import Answer, Assignment, CostCentre, EntitlementRule, ExpectedSource, SourceProfile

YAML = b"key: agency\nlabel: The agency\ncolumns:\n  origin: Von\n  destination: Nach\n  departure_date: Tag\n"


@pytest.fixture
def unit_officer(units: tuple[OrganizationUnit, OrganizationUnit], client_of: Callable[..., Client]) -> Client:
    return client_of("travel_officer", units[0])


def test_an_officer_of_a_unit_keeps_no_source(unit_officer: Client) -> None:
    sent = {"file": SimpleUploadedFile("agency.yaml", YAML), "key": ""}

    assert unit_officer.post(reverse("travel:import_source"), sent).status_code == 403
    assert not SourceProfile.objects.exists()


def test_an_officer_of_a_unit_assigns_no_cost_centres(unit_officer: Client) -> None:
    assert unit_officer.post(reverse("travel:cost_centres", args=["agency"]), {}).status_code == 403
    assert not CostCentre.objects.exists()


def test_an_officer_of_a_unit_decides_no_rule(unit_officer: Client) -> None:
    rule = EntitlementRule.objects.create(
        code="HL", text="Home leave", cabin="economy", decided_by="HR", valid_from=date(2025, 1, 1)
    )

    assert unit_officer.get(reverse("travel:add_rule")).status_code == 403
    ended = unit_officer.post(reverse("travel:end_rule", args=[rule.pk]), {"last_day": "2025-06-30"})
    assert ended.status_code == 403
    rule.refresh_from_db()
    assert rule.valid_until is None


def test_an_officer_of_a_unit_takes_back_no_answer_of_others(unit_officer: Client) -> None:
    answer = Answer.objects.create(source="agency", key="place:LON", kind="metropolitan_code", value="LHR")

    assert unit_officer.post(reverse("travel:retract", args=[answer.pk])).status_code == 403
    answer.refresh_from_db()
    assert answer.retracted_at is None
    for_all = Answer.objects.create(source="", key="place:PAR", kind="metropolitan_code", value="CDG")
    listed = unit_officer.get(reverse("travel:answers")).content.decode()
    assert "CDG" in listed
    assert reverse("travel:retract", args=[for_all.pk]) not in listed


def test_an_officer_of_a_unit_sees_his_own_answers_and_those_for_all(unit_officer: Client, auditor: Client) -> None:
    given = [("agency", "ofothers", None), ("agency", "ofhisown", unit_officer), ("", "forevery", None)]
    for source, subject, by in given:
        person = by and get_user_model().objects.get(pk=by.session["_auth_user_id"])
        Answer.objects.create(source=source, key=f"place:{subject}", subject=subject, value="LHR", answered_by=person)
    for page in (reverse("travel:answers"), reverse("travel:answers_export", args=["csv"])):
        kept, told = (
            {subject for _source, subject, _by in given if subject in _text(client, page)}
            for client in (unit_officer, auditor)
        )
        assert kept == {"ofhisown", "forevery"}
        assert told == {"ofothers", "ofhisown", "forevery"}
    page = reverse("travel:source", args=["agency"])
    make_batch(source="agency", created_by_id=unit_officer.session["_auth_user_id"], state="previewed")
    assert "1 remembered answer<" in _text(unit_officer, page)
    assert "2 remembered answers<" in _text(auditor, page)


def test_taking_an_answer_back_asks_the_same_rule(unit_officer: Client) -> None:
    person = get_user_model().objects.get(pk=unit_officer.session["_auth_user_id"])
    answer = Answer.objects.create(source="agency", key="place:LON", value="LHR")
    with pytest.raises(AnswerRefused, match="somebody else answered"):
        retract(by=person, answer=answer)
    answer.answered_by = person
    answer.save()
    retract(by=person, answer=answer)
    answer.refresh_from_db()
    assert answer.retracted_by == person


def _text(client: Client, page: str) -> str:
    answer = client.get(page)
    return b"".join(answer).decode()


def test_an_officer_of_a_unit_reads_no_names_of_files_of_others(unit_officer: Client, auditor: Client) -> None:
    expected = ExpectedSource.objects.create(source="agency", label="The agency", first_month=date(2025, 1, 1))
    make_batch(file_name="smith.csv", source="agency", state="previewed", period_from=date(2025, 1, 1))
    pages = [
        reverse("travel:coverage_month", args=[expected.pk, 2025, 1]),
        f"{reverse('travel:coverage_export', args=['csv'])}?year=2025",
    ]
    for page in pages:
        told, kept = (b"".join(client.get(page)) for client in (auditor, unit_officer))
        assert b"smith.csv" in told and b"smith.csv" not in kept


def test_an_officer_of_a_unit_sees_no_assignments_of_others(unit_officer: Client, auditor: Client) -> None:
    made = Assignment.objects.create(field="unit", value="HR", source="agency", cost_centre="4711", legs_count=1)
    page = reverse("travel:assignment", args=[made.pk])

    assert unit_officer.get(page).status_code == 404
    assert auditor.get(page).status_code == 200
