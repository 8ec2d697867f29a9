"""Pages of the boundary and of the record of events."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ems.audit import broken_links
from ems.models import Event, OrganizationUnit, PersonnelCount, Site
from ems.permissions import EmsPermission


@require_safe
@permission_required(EmsPermission.VIEW_CONTROLS, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "ems/overview.html")


@require_safe
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def boundary(request: HttpRequest) -> HttpResponse:
    """Units, sites and personnel by year."""
    personnel = (
        PersonnelCount.objects.values("year", "category").annotate(fte=Sum("full_time_equivalents")).order_by("-year")
    )
    labels = dict(PersonnelCount.Category.choices)
    return render(
        request,
        "ems/boundary.html",
        {
            "units": OrganizationUnit.objects.select_related("parent"),
            "sites": Site.objects.all(),
            "personnel": [{**row, "label": labels[row["category"]]} for row in personnel],
            "can_edit": request.user.has_perm(EmsPermission.EDIT_BOUNDARY),  # type: ignore[union-attr]
        },
    )


@require_safe
@permission_required(EmsPermission.VIEW_EVENTS, raise_exception=True)
def events(request: HttpRequest) -> HttpResponse:
    """The record of events, newest first, and on demand the proof of its chain."""
    page = Paginator(Event.objects.select_related("actor"), 50).get_page(request.GET.get("page"))
    checked = list(broken_links()) if "verify" in request.GET else None
    return render(request, "ems/events.html", {"page": page, "broken": checked})
