"""What the boundary was in a year: which terms each site had in which months, and how many people it had."""

import calendar
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from ems.denominators import Denominator, Statement, denominator
from ems.models import PersonnelCount, PersonnelRule, Site, SiteTerms, TopicCoverage

MONTHS = range(1, 13)


class TermsSpan(NamedTuple):
    """Consecutive months of one year in which a site had the same terms."""

    site_id: int
    first_month: int
    last_month: int
    terms: SiteTerms


def terms_of(year: int) -> list[TermsSpan]:
    """The terms of every site by month, in one query, ordered by site and month.

    A month counts under the terms that hold on most of its days, of two that hold equally long under the earlier
    ones. Months before the site's first day or after its last have no span; nor have months without terms, which
    months_without_terms() tells.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = (
        SiteTerms.objects.select_related("site")
        .filter(_touches(first, last), _touches(first, last, "site__"))
        .order_by("site_id", "pk")
    )
    by_site: dict[int, list[SiteTerms]] = {}
    for terms in found:
        by_site.setdefault(terms.site_id, []).append(terms)
    spans: list[TermsSpan] = []
    for site_id, all_terms in by_site.items():
        all_terms.sort(key=lambda terms: terms.valid_from or date.min)
        for month in MONTHS:
            days = [_days_in(year, month, terms) for terms in all_terms]
            if not any(days):
                continue
            terms = all_terms[days.index(max(days))]
            before = spans[-1] if spans else None
            if before and (before.site_id, before.last_month, before.terms) == (site_id, month - 1, terms):
                spans[-1] = before._replace(last_month=month)
            else:
                spans.append(TermsSpan(site_id, month, month, terms))
    return spans


def months_in_use(year: int) -> dict[int, tuple[int, ...]]:
    """Site id -> the months of the year that have a day of the site's life; sites without one are left out."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = {}
    for site in Site.objects.filter(_touches(first, last)).only("valid_from", "valid_until"):
        begins, ends = max(first, site.valid_from or first), min(last, site.valid_until or last)
        found[site.pk] = tuple(range(begins.month, ends.month + 1))
    return found


def months_without_terms(year: int) -> dict[int, tuple[int, ...]]:
    """Site id -> months in use of which nobody has said how the site was held; such sites alone."""
    told: dict[int, set[int]] = {}
    for span in terms_of(year):
        told.setdefault(span.site_id, set()).update(range(span.first_month, span.last_month + 1))
    gaps = {
        site_id: tuple(month for month in months if month not in told.get(site_id, set()))
        for site_id, months in months_in_use(year).items()
    }
    return {site_id: months for site_id, months in gaps.items() if months}


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


def denominators(year: int, complete_sites: Mapping[str, Collection[str]]) -> dict[str, Denominator]:
    """Topic (ghg, waste, water) -> the people that its figures are divided by, in three queries.

    complete_sites: topic -> codes of sites with readings of the topic for all their months in use.
    """
    personnel = personnel_by_site(year)
    statements: dict[str, dict[str, Statement]] = {}
    for row in TopicCoverage.objects.filter(year=year).select_related("site"):
        said = Statement(row.is_complete, row.persons_covered)
        statements.setdefault(row.topic, {})[row.site.code] = said
    return {
        topic: denominator(topic, year, personnel, statements.get(topic, {}), complete_sites.get(topic, ()))
        for topic in TopicCoverage.Topic.values
    }


def _touches(first: date, last: date, prefix: str = "") -> Q:
    """Whether the period has a day between the two."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": last})
    return begun & (Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": first}))


def _days_in(year: int, month: int, terms: SiteTerms) -> int:
    """On how many days of the month the terms hold within the site's life."""
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    periods = ((terms.valid_from, terms.valid_until), (terms.site.valid_from, terms.site.valid_until))
    begins = max(first, *(begin for begin, _end in periods if begin), first)
    ends = min(last, *(end for _begin, end in periods if end), last)
    return max(0, (ends - begins).days + 1)
