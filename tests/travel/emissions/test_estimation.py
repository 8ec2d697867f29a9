"""The frames that the core returns."""

import pandas as pd
import pytest

from greenops.reference.loading import load_table
from travel.emissions.errors import LegsRefusedError, UnknownMethodError
from travel.emissions.estimation import estimate
from travel.emissions.methods import METHODS, RETURN_METHOD, method, methods_for

LEGS = pd.DataFrame(
    {"origin": ["GVA", "GVA", "GVA"], "destination": ["JFK", "QQQ", "GVA"], "cabin": "economy"}, index=[7, 3, 9]
)


def test_legs_without_a_result_are_problems_under_their_label() -> None:
    result = estimate(LEGS, "icao-13.1")
    assert result.estimates.index.tolist() == [7]
    assert result.problems[["leg", "code"]].to_numpy().tolist() == [[3, "unknown_code"], [9, "same_place"]]


@pytest.mark.parametrize("code", METHODS)
def test_only_components_that_the_method_defines_are_columns(code: str) -> None:
    columns = estimate(LEGS, code).estimates.columns.tolist()
    defined = list(method(code).components)
    assert columns == ["distance_km", *defined, "total_kg", "low_kg", "high_kg", "quality"]


def test_no_legs_give_two_empty_frames() -> None:
    result = estimate(LEGS.iloc[:0], "tim-3.0.0")
    assert len(result.estimates) == len(result.problems) == 0


def test_legs_without_places_and_distance_are_refused() -> None:
    with pytest.raises(LegsRefusedError, match="origin and destination, or distance_km"):
        estimate(pd.DataFrame({"cabin": ["economy"]}), "icao-13.1")


def test_an_unknown_method_lists_the_methods() -> None:
    with pytest.raises(UnknownMethodError, match=r"icao-13\.1, tim-3\.0\.0, desnz-2017"):
        estimate(LEGS, "icao")


@pytest.mark.parametrize(("year", "desnz"), [(2010, 2017), (2017, 2017), (2024, 2024), (2031, 2025)])
def test_the_methods_of_a_year_are_four(year: int, desnz: int) -> None:
    assert methods_for(year) == (RETURN_METHOD, "tim-3.0.0", f"desnz-{desnz}", "myclimate-2022")


def test_a_cabin_that_is_none_is_named() -> None:
    legs = pd.DataFrame({"origin": ["GVA"], "destination": ["JFK"], "cabin": ["Y"]})
    assert "'Y' is not a cabin" in estimate(legs, "icao-13.1").problems["sentence"][0]


def test_marks_of_the_import_stay_on_the_result() -> None:
    legs = pd.DataFrame({"origin": ["GVA"] * 2, "destination": ["JFK"] * 2, "place_quality": [64, 0]})
    stand_in, plain = estimate(legs, "desnz-2025").estimates["quality"]
    assert stand_in & 64
    assert stand_in == plain | 64


def test_categories_and_texts_give_the_same() -> None:
    as_categories = LEGS.astype("category")
    pd.testing.assert_frame_equal(estimate(as_categories, "tim-3.0.0").estimates, estimate(LEGS, "tim-3.0.0").estimates)


def test_a_disputed_position_is_marked() -> None:
    # the lists of airports differ by 10 km or more on it and no third list decides
    code = load_table("airports", "2026-09", "disputed_positions")["iata"].iloc[0]
    result = estimate(pd.DataFrame({"origin": ["GVA"], "destination": [code]}), "myclimate-2022")
    assert result.estimates["quality"].iloc[0] & (1 << 15)
