"""The lines of a return as pages: values, both sides of the delegates switch, and where each value comes from."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from greenops.annual_return.models import AnnualReturn
from tests.factories import boundary, travel
from tests.factories.activity import reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def nairobi():
    site, unit = boundary.site("NBO", country="KE", city="Nairobi"), boundary.unit()
    boundary.personnel(unit, site, full_time_equivalents=Decimal(10))
    reading(site, quantity=Decimal(10_000), month=3)
    return site


def test_the_lines_stand_by_section_and_open_into_their_inputs(client_of, nairobi):
    client = client_of("focal_point")

    page = client.get(reverse("annual_return:lines", args=[2025])).content.decode()

    assert "10,000" in page
    assert reverse("annual_return:line", args=[2025, "3.1"]) in page
    assert "ours, not UNEP's" in page.replace("&#x27;", "'")
    assert "Data year 2025, report year 2026" in page


def test_a_line_shows_its_equation_its_factor_with_edition_and_its_rule(client_of, nairobi):
    client = client_of("auditor")

    total = client.get(reverse("annual_return:line", args=[2025, "T.3"])).content.decode()
    electricity = client.get(reverse("annual_return:line", args=[2025, "3.20"])).content.decode()

    assert reverse("annual_return:line", args=[2025, "3.20"]) in total
    assert "10,000 kWh" in electricity
    assert "2021-v3.1" in electricity
    assert "R08" in electricity


def test_a_line_is_there_as_json_with_all_its_inputs(client_of, nairobi):
    client = client_of("focal_point")

    found = json.loads(client.get(reverse("annual_return:line", args=[2025, "3.1"]) + "?format=json").content)

    assert found["code"] == "3.1" and found["value"] == 10_000 and found["unit"] == "kWh"
    assert [given["amount"] for given in found["inputs"]] == [10_000]


def test_a_code_that_the_form_does_not_have_and_a_year_without_an_edition_are_not_found(client_of, nairobi):
    client = client_of("focal_point")

    assert client.get(reverse("annual_return:line", args=[2025, "99.9"])).status_code == 404
    assert client.get(reverse("annual_return:lines", args=[1999])).status_code == 404


def test_what_delegates_change_stands_beside_and_is_not_added(client_of, nairobi, settings):
    settings.SMALLEST_GROUP = 0
    batch = travel.batch()
    own = travel.leg(batch, boundary.unit("STD"), identity="a")
    paid_by_others = travel.leg(batch, boundary.unit("RAD"), identity="b", payer="other")
    travel.year_of(own)
    travel.year_of(paid_by_others)
    client = client_of("focal_point")

    off = client.get(reverse("annual_return:lines", args=[2025]))
    on = client.get(reverse("annual_return:lines", args=[2025]) + "?delegates=on")

    changed = {row.line.code: (row.line.value, row.on.value) for row in off.context["changed_by_delegates"]}
    assert changed["T.6"][1] > changed["T.6"][0] > 0
    assert "With delegates" in on.content.decode()


def test_a_person_of_one_unit_does_not_read_the_whole_return(client_of, nairobi):
    client = client_of("management_reviewer", boundary.unit("ROA"))

    assert client.get(reverse("annual_return:lines", args=[2025])).status_code == 403


def test_the_pages_follow_a_change_at_once(client_of, nairobi):
    client = client_of("focal_point")
    address = reverse("annual_return:line", args=[2025, "3.1"]) + "?format=json"
    before = json.loads(client.get(address).content)["value"]

    reading(nairobi, quantity=Decimal(1), month=4)

    assert json.loads(client.get(address).content)["value"] == before + 1


def test_the_number_of_queries_does_not_grow_with_the_sites(client_of, nairobi, django_assert_max_num_queries):
    client = client_of("focal_point")
    AnnualReturn.objects.create(year=2025, edition="2026")
    for number in range(12):
        site = boundary.site(f"S{number}", country="KE")
        for month in range(1, 13):
            reading(site, month=month)

    with django_assert_max_num_queries(45):
        client.get(reverse("annual_return:lines", args=[2025]))
