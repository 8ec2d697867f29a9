"""The answers that are remembered: by whom, for which source, on how many rows; taking one back, declaring one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from travel import answers as acts
from travel.answer_table import AnswerTable
from travel.filters import AnswerFilter
from travel.forms import StandInForm
from travel.models import Answer, Question
from travel.permissions import TravelPermission, decides_for_all
from travel.views.downloads import Cell, exports, table_response

PAGE_ROWS = 50
EXPORT_HEADER = (
    "source", "about", "kind", "question", "answer", "rows", "answered_at", "answered_by", "taken_back_at",
    "taken_back_by", "key",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def answers(request: HttpRequest) -> HttpResponse:
    """The list; sent by POST, a place is declared for every source of the organization."""
    may_declare = decides_for_all(request.user)
    if request.method == "POST" and not may_declare:
        raise PermissionDenied
    form = StandInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        acts.answer(by=request.user, source=acts.WHOLE_ORGANIZATION, key=form.key, value=given["airport"])
        told = {"place": given["place"], "airport": given["airport"]}
        messages.success(request, _("%(place)s is read as %(airport)s in the files of every source.") % told)
        return redirect("travel:answers")
    chosen = AnswerFilter(request.GET, queryset=_listed(request))
    table = AnswerTable(_found(chosen), by=request.user)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode()
    page = {
        "table": table,
        "filter": chosen,
        "form": form if may_declare else None,
        "is_empty": not table.paginator.count and not acts.visible_to(request.user).exists(),
        "exports": exports("travel:answers_export", query),
        "caption": _("Remembered answers"),
    }
    return render(request, "travel/answer_list.html", page, status=422 if form.errors else 200)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def answers_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    found = _found(AnswerFilter(request.GET, queryset=_listed(request)))
    return table_response(ending, "answers", EXPORT_HEADER, _lines(found), _("Remembered answers"))


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(Answer, pk=pk)
    try:
        acts.retract(by=request.user, answer=answer)
    except acts.AnswerRefused as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(
        request,
        _("The answer is taken back. The rows that rested on it are read again and wait for another one."),
    )
    return redirect("travel:answers")


def _listed(request: HttpRequest) -> QuerySet[Answer]:
    """With the number of rows that rest on each, in files whose rows can still change."""
    settled = Question.objects.filter(acts.CAN_CHANGE, answer=OuterRef("pk")).order_by()
    rows = settled.values("answer").annotate(sum=Sum("rows")).values("sum")
    counted = Coalesce(Subquery(rows), 0, output_field=IntegerField())
    return acts.visible_to(request.user).select_related("answered_by", "retracted_by").annotate(rows=counted)


def _found(chosen: AnswerFilter) -> QuerySet[Answer]:
    return chosen.qs if chosen.is_valid() else Answer.objects.none()


def _lines(found: QuerySet[Any]) -> Iterator[list[Cell]]:
    for answer in found:
        yield [
            answer.source, answer.subject, answer.kind, answer.sentence, answer.value, answer.rows,
            answer.answered_at, str(answer.answered_by or ""), answer.retracted_at, str(answer.retracted_by or ""),
            answer.key,
        ]  # fmt: skip
