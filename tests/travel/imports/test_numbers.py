"""Numbers of a column: the decimal mark is decided from all values."""

import numpy as np
import pytest

from travel.imports.grid import TextColumn
from travel.imports.numbers import NumberColumn, read_numbers


def _read(*texts: str, decimal: str | None = None) -> NumberColumn:
    return read_numbers(TextColumn.of(texts), np.ones(len(texts), dtype=bool), decimal)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", 1234.5), ("1.234,50", 1234.5), ("1\u00a0842,10", 1842.1), ("1\u202f842,10", 1842.1),
        (",50", 0.5), ("1'842.10", 1842.1), ("$980.00", 980.0), ("(540.00)", -540.0), ("1.234,50-", -1234.5),
        ("-430.00*", -430.0), ("-$1,204.50", -1204.5), ("CHF 12.50", 12.5), ("1234567", 1234567.0), ("120 km", 120.0),
        ("1,234,567", 1234567.0), ("\u2212 5", -5.0),
    ],
)  # fmt: skip
def test_a_number_is_read_as_sources_write_it(text: str, number: float) -> None:
    from travel.imports.folding import clean

    assert _read(clean(text)).values[0] == pytest.approx(number)


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_single_value_that_can_be_both_decides_nothing(text: str) -> None:
    assert _read(text).bad[0]


def test_the_column_decides_for_the_value_that_can_be_both() -> None:
    assert _read("1.234", "5,50").values.tolist() == [1234.0, 5.5]
    assert _read("1.234", "5.50").values.tolist() == [1.234, 5.5]


def test_contradicting_values_leave_the_open_one_unread() -> None:
    read = _read("1,50", "1.50", "1.234")
    assert read.style.contradictory
    assert read.bad.tolist() == [False, False, True]


def test_the_sign_is_known_where_the_value_is_not() -> None:
    assert _read("-1.234").negative[0]


@pytest.mark.parametrize("text", ["inf", "1_000", "١٢٣", "1e999", "12a", "--5"])
def test_what_is_no_number_is_bad(text: str) -> None:
    assert _read(text).bad[0]


@pytest.mark.parametrize("text", ["", "-", "N/A", "nan", "NULL"])
def test_what_says_nothing_is_no_number_and_not_bad(text: str) -> None:
    read = _read(text)
    assert np.isnan(read.values[0])
    assert not read.bad[0]


def test_minus_zero_takes_nothing_back() -> None:
    assert not _read("-0.00").negative[0]
