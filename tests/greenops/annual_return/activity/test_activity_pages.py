"""The grid of readings as a page: what it shows, what a save does, what comes back with an error."""

import json
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ems.models import Event, EvidenceFile
from greenops.annual_return.activity.grid import RowKey
from greenops.annual_return.models import ActivityReading, AnnualReturn
from tests.factories import activity, boundary
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db
GRID = RowKey("GVA", "electricity_grid", "standard")


@pytest.fixture
def site(db):
    return boundary.site()


@pytest.fixture
def client(db):
    client = Client()
    sign_in(client, person("Ingrid", "focal_point"))
    return client


def fields_of(html):
    """The grid's form as a browser would send it, without its disabled controls."""
    html = html.split('id="grid"')[1]
    fields = {
        match["name"]: match["value"].replace("&quot;", '"').replace("&#x27;", "'")
        for match in re.finditer(r'<input[^>]*name="(?P<name>r\d+-[^"]*)"[^>]*?value="(?P<value>[^"]*)"[^>]*>', html)
        if " disabled" not in match[0]
    }
    for match in re.finditer(r'<select name="(r\d+-\w+)".*?</select>', html, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', match[0])
        fields[match[1]] = chosen[1] or chosen[2]
    return fields


def page_of(client, **query):
    return client.get(reverse("annual_return:activity"), {"year": 2025, "site": "GVA", **query})


def row_number(fields, key=GRID):
    return next(name.split("-")[0] for name, value in fields.items() if name.endswith("-key") and value == key.token())


def send(client, changes, key=GRID, **query):
    """Open the page, type, press Save."""
    fields = fields_of(page_of(client, **query).content.decode())
    row = row_number(fields, key)
    typed = {f"{row}-{name}": value for name, value in changes.items()}
    return client.post(f"{reverse('annual_return:activity')}?year=2025&site=GVA", fields | typed)


def test_a_site_without_readings_offers_the_usual_rows(client, site):
    html = page_of(client).content.decode()

    assert "Electricity purchased from the grid" in html
    assert "Municipal supply" in html


def test_cells_are_saved_and_shown_with_their_totals(client, site):
    activity.reading(site, month=1)
    activity.reading(site, month=1, year=2024, quantity=Decimal(800))

    response = send(client, {"m2": "1'200", "m3": "0.9 MWh e"})

    assert response.status_code == 302
    kept = {one.month: (one.amount_micro, one.method) for one in ActivityReading.objects.filter(year=2025)}
    assert kept == {1: (10**9, "metered"), 2: (1_200_000_000, "metered"), 3: (900_000_000, "estimated")}
    html = page_of(client).content.decode()
    assert "3,100 kWh" in html and "800 kWh" in html
    assert 'value="0.9 MWh e"' in html
    assert "Missing: April" in html


def test_one_wrong_cell_keeps_all_from_being_saved_and_everything_typed_stays(client, site):
    activity.reading(site, month=1)

    response = send(client, {"m2": "900", "m3": "1,234"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "can be read in two ways" in html and 'value="900"' in html
    assert ActivityReading.objects.count() == 1
    corrected = fields_of(html)
    row = row_number(corrected)
    client.post(f"{reverse('annual_return:activity')}?year=2025&site=GVA", corrected | {f"{row}-m3": "1234"})
    assert ActivityReading.objects.count() == 3


def test_an_emptied_cell_is_removed_and_the_save_can_be_taken_back(client, site):
    activity.reading(site, month=1)

    send(client, {"m1": ""})
    assert not ActivityReading.objects.exists()
    assert "Take back my last save" in page_of(client).content.decode()
    response = client.post(reverse("annual_return:activity_take_back"), {"next": "/return/activity/?year=2025"})

    assert response["Location"] == "/return/activity/?year=2025"
    assert ActivityReading.objects.get().month == 1


def test_the_way_back_leads_to_no_other_place(client):
    response = client.post(reverse("annual_return:activity_take_back"), {"next": "https://elsewhere.invalid/"})

    assert response["Location"] == "/return/activity/"


def test_a_unit_and_a_method_chosen_for_the_row_hold_for_its_cells(client, site):
    activity.reading(site, month=1, quantity=Decimal(2))

    send(client, {"unit": "MWh", "method": "invoiced"})

    kept = ActivityReading.objects.get()
    assert (kept.amount_micro, kept.unit, kept.method) == (2_000_000_000, "MWh", "invoiced")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client, site):
    reading = activity.reading(site, month=1)
    fields = fields_of(page_of(client).content.decode())
    ActivityReading.objects.filter(pk=reading.pk).update(quantity=7, amount_micro=7_000_000)
    reading.refresh_from_db()
    reading.save()
    row = row_number(fields)

    address = f"{reverse('annual_return:activity')}?year=2025&site=GVA"
    untouched = client.post(address, fields | {f"{row}-m2": "5"})
    refused = client.post(address, fields | {f"{row}-m1": "900"})

    assert untouched.status_code == 302
    assert "Somebody else changed this month" in refused.content.decode()
    assert ActivityReading.objects.get(month=1).quantity == 7


def test_a_row_is_added_without_losing_what_was_typed(client, site):
    activity.reading(site, month=1)
    fields = fields_of(page_of(client).content.decode())
    row = row_number(fields)
    waste = {"act": "add", "kind": "waste:glass", "channel": "sold", "route": "recycling"}

    address = f"{reverse('annual_return:activity')}?year=2025&site=GVA"
    response = client.post(address, fields | waste | {f"{row}-m2": "77"})

    html = response.content.decode()
    assert response.status_code == 200
    assert "Glass · Sold · Recycling" in html and 'value="77"' in html
    added = fields_of(html)
    glass = row_number(added, RowKey("GVA", "waste", "glass", "sold", "recycling"))
    client.post(f"{reverse('annual_return:activity')}?year=2025&site=GVA", added | {f"{glass}-m4": "3"})
    assert {(one.stream, one.month) for one in ActivityReading.objects.all()} == {
        ("electricity_grid", 1), ("electricity_grid", 2), ("waste", 4)
    }  # fmt: skip


def test_a_quarter_is_one_cell_and_the_months_it_covers_are_closed(client, site):
    activity.reading(site, month=1, months=3)

    html = page_of(client).content.decode()

    assert 'value="1000 x3"' in html
    assert html.count("covered by the reading before") == 2


def test_what_is_counted_once_a_year_is_one_cell(client, site):
    response = send(client, {"m1": "340"}, key=RowKey("GVA", "taxi"))

    kept = ActivityReading.objects.get()
    assert response.status_code == 302
    assert (kept.stream, kept.month, kept.months) == ("taxi", 1, 12)


def test_a_closed_year_can_be_read_and_not_changed(client, site):
    activity.reading(site, month=1)
    AnnualReturn.objects.create(year=2025, edition="2026", state="in_review")

    html = page_of(client).content.decode()

    assert "The return of 2025 is in review" in html
    assert 'data-month="1" aria' in html and html.count(" disabled") >= 12
    fields = {"r0-key": GRID.token(), "r0-seen": json.dumps(["kWh", "metered", [["", ""]] * 12]), "r0-m2": "5"}
    refused = client.post(f"{reverse('annual_return:activity')}?year=2025&site=GVA", fields)
    assert refused.status_code == 422
    assert ActivityReading.objects.count() == 1


def test_readers_see_no_button_and_cannot_save(site):
    reader = Client()
    sign_in(reader, person("Mei", "auditor"))

    assert "<span>Save</span>" not in page_of(reader).content.decode()
    assert reader.post(f"{reverse('annual_return:activity')}?year=2025&site=GVA", {}).status_code == 403


def test_a_person_of_a_unit_sees_and_fills_only_the_sites_where_it_has_people(site):
    unit, nairobi = boundary.unit(), boundary.site("NBO")
    boundary.personnel(unit, nairobi)
    regional = Client()
    sign_in(regional, person("Wanjiru", "focal_point", unit=unit))
    hidden = activity.reading(site)

    html = regional.get(reverse("annual_return:activity"), {"site": "GVA"}).content.decode()
    fields = {"r0-key": GRID.token(), "r0-seen": json.dumps(["kWh", "metered", [["", ""]] * 12]), "r0-m2": "5"}
    regional.post(f"{reverse('annual_return:activity')}?year=2025&site=GVA", fields)

    assert "NBO" in html and ">GVA" not in html
    assert ActivityReading.objects.count() == 1
    assert regional.get(reverse("annual_return:reading", args=[hidden.public_id])).status_code == 404
    assert "1 row" not in regional.get(reverse("annual_return:readings")).content.decode()


def test_one_kind_at_all_sites_is_filled_in_one_page(client, site):
    boundary.site("NBO", name="Regional Office", city="Nairobi", country="KE")
    address = f"{reverse('annual_return:activity_kind')}?year=2025&kind=water:municipal"
    fields = fields_of(client.get(address).content.decode())
    rows = {code: row_number(fields, RowKey(code, "water", "municipal")) for code in ("GVA", "NBO")}

    response = client.post(address, fields | {f"{rows['GVA']}-m1": "12", f"{rows['NBO']}-m12": "3.5"})

    assert response.status_code == 302
    assert set(ActivityReading.objects.values_list("site__code", "month")) == {("GVA", 1), ("NBO", 12)}
    assert Event.objects.filter(action="readings saved").count() == 1


def test_hints_come_while_typing_and_nothing_is_written(client, site):
    activity.reading(site, year=2024, month=3, quantity=Decimal(100))
    cells = [["", ""]] * 12
    asked = {"year": 2025, "r0-key": GRID.token(), "r0-seen": json.dumps(["kWh", "metered", cells]), "r0-unit": "kWh",
             "r0-method": "metered", "r0-m3": "1,234", "r0-m4": "5"}  # fmt: skip

    wrong = client.get(reverse("annual_return:activity_hints"), asked).json()
    high = client.get(reverse("annual_return:activity_hints"), asked | {"r0-m3": "450"}).json()

    assert "two ways" in wrong["errors"]["3"]
    assert high["hints"] == {"3": "4.5 times as much as in March 2024 (100 kWh)."}
    assert high["row"][0].startswith("Missing: January, February, May")
    assert high["total"] == "455 kWh"
    assert ActivityReading.objects.count() == 1


def test_hints_take_the_same_number_of_queries_for_any_number_of_sites(client, site):
    asked = {"year": 2025, "r0-key": GRID.token(), "r0-seen": json.dumps(["kWh", "metered", [["", ""]] * 12]),
             "r0-unit": "kWh", "r0-method": "metered", "r0-m3": "5"}  # fmt: skip

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("annual_return:activity_hints"), asked).json()["total"] == "5 kWh"
        return len(caught)

    few = queries()
    for number in range(5):
        activity.reading(boundary.site(f"S{number}"))

    assert queries() <= few


def test_last_year_is_copied_by_a_button(client, site):
    activity.reading(site, year=2024, month=3)

    client.post(reverse("annual_return:activity_copy"), {"year": 2025, "site": "GVA"})

    assert ActivityReading.objects.get(year=2025).method == "copied"


@pytest.mark.parametrize("name", ["annual_return:activity", "annual_return:activity_kind", "annual_return:readings"])
def test_the_number_of_queries_does_not_grow_with_sites_and_readings(client, site, name):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(name), {"year": 2025}).status_code == 200
        return len(caught)

    activity.reading(site, month=1)
    few = queries()
    for number in range(12):
        other = boundary.site(f"S{number:02d}")
        for month in (1, 2, 3):
            activity.reading(other, month=month)
            activity.reading(site, "water", detail="municipal", unit="m3", month=month, year=2010 + number)

    assert queries() <= few


