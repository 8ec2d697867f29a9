"""Answering the questions of the form: all of one save are checked before one of them is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import EvidenceFile, Site
from greenops.annual_return.cycle.closing import YearClosed, check_year_is_editable
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import (
    may,
)
from greenops.annual_return.edition import AnswerError, Edition, EditionError, Question
from greenops.annual_return.models import AnnualReturn, ReturnAnswer
from greenops.annual_return.permissions import ReturnPermission


@dataclass(frozen=True)
class Given:
    """An answer to a question; site: None for the organization's. An empty value takes the answer away."""

    question: str
    value: str
    site: Site | None = None
    note: str = ""
    evidence: EvidenceFile | None = None


def may_answer(user: Any) -> bool:
    return may(user, ReturnPermission.PREPARE, ReturnPermission.EDIT_ACTIVITY)


@transaction.atomic
def save_answers(*, by: Any, annual_return: AnnualReturn, edition: Edition, given: Iterable[Given]) -> int:
    """How many answers changed. Raises ReturnRefused naming every answer that is none; nothing is kept then."""
    if not may_answer(by):
        raise PermissionDenied(_("Your role answers no questions of the return."))
    try:
        check_year_is_editable(annual_return.year)
    except YearClosed as closed:
        raise ReturnRefused(str(closed)) from closed
    answers = list(given)
    wrong = [sentence for answer in answers if (sentence := _wrong(edition, answer))]
    if wrong:
        raise ReturnRefused(_("Some answers cannot be kept. Correct them; nothing was saved."), wrong)
    stored = {(row.question, row.site_id): row for row in ReturnAnswer.objects.filter(year=annual_return.year)}
    changes = {}
    for answer in answers:
        before = stored.get((answer.question, answer.site.pk if answer.site else None))
        change = _keep(by, annual_return.year, answer, before)
        if change is not None:
            key = f"{answer.question}{f' {answer.site.code}' if answer.site else ''}"
            changes[key] = change
    if changes:
        record(by=by, action="questions answered", on=annual_return, payload={"changes": changes})
    return len(changes)


def _keep(by: Any, year: int, answer: Given, before: ReturnAnswer | None) -> dict[str, str] | None:
    """What it was and what it is; None where nothing changed."""
    value, note = answer.value.strip(), answer.note.strip()
    was = before.value if before else ""
    evidence = answer.evidence.pk if answer.evidence else None
    if value == was and (before is None or (note, evidence) == (before.note, before.evidence_id)):
        return None
    if not value and before is not None:
        before.delete()
    elif value:
        row = before or ReturnAnswer(year=year, question=answer.question, site=answer.site)
        row.value, row.note, row.answered_by, row.evidence = value, note, by, answer.evidence
        row.save()
    else:
        return None
    return {"was": was, "is": value, **({"evidence": answer.evidence.digest} if answer.evidence else {})}


def problem_of(question: Question, value: str) -> str:
    """What is wrong with an answer, for beside its field; empty where nothing is."""
    try:
        question.value_of(value)
    except AnswerError as error:
        return str(error).removeprefix(f"{question.code}: ")
    return ""


def _wrong(edition: Edition, answer: Given) -> str:
    try:
        question = edition.question(answer.question)
    except EditionError as error:
        return str(error)
    if problem := problem_of(question, answer.value):
        at = f"{answer.site.code}, " if answer.site else ""
        return f"{at}{question.label} ({question.code}): {problem}"
    if (question.per == "site") != (answer.site is not None):
        sentence = _("%(code)s is asked of each site.") if question.per == "site" else _("%(code)s is asked once.")
        return sentence % {"code": question.code}
    return ""
