"""Factors of suppliers and offsets: entered, changed, deleted, refused."""

import pytest
from django.test import Client
from django.urls import reverse

from ems.models import Event
from greenops.annual_return.models import AnnualReturn, Offset, SupplierFactor
from tests.factories import activity, boundary
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db

FACTOR = {"supplier": "Lake", "product": "cooling", "year": 2025, "kg_co2e_per_kwh": "0.012", "source": "Report."}
OFFSET = {"year": 2025, "tonnes": "500", "instrument": "CER", "project": "Cook stoves", "price": "3", "currency": "usd"}


@pytest.fixture
def client(db):
    client = Client()
    sign_in(client, person("Ingrid", "focal_point"))
    return client


def test_a_factor_is_added_changed_and_stands_in_the_list_and_the_record(client):
    client.post(reverse("annual_return:supplier_add"), FACTOR)
    factor = SupplierFactor.objects.get()
    client.post(reverse("annual_return:supplier", args=[factor.public_id]), FACTOR | {"renewable_percent": "96"})

    assert "Lake" in client.get(reverse("annual_return:suppliers")).content.decode()
    assert b"Lake" in client.get(reverse("annual_return:suppliers_export", args=["csv"])).content
    assert list(Event.objects.order_by("sequence").values_list("action", flat=True)) == [
        "factor of a supplier added", "factor of a supplier changed"
    ]  # fmt: skip
    assert Event.objects.first().payload["changes"]["renewable_percent"]["is"] == "96"


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("supplier_add", FACTOR | {"kg_co2e_per_kwh": "-1"}, "not negative"),
        ("supplier_add", FACTOR | {"kg_co2e_per_kwh": "12"}, "Is it in grams"),
        ("supplier_add", FACTOR | {"renewable_percent": "101"}, "between 0 and 100"),
        ("supplier_add", FACTOR | {"year": "20255"}, "no reporting year"),
        ("offset_add", OFFSET | {"tonnes": "0"}, "more than 0 tonnes"),
        ("offset_add", OFFSET | {"currency": "dollars"}, "at most 3 characters"),
        ("offset_add", OFFSET | {"currency": "$"}, "no currency"),
        ("offset_add", OFFSET | {"cancelled_on": "2099-01-01"}, "lies in the future"),
    ],
)
def test_what_is_wrong_is_said(client, name, fields, words):
    response = client.post(reverse(f"annual_return:{name}"), fields)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not SupplierFactor.objects.exists() and not Offset.objects.exists()


def test_the_same_factor_is_not_entered_twice(client):
    activity.supplier_factor("Lake")

    response = client.post(reverse("annual_return:supplier_add"), FACTOR)

    assert response.status_code == 422
    assert SupplierFactor.objects.count() == 1


def test_a_factor_that_readings_use_is_not_deleted(client):
    factor = activity.supplier_factor()
    activity.reading(boundary.site(), "district_cooling", detail="", supplier_factor=factor)

    response = client.post(reverse("annual_return:supplier_delete", args=[factor.public_id]), follow=True)

    assert "Readings use this factor" in response.content.decode()
    assert SupplierFactor.objects.exists()


def test_an_offset_is_deleted_after_asking_and_the_record_keeps_what_it_was(client):
    client.post(reverse("annual_return:offset_add"), OFFSET)
    offset = Offset.objects.get()
    address = reverse("annual_return:offset_delete", args=[offset.public_id])

    assert "Delete 2025 Cook stoves?" in client.get(address).content.decode()
    assert Offset.objects.exists()
    client.post(address)

    assert not Offset.objects.exists()
    event = Event.objects.first()
    assert (event.action, event.object_id) == ("offset deleted", str(offset.public_id))
    assert (event.payload["was"]["tonnes"], event.payload["was"]["currency"]) == ("500.000", "USD")


def test_parts_of_a_closed_year_stay_as_they_are(client):
    offset, factor = activity.offset(), activity.supplier_factor()
    AnnualReturn.objects.create(year=2025, edition="2026", state="in_review")

    assert client.post(reverse("annual_return:offset_add"), OFFSET).status_code == 422
    for name, part, fields in (("offset", offset, OFFSET), ("supplier", factor, FACTOR)):
        client.post(reverse(f"annual_return:{name}", args=[part.public_id]), fields | {"year": 2024})
        client.post(reverse(f"annual_return:{name}_delete", args=[part.public_id]))
        part.refresh_from_db()
        assert part.year == 2025
    assert not Event.objects.exists()


def test_offsets_are_for_those_who_look_after_the_whole_organization():
    unit = boundary.unit()
    regional = Client()
    sign_in(regional, person("Wanjiru", "focal_point", unit=unit))

    assert regional.post(reverse("annual_return:offset_add"), OFFSET).status_code == 403
    assert regional.post(reverse("annual_return:supplier_add"), FACTOR).status_code == 302
