"""The return's first page: what of it the system holds today."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ems.models import PersonnelCount
from greenops.insight.amounts import gas_unit
from greenops.insight.findings import of_waiting
from greenops.permissions import GreenOpsPermission
from travel.emissions.methods import RETURN_METHOD, method
from travel.models import TravelTotal
from travel.payers import boundary_of
from travel.permissions import TravelPermission
from travel.queries import totals_by_method
from travel.waiting import waiting_in

MG_PER_TONNE = 1_000_000_000


@dataclass(frozen=True)
class YearLine:
    """Air travel as the return's method makes it: the figure that the page of the year shows as its headline.

    tonnes: of the gas basis of the method, without delegates. legs: of all bookings inside the boundary.
    waiting: what rows that wait for an answer would change in it; empty where none waits.
    """

    year: int
    tonnes: float
    legs: int
    share_on_estimates: float | None
    people_counted: bool
    waiting: str


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    scope = user.unit_scope(GreenOpsPermission.VIEW_RETURN)
    return render(
        request,
        "annual_return/overview.html",
        {
            "lines": air_travel_lines(scope),
            "method": method(RETURN_METHOD),
            "unit": gas_unit(method(RETURN_METHOD)),
            "is_whole_organization": scope.everywhere,
            "can_view_year": user.has_perm(GreenOpsPermission.VIEW_YEAR),
            "can_import": user.has_perm(TravelPermission.IMPORT_BOOKINGS),
        },
    )


def air_travel_lines(scope: Any) -> list[YearLine]:
    """One line for each year that has travel of the units in scope, the latest first."""
    kept = TravelTotal.objects.filter(method=RETURN_METHOD)
    if not scope.everywhere:
        kept = kept.filter(unit__in=scope.unit_ids)
    years = sorted(kept.order_by().values_list("year", flat=True).distinct(), reverse=True)
    counted = set(PersonnelCount.objects.order_by().values_list("year", flat=True).distinct())
    waiting = waiting_in(years, method=RETURN_METHOD, scope=scope)
    unit = gas_unit(method(RETURN_METHOD))
    lines = []
    for year in years:
        sums = totals_by_method(year, boundary=boundary_of(year), scope=scope).get(RETURN_METHOD)
        if sums is not None:
            lines.append(
                YearLine(
                    year,
                    sums.total_mg / MG_PER_TONNE,
                    sums.legs,
                    sums.estimated_share,
                    year in counted,
                    of_waiting(waiting[year], unit),
                )
            )
    return lines
