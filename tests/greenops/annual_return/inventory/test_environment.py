"""Waste and water: ratios by hand."""

import pytest

from greenops.annual_return.inventory import waste, water
from tests.factories.inventory import activity


def thrown(kg, route="landfill", detail="mixed", site="GVA"):
    return activity("waste", detail, kg, site=site, route=route)


def test_r25_waste_by_person_is_of_sites_with_full_quantities():
    given = [thrown(30_000), thrown(10_000, "recycling"), thrown(9_999, site="NBO"), activity(amount=5)]
    found = waste.per_person(given, {"GVA": 500, "BKK": 300})
    assert (found.value, found.unit) == (pytest.approx(50), "kg/person")


def test_r25_without_persons_there_is_no_value():
    assert "is 0" in waste.per_person([thrown(10)], {}).reason


def test_r26_what_is_used_again_digested_or_burnt_for_energy_is_recovered():
    routes = ["reuse", "recycling", "composting", "anaerobic_digestion", "energy_recovery"]
    given = [thrown(10, route) for route in routes] + [thrown(40), thrown(5, "incineration"), thrown(5, "unknown")]
    assert waste.recovery_rate(given).value == pytest.approx(0.5)


def test_r26_only_waste_of_the_same_sites_counts():
    given = [thrown(10, "recycling"), thrown(30), thrown(1000, "recycling", site="NBO")]
    assert waste.recovery_rate(given, {"GVA"}).value == pytest.approx(0.25)


def test_r26_without_waste_there_is_no_rate():
    assert waste.recovery_rate([]).value is None


def test_r27_water_by_person_is_of_sites_that_report():
    given = [activity("water", "municipal", 900), activity("water", "rain_water", 100, site="NBO")]
    found = water.per_person(given, {"GVA": 100})
    assert (found.value, found.unit) == (pytest.approx(9), "m3/person")


def test_r28_water_used_twice_over_water_used():
    given = [
        activity("water", "municipal", 900),
        activity("water", "rain_water", 100),
        activity("water_recycled", amount=50),
    ]
    assert water.recycled_share(given).value == pytest.approx(0.05)


def test_r28_without_water_there_is_no_share():
    assert "is 0" in water.recycled_share([activity("water_recycled", amount=50)]).reason
