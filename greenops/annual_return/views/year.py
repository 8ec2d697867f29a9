"""The page of a year: its state, who signed, what stands in the way, and what can be done now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from greenops.annual_return.computation import NothingToReport
from greenops.annual_return.cycle import workflow
from greenops.annual_return.cycle.forms import OpenForm, TermsForm
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import may
from greenops.annual_return.edition import EditionError
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.models import ActivityReading, AnnualReturn
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.printed import printed_value, unit_words
from greenops.annual_return.readiness import Readiness, readiness
from greenops.annual_return.standing import Standing, standing
from greenops.annual_return.views.acts import ACTS, BY_KEY, Act
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.permissions import GreenOpsPermission

State = AnnualReturn.State
# Total, facilities, air travel, other travel, for each person, share that rests on estimates.
SIGNED_FOR = ("T.1", "T.5", "T.6", "T.7", "T.8", "T.13")
LOOKED_AT = (State.OPEN, State.IN_COLLECTION, State.IN_REVIEW)


def check_reads_all(request: HttpRequest) -> None:
    """Raises PermissionDenied for people who look after certain units only."""
    user: Any = request.user
    if not user.unit_scope(GreenOpsPermission.VIEW_RETURN).everywhere:
        raise PermissionDenied(_("The return is the whole organization's; your role is for certain units."))


def return_of_year(request: HttpRequest, year: int) -> AnnualReturn:
    """For somebody who reads the whole return. Raises PermissionDenied, Http404."""
    check_reads_all(request)
    people = ("prepared_by", "reviewed_by", "approved_by", "submitted_by", "restating_by")
    return get_object_or_404(AnnualReturn.objects.select_related(*people), year=year)


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def year(request: HttpRequest, year: int) -> HttpResponse:
    check_reads_all(request)
    if not AnnualReturn.objects.filter(year=year).exists():
        can_open = may(request.user, ReturnPermission.PREPARE) and year <= timezone.localdate().year
        form = OpenForm(initial={"year": year}) if can_open else None
        # Lines and documents of today's data are there before anybody opens the return.
        tabs = year_tabs(year, "year") if ActivityReading.objects.filter(year=year).exists() else None
        page = {"year": year, "report_year": year + 1, "form": form, "tabs": tabs}
        return render(request, "annual_return/not_opened.html", page)
    return _page(request, return_of_year(request, year))


@require_POST
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def act(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """One of the acts; refused, the page says why, with what moved or what is missing."""
    row, chosen = return_of_year(request, year), BY_KEY[key]
    if not may(request.user, *chosen.permissions):
        raise PermissionDenied
    form = chosen.bound(request.POST)
    if not form.is_valid():
        return _page(request, row, wrong=(chosen, form), status=422)
    try:
        chosen.function(by=request.user, annual_return=row, **form.cleaned_data)
    except ReturnRefused as refused:
        return _page(request, return_of_year(request, year), refused=refused, status=409)
    messages.success(request, str(chosen.done))
    return redirect("annual_return:year", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.PREPARE, raise_exception=True)
def open_return(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = workflow.open_return(by=request.user, **form.cleaned_data)
        except ReturnRefused as refused:
            form.add_error("year", str(refused))
        else:
            messages.success(request, _("The return of %(year)s is open.") % {"year": opened.year})
            return redirect("annual_return:year", year=opened.year)
    page = {"form": form, "title": _("Open a return")}
    return render(request, "annual_return/return_form.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.PREPARE, raise_exception=True)
def change_terms(request: HttpRequest, year: int) -> HttpResponse:
    """Edition of the form and day of the hand-over."""
    row = return_of_year(request, year)
    form = TermsForm(request.POST or None, initial={"edition": row.edition, "due_on": row.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.change_terms(by=request.user, annual_return=row, **form.cleaned_data)
        except ReturnRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Edition and date are saved."))
            return redirect("annual_return:year", year=year)
    page = {"form": form, "annual_return": row, "year": year, "title": _("Edition and date")}
    return render(request, "annual_return/return_form.html", page, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    row: AnnualReturn,
    *,
    refused: ReturnRefused | None = None,
    wrong: tuple[Act, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    stands = _standing(row)
    found = readiness(row, computed=stands.off if stands else None) if row.state in LOOKED_AT else None
    offered = [
        {
            "act": offered,
            "form": wrong[1] if wrong and wrong[0] is offered else offered.bound(),
            "for_others": offered.is_for_others(request.user, row),
            "waits": offered.key == "send_to_review" and found is not None and not found.is_ready,
        }
        for offered in ACTS
        if offered.is_offered(request.user, row)
    ]
    page = {
        "annual_return": row,
        "year": row.year,
        "edition": edition_named(row.edition),
        "tabs": year_tabs(row.year, "year"),
        "steps": _steps(row),
        "current": list(State).index(State(row.state)) + 1,
        "readiness": found,
        "meter": _meter(found),
        "figures": _figures(row, stands),
        "standing": stands,
        "offered": offered,
        "refused": refused,
        "signatures": row.signatures.select_related("signed_by").order_by("signed_at", "pk"),
        "versions": row.versions.select_related("frozen_by", "approved_by").order_by("-number"),
        "can_prepare": may(request.user, ReturnPermission.PREPARE),
        "can_settle": may(request.user, ReturnPermission.PREPARE, ReturnPermission.EDIT_ACTIVITY),
    }
    return render(request, "annual_return/year.html", page, status=status)


def _standing(row: AnnualReturn, edition: str | None = None) -> Standing | None:
    """None where nothing can be computed; what stands in the way then says why. edition: for today's data."""
    try:
        return standing(row.year, row, edition=edition)
    except (EditionError, NothingToReport):
        return None


def _figures(row: AnnualReturn, stands: Standing | None) -> list[dict[str, str]]:
    """What somebody who signs wants to see first, each leading to what it was made from.

    While the year is restated: what would be signed now, above what is frozen.
    """
    frozen = {line.code: line for line in stands.off.lines} if stands and stands.version else {}
    now = _standing(row, edition=row.edition) if row.restating_at else stands
    lines = {line.code: line for line in now.off.lines} if now else {}
    return [
        {
            "label": lines[code].label,
            "value": printed_value(lines[code].value, lines[code].unit),
            "unit": unit_words(lines[code].unit),
            # The page of a line shows it as it is frozen.
            "url": reverse("annual_return:verify", args=[row.year])
            if row.restating_at
            else reverse("annual_return:line", args=[row.year, code]),
            "sub": _("frozen: %(value)s") % {"value": printed_value(frozen[code].value, frozen[code].unit)}
            if row.restating_at and code in frozen
            else "",
        }
        for code in SIGNED_FOR
        if code in lines
    ]


def _steps(row: AnnualReturn) -> list[dict[str, Any]]:
    reached = list(State).index(State(row.state))
    return [
        {"label": state.label.capitalize(), "is_done": number < reached, "url": "", "note": ""}
        for number, state in enumerate(State)
    ]


def _meter(found: Readiness | None) -> dict[str, Any]:
    if found is None:
        return {}
    words = _("%(done)s of %(items)s things that are asked are there") % {"done": found.done, "items": found.items}
    return {"value": found.done, "total": found.items or 1, "words": words}
