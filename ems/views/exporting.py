"""A list, as it is narrowed on the page, as a CSV or XLSX file."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from ems.resources import EXPORT_FORMATS, PlainResource


def export_links(name: str, request: HttpRequest) -> list[tuple[str, str]]:
    """(words, address) for each format, with the filters of the page."""
    query = request.GET.copy()
    for key in ("page", "sort", "verify"):
        query.pop(key, None)
    ending = f"?{query.urlencode()}" if query else ""
    return [(key.upper(), reverse(name, args=[key]) + ending) for key in EXPORT_FORMATS]


def download(resource: PlainResource, queryset: QuerySet[Any], file_format: str, name: str) -> HttpResponse:
    """The file as a download. Raises Http404 for a format that is not offered."""
    if file_format not in EXPORT_FORMATS:
        raise Http404(f"The formats are {', '.join(EXPORT_FORMATS)}.")
    written = EXPORT_FORMATS[file_format]()
    content = written.export_data(resource.export(queryset))
    if isinstance(content, str):
        content = content.encode("utf-8-sig")  # without the mark spreadsheets assume an older encoding
    file_name = f"{name}-{timezone.localdate()}.{file_format}"
    return HttpResponse(
        content,
        content_type=written.get_content_type(),
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
