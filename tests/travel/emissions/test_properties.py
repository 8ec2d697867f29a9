"""What holds for any legs: nothing is lost, nothing is empty, parts add up, ranges hold the result."""

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from travel.emissions.aircraft import icao_catalogue
from travel.emissions.errors import LegsRefusedError
from travel.emissions.estimation import estimate
from travel.emissions.explain import explain
from travel.emissions.methods import METHODS

PLACES = ["GVA", "JFK", "LHR", "EDI", "NBO", "IST", "PEK", "SYD", "LSGG", "TXL", "LON", "QQQ", "", "46.2,6.1"]
OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
SOME = settings(max_examples=60, deadline=None)

LEG = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(PLACES),
        "destination": st.sampled_from(PLACES),
        "departed_on": st.sampled_from([pd.NaT, pd.Timestamp("2018-06-01"), pd.Timestamp("2024-06-01")]),
        "cabin": st.sampled_from(["economy", "premium_economy", "business", "first", "unknown", "", "sofa"]),
        "passengers": st.sampled_from(["", "1", "3", "0", "x"]),
        "aircraft": st.sampled_from(["", "320", "789", "77W", "319:10|320:4", "A20N", "CNC", "DC7", "320:0", "|"]),
        "distance_km": st.sampled_from(["", "", "1", "300", "1405", "9000", "20040", "0", "-5", "NaN", "1_000"]),
        "seats_economy": st.sampled_from(["", "", "0", "150"]),
        "seats_business": st.sampled_from(["", "", "0", "20"]),
        "yseat_business": st.sampled_from(["", "2.5", "inf"]),
        "load_factor": st.sampled_from(["", "0.8", "80", "0", "101"]),
        "cargo_factor": st.sampled_from(["", "0.9", "90"]),
        "cargo_share": st.sampled_from(["", "0", "0.1", "1"]),
        "official_co2_kg": st.sampled_from(["", "", "", "250", "0"]),
    }
)


def recomputed(expression: str) -> float:
    """The value of an expression of numbers and the four operations."""

    def value(node: ast.AST) -> float:
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        assert isinstance(node, ast.Constant)
        return float(node.value)

    return value(ast.parse(expression, mode="eval").body)


@pytest.mark.parametrize("method", METHODS)
@given(legs=st.lists(LEG, min_size=1, max_size=8))
@SOME
def test_estimates_and_problems_are_exactly_the_legs(method: str, legs: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame(legs, index=[f"leg {number}" for number in range(len(legs))])
    result = estimate(frame, method)
    computed, refused = list(result.estimates.index), list(result.problems["leg"])
    assert sorted(computed + refused) == sorted(frame.index)
    assert computed == [label for label in frame.index if label in set(computed)]
    numbers = result.estimates.drop(columns="quality")
    assert np.isfinite(numbers.to_numpy(dtype=float)).all()
    assert (result.estimates["total_kg"] > 0).all()
    assert all(sentence.endswith(".") and ":" in sentence for sentence in result.problems["sentence"])


@pytest.mark.parametrize("method", METHODS)
@given(legs=st.lists(LEG, min_size=1, max_size=8))
@SOME
def test_parts_add_up_and_the_range_holds_the_total(method: str, legs: list[dict[str, Any]]) -> None:
    estimates = estimate(pd.DataFrame(legs), method).estimates
    parts = [column for column in ("ttw_kg", "wtt_kg", "non_co2_kg") if column in estimates]
    np.testing.assert_allclose(estimates[parts].sum(axis=1), estimates["total_kg"], rtol=1e-12)
    assert (estimates["low_kg"] <= estimates["total_kg"]).all()
    assert (estimates["total_kg"] <= estimates["high_kg"]).all()
    assert (estimates["low_kg"] > 0).all()


@pytest.mark.parametrize("method", METHODS)
@given(leg=LEG)
@SOME
def test_the_steps_of_an_explanation_recompute_to_the_result(method: str, leg: dict[str, Any]) -> None:
    result = estimate(pd.DataFrame([leg]), method)
    if result.estimates.empty:
        with pytest.raises(LegsRefusedError) as refusal:
            explain(leg, method)
        assert str(refusal.value) == result.problems["sentence"][0]
        return
    explanation = explain(leg, method)
    for step in explanation.steps:
        if step.expression:
            assert recomputed(step.expression) == pytest.approx(step.value, rel=1e-9), step.label
        assert step.source
    assert explanation.steps[-1].value == pytest.approx(result.estimates["total_kg"].iloc[0], rel=1e-12)


@given(
    code=st.sampled_from(["320", "789", "77W", "AT7", "E90", "333"]),
    km=st.floats(10, 15_000),
    further=st.floats(0.1, 5_000),
)
@SOME
def test_a_longer_icao_flight_of_the_same_aircraft_emits_more(code: str, km: float, further: float) -> None:
    legs = pd.DataFrame({"distance_km": [km, min(km + further, 20_040)], "aircraft": code, "cabin": "economy"})
    shorter, longer = estimate(legs, "icao-13.1").estimates["total_kg"]
    assert shorter < longer


@given(
    types=st.lists(st.sampled_from(sorted(icao_catalogue("13.1").types)), min_size=2, max_size=2),
    departures=st.tuples(st.integers(1, 50), st.integers(1, 50)),
    km=st.floats(100, 12_000),
)
@SOME
def test_a_mix_lies_between_its_types(types: list[str], departures: tuple[int, int], km: float) -> None:
    mix = "|".join(f"{code}:{count}" for code, count in zip(types, departures, strict=True))
    legs = pd.DataFrame({"aircraft": [*types, mix], "distance_km": km, "seats_economy": 150, "cabin": "economy"})
    first, second, mixed = estimate(legs, "icao-13.1").estimates["total_kg"]
    assert min(first, second) * (1 - 1e-12) <= mixed <= max(first, second) * (1 + 1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_legs_in_bulk_are_computed_as_one_by_one(method: str) -> None:
    places = ["GVA", "JFK", "LHR", "NBO", "PEK"]
    pairs = [(a, b) for a in places for b in places if a != b]
    legs = pd.DataFrame(pairs * 3, columns=["origin", "destination"])
    legs["cabin"] = ["economy", "business", "unknown"] * len(pairs)
    together = estimate(legs, method).estimates
    alone = pd.concat([estimate(legs.iloc[[row]], method).estimates for row in range(len(legs))])
    pd.testing.assert_frame_equal(together, alone)
