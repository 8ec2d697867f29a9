"""Dates of a column: the order of day and month is decided from all its values, never from one cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.folding import fold, is_empty
from travel.imports.grid import TextColumn

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier janv januar enero ene janeiro",
            "feb february fevrier fevr fev februar febrero fevereiro",
            "mar march mars marz maerz marzo marco",
            "apr april avril avr abril abr",
            "may mai mayo maio",
            "jun june juin juni junio junho",
            "jul july juillet juil juli julio julho",
            "aug august aout agosto ago",
            "sep sept september septembre septiembre setembro set",
            "oct october octobre oktober okt octubre outubro out",
            "nov november novembre noviembre novembro",
            "dec december decembre dezember dez diciembre dic dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ].*)?$")
_THREE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?$")
_WORDED = re.compile(r"^(?:[^\W\d_]{2,9}[.,]?\s+)?(\d{1,2})(?:st|nd|rd|th|er|º|°)?[\s.\-/]*(?:de\s+)?"
                     r"([^\W\d_]{3,10})\.?[\s,\-/]*(?:de\s+)?(\d{4}|\d{2})?(?:[T ,]+\d{1,2}:\d{2}.*)?$")  # fmt: skip
_WORD_FIRST = re.compile(r"^([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$")
_MONTH_ONLY = re.compile(r"^(\d{4})[-/](\d{1,2})$")
_MONTH_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6})?$")
_SHORT = re.compile(r"^(\d{2})(\d{2})(\d{2})$")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
# Day 0 of the serial numbers of spreadsheets (1900 system, with its leap year that never was).
_SERIAL_START = np.datetime64("1899-12-30", "D")
_SERIAL_START_1904 = np.datetime64("1904-01-01", "D")
_EARLIEST, _LATEST = 1990, 2099

OK, EMPTY, BAD, OPEN, NO_YEAR, PERIOD, NOT_IN_ORDER = range(7)


@dataclass(frozen=True)
class _Parts:
    """One distinct text: either settled (year may be 0: not written), or two numbers whose order is open."""

    state: int
    year: int = 0
    month: int = 0
    day: int = 0
    first: int = 0
    second: int = 0
    dotted: bool = False


@dataclass(frozen=True)
class Order:
    """Which of day and month comes first in a column, and on what evidence.

    first: day, month or None (open). day_proofs and month_proofs count the values that allow one order only.
    answered: what the officer said of the values that allow both, where the column leaves it open.
    """

    first: str | None
    day_proofs: int
    month_proofs: int
    open_values: int
    origin: str = "column"
    dotted: bool = False
    answered: str = ""


@dataclass(frozen=True, eq=False)
class DateColumn:
    """Dates of a column, one a row: days (NaT where there is none) and state, with the order that was taken.

    answered: rows whose day and month are told apart by an answer alone.
    """

    days: npt.NDArray[np.datetime64]
    state: npt.NDArray[np.int8]
    order: Order
    answered: npt.NDArray[np.bool_]


def from_1904(text: str) -> str:
    """A bare serial number of a workbook that counts from 1904 as a date in ISO form; other texts as they are."""
    return str(_SERIAL_START_1904 + np.timedelta64(int(float(text)), "D")) if _SERIAL.match(text) else text


def split(column: TextColumn) -> list[_Parts]:
    """The parts of each distinct text of the column."""
    return [_parts(text) for text in column.uniques]


def weigh(column: TextColumn, parts: Sequence[_Parts], rows: npt.NDArray[np.bool_]) -> Order:
    """The evidence for the order of day and month in the rows that count (totals and the like do not)."""
    used = set(np.unique(column.codes[rows]).tolist())
    day = month = either = 0
    dotted = True
    for code in used:
        part = parts[code]
        if part.state != OPEN:
            continue
        if part.first > 12 >= part.second:
            day += 1
        elif part.second > 12 >= part.first:
            month += 1
        elif part.first != part.second:
            either += 1
            dotted = dotted and part.dotted
    first = None
    if day and not month:
        first = "day"
    elif month and not day:
        first = "month"
    elif max(day, month) >= 10 * max(min(day, month), 1) and day != month:
        # A few lines typed in the other order do not unsettle a column; they are rejected one by one.
        first = "day" if day > month else "month"
    return Order(first, day, month, either, dotted=dotted and either > 0)


def settle(own: Order, others: Sequence[Order], declared: str | None, binding: bool) -> Order:
    """The order to take: what the officer declared, the column's own evidence, that of the file's other
    date columns where they agree, what the profile says of the source, and last the way of writing.
    """
    if binding and declared in ("day", "month"):
        return Order(declared, own.day_proofs, own.month_proofs, own.open_values, "mapping")
    if own.first or (own.day_proofs and own.month_proofs):
        return own
    told = {other.first for other in others if other.first}
    if len(told) == 1 and not any(other.day_proofs and other.month_proofs for other in others):
        return Order(told.pop(), 0, 0, own.open_values, "other columns")
    if not told and declared in ("day", "month"):
        return Order(declared, 0, 0, own.open_values, "profile")
    if not told and own.dotted:
        # 03.04.2025: where dates are written with points the day comes first, everywhere.
        return Order("day", 0, 0, own.open_values, "points between the numbers")
    return own


def read_dates(
    column: TextColumn, parts: Sequence[_Parts], order: Order, issued: npt.NDArray[np.datetime64] | None = None
) -> DateColumn:
    """The dates of the column under an order; a date without year takes the first that is not before issued."""
    size = len(parts)
    year, month, day = (np.zeros(size, dtype=np.int64) for _ in range(3))
    state = np.zeros(size, dtype=np.int8)
    for position, part in enumerate(parts):
        state[position], year[position], month[position], day[position] = _ordered(part, order)
    row_year, row_month, row_day = year[column.codes], month[column.codes], day[column.codes]
    row_state = state[column.codes]
    if issued is not None and (state == NO_YEAR).any():
        open_year = (row_state == NO_YEAR) & ~np.isnat(issued)
        issue_year = issued.astype("datetime64[Y]").astype(np.int64) + 1970
        candidate, sound = _days(np.where(open_year, issue_year, 2000), row_month, row_day)
        late = open_year & (~sound | (candidate < issued))
        row_year = np.where(open_year, issue_year + late, row_year)
        row_state = np.where(open_year, OK, row_state).astype(np.int8)
    wanted = (row_state == OK) | (row_state == PERIOD)
    days, sound = _days(np.where(wanted, row_year, 2000), np.where(wanted, row_month, 1), np.where(wanted, row_day, 1))
    sound &= (row_year >= _EARLIEST) & (row_year <= _LATEST)
    row_state = np.where(wanted & ~sound, BAD, row_state).astype(np.int8)
    days = np.where(wanted & sound, days, np.datetime64("NaT", "D"))
    open_values = [part.state == OPEN and _both(part.first, part.second) for part in parts]
    answered = np.array(open_values, dtype=bool)[column.codes] & bool(order.answered and not order.first)
    return DateColumn(days, row_state, order, answered)


def in_year(part: _Parts, year: int) -> np.datetime64 | None:
    """The day that a date without year is in a year; None where it does not exist there."""
    days, sound = _days(np.array([year]), np.array([part.month]), np.array([part.day]))
    return days[0] if sound[0] and _EARLIEST <= year <= _LATEST else None


def _both(first: int, second: int) -> bool:
    """Whether two numbers can be day and month either way round and mean two different days."""
    return first != second and 1 <= first <= 12 and 1 <= second <= 12


def _days(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.bool_]]:
    """Calendar days, and which of them exist (30 February does not)."""
    safe_month = np.clip(month, 1, 12)
    months = ((year - 1970) * 12 + safe_month - 1).astype("datetime64[M]")
    days: npt.NDArray[np.datetime64] = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    sound = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months)
    return days, sound


def _ordered(part: _Parts, order: Order) -> tuple[int, int, int, int]:
    if part.state != OPEN:
        return part.state, part.year, part.month, part.day
    first, second = part.first, part.second
    readings = [(first, second, "day"), (second, first, "month")]
    possible = [(day, month) for day, month, name in readings if month <= 12 and day <= 31]
    if not possible or first == 0 or second == 0:
        return BAD, 0, 0, 0
    if order.first is None:
        if len(possible) == 1 or first == second:
            day, month = possible[0]
            return OK, part.year, month, day
        if not order.answered:
            return OPEN, 0, 0, 0
    day, month = (first, second) if (order.first or order.answered) == "day" else (second, first)
    if month > 12 or day > 31:
        return NOT_IN_ORDER, 0, 0, 0
    return OK, part.year, month, day


def _year(text: str | None) -> int:
    if not text:
        return 0
    number = int(text)
    if len(text) == 4:
        return number
    return 2000 + number if number < 70 else 1900 + number


def _parts(text: str) -> _Parts:
    if is_empty(text) or text in {"0", "00000000", "0000-00-00", "00/00/0000", "000000"}:
        return _Parts(EMPTY)
    if not text.isascii() and any(mark.isdigit() and not mark.isascii() for mark in text):
        return _Parts(BAD)
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        if found := pattern.match(text):
            year, month, day = (int(group) for group in found.groups()[:3])
            return _Parts(OK, year, month, day)
    if found := _THREE.match(text):
        first, second = int(found.group(1)), int(found.group(2))
        return _Parts(OPEN, _year(found.group(3)), first=first, second=second, dotted="." in text[:3])
    if found := _SHORT.match(text):
        year, month, day = (int(group) for group in found.groups())
        return _Parts(OK, _year(f"{year:02d}"), month, day)
    return _unusual(text)


def _unusual(text: str) -> _Parts:
    if found := _WORDED.match(text):
        month = _MONTHS.get(fold(found.group(2)), 0)
        year = _year(found.group(3))
        if month:
            return _Parts(OK if year else NO_YEAR, year, month, int(found.group(1)))
    if found := _WORD_FIRST.match(text):
        month = _MONTHS.get(fold(found.group(1)), 0)
        if month:
            return _Parts(OK, _year(found.group(3)), month, int(found.group(2)))
    if _SERIAL.match(text):
        day = pd.Timestamp(_SERIAL_START + np.timedelta64(int(float(text)), "D"))
        return _Parts(OK, day.year, day.month, day.day)
    if found := _MONTH_ONLY.match(text):
        return _Parts(PERIOD, int(found.group(1)), int(found.group(2)), 1)
    if found := _MONTH_FIRST.match(text):
        return _Parts(PERIOD, int(found.group(2)), int(found.group(1)), 1)
    if re.fullmatch(r"(19|20)\d\d", text):
        return _Parts(PERIOD, int(text), 1, 1)
    month_name = re.match(r"^([^\W\d_]{3,10})\.?[\s\-/]+(\d{4}|\d{2})$", text)
    if month_name and fold(month_name.group(1)) in _MONTHS:
        return _Parts(PERIOD, _year(month_name.group(2)), _MONTHS[fold(month_name.group(1))], 1)
    return _Parts(BAD)


def state_of(text: str) -> int:
    """What a text is as a date: OK, EMPTY, BAD, OPEN (both orders possible), NO_YEAR or PERIOD."""
    return _parts(text).state
