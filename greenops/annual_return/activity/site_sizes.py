"""Which sites a person looks after, how large they are, and in which months of a year they are open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from ems.models import PersonnelCount, Site, SiteTerms


@dataclass(frozen=True)
class SiteSize:
    """Of the whole building where the readings are of the whole building. None where it is not known."""

    area_m2: float | None = None
    persons: float | None = None


UNKNOWN_SIZE = SiteSize()


def sites_for(user: Any, permission: str) -> QuerySet[Site]:
    """All sites, or those where a unit of the person has people."""
    scope = user.unit_scope(permission)
    if scope.everywhere:
        return Site.objects.all()
    counted = PersonnelCount.objects.filter(unit__in=scope.unit_ids).order_by().values("site")
    return Site.objects.filter(pk__in=counted)


def site_sizes(year: int) -> dict[int, SiteSize]:
    """Key of the site -> its size in the year: two queries, whatever the number of sites."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = SiteTerms.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=last), Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    )
    latest = {terms.site_id: terms for terms in held.order_by(F("valid_from").asc(nulls_first=True))}
    people = dict(
        PersonnelCount.objects.filter(year=year)
        .order_by()
        .values_list("site")
        .annotate(persons=Sum("full_time_equivalents"))
    )
    return {site: _size(latest.get(site), people.get(site)) for site in latest.keys() | people.keys()}


def _size(terms: SiteTerms | None, persons: Any) -> SiteSize:
    area = terms.floor_area_m2 if terms is not None else None
    if terms is not None and terms.share_basis != SiteTerms.ShareBasis.WHOLE:
        # The readings are those of the building: our own area and people say nothing of them.
        area, persons = terms.building_floor_area_m2, terms.occupants_total
    return SiteSize(float(area) if area else None, float(persons) if persons else None)


def open_months(site: Site, year: int, today: date) -> range:
    """The months of the year in which the site was held and that have begun; an empty range for none."""
    first, last = 1, 12
    for day, is_first in ((site.valid_from, True), (site.valid_until, False), (today, False)):
        if day is None:
            continue
        if is_first and day.year >= year:
            first = max(first, day.month) if day.year == year else 13
        if not is_first and day.year <= year:
            last = min(last, day.month) if day.year == year else 0
    return range(first, last + 1)
