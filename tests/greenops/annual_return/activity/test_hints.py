"""Outliers and gaps: against last year, against peers, and in the row itself."""

import pytest

from greenops.annual_return.activity.hints import Row, hints_of
from greenops.annual_return.activity.site_sizes import SiteSize

YEAR = dict.fromkeys(range(1, 13), 1000.0)


def row(amounts, **fields):
    return Row(**{"amounts": amounts, "before": {}, "due": range(1, 13), "unit": "kWh", "year": 2025, **fields})


def test_a_whole_year_like_the_last_has_none():
    assert hints_of(row(YEAR, before=YEAR)) == []


@pytest.mark.parametrize(
    ("amount", "code", "words"),
    [
        (2000, None, ""),  # twice is still usual
        (2001, "outlier", "2.0 times as much as in March 2024 (1,000 kWh)"),
        (500, None, ""),
        (499, "outlier", "2.0 times less than in March 2024"),
        (0, "outlier", "Nothing, where March 2024 had 1,000 kWh"),
        (20_000, "slip", "20,000 kWh against 1,000 kWh in March 2024: is it the unit"),
        (1, "slip", "1 kWh against 1,000 kWh"),
    ],
)
def test_a_month_against_the_same_of_last_year(amount, code, words):
    hints = hints_of(row({**YEAR, 3: float(amount)}, before=YEAR))

    assert [hint.code for hint in hints] == ([code] if code else [])
    assert all(words in hint.sentence and hint.month == 3 for hint in hints)


def test_missing_months_are_named_and_months_that_are_not_due_are_not():
    held = dict.fromkeys((1, 2, 4), 5.0)

    assert [hint.sentence for hint in hints_of(row(held, due=range(1, 7)))] == ["Missing: March, May, June."]


def test_a_row_that_had_readings_last_year_and_has_none_is_pointed_out():
    assert [hint.code for hint in hints_of(row({}, before=YEAR))] == ["silent"]
    assert hints_of(row({}, before=YEAR, due=[])) == []
    assert hints_of(row({})) == []


def test_against_peers_per_square_metre_and_per_person():
    # 1,000 kWh on 100 m2 are 10 for each; the median of the peers is 2.
    large = row(YEAR, size=SiteSize(100, None), peers_per_m2=[1, 2, 3])
    few = row(YEAR, size=SiteSize(None, 10), peers_per_person=[500, 600, 700])

    assert "10 kWh a month for each m²; half of the other sites have less than 2 kWh" in hints_of(large)[0].sentence
    assert "100 kWh a month for each person; half of the other sites have more than 600" in hints_of(few)[0].sentence


def test_two_peers_are_too_few_to_compare_with():
    assert hints_of(row(YEAR, size=SiteSize(100, None), peers_per_m2=[1, 2])) == []