@pytest.mark.data_layer
def test_a_reading_tells_its_history_and_is_changed_there(client, site):
    send(client, {"m2": "900"}, key=RowKey("GVA", "electricity_grid", "unspecified"))
    kept = ActivityReading.objects.get()
    address = reverse("annual_return:reading", args=[kept.public_id])

    values = {"quantity": "1,234", "unit": "kWh", "months": 1, "method": "invoiced", "note": "Bill of February."}
    refused = client.post(address, values)
    client.post(address, values | {"quantity": "950"})

    assert "can be read in two ways" in refused.content.decode()
    kept.refresh_from_db()
    assert (kept.quantity, kept.method, kept.note) == (950, "invoiced", "Bill of February.")
    html = client.get(address).content.decode()
    assert "quantity: 900 → 950" in html


def test_evidence_and_notes_are_put_on_a_whole_row(client, site):
    for month in (1, 2):
        activity.reading(site, month=month)
    address = f"{reverse('annual_return:activity_row')}?year=2025"

    response = client.post(f"{address}&row={GRID.token()}", {"note": "From the yearly statement."})

    assert response.status_code == 302
    assert set(ActivityReading.objects.values_list("note", flat=True)) == {"From the yearly statement."}
    assert Event.objects.filter(action="readings saved").count() == 1


