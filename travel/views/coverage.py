"""The grid of sources, offices and months; the page of one month; and the sources that are expected."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from travel import expecting
from travel.actions import ActRefused
from travel.cover_form import CoverForm, cover_of
from travel.coverage import Cell as GridCell
from travel.coverage import Grid, Status, cell, grid, is_expected, last_due_year
from travel.coverage_forms import EndExpectedForm, ExpectedForm, FinanceForm, NothingForm
from travel.models import ExpectedSource, FinanceFigure, ImportBatch, Leg
from travel.permissions import TravelPermission, decides_for_all
from travel.printed import number
from travel.reconciliation import month_of
from travel.views.downloads import Cell, exports, table_response
from travel.views.outcome import done_or_refused, refuse_parts

FIRST_YEAR, LAST_YEAR = 1990, 2100
# Word, tone and icon of each status: never the colour alone.
LOOK: dict[Status, tuple[Any, str, str]] = {
    Status.RECEIVED: (gettext_lazy("received"), "good", "check"),
    Status.PARTLY: (gettext_lazy("partly"), "warn", "warning"),
    Status.NOTHING: (gettext_lazy("none"), "quiet", "minus"),
    Status.MISSING: (gettext_lazy("missing"), "bad", "error"),
    Status.OPEN: (gettext_lazy("not over"), "outline", "clock"),
}


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def coverage(request: HttpRequest) -> HttpResponse:
    year = year_asked(request)
    found, seen = grid(year), _seen(request)
    page = {
        "grid": found,
        "others": [file for file in found.others if file.batch.pk in seen],
        "lines": [(line.expected, [_shown(one) for one in line.cells]) for line in found.lines],
        "months": [date(year, month, 1) for month in range(1, 13)],
        "year": year,
        "years": years(year),
        "tabs": tabs(year, "coverage"),
        "legend": [{"label": label, "tone": tone, "icon": icon} for label, tone, icon in LOOK.values()],
        "is_empty": not ExpectedSource.objects.exists(),
        "can_import": decides_for_all(request.user),
        "exports": exports("travel:coverage_export", f"year={year}"),
    }
    return render(request, "travel/coverage.html", page)


def _shown(one: GridCell) -> dict[str, Any] | None:
    """A cell as the grid shows it; None where nothing is expected."""
    if one.status == Status.NOT_EXPECTED:
        return None
    word, tone, icon = LOOK[one.status]
    legs = number(one.legs) if one.files and one.legs else ""
    return {
        "url": reverse("travel:coverage_month", args=[one.expected.pk, one.month.year, one.month.month]),
        "word": word, "tone": tone, "icon": icon, "legs": legs, "month": one.month,
        # A number says that the month was received; the word stays for those who hear the page.
        "label": legs if one.status == Status.RECEIVED and legs else f"{word} {legs}".strip(),
    }  # fmt: skip


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def coverage_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    header = ["name", "source", "office", "month", "state", "files", "rows", "legs", "remarks", "said_by", "note"]
    rows = _export_rows(grid(year_asked(request)), _seen(request))
    return table_response(ending, "coverage", header, rows, _("Coverage"))


def _seen(request: HttpRequest) -> frozenset[int]:
    """The files that the person may open; how many there are of others is told, and not what they are called."""
    return frozenset(ImportBatch.objects.for_user(request.user).order_by().values_list("pk", flat=True))


def _export_rows(found: Grid, seen: frozenset[int]) -> list[list[Cell]]:
    return [
        [
            one.expected.label, one.expected.source, one.expected.office.code if one.expected.office else "",
            f"{one.month:%Y-%m}", one.status.value,
            ", ".join(file.batch.file_name for file in one.files if file.batch.pk in seen),
            sum(file.batch.rows_total for file in one.files), one.legs, " ".join(one.why),
            str(one.said.said_by or "") if one.said else "", one.said.note if one.said else "",
        ]
        for line in found.lines
        for one in line.cells
        if one.status != Status.NOT_EXPECTED
    ]  # fmt: skip


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def coverage_month(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    return month_page(request, *expected_month(pk, year, month))


def month_page(
    request: HttpRequest, expected: ExpectedSource, month: date, *, nothing: NothingForm | None = None,
    finance: FinanceForm | None = None,
) -> HttpResponse:  # fmt: skip
    found = cell(expected, month)
    figure = FinanceFigure.objects.filter(expected=expected, month=month).select_related("entered_by").first()
    word, tone, icon = LOOK.get(found.status, (_("not expected"), "outline", "minus"))
    refused = nothing or finance
    page = {
        "expected": expected,
        "month": month,
        "cell": found,
        "seen": _seen(request),
        "pill": {"label": word, "tone": tone, "icon": icon},
        "reconciled": month_of(expected, month),
        "figure": figure,
        "nothing_form": nothing or NothingForm(auto_id="nothing_%s"),
        "finance_form": finance or FinanceForm(instance=figure, auto_id="finance_%s"),
        "form": refused,
        "can_import": decides_for_all(request.user),
        "before": _neighbour(expected, month, -1),
        "after": _neighbour(expected, month, 1),
    }
    return render(request, "travel/coverage_month.html", page, status=422 if refused else 200)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def say_nothing(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    refuse_parts(request)
    expected, first = expected_month(pk, year, month)
    form = NothingForm(request.POST, auto_id="nothing_%s")
    if form.is_valid():
        note = form.cleaned_data["note"]
        done_or_refused(
            request,
            lambda: expecting.say_nothing(by=request.user, expected=expected, month=first, note=note),
            _("The month has nothing to report. You can take that back here."),
        )
        return redirect("travel:coverage_month", pk, year, month)
    return month_page(request, expected, first, nothing=form)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def unsay_nothing(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    refuse_parts(request)
    expected, first = expected_month(pk, year, month)
    done_or_refused(
        request,
        lambda: expecting.unsay_nothing(by=request.user, expected=expected, month=first),
        _("Taken back: the month counts as missing until a file covers it."),
    )
    return redirect("travel:coverage_month", pk, year, month)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def add_expected(request: HttpRequest) -> HttpResponse:
    refuse_parts(request)
    initial = {"source": request.GET.get("source"), "first_month": date(year_asked(request), 1, 1)}
    form = ExpectedForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            added = expecting.add_expected(by=request.user, expected=form.save(commit=False))
        except ActRefused as refused:
            form.add_error("source", str(refused))
        else:
            messages.success(request, _("%(label)s is expected every month now.") % {"label": added.label})
            return redirect(f"{reverse('travel:coverage')}?year={added.first_month.year}")
    return render(request, "travel/expected_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def end_expected(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_parts(request)
    expected = get_object_or_404(ExpectedSource, pk=pk)
    is_sent = request.method == "POST"
    form = EndExpectedForm(request.POST if is_sent else None, initial={"last_month": expected.last_month})
    if is_sent and form.is_valid():
        try:
            expecting.end_expected(by=request.user, expected=expected, last_month=form.cleaned_data["last_month"])
        except ActRefused as refused:
            form.add_error("last_month", str(refused))
        else:
            messages.success(request, _("Saved. The grid shows the months that are expected."))
            return redirect("travel:coverage")
    page = {"form": form, "expected": expected}
    return render(request, "travel/expected.html", page, status=422 if is_sent else 200)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def remove_expected(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_parts(request)
    expected = get_object_or_404(ExpectedSource, pk=pk)
    if done_or_refused(
        request,
        lambda: expecting.remove_expected(by=request.user, expected=expected),
        _("%(label)s is not expected any more.") % {"label": expected.label},
    ):
        return redirect("travel:coverage")
    return redirect("travel:end_expected", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def state_cover(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say which office a file is from and which months it covers, before or after it was committed."""
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    form = CoverForm(request.POST if request.method == "POST" else None, initial=cover_of(batch))
    if request.method == "POST" and form.is_valid():
        cover = form.cover
        expecting.state_cover(
            by=request.user, batch=batch, office=cover["office"], first=cover["period_from"],
            last=cover["period_until"],
        )  # fmt: skip
        messages.success(request, _("Saved: the grid of months follows."))
        return redirect("travel:batch", batch.public_id)
    page = {"form": form, "batch": batch}
    return render(request, "travel/cover_form.html", page, status=422 if form.is_bound else 200)


