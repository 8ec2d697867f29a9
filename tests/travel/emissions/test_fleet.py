"""The fallback ladder and what it leaves on the result."""

import pandas as pd
import pytest

from travel.emissions.aircraft import icao_catalogue, tim_catalogue
from travel.emissions.estimation import estimate
from travel.emissions.explain import explain
from travel.emissions.quality import names

GVA_JFK = {"origin": "GVA", "destination": "JFK", "cabin": "economy"}
SEATS = {"seats_economy": 100}


def flags(**leg: object) -> set[str]:
    result = estimate(pd.DataFrame([leg]), "icao-13.1").estimates
    return set(names(int(result["quality"].iloc[0])))


def fuel_label(**leg: object) -> str:
    return next(step.label for step in explain(leg, "icao-13.1").steps if step.label.startswith("Fuel"))


def test_a_known_type_with_seats_assumes_nothing_but_space() -> None:
    assert flags(**GVA_JFK, aircraft="77W", seats_economy=300, yseat_economy=1) == set()


def test_a_known_type_without_seats_takes_typical_ones() -> None:
    assert flags(**GVA_JFK, aircraft="77W") == {"SEATS_ASSUMED", "SEAT_WEIGHTS_ASSUMED"}


@pytest.mark.parametrize("aircraft", ["", "DC7", "ZEPPELIN"])
def test_an_unknown_type_falls_to_the_typical_one(aircraft: str) -> None:
    # DC7 stands in ICAO's appendix B, but its equivalent has no fuel row
    assert "AIRCRAFT_TYPICAL" in flags(**GVA_JFK, aircraft=aircraft)
    assert "333" in fuel_label(**GVA_JFK, aircraft=aircraft)


def test_a_type_without_typical_seats_is_used_when_seats_are_given() -> None:
    assert "AIRCRAFT_TYPICAL" in flags(**GVA_JFK, aircraft="CNC")
    assert "AIRCRAFT_TYPICAL" not in flags(**GVA_JFK, aircraft="CNC", **SEATS)


def test_in_a_mix_only_the_unknown_type_falls() -> None:
    labels = [step.label for step in explain({**GVA_JFK, "aircraft": "77W:1|DC7:1"}, "icao-13.1").steps]
    assert any("Fuel of 77W" in label for label in labels)
    assert any("Fuel of 333" in label for label in labels)


def test_without_a_region_the_class_of_the_haul_is_used() -> None:
    assert "AIRCRAFT_CLASS" in flags(distance_km=800, cabin="economy")
    assert "CR7" in fuel_label(distance_km=800, cabin="economy")
    assert "77W" in fuel_label(distance_km=8000, cabin="economy")


@pytest.mark.parametrize(
    ("origin", "destination", "listed_as"), [("NBO", "MBA", "AT7"), ("JFK", "BOS", "E75"), ("GVA", "ZRH", "320")]
)
def test_the_typical_type_follows_the_region(origin: str, destination: str, listed_as: str) -> None:
    assert listed_as in fuel_label(origin=origin, destination=destination, cabin="economy")


def test_a_disputed_region_widens_the_range() -> None:
    leg = {"origin": "PEK", "destination": "SHA", "cabin": "economy", "aircraft": "320", "seats_economy": 180}
    legs = pd.DataFrame([leg, {**leg, "load_factor": 0.698, "cargo_factor": 0.7947}])
    disputed, given = estimate(legs, "icao-13.1").estimates.to_dict("records")
    assert "REGION_DISPUTED" in names(disputed["quality"])
    assert "REGION_DISPUTED" not in names(given["quality"])
    # load 69.8 per cent within Central/South West Asia, 75.3 within North Asia, cargo the same
    assert disputed["total_kg"] == pytest.approx(given["total_kg"])
    assert disputed["low_kg"] == pytest.approx(given["low_kg"] * 69.8 / 75.3)
    assert disputed["high_kg"] == pytest.approx(given["high_kg"])


def test_iata_and_icao_designators_are_the_same_type() -> None:
    for catalogue in (icao_catalogue("13.1"), tim_catalogue("3.0.0")):
        for iata, icao in [("320", "A320"), ("77W", "B77W"), ("789", "B789"), ("AT7", "AT72"), ("32N", "A20N")]:
            one, other = catalogue.find(iata), catalogue.find(icao)
            assert one is not None and other is not None
            assert (one.row, one.designator) == (other.row, other.designator)


def test_a_relative_of_the_type_is_marked() -> None:
    leg = {**GVA_JFK, "aircraft": "350", "seats_economy": 300}
    mask = estimate(pd.DataFrame([leg]), "tim-3.0.0").estimates["quality"].iloc[0]
    assert "AIRCRAFT_RELATED" in names(int(mask))


@pytest.mark.parametrize(("aircraft", "share"), [("320", 0.008), ("333", 0.215)])
def test_the_default_cargo_share_goes_by_aisles(aircraft: str, share: float) -> None:
    leg = {**GVA_JFK, "aircraft": aircraft, "seats_economy": 200}
    default, given = estimate(pd.DataFrame([leg, {**leg, "cargo_share": share}]), "tim-3.0.0").estimates["total_kg"]
    assert default == pytest.approx(given)
