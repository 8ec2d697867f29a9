"""What the boundary was on a day or in a year: how each site was held, which were in use, their people."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from ems.denominators import Denominator, Statement, denominator
from ems.models import PersonnelCount, PersonnelRule, Site, SiteTerms, TopicCoverage


def sites_in_use(year: int) -> QuerySet[Site]:
    """Sites whose life has a day in the year."""
    return Site.objects.filter(_touches(date(year, 1, 1), date(year, 12, 31)))


def sites_with_terms(day: date) -> QuerySet[Site]:
    """Sites with the terms of the day as tenure, floor_area_m2 and share_basis; None where there are none."""
    holding = SiteTerms.objects.filter(_touches(day, day), site=OuterRef("pk"))
    return Site.objects.annotate(
        **{name: Subquery(holding.values(name)[:1]) for name in ("tenure", "floor_area_m2", "share_basis")}
    )


def counted_categories(year: int) -> list[str]:
    """The categories of personnel that the greenhouse gas inventory of the year counts: all where no rule is given."""
    rule = PersonnelRule.objects.filter(year=year).first()
    return rule.counted_categories() if rule else list(PersonnelCount.Category.values)


def personnel_by_site(year: int, categories: Iterable[str] | None = None) -> dict[str, Decimal]:
    """Code of the site -> people of the year in those categories (those of the year's counting rule by default)."""
    chosen = counted_categories(year) if categories is None else list(categories)
    counted = (
        PersonnelCount.objects.filter(year=year, category__in=chosen)
        .values("site__code")
        .annotate(persons=Sum("full_time_equivalents"))
        .order_by("site__code")
    )
    return {row["site__code"]: row["persons"] for row in counted}


def denominator_of(topic: str, year: int, complete_sites: Collection[str] = ()) -> Denominator:
    """The people that the topic's figures of a year are divided by (R29), in three queries.

    complete_sites: codes of sites with readings of the topic for all their months in use. Without them the statements
    alone decide, and sites of which nobody has said anything are left out as to be judged by their readings.
    """
    said = TopicCoverage.objects.filter(year=year, topic=topic).select_related("site")
    statements = {row.site.code: Statement(row.is_complete, row.persons_covered) for row in said}
    return denominator(topic, year, personnel_by_site(year), statements, complete_sites)


def _touches(first: date, last: date) -> Q:
    """Whether the period has a day between the two."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=last)
    return begun & (Q(valid_until__isnull=True) | Q(valid_until__gte=first))
