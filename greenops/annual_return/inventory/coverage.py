"""For how many persons there are data, and how much of the total rests on estimates (R29)."""

from collections.abc import Iterable, Mapping
from math import fsum

from greenops.annual_return.inventory.entry import Entry
from greenops.annual_return.inventory.ratios import Ratio, ratio
from greenops.annual_return.inventory.totals import counted


def persons_covered(covered: Mapping[str, float], persons: Mapping[str, float]) -> Ratio:
    """R29: persons at sites that report a topic / all persons, 0 to 1.

    covered: by site, persons for whom its data of the topic are complete; more than the site has count as those it has.
    persons: all, by site. Source: entity pages of Greening the Blue, in kind.
    """
    part = fsum(min(covered[site], persons[site]) for site in sorted(covered) if site in persons)
    return ratio(part, fsum(persons.values()), "", whole="The number of all persons")


def share_on_estimates(entries: Iterable[Entry]) -> Ratio:
    """R29: emissions on estimated, proxy or copied data / the total, 0 to 1. Source: WFP's entity pages."""
    inside = counted(entries)
    part = fsum(entry.co2e for entry in inside if entry.is_estimate)
    return ratio(part, fsum(entry.co2e for entry in inside), "", whole="The total")
