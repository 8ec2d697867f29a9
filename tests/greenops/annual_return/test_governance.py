"""The sample rule that rates environmental governance: each level on both sides of its boundary."""

import pytest

from greenops.annual_return.edition_file import edition
from greenops.annual_return.governance import Given, rating

QUESTIONNAIRE = edition("2026").questionnaire
ALL = {question.code for question in QUESTIONNAIRE.questions}
HIGHEST_ONLY = {"15.g13_outside", "15.g15_improved"}
PLAN = {
    question.code
    for question in QUESTIONNAIRE.questions
    if question.facet in {"commitment", "scope", "roles", "aspects", "obligations", "risks", "objectives"}
}


def rated(in_place: set[str], *, evidence: bool = True, others: str = "not_in_place") -> str:
    given = {code: Given("in_place" if code in in_place else others, evidence) for code in ALL}
    found = rating(QUESTIONNAIRE, given)
    assert found is not None
    return found.code


def test_without_an_answer_there_is_no_rating():
    assert rating(QUESTIONNAIRE, {}) is None


@pytest.mark.parametrize(
    ("in_place", "code"),
    [
        pytest.param(set(), "missing", id="nothing"),
        pytest.param({"15.g1_policy", "15.g4_register", "15.g7_targets"}, "missing", id="six-of-fourteen"),
        pytest.param(PLAN - {"15.g6_risks", "15.g2_scope", "15.g3_budget"}, "approaches", id="eleven-of-fourteen"),
        pytest.param(PLAN - {"15.g1_policy", "15.g4_register"}, "missing", id="ten-of-fourteen"),
        pytest.param(ALL - HIGHEST_ONLY, "meets", id="all-but-the-highest"),
        pytest.param(ALL - HIGHEST_ONLY - {"15.g8_travel"}, "approaches", id="one-control-less"),
        pytest.param(ALL, "exceeds", id="everything"),
    ],
)
def test_levels_on_both_sides_of_their_boundaries(in_place, code):
    """The plan side weighs 14; three quarters of it are 10.5."""
    assert sum(question.weight for question in QUESTIONNAIRE.questions if question.code in PLAN) == 14
    assert rated(in_place) == code


def test_everything_without_evidence_does_not_even_meet_the_criteria():
    assert rated(ALL, evidence=False) == "approaches"


def test_what_does_not_apply_is_left_out_of_part_and_whole():
    given = {code: Given("in_place", True) for code in ALL} | {"15.g8_events": Given("not_applicable", False)}

    found = rating(QUESTIONNAIRE, given)

    assert (found.code, found.score) == ("exceeds", 1.0)


def test_nothing_is_reached_by_saying_that_nothing_applies():
    assert rated(set(), others="not_applicable") == "missing"


def test_what_is_missing_for_the_next_level_is_named():
    given = {code: Given("in_place", True) for code in ALL - HIGHEST_ONLY - {"15.g8_travel"}}

    found = rating(QUESTIONNAIRE, given)

    assert (found.next_level, found.missing) == ("Meets the criteria", ("15.g8_travel",))
