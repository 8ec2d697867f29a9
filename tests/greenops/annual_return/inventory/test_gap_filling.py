"""What was not reported: each filled value by hand, each marked as an estimate."""

from dataclasses import replace

import pytest

from greenops.annual_return.inventory.entry import Share
from greenops.annual_return.inventory.errors import GapInvalid
from greenops.annual_return.inventory.gap_filling import (
    Office,
    copied_forward,
    from_other_offices,
    is_small,
    rest_of_year,
    rest_of_year_by_degree_days,
)
from tests.factories.inventory import METHOD, activity

GVA, NBO, BKK = Office("GVA", "CH", 100, 2000), Office("NBO", "KE", 50, 1000), Office("BKK", "TH", 6, 90)


def test_r22_an_office_gets_what_others_consumed_by_person():
    given = [activity(amount=90_000), activity(amount=60_000, site="NBO"), activity(amount=1, site="PTY")]
    (filled,) = from_other_offices([BKK], [GVA, NBO], given)
    # 150,000 kWh / 150 persons x 6 persons
    assert filled.activity.amount == pytest.approx(6000)
    assert (filled.activity.site, filled.activity.country, filled.activity.method) == ("BKK", "TH", "proxy")
    assert filled.activity.is_estimate
    assert filled.rule == "R22"
    assert filled.sentence == ("Estimated from the offices that reported: 1,000 kWh a year for each of 6 persons.")


def test_r22_or_by_square_metre_and_for_the_months_it_was_open():
    (filled,) = from_other_offices([replace(BKK, open_months=6)], [GVA], [activity(amount=90_000)], "floor_area")
    # 90,000 / 2,000 m2 x 90 m2 x 6/12
    assert filled.activity.amount == pytest.approx(2025)
    assert "6/12 months" in filled.sentence


def test_r22_an_office_without_a_stream_divides_too_and_a_share_is_ours_only():
    given = [activity("waste", "paper", 300, share=Share(1, 2, "persons"), route="recycling")]
    (filled,) = from_other_offices([BKK], [GVA, NBO], given)
    # 150 kg of ours / 150 persons x 6
    assert (filled.activity.amount, filled.activity.route) == (pytest.approx(6), "recycling")
    assert filled.activity.share.basis == "whole"


@pytest.mark.parametrize(
    ("silent", "reporting", "words"),
    [
        ([replace(BKK, persons=None)], [GVA], "BKK"),
        ([BKK], [replace(GVA, persons=None)], "GVA"),
        ([BKK], [replace(GVA, persons=0)], "nothing to estimate"),
        ([BKK], [], "nothing to estimate"),
    ],
)
def test_r22_without_sizes_there_is_no_estimate(silent, reporting, words):
    with pytest.raises(GapInvalid, match=words):
        from_other_offices(silent, reporting, [activity()])


@pytest.mark.parametrize(("persons", "small"), [(9.9, True), (10, False), (None, False)])
def test_r22_small_is_under_the_number_of_the_method(persons, small):
    assert is_small(persons, METHOD.small_office_persons) is small


def test_r23_a_silent_office_gets_the_year_before_marked_as_copied():
    before = [activity(amount=1200, readings=12, evidenced=12), activity(site="NBO")]
    (filled,) = copied_forward("GVA", before, 2024)
    assert (filled.activity.amount, filled.activity.method, filled.activity.evidenced) == (1200, "copied", 0)
    assert filled.activity.is_estimate
    assert filled.sentence == "Copied from 2024: GVA did not report."


def test_r24_months_without_data_have_the_mean_of_the_others():
    measured = activity(amount=9000, months=9)
    filled = rest_of_year(measured)
    assert (filled.activity.amount, filled.activity.months) == (pytest.approx(3000), 3)
    assert (filled.activity.method, measured.method) == ("estimated", "metered")
    assert filled.sentence == "3 of 12 months have no data: estimated by the mean of 9 months."


def test_r24_a_site_that_closed_has_no_months_after():
    assert rest_of_year(activity(months=6, open_months=6)) is None
    assert rest_of_year(activity(amount=400, months=4, open_months=6)).activity.amount == pytest.approx(200)


def test_r24_heating_follows_degree_days():
    filled = rest_of_year_by_degree_days(activity("stationary_fuel", amount=6000, months=9), covered=2000, missing=1000)
    assert filled.activity.amount == pytest.approx(3000)
    assert "1,000 degree days against 2,000" in filled.sentence
    assert filled.activity.months == 3
    assert rest_of_year_by_degree_days(activity(months=12), covered=2000, missing=0) is None


def test_r24_summer_months_may_be_zero():
    given = activity("stationary_fuel", amount=6000, months=10)
    assert rest_of_year_by_degree_days(given, covered=3000, missing=0).activity.amount == 0


@pytest.mark.parametrize(("covered", "missing"), [(0, 10), (10, -1)])
def test_r24_degree_days_of_nothing_are_an_error(covered, missing):
    with pytest.raises(GapInvalid, match="degree days"):
        rest_of_year_by_degree_days(activity(months=9), covered, missing)


def test_r24_no_month_at_all_is_an_error():
    with pytest.raises(GapInvalid, match="no month"):
        rest_of_year(activity(months=0))
