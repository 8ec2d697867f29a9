"""People and their roles, for administrators."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from greenops.accounts import actions
from greenops.accounts.forms import RoleAssignmentForm
from greenops.accounts.models import RoleAssignment, User
from greenops.permissions import GreenOpsPermission
from greenops.roles import ROLES


@require_safe
@permission_required(GreenOpsPermission.MANAGE_PEOPLE, raise_exception=True)
def people(request: HttpRequest) -> HttpResponse:
    assignments = RoleAssignment.objects.in_force().select_related("unit")
    found = User.objects.prefetch_related(Prefetch("role_assignments", assignments, to_attr="held"))
    return render(request, "people/list.html", {"people": found, "roles": ROLES.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.MANAGE_PEOPLE, raise_exception=True)
def give_role(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(User, public_id=public_id)
    form = RoleAssignmentForm(request.POST or None, instance=RoleAssignment(user=person))
    if request.method == "POST" and form.is_valid():
        actions.give_role(by=request.user, assignment=form.save(commit=False))  # type: ignore[arg-type]
        messages.success(request, _("%(person)s now has the role.") % {"person": person})
        return redirect("people:list")
    return render(request, "people/give_role.html", {"form": form, "person": person})


@require_POST
@permission_required(GreenOpsPermission.MANAGE_PEOPLE, raise_exception=True)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(RoleAssignment.objects.in_force(), pk=pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.end_role(by=request.user, assignment=assignment, on=yesterday)  # type: ignore[arg-type]
    messages.success(request, _("The role has ended."))
    return redirect("people:list")
