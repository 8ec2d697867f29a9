"""Renewable electricity, by sums of kWh and the shares of Electricity Maps."""

import pytest

from greenops.annual_return.inventory.entry import SupplierValue
from greenops.annual_return.inventory.renewables import renewable_electricity
from greenops.reference.grid_factors import renewable_share
from tests.factories.inventory import METHOD, activity

HALF = SupplierValue("half", "Half and half", 0.1, 50.0, "Page of the supplier")
SILENT = SupplierValue("silent", "No share given", 0.1, None, "Page of the supplier")


def test_r10_own_and_contracted_kwh_over_all_kwh():
    found = renewable_electricity(
        [
            activity(amount=1000, supplier=HALF),
            activity(detail="renewable_contract", amount=300),
            activity("electricity_onsite_used", amount=200),
        ],
        METHOD,
        2025,
    )
    assert found.share.value == pytest.approx((500 + 300 + 200) / 1500)
    assert found.missing == found.notes == ()


def test_r10_what_is_not_specified_has_the_share_of_the_grid():
    # Electricity Maps 2025, Afghanistan 2022: 86 per cent
    given = [activity(country="AF", amount=1000), activity(country="AF", amount=500, supplier=SILENT)]
    assert renewable_electricity(given, METHOD, 2022).share.value == pytest.approx(0.86)


def test_r10_certificates_count_once_and_not_on_top_of_a_contract():
    given = [
        activity(country="AF", detail="renewable_contract", amount=100),
        activity(country="AF", amount=100),
        activity("electricity_certified", country="AF", amount=150),
    ]
    # 100 by contract, which the certificates are for; 50 certified and 86 % of the other 50
    found = renewable_electricity(given, METHOD, 2022)
    assert found.share.value == pytest.approx((100 + 50 + 43) / 200)
    assert [purchase.equation for purchase in found.purchases] == [
        "100 kWh under a contract for renewable power",
        "50 kWh by certificates + 50 kWh × 86 % of the country's grid = 93 kWh",
    ]
    assert [purchase.factor and purchase.factor.dataset for purchase in found.purchases] == [None, "renewable_share"]


def test_r10_a_year_that_is_not_held_takes_the_last_one_and_says_so():
    found = renewable_electricity([activity(country="CH")], METHOD, 2026)
    assert found.share.value == pytest.approx(renewable_share("CH", 2025).percent / 100)
    assert "2025" in found.notes[0]


@pytest.mark.parametrize(("year", "is_held"), [(2030, True), (2031, False)])
def test_r10_a_share_of_more_than_five_years_ago_is_none(year, is_held):
    found = renewable_electricity([activity(country="CH")], METHOD, year)
    assert (found.share.value is not None) is is_held


def test_r10_a_country_without_a_share_gives_no_share_and_says_why():
    found = renewable_electricity([activity(country="XX"), activity("electricity_onsite_used")], METHOD, 2025)
    assert found.share.value is None
    assert "XX" in found.missing[0]


def test_r10_a_purchase_that_is_specified_needs_no_share_of_the_grid():
    given = [activity(country="XX", supplier=HALF), activity(country="XX", detail="renewable_contract")]
    assert renewable_electricity(given, METHOD, 2025).share.value == pytest.approx(0.75)


def test_r10_no_electricity_gives_no_share():
    assert renewable_electricity([], METHOD, 2025).share.reason.startswith("The electricity used is 0")


def test_r11_what_is_exported_or_certified_is_no_consumption():
    given = [
        activity(detail="renewable_contract", amount=100),
        activity("electricity_onsite_generated", amount=80),
        activity("electricity_onsite_used", amount=60),
        activity("electricity_onsite_exported", amount=20),
    ]
    found = renewable_electricity(given, METHOD, 2025)
    assert (found.total_kwh, found.share.value) == (160, 1)


def test_r12_electricity_of_generators_is_in_the_total():
    given = [activity("electricity_onsite_used", amount=250), activity("generator_fuel", amount=100)]
    found = renewable_electricity(given, METHOD, 2025)
    assert (found.generator_kwh, found.total_kwh, found.share.value) == (250, 500, 0.5)
