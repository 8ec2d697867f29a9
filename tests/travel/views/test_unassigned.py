"""The pages on which legs without unit, category or payer are assigned in bulk."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ems.models import OrganizationUnit
from tests.travel.views.conftest import add_leg, make_batch
from travel.models import Assignment, ImportBatch, Leg
from travel.unassigned import Field

pytestmark = pytest.mark.django_db
PAGE = "/travel/unassigned/"


@pytest.fixture
def batch(units: tuple[OrganizationUnit, OrganizationUnit]) -> ImportBatch:
    """Six legs without a unit, five of cost centre 4711 and one of 0815; one leg of HR. The payer of one is unknown."""
    made = make_batch(state="committed", committed_at="2025-04-01T00:00Z", source="agency-x")
    for number in range(6):
        leg = add_leg(made, number, None)
        leg.cost_centre = "0815" if number == 5 else "4711"
        leg.payer = "unknown" if number == 5 else "organization"
        leg.save()
    add_leg(made, 6, units[0])
    return made


def ticked(*words: str, **fields: str) -> dict[str, object]:
    return {"group": [json.dumps(["agency-x", word]) for word in words], **fields}


def test_groups_show_legs_mass_and_days(batch: ImportBatch, officer: Client) -> None:
    text = officer.get(PAGE).content.decode()
    assert "4711" in text and "0815" in text
    assert "0.500" in text  # five legs of 100 kg
    assert "18 Mar 2025" in text


def test_chosen_groups_get_their_unit_and_no_others(batch: ImportBatch, officer: Client) -> None:
    answer = officer.post(reverse("travel:assign"), ticked("4711", value="IT"), follow=True)
    assert "5 legs now count as IT." in answer.content.decode()
    assert Leg.objects.filter(unit__code="IT").count() == 5
    assert Leg.objects.filter(unit=None).get().cost_centre == "0815"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [(ticked(value="IT"), "Choose at least one group"), (ticked("4711"), "This field is required"),
     (ticked("9999", value="IT"), "Nothing is left to assign")],
    ids=["no group", "no unit", "a group that is not there"],
)  # fmt: skip
def test_what_is_missing_in_the_form_is_said(batch: ImportBatch, officer: Client, form, sentence) -> None:
    answer = officer.post(reverse("travel:assign"), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Assignment.objects.exists()


def test_the_list_is_narrowed_and_what_is_not_in_it_is_not_assigned(batch: ImportBatch, officer: Client) -> None:
    assert "0815" not in officer.get(PAGE, {"q": "471"}).content.decode()
    assert "No group fits" in officer.get(PAGE, {"year": "2019"}).content.decode()
    officer.post(reverse("travel:assign"), ticked("4711", value="IT", year="2019"))
    assert not Leg.objects.filter(unit__code="IT").exists()


def test_payers_have_their_own_list(batch: ImportBatch, officer: Client) -> None:
    assert "Payer in the file" in officer.get(PAGE, {"what": "payer"}).content.decode()
    officer.post(reverse("travel:assign"), ticked("", value="other", what=Field.PAYER))
    assert Leg.objects.filter(payer="other").count() == 1


def test_when_nothing_is_missing_the_page_says_so(officer: Client) -> None:
    assert "Every leg has its unit" in officer.get(PAGE).content.decode()


def test_the_export_holds_what_the_page_shows(batch: ImportBatch, officer: Client) -> None:
    response = officer.get(reverse("travel:unassigned_export", args=["csv"]), {"q": "4711"})
    (line,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (line["source"], line["cost centre"], line["legs"], line["t_co2"]) == ("agency-x", "4711", "5", "0.5")
    assert officer.get(reverse("travel:unassigned_export", args=["xlsx"])).status_code == 200


def test_small_groups_are_named_without_figures_to_those_without_names(batch: ImportBatch, auditor: Client) -> None:
    text = auditor.get(PAGE).content.decode()
    assert "too few people to show" in text
    assert 'name="group"' not in text


def test_a_reviewer_of_a_unit_sees_no_legs_of_others(
    batch: ImportBatch, units: tuple[OrganizationUnit, OrganizationUnit], client_of: Callable[..., Client]
) -> None:
    text = client_of("management_reviewer", units[0]).get(PAGE).content.decode()
    assert "4711" not in text and "Every leg has its unit" in text


def test_an_officer_of_a_unit_assigns_no_legs_of_others(
    batch: ImportBatch, units: tuple[OrganizationUnit, OrganizationUnit], client_of: Callable[..., Client]
) -> None:
    client_of("travel_officer", units[0]).post(reverse("travel:assign"), ticked("4711", value="HR"))
    assert Leg.objects.filter(unit__code="HR").count() == 1


def test_an_assignment_is_listed_told_and_undone(batch: ImportBatch, officer: Client) -> None:
    listed = reverse("travel:assignments")
    assert "Nothing has been assigned in bulk yet" in officer.get(listed).content.decode()
    officer.post(reverse("travel:assign"), ticked("4711", value="IT"))
    made = Assignment.objects.get()
    assert "4711" in officer.get(listed).content.decode()
    officer.post(reverse("travel:assign_otherwise", args=[made.pk]), {"value": "HR"})
    text = officer.get(reverse("travel:assignment", args=[made.pk])).content.decode()
    assert "Some of these legs were assigned again later" in text
    answer = officer.post(reverse("travel:undo_assignment", args=[made.pk]), follow=True).content.decode()
    assert "5 keep what was assigned to them later." in answer
    assert "This assignment was undone" in answer
    again = officer.post(reverse("travel:undo_assignment", args=[made.pk]), follow=True).content.decode()
    assert "This assignment was undone before." in again


def test_assignments_are_filtered_and_exported(batch: ImportBatch, officer: Client) -> None:
    officer.post(reverse("travel:assign"), ticked("4711", value="IT"))
    response = officer.get(reverse("travel:assignments_export", args=["csv"]), {"undone": "no"})
    (line,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (line["what"], line["to"], line["legs"], line["remembered"]) == ("unit", "IT", "5", "no")
    nothing = officer.get(reverse("travel:assignments"), {"undone": "yes"}).content.decode()
    assert "No assignment fits" in nothing


def test_an_officer_of_a_unit_undoes_only_his_own(
    batch: ImportBatch, units: tuple[OrganizationUnit, OrganizationUnit], client_of: Callable[..., Client]
) -> None:
    made = Assignment.objects.create(field="unit", value="HR", legs_count=1)
    assert (
        client_of("travel_officer", units[0]).post(reverse("travel:undo_assignment", args=[made.pk])).status_code == 404
    )
