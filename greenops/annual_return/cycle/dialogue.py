"""After submission: handing over, UNEP's questions and our answers, and what UNEP published beside ours."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from greenops.annual_return.computed import Line
from greenops.annual_return.cycle.freezing import frozen_figures, latest_version
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.cycle.signing import (
    check_may,
    held,
    move,
    written,
)
from greenops.annual_return.models import AnnualReturn, PublishedFigure, UnepQuery
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.printed import unit_words

# As units are typed: without the small digits that pages print.
PLAIN_DIGITS = str.maketrans("₂₃₄²³", "23423")
State = AnnualReturn.State
PREPARE = ReturnPermission.PREPARE


@dataclass(frozen=True)
class Given:
    """A figure as it was published. value: with the decimals that were printed: they say how exact it is."""

    code: str
    value: Decimal
    unit: str
    source: str
    explanation: str = ""
    starts_new_series: bool = False
    note: str = ""


@dataclass(frozen=True)
class Difference:
    """A published figure beside ours. ours: None where the version has no such line or no number in it.

    amount: published less ours; None where there is nothing to compare. is_within_rounding: ours rounds to theirs.
    label: of the line; empty where the version has none.
    """

    figure: PublishedFigure
    label: str
    ours: float | None
    amount: float | None
    is_within_rounding: bool

    @property
    def needs_explanation(self) -> bool:
        return self.amount is not None and not self.is_within_rounding and not self.figure.explanation


@transaction.atomic
def record_hand_over(*, by: Any, annual_return: AnnualReturn, on: date, file_digest: str) -> AnnualReturn:
    """When the return was handed over to UNEP, and the SHA-256 of the file that was."""
    check_may(by, PREPARE)
    row = held(annual_return, *AnnualReturn.FROZEN)
    file_digest = file_digest.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", file_digest):
        raise ReturnRefused(_("A SHA-256 digest has 64 characters of 0-9 and a-f. Copy it from the page of files."))
    assert row.submitted_at is not None
    first = timezone.localdate(row.submitted_at)
    if not first <= on <= timezone.localdate():
        sentence = _("The hand-over of %(on)s is before the return was submitted (%(first)s) or after today.")
        raise ReturnRefused(sentence % {"on": on, "first": first})
    was = {"on": str(row.handed_over_on or ""), "digest": row.file_digest}
    move(row, row.state, handed_over_on=on, file_digest=file_digest)
    payload = {"on": str(on), "digest": file_digest, "was": was}
    record(by=by, action="return handed over", on=row, payload=payload)
    return row


@transaction.atomic
def record_published(
    *, by: Any, annual_return: AnnualReturn, on: date, figures: Collection[Given] = ()
) -> AnnualReturn:
    """UNEP published the year. Its figures stand beside ours, which stay."""
    check_may(by, PREPARE)
    row = held(annual_return, State.SUBMITTED)
    if row.handed_over_on is None:
        raise ReturnRefused(_("Record first when the return was handed over: nothing is published before."))
    if not row.handed_over_on <= on <= timezone.localdate():
        sentence = _("The publication of %(on)s is before the hand-over (%(first)s) or after today.")
        raise ReturnRefused(sentence % {"on": on, "first": row.handed_over_on})
    for given in figures:
        _add(by, row.year, given, published_on=on)
    move(row, State.PUBLISHED, published_on=on)
    payload = {"on": str(on), "figures": {given.code: str(given.value) for given in figures}}
    record(by=by, action="return published", on=row, payload=payload)
    return row


@transaction.atomic
def add_published_figure(*, by: Any, year: int, given: Given, published_on: date | None = None) -> PublishedFigure:
    """A figure of a published year, or of a year before the system, which takes part in the trend as published."""
    check_may(by, PREPARE)
    row = AnnualReturn.objects.filter(year=year).first()
    if row is not None and row.state != State.PUBLISHED:
        sentence = _("The return of %(year)s is %(state)s. Record first that it was published.")
        raise ReturnRefused(sentence % {"year": year, "state": row.get_state_display()})
    if year > timezone.localdate().year:
        raise ReturnRefused(_("%(year)s lies ahead: nothing of it is published.") % {"year": year})
    figure = _add(by, year, given, published_on=published_on)
    payload = {"year": year, "code": given.code, "value": str(given.value), "source": given.source}
    record(by=by, action="published figure added", on=figure, payload=payload)
    return figure


@transaction.atomic
def correct_published_figure(*, by: Any, figure: PublishedFigure, value: Decimal, reason: str) -> PublishedFigure:
    """For a figure that was typed wrongly: the event keeps what stood there."""
    check_may(by, PREPARE)
    reason = written(reason, _("Say why the published figure is corrected."))
    was = str(figure.value)
    figure.value, figure.entered_by = value, by
    figure.save(update_fields=["value", "entered_by", "entered_at"])
    record(
        by=by, action="published figure corrected", on=figure, payload={"was": was, "is": str(value), "reason": reason}
    )
    return figure


@transaction.atomic
def explain_difference(*, by: Any, figure: PublishedFigure, explanation: str) -> PublishedFigure:
    check_may(by, PREPARE)
    explanation = written(explanation, _("Say why the published figure differs from ours."))
    was, figure.explanation = figure.explanation, explanation
    figure.save(update_fields=["explanation", "entered_at"])
    payload = {"year": figure.year, "code": figure.code, "was": was, "is": explanation}
    record(by=by, action="difference explained", on=figure, payload=payload)
    return figure


@transaction.atomic
def record_query(*, by: Any, annual_return: AnnualReturn, asked_on: date, question: str, code: str = "") -> UnepQuery:
    """A question of UNEP about a return that was handed over; code: the line that it is about, if one."""
    check_may(by, PREPARE)
    row = held(annual_return, *AnnualReturn.FROZEN)
    question = written(question, _("Write down what was asked."))
    if asked_on > timezone.localdate():
        raise ReturnRefused(_("%(on)s lies ahead. Give the day on which it was asked.") % {"on": asked_on})
    version = latest_version(row)
    if code and version is not None and not version.lines.filter(code=code).exists():
        raise ReturnRefused(_("'%(code)s' is no line of this return. Leave it empty, or give one.") % {"code": code})
    query = UnepQuery.objects.create(annual_return=row, asked_on=asked_on, question=question, code=code)
    record(by=by, action="query of UNEP recorded", on=query, payload={"year": row.year, "question": question})
    return query


@transaction.atomic
def answer_query(*, by: Any, query: UnepQuery, answer: str) -> UnepQuery:
    """An answer that is given again replaces the one before, which stays in the record of events."""
    check_may(by, PREPARE)
    answer = written(answer, _("Write down what was answered."))
    was = query.answer
    query.answer, query.answered_by, query.answered_at = answer, by, timezone.now()
    query.save(update_fields=["answer", "answered_by", "answered_at"])
    payload = {"year": query.annual_return.year, "was": was, "is": answer}
    record(by=by, action="query of UNEP answered", on=query, payload=payload)
    return query


def differences(annual_return: AnnualReturn) -> list[Difference]:
    """The published figures of the year beside those of the latest version, without delegates."""
    version = latest_version(annual_return)
    lines = frozen_figures(version).off if version else ()
    ours = {line.code: line for line in lines}
    published = PublishedFigure.objects.filter(year=annual_return.year, is_example=False)
    return [_difference(figure, ours.get(figure.code)) for figure in published]


def _difference(figure: PublishedFigure, line: Line | None) -> Difference:
    value, label = (line.value, line.label) if line is not None else (None, "")
    if not isinstance(value, int | float) or isinstance(value, bool):
        return Difference(figure, label, None, None, is_within_rounding=False)
    amount = float(figure.value) - value
    # The decimals that were printed are not kept with trailing zeros: a whole number is taken as rounded to one.
    exponent = figure.value.normalize().as_tuple().exponent
    step = 10.0 ** min(int(exponent), 0)
    return Difference(figure, label, float(value), amount, is_within_rounding=abs(amount) <= step / 2 + 1e-9)


def _add(by: Any, year: int, given: Given, *, published_on: date | None) -> PublishedFigure:
    code, source = given.code.strip(), given.source.strip()
    if not given.value.is_finite() or given.value < 0:
        raise ReturnRefused(
            _("%(code)s: %(value)s is no figure. Give a number of 0 or more.") % {"code": code, "value": given.value}
        )
    unit = _unit(year, code, given.unit.strip())
    if not code or not source or not unit:
        raise ReturnRefused(_("A published figure needs its line, its unit, and where it was published."))
    if PublishedFigure.objects.filter(year=year, code=code, is_example=False).exists():
        sentence = _("%(year)s %(code)s: a published figure is there already. Correct it if it was typed wrongly.")
        raise ReturnRefused(sentence % {"year": year, "code": code})
    return PublishedFigure.objects.create(
        year=year,
        code=code,
        value=given.value,
        unit=unit,
        source=source,
        published_on=published_on,
        explanation=given.explanation.strip(),
        starts_new_series=given.starts_new_series,
        note=given.note.strip(),
        entered_by=by,
    )


def _unit(year: int, code: str, unit: str) -> str:
    """The unit of our line, in which alone a published figure can stand beside ours; as given where nothing is frozen.

    Raises ReturnRefused for a code that is no line of the frozen return, and for another unit than the line's.
    """
    row = AnnualReturn.objects.filter(year=year).first()
    version = latest_version(row) if row is not None else None
    if not code or version is None:
        return unit
    line = version.lines.filter(code=code, delegates=False).first()
    if line is None:
        told = {"code": code, "year": year}
        raise ReturnRefused(_("'%(code)s' is no line of the return of %(year)s. Give one, such as T.1.") % told)
    ours = str(line.content["unit"])
    if unit and unit.translate(PLAIN_DIGITS) not in (ours, unit_words(ours).translate(PLAIN_DIGITS)):
        told = {"code": code, "ours": unit_words(ours), "unit": unit}
        raise ReturnRefused(
            _("%(code)s is in %(ours)s, not in %(unit)s. Turn the published figure into %(ours)s, and say so.") % told
        )
    return ours
