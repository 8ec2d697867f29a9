import csv
import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ems.models import Event, OrganizationUnit
from tests.factories.questions import waits
from travel.models import ImportBatch, Leg

LIST = reverse("travel:legs")


def body(client: Client, **query: str) -> str:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return response.content.decode()


def lines(client: Client, ending: str = "csv", **query: str) -> list[dict[str, str]]:
    response = client.get(reverse("travel:legs_export", args=[ending]), query)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def test_an_officer_sees_names_and_an_auditor_pseudonyms(
    committed: ImportBatch, officer: Client, auditor: Client
) -> None:
    assert "Person 0" in body(officer)
    seen = body(auditor)
    assert "Person" not in seen
    assert "T-01010101" in seen


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"year": "2025"}, 6),
        ({"year": "2024"}, 0),
        ({"month": "3"}, 6),
        ({"year": "2025", "month": "3"}, 6),
        ({"year": "2025", "month": "2"}, 0),
        ({"year": "2025", "month": "12"}, 0),
        ({"cabin": "business"}, 0),
        ({"haul": "long"}, 6),
        ({"origin": "gva", "destination": "jfk"}, 6),
        ({"payer": "inside"}, 6),
        ({"payer": "other"}, 0),
        ({"category": "staff"}, 6),
        ({"unit": "unassigned"}, 0),
        ({"q": "Person 3"}, 1),
        ({"q": "T-0303"}, 1),
    ],
    ids=str,
)
def test_the_list_is_narrowed_by_the_query(
    committed: ImportBatch, officer: Client, query: dict[str, str], count: int
) -> None:
    assert len(lines(officer, **query)) == count


def test_the_list_is_narrowed_to_a_unit_and_to_a_batch(
    committed: ImportBatch, officer: Client, units: tuple[OrganizationUnit, OrganizationUnit]
) -> None:
    assert len(lines(officer, unit=str(units[0].public_id))) == 5
    assert len(lines(officer, batch=str(committed.public_id))) == 6


def test_a_filter_that_is_not_understood_finds_nothing_and_says_so(committed: ImportBatch, officer: Client) -> None:
    assert lines(officer, year="soon") == []
    assert "Enter a number." in body(officer, year="soon")


def test_few_travellers_are_not_shown_to_those_without_names(
    committed: ImportBatch, auditor: Client, units: tuple[OrganizationUnit, OrganizationUnit]
) -> None:
    seen = body(auditor, unit=str(units[1].public_id))

    assert "Too few travellers to show" in seen
    assert "T-05050505" not in seen
    export = auditor.get(reverse("travel:legs_export", args=["csv"]), {"q": "T-0505"})
    assert export.status_code == 302


def test_five_travellers_are_enough(
    committed: ImportBatch, auditor: Client, units: tuple[OrganizationUnit, OrganizationUnit]
) -> None:
    assert len(lines(auditor, unit=str(units[0].public_id))) == 5


def test_names_are_not_searched_for_those_without_names(committed: ImportBatch, auditor: Client) -> None:
    assert lines(auditor, q="Person 3") == []
    assert lines(auditor, q="7240000003") == []


def test_a_reviewer_of_one_unit_sees_its_legs_only(
    committed: ImportBatch, client_of: Callable[..., Client], units: tuple[OrganizationUnit, OrganizationUnit]
) -> None:
    assert len(lines(client_of("management_reviewer", units[0]))) == 5


def test_the_list_takes_the_same_queries_for_any_number_of_legs(committed: ImportBatch, officer: Client) -> None:
    body(officer)
    with CaptureQueriesContext(connection) as few:
        body(officer, q="Person 3")
    with CaptureQueriesContext(connection) as many:
        body(officer, q="Person")

    assert len(many) == len(few)
    # One for the lines, one for their number, one for their sum.
    assert len([query for query in many if "travel_leg" in query["sql"]]) == 3


def test_a_leg_without_an_estimate_of_the_method_says_so(committed: ImportBatch, officer: Client) -> None:
    assert "not estimated" in body(officer, method="myclimate-2022")


