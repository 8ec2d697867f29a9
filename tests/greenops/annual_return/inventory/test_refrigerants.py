"""Refrigerants, against published potentials and accounts by hand."""

from datetime import date

import pytest

from greenops.annual_return.inventory.entry import Share
from greenops.annual_return.inventory.errors import FactorMissing, InventoryError
from greenops.annual_return.inventory.refrigerants import (
    EquipmentYear,
    StockYear,
    equipment_entry,
    mass_balance_kg,
    potential,
    refrigerant_entries,
    screened_kg,
    share_of_year,
    stock_entry,
    topped_up_kg_co2e,
)
from tests.factories.inventory import METHOD, with_


def machine(**fields):
    given = {
        "site": "GVA",
        "country": "CH",
        "label": "Chiller 1",
        "refrigerant": "R-410A",
        "charge_kg": 20.0,
        "approach": "top_up",
        **fields,
    }
    return EquipmentYear(**given)


def stock(**fields):
    given = {
        "site": "GVA",
        "country": "CH",
        "refrigerant": "R-134a",
        "opening_kg": 10.0,
        "purchased_kg": 5.0,
        "recovered_kg": 1.0,
        "closing_kg": 8.0,
        **fields,
    }
    return StockYear(**given)


@pytest.mark.parametrize(
    ("refrigerant", "gwp", "published"),
    [
        ("R-410A", "ar4", 2087.5),
        ("R-410A", "ar5", 1923.5),
        ("R-410A", "ar6", 2255.5),
        ("R-404A", "ar5", 3942.8),
        ("R-407C", "ar5", 1624.2),
        ("R-507A", "ar4", 3985),
        ("HFC-134a", "ar4", 1430),
        ("HFC-134a", "ar5", 1300),
        ("HFC-32", "ar6", 771),
    ],
)
def test_r14_the_potential_of_a_blend_is_the_mean_of_its_parts_by_mass(refrigerant, gwp, published):
    assert potential(refrigerant, gwp).kyoto == pytest.approx(published, abs=0.06)


def test_r14_what_was_topped_up_leaked():
    made = equipment_entry(machine(topped_up_kg=2.5), METHOD, 2025)
    # 2.5 kg x 1,923.5; half of R-410A is HFC-32, half HFC-125
    assert made.co2e == pytest.approx(4808.75) == topped_up_kg_co2e(2.5, 1923.5)
    assert made.gases == pytest.approx({"HFC-32": 1.25, "HFC-125": 1.25})
    assert made.equation == "2.5 kg topped up × 1,923.5 kg CO2e/kg = 4,808.75 kg CO2e"
    assert (made.scope, made.source_group, made.section, made.is_estimate) == (1, "facilities", "6", False)


def test_r14_half_the_chiller_of_a_shared_building_is_ours():
    made = equipment_entry(machine(topped_up_kg=2.0, share=Share(1, 4, "persons")), METHOD, 2025)
    assert made.co2e == pytest.approx(0.5 * 1923.5)
    assert "R21" in made.rules


def test_r14_equipment_in_a_vehicle_is_in_the_group_that_the_edition_says():
    given = machine(topped_up_kg=1.0, is_in_vehicle=True)
    assert equipment_entry(given, METHOD, 2025).source_group == "facilities"
    assert equipment_entry(given, with_(vehicle_cooling_group="other_travel"), 2025).source_group == "other_travel"


def test_r14_a_machine_disposed_of_without_recovery_is_pointed_out():
    made = equipment_entry(machine(disposed_on=date(2025, 6, 1)), METHOD, 2025)
    assert (made.co2e, "what became of the charge" in made.note) == (0, True)
    lost = equipment_entry(machine(disposed_on=date(2025, 6, 1), disposal_loss_percent=10.0), METHOD, 2025)
    assert lost.co2e == pytest.approx(2 * 1923.5)


