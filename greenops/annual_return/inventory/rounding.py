"""Rounding, once and on print only (R33)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import fsum, isclose

HUNDRED = Decimal(100)


def rounded(value: float, digits: int = 0) -> float:
    """R33: half away from zero, of the decimal number that the value prints as: 0.125 to two digits is 0.13.

    Source: ours; published figures are rounded in the commercial way.
    """
    return float(_rounded(Decimal(repr(float(value))), digits))


def rounded_percentages(shares: Sequence[float], digits: int = 0) -> tuple[tuple[float, ...], str]:
    """R33: each share (0 to 1) rounded by itself as a percentage, and a note where the parts of 1 do not add to 100.

    No share is bent so that the sum comes out. Source: published system-wide shares add to 99 or 101 as well.
    """
    percentages = [_rounded(Decimal(repr(float(share))) * HUNDRED, digits) for share in shares]
    together = sum(percentages, Decimal(0))
    note = ""
    if isclose(fsum(shares), 1.0, rel_tol=1e-9) and together != HUNDRED:
        note = f"The rounded shares add to {together.normalize():f} %, the shares themselves to 100 %."
    return tuple(float(percentage) for percentage in percentages), note


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
