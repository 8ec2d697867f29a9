"""Low and high."""

import numpy as np
import pandas as pd
import pytest

from travel.emissions.estimation import estimate
from travel.emissions.explain import explain
from travel.emissions.quality import Quality
from travel.emissions.ranges import ASSUMED, NOT_COVERED, origins, relative_width


def test_widths_add_up_as_the_root_of_squares() -> None:
    # sqrt(0.20^2 + 0.15^2) = 0.25
    mask = np.array([0, int(Quality.AIRCRAFT_TYPICAL)])
    assert relative_width(mask).tolist() == pytest.approx([0.2, 0.25])


def test_all_assumptions_together_leave_a_low_value_above_zero() -> None:
    everything = np.array([sum(int(flag) for flag in Quality)])
    assert relative_width(everything)[0] < 1


def test_each_width_used_tells_its_origin() -> None:
    mask = int(Quality.CABIN_ASSUMED | Quality.CARGO_ASSUMED)
    told = origins(mask, non_co2=True)
    assert ASSUMED[Quality.CARGO_ASSUMED].origin in told
    assert len(told) == 4


def test_the_other_reading_of_myclimates_limits_lies_in_the_range() -> None:
    # d = 2400: x = 2495 is blended at 0.995, by d at 0.9; both readings widen the range
    leg = {"distance_km": 2400, "cabin": "economy"}
    explanation = explain(leg, "myclimate-2022")
    assert explanation.low_kg < explanation.result_kg < explanation.high_kg


def test_a_desnz_range_holds_the_forcing_apart() -> None:
    leg = {"origin": "LHR", "destination": "JFK", "distance_km": 1000, "cabin": "business"}
    row = estimate(pd.DataFrame([leg]), "desnz-2025").estimates.iloc[0]
    # (200.83 + 71.37) x 0.8 + 138.57 x 0.3 and x 1.2, x 1.7
    assert row["low_kg"] == pytest.approx(259.331)
    assert row["high_kg"] == pytest.approx(562.209)


@pytest.mark.parametrize("method", ["icao-13.1", "tim-3.0.0", "desnz-2025", "myclimate-2022"])
def test_a_kind_of_flight_not_covered_keeps_its_figure_and_widens_its_range_upwards(method: str) -> None:
    leg = {"origin": "JUB", "destination": "WUU", "cabin": "economy"}
    plain = explain(leg, method)
    marked = explain({**leg, "place_quality": int(Quality.MODE_NOT_COVERED)}, method)
    assert marked.result_kg == plain.result_kg
    assert marked.low_kg < plain.low_kg
    assert marked.high_kg - marked.result_kg > 2 * (plain.high_kg - plain.result_kg)
    assert NOT_COVERED.origin in marked.range_origins
    assert any("does not cover this kind of flight" in sentence for sentence in marked.quality)