def test_a_reading_is_removed_and_can_be_brought_back(client, site):
    kept = activity.reading(site)

    client.post(reverse("annual_return:reading_delete", args=[kept.public_id]))
    assert not ActivityReading.objects.exists()
    client.post(reverse("annual_return:activity_take_back"))

    assert ActivityReading.objects.get().public_id == kept.public_id


def test_a_file_sent_with_a_row_becomes_its_evidence_and_is_not_kept_when_the_save_is_refused(client, site):
    kept = activity.reading(site)
    address = reverse("annual_return:reading", args=[kept.public_id])
    values = {"quantity": "5", "unit": "kg", "months": 1, "method": "invoiced"}

    refused = client.post(address, values | {"file": SimpleUploadedFile("bill.csv", b"month,kWh\n1,5\n")})
    assert "is a mass" in refused.content.decode()
    assert not EvidenceFile.objects.exists()

    row = f"{reverse('annual_return:activity_row')}?year=2025&row={GRID.token()}"
    client.post(row, {"file": SimpleUploadedFile("bill.csv", b"month,kWh\n1,5\n")})

    kept.refresh_from_db()
    assert kept.evidence.name == "bill.csv"
    assert reverse("ems:evidence_page", args=[kept.evidence.public_id]) in client.get(address).content.decode()


def test_all_that_is_wrong_is_told_at_once(client, site):
    response = send(client, {"m2": "1,234", "m3": "5 kg"}, key=RowKey("GVA", "electricity_grid", "unspecified"))

    html = response.content.decode()
    assert "February: &#x27;1,234&#x27; can be read in two ways" in html
    assert "March: 5 &#x27;kg&#x27; is a mass" in html
