"""Suppliers' figures of a batch in the database: kept as given, beside ours, in none of our totals."""

import pytest

from tests.factories.imports import committed, previewed
from tests.travel.test_actions import assert_totals_equal_the_plain_sum
from travel import actions
from travel.models import Estimate, ImportBatch, SupplierFigure, TravelTotal

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

HEADER = "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Miles,CO2 kg\n"
# GVA-IST is 1,898 km = 1,179 mi. The third row repeats what is 1,898 km as kilometres: swapped.
ROWS = (
    "7241234567890,NDIAYE/AWA,GVA,IST,2025-03-18,economy,1,1179,172.9\n"
    "7241234567891,NDIAYE/AWA,GVA,IST,2025-03-20,economy,1,1179,180.0\n"
    "7241234567892,NDIAYE/AWA,GVA,IST,2025-03-21,economy,1,1898,175.1\n"
)
WITHOUT = HEADER.replace(",Miles,CO2 kg", "") + "".join(line.rsplit(",", 2)[0] + "\n" for line in ROWS.splitlines())


def totals() -> list[tuple[object, ...]]:
    return sorted(TravelTotal.objects.values_list("method", "month", "legs", "distance_m", "total_mg", "official_mg"))


def test_every_figure_is_kept_as_given_with_its_unit_and_ours():
    batch = committed(HEADER + ROWS)
    miles = SupplierFigure.objects.filter(batch=batch, kind="distance").order_by("row__position")
    assert [(one.given, one.unit, one.flag) for one in miles] == [
        ("1179", "mi", "fits"), ("1179", "mi", "fits"), ("1898", "mi", "other_unit"),
    ]  # fmt: skip
    assert miles[0].value == pytest.approx(1897.4, abs=0.1)
    assert miles[0].ours == pytest.approx(1897.5, abs=0.1)


def test_co2_stands_beside_the_estimate_by_the_returns_method():
    batch = committed(HEADER + ROWS)
    figure = SupplierFigure.objects.get(batch=batch, kind="co2", row__position=0)
    estimate = Estimate.objects.get(leg__row=figure.row, method="icao-13.1")
    assert figure.value == 172.9 and figure.ours == pytest.approx(estimate.total_mg / 1_000_000)


def test_the_suppliers_figures_move_no_total_of_ours():
    batch = committed(HEADER + ROWS)
    with_figures = totals()
    assert SupplierFigure.objects.count() == 6
    assert_totals_equal_the_plain_sum()
    actions.undo(by=None, batch=batch)
    committed(WITHOUT, "without.csv")
    assert totals() == with_figures


def test_a_file_without_figures_keeps_none():
    committed(WITHOUT)
    assert not SupplierFigure.objects.exists()


def test_the_preview_says_what_was_found_before_anything_is_kept():
    batch = previewed(HEADER + ROWS, source="auto")
    miles = next(one for one in batch.preview["supplier"] if one["column"] == "Miles")
    assert miles["sentence"].startswith("Distances are in miles: 2 of 3 rows lie within 1 % of 0.621 of ours.")
    assert (miles["fits"], miles["other_unit"]) == (2, 1)
    assert not SupplierFigure.objects.exists()


def test_undoing_the_batch_leaves_no_figure_that_counts():
    batch = committed(HEADER + ROWS)
    actions.undo(by=None, batch=batch)
    assert not SupplierFigure.objects.filter(batch__state=ImportBatch.State.COMMITTED).exists()
