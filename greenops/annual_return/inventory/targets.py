"""The straight path to a target, and whether a year is on it (R32)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A value to be reached in a year, from a base year. One unit for both values."""

    base_year: int
    base: float
    target_year: int
    target: float


def path_value(target: Target, year: int) -> float:
    """R32: the value that the straight path from base to target has in a year; after the target year the target.

    Raises ValueError for a target year that is not after the base year, or a year before the base. Source: UNDP EMT.
    """
    if target.target_year <= target.base_year:
        raise ValueError(f"The target year {target.target_year} is not after the base year {target.base_year}.")
    if year < target.base_year:
        raise ValueError(f"{year} is before the base year {target.base_year}: the path begins there.")
    passed = min(1.0, (year - target.base_year) / (target.target_year - target.base_year))
    return target.base + (target.target - target.base) * passed


def is_on_track(target: Target, year: int, value: float) -> bool:
    """R32: whether the year's value is at or beyond the path, in the direction of the target. Source: UNDP EMT."""
    path = path_value(target, year)
    return value <= path if target.target <= target.base else value >= path