def years(shown: int) -> list[int]:
    """The years to choose from: those with expected months or legs, and the one shown."""
    this_year = timezone.localdate().year
    found = {shown, this_year}
    for first, last in ExpectedSource.objects.values_list("first_month", "last_month"):
        found.update(range(first.year, min((last or timezone.localdate()).year, this_year) + 1))
    found.update(day.year for day in Leg.every.dates("counted_on", "year"))
    return sorted(found, reverse=True)


def tabs(year: int, here: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"{reverse(f'travel:{name}')}?year={year}", "is_current": name == here}
        for name, label in (("coverage", _("Months received")), ("reconciliation", _("Against finance")))
    ]


def year_asked(request: HttpRequest) -> int:
    """The year asked for; else the last one with expected months that are over."""
    text = request.GET.get("year", "")
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return last_due_year()


def expected_month(pk: int, year: int, month: int) -> tuple[ExpectedSource, date]:
    expected = get_object_or_404(ExpectedSource.objects.select_related("office"), pk=pk)
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        raise Http404(_("There is no such month."))
    return expected, date(year, month, 1)


def _neighbour(expected: ExpectedSource, month: date, step: int) -> dict[str, str] | None:
    index = month.year * 12 + month.month - 1 + step
    other = date(index // 12, index % 12 + 1, 1)
    if not is_expected(expected, other) or other > timezone.localdate():
        return None
    return {
        "url": reverse("travel:coverage_month", args=[expected.pk, other.year, other.month]),
        "label": date_format(other, "F Y"),
    }
