"""The demonstration's months received, its rule with a trip, and its figures of finance."""

import pytest

from greenops.demo.completeness import make_completeness
from greenops.demo.organization import make_organization
from travel.coverage import Status, grid
from travel.emissions.quality import Quality
from travel.models import EntitlementRule, ImportBatch, Leg
from travel.reconciliation import Agreement, reconciliation

pytestmark = pytest.mark.django_db


def test_one_month_of_the_field_flights_is_missing_and_two_have_nothing_to_report():
    make_completeness(make_organization())
    lines = {line.expected.label: line for line in grid(2025).lines}
    found = [cell.status for cell in lines["Field flights, Nairobi"].cells[9:]]
    assert found == [Status.NOTHING, Status.MISSING, Status.NOTHING]


def test_a_trip_by_rule_and_one_by_hand_count():
    make_completeness(make_organization())
    assert {batch.origin: batch.state for batch in ImportBatch.objects.all()} == {
        "entitlement": "committed", "by_hand": "committed",
    }  # fmt: skip
    by_rule = [leg for leg in Leg.objects.all() if leg.place_quality & Quality.ENTITLEMENT]
    assert {(leg.passengers, leg.unit.code if leg.unit else "") for leg in by_rule} == {(4, "STD")}


def test_finance_agrees_in_two_months_and_differs_in_one():
    make_completeness(make_organization())
    found = [one.agreement for one in reconciliation(2025) if one.figure]
    assert found == [Agreement.AGREES, Agreement.AGREES, Agreement.DIFFERS]


def test_a_second_run_repeats_nothing():
    officer = make_organization()
    make_completeness(officer)
    make_completeness(officer)
    assert (EntitlementRule.objects.count(), ImportBatch.objects.count()) == (1, 2)
