"""The numbers that a leg may bring along: what they may be, and what is said when they are not."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from travel.emissions.distance import LONGEST_KM

SEATS: Final = ("seats_economy", "seats_premium", "seats_business", "seats_first")
YSEATS: Final = ("yseat_economy", "yseat_premium", "yseat_business", "yseat_first")
"""Seats, and space of one seat, in the order of the cabins."""

NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True)
class Rule:
    """Bounds of one number column. share: above 1 and up to 100 the value is read as per cent."""

    column: str
    lowest: float
    highest: float
    remedy: str
    above_lowest: bool = False
    below_highest: bool = False
    whole: bool = False
    share: bool = False
    per_cent_from: float = 1.0

    def fault(self, value: float) -> str:
        """Why a value cannot be used, as the end of a sentence; empty when it can."""
        if not math.isfinite(value):
            return "is not a number"
        if value < self.lowest or (self.above_lowest and value <= self.lowest):
            return f"must be {'above' if self.above_lowest else 'at least'} {self.lowest:g}"
        if self.share and 1 < value < self.per_cent_from:
            return f"is neither a fraction up to 1 nor per cent from {self.per_cent_from:g}"
        limit = 100.0 if self.share and value > 1 else self.highest
        if value > limit or (self.below_highest and value >= limit):
            return f"must be {'below' if self.below_highest else 'at most'} {limit:g}"
        return "must be a whole number" if self.whole and value != int(value) else ""

    def used(self, value: float) -> float:
        """The value as the formulas use it: per cent become a fraction."""
        return value / 100 if self.share and value > 1 else value


FRACTION = "Write a fraction such as 0.82, or per cent such as 82."
RULES: Final = (
    Rule("passengers", 1, 100_000, "Write how many people flew, as 1.", whole=True),
    Rule("distance_km", 0, LONGEST_KM, "Write the kilometres of one flight.", above_lowest=True),
    *(Rule(column, 0, 1_000, "Write how many seats the cabin has.", whole=True) for column in SEATS),
    *(Rule(column, 0, 100, "Write the space of a seat relative to the smallest, as 1.5.", True) for column in YSEATS),
    # Aircraft are never as empty as a few per cent: 1.02 is a slip, not 1.02 per cent.
    Rule("load_factor", 0, 1, FRACTION, above_lowest=True, share=True, per_cent_from=10),
    Rule("cargo_factor", 0, 1, FRACTION, above_lowest=True, share=True, per_cent_from=10),
    Rule(
        "cargo_share",
        0,
        1,
        "Write the fraction of the payload that is cargo, as 0.08.",
        below_highest=True,
        share=True,
    ),
    Rule("official_co2_kg", 0, 1_000_000, "Write the official kg of CO2 of one passenger.", above_lowest=True),
)
BY_COLUMN: Final = {rule.column: rule for rule in RULES}


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers as codes. codes: one per leg, 0 where nothing is given.

    values and faulty: one per code; faults: by code, why its value cannot be used.
    """

    codes: NDArray[np.int64]
    values: NDArray[np.float64]
    faulty: NDArray[np.bool_]
    faults: dict[int, str]


def number_column(column: "pd.Series[Any]", rule: Rule) -> NumberColumn:
    """Read a column of numbers or of texts; each distinct value is looked at once.

    Blank and missing are not given.
    """
    codes, distinct = pd.factorize(column)
    kind = np.asarray(distinct).dtype.kind
    values, faults = _numbers(np.asarray(distinct, dtype=np.float64), rule) if kind in "iuf" else _cells(distinct, rule)
    faulty = np.zeros(len(distinct) + 1, dtype=bool)
    faulty[list(faults)] = True
    return NumberColumn(codes.astype(np.int64) + 1, np.concatenate(([math.nan], values)), faulty, faults)


def _numbers(distinct: NDArray[np.float64], rule: Rule) -> tuple[NDArray[np.float64], dict[int, str]]:
    """Usable values of distinct numbers, NaN for the others, and why not, by code."""
    limit = np.where(rule.share & (distinct > 1), 100.0, rule.highest)
    usable = (distinct > rule.lowest) if rule.above_lowest else (distinct >= rule.lowest)
    usable &= (distinct < limit) if rule.below_highest else (distinct <= limit)
    if rule.whole:
        usable &= distinct == np.floor(distinct)
    if rule.share:
        usable &= ~((distinct > 1) & (distinct < rule.per_cent_from))
    values = np.where(rule.share & (distinct > 1), distinct / 100, distinct)
    faults = {int(index) + 1: rule.fault(float(distinct[index])) for index in np.flatnonzero(~usable)}
    return np.where(usable, values, np.nan), faults


def _cells(distinct: Iterable[object], rule: Rule) -> tuple[NDArray[np.float64], dict[int, str]]:
    """The same of distinct cells that hold texts, or texts and numbers."""
    read = [_read(cell, rule) for cell in distinct]
    faults = {code: fault for code, (_, fault) in enumerate(read, start=1) if fault}
    return np.array([value for value, _ in read], dtype=np.float64), faults


def _read(cell: object, rule: Rule) -> tuple[float, str]:
    """The number in a cell, NaN when it is blank, and what is wrong with it."""
    if isinstance(cell, str):
        text = cell.strip()
        if not text:
            return math.nan, ""
        if not NUMBER.fullmatch(text):
            return math.nan, "is not a number"
        value = float(text)
    elif isinstance(cell, bool) or not isinstance(cell, int | float | np.integer | np.floating):
        return math.nan, "is not a number"
    else:
        value = float(cell)
    fault = rule.fault(value)
    return (math.nan, fault) if fault else (rule.used(value), "")
