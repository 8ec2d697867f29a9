"""The rows of a batch with their verdicts, as a page and as files."""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ems.audit import record
from travel.batch_reading import read, saved_profiles, version_of
from travel.filters import BatchRowFilter
from travel.imports.errors import FileRefused
from travel.imports.handed_back import hand_back
from travel.imports.profile import text_form
from travel.models import BatchRow, ImportBatch
from travel.models.import_batch import Verdict
from travel.permissions import TravelPermission
from travel.views.batch_page import HAS_ROWS
from travel.views.downloads import as_download, csv_response, name_beside, safe_text
from travel.views.row_cells import shown_cells

PAGE_ROWS = 50
# What an officer corrects in the file and uploads again.
GOES_BACK = (Verdict.REJECTED, Verdict.ASK)
State = ImportBatch.State


@dataclass(frozen=True)
class RowBack:
    """A row that goes back: where it stands, its cells as they were read, and why it does not count."""

    sheet: str
    line: int | None
    cells: dict[str, str]
    sentence: str


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batch_rows(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id, state__in=HAS_ROWS)
    chosen = BatchRowFilter(
        request.GET, queryset=batch.rows.order_by("position"), reasons=sorted(batch.report.get("reasons", {}))
    )
    found = chosen.qs if chosen.is_valid() else BatchRow.objects.none()
    with_names = request.user.has_perm(TravelPermission.VIEW_NAMES)  # type: ignore[union-attr]
    shown = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [(row, shown_cells(row, with_names=with_names)) for row in shown]
    page = {"batch": batch, "filter": chosen, "page": shown, "rows": rows}
    return render(request, "travel/batch_rows.html", page)


@require_safe
@permission_required((TravelPermission.IMPORT_BOOKINGS, TravelPermission.VIEW_NAMES), raise_exception=True)
def rejected_rows(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The rejected rows, or with ?verdict=ask those to be answered: the file's own headers, and why in one more."""
    verdict = request.GET.get("verdict", Verdict.REJECTED)
    if verdict not in GOES_BACK:
        raise Http404(_("Only rows that are rejected or to be answered are handed back."))
    batch = get_object_or_404(
        ImportBatch.objects.for_user(request.user), public_id=public_id, state__in=(*HAS_ROWS, State.PREVIEWED)
    )
    rows = list(_rows_of(batch, verdict))
    with transaction.atomic():
        record(by=request.user, action="rows handed back", on=batch, payload={"verdict": verdict, "rows": len(rows)})
    headers = batch.preview.get("headers", [])
    encoding, separator = text_form(batch.mapping, saved_profiles(pinned=version_of(batch)).get(batch.source))
    try:
        back = hand_back(
            batch.stored_file.path,
            file_name=batch.file_name,
            headers=headers,
            reasons={(row.sheet, row.line): row.sentence for row in rows if row.line is not None},
            title=_why(headers),
            safe=safe_text,
            limits=settings.IMPORT_LIMITS,
            encoding=encoding,
            separator=separator,
        )
    except (FileRefused, OSError, ValueError):
        # The file is not kept any more, or is no table: its cells as they were read.
        return _cells_csv(batch, verdict, headers, rows)
    answer = HttpResponse(back.content, content_type=back.content_type)
    return as_download(answer, name_beside(batch.file_name, verdict, back.ending))


def _cells_csv(batch: ImportBatch, verdict: str, headers: list[str], rows: list[RowBack]) -> HttpResponseBase:
    # The order of the file; whatever else the rows hold comes after it.
    every = list(dict.fromkeys([*headers, *(name for row in rows for name in row.cells)]))
    lines = [[*(row.cells.get(header, "") for header in every), row.sentence] for row in rows]
    return csv_response(name_beside(batch.file_name, verdict, "csv"), [*every, _why(every)], lines)


def _why(headers: Iterable[str]) -> str:
    """The name of the added column, other than any in the file."""
    title = _("Why it does not count")
    return title if title not in headers else f"{title} (GreenOps)"


def _rows_of(batch: ImportBatch, verdict: str) -> Iterator[RowBack]:
    """Before the commit only the file has its rows, so it is read again."""
    if batch.state in HAS_ROWS:
        found = batch.rows.filter(verdict=verdict).order_by("position")
        for row in found.iterator(chunk_size=2000):
            yield RowBack(row.sheet, row.line, {**row.cells, **(row.personal_cells or {})}, row.sentence)
        return
    try:
        rows = read(batch).rows
    except FileRefused as refused:
        raise Http404(str(refused)) from refused
    some = rows[rows["verdict"] == verdict]
    for sheet, line, cells, personal, sentence in zip(
        some["sheet"], some["line"], some["cells"], some["personal"], some["sentence"], strict=True
    ):
        yield RowBack(sheet, None if pd.isna(line) else int(line), {**(cells or {}), **(personal or {})}, sentence)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def rows_csv(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Every row with its verdict, as the command `import_bookings --rows` writes it."""
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    if not batch.rows_file:
        raise Http404(_("The rows of this file are not kept."))
    answer = FileResponse(batch.rows_file.open("rb"), content_type="text/csv; charset=utf-8")
    return as_download(answer, name_beside(batch.file_name, "rows", "csv"))


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def report_json(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The report, as the command `import_bookings --report` writes it."""
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    if not batch.report:
        raise Http404(_("This file has no report."))
    content: dict[str, Any] = batch.report
    answer = HttpResponse(json.dumps(content, indent=2, ensure_ascii=False), content_type="application/json")
    return as_download(answer, name_beside(batch.file_name, "report", "json"))
