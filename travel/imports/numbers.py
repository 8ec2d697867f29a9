"""Numbers of a column: decimal point or comma is decided from all its values, never from one cell."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from travel.imports.folding import is_empty
from travel.imports.grid import TextColumn

_PLAIN = re.compile(r"^\d+$")
_SIMPLE = re.compile(r"^\d+\.\d+$")
_GROUPED = {".": re.compile(r"^\d{1,3}(,\d{3})*(\.\d+)?$"), ",": re.compile(r"^\d{1,3}(\.\d{3})*(,\d+)?$")}
_LOOSE = {".": re.compile(r"^\d*\.?\d+$|^\d+\.$"), ",": re.compile(r"^\d*,?\d+$|^\d+,$")}
_MONEY = re.compile(
    r"(?:USD|EUR|CHF|GBP|JPY|CAD|AUD|SEK|NOK|DKK|US\$|[$€£¥])|(?:km|mi|miles|nmi?|kg|lbs?|t|g|pax)\.?$", re.IGNORECASE
)


@dataclass(frozen=True)
class NumberStyle:
    """How a column writes numbers. decimal: '.' or ',' or None (open or contradictory)."""

    decimal: str | None
    point_proofs: int
    comma_proofs: int
    origin: str = "column"

    @property
    def contradictory(self) -> bool:
        return bool(self.point_proofs and self.comma_proofs)


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """values (NaN where there is none), negative (told even where the value is open), and bad (unreadable)."""

    values: npt.NDArray[np.float64]
    negative: npt.NDArray[np.bool_]
    bad: npt.NDArray[np.bool_]
    style: NumberStyle


def read_numbers(
    column: TextColumn, rows: npt.NDArray[np.bool_], decimal: str | None = None, style: NumberStyle | None = None
) -> NumberColumn:
    """The numbers of the column; rows are those whose values may decide its style, where none was decided before."""
    bare = [_bare(text) for text in column.uniques]
    style = style or _style(column, bare, rows, decimal)
    values = np.full(len(bare), np.nan)
    negative = np.zeros(len(bare), dtype=bool)
    bad = np.zeros(len(bare), dtype=bool)
    for position, (digits, minus) in enumerate(bare):
        if digits is None:
            continue
        number = _value(digits, style.decimal)
        bad[position] = number is None
        negative[position] = minus and any(mark in "123456789" for mark in digits)
        if number is not None:
            values[position] = -number if minus else number
    if len(bare) == 1:
        # Mostly a field without a column: one value for all rows takes no room.
        spread = (np.broadcast_to(one, len(column)) for one in (values, negative, bad))
        return NumberColumn(*spread, style)
    codes = column.codes
    return NumberColumn(values[codes], negative[codes], bad[codes], style)


def _bare(text: str) -> tuple[str | None, bool]:
    """The digits with their separators, and whether the number is negative; None for an empty cell.

    Negative are a minus before or behind (as some accounting systems write it), and brackets.
    """
    if text.isdigit() or _SIMPLE.match(text):
        return text, False
    if is_empty(text):
        return None, False
    text = text.strip("*†‡ ")
    minus = False
    if text.startswith("(") and text.endswith(")"):
        minus, text = True, text[1:-1]
    text = _MONEY.sub("", text).strip()
    text = text.replace("−", "-").replace("–", "-")
    if text.startswith(("-", "+")):
        minus, text = minus or text.startswith("-"), text[1:]
    elif text.endswith("-"):
        minus, text = True, text[:-1]
    text = _MONEY.sub("", text).strip()
    return text.replace(" ", "").replace("'", "").replace("’", ""), minus


def _style(
    column: TextColumn, bare: list[tuple[str | None, bool]], rows: npt.NDArray[np.bool_], decimal: str | None
) -> NumberStyle:
    point = comma = 0
    for code in np.unique(column.codes[rows]).tolist():
        digits = bare[code][0]
        if not digits or digits.isdigit():
            continue
        says = _says(digits)
        point += says == "."
        comma += says == ","
    if decimal:
        return NumberStyle(decimal, point, comma, "profile")
    if point and not comma:
        return NumberStyle(".", point, comma)
    if comma and not point:
        return NumberStyle(",", point, comma)
    return NumberStyle(None, point, comma)


def _says(digits: str) -> str | None:
    """The decimal mark that a value proves, if it does: 1.234 alone proves nothing."""
    last_point, last_comma = digits.rfind("."), digits.rfind(",")
    if last_point >= 0 and last_comma >= 0:
        return "." if last_point > last_comma else ","
    mark = "." if last_point >= 0 else ","
    if digits.count(mark) > 1:
        return "," if mark == "." else "."
    behind = len(digits) - digits.rfind(mark) - 1
    before = digits.rfind(mark)
    if behind != 3 or before > 3 or before == 0 or digits.startswith("0"):
        return mark
    return None


def _value(digits: str, decimal: str | None) -> float | None:
    """The number under a decimal mark; without one, only what reads the same under both."""
    if not digits.isascii():
        return None
    if _PLAIN.match(digits):
        return float(digits) if len(digits) < 16 else None
    if decimal is None:
        decimal = _says(digits)
        if decimal is None:
            return None
    if _GROUPED[decimal].match(digits) or _LOOSE[decimal].match(digits):
        other = "," if decimal == "." else "."
        return float(digits.replace(other, "").replace(decimal, "."))
    return None
