"""Small lists in and out: checked like the forms, saved with their events, nothing half kept, no formula out."""

import pytest
import tablib

from ems.models import Event, OrganizationUnit, PersonnelCount, Site
from ems.resources import PersonnelResource, SiteResource, UnitResource, neutral
from tests.factories.boundary import personnel, site, unit
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def rows(headers: list[str], *lines: list[object]) -> tablib.Dataset:
    return tablib.Dataset(*lines, headers=headers)


def test_units_come_in_by_code_and_know_the_unit_above():
    unit("ODG")

    listed = rows(["code", "name", "part_of"], ["ROA", "Africa", "ODG"], ["ODG", "Director-General", ""])
    result = UnitResource().import_data(listed, user=person("Luca", "administrator"))

    assert result.totals["new"] == 1
    assert result.totals["update"] == 1
    assert OrganizationUnit.objects.get(code="ROA").parent.code == "ODG"
    assert set(Event.objects.values_list("action", flat=True)) == {
        "organization unit added",
        "organization unit changed",
    }


def test_a_preview_writes_neither_rows_nor_events():
    listed = rows(["code", "name", "city", "country"], ["NBO", "Gigiri", "Nairobi", "KE"])

    result = SiteResource().import_data(listed, dry_run=True, user=person("Luca", "administrator"))

    assert result.totals["new"] == 1
    assert not Site.objects.exists()
    assert not Event.objects.exists()


def test_one_wrong_row_keeps_the_whole_file_out():
    headers = ["code", "name", "city", "country", "kind"]
    listed = rows(headers, ["NBO", "Gigiri", "Nairobi", "KE", "field"], ["GVA", "HQ", "Geneva", "Swiss", "field"])

    result = SiteResource().import_data(
        listed, user=person("Luca", "administrator"), rollback_on_validation_errors=True
    )

    assert result.has_validation_errors()
    assert result.invalid_rows[0].number == 2
    assert "country" in result.invalid_rows[0].field_specific_errors
    assert not Site.objects.exists()
    assert not Event.objects.exists()


def test_a_personnel_count_is_found_again_by_unit_site_year_and_category():
    bureau, place = unit("DEV"), site("GVA")
    personnel(bureau, place, year=2025)
    headers = ["year", "unit", "site", "category", "full_time_equivalents"]

    result = PersonnelResource().import_data(
        rows(headers, [2025, "DEV", "GVA", "staff", "14.25"]), user=person("Luca", "administrator")
    )

    assert result.totals["update"] == 1
    assert str(PersonnelCount.objects.get().full_time_equivalents) == "14.25"


def test_an_unknown_unit_is_an_error_of_its_row():
    site("GVA")
    headers = ["year", "unit", "site", "category", "full_time_equivalents"]

    result = PersonnelResource().import_data(
        rows(headers, [2025, "XYZ", "GVA", "staff", "14.25"]), user=person("Luca", "administrator")
    )

    assert result.has_errors() or result.has_validation_errors()
    assert not PersonnelCount.objects.exists()


def test_an_import_cannot_change_units_that_the_person_does_not_look_after():
    ours = unit("ROA")
    unit("STD")

    result = UnitResource().import_data(
        rows(["code", "name"], ["STD", "Taken over"]), user=person("Wanjiru", "focal_point", unit=ours)
    )

    assert result.has_errors()
    assert OrganizationUnit.objects.get(code="STD").name == "Bureau STD"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_text_that_a_spreadsheet_would_run_goes_out_with_an_apostrophe(sign: str):
    assert neutral(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"


def test_what_went_out_comes_back_the_same():
    unit("DEV", name="=HYPERLINK(1)")
    exported = UnitResource().export()

    result = UnitResource().import_data(exported, user=person("Luca", "administrator"))

    assert exported["name"] == ["'=HYPERLINK(1)"]
    assert result.totals["skip"] == 1
    assert OrganizationUnit.objects.get().name == "=HYPERLINK(1)"
