"""The files of a return: its documents with their digests, and input files by the mappings that are data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from greenops.annual_return.computation import NothingToReport
from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.exchange import mapped_file
from greenops.annual_return.documents.files import KINDS, Facts, Kind, facts, file_name, kept, made
from greenops.annual_return.documents.mapping import FileMapping, MappingError, mapping, mappings
from greenops.annual_return.documents.sources import content_of_version, draft_of
from greenops.annual_return.edition import EditionError
from greenops.annual_return.models import AnnualReturn, ReturnVersion
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.permissions import GreenOpsPermission
from travel.views.downloads import XLSX_TYPE, as_download

DRAFT = "draft"
MEDIA_TYPES = {"xlsx": XLSX_TYPE, "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True)
class FileRow:
    """A document on the page. facts: None until it was made once. is_handed_over: it is the file that UNEP has."""

    kind: Kind
    name: str
    url: str
    facts: Facts | None
    is_handed_over: bool


def _whole_return(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A return is of the whole organization: those who look after units of it only see no files of it."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.unit_scope(GreenOpsPermission.VIEW_RETURN).everywhere:
            raise PermissionDenied(_("The documents of a return are for those who look after all units."))
        return view(request, *args, **kwargs)

    return permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)(guarded)


@require_safe
@_whole_return
def files(request: HttpRequest, year: int, state: str = "") -> HttpResponse:
    """The latest version where none is asked for; the year as it stands, as a draft, where there is no version."""
    versions = _versions(year)
    state = state or (f"v{versions[0].number}" if versions else DRAFT)
    context = {
        "year": year,
        "report_year": year + 1,
        "state": state,
        "faces": year_tabs(year, "files"),
        "states": _states(year, versions, state),
    }
    try:
        content = _content(year, state)
    except (EditionError, NothingToReport) as refusal:
        return render(request, "annual_return/files_none.html", context | {"sentence": str(refusal)}, status=404)
    annual_return = AnnualReturn.objects.filter(year=year).first()
    handed_over = annual_return.file_digest if annual_return else ""
    look = facts if "digests" in request.GET else kept
    context |= {
        "content": content,
        "rows": [_row(content, kind, state, look(content, kind.key), handed_over) for kind in KINDS.values()],
        "handed_over": handed_over,
        "handed_over_on": annual_return.handed_over_on if annual_return else None,
        **_mapped(year, state),
    }
    template = "annual_return/_files_table.html" if request.headers.get("HX-Request") else "annual_return/files.html"
    return render(request, template, context)


@require_safe
@_whole_return
def document(request: HttpRequest, year: int, state: str, key: str, ending: str) -> HttpResponseBase:
    """One document as a download."""
    content = _content_or_404(year, state)
    kind = KINDS.get(key)
    if kind is None or kind.ending != ending:
        raise Http404(_("There is no such document of a return."))
    response = HttpResponse(made(content, key), content_type=kind.media_type)
    return as_download(response, file_name(content, kind))


@require_safe
@_whole_return
def mapped(request: HttpRequest, year: int, state: str, key: str) -> HttpResponseBase:
    """An input file by one mapping; a mapping that does not fit says so on a page."""
    content = _content_or_404(year, state)
    delegates = request.GET.get("delegates") == "on"
    try:
        asked = mapping(key)
        body = mapped_file(content, asked, delegates=delegates)
    except MappingError as refusal:
        context = {"year": year, "state": state, "sentence": str(refusal)}
        return render(request, "annual_return/files_none.html", context, status=404)
    name = f"return-{year}-{state}-{asked.key}{'-delegates' if delegates else ''}.{asked.format}"
    return as_download(HttpResponse(body, content_type=MEDIA_TYPES[asked.format]), name)


def _versions(year: int) -> list[ReturnVersion]:
    """The latest first."""
    kept_versions = ReturnVersion.objects.filter(annual_return__year=year).select_related("annual_return")
    return list(kept_versions.order_by("-number"))


def _content(year: int, state: str) -> ReturnContent:
    """Raises Http404 for a version that there is not, EditionError and NothingToReport for a draft of nothing."""
    if state == DRAFT:
        return draft_of(year)
    version = next((version for version in _versions(year) if f"v{version.number}" == state), None)
    if version is None:
        raise Http404(_("There is no such version of the return."))
    return content_of_version(version)


def _content_or_404(year: int, state: str) -> ReturnContent:
    try:
        return _content(year, state)
    except (EditionError, NothingToReport) as refusal:
        raise Http404(str(refusal)) from refusal


def _row(content: ReturnContent, kind: Kind, state: str, found: Facts | None, handed_over: str) -> FileRow:
    url = reverse("annual_return:document", args=[content.year, state, kind.key, kind.ending])
    is_handed_over = bool(handed_over) and found is not None and found.digest == handed_over
    return FileRow(kind, file_name(content, kind), url, found, is_handed_over)


def _states(year: int, versions: list[ReturnVersion], state: str) -> list[dict[str, Any]]:
    words = {f"v{version.number}": _("Version %(number)s") % {"number": version.number} for version in versions}
    words[DRAFT] = _("Draft of today")
    return [
        {
            "label": label,
            "url": reverse("annual_return:files_of", args=[year, key]),
            "is_current": key == state,
        }
        for key, label in words.items()
    ]


def _mapped(year: int, state: str) -> dict[str, Any]:
    """The mappings with their addresses; a folder with a broken one says which it is."""
    try:
        found: tuple[FileMapping, ...] = mappings()
    except MappingError as refusal:
        return {"mappings": [], "mapping_error": str(refusal)}
    return {
        "mappings": [
            {"mapping": one, "url": reverse("annual_return:mapped_file", args=[year, state, one.key])} for one in found
        ]
    }
