"""By how much the rows that wait for an answer could move the totals of committed files."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from django.db.models import BigIntegerField, Count, F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travel.models import ImportBatch, WaitingEstimate
from travel.payers import Boundary, boundary_of
from travel.printed import number
from travel.year_figures import Waiting, WaitingSums

UNKNOWN_YEAR = 0
MG_PER_T = 1_000_000_000
# One number for a row of a batch, to count rows once that have estimates in several months.
ROW = Cast("batch_id", BigIntegerField()) * Value(2**32, output_field=BigIntegerField()) + F("position")
SUMS = {
    "rows": Count(ROW, distinct=True),
    "low": Coalesce(Sum("low_mg"), Value(0), output_field=BigIntegerField()),
    "high": Coalesce(Sum("high_mg"), Value(0), output_field=BigIntegerField()),
    "unsaid": Count(ROW, distinct=True, filter=Q(high_mg__isnull=True)),
}


class Scope(Protocol):
    everywhere: bool
    unit_ids: frozenset[int]


def waiting_in(years: Collection[int], *, method: str, scope: Scope) -> Mapping[int, Waiting]:
    """For each of the years what waits, in one query. A row whose year is not known could fall into any of them."""
    found: dict[int, dict[str, dict[str, WaitingSums]]] = defaultdict(lambda: defaultdict(dict))
    undated = 0
    boundaries: dict[int, Boundary] = {year: boundary_of(year) for year in years}
    rows = (
        _counted(scope)
        .filter(Q(year__in=years, method=method) | Q(year__isnull=True))
        .annotate(in_year=Coalesce("year", Value(UNKNOWN_YEAR), output_field=IntegerField()))
        .values_list("in_year", "unit", "payer")
        .annotate(**SUMS)
    )
    for year, unit, payer, *sums in rows:
        if year == UNKNOWN_YEAR:
            undated += int(sums[0])
            continue
        side = "inside" if payer in boundaries[year].inside else "added"
        cell = found[year][side]
        cell[str(unit)] = cell.get(str(unit), WaitingSums()) + WaitingSums(*map(int, sums))
    return {year: Waiting(found[year]["inside"], found[year]["added"], undated) for year in years}


def waiting_of(batch: ImportBatch, method: str) -> WaitingSums:
    """What waits in one file, whether it is committed or not, whoever paid."""
    rows = WaitingEstimate.objects.filter(batch=batch).filter(Q(method=method) | Q(year__isnull=True))
    return _summed(rows)


def waiting_among(*, method: str, scope: Scope, **narrowed: Any) -> WaitingSums:
    """What waits in committed files within look-ups of WaitingEstimate, such as year=2025, payer__in=[...]."""
    return _summed(_counted(scope).filter(Q(method=method) | Q(year__isnull=True), **narrowed))


def _summed(rows: QuerySet[WaitingEstimate, Any]) -> WaitingSums:
    sums = rows.aggregate(**SUMS)
    return WaitingSums(*(int(sums[name]) for name in SUMS))


def said(sums: WaitingSums, gas_basis: str) -> str:
    """The range in words, with its unit."""
    if sums.not_estimated == sums.rows:
        return ngettext(
            "what it would add cannot be said before", "what they would add cannot be said before", sums.rows
        )
    words = {"low": _tonnes(sums.low_mg), "high": _tonnes(sums.high_mg), "unit": f"t{gas_basis}"}
    sentence = (
        ngettext(
            "it would add between %(low)s and %(high)s %(unit)s",
            "they would add between %(low)s and %(high)s %(unit)s",
            sums.rows,
        )
        % words
    )
    if not sums.not_estimated:
        return sentence
    return sentence + _(", not counting %(rows)s of them") % {"rows": number(sums.not_estimated)}


def _tonnes(milligrams: int) -> str:
    """To the kilogram below ten tonnes; what would be taken out stands with a minus."""
    sign = "−" if milligrams < 0 else ""
    tonnes = abs(milligrams) / MG_PER_T
    return f"{sign}{number(tonnes, 1 if tonnes >= 10 or not tonnes else 3)}"


def _counted(scope: Scope) -> QuerySet[WaitingEstimate, Any]:
    rows = WaitingEstimate.objects.order_by().filter(batch__state=ImportBatch.State.COMMITTED)
    return rows if scope.everywhere else rows.filter(unit__in=scope.unit_ids)
