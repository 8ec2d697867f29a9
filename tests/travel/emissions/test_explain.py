"""Explanations as data."""

import pytest

from travel.emissions.errors import LegsRefusedError
from travel.emissions.explain import explain

LEG = {"origin": "GVA", "destination": "JFK", "cabin": "unknown"}


def test_an_explanation_tells_title_equation_range_and_quality() -> None:
    explanation = explain(LEG, "icao-13.1")
    assert explanation.title == "GVA to JFK, 6,218 km"
    assert explanation.equation.startswith("kg CO2 = F x C / O x Y x 3.16")
    assert explanation.unit == "kg CO2 per passenger"
    assert "The cabin is not known; the average over the cabins was used." in explanation.quality
    assert explanation.low_kg < explanation.result_kg < explanation.high_kg
    assert explanation.range_origins


def test_beside_an_official_result_the_estimate_stays() -> None:
    plain = explain(LEG, "icao-13.1")
    official = explain({**LEG, "official_co2_kg": 300}, "icao-13.1")
    assert official.result_kg == 300
    assert official.estimate_kg == plain.result_kg
    assert plain.estimate_kg is None


def test_an_official_result_is_icaos_alone() -> None:
    assert explain({**LEG, "official_co2_kg": 300}, "tim-3.0.0") == explain(LEG, "tim-3.0.0")


def test_a_leg_that_cannot_be_computed_says_why() -> None:
    with pytest.raises(LegsRefusedError, match="unknown airport code 'QQQ'"):
        explain({**LEG, "destination": "QQQ"}, "icao-13.1")


def test_a_leg_is_explained_from_a_database_row_with_empty_values() -> None:
    row = {**LEG, "departed_on": None, "aircraft": None, "distance_km": None, "passengers": 2, "load_factor": None}
    assert explain(row, "tim-3.0.0").result_kg == explain(LEG, "tim-3.0.0").result_kg
