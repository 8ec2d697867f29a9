"""Activity data of a year, added up in the database: one value for each site, stream, detail, way and method."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from greenops.annual_return.gathering.gathered import SiteFacts, Terms, Warned
from greenops.annual_return.inventory.entry import WHOLE, Activity, Share, SupplierValue
from greenops.annual_return.inventory.sources import unused_certificates
from greenops.annual_return.inventory.vehicles import given_twice
from greenops.annual_return.models import ActivityReading, SupplierFactor
from greenops.reference.activity import catalogue
from greenops.reference.schema import ReferenceDataError

MICRO = 1_000_000
# 1 to 12 divide it: parts of a reading by months are whole numbers of it, so that sums are exact in any order.
PIECES = 27_720
# What a building consumes is shared with those who use it too; travel, vehicles and purchases are ours alone.
OF_THE_BUILDING = frozenset({"electricity", "fuel", "heat", "waste", "water"})
# What was used and exported, less what was generated.
OWN_POWER = {"electricity_onsite_used": 1, "electricity_onsite_exported": 1, "electricity_onsite_generated": -1}
KEYS = ("site_id", "stream", "detail", "channel", "route", "method", "supplier_factor_id")
# Which months the readings of a group cover: one column a month, so that no reading has to be read by itself.
MONTHS_COVERED = {
    f"in_{month}": Max(
        Case(
            When(month__lte=month, month__gt=Value(month) - F("months"), then=1),
            default=0,
            output_field=IntegerField(),
        )
    )
    for month in range(1, 13)
}
Row = tuple[Any, ...]


def activities_of(year: int, sites: Mapping[int, SiteFacts]) -> tuple[tuple[Activity, ...], tuple[Warned, ...]]:
    """The activities in a fixed order, and what is odd about them.

    sites: by primary key, those open in the year. A site whose share of its building changes within the year has one
    activity for each share, by the months that the share holds for. Readings at a site that was not open are left out
    and warned of.
    """
    readings = ActivityReading.objects.filter(year=year).order_by()
    changing = {pk: site for pk, site in sites.items() if len({_share(site, month) for month in site.open_months}) > 1}
    suppliers, warnings = _suppliers(year)
    made = _Making(sites, suppliers)
    for row in _sums(readings.exclude(site__in=changing), KEYS):
        made.add(row)
    if changing:
        for row in _sums(readings.filter(site__in=changing), (*KEYS, "month", "months")):
            made.add_in_parts(row)
    activities = made.activities()
    return activities, (*warnings, *made.warnings, *_fuel_and_distance(readings), *_of_own_power(activities))


def _sums(readings: QuerySet[ActivityReading], keys: tuple[str, ...]) -> Iterable[Row]:
    """Keys, amount, readings, evidenced, and the twelve months."""
    return readings.values_list(*keys).annotate(
        total=Sum("amount_micro"), readings=Count("pk"), evidenced=Count("evidence"), **MONTHS_COVERED
    )


def _suppliers(year: int) -> tuple[Mapping[int, SupplierValue], tuple[Warned, ...]]:
    found: dict[int, SupplierValue] = {}
    warnings = []
    used = SupplierFactor.objects.filter(readings__year=year).distinct().order_by("pk")
    for factor in used:
        found[factor.pk] = SupplierValue(
            key=str(factor.public_id),
            label=str(factor),
            kg_co2e_per_kwh=float(factor.kg_co2e_per_kwh),
            renewable_percent=None if factor.renewable_percent is None else float(factor.renewable_percent),
            source=factor.source,
        )
        if factor.year != year:
            sentence = _("The factor of %(supplier)s is used for %(year)d and holds for %(other)d.")
            warnings.append(Warned(sentence % {"supplier": factor, "year": year, "other": factor.year}))
    return found, tuple(warnings)


def _fuel_and_distance(readings: QuerySet[ActivityReading]) -> Iterable[Warned]:
    """Sites where own vehicles may be counted twice."""
    found = readings.filter(stream__in=("vehicle_fuel", "vehicle_distance"))
    months = (
        (site, covered, stream)
        for site, first, months, stream in found.values_list("site__code", "month", "months", "stream")
        for covered in range(first, first + months)
    )
    by_site: dict[str, list[str]] = {}
    for site, month in given_twice(months):
        by_site.setdefault(site, []).append(str(month))
    sentence = _(
        "%(site)s has both fuel and distance of own vehicles (months: %(months)s). Where they are of the same "
        "vehicles, they are counted twice: delete one of them."
    )
    for site, named in by_site.items():
        yield Warned(sentence % {"site": site, "months": ", ".join(named)}, site, "vehicle_distance")


def _of_own_power(activities: tuple[Activity, ...]) -> Iterable[Warned]:
    yield from _unused_certificates(activities)
    yield from _beyond_generated(activities)


def _beyond_generated(activities: tuple[Activity, ...]) -> Iterable[Warned]:
    """Power of the site's own roof that was used and exported, where it is more than was generated."""
    kwh = dict.fromkeys((one.site for one in activities if one.stream in OWN_POWER), 0.0)
    for one in activities:
        kwh[one.site] = kwh.get(one.site, 0.0) + OWN_POWER.get(one.stream, 0) * one.amount
    sentence = _(
        "%(site)s used and exported %(kwh)s kWh more of its own renewable electricity than it generated. "
        "Enter what was generated, or correct what was used or exported."
    )
    for site, beyond in sorted(kwh.items()):
        if beyond > 1:
            yield Warned(sentence % {"site": site, "kwh": f"{beyond:,.0f}"}, site, "electricity_onsite_used")


