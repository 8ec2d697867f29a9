"""Travel paid by others in the return: off and on side by side, from one reading, never one sum."""

import pytest

from greenops.annual_return.computation import return_of
from greenops.annual_return.edition_file import edition
from greenops.annual_return.gathering.gathered import TravelSums
from tests.factories.gathered import gathered, travel

T = 1_000_000_000


@pytest.fixture
def off_and_on():
    """100 t that we pay, 10 t of them with an assumed cabin; 40 t that others pay."""
    given = gathered(travel=travel(inside=TravelSums(50, 2_000_000, 100 * T, 10 * T), added=TravelSums(20, 1, 40 * T)))
    form = edition("2026")
    return return_of(given, form, delegates=False), return_of(given, form, delegates=True)


def test_off_is_the_default_and_on_adds_what_others_paid(off_and_on):
    off, on = off_and_on

    assert (off.line("8.1").value, on.line("8.1").value) == (100, 140)
    assert (off.line("T.1").value, on.line("T.1").value) == (100, 140)
    assert (off.line("T.6").value, on.line("T.6").value) == (100, 140)


def test_each_side_says_which_it_is_and_by_which_boundary(off_and_on):
    off, on = off_and_on

    assert off.line("8.1").label == "Emissions of air travel"
    assert on.line("8.1").label == "Emissions of air travel, with travel paid by others (delegates)"
    assert any("travel paid by others is not included" in remark for remark in off.remarks)
    assert any("travel paid by others (delegates) added" in remark for remark in on.remarks)


def test_what_others_paid_stands_apart_with_delegates_off_and_in_no_sum(off_and_on):
    off, on = off_and_on

    assert off.line("10.1").value == 40
    assert off.line("T.12").value is None
    assert on.line("10.1").value is None
    assert on.line("10.1").note.startswith("In line 8.1")


def test_both_are_made_from_the_same_inputs(off_and_on):
    off, on = off_and_on

    assert off.inputs_digest == on.inputs_digest
    assert off.lines_digest != on.lines_digest


def test_flights_with_an_assumed_cabin_rest_on_estimates(off_and_on):
    off, _on = off_and_on

    assert off.line("T.13").value == pytest.approx(10)
    assert off.line("8.1").method_share == pytest.approx(0.1)


def test_travel_of_too_few_people_leaves_the_side_with_delegates_without_a_figure():
    given = gathered(travel=travel(inside=TravelSums(50, 2_000_000, 100 * T), added=None))

    on = return_of(given, edition("2026"), delegates=True)

    assert on.line("8.1").value is None
    assert on.line("T.1").value is None
    assert on.problems[0].line == "8.1"


def test_the_parts_by_category_and_cabin_make_the_whole():
    cells = {
        "traveller_category": {"staff": TravelSums(1, 1, 60 * T), "other_groups": TravelSums(1, 1, 40 * T)},
        "cabin": {"economy": TravelSums(1, 1, 70 * T), "unknown": TravelSums(1, 1, 30 * T)},
    }
    given = gathered(travel=travel(inside=TravelSums(2, 2, 100 * T), by=cells))

    off = return_of(given, edition("2026"), delegates=False)

    assert (off.line("8.5").value, off.line("8.9").value) == (60, 40)
    assert (off.line("8.10").value, off.line("8.14").value) == (70, 30)
    assert off.line("8.9").note == "With groups of few people, which are not shown by themselves."
    assert off.line("8.14").note == ""
