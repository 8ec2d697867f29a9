"""Dates of a column: formats, and the order of day and month with its evidence."""

import numpy as np
import pytest

from travel.imports import dates
from travel.imports.dates import Order
from travel.imports.grid import TextColumn


def _read(
    *texts: str, declared: str | None = None, binding: bool = False, issued: str | None = None
) -> dates.DateColumn:
    column = TextColumn.of(texts)
    parts = dates.split(column)
    own = dates.weigh(column, parts, np.ones(len(texts), dtype=bool))
    order = dates.settle(own, [], declared, binding)
    days = None if issued is None else np.full(len(texts), np.datetime64(issued, "D"))
    return dates.read_dates(column, parts, order, days)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-12", "2025-03-12T00:00:00", "2025-03-12T17:35+02:00", "2025/03/12", "20250312", "250312", "12MAR25",
        "12 Mar 25", "12-Mar-2025", "Wed 12 March 2025", "12. März 2025", "12 mars 2025", "12 de marzo 2025",
        "March 12, 2025", "45728", "45728.5",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_way_of_writing(text: str) -> None:
    assert str(_read(text.replace(" de ", " ")).days[0]) == "2025-03-12"


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025-13-01", "soon", "99999999", "12/2025/03", "١٢/٠٣/٢٠٢٥", "1850-01-01"]
)
def test_what_is_no_date_is_bad(text: str) -> None:
    assert _read(text).state[0] == dates.BAD


@pytest.mark.parametrize("text", ["", "-", "N/A", "0000-00-00", "00000000"])
def test_what_says_nothing_is_empty(text: str) -> None:
    assert _read(text).state[0] == dates.EMPTY


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025-03", "2025-03-01"), ("2025", "2025-01-01"), ("Mar 2025", "2025-03-01"), ("mars-25", "2025-03-01")],
)
def test_a_month_or_year_is_a_period(text: str, day: str) -> None:
    read = _read(text)
    assert (read.state[0], str(read.days[0])) == (dates.PERIOD, day)


def test_one_value_above_twelve_settles_the_column() -> None:
    assert [str(day) for day in _read("03/04/2025", "25/04/2025").days] == ["2025-04-03", "2025-04-25"]
    assert [str(day) for day in _read("3/4/25", "4/25/25").days] == ["2025-03-04", "2025-04-25"]


def test_no_value_above_twelve_leaves_it_open() -> None:
    assert _read("03/04/2025", "05/06/2025").state.tolist() == [dates.OPEN, dates.OPEN]


def test_the_same_number_twice_is_never_open() -> None:
    assert str(_read("04/04/2025").days[0]) == "2025-04-04"


def test_what_the_profile_says_counts_where_the_column_says_nothing() -> None:
    assert str(_read("03/04/2025", declared="month").days[0]) == "2025-03-04"
    assert str(_read("03/04/2025", "25/04/2025", declared="month").days[0]) == "2025-04-03"


def test_what_the_officer_says_binds_and_rejects_what_contradicts_it() -> None:
    read = _read("03/04/2025", "25/04/2025", declared="month", binding=True)
    assert read.state.tolist() == [dates.OK, dates.NOT_IN_ORDER]


def test_a_few_lines_in_the_other_order_are_rejected_and_do_not_unsettle_the_column() -> None:
    # Ten proofs of day first against one of month first.
    read = _read(*[f"{day}/04/2025" for day in range(13, 23)], "04/25/2025", "05/06/2025")
    assert read.state.tolist()[-2:] == [dates.NOT_IN_ORDER, dates.OK]
    assert str(read.days[-1]) == "2025-06-05"


def test_contradicting_evidence_leaves_the_open_lines_open() -> None:
    read = _read("25/04/2025", "04/25/2025", "05/06/2025", declared="day")
    assert read.state.tolist() == [dates.OK, dates.OK, dates.OPEN]


def test_points_between_the_numbers_mean_day_first() -> None:
    assert str(_read("03.04.2025").days[0]) == "2025-04-03"


def test_another_column_of_the_file_may_settle_the_order() -> None:
    column = TextColumn.of(["03/04/2025"])
    own = dates.weigh(column, dates.split(column), np.ones(1, dtype=bool))
    assert dates.settle(own, [Order("month", 0, 3, 1)], None, False).first == "month"
    assert dates.settle(own, [Order("month", 0, 3, 1), Order("day", 2, 0, 1)], None, False).first is None


@pytest.mark.parametrize(
    ("text", "issued", "day"),
    [("30DEC", "2024-12-20", "2024-12-30"), ("05JAN", "2024-12-20", "2025-01-05"),
     ("29FEB", "2023-03-01", "2024-02-29"),
     ("20DEC", "2024-12-20", "2024-12-20")],
)  # fmt: skip
def test_a_date_without_year_is_the_first_that_is_not_before_the_issue(text: str, issued: str, day: str) -> None:
    assert str(_read(text, issued=issued).days[0]) == day


def test_a_date_without_year_and_issue_is_not_guessed() -> None:
    assert _read("30DEC").state[0] == dates.NO_YEAR
