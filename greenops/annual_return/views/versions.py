"""Frozen versions with what each restatement changed, the proof of a version, and the years side by side."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from greenops.annual_return import base_year
from greenops.annual_return.computation import NothingToReport, compute_return
from greenops.annual_return.cycle import dialogue, verification
from greenops.annual_return.cycle.forms import HistoryForm, PolicyForm
from greenops.annual_return.cycle.freezing import frozen_figures
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.restating import replaced_by
from greenops.annual_return.cycle.signing import may
from greenops.annual_return.edition import EditionError
from greenops.annual_return.models import AnnualReturn, BaseYearPolicy, PublishedFigure, ReturnVersion
from greenops.annual_return.movements import Movement
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.printed import unit_words
from greenops.annual_return.trend import TOTAL, Point
from greenops.annual_return.trend import trend as points_of
from greenops.annual_return.views.year import check_reads_all, return_of_year
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.insight.charts import line_trend
from greenops.permissions import GreenOpsPermission

VIEW = GreenOpsPermission.VIEW_RETURN


@require_safe
@permission_required(VIEW, raise_exception=True)
def versions(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)
    found = row.versions.select_related("replaces", "frozen_by", "approved_by").order_by("-number")
    page = {
        "annual_return": row,
        "year": year,
        "versions": [
            {"version": version, "key": str(version.number), **_split(replaced_by(version))} for version in found
        ],
        "tabs": year_tabs(year, "versions"),
    }
    return render(request, "annual_return/versions.html", page)


def _split(movements: Iterable[Movement]) -> dict[str, list[Movement]]:
    """Lines of another value, and those of the same value that are only made from something else."""
    found = list(movements)
    return {
        "moved": [movement for movement in found if movement.moved_value],
        "remade": [movement for movement in found if not movement.moved_value],
    }


@require_safe
@permission_required(VIEW, raise_exception=True)
def version(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One version: all its lines without and with delegates, side by side."""
    row = return_of_year(request, year)
    chosen = get_object_or_404(
        ReturnVersion.objects.select_related("annual_return", "frozen_by", "approved_by"),
        annual_return=row,
        number=number,
    )
    figures = frozen_figures(chosen)
    on = {line.code: line for line in figures.on}
    titles = {given[0]: given[1] for given in chosen.statements["computed"]["sections"]}
    by_section: dict[str, list[tuple[Any, Any]]] = {}
    for line in figures.off:
        by_section.setdefault(line.section, []).append((line, on.get(line.code)))
    page = {
        "annual_return": row,
        "year": year,
        "version": chosen,
        "is_latest": not chosen.replaced_by.exists(),
        "sections": [(code, titles.get(code, code), lines) for code, lines in by_section.items()],
        "signatures": chosen.statements.get("signatures", ()),
        "tabs": year_tabs(year, "versions"),
    }
    return render(request, "annual_return/version.html", page)


@require_safe
@permission_required(VIEW, raise_exception=True)
def verify_now(request: HttpRequest, year: int) -> HttpResponse:
    """Computes the frozen return again: what verify_return says, as a page."""
    row = return_of_year(request, year)
    try:
        found, refusal = verification.verify(row), ""
    except (verification.NotFrozen, ReturnRefused) as error:
        found, refusal = None, str(error)
    page = {
        "annual_return": row,
        "year": year,
        "found": found,
        **_split(found.movements if found else ()),
        "refusal": refusal,
        "tabs": year_tabs(year, "versions"),
    }
    return render(request, "annual_return/verify.html", page)


@require_safe
@permission_required(VIEW, raise_exception=True)
def trend(request: HttpRequest) -> HttpResponse:
    """The total over the years, with the base year and the target; ?examples=on adds the labelled example."""
    check_reads_all(request)
    with_examples = request.GET.get("examples") == "on"
    points = points_of(TOTAL, today=_today(), with_examples=with_examples)
    own = [point for point in points if point.kind != "example"]
    latest = own[-1] if own else None
    page = {
        "points": points,
        "total": TOTAL,
        "chart": _chart(points) if len(own) > 1 else None,
        "has_examples": PublishedFigure.objects.filter(is_example=True).exists(),
        "with_examples": with_examples,
        "policies": BaseYearPolicy.objects.all(),
        "track": base_year.track(latest.year, latest.value) if latest else None,
        "recalculation": _recalculation(latest),
        "can_prepare": may(request.user, ReturnPermission.PREPARE),
    }
    return render(request, "annual_return/trend.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.PREPARE, raise_exception=True)
def policy(request: HttpRequest) -> HttpResponse:
    check_reads_all(request)
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            base_year.decide_policy(by=request.user, **form.cleaned_data)
        except ReturnRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The policy of the base year is saved."))
            return redirect("annual_return:trend")
    page = {"form": form, "title": _("Policy of the base year"), "back": reverse("annual_return:trend")}
    return render(request, "annual_return/return_form.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.PREPARE, raise_exception=True)
def history(request: HttpRequest) -> HttpResponse:
    """A published total of a year before the system."""
    check_reads_all(request)
    form = HistoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        year = given.pop("year")
        try:
            dialogue.add_published_figure(by=request.user, year=year, given=dialogue.Given(**given))
        except ReturnRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The published figure is added; it is marked as published."))
            return redirect("annual_return:trend")
    page = {"form": form, "title": _("A figure of a year before the system"), "back": reverse("annual_return:trend")}
    return render(request, "annual_return/return_form.html", page, status=422 if form.errors else 200)


def _today() -> dict[int, tuple[float, str]]:
    """The totals of the years that are open, computed now."""
    found = {}
    for row in AnnualReturn.objects.exclude(state__in=AnnualReturn.FROZEN):
        try:
            line = compute_return(row.year, edition=row.edition).line(TOTAL)
        except (NothingToReport, EditionError):
            continue
        if isinstance(line.value, int | float):
            found[row.year] = (float(line.value), line.unit)
    return found


def _recalculation(latest: Point | None) -> base_year.Recalculation | None:
    if latest is None:
        return None
    row = AnnualReturn.objects.filter(year=latest.year).first()
    try:
        return base_year.recalculation(latest.year, edition=row.edition) if row else None
    except ReturnRefused:
        return None


def _years(stretch: list[Point]) -> str:
    first, last = stretch[0].year, stretch[-1].year
    return str(first) if first == last else f"{first}–{last}"


def _chart(points: list[Point]) -> Any:
    """A line for each stretch of years that can be compared; the example apart."""
    own = [point for point in points if point.kind != "example"]
    years = sorted({point.year for point in points})
    stretches: list[list[Point]] = []
    for point in own:
        if point.breaks or not stretches:
            stretches.append([])
        stretches[-1].append(point)
    named = {_years(stretch): stretch for stretch in stretches[-4:]}
    examples = [point for point in points if point.kind == "example"]
    if examples:
        named[_("Example, not our history")] = examples
    series = {
        name: [next((point.value for point in stretch if point.year == year), None) for year in years]
        for name, stretch in named.items()
    }
    return line_trend(
        key="return-trend",
        title=_("Total greenhouse gas emissions by year"),
        sentence=_("Each line is a series of years that can be compared; where one ends, the series breaks."),
        unit=unit_words(own[-1].unit),
        source=_("Frozen returns, published totals, and what today's data make of open years"),
        points=[str(year) for year in years],
        series=series,
        point_heading=_("Data year"),
        width=900,
    )
