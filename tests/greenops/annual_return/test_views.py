"""The return's first page: the figures of the page of the year, and nothing that is not there."""

import pytest
from django.test import Client
from django.urls import reverse

from greenops.insight.amounts import gas_unit
from tests.factories import boundary, travel
from tests.factories.people import person, sign_in
from travel.emissions.methods import RETURN_METHOD, method

pytestmark = pytest.mark.django_db


@pytest.fixture
def africa():
    return boundary.unit("ROA")


@pytest.fixture
def travelled(africa):
    """One leg of 58 kg, paid by the organization, in 2025."""
    leg = travel.leg(travel.batch(), africa)
    travel.year_of(leg)
    return leg


def test_without_travel_the_page_says_how_a_figure_comes(client: Client):
    sign_in(client, person("Ingrid", "focal_point"))

    page = client.get(reverse("annual_return:overview")).content.decode()

    assert "No year has travel yet" in page


def test_a_year_stands_with_its_figure_basis_and_link(client: Client, travelled):
    sign_in(client, person("Mateo", "management_reviewer"))

    response = client.get(reverse("annual_return:overview"))

    (line,) = response.context["lines"]
    # 58,000,000 mg are 58 kg, which are 0.058 t.
    assert (line.year, line.tonnes, line.legs) == (2025, pytest.approx(0.058), 1)
    page = response.content.decode()
    assert f"Air travel, {gas_unit(method(RETURN_METHOD))}" in page
    assert reverse("insight:year", args=[2025]) in page


def test_a_year_whose_people_are_not_counted_says_so(client: Client, travelled, africa):
    sign_in(client, person("Mateo", "management_reviewer"))
    before = client.get(reverse("annual_return:overview")).context["lines"][0].people_counted

    boundary.personnel(africa, boundary.site(), year=2025)

    after = client.get(reverse("annual_return:overview")).context["lines"][0].people_counted
    assert (before, after) == (False, True)


def test_somebody_of_another_unit_sees_no_figure_of_this_one(client: Client, travelled):
    sign_in(client, person("Wanjiru", "management_reviewer", unit=boundary.unit("RAP")))

    response = client.get(reverse("annual_return:overview"))

    assert response.context["lines"] == []


def test_somebody_of_the_unit_is_told_that_it_is_not_the_whole(client: Client, travelled, africa):
    sign_in(client, person("Wanjiru", "management_reviewer", unit=africa))

    response = client.get(reverse("annual_return:overview"))

    assert [line.year for line in response.context["lines"]] == [2025]
    assert "The return is the whole organization" in response.content.decode()
