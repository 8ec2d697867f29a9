"""Lists and forms of equipment, vehicles, meters, rules and coverage; what is brought in is checked like the forms."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import CoolingEquipment, Event, Meter, RefrigerantEvent, TopicCoverage, Vehicle
from ems.registers.resources import EquipmentResource, RefrigerantEventResource, StockResource
from ems.resources import RuleResource, SiteResource, TermsResource
from greenops.accounts.models import User
from tests.factories.boundary import personnel, site, terms, unit
from tests.factories.people import person, sign_in
from tests.factories.registers import machine, meter, stock, top_up, vehicle

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(client: Client) -> User:
    signed_in = person("Ingrid", "focal_point")
    sign_in(client, signed_in)
    return signed_in


LISTS = ("units", "sites", "terms", "personnel", "rules", "coverage", "equipment", "refrigerant_events", "stocks",
         "vehicles", "meters", "evidence")  # fmt: skip


@pytest.mark.parametrize("key", LISTS)
def test_every_list_says_what_to_do_while_it_is_empty_and_can_be_searched(client: Client, ingrid: User, key: str):
    empty = client.get(reverse(f"ems:{key}")).content.decode()
    searched = client.get(reverse(f"ems:{key}"), {"search": "no such thing"})

    assert "There is nothing here yet" in empty
    assert searched.status_code == 200


@pytest.mark.parametrize("key", ["equipment", "refrigerant_events", "stocks", "vehicles", "meters", "coverage"])
def test_every_register_is_narrowed_and_taken_out_as_it_is_narrowed(client: Client, ingrid: User, key: str):
    for code in ("GVA", "NBO"):
        place = site(code)
        top_up(machine(place))
        stock(place)
        vehicle(place)
        meter(place)
        TopicCoverage.objects.create(site=place, year=2025, topic="ghg", is_complete=True)

    page = client.get(reverse(f"ems:{key}"), {"search": "nbo", "sort": "site"})
    file = client.get(reverse(f"ems:{key}_export", args=["csv"]), {"search": "nbo"}).content.decode("utf-8-sig")

    assert len(page.context["object_list"]) == 1
    assert "NBO" in file
    assert "GVA" not in file


@pytest.mark.parametrize("key", LISTS)
def test_a_list_takes_the_same_number_of_queries_however_long(
    client: Client, ingrid: User, key: str, django_assert_max_num_queries
):
    bureau = unit()
    for number in range(5):
        place = site(f"S{number}")
        terms(place)
        personnel(bureau, place)
        top_up(machine(place))
        stock(place)
        vehicle(place)
        meter(place)

    with django_assert_max_num_queries(25):
        client.get(reverse(f"ems:{key}"))


def test_a_meter_is_added_changed_and_removed(client: Client, ingrid: User):
    place = site()
    given = {"site": place.pk, "code": "E-1", "stream": "electricity_grid", "unit": "kWh"}

    client.post(reverse("ems:meters_add"), given)
    made = Meter.objects.get()
    client.post(reverse("ems:meters_change", args=[made.public_id]), {**given, "unit": "MWh"})
    asked = client.get(reverse("ems:meters_remove", args=[made.public_id]))
    client.post(reverse("ems:meters_remove", args=[made.public_id]))

    assert "Remove GVA E-1?" in asked.content.decode()
    assert not Meter.objects.exists()
    assert list(Event.objects.order_by("sequence").values_list("action", flat=True)) == [
        "meter added",
        "meter changed",
        "meter removed",
    ]


def test_a_machine_on_which_events_hang_is_not_removed(client: Client, ingrid: User):
    chiller = machine(site())
    top_up(chiller)

    answer = client.post(reverse("ems:equipment_remove", args=[chiller.public_id]))

    assert answer.status_code == 409
    assert "Give it a last day instead." in answer.content.decode()


def test_a_visit_is_entered_on_the_page_of_the_machine(client: Client, ingrid: User):
    chiller = machine(site(), refrigerant="R-22", charge_kg=Decimal(14))
    address = reverse("ems:equipment_page", args=[chiller.public_id])

    client.post(address, {"kind": "top_up", "on": "2025-05-06", "quantity_kg": "1.500"})
    refused = client.post(address, {"kind": "recovered", "on": "2025-05-07", "quantity_kg": "20"})

    assert RefrigerantEvent.objects.get().quantity_kg == Decimal("1.5")
    assert Event.objects.get().action == "event of a refrigerant added"
    page = refused.content.decode()
    assert "20 kg are more than the 14 kg that can have been in it." in page
    assert "depletes it" in page
    # AR5 of the IPCC: 1760 for HCFC-22.
    assert "1,760" in page


def test_people_who_only_read_enter_no_visit(client: Client):
    chiller = machine(site())
    sign_in(client, person("Mei", "auditor"))
    address = reverse("ems:equipment_page", args=[chiller.public_id])

    assert client.post(address, {"kind": "leak_test", "on": "2025-05-06"}).status_code == 403
    assert "Enter a visit" not in client.get(address).content.decode()


def test_a_year_is_covered_row_by_row_in_one_table(client: Client, ingrid: User):
    geneva, nairobi, bangkok = site("GVA"), site("NBO"), site("BKK")
    personnel(unit(), geneva, year=2025, full_time_equivalents=Decimal(600))
    TopicCoverage.objects.create(site=bangkok, year=2025, topic="waste", is_complete=True)
    address = f"{reverse('ems:coverage_add')}?year=2025&topic=waste"
    given = {
        f"site{geneva.pk}-state": "yes",
        f"site{geneva.pk}-persons_covered": "450",
        f"site{nairobi.pk}-state": "no",
        f"site{nairobi.pk}-note": "Not weighed",
        f"site{bangkok.pk}-state": "",
    }

    answer = client.post(address, given)

    assert answer.status_code == 302
    said = TopicCoverage.objects.order_by("site__code").values_list("site__code", "is_complete", "persons_covered")
    assert list(said) == [("GVA", True, 450), ("NBO", False, None)]
    assert Event.objects.count() == 3
    assert "450 of 600 people" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "yes", "persons_covered": "700"}, "700 people are more than the 600 counted at GVA in 2025."),
        ({"state": "no", "persons_covered": "10"}, "People are covered only where the data are complete."),
        ({"state": "", "note": "why"}, "Say whether the data are complete"),
    ],
    ids=["too many", "incomplete", "no word"],
)
def test_one_wrong_row_keeps_the_whole_table_out(client: Client, ingrid: User, fields: dict[str, str], sentence: str):
    geneva, nairobi = site("GVA"), site("NBO")
    personnel(unit(), geneva, year=2025, full_time_equivalents=Decimal(600))
    given = {f"site{nairobi.pk}-state": "yes", **{f"site{geneva.pk}-{name}": value for name, value in fields.items()}}

    page = client.post(f"{reverse('ems:coverage_add')}?year=2025&topic=waste", given).content.decode()

    assert sentence in page
    assert "Nothing was saved." in page
    assert not TopicCoverage.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("query", ["year=twenty", "year=1999", "topic=noise"])
def test_a_year_or_topic_that_is_none_is_not_found(client: Client, ingrid: User, query: str):
    assert client.get(f"{reverse('ems:coverage_add')}?{query}").status_code == 404


def rows(headers: list[str], *lines: list[Any]) -> tablib.Dataset:
    return tablib.Dataset(*lines, headers=headers)


def brought_in(resource: Any, headers: list[str], *lines: list[Any]) -> Any:
    return resource().import_data(
        rows(headers, *lines), user=person("Luca", "administrator"), rollback_on_validation_errors=True
    )


def test_machines_and_their_events_come_in_by_site_and_name():
    for code in ("GVA", "NBO"):
        site(code)
    headers = ["site", "label", "refrigerant", "charge_kg", "installed_on"]
    user = person("Luca", "administrator")

    machines = EquipmentResource().import_data(
        rows(headers, ["GVA", "Chiller", "r134a", "86", "2014-05-12"], ["NBO", "Chiller", "R-410A", "5", ""]), user=user
    )
    visits = RefrigerantEventResource().import_data(
        rows(["site", "equipment", "on", "kind", "quantity_kg"], ["NBO", "Chiller", "2025-05-06", "top_up", "0.4"]),
        user=user,
    )

    assert (machines.totals["new"], visits.totals["new"]) == (2, 1)
    assert CoolingEquipment.objects.get(site__code="GVA").refrigerant == "R-134a"
    assert RefrigerantEvent.objects.get().equipment.site.code == "NBO"


def test_what_goes_out_of_a_register_comes_back_unchanged():
    chiller = machine(site("GVA"), installed_on=date(2020, 1, 1))
    top_up(chiller)
    stock(chiller.site)
    user = person("Luca", "administrator")

    for resource in (EquipmentResource, RefrigerantEventResource, StockResource):
        assert resource().import_data(resource().export(), user=user).totals["skip"] == 1


@pytest.mark.parametrize(
    ("resource", "headers", "line", "sentence"),
    [
        (EquipmentResource, ["site", "label", "refrigerant", "charge_kg"], ["GVA", "A", "freon", "1"], "'freon' is no"),
        (
            TermsResource,
            ["site", "valid_from", "share_basis", "agreed_percent"],
            ["GVA", "2025-01-01", "agreed", "101"],
            "more than the whole",
        ),
        (RuleResource, ["year", "categories"], ["2025", "staff;robots"], "'robots' is no category"),
    ],
    ids=["refrigerant", "share", "category"],
)
def test_a_wrong_row_is_told_and_keeps_the_file_out(resource: Any, headers: list[str], line: list[str], sentence: str):
    site("GVA")

    result = brought_in(resource, headers, line)

    assert sentence in str(result.invalid_rows[0].error_dict)
    assert not Event.objects.exists()


def test_a_column_that_is_none_is_told_instead_of_being_passed_over():
    result = brought_in(SiteResource, ["code", "name", "city", "country", "tenure"], ["A", "B", "C", "CH", "owned"])

    assert "There is no column 'tenure' in this list. The columns are: code, name" in str(result.base_errors[0].error)


def test_a_register_comes_in_through_the_administration_after_a_preview(client: Client, ingrid: User):
    site("GVA")
    content = b"site,label,fuel,kind\nGVA,CD 7,electric,car\n"
    upload = SimpleUploadedFile("vehicles.csv", content, content_type="text/csv")

    preview = client.post(reverse("admin:ems_vehicle_import"), {"import_file": upload, "format": "0", "resource": ""})
    assert not Vehicle.objects.exists()
    client.post(reverse("admin:ems_vehicle_process_import"), preview.context["confirm_form"].initial)

    assert Vehicle.objects.get().is_electric
    assert Event.objects.get().action == "vehicle added"
