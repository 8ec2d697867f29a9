"""The base year: which policy holds, when it is computed again (R31), and the path to the target (R32)."""

from decimal import Decimal

import pytest

from greenops.annual_return import base_year
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.models import BaseYearPolicy
from tests.greenops.annual_return.stories import submitted

pytestmark = pytest.mark.django_db


def decide(by, **fields):
    given = {"valid_from": 2024, "base_year": 2024, "threshold_percent": Decimal(5), **fields}
    return base_year.decide_policy(by=by, **given)


def test_the_latest_policy_up_to_a_year_holds(ingrid):
    decide(ingrid, valid_from=2020, base_year=2019)
    decide(ingrid, valid_from=2024, base_year=2024)

    assert base_year.policy_of(2019) is None
    assert base_year.policy_of(2023).base_year == 2019
    assert base_year.policy_of(2025).base_year == 2024


def test_decided_again_for_a_year_it_changes(ingrid):
    decide(ingrid)
    decide(ingrid, threshold_percent=Decimal(10))

    assert BaseYearPolicy.objects.get().threshold_percent == 10


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"threshold_percent": Decimal(0)}, "A threshold"),
        ({"threshold_percent": Decimal(101)}, "A threshold"),
        ({"target_year": 2030}, "give both"),
        ({"target_year": 2024, "target_percent": Decimal(45)}, "not after the base year"),
        ({"target_year": 2030, "target_percent": Decimal(0)}, "A reduction"),
        ({"base_year": 2025}, "lies after"),
    ],
)
def test_a_policy_that_does_not_hold_together_is_refused(ingrid, fields, words):
    with pytest.raises(ReturnRefused, match=words):
        decide(ingrid, **fields)
    assert not BaseYearPolicy.objects.exists()


@pytest.mark.parametrize(
    ("kwh", "is_due"),
    [
        (1575.0, False),  # 1,500 kWh by 5 per cent: not above the threshold
        (1590.0, True),  # by 6 per cent
        (1410.0, True),  # and the other way
    ],
)
def test_r31_a_base_year_that_moves_beyond_the_threshold_proposes_a_restatement(chosen, ingrid, mateo, kwh, is_due):
    submitted(ingrid, mateo, year=2024)
    decide(ingrid)
    chosen.move(GVA=kwh)

    found = base_year.recalculation(2025, edition="2026")

    assert found.is_due is is_due
    assert found.change.again == pytest.approx(kwh / 10_000)
    assert found.change.causes == ("boundary",)


def test_without_a_frozen_base_year_there_is_nothing_to_compare(chosen, ingrid):
    decide(ingrid)

    assert base_year.recalculation(2025, edition="2026") is None


def test_r32_a_year_stands_on_the_straight_path_to_the_target(chosen, ingrid, mateo):
    submitted(ingrid, mateo, year=2024)
    decide(ingrid, target_year=2030, target_percent=Decimal(60))

    found = base_year.track(2025, 0.14)

    # 0.15 t less 60 per cent are 0.06 t in six years: 0.135 t after one.
    assert found.path == pytest.approx(0.135)
    assert not found.is_on_track
    assert base_year.track(2025, 0.13).is_on_track
