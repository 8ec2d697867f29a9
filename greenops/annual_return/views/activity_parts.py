"""Factors of suppliers and offsets: a list and a form each."""

import uuid
from dataclasses import dataclass
from typing import Any

import django_tables2
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import FilterSet

from ems.resources import PlainResource
from ems.views.exporting import download, export_links
from ems.views.listing import KindList
from greenops.annual_return.activity.forms import OffsetForm, SupplierForm
from greenops.annual_return.activity.lists import OffsetFilter, OffsetTable, SupplierFilter, SupplierTable
from greenops.annual_return.activity.parts import Part, PartRefused, delete_part, may_edit, save_part
from greenops.annual_return.activity.resources import OffsetResource, SupplierResource
from greenops.annual_return.cycle.closing import YearClosed, closed_because
from greenops.annual_return.models import Offset, SupplierFactor
from greenops.annual_return.permissions import ReturnPermission
from greenops.permissions import GreenOpsPermission


@dataclass(frozen=True)
class Kind:
    """What the pages of one kind need to know of it. key: of its list's URL name."""

    key: str
    model: type[Part]
    title: str | Promise
    lead: str | Promise
    add_title: str | Promise
    empty: str | Promise
    form: type[forms.ModelForm]
    table: type[django_tables2.Table]
    filterset: type[FilterSet]
    resource: type[PlainResource]
    one: str

    def parts(self) -> QuerySet[Any]:
        if self.model is SupplierFactor:
            return (
                SupplierFactor.objects.select_related("evidence")
                .annotate(used=Count("readings"))
                .order_by("supplier", "pk")
            )
        return Offset.objects.select_related("attestation")


SUPPLIERS = Kind(
    "suppliers",
    SupplierFactor,
    gettext_lazy("Factors of suppliers"),
    gettext_lazy("What suppliers of electricity, heat and cooling say one kWh of a year emits."),
    gettext_lazy("Add a factor"),
    gettext_lazy(
        "Add what your supplier publishes for a year, with its source. Readings of that year can then use it."
    ),
    SupplierForm,
    SupplierTable,
    SupplierFilter,
    SupplierResource,
    "supplier",
)
OFFSETS = Kind(
    "offsets",
    Offset,
    gettext_lazy("Offsets"),
    gettext_lazy(
        "Emission reductions bought and cancelled for a year; never taken off the total, always told beside it."
    ),
    gettext_lazy("Add an offset"),
    gettext_lazy("Add what was bought and cancelled, with the serial numbers and the attestation of the registry."),
    OffsetForm,
    OffsetTable,
    OffsetFilter,
    OffsetResource,
    "offset",
)


class PartList(KindList):
    permission_required = GreenOpsPermission.VIEW_RETURN
    template_name = "annual_return/part_list.html"
    kind: Kind = SUPPLIERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "exports": export_links(f"annual_return:{self.kind.key}_export", self.request),
            "can_edit": may_edit(self.request.user, self.kind.model),
            "add_url": reverse(f"annual_return:{self.kind.one}_add"),
        }


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def export(request: HttpRequest, file_format: str, kind: Kind) -> HttpResponse:
    narrowed = kind.filterset(request.GET, queryset=kind.parts())
    return download(kind.resource(), narrowed.qs, file_format, kind.key)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def part(request: HttpRequest, kind: Kind, public_id: uuid.UUID) -> HttpResponse:
    """The form of one; its values alone for people who may not change it."""
    found = get_object_or_404(kind.parts(), public_id=public_id)
    return _form(request, kind, found, str(found))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def add(request: HttpRequest, kind: Kind) -> HttpResponse:
    if not may_edit(request.user, kind.model):
        raise PermissionDenied
    return _form(request, kind, kind.model(), str(kind.add_title))


def _form(request: HttpRequest, kind: Kind, found: Any, title: str) -> HttpResponse:
    allowed = may_edit(request.user, kind.model)
    closed = closed_because(found.year) if found.pk else ""
    if request.method == "POST" and not allowed:
        raise PermissionDenied
    form = kind.form(request.POST or None, instance=found)
    if not allowed or closed:
        for field in form.fields.values():
            field.disabled = True
    elif request.method == "POST" and form.is_valid():
        try:
            save_part(by=request.user, part=form.save(commit=False))
        except YearClosed as refused:
            form.add_error("year", str(refused))
        else:
            messages.success(request, _("%s is saved.") % found)
            return redirect(f"annual_return:{kind.key}")
    page = {
        "form": form,
        "kind": kind,
        "title": title,
        "list_url": reverse(f"annual_return:{kind.key}"),
        "can_edit": allowed and not closed,
        "closed": closed,
        "delete_url": reverse(f"annual_return:{kind.one}_delete", args=[found.public_id]) if found.pk else "",
    }
    return render(request, "annual_return/part_form.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def delete(request: HttpRequest, kind: Kind, public_id: uuid.UUID) -> HttpResponse:
    """Asks first."""
    found = get_object_or_404(kind.parts(), public_id=public_id)
    if not may_edit(request.user, kind.model):
        raise PermissionDenied
    if request.method != "POST":
        page = {"part": found, "kind": kind, "back_url": reverse(f"annual_return:{kind.one}", args=[public_id])}
        return render(request, "annual_return/part_delete.html", page)
    try:
        delete_part(by=request.user, part=found)
    except (PartRefused, YearClosed) as refused:
        messages.error(request, str(refused))
        return redirect(f"annual_return:{kind.one}", public_id)
    messages.success(request, _("%s is deleted.") % found)
    return redirect(f"annual_return:{kind.key}")
