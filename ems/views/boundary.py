"""The organizational boundary: its front page; for units, sites and personnel a list and a form."""

import uuid
from dataclasses import dataclass
from typing import Any

import django_tables2
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import FilterSet
from django_filters.views import FilterView
from django_tables2.views import SingleTableMixin

from ems import actions, filters, tables
from ems.forms import PersonnelForm, SiteForm, UnitForm
from ems.models import OrganizationUnit, PersonnelCount, Site
from ems.permissions import EmsPermission
from ems.resources import BoundaryResource, PersonnelResource, SiteResource, UnitResource
from ems.views.exporting import download, export_links


@dataclass(frozen=True)
class Kind:
    """What the pages of one kind of part need to know of it. key: in addresses and URL names."""

    key: str
    model: type[actions.BoundaryPart]
    title: str | Promise
    lead: str | Promise
    add_title: str | Promise
    related: tuple[str, ...]
    form: type[forms.ModelForm]
    table: type[django_tables2.Table]
    filterset: type[FilterSet]
    resource: type[BoundaryResource]

    def parts(self) -> QuerySet[Any]:
        return self.model._default_manager.select_related(*self.related)

    @property
    def import_url(self) -> str:
        return reverse(f"admin:ems_{self.model._meta.model_name}_import")


UNITS = Kind(
    "units",
    OrganizationUnit,
    gettext_lazy("Units"),
    gettext_lazy("Bureaus, departments and regional offices that travel and consumption are counted to."),
    gettext_lazy("Add a unit"),
    ("parent",),
    UnitForm,
    tables.UnitTable,
    filters.UnitFilter,
    UnitResource,
)
SITES = Kind(
    "sites",
    Site,
    gettext_lazy("Sites"),
    gettext_lazy("Places where the organization works and meters its consumption."),
    gettext_lazy("Add a site"),
    (),
    SiteForm,
    tables.SiteTable,
    filters.SiteFilter,
    SiteResource,
)
PERSONNEL = Kind(
    "personnel",
    PersonnelCount,
    gettext_lazy("Personnel"),
    gettext_lazy("Full-time equivalents by year, unit and site: what figures per person are divided by."),
    gettext_lazy("Add a personnel count"),
    ("unit", "site"),
    PersonnelForm,
    tables.PersonnelTable,
    filters.PersonnelFilter,
    PersonnelResource,
)
KINDS = (UNITS, SITES, PERSONNEL)


@require_safe
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def boundary(request: HttpRequest) -> HttpResponse:
    """The organization in one view: how many units and sites, and its people by year."""
    counted = PersonnelCount.objects.values("year", "category").annotate(fte=Sum("full_time_equivalents"))
    by_year: dict[int, dict[str, Any]] = {}
    for row in counted:
        year = by_year.setdefault(row["year"], {"total": 0})
        year[row["category"]] = row["fte"]
        year["total"] += row["fte"]
    found_categories = {category for found in by_year.values() for category in found}
    categories = [category for category in PersonnelCount.Category if category.value in found_categories]
    return render(
        request,
        "ems/boundary.html",
        {
            "units": OrganizationUnit.objects.count(),
            "sites": Site.objects.count(),
            "categories": [category.label for category in categories],
            "personnel": [
                (str(year), [found.get(category.value) for category in categories], found["total"])
                for year, found in sorted(by_year.items(), reverse=True)
            ],
            "can_edit": request.user.has_perm(EmsPermission.EDIT_BOUNDARY),  # type: ignore[union-attr]
        },
    )


class BoundaryList(PermissionRequiredMixin, SingleTableMixin, FilterView):
    """The list of one kind: searched, filtered, sorted, and taken out as a file."""

    permission_required = EmsPermission.VIEW_BOUNDARY
    http_method_names = ["get", "head", "options"]
    template_name = "ems/boundary_list.html"
    paginate_by = 50
    kind: Kind = UNITS

    def get_queryset(self) -> QuerySet[Any]:
        return self.kind.parts()

    def get_filterset_class(self) -> type[FilterSet]:
        return self.kind.filterset

    def get_table_class(self) -> type[django_tables2.Table]:
        return self.kind.table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        return context | {
            "kind": self.kind,
            "is_empty": not self.kind.model._default_manager.exists(),
            "tabs": tabs(self.kind),
            "exports": export_links(f"ems:{self.kind.key}_export", self.request),
            "can_add": actions.may_add(user, self.kind.model),
            "can_edit": user.has_perm(EmsPermission.EDIT_BOUNDARY),
            "add_url": reverse(f"ems:{self.kind.key}_add"),
        }


@require_safe
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def export(request: HttpRequest, file_format: str, kind: Kind) -> HttpResponse:
    narrowed = kind.filterset(request.GET, queryset=kind.parts())
    return download(kind.resource(), narrowed.qs, file_format, kind.key)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def edit(request: HttpRequest, kind: Kind, public_id: uuid.UUID | None = None, pk: int | None = None) -> HttpResponse:
    """The form of one part; without public_id and pk, of a new one."""
    part = kind.model()
    if public_id is not None:
        part = get_object_or_404(kind.model, public_id=public_id)
    elif pk is not None:
        part = get_object_or_404(kind.model, pk=pk)
    is_new = part.pk is None
    if not (actions.may_add(request.user, kind.model) if is_new else actions.may_edit(request.user, part)):
        raise PermissionDenied
    title = kind.add_title if is_new else str(part)
    form = kind.form(request.POST or None, instance=part, user=request.user)
    if request.method == "POST" and form.is_valid():
        changed = actions.save(by=request.user, part=form.save(commit=False))
        words = _("%(part)s is saved.") if changed else _("%(part)s stays as it was: nothing was changed.")
        messages.success(request, words % {"part": part})
        return redirect(f"ems:{kind.key}")
    context = {"form": form, "kind": kind, "title": title, "list_url": reverse(f"ems:{kind.key}")}
    return render(request, "ems/boundary_form.html", context)


def tabs(current: Kind) -> list[dict[str, Any]]:
    return [
        {
            "label": kind.title,
            "url": reverse(f"ems:{kind.key}"),
            "is_current": kind is current,
            "count": kind.model._default_manager.count(),
        }
        for kind in KINDS
    ]