@pytest.mark.parametrize(
    ("disposed_on", "recovered_kg"),
    [(date(2025, 6, 1), 18.0), (None, 0.0), (date(2024, 6, 1), 0.0)],
    ids=["recovered", "still there", "gone before"],
)
def test_r14_no_question_is_asked_where_the_charge_is_accounted_for(disposed_on, recovered_kg):
    given = machine(disposed_on=disposed_on, recovered_kg=recovered_kg, topped_up_kg=1.0)
    made = equipment_entry(given, METHOD, 2025)
    assert (made.note, made.rules, made.activity.amount) == ("", ("R14", "R17"), 1.0)


def test_r15_the_account_says_what_is_gone():
    made = stock_entry(stock(), METHOD)
    # 10 + 5 - 1 - 8 = 6 kg x 1,300
    assert made.co2e == pytest.approx(7800)
    assert made.activity.amount == mass_balance_kg(10, 5, 1, 8) == 6


def test_r15_charge_of_machines_installed_and_retired_is_in_the_balance():
    assert mass_balance_kg(10, 15, 1, 8, installed=12, retired=3) == 7


def test_r15_an_account_with_more_than_there_was_is_an_error():
    with pytest.raises(InventoryError, match="-3 kg"):
        mass_balance_kg(1, 1, 0, 5)


def test_r15_machines_in_an_account_are_not_counted_again():
    new = machine(refrigerant="R134a", label="New", charge_kg=2.0, topped_up_kg=9.0, installed_on=date(2025, 3, 1))
    other_gas = machine(topped_up_kg=1.0)
    other_site = machine(site="NBO", country="KE", refrigerant="R-134a", topped_up_kg=1.0)
    found = refrigerant_entries([new, other_gas, other_site], [stock()], METHOD, 2025)
    # 6 kg less the 2 kg that are in the new machine
    assert [round(one.activity.amount, 6) for one in found.entries] == [4, 1, 1]
    assert "− 2 kg in new machines" in found.entries[0].equation


def test_r15_a_machine_retired_in_the_year_gives_its_charge_to_the_balance():
    others = {"refrigerant": "R-134a", "charge_kg": 3.0}
    gone = machine(disposed_on=date(2025, 5, 1), installed_on=date(2015, 5, 1), **others)
    gone_before = machine(disposed_on=date(2024, 5, 1), **others)
    (made,) = refrigerant_entries([gone, gone_before, machine(**others)], [stock(retired_kg=1.0)], METHOD, 2025).entries
    # 6 kg, 1 kg that was said and 3 kg of the machine
    assert made.activity.amount == 10


def test_r15_an_account_that_does_not_balance_is_missing_with_its_place():
    found = refrigerant_entries([], [stock(closing_kg=100.0)], METHOD, 2025)
    assert found.entries == ()
    assert found.missing[0].reason.startswith("Refrigerant of R-134a at GVA, 2025: more is accounted for")


def test_r16_the_charge_leaks_by_its_rate_for_the_part_of_the_year():
    # 20 kg x 10 % x half the year + 20 kg x 1 % + 20 kg x 15 %
    assert screened_kg(20, 10, 0.5, installation_loss_percent=1, disposal_loss_percent=15) == pytest.approx(4.2)


@pytest.mark.parametrize(
    ("installed_on", "disposed_on", "days"),
    [
        (None, None, 365),
        (date(2025, 7, 1), None, 184),
        (date(2020, 1, 1), date(2025, 1, 31), 31),
        (date(2025, 12, 31), None, 1),
        (date(2026, 1, 1), None, 0),
        (None, date(2024, 12, 31), 0),
    ],
    ids=["all year", "from July", "until January", "the last day", "not yet", "no more"],
)
def test_r16_the_share_of_the_year_counts_days(installed_on, disposed_on, days):
    assert share_of_year(2025, installed_on, disposed_on) == pytest.approx(days / 365)


def test_r16_the_equation_can_be_worked_again_to_the_last_digit():
    made = equipment_entry(
        machine(approach="screening", leak_rate_percent=10.0, installed_on=date(2025, 5, 1)), METHOD, 2025
    )
    assert made.equation.startswith("20 kg charge × (10 % × 245/365 days of the year) × ")
    assert made.co2e == pytest.approx(20 * 0.10 * 245 / 365 * made.factors[0].value, rel=1e-15)


