"""The page of a return's files, and the files it hands out."""

import hashlib
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ems.models import Organization
from greenops.accounts.models import RoleAssignment, User
from greenops.annual_return.models import AnnualReturn
from tests.factories.activity import reading
from tests.factories.boundary import site, terms, unit
from tests.factories.computed_return import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_return() -> AnnualReturn:
    cache.clear()
    Organization.objects.create(name="World Observatory Organization", abbreviation="WOO")
    geneva = site()
    terms(geneva)
    reading(geneva, months=12, quantity=Decimal(1000))
    return AnnualReturn.objects.create(year=2025, edition="2026")


def client_of(role: str, of_unit=None) -> Client:
    user = User.objects.create(username=f"{role}-{of_unit}")
    RoleAssignment.objects.create(user=user, role=role, unit=of_unit)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def files(client: Client, *args, **query):
    return client.get(reverse("annual_return:files_of" if len(args) > 1 else "annual_return:files", args=args), query)


def test_without_a_version_the_page_offers_a_draft_and_says_so():
    page = files(client_of("auditor"), 2025).content.decode()
    assert "These files show the year as it stands now" in page
    assert "Inventory management plan" in page
    assert "not public" in page


def test_a_version_comes_first_and_its_file_has_the_digest_that_the_page_shows(a_return):
    version_of(a_return)
    client = client_of("management_reviewer")
    page = files(client, 2025, digests=1).content.decode()
    body = client.get(reverse("annual_return:document", args=[2025, "v1", "lines", "csv"]))
    assert body["Content-Disposition"] == 'attachment; filename="return-2025-v1-lines.csv"'
    assert hashlib.sha256(body.content).hexdigest() in page
    assert "Version 1 (submission), frozen on" in page


def test_digests_are_made_when_they_are_asked_for_and_kept():
    client = client_of("auditor")
    before = files(client, 2025, "draft").content.decode()
    assert "Make the files and show it" in before
    table = client.get(
        reverse("annual_return:files_of", args=[2025, "draft"]), {"digests": 1}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in table
    assert "Make the files and show it" not in table
    assert "Make the files and show it" not in files(client, 2025, "draft").content.decode()


def test_the_file_that_was_handed_over_is_marked(a_return):
    version_of(a_return)
    client = client_of("auditor")
    body = client.get(reverse("annual_return:document", args=[2025, "v1", "workbook", "xlsx"])).content
    AnnualReturn.objects.update(file_digest=hashlib.sha256(body).hexdigest())
    page = files(client, 2025, digests=1).content.decode()
    assert page.count("handed over</span>") == 1


def test_those_who_look_after_a_unit_only_get_no_file_of_the_whole():
    assert files(client_of("auditor", unit()), 2025).status_code == 403


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("files", [1999]),
        ("files_of", [2025, "v7"]),
        ("document", [2025, "draft", "lines", "pdf"]),
        ("document", [2025, "draft", "poem", "pdf"]),
        ("document", [1999, "draft", "lines", "csv"]),
        ("mapped_file", [2025, "draft", "nothing"]),
    ],
)
def test_what_there_is_not_is_not_found(name, args):
    assert client_of("auditor").get(reverse(f"annual_return:{name}", args=args)).status_code == 404


def test_an_input_file_is_made_by_its_mapping():
    response = client_of("auditor").get(reverse("annual_return:mapped_file", args=[2025, "draft", "facilities"]))
    assert response["Content-Disposition"] == 'attachment; filename="return-2025-draft-facilities.xlsx"'


def test_a_broken_mapping_is_named_and_the_rest_of_the_page_stands(settings, tmp_path):
    settings.EXCHANGE_FOLDER = tmp_path
    (tmp_path / "mine.yaml").write_text("title: Mine\n")
    page = files(client_of("auditor"), 2025).content.decode()
    assert "mine.yaml has no claim" in page
    assert "Inventory management plan" in page


def test_the_mappings_that_come_with_the_system_fit_the_form():
    client = client_of("auditor")
    for key in ("activity-data", "facilities", "lines", "monthly-readings"):
        assert client.get(reverse("annual_return:mapped_file", args=[2025, "draft", key])).status_code == 200
