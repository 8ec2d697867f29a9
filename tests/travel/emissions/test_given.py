"""Numbers that come with a leg."""

import pandas as pd
import pytest

from travel.emissions.estimation import estimate
from travel.emissions.given import BY_COLUMN, number_column

BAD = ["abc", "NaN", "inf", "-1", "1_000", "1,5", "1e999", "٣"]


@pytest.mark.parametrize("column", sorted(BY_COLUMN))
@pytest.mark.parametrize("text", BAD)
def test_a_text_that_is_no_usable_number_is_named(column: str, text: str) -> None:
    leg = {"origin": "GVA", "destination": "JFK", column: text}
    problems = estimate(pd.DataFrame([leg]), "icao-13.1").problems
    assert problems[["column", "value", "code"]].to_numpy().tolist() == [[column, text, "invalid_number"]]
    assert problems["sentence"][0].startswith(f"{column}: '{text}' ")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("passengers", 0),
        ("passengers", 1.5),
        ("distance_km", 0),
        ("distance_km", 20_041),
        ("load_factor", 101),
        ("load_factor", 1.02),
    ],
)
def test_a_number_out_of_bounds_is_a_problem(column: str, value: float) -> None:
    leg = {"origin": "GVA", "destination": "JFK", column: value}
    assert estimate(pd.DataFrame([leg]), "tim-3.0.0").problems["column"].tolist() == [column]


def test_per_cent_and_fractions_are_read_alike() -> None:
    read = number_column(pd.Series(["82", "0.82", " 82.0 "]), BY_COLUMN["load_factor"])
    assert read.values[read.codes].tolist() == [0.82, 0.82, 0.82]


def test_missing_and_blank_are_not_given() -> None:
    read = number_column(pd.Series(["", None, "  "]), BY_COLUMN["load_factor"])
    assert pd.isna(read.values[read.codes]).all()
    assert not read.faults


def test_passengers_do_not_change_a_result_per_passenger() -> None:
    legs = pd.DataFrame({"origin": "GVA", "destination": "JFK", "passengers": [1, 40, None]})
    assert estimate(legs, "myclimate-2022").estimates["total_kg"].nunique() == 1
