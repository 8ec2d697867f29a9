"""The sources that bookings come from: how each is read, its versions, whose its cost centres are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from travel import sources as acts
from travel.answers import visible_to
from travel.batch_reading import as_profile
from travel.imports.definition import definition_of, profile_yaml
from travel.imports.profile import Profile, profiles
from travel.models import ImportBatch, SourceProfile
from travel.permissions import TravelPermission, decides_for_all
from travel.source_forms import KEPT, SHIPPED, CostCentreForm, SourceFilterForm, SourceImportForm
from travel.source_tables import SourceTable
from travel.views.downloads import Cell, as_download, exports, table_response
from travel.views.outcome import refuse_parts

PAGE_ROWS = 25


@dataclass(frozen=True)
class Listed:
    """A source in the list. saved_at and saved_by are empty for those that are shipped."""

    key: str
    label: str
    grain: str
    version: int
    is_saved: bool
    imports: int
    saved_at: datetime | None = None
    saved_by: str = ""

    @property
    def kind(self) -> str:
        return KEPT if self.is_saved else SHIPPED


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def sources(request: HttpRequest) -> HttpResponse:
    form = SourceFilterForm(request.GET)
    table = SourceTable(_narrowed(request, form), order_by=request.GET.get("sort", "label"))
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode()
    page = {
        "table": table,
        "filter": {"form": form, "is_bound": bool(request.GET)},
        "exports": exports("travel:sources_export", query),
        "caption": _("Sources"),
        "import_form": SourceImportForm() if decides_for_all(request.user) else None,
    }
    return render(request, "travel/source_list.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def sources_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    header = ["key", "name", "grain", "version", "kind", "imports", "saved_at", "saved_by"]
    rows: list[list[Cell]] = [
        [one.key, one.label, one.grain, one.version, one.kind, one.imports, one.saved_at, one.saved_by]
        for one in _narrowed(request, SourceFilterForm(request.GET))
    ]
    return table_response(ending, "sources", header, rows, _("Sources"))


def _narrowed(request: HttpRequest, form: SourceFilterForm) -> list[Listed]:
    counted = ImportBatch.objects.for_user(request.user).order_by().values("source").annotate(number=Count("pk"))
    imports = {line["source"]: line["number"] for line in counted}
    newest = {one.key: one for one in SourceProfile.objects.select_related("created_by").order_by("version")}
    listed = [
        Listed(one.key, one.label, one.grain, one.version, False, imports.get(one.key, 0))
        for one in profiles().values()
    ] + [
        Listed(
            one.key, one.label, str(one.definition.get("grain", "segment")), one.version, True,
            imports.get(one.key, 0), one.created_at, str(one.created_by or ""),
        )
        for one in newest.values()
    ]  # fmt: skip
    return [one for one in listed if form.lets_through(one.key, one.label, one.kind)]


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def source(request: HttpRequest, key: str) -> HttpResponse:
    shipped = profiles().get(key)
    versions = _versions(key)
    batches = ImportBatch.objects.for_user(request.user).filter(source=key)
    if shipped is None and not versions and not batches.exists():
        raise Http404
    profile = shipped or (as_profile(versions[0]) if versions else None)
    seen = _seen_cost_centres(batches)
    can_change = decides_for_all(request.user)
    page = {
        "key": key,
        "profile": profile,
        "label": profile.label if profile else key,
        "is_shipped": shipped is not None,
        "definition": _lines(profile) if profile else [],
        "versions": _compared(versions),
        "batches": batches.defer("report", "preview", "mapping")[:10],
        "answers": visible_to(request.user).filter(source=key, retracted_at__isnull=True).count(),
        "can_change": can_change,
        "cost_form": CostCentreForm(source=key, seen=seen, can_change=can_change),
        "import_form": SourceImportForm(initial={"key": key}) if can_change and shipped is None else None,
    }
    return render(request, "travel/source_detail.html", page)


def _versions(key: str) -> list[SourceProfile]:
    return list(SourceProfile.objects.filter(key=key).select_related("created_by").order_by("-version"))


def _compared(versions: list[SourceProfile]) -> list[dict[str, Any]]:
    """Newest first, each with what it says otherwise than the one before it."""
    before = [*versions[1:], *([None] if versions else [])]
    return [
        {
            "version": version,
            "differences": acts.differences(older.definition, version.definition) if older else [],
            "is_first": older is None,
        }
        for version, older in zip(versions, before, strict=True)
    ]


def _lines(profile: Profile) -> list[tuple[str, str]]:
    """The definition value by value, as the differences name it."""
    return [(one.name, one.after) for one in acts.differences({}, definition_of(profile))]


def _seen_cost_centres(batches: QuerySet[ImportBatch]) -> dict[str, int]:
    """Cost centres of the last imports of the source, with their legs."""
    seen: dict[str, int] = {}
    for preview in batches.exclude(preview={}).values_list("preview", flat=True)[:24]:
        for code, legs in preview.get("cost_centres", {}).items():
            if code:
                seen[code] = seen.get(code, 0) + legs
    return seen


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def source_yaml(request: HttpRequest, key: str) -> HttpResponseBase:
    """The profile as a text, newest version or the one asked for, to keep or to carry to another installation."""
    shipped = profiles().get(key)
    versions = {str(one.version): one for one in reversed(_versions(key))}
    asked = request.GET.get("version") or next(reversed(versions), "")
    if shipped is None and asked not in versions:
        raise Http404
    profile = shipped or as_profile(versions[asked])
    answer = HttpResponse(profile_yaml(profile), content_type="application/yaml; charset=utf-8")
    return as_download(answer, f"{key}-{profile.version}.yaml")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def import_source(request: HttpRequest) -> HttpResponse:
    """A profile from its YAML form, as a new version of the source it names."""
    refuse_parts(request)
    form = SourceImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        key = slugify(form.cleaned_data["key"] or str(content.get("key", "")))[:80]
        try:
            saved = acts.save(
                by=request.user, definition=content, key=key, label=str(content.get("label", "") or key)[:200]
            )
        except acts.SourceRefused as refused:
            form.add_error("file", str(refused))
        else:
            told = {"source": saved.label, "version": saved.version}
            messages.success(request, _("%(source)s stands as version %(version)d.") % told)
            return redirect("travel:source", saved.key)
    return render(request, "travel/source_import.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def cost_centres(request: HttpRequest, key: str) -> HttpResponse:
    refuse_parts(request)
    batches = ImportBatch.objects.for_user(request.user).filter(source=key)
    form = CostCentreForm(request.POST, source=key, seen=_seen_cost_centres(batches), can_change=True)
    if form.is_valid():
        changed = acts.assign_cost_centres(by=request.user, source=key, units=form.assigned)
        told = {"number": changed}
        messages.success(request, _("%(number)d cost centres changed. They hold from the next reading on.") % told)
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    return redirect(f"{reverse('travel:source', args=[key])}#cost-centres")
