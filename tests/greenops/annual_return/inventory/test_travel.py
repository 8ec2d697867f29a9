"""Own vehicles and travel by land and sea, against UNDP, mobitool and DESNZ 2025; air travel as an entry."""

import pytest

from greenops.annual_return.inventory.air_travel import air_travel
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.ground_travel import taxi_kg
from greenops.annual_return.inventory.sources import entry_of
from greenops.annual_return.inventory.vehicles import given_twice
from tests.factories.inventory import METHOD, activity, with_


def entry(stream, detail=None, amount=1000, method=METHOD, **fields):
    return entry_of(activity(stream, detail, amount, **fields), method, 2025)


@pytest.mark.parametrize(
    ("detail", "published_kg_per_km"),
    [("un_default", 0.1152), ("switzerland", 0.007), ("france", 0.0125), ("germany", 0.0408)],
)
def test_r19_km_by_train_are_times_the_factor_of_the_network(detail, published_kg_per_km):
    made = entry("train", detail, 5000)
    assert made.co2e == pytest.approx(5000 * published_kg_per_km)
    assert (made.scope, made.source_group, made.rules) == (3, "other_travel", ("R19",))


def test_r19_the_label_of_a_factor_names_its_country():
    assert entry("train", "france").factors[0].label == "Train, average (FR)"
    assert entry("train", "un_default").factors[0].label == "Train"
    assert entry("waste", "mixed", route="landfill").factors[0].label.endswith("(landfill)")


def test_r20_a_round_trip_without_a_record_has_four_transfers_of_twenty_km():
    made = entry("taxi_round_trips", "", 10)
    # 10 x 4 x 20 km x 0.147 kg
    assert made.co2e == pytest.approx(117.6)
    assert made.equation == "10 round trips × 4 transfers × 20 km × 0.147 kg CO2e/km = 117.6 kg CO2e"
    assert (made.is_estimate, made.scope, made.source_group) == (True, 3, "other_travel")
    assert taxi_kg(1, 4, 20, 0.147) == pytest.approx(11.76)


def test_r20_the_default_is_the_editions():
    assert entry("taxi_round_trips", "", 10, with_(taxi_transfers=2, taxi_km=15)).co2e == pytest.approx(44.1)


def test_r20_a_taxi_that_was_recorded_is_no_estimate():
    made = entry("taxi", "", 100)
    assert (made.co2e, made.is_estimate) == (pytest.approx(14.7), False)


@pytest.mark.parametrize(
    ("stream", "published_kg"),
    [("bus", 0.10385), ("coach", 0.02776), ("ferry", 0.1127)],
)
def test_other_carriers_have_the_factors_of_desnz(stream, published_kg):
    made = entry(stream)
    assert made.co2e == pytest.approx(1000 * published_kg, rel=1e-4)
    assert (made.scope, made.source_group, made.section) == (3, "other_travel", "9")


def test_a_hire_car_counts_by_km_or_by_fuel():
    assert entry("hire_car_distance", "car_diesel").co2e == pytest.approx(173.04)
    by_fuel = entry("hire_car_fuel", "diesel", 100)
    assert (by_fuel.co2e, by_fuel.scope) == (pytest.approx(267.6492), 3)


def test_own_vehicles_are_scope_1_and_other_travel():
    by_fuel, by_km = entry("vehicle_fuel", "petrol", 100), entry("vehicle_distance", "van_diesel")
    assert {(made.scope, made.source_group, made.section) for made in (by_fuel, by_km)} == {(1, "other_travel", "7")}
    assert by_km.co2e == pytest.approx(255.61)


@pytest.mark.parametrize(("detail", "rebuilt_kg"), [("petrol", 2.2718), ("diesel", 2.6765)])
def test_r13_un_factors_of_vehicles_come_out_as_co2_alone(detail, rebuilt_kg):
    made = entry("vehicle_fuel", detail, 1)
    assert round(made.co2e, 4) == rebuilt_kg
    assert set(made.gases) == {"CO2"}
    assert "CO2 alone" in made.note


def test_r13_a_method_may_count_all_gases_of_vehicles():
    made = entry("vehicle_fuel", "diesel", 1, with_(vehicle_gases=("CO2", "CH4", "N2O")))
    assert set(made.gases) == {"CO2", "CH4", "N2O"}
    assert "alone" not in made.note


def test_fuel_and_distance_of_one_month_are_pointed_out():
    given = [
        ("GVA", 1, "vehicle_fuel"),
        ("GVA", 1, "vehicle_distance"),
        ("GVA", 2, "vehicle_fuel"),
        ("NBO", 2, "vehicle_distance"),
        ("NBO", 2, "vehicle_charging"),
    ]
    assert given_twice(given) == (("GVA", 1),)


def test_a_factor_by_car_does_not_serve_a_person():
    wrong = with_(factors={"bus": "vehicles_desnz/2025/travel_car_average_diesel_km"})
    with_words = r"per km, and the amount is in passenger_km"
    with pytest.raises(FactorMissing, match=with_words):
        entry("bus", method=wrong)


def test_r18_air_travel_is_scope_3_with_its_estimated_part_apart():
    made = air_travel(1500.0, 12, 9000.0, estimated_kg=300.0, label="ICAO", edition="13.1")
    assert [(one.co2e, one.is_estimate) for one in made] == [(1200, False), (300, True)]
    assert {(one.scope, one.source_group, one.section) for one in made} == {(3, "air_travel", "8")}


def test_r18_no_travel_is_an_entry_of_zero():
    (made,) = air_travel(0.0, 0, 0.0, estimated_kg=0.0, label="ICAO", edition="13.1")
    assert (made.co2e, made.is_estimate) == (0, False)


def test_r01_optional_lines_have_no_source_group_and_are_marked():
    made = entry("hotel_nights", "", 10, country="TH")
    # DESNZ 2025, Thailand: 43.4 kg a room and night
    assert (made.co2e, made.is_optional, made.source_group) == (pytest.approx(434), True, None)


@pytest.mark.parametrize(
    ("stream", "detail", "country"),
    [("freight", "air", "CH"), ("paper", "", "CH"), ("hotel_nights", "", "KE")],
    ids=["no factor at all", "no factor of a product", "none for the country"],
)
def test_r01_an_optional_line_without_a_factor_keeps_its_amount_and_has_no_scope(stream, detail, country):
    made = entry(stream, detail, 40, country=country)
    assert (made.scope, made.co2e, made.is_optional) == (None, 0, True)
    assert "amount alone" in made.note
    assert made.equation.startswith("40 ")


def test_r01_electricity_of_cloud_services_has_the_grid_of_the_country():
    assert entry("cloud_electricity", "", 100, country="KE").co2e == pytest.approx(57.4)


def test_r01_emissions_of_waste_and_water_are_optional():
    buried = entry("waste", "mixed", 1000, route="landfill")
    # DESNZ 2025: commercial and industrial waste 520.5327 kg a tonne, water 0.1913 and sewage 0.17088 kg a m3
    assert (buried.co2e, buried.is_optional, buried.section) == (pytest.approx(520.5327), True, "11")
    assert entry("water", "municipal", 100).co2e == pytest.approx(19.13)
    assert entry("waste_water", "sewer", 100).co2e == pytest.approx(17.088)
    assert entry("waste", "mixed", 1000, route="unknown").scope is None
