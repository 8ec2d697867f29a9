"""The administration pages: one door, our models only, nothing that the content policy would block."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from greenops.admin_site import OUR_APPS, GreenOpsAdminSite
from tests.factories import boundary, travel
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db


def test_the_site_in_force_is_ours():
    assert isinstance(admin.site._wrapped or admin.site, GreenOpsAdminSite)


def test_no_package_brings_its_own_models_in():
    assert {model._meta.app_label for model in admin.site._registry} <= OUR_APPS


def test_strangers_are_led_to_the_one_sign_in_page(client: Client):
    response = client.get(reverse("admin:ems_site_changelist"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse(settings.LOGIN_URL))


def test_the_flag_of_djangos_own_scheme_opens_nothing(client: Client):
    sign_in(client, person("Stefan", is_staff=True))

    assert client.get(reverse("admin:index")).status_code == 403


@pytest.mark.parametrize("model", ["leg", "estimate", "importbatch"])
def test_travel_can_be_looked_at_but_not_changed(client: Client, model: str):
    leg = travel.leg(travel.batch())
    found = {"leg": leg, "estimate": leg.estimates.get(), "importbatch": leg.batch}[model]
    sign_in(client, person("Ingrid", "focal_point"))
    address = reverse(f"admin:travel_{model}_change", args=[found.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"passengers": 9}).status_code == 403


def test_the_page_of_a_batch_shows_no_name(client: Client):
    batch = travel.leg(travel.batch()).batch
    sign_in(client, person("Ingrid", "focal_point"))

    assert "NDOYE" not in client.get(reverse("admin:travel_importbatch_change", args=[batch.pk])).content.decode()


def test_legs_of_other_units_are_not_there(client: Client):
    ours, theirs = boundary.unit("ROA"), boundary.unit("STD")
    batch = travel.batch()
    travel.leg(batch, ours)
    foreign = travel.leg(batch, theirs)
    sign_in(client, person("Wanjiru", "focal_point", unit=ours))

    listed = client.get(reverse("admin:travel_leg_changelist")).context["cl"].queryset

    assert [leg.unit for leg in listed] == [ours]
    assert client.get(reverse("admin:travel_leg_change", args=[foreign.pk])).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "admin:index",
        "admin:ems_site_changelist",
        "admin:ems_site_add",
        "admin:ems_site_import",
        "admin:accounts_user_add",
    ],
)
def test_pages_hold_nothing_that_the_content_policy_blocks(client: Client, name: str):
    sign_in(client, person("Luca", "administrator"))

    page = client.get(reverse(name)).content.decode()

    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
