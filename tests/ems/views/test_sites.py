"""The page of a site, and its terms changed there."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from ems.models import Event, SiteTerms, TopicCoverage
from greenops.accounts.models import User
from tests.factories.boundary import personnel, site, terms, unit
from tests.factories.people import person, sign_in
from tests.factories.registers import evidence, machine, meter, top_up, vehicle

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(client: Client) -> User:
    signed_in = person("Ingrid", "focal_point")
    sign_in(client, signed_in)
    return signed_in


def test_the_page_of_a_site_shows_all_that_is_known_of_it(client: Client, ingrid: User):
    place = site("BKK", name="Rajadamnern", address="Avenue 99")
    terms(place, valid_until=date(2024, 6, 30), share_basis="persons", occupants_own=40, occupants_total=160)
    terms(place, valid_from=date(2024, 7, 1), share_basis="agreed", agreed_percent=Decimal("12.500"))
    personnel(unit(), place, year=2025, full_time_equivalents=Decimal("40.80"))
    TopicCoverage.objects.create(site=place, year=2025, topic="waste", is_complete=True, persons_covered=30)
    chiller = machine(place, label="Chiller 7")
    top_up(chiller, evidence=evidence(title="Service report"))
    meter(place, code="MEA-1")
    vehicle(place, label="UN 22-1")

    page = client.get(reverse("ems:sites_page", args=[place.public_id])).content.decode()

    for words in (
        "Avenue 99",
        "40 of 160 persons",
        "12.5 % agreed",
        "40.8",
        "complete for 30 people",
        "Chiller 7",
        "MEA-1",
        "UN 22-1",
        "Service report",
    ):
        assert words in page, words


def test_a_site_without_terms_asks_for_them(client: Client, ingrid: User):
    page = client.get(reverse("ems:sites_page", args=[site().public_id])).content.decode()

    assert "Nobody has said yet how this site is held" in page


def test_readers_see_a_site_and_no_buttons(client: Client):
    place = site()
    terms(place)
    sign_in(client, person("Mei", "auditor"))

    page = client.get(reverse("ems:sites_page", args=[place.public_id])).content.decode()

    assert reverse("ems:terms_begin", args=[place.public_id]) not in page
    assert "Take back" not in page


def test_the_form_of_new_terms_shows_what_holds_today(client: Client, ingrid: User):
    place = site()
    terms(place, tenure="hosted", floor_area_m2=Decimal("980.0"))

    form = client.get(reverse("ems:terms_begin", args=[place.public_id])).context["form"]

    assert form["tenure"].value() == "hosted"
    assert form["floor_area_m2"].value() == 980
    assert form["valid_from"].value() is None


def test_new_terms_from_a_day_leave_the_months_before_as_they_were(client: Client, ingrid: User):
    place = site()
    terms(place, tenure="hosted")
    given = {"valid_from": "2024-07-01", "tenure": "rented", "share_basis": "whole"}

    answer = client.post(reverse("ems:terms_begin", args=[place.public_id]), given)

    assert answer["Location"] == reverse("ems:sites_page", args=[place.public_id])
    assert list(SiteTerms.objects.values_list("tenure", "valid_until")) == [
        ("hosted", date(2024, 6, 30)),
        ("rented", None),
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"valid_from": ""}, "This field is required."),
        ({"valid_from": "2020-01-01"}, "Terms begin on 2020-01-01 already."),
        (
            {"share_basis": "persons", "occupants_own": "7", "occupants_total": "6"},
            "Our part, 7, is more than the whole",
        ),
    ],
    ids=["no day", "same day", "share"],
)
def test_terms_that_cannot_begin_are_told_on_the_form(
    client: Client, ingrid: User, given: dict[str, str], sentence: str
):
    place = site()
    terms(place, valid_from=date(2020, 1, 1))
    usual = {"valid_from": "2024-07-01", "tenure": "rented", "share_basis": "whole"}

    answer = client.post(reverse("ems:terms_begin", args=[place.public_id]), usual | given)

    assert sentence in answer.content.decode()
    assert SiteTerms.objects.get().valid_until is None
    assert not Event.objects.exists()


def test_terms_are_corrected_and_taken_back_on_the_page(client: Client, ingrid: User):
    place = site()
    terms(place, valid_until=date(2024, 6, 30))
    wrong = terms(place, valid_from=date(2024, 7, 1))
    given = {"valid_from": "2024-07-01", "valid_until": "", "tenure": "sublet", "share_basis": "whole"}

    client.post(reverse("ems:terms_change", args=[wrong.pk]), given)
    wrong.refresh_from_db()
    assert wrong.tenure == "sublet"

    client.post(reverse("ems:terms_take_back", args=[wrong.pk]))

    assert SiteTerms.objects.get().valid_until is None
    assert list(Event.objects.order_by("sequence").values_list("action", flat=True)) == [
        "terms of a site changed",
        "terms of a site taken back",
    ]


def test_the_list_of_sites_shows_and_filters_by_the_terms_of_today(client: Client, ingrid: User):
    terms(site("BKK"), tenure="rented", floor_area_m2=980)
    terms(site("NBO"), tenure="hosted", valid_until=date(2024, 12, 31))

    page = client.get(reverse("ems:sites"), {"tenure": "rented"})

    assert [found.code for found in page.context["object_list"]] == ["BKK"]
    assert "980.0" in page.content.decode()
