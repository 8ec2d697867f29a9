"""The navigation shows what a person may open, and where the person is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.boundary import site, unit
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("travel_officer", ["Travel", "Sites & data", "Insight"]),
        ("ems_coordinator", ["EMS", "Sites & data", "Return", "Insight"]),
        ("focal_point", ["Travel", "EMS", "Sites & data", "Return", "Insight"]),
        ("administrator", ["Sites & data"]),
    ],
)
def test_people_see_the_sections_that_they_may_open(client: Client, role: str, sections: list[str]):
    sign_in(client, person("Noor", role))

    navigation = client.get(reverse("ems:boundary")).context["navigation"]

    assert [str(item.label) for item in navigation] == sections


def test_a_page_below_a_page_of_the_navigation_lights_its_section(client: Client):
    sign_in(client, person("Ingrid", "focal_point"))

    navigation = client.get(reverse("ems:sites_change", args=[site().public_id])).context["navigation"]

    assert [str(item.label) for item in navigation if item.is_current] == ["Sites & data"]


def test_the_overview_of_the_ems_does_not_light_the_pages_beside_it(client: Client):
    sign_in(client, person("Ingrid", "focal_point"))

    navigation = client.get(reverse("ems:overview")).context["navigation"]

    assert [str(item.label) for item in navigation if item.is_current] == ["EMS"]


def test_who_looks_after_certain_units_is_not_led_to_pages_of_the_whole(client: Client):
    sign_in(client, person("Wanjiru", "management_reviewer", unit=unit("ROA")))

    navigation = client.get(reverse("annual_return:overview")).context["navigation"]

    (shown,) = [item for item in navigation if item.label == "Return"]
    assert [str(child.label) for child in shown.children] == ["Overview", "Offsets"]
