"""Factors for a unit against the figures that their publishers print."""

import pytest

from greenops.reference.loading import editions, load_table
from greenops.reference.schema import ReferenceDataError
from greenops.reference.unit_factors import UNIT_DATASETS, biogenic_co2, unit_factor, unit_keys


@pytest.mark.parametrize(
    ("dataset", "edition", "key", "value", "unit"),
    [
        ("fuels_desnz", "2025", "natural_gas_kwh_gross", 0.18296, "kwh_gross"),
        ("fuels_desnz", "2025", "natural_gas_m3", 2.06672, "m3"),
        ("fuels_desnz", "2025", "diesel_average_biofuel_blend_l", 2.57082, "l"),
        ("fuels_desnz", "2025", "wood_pellets_t", 55.19389, "t"),
        ("fuels_un", "2023", "heating_natural_gas", 1.8895, "m3"),
        ("fuels_un", "2023", "generator_gasoline_or_diesel", 2.6908, "l"),
        ("ground_travel_un", "2023", "train_km", 0.1152, "km"),
        ("ground_travel_un", "2023", "taxi_km", 0.147, "km"),
        ("ground_travel_mobitool", "2026-11", "train_average_ch", 0.007, "passenger_km"),
        ("vehicles_desnz", "2025", "fleet_car_average_diesel_km", 0.17304, "km"),
        ("vehicles_desnz", "2025", "travel_rail_national_rail_passenger_km", 0.03546, "passenger_km"),
        ("vehicles_desnz", "2025", "travel_taxi_regular_taxi_km", 0.20806, "km"),
        ("waste_desnz", "2025", "paper_landfill", 1164.4894, "t"),
        ("waste_desnz", "2025", "commercial_and_industrial_waste_landfill", 520.5327, "t"),
        ("water_heat_power_desnz", "2025", "water_supply_m3", 0.1913, "m3"),
        ("water_heat_power_desnz", "2025", "water_treatment_m3", 0.17088, "m3"),
        ("water_heat_power_desnz", "2025", "heat_district_kwh", 0.17529, "kwh"),
        ("hotel_nights_desnz", "2025", "ch", 6.6, "room_night"),
        ("hotel_nights_desnz", "2025", "gb_london", 11.5, "room_night"),
        ("ict_devices", "2026-11", "laptop", 181, "device"),
    ],
)
def test_a_factor_is_the_one_printed(dataset: str, edition: str, key: str, value: float, unit: str) -> None:
    found = unit_factor(dataset, edition, key)
    assert (found.value, found.unit, found.gas_basis) == (value, unit, "CO2e")
    assert found.name and found.source and found.includes and found.certainty in "ABCD"


@pytest.mark.parametrize(
    ("dataset", "edition", "rows"),
    [
        ("fuels_desnz", "2025", 117 + 49),
        ("fuels_un", "2023", 7),
        ("ground_travel_un", "2023", 2),
        ("ground_travel_mobitool", "2026-11", 11),
        ("vehicles_desnz", "2025", 100),
        ("waste_desnz", "2025", 134),
        ("water_heat_power_desnz", "2025", 17),
        ("hotel_nights_desnz", "2025", 39),
        ("ict_devices", "2026-11", 11),
    ],
)
def test_every_row_of_the_source_has_a_key_of_its_own(dataset: str, edition: str, rows: int) -> None:
    assert len(unit_keys(dataset, edition)) == rows


@pytest.mark.parametrize("dataset", UNIT_DATASETS)
def test_every_factor_of_every_edition_can_be_read(dataset: str) -> None:
    for edition in editions(dataset):
        factors = [unit_factor(dataset, edition, key) for key in unit_keys(dataset, edition)]
        assert factors and all(factor.value >= 0 and factor.name for factor in factors)


def test_the_gases_of_a_fuel_add_up_to_the_total() -> None:
    fuels = load_table("fuels_desnz", "2025", "fuels")
    sums = fuels[["kg_co2e_of_co2", "kg_co2e_of_ch4", "kg_co2e_of_n2o"]].sum(axis=1)
    # Each figure is rounded to five digits.
    assert (sums - fuels["kg_co2e"]).abs().max() < 2.5e-5


def test_a_fuel_tells_its_gases_apart_and_its_biogenic_co2() -> None:
    gas = unit_factor("fuels_desnz", "2025", "natural_gas_kwh_net")
    assert gas.by_gas == {"CO2": 0.20229, "CH4": 0.00031, "N2O": 0.0001}
    assert (gas.potentials, gas.includes, gas.biogenic_co2, gas.certainty) == ("ar5", "direct", None, "A")
    pellets = unit_factor("fuels_desnz", "2025", "wood_pellets_t")
    assert (pellets.biogenic_co2, pellets.includes, pellets.by_gas) == (1677.18, "direct_ch4_n2o", None)
    assert unit_factor("fuels_desnz", "2025", "diesel_average_biofuel_blend_l").biogenic_co2 == 0.14


def test_biogenic_co2_has_a_figure_or_says_so() -> None:
    assert biogenic_co2("uk_electricity_kwh") == 0.11507
    with pytest.raises(ReferenceDataError, match="no biogenic CO2 is published for 'wood_pellet_t'.*wood_pellets_t"):
        biogenic_co2("wood_pellet_t")


def test_plug_in_cars_count_their_electricity_in_travel_only() -> None:
    fleet = unit_factor("vehicles_desnz", "2025", "fleet_car_average_battery_electric_km")
    travel = unit_factor("vehicles_desnz", "2025", "travel_car_average_battery_electric_km")
    assert (fleet.value, fleet.includes) == (0, "direct")
    assert (travel.value, travel.includes) == (0.04047, "use")


def test_what_a_device_uses_stands_in_its_row() -> None:
    row = unit_factor("ict_devices", "2026-11", "laptop").row
    # 35,040 hours are four years.
    assert (row["lifetime_hours"], row["average_power_w"], row["use_time_ratio"]) == (4 * 8760, 75, 0.3)


def test_a_cubic_metre_and_a_million_litres_of_water_agree() -> None:
    for item in ("water_supply", "water_treatment"):
        small = unit_factor("water_heat_power_desnz", "2025", f"{item}_m3").value
        large = unit_factor("water_heat_power_desnz", "2025", f"{item}_million_l").value
        assert large == pytest.approx(1000 * small, abs=0.01)


def test_an_unknown_key_offers_the_nearest() -> None:
    with pytest.raises(ReferenceDataError) as caught:
        unit_factor("hotel_nights_desnz", "2025", "gb_londn")
    assert "hotel_nights_desnz/2025: there is no factor 'gb_londn'. The nearest of 39 are gb_london" in str(
        caught.value
    )


def test_an_unknown_dataset_says_which_there_are() -> None:
    with pytest.raises(
        ReferenceDataError, match="'vehicles' is no dataset of factors for a unit; these are fuels_desnz"
    ):
        unit_factor("vehicles", "2025", "car")