def test_the_export_has_the_mass_of_the_method_in_kg(committed: ImportBatch, officer: Client) -> None:
    first = lines(officer)[0]

    assert first["total_kg"] == "100.0"
    assert first["gas_basis"] == "CO2"
    assert first["counted_on"] == "2025-03-18"
    assert first["distance_km"] == "6223.0"


def test_an_export_has_pseudonyms_unless_names_are_asked_for_and_then_leaves_an_event(
    committed: ImportBatch, officer: Client
) -> None:
    assert {line["traveller"][:2] for line in lines(officer)} == {"T-"}
    assert not Event.objects.exists()

    assert "Person 0" in {line["traveller"] for line in lines(officer, names="1")}
    assert Event.objects.get().action == "legs exported with names"


def test_an_auditor_cannot_ask_for_names(committed: ImportBatch, auditor: Client) -> None:
    assert {line["traveller"][:2] for line in lines(auditor, names="1")} == {"T-"}


def test_the_workbook_has_dates_and_numbers(committed: ImportBatch, officer: Client) -> None:
    response = officer.get(reverse("travel:legs_export", args=["xlsx"]))
    content = b"".join(response)
    response.close()

    header, first = list(openpyxl.load_workbook(io.BytesIO(content))["Legs"].iter_rows(max_row=2, values_only=True))
    line = dict(zip(header, first, strict=True))
    assert line["counted_on"].date() == date(2025, 3, 18)
    assert line["total_kg"] == 100
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_export_larger_than_the_limit_is_declined_with_the_remedy(
    committed: ImportBatch, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("travel.views.legs.EXPORT_LIMIT", 3)

    response = officer.get(reverse("travel:legs_export", args=["csv"]), follow=True)

    assert "The list has 6 legs and an export at most 3." in response.content.decode()


def test_an_ending_that_is_not_offered_is_not_found(committed: ImportBatch, officer: Client) -> None:
    assert officer.get(reverse("travel:legs_export", args=["pdf"])).status_code == 404


def test_people_without_the_permission_are_turned_away(
    committed: ImportBatch, client_of: Callable[..., Client]
) -> None:
    administrator = client_of("administrator")

    assert administrator.get(LIST).status_code == 403
    assert administrator.get(reverse("travel:leg", args=[Leg.objects.first().identity])).status_code == 403


def test_an_empty_list_says_what_to_do(officer: Client) -> None:
    assert "No leg counts yet" in body(officer)


def test_the_list_says_what_its_legs_come_to(committed: ImportBatch, officer: Client) -> None:
    assert "6 legs, together 0.600 tCO2" in body(officer)  # six of 100 kg
    assert "6 not estimated by this method" in body(officer, method="myclimate-2022")


def test_the_list_of_an_import_names_it(committed: ImportBatch, officer: Client) -> None:
    assert "Only the legs of the import" in body(officer, batch=str(committed.public_id))


@pytest.mark.parametrize("column", ["counted_on", "-total_mg", "route", "unit", "cabin", "-distance_m", "nonsense"])
def test_the_list_is_sorted_by_any_column(committed: ImportBatch, officer: Client, column: str) -> None:
    assert "GVA → JFK" in body(officer, sort=column)


def test_rows_that_wait_stand_beside_the_list_within_its_filter(committed: ImportBatch, officer: Client) -> None:
    waits(committed, 6, 100, 300, unit=0)
    waits(committed, 7, 1000, 2000, month=4)
    assert "2 rows wait for answers and are not in the list" in officer.get("/travel/legs/").content.decode()
    march = officer.get("/travel/legs/?year=2025&month=3&unit=unassigned&payer=inside").content.decode()
    assert "1 row waits for an answer and is not in the list: it would add between 0.100 and 0.300 tCO2." in march
    assert "and is not in the list" not in officer.get("/travel/legs/?category=delegate").content.decode()


def test_no_file_waits_for_a_list_of_few_people(committed: ImportBatch, auditor: Client) -> None:
    it = OrganizationUnit.objects.get(code="IT")
    waits(committed, 6, 100, 300, unit=it.pk)
    assert "in the list" not in auditor.get(f"/travel/legs/?unit={it.public_id}").content.decode()
