"""What is said section by section: answers, owners, reasons of changes, omissions."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ems.models import EvidenceFile, Site
from greenops.annual_return import answers, notes, variance
from greenops.annual_return.cycle.forms import OmissionForm, OwnersForm, ReasonForm
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import may
from greenops.annual_return.edition import Edition, EditionError, FormSection, Question
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.models import AnnualReturn, Omission, ReturnAnswer
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.views.year import return_of_year
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.permissions import GreenOpsPermission

VIEW = GreenOpsPermission.VIEW_RETURN
FILES_OFFERED = 200


@require_safe
@permission_required(VIEW, raise_exception=True)
def questions(request: HttpRequest, year: int) -> HttpResponse:
    """The sections that ask, with how many of their questions are answered."""
    row = return_of_year(request, year)
    form = edition_named(row.edition)
    sites = _sites(year)
    answered: dict[str, set[int | None]] = {}
    for question, site in ReturnAnswer.objects.filter(year=year).values_list("question", "site"):
        answered.setdefault(question, set()).add(site)
    listed = []
    for section in form.sections:
        places = [(asked, len(sites) if asked.per == "site" else 1) for asked in section.questions]
        if places:
            done = sum(min(len(answered.get(asked.code, ())), number) for asked, number in places)
            listed.append({"section": section, "done": done, "of": sum(number for _asked, number in places)})
    page = {"annual_return": row, "year": year, "sections": listed, "tabs": year_tabs(year, "questions")}
    return render(request, "annual_return/questions.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(VIEW, raise_exception=True)
def section_answers(request: HttpRequest, year: int, section: str) -> HttpResponse:
    """The questions of a section: those of the organization as a form, those of each site as a table."""
    row = return_of_year(request, year)
    form = edition_named(row.edition)
    try:
        asked = form.section(section)
    except EditionError as error:
        raise Http404(str(error)) from error
    sites = _sites(year)
    may_write = answers.may_answer(request.user)
    refused = None
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        try:
            changed = answers.save_answers(
                by=request.user, annual_return=row, edition=form, given=_given(request, year, asked, sites)
            )
        except ReturnRefused as error:
            refused = error
        else:
            said = _("%(n)s answers are saved.") if changed else _("Nothing was changed.")
            messages.success(request, said % {"n": changed})
            return redirect("annual_return:section_answers", year=year, section=section)
    page = {
        "annual_return": row,
        "year": year,
        "section": asked,
        "own": [_field(request, year, question, None) for question in asked.questions if question.per != "site"],
        "by_site": [question for question in asked.questions if question.per == "site"],
        "rows": _rows(request, year, asked, sites),
        "can_write": may_write and row.is_editable,
        "files": EvidenceFile.objects.order_by("title", "name")[:FILES_OFFERED] if may_write else [],
        "refused": refused,
        "neighbours": _neighbours(form, section),
        "tabs": year_tabs(year, "questions"),
    }
    return render(request, "annual_return/section_answers.html", page, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(VIEW, raise_exception=True)
def owners(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)
    sections = _titles(edition_named(row.edition))
    held = dict(row.section_owners.values_list("section", "owner"))
    form = OwnersForm(request.POST or None, sections=sections, owners=held)
    if request.method == "POST":
        if not may(request.user, ReturnPermission.PREPARE):
            raise PermissionDenied
        if form.is_valid():
            for code, _title in sections:
                owner = form.cleaned_data[f"owner_{code}"]
                if (owner.pk if owner else None) != held.get(code):
                    notes.set_owner(by=request.user, annual_return=row, section=code, owner=owner)
            messages.success(request, _("The owners of the sections are saved."))
            return redirect("annual_return:year", year=year)
    kept = row.section_owners.select_related("owner")
    page = {
        "annual_return": row,
        "year": year,
        "form": form if may(request.user, ReturnPermission.PREPARE) else None,
        "owners": [(code, title, next((o.owner for o in kept if o.section == code), None)) for code, title in sections],
        "tabs": year_tabs(year, "year"),
    }
    return render(request, "annual_return/owners.html", page, status=422 if form.errors else 200)


@require_safe
@permission_required(VIEW, raise_exception=True)
def changes(request: HttpRequest, year: int) -> HttpResponse:
    """Lines that moved against the year before, each with its reason or the form that asks for it."""
    return _changes_page(request, return_of_year(request, year))


@require_POST
@permission_required(ReturnPermission.PREPARE, raise_exception=True)
def give_reason(request: HttpRequest, year: int, code: str) -> HttpResponse:
    row = return_of_year(request, year)
    form = ReasonForm(request.POST)
    try:
        given = form.cleaned_data["reason"] if form.is_valid() else ""
        variance.give_reason(by=request.user, annual_return=row, code=code, reason=given)
    except EditionError as error:
        raise Http404(str(error)) from error
    except ReturnRefused as refused:
        return _changes_page(request, row, refused=refused, status=422)
    messages.success(request, _("The reason of %(code)s is saved.") % {"code": code})
    return redirect("annual_return:variance", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(VIEW, raise_exception=True)
def omissions(request: HttpRequest, year: int) -> HttpResponse:
    row = return_of_year(request, year)
    form = OmissionForm(request.POST or None, sections=_titles(edition_named(row.edition)))
    may_write = may(request.user, ReturnPermission.PREPARE)
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                notes.add_omission(by=request.user, annual_return=row, **form.cleaned_data)
            except ReturnRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The omission is recorded."))
                return redirect("annual_return:omissions", year=year)
    page = {
        "annual_return": row,
        "year": year,
        "omissions": row.omissions.select_related("site"),
        "form": form if may_write and row.is_editable else None,
        "can_write": may_write and row.is_editable,
        "tabs": year_tabs(year, "year"),
    }
    return render(request, "annual_return/omissions.html", page, status=422 if form.errors else 200)


@require_POST
@permission_required(ReturnPermission.PREPARE, raise_exception=True)
def remove_omission(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    row = return_of_year(request, year)
    omission = get_object_or_404(Omission, pk=pk, annual_return=row)
    try:
        notes.remove_omission(by=request.user, omission=omission)
    except ReturnRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The omission is taken away. The record of events keeps it."))
    return redirect("annual_return:omissions", year=year)


def _changes_page(
    request: HttpRequest, row: AnnualReturn, *, refused: ReturnRefused | None = None, status: int = 200
) -> HttpResponse:
    form = edition_named(row.edition)
    page = {
        "annual_return": row,
        "year": row.year,
        "before": row.year - 1,
        "threshold": form.thresholds["variance_percent"],
        "variances": variance.variances_now(row),
        "can_write": may(request.user, ReturnPermission.PREPARE)
        and (row.state in variance.UNFROZEN or row.is_editable),
        "refused": refused,
        "tabs": year_tabs(row.year, "variance"),
    }
    return render(request, "annual_return/changes.html", page, status=status)


def _titles(form: Edition) -> list[tuple[str, str]]:
    return [(section.code, section.title) for section in form.sections]


def _sites(year: int) -> list[Site]:
    """Sites that were open in the year."""
    open_codes = {site.code for site in gather(year).sites}
    return [site for site in Site.objects.order_by("code") if site.code in open_codes]


def _name(question: Question, site: Site | None) -> str:
    return f"{question.code}@{site.code}" if site else question.code


def _given(request: HttpRequest, year: int, section: FormSection, sites: list[Site]) -> Iterable[answers.Given]:
    """What was sent. Note and evidence that the page did not ask for stay as they are kept."""
    proofs = {str(file.public_id): file for file in EvidenceFile.objects.all()}
    for question in section.questions:
        for site in sites if question.per == "site" else [None]:
            name = _name(question, site)
            if name in request.POST:
                stored = _stored(request, year).get((question.code, site.pk if site else None))
                note = request.POST.get(f"note:{name}", stored.note if stored else "")
                proof = proofs.get(request.POST[f"evidence:{name}"]) if f"evidence:{name}" in request.POST else None
                if f"evidence:{name}" not in request.POST and stored:
                    proof = stored.evidence
                yield answers.Given(question.code, request.POST[name], site, note, proof)


def _field(request: HttpRequest, year: int, question: Question, site: Site | None) -> dict[str, Any]:
    """What the template needs to show one question: what was sent, else what is kept."""
    stored = _stored(request, year).get((question.code, site.pk if site else None))
    name = _name(question, site)
    sent = request.POST if request.method == "POST" else {}
    choices = question.choices or ({"yes": _("yes"), "no": _("no")} if question.type == "yes_no" else {})
    value = sent.get(name, stored.value if stored else "")
    return {
        "name": name,
        "question": question,
        "value": value,
        "error": answers.problem_of(question, value) if name in sent else "",
        "shown": choices.get(value, value),
        "note": sent.get(f"note:{name}", stored.note if stored else ""),
        "evidence": stored.evidence if stored else None,
        "choices": list(choices.items()),
        "answered_by": stored.answered_by if stored else None,
        "answered_at": stored.answered_at if stored else None,
    }


def _stored(request: HttpRequest, year: int) -> dict[tuple[str, int | None], ReturnAnswer]:
    """All answers of the year, read once a request."""
    kept: dict[tuple[str, int | None], ReturnAnswer] | None = getattr(request, "_answers_of_year", None)
    if kept is None:
        rows = ReturnAnswer.objects.filter(year=year).select_related("answered_by", "evidence")
        kept = {(row.question, row.site_id): row for row in rows}
        request._answers_of_year = kept  # type: ignore[attr-defined]
    return kept


def _rows(request: HttpRequest, year: int, section: FormSection, sites: list[Site]) -> list[dict[str, Any]]:
    asked = [question for question in section.questions if question.per == "site"]
    if not asked:
        return []
    return [{"site": site, "fields": [_field(request, year, question, site) for question in asked]} for site in sites]


def _neighbours(form: Edition, section: str) -> dict[str, FormSection | None]:
    """The sections with questions before and after this one."""
    asking = [found for found in form.sections if found.questions or found.code == section]
    here = next(number for number, found in enumerate(asking) if found.code == section)
    return {
        "before": asking[here - 1] if here else None,
        "after": asking[here + 1] if here + 1 < len(asking) else None,
    }
