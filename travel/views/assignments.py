"""Assignments made in bulk: their list, the page of one, undoing it, and assigning its legs otherwise."""


from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from travel import assignment as acts
from travel.actions import ActRefused
from travel.models import Assignment
from travel.permissions import TravelPermission
from travel.printed import number
from travel.unassigned_tables import AssignForm, AssignmentFilter, AssignmentTable
from travel.views.downloads import Cell, exports, table_response
from travel.views.outcome import done_or_refused
from travel.views.unassigned import tabs

PAGE_ROWS = 50


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def assignments(request: HttpRequest) -> HttpResponse:
    chosen = AssignmentFilter(request.GET, queryset=acts.listed(request.user))
    table = AssignmentTable(chosen.qs if chosen.is_valid() else Assignment.objects.none())
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode()
    page = {
        "table": table,
        "filter": chosen,
        "caption": _("Assignments made"),
        "tabs": tabs(request),
        "is_empty": not Assignment.objects.exists(),
        "exports": exports("travel:assignments_export", query),
    }
    return render(request, "travel/assignment_list.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def assignments_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    chosen = AssignmentFilter(request.GET, queryset=acts.listed(request.user))
    header = ["assigned_at", "assigned_by", "what", "to", "source", "cost_centre_or_word", "legs", "remembered",
              "undone_at", "undone_by"]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.made_at, str(one.made_by or ""), one.field, one.value, one.source, one.cost_centre, one.legs_count,
         "yes" if one.remembered else "no", one.undone_at, str(one.undone_by or "")]
        for one in (chosen.qs if chosen.is_valid() else ())
    ]  # fmt: skip
    return table_response(ending, "assignments", header, rows, _("Assignments"))


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(acts.listed(request.user), pk=pk)
    return _page(request, found, AssignForm(field=found.field, may_remember=False))


def _page(request: HttpRequest, found: Assignment, form: AssignForm) -> HttpResponse:
    page = {
        "assignment": found,
        "form": form,
        "later": acts.later_assignments(found),
        "gone": found.legs_count - found.assigned_legs.count(),
        "can_undo": _may_change(request, found, TravelPermission.UNDO_BATCH),
        "can_assign": _may_change(request, found, TravelPermission.IMPORT_BOOKINGS),
    }
    return render(request, "travel/assignment.html", page, status=422 if form.errors else 200)


@require_POST
@permission_required(TravelPermission.UNDO_BATCH, raise_exception=True)
def undo_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(acts.listed(request.user), pk=pk)
    if not _may_change(request, found, TravelPermission.UNDO_BATCH):
        raise PermissionDenied
    done_or_refused(request, lambda: acts.undo(by=request.user, assignment=found), _undone_words)
    return redirect("travel:assignment", found.pk)


def _undone_words(outcome: acts.Undone) -> str:
    words = ngettext(
        "Undone: %(restored)s leg has its value from before.",
        "Undone: %(restored)s legs have their value from before.",
        outcome.restored,
    ) % {"restored": number(outcome.restored)}
    if outcome.kept:
        words += " " + _("%(kept)s keep what was assigned to them later.") % {"kept": number(outcome.kept)}
    return words


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def assign_otherwise(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(acts.listed(request.user), pk=pk)
    if not _may_change(request, found, TravelPermission.IMPORT_BOOKINGS):
        raise PermissionDenied
    form = AssignForm(request.POST, field=found.field, may_remember=False)
    if form.is_valid():
        try:
            made = acts.assign_otherwise(by=request.user, assignment=found, value=form.cleaned_data["value"])
        except ActRefused as refused:
            form.add_error("value", str(refused))
        else:
            words = _("%(legs)s legs now count as %(value)s.")
            messages.success(request, words % {"legs": number(made.legs_count), "value": made.value})
            return redirect("travel:assignment", made.pk)
    return _page(request, found, form)


def _may_change(request: HttpRequest, found: Assignment, permission: TravelPermission) -> bool:
    """Somebody for certain units changes only what he assigned himself."""
    scope = request.user.unit_scope(permission)  # type: ignore[union-attr]
    return bool(scope.everywhere or (scope and found.made_by_id == request.user.pk))
