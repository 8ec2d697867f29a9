"""The year for management: its page, its documents and the pictures of its charts."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from greenops.insight.amounts import NOT_SHOWN, gas_unit, per_cent
from greenops.insight.chart_file import chart_csv
from greenops.insight.charts import png, render_svg
from greenops.insight.method_notes import note_of
from greenops.insight.year_asked import NoSuchYear, asked, chart_links, method_tabs, report_of, year_links
from greenops.insight.year_document import year_document
from greenops.insight.year_report import YearReport
from greenops.insight.year_sheet import year_csv as csv_of
from greenops.insight.year_sheet import year_workbook
from greenops.permissions import GreenOpsPermission
from travel.emissions.methods import RETURN_METHOD, method, methods_for
from travel.payers import boundary_of
from travel.queries import latest_year, totals_by_method
from travel.views.downloads import as_download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@permission_required(GreenOpsPermission.VIEW_YEAR, raise_exception=True)
def latest(request: HttpRequest) -> HttpResponse:
    """To the last year that has travel; an empty page that says what to do where there is none."""
    user: Any = request.user
    found = latest_year(scope=user.unit_scope(GreenOpsPermission.VIEW_YEAR))
    if found is None:
        return render(request, "insight/no_year.html")
    return redirect("insight:year", year=found)


@require_safe
@permission_required(GreenOpsPermission.VIEW_YEAR, raise_exception=True)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The year by one method: the return's unless another is asked for."""
    try:
        what = asked(request, year)
    except NoSuchYear as refusal:
        return render(request, "insight/no_such_year.html", {"sentence": str(refusal)}, status=404)
    report = report_of(what)
    context = {
        "asked": what,
        "links": year_links(what),
        "tabs": method_tabs(what),
        "report": report,
        "charts": [{"chart": chart, **chart_links(what, chart.key)} for chart in report.charts],
    }
    if not report.figures.has_travel:
        return render(request, "insight/year_empty.html", context)
    return render(request, "insight/year.html", context)


@require_safe
@permission_required(GreenOpsPermission.VIEW_YEAR, raise_exception=True)
def methods(request: HttpRequest, year: int) -> HttpResponse:
    """The same legs by each method, which are never added."""
    what = asked(request, year)
    sums = totals_by_method(year, boundary=boundary_of(year), scope=what.scope)
    lines = [
        {
            "code": code,
            "note": note_of(method(code)),
            "unit": gas_unit(method(code)),
            "sums": sums[code],
            "official": per_cent(sums[code].official_share) if code == RETURN_METHOD else NOT_SHOWN,
        }
        for code in methods_for(year)
        if code in sums
    ]
    context = {
        "asked": what,
        "links": year_links(what),
        "tabs": method_tabs(what, here="methods"),
        "lines": lines,
    }
    return render(request, "insight/methods.html", context)


@require_safe
@permission_required(GreenOpsPermission.EXPORT_YEAR, raise_exception=True)
def year_pdf(request: HttpRequest, year: int) -> HttpResponseBase:
    report = _report_with_travel(request, year)
    return _download(year_document(report), "application/pdf", _file_name(report, "pdf"))


@require_safe
@permission_required(GreenOpsPermission.EXPORT_YEAR, raise_exception=True)
def year_xlsx(request: HttpRequest, year: int) -> HttpResponseBase:
    report = _report_with_travel(request, year)
    return _download(year_workbook(report), XLSX, _file_name(report, "xlsx"))


@require_safe
@permission_required(GreenOpsPermission.EXPORT_YEAR, raise_exception=True)
def year_csv(request: HttpRequest, year: int) -> HttpResponseBase:
    report = _report_with_travel(request, year)
    return _download(csv_of(report).encode("utf-8-sig"), "text/csv; charset=utf-8", _file_name(report, "csv"))


@require_safe
@permission_required(GreenOpsPermission.EXPORT_YEAR, raise_exception=True)
def chart(request: HttpRequest, year: int, key: str, ending: str) -> HttpResponseBase:
    """One chart of the year as a file of its own: png, svg or csv."""
    report = _report_with_travel(request, year)
    found = report.chart(key)
    if found is None or ending not in ("png", "svg", "csv"):
        raise Http404(_("There is no such chart of this year."))
    name = f"air-travel-{year}-{report.method.code}-{key}.{ending}"
    if ending == "png":
        return _download(png(found), "image/png", name)
    if ending == "svg":
        return _download(render_svg(found, "light").encode(), "image/svg+xml", name)
    return _download(chart_csv(found).encode("utf-8-sig"), "text/csv; charset=utf-8", name)


def _report_with_travel(request: HttpRequest, year: int) -> YearReport:
    report = report_of(asked(request, year))
    if not report.figures.has_travel:
        raise Http404(_("No bookings are counted in this year."))
    return report


def _file_name(report: YearReport, ending: str) -> str:
    return f"air-travel-{report.year}-{report.method.code}.{ending}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponseBase:
    return as_download(HttpResponse(content, content_type=content_type), name)
