"""Reads what the return of a year is made from: the database into plain values, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from ems.models import (
    CoolingEquipment,
    PersonnelCount,
    PersonnelRule,
    RefrigerantEvent,
    RefrigerantStock,
    Site,
    SiteTerms,
    TopicCoverage,
    Vehicle,
)
from greenops.annual_return.gathering.activities import activities_of
from greenops.annual_return.gathering.gathered import (
    AnswerFacts,
    CountingRule,
    Coverage,
    Equipment,
    Gathered,
    OffsetFacts,
    Persons,
    SiteFacts,
    Stock,
    Terms,
    VehicleFacts,
    Warned,
)
from greenops.annual_return.gathering.travel import travel_of
from greenops.annual_return.models import Offset, ReturnAnswer

MONTHS = range(1, 13)
Kept = TypeVar("Kept")


def gather(year: int) -> Gathered:
    """All of it. The number of queries does not grow with sites, readings or travel."""
    sites = {pk: site for pk, site in _sites(year) if site.open_months}
    activities, warnings = activities_of(year, sites)
    return Gathered(
        year=year,
        sites=tuple(sorted(sites.values(), key=lambda site: site.code)),
        activities=activities,
        persons=_in_order(_persons(year), "site", "category"),
        rule=_rule(year),
        coverage=_in_order(_coverage(year), "site", "topic"),
        equipment=_in_order(_equipment(year), "site", "label"),
        stocks=_in_order(_stocks(year), "site", "refrigerant"),
        vehicles=_in_order(_vehicles(year), "site", "label"),
        offsets=_in_order(_offsets(year), "project", "instrument", "vintage", "serials", "cancelled_on", "tonnes"),
        answers=_in_order(_answers(year), "question", "site"),
        travel=travel_of(year),
        warnings=(*_without_terms(sites.values()), *warnings),
    )


def _in_order(rows: Iterable[Kept], *names: str) -> tuple[Kept, ...]:
    """By these fields, what is not given first. Databases differ in how they sort text and what is not given."""

    def key(row: Kept) -> tuple[tuple[bool, Any], ...]:
        return tuple((value is not None, value) for value in (getattr(row, name) for name in names))

    return tuple(sorted(rows, key=key))


def _sites(year: int) -> Iterable[tuple[int, SiteFacts]]:
    terms: dict[int, list[SiteTerms]] = {}
    for row in SiteTerms.objects.order_by("site", F("valid_from").asc(nulls_first=True), "pk"):
        terms.setdefault(row.site_id, []).append(row)
    for site in Site.objects.order_by("code"):
        months = _months_within(year, site.valid_from, site.valid_until)
        yield (
            site.pk,
            SiteFacts(
                code=site.code,
                name=site.name,
                city=site.city,
                country=site.country,
                kind=site.kind,
                certificate=site.certificate,
                open_months=months,
                terms=_terms(year, months, terms.get(site.pk, [])),
            ),
        )


def _terms(year: int, months: tuple[int, ...], rows: list[SiteTerms]) -> tuple[Terms, ...]:
    """The terms of each month: those that hold on its first day, else those that begin within it."""
    by_row: dict[int, list[int]] = {}
    for month in months:
        first, last = _bounds(year, month)
        held = [row for row in rows if _holds(row, first)] or [row for row in rows if _begins(row, first, last)]
        if held:
            by_row.setdefault(held[0].pk, []).append(month)
    return tuple(
        Terms(
            months=tuple(by_row[row.pk]),
            tenure=row.tenure,
            share_basis=row.share_basis,
            share=_share(row),
            floor_area_m2=_number(row.floor_area_m2),
            occupants_own=_number(row.occupants_own),
            occupants_total=_number(row.occupants_total),
        )
        for row in rows
        if row.pk in by_row
    )


def _share(row: SiteTerms) -> tuple[float, float]:
    numerator, denominator = row.share()
    return float(numerator or 0), float(denominator or 0)


def _holds(row: SiteTerms, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day <= row.valid_until)


def _begins(row: SiteTerms, first: date, last: date) -> bool:
    return row.valid_from is not None and first <= row.valid_from <= last


def _bounds(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)


def _months_within(year: int, start: date | None, end: date | None) -> tuple[int, ...]:
    """Months of which at least one day lies within."""
    bounds = {month: _bounds(year, month) for month in MONTHS}
    return tuple(
        month for month, (first, last) in bounds.items() if (not start or start <= last) and (not end or first <= end)
    )


def _without_terms(sites: Iterable[SiteFacts]) -> Iterable[Warned]:
    for site in sorted(sites, key=lambda site: site.code):
        known = sum(len(terms.months) for terms in site.terms)
        if known < len(site.open_months):
            sentence = _("%(site)s: no terms are kept for %(months)d of its months; all of its readings count as ours.")
            yield Warned(sentence % {"site": site.code, "months": len(site.open_months) - known}, site.code)


def _persons(year: int) -> tuple[Persons, ...]:
    rows = (
        PersonnelCount.objects.filter(year=year)
        .order_by("site__code", "category")
        .values_list("site__code", "category")
        .annotate(total=Sum("full_time_equivalents"))
    )
    return tuple(Persons(site, category, float(total)) for site, category, total in rows)


def _rule(year: int) -> CountingRule | None:
    rule = PersonnelRule.objects.filter(year=year).first()
    if rule is None:
        return None
    return CountingRule(
        rule=rule.rule,
        counted_on=_iso(rule.counted_on),
        categories=tuple(rule.counted_categories()),
        official_number=_number(rule.official_number),
        explanation=rule.explanation,
    )


def _coverage(year: int) -> tuple[Coverage, ...]:
    rows = TopicCoverage.objects.filter(year=year).order_by("site__code", "topic")
    return tuple(
        Coverage(site, topic, complete, _number(persons))
        for site, topic, complete, persons in rows.values_list("site__code", "topic", "is_complete", "persons_covered")
    )


def _equipment(year: int) -> tuple[Equipment, ...]:
    """Machines that were there on a day of the year."""
    done = _events(year)
    there = CoolingEquipment.objects.filter(
        Q(installed_on__isnull=True) | Q(installed_on__lte=date(year, 12, 31)),
        Q(disposed_on__isnull=True) | Q(disposed_on__gte=date(year, 1, 1)),
    )
    return tuple(
        Equipment(
            site=row.site.code,
            label=row.label,
            refrigerant=row.refrigerant,
            is_in_vehicle=row.is_in_vehicle,
            charge_kg=float(row.charge_kg),
            installed_on=_iso(row.installed_on),
            disposed_on=_iso(row.disposed_on),
            approach=row.approach,
            leak_rate_percent=_number(row.leak_rate_percent),
            installation_loss_percent=_number(row.installation_loss_percent),
            disposal_loss_percent=_number(row.disposal_loss_percent),
            topped_up_kg=done.get((row.pk, RefrigerantEvent.Kind.TOP_UP), (0.0, 0, 0))[0],
            recovered_kg=done.get((row.pk, RefrigerantEvent.Kind.RECOVERED), (0.0, 0, 0))[0],
            events=sum(found[1] for (pk, _kind), found in done.items() if pk == row.pk),
            evidenced=sum(found[2] for (pk, _kind), found in done.items() if pk == row.pk),
        )
        for row in there.select_related("site").order_by("site__code", "label")
    )


def _events(year: int) -> Mapping[tuple[int, str], tuple[float, int, int]]:
    rows = (
        RefrigerantEvent.objects.filter(on__year=year)
        .order_by()
        .values_list("equipment", "kind")
        .annotate(kg=Sum("quantity_kg"), events=Count("pk"), evidenced=Count("evidence"))
    )
    return {(pk, kind): (float(kg or 0), events, evidenced) for pk, kind, kg, events, evidenced in rows}


def _stocks(year: int) -> tuple[Stock, ...]:
    names = ("opening_kg", "purchased_kg", "recovered_kg", "closing_kg")
    rows = RefrigerantStock.objects.filter(year=year).order_by("site__code", "refrigerant")
    return tuple(
        Stock(site, refrigerant, *map(float, masses))
        for site, refrigerant, *masses in rows.values_list("site__code", "refrigerant", *names)
    )


def _vehicles(year: int) -> tuple[VehicleFacts, ...]:
    there = Vehicle.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31)),
        Q(valid_until__isnull=True) | Q(valid_until__gte=date(year, 1, 1)),
    )
    return tuple(
        VehicleFacts(
            site=row.site.code,
            label=row.label,
            kind=row.kind,
            fuel=row.fuel,
            ownership=row.ownership,
            emission_standard=row.emission_standard,
            is_electric=row.is_electric,
        )
        for row in there.select_related("site").order_by("site__code", "label")
    )


def _offsets(year: int) -> tuple[OffsetFacts, ...]:
    return tuple(
        OffsetFacts(
            tonnes=float(row.tonnes),
            instrument=row.instrument,
            project=row.project,
            vintage=row.vintage,
            serials=row.serials,
            cancelled_on=_iso(row.cancelled_on),
            has_attestation=row.attestation_id is not None,
        )
        for row in Offset.objects.filter(year=year).order_by("pk")
    )


def _answers(year: int) -> tuple[AnswerFacts, ...]:
    rows = ReturnAnswer.objects.filter(year=year).order_by("question", "site__code")
    return tuple(
        AnswerFacts(question, site or "", value, note, evidence is not None)
        for question, site, value, note, evidence in rows.values_list(
            "question", "site__code", "value", "note", "evidence"
        )
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
