"""The imports: their list, the page of one in each of its states, and what can be done with it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from travel import actions, policy, steps
from travel.filters import BatchFilter
from travel.forms import PolicyForm, ReadingForm, policy_of, reading_of
from travel.models import ImportBatch
from travel.models.import_batch import Verdict
from travel.permissions import TravelPermission
from travel.tables import BatchTable, state_pill
from travel.views import batch_page
from travel.views.downloads import Cell, exports, table_response
from travel.views.outcome import done_or_refused

PAGE_ROWS = 25
State = ImportBatch.State


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batches(request: HttpRequest) -> HttpResponse:
    chosen = BatchFilter(request.GET, queryset=_listed(request))
    found = chosen.qs if chosen.is_valid() else ImportBatch.objects.none()
    table = BatchTable(found)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    is_empty = not table.paginator.count and not ImportBatch.objects.for_user(request.user).exists()
    query = request.GET.urlencode()
    page = {
        "table": table,
        "filter": chosen,
        "exports": exports("travel:batches_export", query),
        "is_empty": is_empty,
        "caption": _("Imports"),
    }
    return render(request, "travel/batch_list.html", page)


def _listed(request: HttpRequest) -> QuerySet[ImportBatch]:
    # The reports are large and the list shows nothing of them.
    return (
        ImportBatch.objects.for_user(request.user)
        .with_open_questions()
        .select_related("created_by")
        .defer("report", "preview", "mapping")
    )


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batches_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    chosen = BatchFilter(request.GET, queryset=_listed(request))
    found = chosen.qs if chosen.is_valid() else ImportBatch.objects.none()
    header = [
        "file",
        "sha256",
        "state",
        "source",
        "uploaded_at",
        "uploaded_by",
        "committed_at",
        "rows",
        *(verdict.value for verdict in Verdict),
    ]
    rows: list[list[Cell]] = [
        [
            batch.file_name,
            batch.file_digest,
            batch.state,
            batch.source,
            batch.created_at,
            str(batch.created_by or ""),
            batch.committed_at,
            batch.rows_total,
            *batch.verdict_counts.values(),
        ]
        for batch in found
    ]
    return table_response(ending, "imports", header, rows, _("Imports"))


@require_safe
@never_cache
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batch(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The step that the import has come to."""
    found = _found(request, public_id)
    return render(request, "travel/batch_detail.html", _page(request, found, steps.DUE[found.state]))


@require_safe
@never_cache
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _step(request, public_id, steps.CHECK)


@require_safe
@never_cache
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def result(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _step(request, public_id, steps.RESULT)


def _step(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """The page of a step, or where the step is not open the page of the one that the import has come to."""
    found = _found(request, public_id)
    if key not in steps.OPEN[found.state]:
        return redirect("travel:batch", found.public_id)
    return render(request, "travel/batch_detail.html", _page(request, found, key))


def _found(request: HttpRequest, public_id: uuid.UUID) -> ImportBatch:
    batches = ImportBatch.objects.for_user(request.user).select_related("created_by", "committed_by", "undone_by")
    return get_object_or_404(batches, public_id=public_id)


def _page(request: HttpRequest, batch: ImportBatch, key: str) -> dict[str, Any]:
    can_import = request.user.has_perm(TravelPermission.IMPORT_BOOKINGS)  # type: ignore[union-attr]
    open_questions = steps.questions_of(batch)
    page: dict[str, Any] = {
        "batch": batch,
        "pill": state_pill(batch),
        "steps": steps.steps_of(batch, open_questions=open_questions),
        "current_step": steps.place_of(key),
        "open_questions": open_questions,
        "can_import": can_import,
        "can_undo": request.user.has_perm(TravelPermission.UNDO_BATCH),  # type: ignore[union-attr]
        "can_see_names": request.user.has_perm(TravelPermission.VIEW_NAMES),  # type: ignore[union-attr]
        "legs_url": batch_page.legs_address(batch),
        "has_rows": batch.state in batch_page.HAS_ROWS,
        "report": batch_page.report_of(batch),
        "in_progress": batch.state in ImportBatch.IN_PROGRESS,
        "content": f"travel/batch/{_template_of(batch)}.html",
    }
    if batch.state in batch_page.HAS_QUESTIONS:
        page |= batch_page.questions_of(batch)
    if page["in_progress"]:
        page["progress"] = batch_page.progress_of(batch)
    if can_import and batch.state in (State.REFUSED, State.FAILED):
        page["form"] = ReadingForm(initial=reading_of(batch))
    if batch.state == State.PREVIEWED:
        page["twin"] = actions.committed_twin(batch)
        page["policy_form"] = PolicyForm(initial=policy_of(batch))
        page["bad_rows"] = batch.rows_rejected + batch.rows_ask
    return page


def _template_of(batch: ImportBatch) -> str:
    return "in_progress" if batch.state in ImportBatch.IN_PROGRESS else batch.state


@require_safe
@never_cache
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batch_progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The work under way. htmx asks for the bar alone, and is sent to the page of the next step when it has ended."""
    found = _found(request, public_id)
    if found.state not in ImportBatch.IN_PROGRESS:
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(headers={"HX-Redirect": reverse("travel:batch", args=[found.public_id])})
        return redirect("travel:batch", found.public_id)
    if request.htmx:  # type: ignore[attr-defined]
        asked = request.GET.get("asked", "")
        progress = batch_page.progress_of(found, int(asked) if asked.isascii() and asked.isdigit() else 0)
        return render(request, "_components/progress_now.html", progress)
    return render(request, "travel/batch_detail.html", _page(request, found, steps.DUE[found.state]))


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def choose_policy(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    form = PolicyForm(request.POST)
    whole = form.is_valid() and form.whole_or_nothing

    def choose(**who_and_what: Any) -> None:
        policy.choose(**who_and_what, whole_or_nothing=whole)

    done = _("The file is taken whole or not at all.") if whole else _("The good rows are taken; the others wait.")
    return _act(request, public_id, choose, done)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def confirm(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _act(request, public_id, actions.confirm, _("Confirmed. The legs are being written."))


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def discard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _act(request, public_id, actions.discard, _("The file was discarded. Nothing of it was written."))


def _act(request: HttpRequest, public_id: uuid.UUID, act: Callable[..., None], done: str) -> HttpResponse:
    """Do it, say what came of it, and show the batch."""
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    done_or_refused(request, lambda: act(by=request.user, batch=batch), done)
    return redirect("travel:batch", batch.public_id)
