"""A quotient that keeps both its numbers, and says why it has no value where it has none."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """value: None where it cannot be formed; reason then says why in a sentence."""

    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str
    reason: str = ""


def ratio(
    numerator: float | None, denominator: float | None, unit: str, *, whole: str, part: str = "The quantity"
) -> Ratio:
    """numerator / denominator, unrounded. whole, part: what the two are, for the reason ("The number of persons")."""
    if numerator is None:
        return Ratio(None, numerator, denominator, unit, f"{part} is not known.")
    if denominator is None:
        return Ratio(None, numerator, denominator, unit, f"{whole} is not known, so there is nothing to divide by.")
    if denominator == 0:
        return Ratio(None, numerator, denominator, unit, f"{whole} is 0, so there is nothing to divide by.")
    return Ratio(numerator / denominator, numerator, denominator, unit)
