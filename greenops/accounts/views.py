"""People and their roles, for administrators."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ems.views.exporting import download, export_links
from ems.views.listing import FilteredList
from greenops.accounts import actions
from greenops.accounts.forms import RoleAssignmentForm
from greenops.accounts.lists import PeopleFilter, PeopleTable
from greenops.accounts.models import RoleAssignment, User
from greenops.accounts.resources import PeopleResource
from greenops.permissions import GreenOpsPermission
from greenops.roles import ROLES


class PeopleList(FilteredList):
    permission_required = GreenOpsPermission.MANAGE_PEOPLE
    table_class = PeopleTable
    filterset_class = PeopleFilter
    template_name = "people/list.html"

    def get_queryset(self) -> QuerySet[User]:
        return _with_roles()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = export_links("people:export", self.request)
        return super().get_context_data(**kwargs) | {"roles": ROLES.values(), "exports": links}


@require_safe
@permission_required(GreenOpsPermission.MANAGE_PEOPLE, raise_exception=True)
def export(request: HttpRequest, file_format: str) -> HttpResponse:
    """Names and addresses leave the system here, so it is recorded."""
    narrowed = PeopleFilter(request.GET, queryset=_with_roles())
    response = download(PeopleResource(), narrowed.qs, file_format, "people")
    actions.note_people_taken_out(by=request.user, people=narrowed.qs.count())  # type: ignore[arg-type]
    return response


def _with_roles() -> QuerySet[User]:
    """Everybody, with the assignments in force today as `held`."""
    assignments = RoleAssignment.objects.in_force().select_related("unit")
    return User.objects.prefetch_related(Prefetch("role_assignments", assignments, to_attr="held"))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.MANAGE_PEOPLE, raise_exception=True)
def give_role(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, public_id=public_id)
    form = RoleAssignmentForm(request.POST or None, instance=RoleAssignment(user=person))
    if request.method == "POST" and form.is_valid():
        assignment = form.save(commit=False)
        actions.give_role(by=request.user, assignment=assignment)  # type: ignore[arg-type]
        messages.success(
            request, _("%(person)s has the role: %(role)s.") % {"person": person, "role": assignment.label}
        )
        return redirect("people:list")
    return render(request, "people/give_role.html", {"form": form, "person": person, "roles": ROLES.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.MANAGE_PEOPLE, raise_exception=True)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, then ends the role: with yesterday, or with today if it began today."""
    assignment = get_object_or_404(RoleAssignment.objects.in_force().select_related("user", "unit"), pk=pk)
    if request.method != "POST":
        return render(request, "people/end_role.html", {"assignment": assignment})
    try:
        yesterday = timezone.localdate() - timedelta(days=1)
        actions.end_role(by=request.user, assignment=assignment, on=yesterday)  # type: ignore[arg-type]
    except actions.RoleRefused as refused:
        messages.error(request, str(refused))
    else:
        told = {"role": assignment, "day": date_format(assignment.ends_on)}
        messages.success(request, _("%(role)s: the last day of the role is %(day)s.") % told)
    return redirect("people:list")
