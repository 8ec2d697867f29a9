"""Every method against flights worked by hand or published by its maker."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from travel.emissions.estimation import estimate
from travel.emissions.explain import explain
from travel.emissions.quality import names

FOLDER = Path(__file__).parents[2] / "worked_cases"
FIGURES = ("ttw_kg", "wtt_kg", "non_co2_kg", "total_kg", "low_kg", "high_kg")
PUBLISHED_ROUNDED = {"tim-3.0.0": 1e-4}
"""Google's example rounds on the way; cases worked by hand are held to their printed digits."""


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            if "leg" in case:
                found.append(pytest.param(case.get("method", path.stem), case, id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("method", "case"), cases())
def test_the_worked_flight_is_reproduced(method: str, case: dict[str, Any]) -> None:
    estimates = estimate(pd.DataFrame([case["leg"]]), method).estimates
    row = estimates.iloc[0]
    compared = 0
    for figure in FIGURES:
        if figure in case and case[figure] is None:
            assert figure not in estimates.columns
        elif figure in case:
            assert row[figure] == pytest.approx(case[figure], rel=PUBLISHED_ROUNDED.get(method, 1e-8)), figure
            compared += 1
    if "quality" in case:
        assert set(names(int(row["quality"]))) == set(case["quality"])
    assert compared > 0


@pytest.mark.parametrize(("method", "case"), cases())
def test_the_explanation_of_a_worked_flight_ends_in_its_result(method: str, case: dict[str, Any]) -> None:
    explanation = explain(case["leg"], method)
    assert explanation.steps[-1].value == pytest.approx(case.get("total_kg", explanation.result_kg), rel=1e-4)
    assert explanation.result_kg == explanation.steps[-1].value
