"""Offsets, base year, targets and rounding, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenops.annual_return.inventory.base_year import base_year_change
from greenops.annual_return.inventory.offsets import climate_neutrality
from greenops.annual_return.inventory.rounding import rounded, rounded_percentages
from greenops.annual_return.inventory.targets import Target, is_on_track, path_value

TARGET = Target(base_year=2020, base=1000.0, target_year=2030, target=550.0)


@pytest.mark.parametrize(
    ("cancelled", "neutral", "part"),
    [(0, False, 0), (1673.9, False, 1673.9 / 1674), (1674, True, 1), (2000, True, 1)],
    ids=["nothing", "a little short", "all of it", "rounded up"],
)
def test_r30_neutral_is_what_has_cancelled_all_of_its_total(cancelled, neutral, part):
    found = climate_neutrality(1674, cancelled)
    assert (found.is_neutral, found.offset.value) == (neutral, pytest.approx(part))


@pytest.mark.parametrize("total", [None, 0])
def test_r30_without_a_total_nobody_is_neutral_or_not(total):
    found = climate_neutrality(total, 10)
    assert found.is_neutral is None
    assert found.offset.reason


def test_r30_tonnes_below_zero_are_an_error():
    with pytest.raises(ValueError, match="-1 t"):
        climate_neutrality(10, -1)


@pytest.mark.parametrize(
    ("again", "must"),
    [(1049, False), (1050, False), (1051, True), (949, True)],
)
def test_r31_the_base_year_is_restated_above_the_threshold_either_way(again, must):
    found = base_year_change(1000, again, threshold_percent=5, causes=("factors",))
    assert found.must_restate is must
    assert (found.before, found.again) == (1000, again)


def test_r31_the_sentence_has_the_movement_and_the_threshold():
    found = base_year_change(1000, 900, threshold_percent=5, causes=("boundary",))
    assert found.sentence == "The base year moves by -10.0 %, which is above the threshold of 5 %."


def test_r31_a_threshold_of_nothing_takes_every_movement():
    assert base_year_change(1000, 1000.1, threshold_percent=0, causes=("error",)).must_restate


def test_r31_a_base_of_nothing_that_moves_is_restated():
    found = base_year_change(0, 10, threshold_percent=5, causes=("error",))
    assert (found.must_restate, found.change.value) == (True, None)
    assert not base_year_change(0, 0, threshold_percent=5, causes=()).must_restate


@pytest.mark.parametrize(("threshold", "causes"), [(-1, ()), (5, ("mood",))])
def test_r31_a_policy_that_is_none_is_an_error(threshold, causes):
    with pytest.raises(ValueError, match="threshold|mood"):
        base_year_change(1, 1, threshold_percent=threshold, causes=causes)


@pytest.mark.parametrize(("year", "value"), [(2020, 1000), (2024, 820), (2030, 550), (2035, 550)])
def test_r32_the_path_is_straight(year, value):
    assert path_value(TARGET, year) == pytest.approx(value)


def test_r32_on_track_is_at_or_below_the_path_or_above_where_more_is_better():
    assert is_on_track(TARGET, 2024, 820.0)
    assert not is_on_track(TARGET, 2024, 820.1)
    renewable = Target(2020, 0.2, 2030, 0.8)
    assert is_on_track(renewable, 2025, 0.51)
    assert is_on_track(renewable, 2020, 0.2)
    level = Target(2020, 100.0, 2030, 100.0)
    assert [is_on_track(level, 2025, value) for value in (99.0, 100.0, 101.0)] == [True, True, False]
    assert not is_on_track(renewable, 2025, 0.49)


@pytest.mark.parametrize(("target_year", "year"), [(2020, 2020), (2019, 2020), (2030, 2019)])
def test_r32_a_path_that_goes_back_is_an_error(target_year, year):
    with pytest.raises(ValueError, match="20"):
        path_value(Target(2020, 1.0, target_year, 0.5), year)


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [(0.125, 2, 0.13), (2.5, 0, 3), (-2.5, 0, -3), (1.005, 2, 1.01), (1674.4999, 0, 1674)],
)
def test_r33_half_goes_away_from_zero(value, digits, printed):
    assert rounded(value, digits) == printed


def test_r33_rounded_shares_may_add_to_99_or_101_and_say_so():
    # thirds: 33 + 33 + 33; and 50.5 + 25.5 + 24 = 51 + 26 + 24
    shares, note = rounded_percentages([1 / 3, 1 / 3, 1 / 3])
    assert shares == (33, 33, 33)
    assert "99 %" in note
    shares, note = rounded_percentages([0.505, 0.255, 0.24])
    assert shares == (51, 26, 24)
    assert "101 %" in note
    assert rounded_percentages([0.5, 0.3, 0.2]) == ((50, 30, 20), "")


def test_r33_parts_that_are_no_whole_have_no_note():
    assert rounded_percentages([0.2, 0.3]) == ((20, 30), "")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.integers(0, 3))
def test_r33_no_share_is_bent_by_more_than_half_a_digit(shares, digits):
    printed, _ = rounded_percentages(shares, digits)
    for share, percentage in zip(shares, printed, strict=True):
        assert abs(share * 100 - percentage) <= 0.5 * 10**-digits + 1e-9
