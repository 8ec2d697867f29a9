"""The pages of suppliers' figures: theirs and ours side by side, per import and across sources."""

import csv
import io

import pytest
from django.test import Client

from ems.models import OrganizationUnit
from tests.travel.views.conftest import add_leg, make_batch
from travel.models import Estimate, ImportBatch, SupplierFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def stated(committed: ImportBatch) -> ImportBatch:
    """The first two rows state figures: 3,867 miles of 6,223 km, and CO2; the second row's distance deviates."""
    rows = list(committed.rows.order_by("position")[:2])
    finding = {"column": "Miles", "sentence": "Distances are in miles: 1 of 2 rows lie within 1 % of 0.621 of ours."}
    committed.preview = {**committed.preview, "supplier": [finding]}
    committed.save(update_fields=["preview"])
    for row, given, value, flag in ((rows[0], "3867", 6223.3, "fits"), (rows[1], "9000", 14484.1, "deviates")):
        SupplierFigure.objects.create(
            batch=committed, row=row, kind="distance", column="Miles", given=given, unit="mi", value=value, ours=6223.0,
            flag=flag,
        )  # fmt: skip
    SupplierFigure.objects.create(
        batch=committed, row=rows[0], kind="co2", column="CO2 lbs", given="381.2", unit="lb", value=172.9, ours=100.0,
        flag="fits",
    )  # fmt: skip
    return committed


def test_the_page_shows_theirs_ours_and_the_ratio(officer: Client, stated: ImportBatch):
    page = officer.get(f"/travel/imports/{stated.public_id}/figures/").content.decode()
    assert "Distances are in miles: 1 of 2 rows lie within 1 % of 0.621 of ours." in page
    for text in ("<bdi>381.2</bdi>", "172.9 kg", "100.0 kg", "1.729", "6,223 km"):
        assert text in page


def test_the_page_across_sources_names_the_file_and_filters(officer: Client, stated: ImportBatch):
    everything = officer.get("/travel/figures/").content.decode()
    assert everything.count("march.csv") >= 3
    deviating = officer.get("/travel/figures/?flag=deviates").content.decode()
    assert "14,484 km" in deviating and "172.9 kg" not in deviating
    assert "No figure fits" in officer.get("/travel/figures/?year=2019").content.decode()
    assert "14,484 km" in officer.get("/travel/figures/?year=2025").content.decode()


def test_our_co2_can_be_shown_by_another_method(officer: Client, stated: ImportBatch):
    leg = stated.legs.order_by("pk").first()
    assert leg is not None
    Estimate.objects.create(leg=leg, method="tim-3.0.0", ttw_mg=1, total_mg=150_000_000, low_mg=1, high_mg=1)
    page = officer.get("/travel/figures/?method=tim-3.0.0&kind=co2").content.decode()
    assert "150.0 kg" in page and "1.153" in page  # 172.9 / 150


def test_figures_of_an_undone_import_count_nowhere_across_sources(officer: Client, stated: ImportBatch):
    ImportBatch.objects.filter(pk=stated.pk).update(state="undone", undone_at=stated.committed_at)
    assert "No supplier has stated a figure yet" in officer.get("/travel/figures/").content.decode()
    assert "14,484 km" in officer.get(f"/travel/imports/{stated.public_id}/figures/").content.decode()


def test_the_export_holds_unrounded_figures_with_their_units(officer: Client, stated: ImportBatch):
    answer = officer.get("/travel/figures/list.csv?kind=co2")
    (line,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (line["as_given"], line["unit_of_source"], line["theirs"], line["ours"]) == ("381.2", "lb", "172.9", "100.0")
    assert line["route"] == "GVA-JFK" and line["method_of_ours"] == "icao-13.1"


def test_the_leg_shows_the_suppliers_figure_beside_ours(officer: Client, stated: ImportBatch):
    leg = stated.legs.order_by("pk").first()
    assert leg is not None
    page = officer.get(f"/travel/legs/{leg.identity}/").content.decode()
    assert "What the source states" in page and "172.9 kg" in page


def test_a_file_without_figures_says_so(officer: Client, committed: ImportBatch):
    page = officer.get(f"/travel/imports/{committed.public_id}/figures/").content.decode()
    assert "This file states no distance and no CO2" in page


def test_names_of_travellers_stand_on_no_page_of_figures(officer: Client, stated: ImportBatch):
    assert "Person 0" not in officer.get("/travel/figures/").content.decode()


def test_a_list_of_many_figures_takes_a_fixed_number_of_queries(
    officer: Client, units: tuple[OrganizationUnit, OrganizationUnit], django_assert_max_num_queries
):
    batch = make_batch(state="committed", committed_at="2026-01-01T00:00Z", rows_total=30, rows_flight=30)
    for number in range(30):
        leg = add_leg(batch, number, units[0])
        SupplierFigure.objects.create(
            batch=batch, row=leg.row, kind="distance", column="Km", given="1", unit="km", value=1, ours=1, flag="fits"
        )
    with django_assert_max_num_queries(16):
        officer.get("/travel/figures/")
