"""The questions that rows wait for: of all files, of one file, and the form that answers many at once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from travel import answers, steps
from travel.answers import WHOLE_ORGANIZATION, AnswerRefused, Given, questions_in
from travel.asked import Asked, SameKind, asked, by_kind, with_ranges
from travel.filters import QuestionFilter
from travel.models import ImportBatch, Question
from travel.permissions import TravelPermission, decides_for_all
from travel.printed import number

PAGE_QUESTIONS = 20
OTHER = "other"  # the radio button before the field to type in
State = ImportBatch.State


@dataclass
class Entry:
    """One question as it stands in the form, with what was typed and what was wrong with it."""

    asked: Asked
    chosen: str = ""
    typed: str = ""
    everywhere: bool = False
    error: str = ""


@dataclass
class Sent:
    """What a form of answers holds. errors: (mark, words, sentence)."""

    given: list[Given] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def questions(request: HttpRequest) -> HttpResponse:
    """All open questions of the files that the person may see."""
    batches = ImportBatch.objects.for_user(request.user)
    return _answer_or_show(request, batches, "travel/questions.html", {})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batch_questions(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Those of one file, as a step on its way in."""
    batches = ImportBatch.objects.for_user(request.user)
    batch = get_object_or_404(batches, public_id=public_id)
    page = {
        "batch": batch,
        "steps": steps.steps_of(batch, open_questions=steps.questions_of(batch)),
        "current_step": steps.place_of(steps.QUESTIONS),
    }
    return _answer_or_show(request, batches.filter(pk=batch.pk), "travel/batch_questions.html", page)


@never_cache
@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def questions_progress(request: HttpRequest) -> HttpResponse:
    """How many rows are still being read again, for htmx; once there are none the page loads anew."""
    due = rows_due(ImportBatch.objects.for_user(request.user))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("travel:questions")
    if not due:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "_components/progress_now.html", progress_of(due))


def rows_due(batches: QuerySet[ImportBatch]) -> int:
    """Rows that answers given or taken back have read again, and that were not read yet."""
    due = batches.filter(state__in=answers.LIVE).exclude(rows_due=[]).values_list("rows_due", flat=True)
    return sum(len(rows) for rows in due)


def progress_of(due: int) -> dict[str, Any]:
    return {
        "label": _("Rows are read again with the answers"),
        "value": None,
        "total": 0,
        "words": ngettext("%(rows)s row", "%(rows)s rows", due) % {"rows": number(due)},
        "note": _("You can go on answering, or leave this page; a file takes one change at a time, the others wait."),
        "poll_url": reverse("travel:questions_progress"),
    }


def _answer_or_show(
    request: HttpRequest, batches: QuerySet[ImportBatch], template: str, page: dict[str, Any]
) -> HttpResponse:
    opened = questions_in(batches)
    chosen = QuestionFilter(request.GET, queryset=opened)
    found = asked(chosen.qs if chosen.is_valid() else Question.objects.none())
    may_answer = request.user.has_perm(TravelPermission.IMPORT_BOOKINGS)  # type: ignore[union-attr]
    sent = Sent()
    if request.method == "POST":
        if not may_answer:
            return HttpResponse(status=403)
        sent = _sent(request.POST, found)
        if sent.given and not sent.errors and _answered(request, sent):
            return redirect(request.get_full_path())
        if not sent.given and not sent.errors:
            messages.warning(request, _("Nothing was chosen. Choose an answer for one question or more, then send."))
    shown = Paginator(found, PAGE_QUESTIONS).get_page(request.GET.get("page"))
    on_page: Sequence[Asked] = list(shown)
    with_ranges(on_page)
    due = rows_due(batches)
    return render(
        request,
        template,
        {
            **page,
            "filter": chosen,
            "page": shown,
            "groups": _by_source([sent.entries.get(one.mark, Entry(one)) for one in on_page]),
            "same_kind": by_kind(found) if may_answer else [],
            "errors": sent.errors,
            "count": len(found),
            "rows": len({place for one in found for place in one.positions}),
            "is_empty": not found and not opened.exists(),
            "may_answer": may_answer,
            "may_answer_everywhere": decides_for_all(request.user),
            "other": OTHER,
            "due": progress_of(due) if due else None,
        },
        status=422 if sent.errors else 200,
    )


def _by_source(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.asked.source, []).append(entry)
    return [(entries[0].asked.source_label, entries) for entries in groups.values()]


def _sent(data: Mapping[str, str], found: Sequence[Asked]) -> Sent:
    """The answers that a form holds: one for each question, or one for all of a kind."""
    sent = Sent()
    for group in by_kind(found):
        if data.get("all") == group.mark:
            _all_the_same(sent, group, data.get(f"all-{group.mark}", ""))
            return sent
    for one in found:
        entry = Entry(
            one,
            chosen=data.get(f"answer-{one.mark}", ""),
            typed=data.get(f"typed-{one.mark}", "").strip(),
            everywhere=f"everywhere-{one.mark}" in data,
        )
        if entry.chosen or entry.typed:
            sent.entries[one.mark] = entry
            _take(sent, entry)
    return sent


def _all_the_same(sent: Sent, group: SameKind, value: str) -> None:
    if value not in {option["value"] for option in group.options}:
        sent.errors.append((group.mark, group.kind_words, _("Choose the answer that all of them get.")))
        return
    sent.given = [Given(one.source, one.key, value) for one in group.asked]


def _take(sent: Sent, entry: Entry) -> None:
    """The entry's answer, checked, or what is wrong with it beside the question."""
    if entry.typed and entry.chosen not in ("", OTHER):
        entry.error = _("Choose an answer or type one, not both.")
    elif entry.chosen == OTHER and not entry.typed:
        entry.error = _("Type the answer.")
    else:
        source = WHOLE_ORGANIZATION if entry.everywhere else entry.asked.source
        given = Given(source, entry.asked.key, entry.typed or entry.chosen)
        try:
            answers.checked(given)
        except AnswerRefused as refused:
            entry.error = str(refused)
        else:
            sent.given.append(given)
    if entry.error:
        sent.errors.append((entry.asked.mark, entry.asked.subject or entry.asked.kind_words, entry.error))


def _answered(request: HttpRequest, sent: Sent) -> bool:
    """Remember the answers. False when one was refused after all."""
    try:
        answers.answer_all(by=request.user, given=sent.given)
    except AnswerRefused as refused:
        sent.errors.append(("", "", str(refused)))
        return False
    count = len(sent.given)
    said = ngettext(
        "%(count)s question is answered. Its rows are read again; the answer is remembered.",
        "%(count)s questions are answered. Their rows are read again; the answers are remembered.",
        count,
    )
    messages.success(request, said % {"count": number(count)})
    return True
