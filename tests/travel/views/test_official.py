"""The pages of the round trip to ICAO's calculator, from the export to the undo."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ems.models import OrganizationUnit
from tests.factories.imports import committed
from tests.travel.test_official import ECONOMY, FLOWN, LATER, in_force, loaded
from travel.models import ImportBatch, Leg, OfficialLoad, TravelTotal

pytestmark = pytest.mark.django_db


@pytest.fixture
def flown() -> ImportBatch:
    OrganizationUnit.objects.create(code="HR", name="Human resources")
    return committed(FLOWN)


def results(text: str = ECONOMY, name: str = "results.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, text.encode()), "tool_version": "13.1", "year": "2025"}


def test_the_page_counts_the_rows_to_ask_and_says_that_the_layout_is_ours(officer: Client, flown: ImportBatch):
    page = officer.get("/travel/official/").content.decode()
    assert "2 rows for 3 legs" in page  # the leg to Nairobi has no known cabin
    assert "1 leg whose cabin is not known cannot be asked for" in page
    assert "The layout of this file is ours" in page


def test_the_export_holds_each_pair_and_class_once_for_one_passenger(officer: Client, flown: ImportBatch):
    answer = officer.get("/travel/official/input.csv?year=2025")
    assert 'filename="icao-calculator-input-2025-layout-ours.csv"' in answer["Content-Disposition"]
    assert list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))) == [
        ["Departure", "Destination", "Cabin class", "Trip", "Passengers"],
        ["GVA", "IST", "Economy", "One way", "1"],
        ["GVA", "IST", "Premium", "One way", "1"],
    ]


def test_the_export_with_one_column_more_loads_as_results(officer: Client, flown: ImportBatch):
    lines = officer.get("/travel/official/input.csv?year=2025").getvalue().decode("utf-8-sig").splitlines()
    text = f"{lines[0]},CO2 per passenger (kg)\n{lines[1]},172.9\n{lines[2]},345.8\n"
    answer = officer.post("/travel/official/load/", results(text))
    load = OfficialLoad.objects.get()
    assert answer["Location"] == f"/travel/official/{load.pk}/"
    assert [row["state"] for row in load.rows] == ["matched", "matched"]


@pytest.mark.parametrize("scope", ["year=2024", "year=2025&unit=none", "year=2025&batch=none"])
def test_a_filter_that_fits_nothing_asks_nothing(officer: Client, flown: ImportBatch, scope: str):
    page = officer.get(f"/travel/official/?{scope}").content.decode()
    assert "No leg fits. Choose another year, unit or import." in page


def test_from_the_file_to_the_figures_and_back(officer: Client, flown: ImportBatch):
    officer.post("/travel/official/load/", results())
    load = OfficialLoad.objects.get()
    page = officer.get(f"/travel/official/{load.pk}/").content.decode()
    assert "Nothing has been replaced so far" in page and "version 13.1" in page
    page = officer.post(f"/travel/official/{load.pk}/confirm/", follow=True).content.decode()
    assert "2 legs have official results." in page
    page = officer.post(f"/travel/official/{load.pk}/undo/", follow=True).content.decode()
    assert "Undone: 2 legs count as before." in page


def test_an_implausible_row_can_be_ticked(officer: Client, flown: ImportBatch):
    load = loaded(ECONOMY.replace("172.9", "1729"))
    page = officer.get(f"/travel/official/{load.pk}/").content.decode()
    assert 'name="take" form="confirm" value="2"' in page
    officer.post(f"/travel/official/{load.pk}/confirm/", {"take": ["2"]})
    assert load.results.filter(in_force=True).count() == 2


def test_rows_without_a_leg_are_listed_and_exported(officer: Client, flown: ImportBatch):
    load = loaded(ECONOMY + "GVA,JFK,Economy,One way,1,500\n")
    page = officer.get(f"/travel/official/{load.pk}/?state=no_leg").content.decode()
    assert "no leg from GVA to JFK" in page and "172.9 kg a passenger" not in page
    answer = officer.get(f"/travel/official/{load.pk}/rows.csv?state=no_leg")
    (line,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (line["line"], line["state"], line["taken"]) == ("3", "no_leg", "0")


def test_a_file_that_is_no_table_of_results_says_what_to_do(officer: Client, flown: ImportBatch):
    answer = officer.post("/travel/official/load/", results("a,b\n1,2\n"))
    assert answer.status_code == 422 and "no line holds the headings" in answer.content.decode()
    assert not OfficialLoad.objects.exists()


def test_later_legs_are_offered_and_given_on_request(officer: Client, flown: ImportBatch):
    load = in_force()
    committed(LATER, "later.csv")
    assert "1 leg came after the results of results.csv" in officer.get("/travel/official/").content.decode()
    page = officer.post(f"/travel/official/{load.pk}/later/", follow=True).content.decode()
    assert "1 leg more has its result." in page
    assert "came after" not in officer.get("/travel/official/").content.decode()


def test_the_leg_shows_the_result_its_version_and_our_estimate(officer: Client, flown: ImportBatch):
    leg = Leg.objects.get(passengers=3)
    ours = leg.estimates.get(method="icao-13.1").total_mg / 1_000_000
    in_force()
    page = officer.get(f"/travel/legs/{leg.identity}/").content.decode()
    assert "version 13.1" in page and "518.7 kg CO2 for all passengers" in page
    assert f"Our estimate was {ours:,.1f} kg" in page
    assert "given with the leg" in page  # the last step of the equation


def test_the_year_says_how_much_is_official(client_of, flown: ImportBatch):
    in_force()
    cells = TravelTotal.objects.filter(method="icao-13.1")
    share = sum(cells.values_list("official_mg", flat=True)) / sum(cells.values_list("total_mg", flat=True))
    reader = client_of("focal_point")
    said = f"{100 * share:.0f} per cent"
    listed = client_of("travel_officer").get("/travel/legs/?year=2025").content.decode()
    assert f"; {100 * share:.1f} per cent of it official results" in listed
    assert f"{said} of it are official results of ICAO" in reader.get("/insight/2025/").content.decode()
    assert f'<td class="numeric">{said}</td>' in reader.get("/insight/2025/methods/").content.decode()
    with zipfile.ZipFile(io.BytesIO(reader.get("/insight/2025/air-travel.xlsx").content)) as workbook:
        texts = workbook.read("xl/sharedStrings.xml").decode()
    assert "Official results" in texts and f">{said}<" in texts


def test_the_list_of_loads_is_searched_and_exported(officer: Client, flown: ImportBatch):
    in_force()
    assert "results.csv" in officer.get("/travel/official/loads/?q=results").content.decode()
    assert "No load fits" in officer.get("/travel/official/loads/?state=undone").content.decode()
    lines = officer.get("/travel/official/loads/list.csv").getvalue().decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[:1] == ["results.csv"] and ",13.1,2025,1,2," in lines[1]


def test_an_officer_of_one_unit_replaces_nothing_of_another(client_of, flown: ImportBatch):
    unit = OrganizationUnit.objects.get(code="HR")
    client = client_of("travel_officer", unit)
    client.post("/travel/official/load/", results())
    load = OfficialLoad.objects.get()
    assert load.rows[0]["state"] == "no_leg"
    in_force()
    other = OfficialLoad.objects.exclude(pk=load.pk).get()
    assert client.get(f"/travel/official/{other.pk}/").status_code == 404