def _unused_certificates(activities: tuple[Activity, ...]) -> Iterable[Warned]:
    sentence = _(
        "%(site)s has certificates for %(kwh)s kWh more than it purchased without a factor of the supplier. "
        "They cover nothing: correct them, or enter the purchases."
    )
    sound = [activity for activity in activities if activity.share.denominator]
    for site, kwh in sorted(unused_certificates(sound).items()):
        yield Warned(sentence % {"site": site, "kwh": f"{kwh:,.0f}"}, site, "electricity_certified")


def _share(site: SiteFacts, month: int) -> Share:
    terms = _terms(site, month)
    return Share(*terms.share, terms.share_basis) if terms else WHOLE


def _terms(site: SiteFacts, month: int) -> Terms | None:
    return next((terms for terms in site.terms if month in terms.months), None)


@dataclass
class _Part:
    """What is kept of one thing and share so far. amount: in PIECES of a millionth of the unit."""

    activity: Activity
    amount: int = 0
    readings: int = 0
    evidenced: int = 0
    months: frozenset[int] = frozenset()

    def made(self, months: frozenset[int]) -> Activity:
        """months: that the thing is covered for."""
        return replace(
            self.activity,
            amount=self.amount / (PIECES * MICRO),
            months=len(months),
            readings=self.readings,
            evidenced=self.evidenced,
        )


class _Making:
    """Puts rows of sums together into activities; parts of one site, thing and share become one."""

    def __init__(self, sites: Mapping[int, SiteFacts], suppliers: Mapping[int, SupplierValue]) -> None:
        self.sites = sites
        self.suppliers = suppliers
        self.parts: dict[tuple[Any, ...], _Part] = {}
        self.left_out: dict[int, int] = {}

    @property
    def warnings(self) -> Iterable[Warned]:
        if self.left_out:
            sentence = _(
                "%(count)d readings stand at sites that were not open in the year; they are left out. "
                "Correct the dates of the sites, or delete the readings."
            )
            yield Warned(sentence % {"count": sum(self.left_out.values())})

    def add(self, row: Row) -> None:
        site = self._site(row)
        if site:
            share = _share(site, site.open_months[0]) if _is_of_the_building(row[1]) else WHOLE
            self._keep(site, row, len(KEYS), PIECES, share)

    def add_in_parts(self, row: Row) -> None:
        """The month and the months covered follow the keys: a reading of several months is spread over them evenly.

        It is counted, with its evidence, where its first month is: in parts, it is still one reading.
        """
        site = self._site(row)
        if site is None:
            return
        first, months = row[len(KEYS)], row[len(KEYS) + 1]
        within = [month for month in range(first, first + months) if month in site.open_months] or [first]
        shares = [_share(site, month) if _is_of_the_building(row[1]) else WHOLE for month in within]
        for share in dict.fromkeys(shares):
            part = PIECES * shares.count(share) // len(shares)
            self._keep(site, row, len(KEYS) + 2, part, share, is_counted=share == shares[0])

    def activities(self) -> tuple[Activity, ...]:
        """The months covered are those of all methods and shares together, of one thing at a site."""
        covered: dict[tuple[str, ...], frozenset[int]] = {}
        for part in self.parts.values():
            thing = _thing(part.activity)
            covered[thing] = covered.get(thing, frozenset()) | part.months
        return tuple(part.made(covered[_thing(part.activity)]) for _key, part in sorted(self.parts.items()))

    def _site(self, row: Row) -> SiteFacts | None:
        site = self.sites.get(row[0])
        if site is None:
            self.left_out[row[0]] = self.left_out.get(row[0], 0) + row[len(KEYS) + 1]
        return site

    def _keep(self, site: SiteFacts, row: Row, start: int, part: int, share: Share, *, is_counted: bool = True) -> None:
        _pk, stream, detail, channel, route, method, supplier = row[: len(KEYS)]
        total, readings, evidenced = row[start : start + 3]
        value = self.suppliers.get(supplier)
        way = (stream, detail, channel, route, method, *((value.label, value.key) if value else ("", "")))
        key = (site.code, *way, share.basis, share.numerator, share.denominator)
        if key not in self.parts:
            self.parts[key] = _Part(
                Activity(
                    site=site.code,
                    country=site.country,
                    stream=stream,
                    detail=detail,
                    amount=0.0,
                    unit=_unit(stream, detail),
                    method=method,
                    open_months=len(site.open_months),
                    channel=channel,
                    route=route,
                    share=share,
                    supplier=value,
                )
            )
        kept = self.parts[key]
        kept.amount += int(total) * part
        kept.months |= frozenset(month for month, is_in in enumerate(row[start + 3 :], start=1) if is_in)
        if is_counted:
            kept.readings += readings
            kept.evidenced += evidenced


def _thing(activity: Activity) -> tuple[str, ...]:
    """What has to be covered in all months. Grid electricity is one thing, whatever product it is bought as."""
    return (activity.site, activity.stream, "" if activity.stream == "electricity_grid" else activity.detail)


def _is_of_the_building(stream: str) -> bool:
    found = catalogue().streams.get(stream)
    return found is not None and found.group in OF_THE_BUILDING


def _unit(stream: str, detail: str) -> str:
    """Empty for what a later catalogue took away: lines refuse it by name."""
    try:
        return catalogue().stream(stream).unit_of(detail)
    except ReferenceDataError:
        return ""
