"""Waste by person, and how much of it is recovered (R25, R26)."""

from collections.abc import Collection, Iterable, Mapping
from math import fsum

from greenops.annual_return.inventory.entry import Activity
from greenops.annual_return.inventory.ratios import Ratio, ratio
from greenops.reference.activity import catalogue

STREAM = "waste"


def per_person(activities: Iterable[Activity], persons: Mapping[str, float]) -> Ratio:
    """R25: kg of waste at the sites with full quantities / persons at those sites.

    persons: by site, of the sites with full quantities; waste of other sites is left out.
    Source: waste page of Greening the Blue 2018.
    """
    kg = fsum(activity.counted for activity in of_waste(activities) if activity.site in persons)
    whole = "The number of persons at sites with full quantities"
    return ratio(kg, fsum(persons.values()), "kg/person", whole=whole)


def recovery_rate(activities: Iterable[Activity], sites: Collection[str] | None = None) -> Ratio:
    """R26: (reuse + recycling + composting + digestion + energy recovery) / all waste of the same sites, 0 to 1.

    sites: those that count; all where None. Waste by a route that is not known counts as not recovered.
    Source: wording of the waste page of Greening the Blue 2018.
    """
    given = [activity for activity in of_waste(activities) if sites is None or activity.site in sites]
    recovering = catalogue().recovering
    recovered = fsum(activity.counted for activity in given if activity.route in recovering)
    return ratio(recovered, fsum(activity.counted for activity in given), "", whole="The waste of these sites")


def of_waste(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(activity for activity in activities if activity.stream == STREAM)
