"""Rounding at the edge, and shares that never read as nothing or as everything when they are not."""

import pytest

from greenops.insight.amounts import (
    gas_unit,
    headline_tonnes,
    mass_decimals,
    per_cent,
    per_cent_sign,
    printed_tonnes,
)
from travel.emissions.methods import method

T = 1_000_000_000  # milligrams in a tonne


@pytest.mark.parametrize(
    ("milligrams", "printed"),
    [(1_234_567 * T, "1,234,567"), (999 * T + 940_000_000, "999.9"), (T, "1.0"), (87_000_000, "0.087"), (0, "0.0")],
)
def test_a_headline_has_as_many_digits_as_it_needs(milligrams: int, printed: str) -> None:
    assert headline_tonnes(milligrams) == printed


def test_small_years_are_shown_to_the_kilogram() -> None:
    assert mass_decimals(9 * T) == 3
    assert mass_decimals(10 * T) == 1


def test_what_is_not_shown_is_a_dash() -> None:
    assert printed_tonnes(None) == "–"
    assert per_cent(None) == "–"


@pytest.mark.parametrize(
    ("share", "words", "sign"),
    [
        (0.0, "0 per cent", "0%"),
        (0.004, "less than 1 per cent", "<1%"),
        (0.126, "13 per cent", "13%"),
        (0.998, "more than 99 per cent", "100%"),
        (1.0, "100 per cent", "100%"),
    ],
)
def test_shares_in_words_and_in_narrow_columns(share: float, words: str, sign: str) -> None:
    assert per_cent(share) == words
    assert per_cent_sign(share) == sign


def test_the_gas_is_part_of_the_unit() -> None:
    assert gas_unit(method("icao-13.1")) == "tCO₂"
    assert gas_unit(method("tim-3.0.0")) == "tCO₂e"
