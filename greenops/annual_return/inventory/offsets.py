"""Whether what was emitted has been offset (R30)."""

from dataclasses import dataclass

from greenops.annual_return.inventory.ratios import Ratio, ratio


@dataclass(frozen=True)
class Neutrality:
    """offset: cancelled / total, at most 1. is_neutral: None where there is no total to compare with."""

    is_neutral: bool | None
    offset: Ratio


def climate_neutrality(total_tonnes: float | None, cancelled_tonnes: float) -> Neutrality:
    """R30: neutral where the tonnes cancelled for the year are at least the total reported.

    Raises ValueError for tonnes below 0. Source: offsetting page of Greening the Blue.
    """
    if cancelled_tonnes < 0:
        raise ValueError(f"{cancelled_tonnes:g} t cannot have been cancelled. Give 0 or more.")
    made = ratio(cancelled_tonnes, total_tonnes, "", whole="The total")
    if made.value is None or total_tonnes is None:
        return Neutrality(None, made)
    part = Ratio(min(1.0, made.value), cancelled_tonnes, total_tonnes, "")
    return Neutrality(cancelled_tonnes >= total_tonnes, part)