def test_r16_a_screened_machine_is_an_estimate_with_the_losses_of_its_first_year():
    given = machine(
        approach="screening",
        leak_rate_percent=10.0,
        installation_loss_percent=1.0,
        disposal_loss_percent=50.0,
        installed_on=date(2025, 1, 1),
    )
    made = equipment_entry(given, METHOD, 2025)
    # 20 kg x (10 % + 1 %); nothing was disposed of
    assert made.activity.amount == pytest.approx(2.2)
    assert made.is_estimate
    assert made.rules == ("R16", "R17")
    assert equipment_entry(given, METHOD, 2026).activity.amount == pytest.approx(2.0)


def test_r16_the_loss_at_disposal_is_of_the_year_of_disposal():
    given = machine(
        approach="screening",
        leak_rate_percent=10.0,
        disposal_loss_percent=15.0,
        installed_on=date(2015, 1, 1),
        disposed_on=date(2025, 12, 31),
    )
    # 20 kg x (10 % + 15 %), and 20 kg x 10 % the year before
    assert equipment_entry(given, METHOD, 2025).activity.amount == pytest.approx(5)
    assert equipment_entry(given, METHOD, 2024).activity.amount == pytest.approx(2)


def test_r16_a_rate_that_is_not_given_is_an_error():
    with pytest.raises(InventoryError, match="leak rate"):
        equipment_entry(machine(approach="screening"), METHOD, 2025)


@pytest.mark.parametrize(
    ("hcfc", "co2e"),
    [("in_total", 1760), ("optional", 0), ("noted", 0)],
)
def test_r17_hcfc_22_is_outside_kyoto_and_the_edition_says_whether_it_counts(hcfc, co2e):
    # HCFC-22, AR5: 1,760
    made = equipment_entry(machine(refrigerant="R-22", topped_up_kg=1.0), with_(hcfc=hcfc), 2025)
    assert (made.co2e, made.non_kyoto) == (pytest.approx(co2e), pytest.approx(1760))


def test_r17_a_blend_has_both_parts():
    # R-401A: 53 % HCFC-22, 13 % HFC-152a, 34 % HCFC-124; AR5: 1,760, 138, 527
    found = potential("R-401A", "ar5")
    assert (found.kyoto, found.non_kyoto) == (pytest.approx(17.94), pytest.approx(1111.98))


def test_r17_a_part_without_a_value_is_left_out_only_where_it_hardly_counts():
    # R-513A: 44 % HFC-134a and 56 % HFO-1234yf, for which AR4 has no value
    made = equipment_entry(machine(refrigerant="R-513A", topped_up_kg=1.0), with_(gwp="ar4"), 2025)
    assert made.co2e == pytest.approx(0.44 * 1430)
    assert "56 %" in made.note


@pytest.mark.parametrize(
    ("refrigerant", "gwp"),
    [("R-1234yf", "ar4"), ("R-245fa", "sar"), ("R-999", "ar5"), ("R-400", "sar"), ("R-405A", "ar4")],
    ids=["an HFO alone", "an HFC alone", "none", "half of it a CFC", "a part of it an HFC"],
)
def test_r17_a_refrigerant_without_a_value_is_an_error(refrigerant, gwp):
    with pytest.raises(FactorMissing):
        potential(refrigerant, gwp)


def test_r03_an_edition_may_name_the_potentials_that_stand_in_where_its_own_have_none():
    propane = machine(refrigerant="R-290", topped_up_kg=2.0)

    entry = equipment_entry(propane, with_(gwp="ar4", gwp_where_missing="ar5"), 2023)

    # DESNZ 2025 (AR5): 0.06 kg CO2e/kg of propane, which is no gas of the Kyoto Protocol. 2 kg x 0.06 = 0.12 kg.
    assert entry.non_kyoto == pytest.approx(0.12)
    assert entry.factors[0].edition == "ar5"
    assert "AR4 has no potential for R-290: that of AR5 stands in." in entry.note
