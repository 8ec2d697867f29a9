"""Exact sums."""

import numpy as np
import pandas as pd
import pytest

from travel.emissions.totals import milligrams, tonnes, total_milligrams, totals_by


def test_kilograms_become_whole_milligrams_of_all_passengers() -> None:
    assert milligrams(np.array([0.1, 398.9410427]), np.array([3, 2])).tolist() == [300_000, 797_882_085]


def test_a_sum_does_not_depend_on_the_order() -> None:
    masses = milligrams(np.random.default_rng(5).uniform(1, 4000, 10_000))
    assert total_milligrams(masses) == total_milligrams(masses[::-1]) == sum(masses.tolist())


def test_totals_by_group_add_up_to_the_total() -> None:
    frame = pd.DataFrame({"month": ["2025-01", "2025-02", "2025-01"], "total_mg": [5, 7, 11]})
    assert totals_by(frame, ["month"], ["total_mg"])["total_mg"].to_dict() == {"2025-01": 16, "2025-02": 7}


def test_tonnes_are_not_rounded() -> None:
    assert tonnes(1_234_567_890_123) == pytest.approx(1234.567890123, rel=1e-15)
