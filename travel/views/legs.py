"""The legs behind a figure: the list that every drill-down ends in, and its export."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from ems.audit import record
from travel.emissions.methods import method as emission_method
from travel.emissions.quality import Quality
from travel.emissions.quality import names as quality_names
from travel.filters import LegFilter
from travel.models import Estimate, ImportBatch, Leg
from travel.permissions import TravelPermission
from travel.printed import number
from travel.tables import MG_PER_KG, LegTable, traveller_of
from travel.views.downloads import Cell, exports, table_response
from travel.waiting import said, waiting_among

PAGE_ROWS = 50
EXPORT_LIMIT = 200_000
SUM_LIMIT = 200_000  # legs; beyond it the sum takes longer than a page may
MG_PER_T = 1_000_000_000
MAIN_FIELDS = ("q", "year", "month", "unit", "method")
EXPORT_HEADER = (
    "counted_on",
    "date_basis",
    "departed_on",
    "origin",
    "destination",
    "cabin",
    "haul",
    "mode",
    "unit",
    "cost_centre",
    "traveller",
    "traveller_category",
    "payer",
    "event",
    "passengers",
    "distance_km",
    "method",
    "gas_basis",
    "total_kg",
    "low_kg",
    "high_kg",
    "quality",
    "file",
    "leg",
)


class SmallGroup(Exception):
    """Too few people stand behind the legs to show them to somebody who may not see names."""


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def legs(request: HttpRequest) -> HttpResponse:
    chosen = _filter(request)
    with_names = _may_see_names(request)
    is_suppressed = False
    found = Leg.objects.none()
    try:
        found = _found(chosen, with_names=with_names)
    except SmallGroup:
        is_suppressed = True
    method = emission_method(chosen.chosen_method)
    table = LegTable(for_a_page(found, chosen.chosen_method), mass_unit=f"kg {method.gas_basis}", with_names=with_names)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    page = {
        "table": table,
        "table_title": _sum_line(found, chosen.chosen_method, table.paginator.count),
        "only_batch": _only_batch(chosen),
        "waiting": "" if is_suppressed else _waiting(request, chosen),
        "filter": chosen,
        "main_fields": [chosen.form[name] for name in MAIN_FIELDS],
        "more_fields": [field for field in chosen.form if field.name not in MAIN_FIELDS],
        "more_open": any(request.GET.get(name) for name in chosen.form.fields if name not in (*MAIN_FIELDS, "batch")),
        "method": method,
        "is_suppressed": is_suppressed,
        "smallest_group": settings.SMALLEST_GROUP,
        "is_empty": not is_suppressed and not table.paginator.count and not request.GET,
        "exports": _exports(request, with_names=with_names),
        "caption": _("Legs"),
        "can_import": request.user.has_perm(TravelPermission.IMPORT_BOOKINGS),  # type: ignore[union-attr]
    }
    return render(request, "travel/leg_list.html", page)


def _filter(request: HttpRequest) -> LegFilter:
    return LegFilter(request.GET, queryset=Leg.objects.for_user(request.user), request=request)


def _may_see_names(request: HttpRequest) -> bool:
    return request.user.sees_names(TravelPermission.VIEW_LEGS)  # type: ignore[union-attr]


def _found(chosen: LegFilter, *, with_names: bool) -> QuerySet[Leg]:
    """The legs that fit. A filter that is not understood finds none, never all. Raises SmallGroup."""
    if not chosen.is_valid():
        return Leg.objects.none()
    found: QuerySet[Leg] = chosen.qs
    if not with_names and is_small_group(found):
        raise SmallGroup
    return found


def is_small_group(legs: QuerySet[Leg]) -> bool:
    """Whether at least one, but fewer people than the smallest group stand behind the legs."""
    # Looks no further than it must: the database stops at the group's size.
    people = legs.order_by().values_list("booking__traveller_id").distinct()[: settings.SMALLEST_GROUP]
    return 0 < len(people) < settings.SMALLEST_GROUP


def for_a_page(legs: QuerySet[Leg], method: str) -> QuerySet[Leg]:
    """Each leg with its mass and quality by one method, looked up for the lines of the page alone.

    A join would be made for every leg before the page is cut out of them, and for their number.
    """
    estimate = Estimate.objects.filter(leg=OuterRef("pk"), method=method)
    return (
        legs.annotate(total_mg=Subquery(estimate.values("total_mg")), quality=Subquery(estimate.values("quality")))
        .select_related("unit")
        .prefetch_related("booking__traveller__known_name")
    )


def with_estimate(legs: QuerySet[Leg], method: str) -> QuerySet[Leg]:
    """All the legs with what one method makes of them, and all that a line of the export tells, in one query."""
    return legs.annotate(
        shown=FilteredRelation("estimates", condition=Q(estimates__method=method)),
        total_mg=F("shown__total_mg"),
        low_mg=F("shown__low_mg"),
        high_mg=F("shown__high_mg"),
        quality=F("shown__quality"),
    ).select_related("unit", "booking__traveller__known_name")


def _sum_line(legs: QuerySet[Leg], method: str, count: int) -> str:
    """How many legs, and the mass they come to: what the figure that led here has to equal."""
    if count > SUM_LIMIT:
        return _("%(legs)s legs") % {"legs": number(count)}
    marked = Estimate.objects.annotate(mark=F("quality").bitand(int(Quality.OFFICIAL)))
    summed = marked.filter(leg__in=legs.order_by(), method=method).aggregate(
        mass=Sum("total_mg"), legs=Count("pk"), official=Sum("total_mg", filter=~Q(mark=0))
    )
    words = _("%(legs)s legs, together %(mass)s t%(basis)s") % {
        "legs": number(count),
        "mass": number((summed["mass"] or 0) / MG_PER_T, 3),
        "basis": emission_method(method).gas_basis,
    }
    if summed["official"]:
        share = number(100 * summed["official"] / summed["mass"], 1)
        words += _("; %(share)s per cent of it official results") % {"share": share}
    if summed["legs"] < count:
        words += _("; %(legs)s not estimated by this method") % {"legs": number(count - summed["legs"])}
    return words


def _waiting(request: HttpRequest, chosen: LegFilter) -> str:
    """What rows that wait for answers could add to the list, as far as they are known before; empty for none."""
    if not chosen.is_valid():
        return ""
    user: Any = request.user
    waiting = waiting_among(
        method=chosen.chosen_method, scope=user.unit_scope(TravelPermission.VIEW_LEGS), **chosen.of_waiting_rows()
    )
    if not waiting.rows:
        return ""
    sentence = ngettext(
        "%(rows)s row waits for an answer and is not in the list: %(range)s.",
        "%(rows)s rows wait for answers and are not in the list: %(range)s.",
        waiting.rows,
    )
    return sentence % {
        "rows": number(waiting.rows),
        "range": said(waiting, emission_method(chosen.chosen_method).gas_basis),
    }


def _only_batch(chosen: LegFilter) -> ImportBatch | None:
    """The import that the list is narrowed to."""
    public_id = chosen.form.cleaned_data.get("batch") if chosen.is_valid() else None
    return ImportBatch.objects.only("public_id", "file_name").filter(public_id=public_id).first() if public_id else None


def _exports(request: HttpRequest, *, with_names: bool) -> list[tuple[str, str]]:
    query = request.GET.copy()
    query.pop("page", None)
    links = exports("travel:legs_export", query.urlencode())
    if with_names:
        query["names"] = "1"
        link = f"{reverse('travel:legs_export', args=['xlsx'])}?{query.urlencode()}"
        links.append((_("XLSX with names"), link))
    return links


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def legs_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The legs of the list as a file. Names only where one who may see them asks, and with an event."""
    if ending not in ("csv", "xlsx"):
        raise Http404
    chosen = _filter(request)
    may_see_names = _may_see_names(request)
    with_names = may_see_names and request.GET.get("names") == "1"
    back = f"{reverse('travel:legs')}?{request.GET.urlencode()}"
    try:
        found = _found(chosen, with_names=may_see_names)
    except SmallGroup:
        messages.warning(request, _("Too few travellers stand behind these legs to export them. Widen the filter."))
        return redirect(back)
    count = found.count()
    if count > EXPORT_LIMIT:
        sentence = _("The list has %(count)s legs and an export at most %(limit)s. Narrow it, for instance to a year.")
        messages.warning(request, sentence % {"count": f"{count:,}", "limit": f"{EXPORT_LIMIT:,}"})
        return redirect(back)
    if with_names:
        with transaction.atomic():
            record(
                by=request.user,
                action="legs exported with names",
                on=request.user,  # type: ignore[arg-type]
                payload={"legs": count, "ending": ending},
            )
    lines = _lines(with_estimate(found, chosen.chosen_method), chosen.chosen_method, with_names=with_names)
    return table_response(ending, "legs", EXPORT_HEADER, lines, _("Legs"))


def _lines(legs: QuerySet[Any], method: str, *, with_names: bool) -> Iterator[list[Cell]]:
    gas_basis = emission_method(method).gas_basis
    for leg in legs.select_related("batch").defer("batch__report", "batch__preview").iterator(chunk_size=2000):
        yield [
            leg.counted_on,
            leg.date_basis,
            leg.departed_on,
            leg.origin,
            leg.destination,
            leg.cabin,
            leg.haul,
            leg.mode,
            leg.unit.code if leg.unit else "",
            leg.cost_centre,
            traveller_of(leg, with_names=with_names),
            leg.traveller_category,
            leg.payer,
            leg.event,
            leg.passengers,
            leg.distance_m / 1000,
            method,
            gas_basis,
            *(None if mass is None else mass / MG_PER_KG for mass in (leg.total_mg, leg.low_mg, leg.high_mg)),
            "" if leg.quality is None else " ".join(quality_names(leg.quality)).lower(),
            leg.batch.file_name,
            leg.identity,
        ]
