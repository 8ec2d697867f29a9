"""Readings for what was not reported: months from the months that are there (R24), sites from the other sites (R22)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from math import fsum, inf
from statistics import fmean
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from greenops.annual_return.activity.reading_checks import (
    Given,
    given_as_kept,
    ground_of,
    row_identity,
    supplier_words,
    thing_of,
)
from greenops.annual_return.activity.readings import Plan, save_readings
from greenops.annual_return.activity.site_sizes import open_months
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.gathering.gathered import Gathered, SiteFacts
from greenops.annual_return.inventory.entry import Activity
from greenops.annual_return.inventory.errors import GapInvalid
from greenops.annual_return.inventory.gap_filling import (
    By,
    Filled,
    Office,
    from_other_offices,
    rest_of_year,
    rest_of_year_by_degree_days,
)
from greenops.annual_return.models import ActivityReading
from greenops.reference.activity import catalogue

MICRO = 1_000_000
# What any office uses. Networks of heat, own solar power and vehicles are not something that an office has by its size.
ENERGY = ("electricity_grid", "stationary_fuel", "generator_fuel")
OF_ANY_OFFICE = (*ENERGY, "water", "waste")
# Burnt or bought for the cold months: their missing months go by degree days where somebody gives them.
SEASONAL = frozenset({"stationary_fuel", "district_heat"})
MONTHS = 12
MEASURED = frozenset({"metered", "invoiced", "estimated"})


@transaction.atomic
def estimate_months(
    *, by: Any, year: int, site_ids: Collection[int], degree_days: Sequence[float] | None = None
) -> Plan:
    """R24: each month without a reading gets the mean of the months of its row that have one; one save.

    degree_days: heating degree days of the twelve months; given, fuels and heat go by them instead of the mean.
    Raises YearClosed, and GapInvalid for degree days that nothing can be estimated by; saves nothing while one of the
    estimates has a problem.
    """
    found = ActivityReading.objects.filter(year=year, site__in=site_ids).select_related(
        "site", "meter", "supplier_factor"
    )
    today = ground_of(by).today
    rows: dict[Any, list[ActivityReading]] = defaultdict(list)
    for reading in found:
        if catalogue().stream(reading.stream).period == "month":
            rows[row_identity(reading)].append(reading)
    of_thing: dict[Any, list[frozenset[int]]] = defaultdict(list)
    for row in rows.values():
        of_thing[thing_of(row[0])].append(_covered(row))
    givens = [
        given
        for row in rows.values()
        for given in _months_of(
            row,
            open_months(row[0].site, year, today),
            of_thing[thing_of(row[0])],
            degree_days if row[0].stream in SEASONAL else None,
        )
    ]
    return save_readings(by=by, givens=givens, origin=ActivityReading.Origin.RULE)


@transaction.atomic
def estimate_sites(*, by: Any, year: int, site_codes: Collection[str], size: By = "persons") -> Plan:
    """R22: a site without any reading gets what the other sites used by person, or by square metre; one save.

    The other sites are those whose data on greenhouse gases are complete; what they have by proxy or copy is left out.
    Raises YearClosed, and GapInvalid where a size is not known; saves nothing while one of them has a problem.
    """
    gathered = gather(year)
    read = {activity.site for activity in gathered.activities}
    silent = [site for site in gathered.sites if site.code in site_codes and site.code not in read]
    reporting = [
        office
        for site in gathered.sites
        if site.code in read
        and all(terms.share[1] > 0 for terms in site.terms)
        and gathered.covers(site, "ghg", ENERGY)
        and (office := _office(gathered, site)).size(size)
    ]
    measured = (
        _plain(activity)
        for activity in gathered.activities
        if activity.stream in OF_ANY_OFFICE and activity.method in MEASURED
    )
    filled = from_other_offices([_whole_year(_office(gathered, site)) for site in silent], reporting, measured, size)
    facts = {site.code: site for site in silent}
    givens = [given for one in filled if (given := _of_site(one, facts[one.activity.site], year)) is not None]
    return save_readings(by=by, givens=givens, origin=ActivityReading.Origin.RULE)


def _covered(row: Iterable[ActivityReading]) -> frozenset[int]:
    return frozenset(month for reading in row for month in range(reading.month, reading.month + reading.months))


def _is_gap_of(month: int, covered: frozenset[int], all_rows: list[frozenset[int]]) -> bool:
    """Whether a month without a reading of the row is the row's own gap.

    Rows of one thing that share no month follow one another: another meter, or another contract. A month that the
    other covers is no gap, and one that neither covers is that of the nearer row, of the earlier where both are near.
    """
    nearest = min((abs(month - one), one) for one in covered)
    others = [other for other in all_rows if not other & covered]
    return all(nearest < min((abs(month - one), one) for one in other) for other in others)


def _months_of(
    row: list[ActivityReading], held: range, all_rows: list[frozenset[int]], degree_days: Sequence[float] | None
) -> Iterable[Given]:
    """all_rows: the months of each row of the same thing, this one among them."""
    covered = _covered(row)
    missing = [month for month in held if month not in covered and _is_gap_of(month, covered, all_rows)]
    first = row[0]
    measured = Activity(
        site=first.site.code,
        country=first.site.country,
        stream=first.stream,
        detail=first.detail,
        amount=sum(reading.amount_micro for reading in row) / MICRO,
        unit=catalogue().stream(first.stream).unit_of(first.detail),
        method=first.method,
        months=len(covered),
        open_months=len(covered) + len(missing),
    )
    parts = _parts(missing, degree_days)
    if degree_days is None:
        filled = rest_of_year(measured)
    else:
        with_data = fsum(degree_days[month - 1] for month in covered)
        without = fsum(degree_days[month - 1] for month in missing)
        filled = rest_of_year_by_degree_days(measured, with_data, without)
    if filled is None:
        return
    for month, part in zip(missing, parts, strict=True):
        yield given_as_kept(
            first,
            month=month,
            months=1,
            quantity=_quantity(filled.activity.amount * part),
            unit=measured.unit,
            method=ActivityReading.Method.ESTIMATED,
            supplier=supplier_words(first.supplier_factor) if first.supplier_factor else None,
            note=filled.sentence,
        )


def _parts(missing: Sequence[int], degree_days: Sequence[float] | None) -> list[float]:
    """Of what is missing, the part of each month; nothing where none of them was cold."""
    if degree_days is None:
        return [1 / len(missing) for _month in missing]
    whole = fsum(degree_days[month - 1] for month in missing)
    return [degree_days[month - 1] / whole if whole else 0.0 for month in missing]


def degree_days_of(text: str) -> tuple[float, ...] | None:
    """Twelve numbers of 0 or more, as somebody writes or pastes them; None for nothing. Raises GapInvalid."""
    words = re.split(r"[\s;]+", text.strip())
    if words == [""]:
        return None
    try:
        found = tuple(float(word) for word in words)
    except ValueError:
        found = ()
    if len(found) != MONTHS or not all(0 <= number < inf for number in found) or not any(found):
        raise GapInvalid(
            _("'%s' are no degree days of twelve months. Write twelve numbers of 0 or more, January first.")
            % text.strip()[:100]
        )
    return found


def _of_site(filled: Filled, site: SiteFacts, year: int) -> Given | None:
    """One reading for all months of the site. A reading is of the whole building: our part is divided by our share."""
    share = _share_of_year(site)
    if not share or not filled.activity.amount:
        return None
    activity = filled.activity
    return Given(
        site=site.code,
        stream=activity.stream,
        detail=activity.detail,
        channel=activity.channel,
        route=activity.route,
        year=year,
        month=site.open_months[0],
        months=len(site.open_months),
        quantity=_quantity(activity.amount / share),
        unit=activity.unit,
        method=ActivityReading.Method.PROXY,
        note=filled.sentence,
    )


def _share_of_year(site: SiteFacts) -> float:
    """The mean of the months that the site was open; those without terms count as ours. 0 where a share is none."""
    parts = [terms.share[0] / terms.share[1] if terms.share[1] else 0.0 for terms in site.terms for _ in terms.months]
    return fmean([*parts, *[1.0] * (len(site.open_months) - len(parts))])


def _office(gathered: Gathered, site: SiteFacts) -> Office:
    return Office(
        site=site.code,
        country=site.country,
        persons=gathered.persons_by_site.get(site.code),
        floor_area=site.floor_area_m2,
        open_months=len(site.open_months),
    )


def _whole_year(office: Office) -> Office:
    """With the floor that it had while it was open: what it is given is for its months already."""
    if office.floor_area is None:
        return office
    return replace(office, floor_area=office.floor_area * 12 / office.open_months)


def _plain(activity: Activity) -> Activity:
    """A contract for renewable power is the other office's: its kWh are of a product that is not known."""
    return replace(activity, detail="unspecified") if activity.stream == "electricity_grid" else activity


def _quantity(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(Decimal("0.000001"))
