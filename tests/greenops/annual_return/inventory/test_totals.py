"""The total and what is formed from it."""

from dataclasses import replace
from math import fsum, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenops.annual_return.inventory.air_travel import air_travel
from greenops.annual_return.inventory.coverage import persons_covered, share_on_estimates
from greenops.annual_return.inventory.entry import Entry
from greenops.annual_return.inventory.intensities import air_travel_per_person, facilities_per_m2, per_person
from greenops.annual_return.inventory.refrigerants import EquipmentYear, equipment_entry
from greenops.annual_return.inventory.sources import entries_of, entry_of
from greenops.annual_return.inventory.totals import source_shares, total_by_basis, totals
from tests.factories.inventory import METHOD, SUPPLIER, activity, with_

AIR = air_travel(500.0, 3, 2500.0, estimated_kg=100.0, label="ICAO", edition="13.1")
GIVEN = [
    activity(amount=1000, supplier=SUPPLIER),  # 48 kg by location, 12 by market
    activity("stationary_fuel", "wood", 1000, method="estimated"),  # 147.576 kg, biogenic 1,747.2
    activity("vehicle_distance", "car_diesel", 1000),  # 173.04 kg
    activity("train", "un_default", 1000),  # 115.2 kg
    activity("hotel_nights", "", 10),  # 66 kg, optional
    activity("electricity_onsite_exported", amount=500),
    activity("tenders", amount=4),
]
HCFC = EquipmentYear("GVA", "CH", "Old chiller", "R-22", 5.0, "top_up", topped_up_kg=1.0)


def made(method=METHOD):
    return [*entries_of(GIVEN, method, 2025).entries, *AIR, equipment_entry(HCFC, method, 2025)]


def test_r01_the_total_is_scope_1_2_and_business_travel_and_optional_stands_apart():
    found = totals(made(), METHOD)
    assert found.total == pytest.approx(48 + 147.576 + 173.04 + 115.2 + 500)
    assert found.by_scope == pytest.approx({1: 147.576 + 173.04, 2: 48, 3: 615.2})
    assert found.by_source_group == pytest.approx({"facilities": 195.576, "air_travel": 500, "other_travel": 288.24})
    assert found.optional == pytest.approx(66 + 1760)  # hotel nights, and the R-22 that METHOD makes optional
    assert found.biogenic_co2 == pytest.approx(1747.2)
    assert found.on_estimates == pytest.approx(147.576 + 100)


@pytest.mark.parametrize(
    ("hcfc", "in_total", "optional"),
    [("in_total", 1760, 66), ("optional", 0, 1826), ("noted", 0, 66)],
)
def test_r17_gases_outside_kyoto_stand_where_the_edition_says(hcfc, in_total, optional):
    method = with_(hcfc=hcfc)
    found = totals(made(method), method)
    assert found.total == pytest.approx(983.816 + in_total)
    assert found.optional == pytest.approx(optional)
    assert found.non_kyoto == pytest.approx(1760)


def test_r02_gases_of_the_total_stand_apart():
    gases = totals(made(), METHOD).by_gas
    assert gases["CH4"] == pytest.approx(15.6 * 0.3)
    assert gases["HCFC-22"] == 1.0


def test_r09_the_total_has_both_bases():
    entries = made()
    assert total_by_basis(entries, "location") == pytest.approx(983.816)
    assert total_by_basis(entries, "market") == pytest.approx(983.816 - 36)
    by_market = with_(electricity_basis="market")
    assert totals(made(by_market), by_market).total == pytest.approx(983.816 - 36)


def test_r01_a_counted_entry_without_a_group_is_refused():
    entry = replace(entry_of(activity(), METHOD, 2025), source_group=None)
    with pytest.raises(ValueError, match="electricity_grid"):
        totals([entry], METHOD)


def entries() -> st.SearchStrategy[list[Entry]]:
    kg = st.floats(0, 1e9, allow_nan=False)
    one = st.builds(
        lambda scope, group, optional, co2e, estimate: replace(
            entry_of(activity(), METHOD, 2025),
            scope=scope,
            source_group=group,
            is_optional=optional,
            co2e=co2e,
            is_estimate=estimate,
        ),
        st.sampled_from([1, 2, 3]),
        st.sampled_from(["facilities", "air_travel", "other_travel"]),
        st.booleans(),
        kg,
        st.booleans(),
    )
    return st.lists(one, max_size=40)


@given(entries())
def test_r01_both_splits_add_up_to_the_total_of_the_same_entries(given_entries):
    found = totals(given_entries, METHOD)
    assert isclose(fsum(found.by_scope.values()), found.total, rel_tol=1e-14)
    assert isclose(fsum(found.by_source_group.values()), found.total, rel_tol=1e-14)
    everything = fsum(entry.co2e for entry in given_entries)
    assert isclose(found.total + found.optional, everything, rel_tol=1e-14)


@given(entries())
def test_r05_the_three_shares_add_to_one_before_rounding(given_entries):
    found = totals(given_entries, METHOD)
    shares = [share.value for share in source_shares(found).values()]
    if found.total == 0:
        assert shares == [None, None, None]
    else:
        assert isclose(fsum(shares), 1.0, rel_tol=1e-12)


@given(entries(), st.randoms())
def test_r01_the_order_of_entries_does_not_matter(given_entries, random):
    shuffled = list(given_entries)
    random.shuffle(shuffled)
    assert totals(shuffled, METHOD) == totals(given_entries, METHOD)


def test_r04_tonnes_by_person():
    assert per_person(1_674_000, 900).value == pytest.approx(1.86)


@pytest.mark.parametrize(("persons", "words"), [(0, "is 0"), (None, "not known")])
def test_r04_without_persons_there_is_no_value_and_a_reason(persons, words):
    found = per_person(1_674_000, persons)
    assert found.value is None
    assert words in found.reason


def test_r06_air_travel_by_person():
    assert air_travel_per_person(500_000, 250).value == pytest.approx(2)
    assert air_travel_per_person(None, 250).reason == "Air travel is not known."


def test_r07_facilities_by_square_metre():
    found = facilities_per_m2(195_000, 5000)
    assert (found.value, found.unit) == (pytest.approx(39), "kgCO2e/m2")
    assert facilities_per_m2(195_000, 0).reason.startswith("The floor area is 0")


def test_r29_persons_at_sites_that_report():
    found = persons_covered({"GVA": 700, "NBO": 80, "XXX": 5}, {"GVA": 700, "NBO": 60, "BKK": 40})
    # 700 + at most 60, of 800
    assert (found.value, found.denominator) == (pytest.approx(0.95), 800)


def test_r29_share_of_the_total_that_rests_on_estimates():
    assert share_on_estimates(made()).value == pytest.approx(247.576 / 983.816)
    assert share_on_estimates([]).value is None
