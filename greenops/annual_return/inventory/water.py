"""Water by person, and how much of it is used twice (R27, R28)."""

from collections.abc import Iterable, Mapping
from math import fsum

from greenops.annual_return.inventory.entry import Activity
from greenops.annual_return.inventory.ratios import Ratio, ratio


def per_person(activities: Iterable[Activity], persons: Mapping[str, float]) -> Ratio:
    """R27: m3 of water at the sites that report / persons at those sites.

    persons: by site, of the sites with full quantities; water of other sites is left out. Source: Greening the Blue
    2018, whose total over its mean gives fewer persons than the greenhouse gas denominator.
    """
    m3 = _sum(activities, "water", persons)
    whole = "The number of persons at sites with full quantities"
    return ratio(m3, fsum(persons.values()), "m3/person", whole=whole)


def recycled_share(activities: Iterable[Activity]) -> Ratio:
    """R28: m3 recycled on site / m3 used, 0 to 1. Source: water page of Greening the Blue 2018."""
    given = tuple(activities)
    return ratio(_sum(given, "water_recycled"), _sum(given, "water"), "", whole="The water used")


def _sum(activities: Iterable[Activity], stream: str, sites: Mapping[str, float] | None = None) -> float:
    return fsum(
        activity.counted
        for activity in activities
        if activity.stream == stream and (sites is None or activity.site in sites)
    )
