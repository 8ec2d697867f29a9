"""The pages of the boundary: lists that are searched and taken out, forms that tell what is wrong."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import Event, OrganizationUnit, PersonnelCount, PersonnelRule, Site
from greenops.accounts.models import User
from tests.factories.boundary import personnel, site, unit
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(client: Client) -> User:
    """A focal point for the whole organization, signed in."""
    signed_in = person("Ingrid", "focal_point")
    sign_in(client, signed_in)
    return signed_in


def test_the_front_page_adds_up_the_people_of_each_year(client: Client, ingrid: User):
    bureau, place = unit(), site()
    personnel(bureau, place, year=2025, category="staff", full_time_equivalents="12.50")
    personnel(bureau, place, year=2025, category="intern", full_time_equivalents="1.25")

    PersonnelRule.objects.create(year=2025, categories=["staff"], official_number=11)

    page = client.get(reverse("ems:boundary"))

    # 12.50 staff and 1.25 interns; a category of which nobody was counted has no column.
    year, counts, total, inventory, rule = page.context["personnel"][0]
    assert (year, counts, total) == ("2025", [Decimal("12.50"), Decimal("1.25")], Decimal("13.75"))
    assert (inventory, rule.official_number) == (Decimal("12.50"), 11)
    assert "13.75" in page.content.decode()


def test_an_empty_boundary_says_what_to_do_next(client: Client, ingrid: User):
    page = client.get(reverse("ems:boundary")).content.decode()

    assert "Nobody is counted yet" in page
    assert reverse("ems:personnel_add") in page


def test_an_empty_list_tells_readers_who_can_fill_it(client: Client):
    sign_in(client, person("Mei", "auditor"))

    page = client.get(reverse("ems:sites")).content.decode()

    assert "People who look after the boundary add to this list" in page
    assert reverse("ems:sites_add") not in page


def test_a_unit_is_added_from_its_form(client: Client, ingrid: User):
    response = client.post(reverse("ems:units_add"), {"code": "DEV", "name": "Development Bureau"})

    assert response.status_code == 302
    assert OrganizationUnit.objects.get().name == "Development Bureau"
    assert Event.objects.get().actor == ingrid


def test_a_unit_cannot_become_a_part_of_itself(client: Client, ingrid: User):
    above = unit("ODG")
    below = unit("DEV", parent=above)

    response = client.post(
        reverse("ems:units_change", args=[above.public_id]), {"code": "ODG", "name": "Top", "parent": below.pk}
    )

    assert "ODG would be a part of itself. Choose another unit." in response.content.decode()
    assert OrganizationUnit.objects.get(code="ODG").parent is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"country": "ch"}, "&#x27;ch&#x27; is no country code. Give two capitals, such as CH."),
        ({"latitude": "95"}, "95 is outside -90 to 90 degrees. Correct the number."),
        ({"valid_from": "2025-01-02", "valid_until": "2025-01-01"}, "The last day is before the first."),
    ],
    ids=["country", "latitude", "period"],
)
def test_a_site_that_cannot_be_is_told_on_its_form(client: Client, ingrid: User, fields: dict[str, str], sentence: str):
    given = {"code": "GVA", "name": "HQ", "city": "Geneva", "country": "CH", "kind": "headquarters"}

    response = client.post(reverse("ems:sites_add"), given | fields)

    page = response.content.decode()
    assert sentence in page
    assert "<title>Error:" in page
    assert not Site.objects.exists()


def test_the_same_count_twice_is_told_on_its_form(client: Client, ingrid: User):
    bureau, place = unit(), site()
    personnel(bureau, place)
    given = {"year": 2025, "unit": bureau.pk, "site": place.pk, "category": "staff", "full_time_equivalents": 3}

    response = client.post(reverse("ems:personnel_add"), given)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert PersonnelCount.objects.count() == 1


def test_a_focal_point_of_one_unit_is_offered_that_unit_only(client: Client):
    ours, theirs = unit("ROA"), unit("STD")
    sign_in(client, person("Wanjiru", "focal_point", unit=ours))

    offered = client.get(reverse("ems:personnel_add")).context["form"].fields["unit"].queryset
    refused = client.get(reverse("ems:units_change", args=[theirs.public_id]))

    assert list(offered) == [ours]
    assert refused.status_code == 403


def test_sites_are_searched_and_taken_out_as_they_are_narrowed(client: Client, ingrid: User):
    site("GVA", city="Geneva")
    site("NBO", city="Nairobi", country="KE")

    page = client.get(reverse("ems:sites"), {"search": "nairo"})
    file = client.get(reverse("ems:sites_export", args=["csv"]), {"search": "nairo"})

    assert [found.code for found in page.context["object_list"]] == ["NBO"]
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "code,name,city,country,kind,address,latitude,longitude,certificate,valid_from,valid_until"
    assert [line.partition(",")[0] for line in lines[1:]] == ["NBO"]


def test_only_those_who_may_edit_a_part_are_led_to_its_form(client: Client):
    ours, theirs = unit("ROA"), unit("STD")
    sign_in(client, person("Wanjiru", "focal_point", unit=ours))

    page = client.get(reverse("ems:units")).content.decode()

    assert reverse("ems:units_change", args=[ours.public_id]) in page
    assert reverse("ems:units_change", args=[theirs.public_id]) not in page
    assert reverse("ems:units_add") not in page


def test_the_file_of_a_list_comes_as_a_workbook_too(client: Client, ingrid: User):
    unit("DEV", name="=1+1")

    response = client.get(reverse("ems:units_export", args=["xlsx"]))

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert [cell.value for cell in sheet[2]][:2] == ["DEV", "'=1+1"]
    assert "attachment" in response["Content-Disposition"]


def test_a_format_that_is_not_offered_is_not_found(client: Client, ingrid: User):
    assert client.get(reverse("ems:units_export", args=["exe"])).status_code == 404


def test_units_that_have_ended_can_be_left_out(client: Client, ingrid: User):
    unit("OLD", valid_until="2020-12-31")
    unit("NEW")

    page = client.get(reverse("ems:units"), {"in_force": "on"})

    assert [found.code for found in page.context["object_list"]] == ["NEW"]


def test_a_list_of_sites_comes_in_through_the_administration_after_a_preview(client: Client, ingrid: User):
    content = b"code,name,city,country,kind\nNBO,Gigiri,Nairobi,KE,regional\n"
    upload = SimpleUploadedFile("sites.csv", content, content_type="text/csv")

    preview = client.post(reverse("admin:ems_site_import"), {"import_file": upload, "format": "0", "resource": ""})
    assert preview.status_code == 200
    assert not Site.objects.exists()
    confirm = preview.context["confirm_form"]
    client.post(reverse("admin:ems_site_process_import"), confirm.initial)

    assert Site.objects.get().city == "Nairobi"
    assert Event.objects.get().action == "site added"
