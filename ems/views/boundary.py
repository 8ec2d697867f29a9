"""The organizational boundary: its front page; for units, sites and personnel a list and a form."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ems import actions
from ems.models import OrganizationUnit, PersonnelCount, PersonnelRule, Site
from ems.permissions import EmsPermission
from ems.views.exporting import download, export_links
from ems.views.kinds import UNITS, Kind
from ems.views.listing import KindList
from ems.views.registry import KINDS


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
    rules = {rule.year: rule for rule in PersonnelRule.objects.filter(year__in=by_year)}
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
                (
                    str(year),
                    [found.get(category.value) for category in categories],
                    found["total"],
                    _in_inventory(found, rules.get(year)),
                    rules.get(year),
                )
                for year, found in sorted(by_year.items(), reverse=True)
            ],
            "can_edit": request.user.has_perm(EmsPermission.EDIT_BOUNDARY),  # type: ignore[union-attr]
        },
    )


def _in_inventory(found: dict[str, Any], rule: PersonnelRule | None) -> Decimal:
    """The people of a year whom figures per person are divided by."""
    counted = (rule or PersonnelRule()).counted_categories()
    return sum((found[category] for category in counted if category in found), Decimal(0))


class BoundaryList(KindList):
    """The list of one kind: searched, filtered, sorted, and taken out as a file."""

    permission_required = EmsPermission.VIEW_BOUNDARY
    template_name = "ems/boundary_list.html"
    kind: Kind = UNITS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        return context | {
            "tabs": tabs(self.kind),
            "root": root(self.kind),
            "exports": export_links(f"ems:{self.kind.key}_export", self.request),
            "can_add": bool(self.kind.add_title) and actions.may_add(user, self.kind.model),
            "can_import": self.kind.is_imported and actions.may_add(user, self.kind.model),
            "add_url": reverse(f"ems:{self.kind.key}_add") if self.kind.add_title else "",
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
        return redirect(kind.page_of(part))
    back = kind.list_url if is_new else kind.page_of(part)
    remove_url = reverse(f"ems:{kind.key}_remove", args=_key(part)) if kind.is_removable and not is_new else ""
    context = {"form": form, "kind": kind, "title": title, "back": back, "root": root(kind), "remove_url": remove_url}
    return render(request, "ems/boundary_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def remove(request: HttpRequest, kind: Kind, public_id: uuid.UUID | None = None, pk: int | None = None) -> HttpResponse:
    """Ask, and then remove a part on which nothing hangs."""
    found = {"pk": pk} if public_id is None else {"public_id": public_id}
    part = get_object_or_404(kind.model, **found)
    if not actions.may_edit(request.user, part):
        raise PermissionDenied
    form_url, title, after = reverse(f"ems:{kind.key}_change", args=_key(part)), str(part), kind.after_removal(part)
    refusal = ""
    if request.method == "POST":
        try:
            actions.remove(by=request.user, part=part)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, _("%(part)s is removed.") % {"part": title})
            return redirect(after)
    context = {"kind": kind, "title": title, "back": form_url, "root": root(kind), "refusal": refusal}
    return render(request, "ems/boundary_remove.html", context, status=409 if refusal else 200)


def _key(part: Any) -> list[Any]:
    return [getattr(part, "public_id", part.pk)]


def tabs(current: Kind) -> list[dict[str, Any]]:
    """The kinds of the same group; none where the kind stands alone."""
    group = [kind for kind in KINDS if kind.group == current.group]
    return [
        {
            "label": kind.title,
            "url": kind.list_url,
            "is_current": kind is current,
            "count": kind.model._default_manager.count(),
        }
        for kind in group
        if len(group) > 1
    ]


def root(kind: Kind) -> tuple[str | Promise, str]:
    """(words, address) of the page that the list belongs to: the organization, or the first list of its group."""
    if kind.group == UNITS.group:
        return _("Organization"), reverse("ems:boundary")
    first = next(other for other in KINDS if other.group == kind.group)
    return first.title, first.list_url
