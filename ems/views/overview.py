"""The first page of the environmental management system."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ems.models import OrganizationUnit, PersonnelCount, Site
from ems.permissions import EmsPermission


@require_safe
@permission_required(EmsPermission.VIEW_CONTROLS, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    """What the system knows today of what an EMS stands on: units, sites, people."""
    return render(
        request,
        "ems/overview.html",
        {
            "units": OrganizationUnit.objects.count(),
            "sites": Site.objects.count(),
            "latest_year": PersonnelCount.objects.order_by("-year").values_list("year", flat=True).first(),
            "can_view_boundary": request.user.has_perm(EmsPermission.VIEW_BOUNDARY),  # type: ignore[union-attr]
        },
    )
