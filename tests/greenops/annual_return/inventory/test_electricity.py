"""Electricity, against published factors of the grid and sums by hand."""

import pytest

from greenops.annual_return.inventory.electricity import location_based_kg, market_based_kg
from greenops.annual_return.inventory.entry import Share
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.sources import entries_of, entry_of, unused_certificates
from tests.factories.inventory import METHOD, SUPPLIER, activity, with_


@pytest.mark.parametrize(
    ("table", "published_g"),
    [("ifi_operating_margin", 48), ("ember", 36.72), ("ifi_combined_margin", 20)],
    ids=["the margin for accounting", "the average of Ember", "the margin for projects"],
)
def test_r08_kwh_are_times_the_factor_of_the_country_in_the_table_of_the_method(table, published_g):
    entry = entry_of(activity(amount=100_000), with_(grid_table=table), 2024)
    assert entry.co2e == pytest.approx(100_000 * published_g / 1000, rel=1e-12)
    assert (entry.scope, entry.source_group, entry.section) == (2, "facilities", "3")
    assert entry.factors[0].dataset == table


def test_r08_another_country_has_another_factor():
    # IFI 2021 v3.1, operating margin: Kenya 574, Thailand 450, Panama 477 g/kWh
    found = [entry_of(activity(country=code, amount=10), METHOD, 2025).co2e for code in ("KE", "TH", "PA")]
    assert found == pytest.approx([5.74, 4.50, 4.77])


def test_r08_the_equation_reads_with_its_numbers_and_the_share():
    entry = entry_of(activity(amount=24_000, share=Share(50, 100, "persons")), METHOD, 2025)
    assert entry.equation == "24,000 kWh × 50/100 × 0.048 kg CO2/kWh = 576 kg CO2e"
    assert entry.co2e == pytest.approx(576)


def test_r08_a_country_without_a_factor_is_an_error_that_names_what_is_missing():
    with pytest.raises(FactorMissing) as error:
        entry_of(activity(country="XX"), METHOD, 2025)
    for word in ("Electricity purchased", "GVA", "XX", "2025", "ifi_operating_margin", "supplier"):
        assert word in str(error.value)


def test_r08_co2_is_kept_as_a_gas_where_the_factor_counts_it_alone():
    assert entry_of(activity(), METHOD, 2025).gases == pytest.approx({"CO2": 48})
    assert entry_of(activity(), with_(grid_table="ember"), 2025).gases == {}


def test_r09_both_results_are_held_and_the_edition_picks():
    bought = activity(detail="renewable_contract", supplier=SUPPLIER)
    by_location, by_market = (
        entry_of(bought, with_(electricity_basis=basis), 2025) for basis in ("location", "market")
    )
    assert by_location.co2e == by_location.co2e_location == pytest.approx(48)
    assert by_market.co2e == by_market.co2e_market == pytest.approx(12)
    assert by_market.co2e_location == pytest.approx(48)
    assert by_market.equation == "1,000 kWh × 0.012 kg CO2e/kWh = 12 kg CO2e"


def test_r09_certified_kwh_are_zero_and_the_rest_has_the_factor_of_the_grid():
    assert market_based_kg(1000, 0.048, certified_kwh=400) == pytest.approx(600 * 0.048)
    assert market_based_kg(1000, 0.048, certified_kwh=5000) == 0
    assert location_based_kg(1000, 0.048) == pytest.approx(48)


def test_r09_what_neither_supplier_nor_certificate_covers_says_that_there_is_no_residual_mix():
    assert "residual mix" in entry_of(activity(), METHOD, 2025).note
    assert entry_of(activity(supplier=SUPPLIER), METHOD, 2025).note == ""
    assert entry_of(activity(amount=100), METHOD, 2025, certified_kwh=100.0).note == ""


def test_r09_a_method_without_supplier_factors_takes_the_grid():
    without, with_it = (
        entry_of(activity(supplier=SUPPLIER), with_(supplier_factors=allowed), 2025) for allowed in (False, True)
    )
    assert (without.co2e_market, len(without.factors)) == (pytest.approx(48), 1)
    assert [used.dataset for used in with_it.factors] == ["ifi_operating_margin", "supplier"]


def test_r09_certificates_cover_contracts_first_and_only_their_own_site():
    given = [
        activity(detail="standard", amount=1000),
        activity(detail="renewable_contract", amount=300),
        activity("electricity_certified", amount=800),
        activity(site="NBO", country="KE", amount=100),
    ]
    entries = entries_of(given, with_(electricity_basis="market"), 2025).entries
    # 300 of 800 go to the contract, 500 to the standard product: 500 kWh are left at 48 g
    assert [entry.co2e_market for entry in entries] == [pytest.approx(24), 0, None, pytest.approx(57.4)]
    assert entries[0].equation == "(1,000 kWh − 500 kWh certified) × 0.048 kg CO2/kWh = 24 kg CO2e"
    assert entries[0].co2e_location == pytest.approx(48)


def test_r09_certificates_cover_a_purchase_once_even_in_two_activities():
    given = [
        activity(amount=100),
        activity(amount=100, method="estimated"),
        activity("electricity_certified", amount=150),
    ]
    market = [entry.co2e_market for entry in entries_of(given, METHOD, 2025).entries]
    assert market == [0, pytest.approx(50 * 0.048), None]
    assert unused_certificates(given) == {}


def test_r09_certificates_beyond_what_was_bought_are_named():
    given = [activity(amount=100), activity("electricity_certified", amount=150)]
    assert unused_certificates(given) == {"GVA": 50}


def test_r11_own_solar_power_is_zero_in_both_results():
    entry = entry_of(activity("electricity_onsite_used", "solar"), METHOD, 2025)
    assert (entry.co2e, entry.co2e_location, entry.co2e_market) == (0, 0, 0)


@pytest.mark.parametrize(
    "stream",
    ["electricity_onsite_generated", "electricity_onsite_exported", "electricity_data_centre", "electricity_certified"],
)
def test_r11_what_is_exported_generated_or_a_part_stands_beside_the_total(stream):
    entry = entry_of(activity(stream), METHOD, 2025)
    assert (entry.scope, entry.source_group, entry.co2e) == (None, None, 0)
    assert entry.rules == (("R09",) if stream == "electricity_certified" else ("R11",))
    assert entry.note


def test_charging_away_from_our_sites_is_scope_2_and_other_travel():
    entry = entry_of(activity("vehicle_charging", "", country="TH"), METHOD, 2025)
    assert (entry.scope, entry.source_group, entry.co2e) == (2, "other_travel", pytest.approx(450))
