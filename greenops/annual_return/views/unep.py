"""The dialogue with UNEP about a year: the hand-over, questions and answers, published figures beside ours."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from greenops.annual_return.cycle import dialogue as acts
from greenops.annual_return.cycle.forms import (
    AnswerForm,
    CorrectForm,
    ExplanationForm,
    FigureForm,
    HandOverForm,
    PublishedForm,
    QueryForm,
)
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import may
from greenops.annual_return.models import AnnualReturn, PublishedFigure, UnepQuery
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.views.year import return_of_year
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.permissions import GreenOpsPermission

PREPARE = ReturnPermission.PREPARE
TOTAL_UNIT = "tCO2eq"


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def dialogue(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)
    page = {
        "annual_return": row,
        "year": year,
        "queries": row.queries.select_related("answered_by"),
        "differences": acts.differences(row),
        "can_write": may(request.user, PREPARE),
        "is_frozen": row.is_frozen,
        "is_published": row.state == AnnualReturn.State.PUBLISHED,
        "tabs": year_tabs(year, "unep"),
    }
    return render(request, "annual_return/unep.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def hand_over(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)
    form = HandOverForm(request.POST or None, initial={"on": row.handed_over_on, "file_digest": row.file_digest})

    def do(given: dict[str, Any]) -> None:
        acts.record_hand_over(by=request.user, annual_return=row, **given)

    return _answered(request, row, form, _("Hand-over to UNEP"), do, _("The hand-over is recorded."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def published(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)

    def do(given: dict[str, Any]) -> None:
        figures = []
        if given["value"] is not None:
            figures.append(
                acts.Given("T.1", given["value"], TOTAL_UNIT, given["source"], explanation=given["explanation"])
            )
        acts.record_published(by=request.user, annual_return=row, on=given["on"], figures=figures)

    said = _("The publication is recorded. Ours stays as it is; a difference is explained below.")
    return _answered(request, row, PublishedForm(request.POST or None), _("Published by UNEP"), do, said)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def add_figure(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)

    def do(given: dict[str, Any]) -> None:
        acts.add_published_figure(by=request.user, year=year, given=acts.Given(**given), published_on=row.published_on)

    form = FigureForm(request.POST or None)
    return _answered(request, row, form, _("Add a published figure"), do, _("The published figure is added."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def explain(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    row = return_of_year(request, year)
    figure = get_object_or_404(PublishedFigure, pk=pk, year=year, is_example=False)

    def do(given: dict[str, Any]) -> None:
        acts.explain_difference(by=request.user, figure=figure, explanation=given["explanation"])

    form = ExplanationForm(request.POST or None, initial={"explanation": figure.explanation})
    title = _("%(code)s: why the published figure differs") % {"code": figure.code}
    return _answered(request, row, form, title, do, _("The difference is explained."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def correct(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    row = return_of_year(request, year)
    figure = get_object_or_404(PublishedFigure, pk=pk, year=year, is_example=False)

    def do(given: dict[str, Any]) -> None:
        acts.correct_published_figure(by=request.user, figure=figure, **given)

    form = CorrectForm(request.POST or None, initial={"value": figure.value.normalize()})
    title = _("%(code)s: correct a figure that was typed wrongly") % {"code": figure.code}
    return _answered(request, row, form, title, do, _("The published figure is corrected."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def ask(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)

    def do(given: dict[str, Any]) -> None:
        acts.record_query(by=request.user, annual_return=row, **given)

    form = QueryForm(request.POST or None)
    return _answered(request, row, form, _("Record a question of UNEP"), do, _("The question is recorded."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PREPARE, raise_exception=True)
def answer(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    row = return_of_year(request, year)
    query = get_object_or_404(UnepQuery, pk=pk, annual_return=row)

    def do(given: dict[str, Any]) -> None:
        acts.answer_query(by=request.user, query=query, answer=given["answer"])

    form = AnswerForm(request.POST or None, initial={"answer": query.answer})
    return _answered(request, row, form, query.question, do, _("The answer is recorded."))


def _answered(
    request: HttpRequest,
    row: AnnualReturn,
    form: forms.Form,
    title: str,
    do: Callable[[dict[str, Any]], None],
    said: str,
) -> HttpResponse:
    """The page of a form whose act leads back to the dialogue; refused, the form says why."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except ReturnRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect("annual_return:unep", year=row.year)
    page = {
        "form": form,
        "title": title,
        "annual_return": row,
        "year": row.year,
        "back": reverse("annual_return:unep", args=[row.year]),
    }
    return render(request, "annual_return/return_form.html", page, status=422 if form.errors else 200)
