"""The return's first page: every year with its state, how complete it is, and its total."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ems.models import PersonnelCount
from greenops.annual_return.computation import NothingToReport
from greenops.annual_return.edition import EditionError
from greenops.annual_return.models import ActivityReading, AnnualReturn
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.readiness import Readiness, readiness
from greenops.annual_return.standing import Standing, standing
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
class ReturnRow:
    """One year. standing: None where nothing can be computed, and why says so. ready: of a return under way."""

    year: int
    annual_return: AnnualReturn | None
    standing: Standing | None
    why: str
    ready: Readiness | None

    @property
    def totals(self) -> tuple[Any, Any]:
        """The total without and with delegates: beside each other, never added."""
        if self.standing is None:
            return None, None
        return self.standing.off.line("T.1").value, self.standing.on.line("T.1").value

    @property
    def share_on_estimates(self) -> float | None:
        return self.standing.off.line("T.1").method_share if self.standing else None

    @property
    def meter_words(self) -> str:
        if self.ready is None:
            return ""
        return _("%(done)d of %(items)d items") % {"done": self.ready.done, "items": self.ready.items}


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
    rows = return_rows() if scope.everywhere else []
    return render(
        request,
        "annual_return/overview.html",
        {
            "rows": rows,
            "under_way": next((row for row in rows if row.ready is not None), None),
            "lines": air_travel_lines(scope),
            "method": method(RETURN_METHOD),
            "unit": gas_unit(method(RETURN_METHOD)),
            "is_whole_organization": scope.everywhere,
            "can_open": scope.everywhere and user.has_perm(ReturnPermission.PREPARE),
            "can_view_year": user.has_perm(GreenOpsPermission.VIEW_YEAR),
            "can_import": user.has_perm(TravelPermission.IMPORT_BOOKINGS),
        },
    )


def return_rows() -> list[ReturnRow]:
    """A row for each year that has a return or data, the latest first."""
    returns = {found.year: found for found in AnnualReturn.objects.all()}
    years = set(returns) | _years(TravelTotal.objects.all()) | _years(ActivityReading.objects.all())
    return [_row(year, returns.get(year)) for year in sorted(years, reverse=True)]


def _years(kept: Any) -> Iterable[int]:
    return set(kept.order_by().values_list("year", flat=True).distinct())


def _row(year: int, annual_return: AnnualReturn | None) -> ReturnRow:
    try:
        found = standing(year, annual_return)
    except EditionError:
        return ReturnRow(year, annual_return, None, _("There is no edition of the form for this year."), None)
    except NothingToReport as error:
        return ReturnRow(year, annual_return, None, str(error), None)
    asks = annual_return is not None and annual_return.is_editable and found.version is None
    return ReturnRow(year, annual_return, found, "", readiness(annual_return, computed=found.off) if asks else None)


def air_travel_lines(scope: Any) -> list[YearLine]:
    """One line for each year that has travel of the units in scope, the latest first."""
    kept = TravelTotal.objects.filter(method=RETURN_METHOD)
    if not scope.everywhere:
        kept = kept.filter(unit__in=scope.unit_ids)
    years = sorted(_years(kept), reverse=True)
    counted = _years(PersonnelCount.objects.all())
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
