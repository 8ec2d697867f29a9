"""The demonstration's readings: whole past years, a year under way with its gaps, nothing made twice."""

import pytest
from django.db.models import Sum

from ems.audit import broken_links
from greenops.annual_return.models import ActivityReading, Offset, SupplierFactor
from greenops.demo.activity import make_activity
from greenops.demo.boundary import make_boundary
from greenops.demo.organization import make_organization


@pytest.fixture
def made(db):
    make_organization()
    make_boundary()
    make_activity()


def test_the_demonstration_has_whole_years_gaps_an_outlier_and_every_method(made):
    readings = ActivityReading.objects.filter(site__code="GVA", stream="water")

    assert [readings.filter(year=year).count() for year in (2023, 2024, 2025, 2026)] == [12, 12, 12, 9]
    assert not ActivityReading.objects.filter(site__code="BKK", stream="electricity_grid", year=2026, month=7).exists()
    june, may = (readings.get(year=2026, month=month).amount_micro for month in (6, 5))
    assert june > 3 * may
    assert set(ActivityReading.objects.values_list("method", flat=True)) == {
        "metered", "invoiced", "estimated", "proxy", "copied"
    }  # fmt: skip
    assert set(SupplierFactor.objects.values_list("year", flat=True)) == {2023, 2024, 2025, 2026}
    assert Offset.objects.count() == 2
    assert list(broken_links()) == []


def test_made_again_nothing_is_added_and_the_quantities_are_always_the_same(made):
    total = ActivityReading.objects.filter(year=2025, stream="electricity_grid", site__code="GVA").aggregate(
        total=Sum("quantity")
    )["total"]
    count = ActivityReading.objects.count()

    make_activity()

    assert ActivityReading.objects.count() == count
    # 2,590,000 kWh of 2023, two per cent less a year: 2,487,436; each month within four per cent of its part.
    assert 0.98 * 2_487_436 < total < 1.02 * 2_487_436


def test_bills_of_a_year_prove_its_readings_and_a_copied_year_has_none(made):
    bills = ActivityReading.objects.filter(site__code="GVA", stream="electricity_grid", year=2025)
    copied = ActivityReading.objects.filter(site__code="PTY", stream="water", year=2024)

    assert {reading.evidence.title for reading in bills} == {"Electricity invoices of headquarters, 2025"}
    assert {reading.evidence for reading in copied} == {None}
