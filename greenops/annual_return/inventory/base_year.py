"""When the base year has to be computed again (R31)."""

from dataclasses import dataclass

from greenops.annual_return.inventory.ratios import Ratio, ratio

CAUSES = ("boundary", "factors", "method", "error")


@dataclass(frozen=True)
class BaseYearChange:
    """Both values stay. change: (again - before) / before, signed. must_restate: above the threshold, either way."""

    before: float
    again: float
    causes: tuple[str, ...]
    change: Ratio
    must_restate: bool
    sentence: str


def base_year_change(
    before: float, again: float, *, threshold_percent: float, causes: tuple[str, ...]
) -> BaseYearChange:
    """R31: whether a moved boundary, factor set or method changes the base year by more than the threshold.

    before: as published; again: the same year computed as of now; one unit for both. A base of 0 that moves is always
    restated. Raises ValueError for a threshold below 0 or a cause that is none of CAUSES.
    Source: WHO 2020, UNICEF 2017, WIPO 2014, whose series each broke; GHG Protocol for the threshold.
    """
    if threshold_percent < 0:
        raise ValueError(f"A threshold of {threshold_percent:g} % is none. Give 0 or more.")
    if unknown := [cause for cause in causes if cause not in CAUSES]:
        raise ValueError(f"'{unknown[0]}' is no cause of a new base year. Known: {', '.join(CAUSES)}.")
    change = ratio(again - before, before, "", whole="The base year's value")
    must = before != again if change.value is None else abs(change.value) * 100 > threshold_percent
    moved = "from 0" if change.value is None else f"by {change.value * 100:+.1f} %"
    verb = "is above" if must else "is not above"
    sentence = f"The base year moves {moved}, which {verb} the threshold of {threshold_percent:g} %."
    return BaseYearChange(before, again, causes, change, must, sentence)
