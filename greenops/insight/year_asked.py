"""What a request asks of the year: the method, the scope of the person, and the neighbouring years."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.models import Organization
from greenops.insight.naming import LegLinks, unit_name
from greenops.insight.year_report import YearReport, year_report
from greenops.navigation import organization
from greenops.permissions import GreenOpsPermission
from travel.coverage import incompleteness
from travel.emissions.method import Method
from travel.emissions.methods import RETURN_METHOD, method, methods_for
from travel.payers import boundary_of
from travel.permissions import TravelPermission
from travel.queries import air_travel, latest_year, year_before_and_after
from travel.year_figures import YearFigures

FIRST_YEAR, LAST_YEAR = 1990, 2100


class NoSuchYear(Http404):
    """A year or a method that there is not; the message is a sentence for the visitor."""


@dataclass(frozen=True)
class Asked:
    """What to show, and what the person may see of it. before, after: the nearest years with travel."""

    user: Any
    organization: Organization | None
    year: int
    method: Method
    scope: Any
    may_export: bool
    may_import: bool
    before: int | None
    after: int | None

    @property
    def is_return_method(self) -> bool:
        return self.method.code == RETURN_METHOD

    @property
    def nearest(self) -> int | None:
        """A year with travel for those who came to one without."""
        return latest_year(scope=self.scope)

    def address(self, name: str, **more: str) -> str:
        """Of a page or file of this year by the same method."""
        address = reverse(f"insight:{name}", kwargs={"year": self.year, **more})
        return address if self.is_return_method else f"{address}?{urlencode({'method': self.method.code})}"


def asked(request: HttpRequest, year: int) -> Asked:
    """Reads the request. Raises NoSuchYear."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchYear(
            _("%(year)s is no reporting year. Choose one from %(first)s to %(last)s.")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    code = request.GET.get("method") or RETURN_METHOD
    if code not in methods_for(year):
        raise NoSuchYear(
            _("There is no method '%(code)s' for %(year)s. Choose one of: %(known)s.")
            % {"code": code, "year": year, "known": ", ".join(methods_for(year))}
        )
    user: Any = request.user
    scope = user.unit_scope(GreenOpsPermission.VIEW_YEAR)
    before, after = year_before_and_after(year, scope=scope)
    return Asked(
        user=user,
        organization=organization(request)["organization"],
        year=year,
        method=method(code),
        scope=scope,
        may_export=user.has_perm(GreenOpsPermission.EXPORT_YEAR),
        may_import=user.has_perm(TravelPermission.IMPORT_BOOKINGS),
        before=before,
        after=after,
    )


def report_of(what: Asked) -> YearReport:
    """The year's report for the person who asks."""
    figures = air_travel(
        what.year,
        method=what.method.code,
        boundary=boundary_of(what.year),
        scope=what.scope,
        smallest_group=0 if what.user.sees_names(GreenOpsPermission.VIEW_YEAR) else settings.SMALLEST_GROUP,
    )
    return year_report(
        figures,
        method=what.method,
        links=LegLinks(what.year, what.method.code, what.user.has_perm(TravelPermission.VIEW_LEGS), figures.units),
        organization=what.organization.name if what.organization else "",
        is_demonstration=bool(what.organization and what.organization.is_demonstration),
        part=_part(what, figures),
        code_version=settings.CODE_VERSION,
        made_at=timezone.now(),
        completeness=incompleteness(what.year),
    )


def _part(what: Asked, figures: YearFigures) -> str:
    """The units of the figures in words; empty for the whole organization."""
    if what.scope.everywhere:
        return ""
    return ", ".join(sorted(unit_name(str(unit_id), figures) for unit_id in what.scope.unit_ids))


def year_links(what: Asked) -> dict[str, str]:
    """Addresses of the files that the person may have, and of the neighbouring years with travel."""
    files = {name: what.address(f"year_{name}") for name in ("pdf", "xlsx", "csv")} if what.may_export else {}
    years = {
        side: reverse("insight:year", kwargs={"year": year})
        for side, year in (("before", what.before), ("after", what.after))
        if year is not None
    }
    return files | years


def chart_links(what: Asked, key: str) -> dict[str, str]:
    """The addresses of one chart as files, for those who may have them."""
    if not what.may_export:
        return {}
    return {ending: what.address("chart", key=key, ending=ending) for ending in ("png", "svg", "csv")}


def method_tabs(what: Asked, *, here: str = "year") -> list[dict[str, Any]]:
    """The return's method first, each other one a click away, and all of them side by side at the end."""
    page = reverse("insight:year", kwargs={"year": what.year})
    tabs = [
        {
            "label": method(code).label,
            "url": page if code == RETURN_METHOD else f"{page}?{urlencode({'method': code})}",
            "is_current": here == "year" and code == what.method.code,
        }
        for code in methods_for(what.year)
    ]
    side_by_side = reverse("insight:methods", kwargs={"year": what.year})
    return [*tabs, {"label": _("Side by side"), "url": side_by_side, "is_current": here == "methods"}]
