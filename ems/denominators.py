"""How many people a figure per person is divided by: one denominator per topic, with its coverage (rule R29)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class Reason(StrEnum):
    """Why the people of a site count as covered, or do not."""

    STATED_COMPLETE = "stated_complete"
    READINGS_COMPLETE = "readings_complete"
    STATED_INCOMPLETE = "stated_incomplete"
    READINGS_INCOMPLETE = "readings_incomplete"


@dataclass(frozen=True)
class Statement:
    """What somebody said of a site's data: complete or not, and for how many people; None: for all of the site."""

    is_complete: bool
    persons_covered: Decimal | None = None


@dataclass(frozen=True)
class SitePart:
    """persons: of the site's people, those who are covered; of: all of them, in the categories that count."""

    site: str
    persons: Decimal
    of: Decimal
    reason: Reason


@dataclass(frozen=True)
class Denominator:
    """numerator: people at sites with complete data of the topic. denominator: all people of the year."""

    topic: str
    year: int
    numerator: Decimal
    denominator: Decimal
    included: tuple[SitePart, ...]
    excluded: tuple[SitePart, ...]

    @property
    def coverage(self) -> Decimal | None:
        """numerator / denominator, 0 to 1, unrounded; None where nobody is counted."""
        return self.numerator / self.denominator if self.denominator else None


def denominator(
    topic: str,
    year: int,
    personnel: Mapping[str, Decimal],
    statements: Mapping[str, Statement],
    complete_sites: Collection[str],
) -> Denominator:
    """R29: personnel at reporting sites / all personnel, for one topic (ghg, waste, water).

    personnel: site code -> people in the categories that count. A statement decides for its site; without one a site
    is covered when complete_sites names it, which are those with readings of the topic for all months in use. People
    covered are never more than the people counted at the site. Source: a_computation_rules, R29.
    """
    included, excluded = [], []
    for site in sorted(personnel):
        counted = personnel[site]
        said = statements.get(site)
        if said is None:
            is_covered = site in complete_sites
            reason = Reason.READINGS_COMPLETE if is_covered else Reason.READINGS_INCOMPLETE
            persons = counted
        else:
            is_covered = said.is_complete
            reason = Reason.STATED_COMPLETE if is_covered else Reason.STATED_INCOMPLETE
            persons = counted if said.persons_covered is None else min(said.persons_covered, counted)
        if is_covered:
            included.append(SitePart(site, persons, counted, reason))
        else:
            excluded.append(SitePart(site, ZERO, counted, reason))
    return Denominator(
        topic=topic,
        year=year,
        numerator=sum((part.persons for part in included), ZERO),
        denominator=sum(personnel.values(), ZERO),
        included=tuple(included),
        excluded=tuple(excluded),
    )
