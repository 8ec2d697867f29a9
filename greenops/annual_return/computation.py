"""Computes the return of a year: gathered values by an edition of the form, line by line."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings

from greenops.annual_return.computed import ComputedReturn, Line, Problem, Section
from greenops.annual_return.edition import Edition, FormLine, Question
from greenops.annual_return.edition_file import edition as edition_named
from greenops.annual_return.edition_file import edition_of_year
from greenops.annual_return.figures import Basis, Figure
from greenops.annual_return.figures.answers import answer_figure
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.gathering.gathered import Gathered


class NothingToReport(ValueError):
    """A year of which nothing is kept; a sentence with the remedy."""


def compute_return(year: int, *, edition: str | None = None, delegates: bool = False) -> ComputedReturn:
    """The return of a data year as it stands now. Reads the database in a fixed number of queries, writes nothing.

    edition: by its key; the one of the year's report where none is named. delegates: whether travel paid by others is
    in air travel. Raises EditionError, and NothingToReport where nothing is kept of the year.
    """
    form = edition_named(edition) if edition else edition_of_year(year)
    return return_of(something(gather(year)), form, delegates=delegates)


def compute_both(year: int, *, edition: str | None = None) -> tuple[ComputedReturn, ComputedReturn]:
    """With delegates off and on, from the same reading of the database. Raises as compute_return does."""
    form = edition_named(edition) if edition else edition_of_year(year)
    gathered = something(gather(year))
    off, on = return_of(gathered, form, delegates=False), return_of(gathered, form, delegates=True)
    # One object where a line is the same: at hundreds of sites its digest, and its place in memory, are asked once.
    same = {line.code: line for line in off.lines}
    return off, replace(on, lines=tuple(same[line.code] if same[line.code] == line else line for line in on.lines))


def return_of(gathered: Gathered, form: Edition, *, delegates: bool) -> ComputedReturn:
    """The return of gathered values by an edition: without a database, the same for the same values."""
    basis = Basis(gathered, form, delegates=delegates)
    lines = []
    problems: list[Problem] = []
    for section in form.sections:
        for line in section.lines:
            made = basis.figure(line.code)
            lines.append(_line(line, made))
            problems += _problems(line, made)
        for question in section.questions:
            answer = answer_figure(basis, question)
            lines.append(_answer(question, answer))
            problems += _problems(question, answer)
    return ComputedReturn(
        year=gathered.year,
        edition=form.key,
        delegates=delegates,
        sections=tuple(Section(section.code, section.title) for section in form.sections),
        lines=tuple(lines),
        inputs_digest=gathered.inputs_digest,
        factor_editions=tuple(sorted({name for line in lines for name in line.factor_editions})),
        method_version=form.version,
        code_version=settings.CODE_VERSION,
        remarks=tuple(_remarks(gathered, form, delegates=delegates)),
        problems=tuple(dict.fromkeys(problems)),
        warnings=tuple(warned.sentence for warned in gathered.warnings),
    )


def something(gathered: Gathered) -> Gathered:
    """The same. Raises NothingToReport where nothing is kept of the year."""
    if gathered.is_empty:
        raise NothingToReport(
            f"Nothing is kept of {gathered.year}: no activity data, no personnel, no travel. "
            "Enter the data of the year first, or give another data year; the report's year is one more."
        )
    return gathered


def _line(line: FormLine, figure: Figure) -> Line:
    return Line(
        code=line.code,
        label=figure.label or line.label,
        section=line.section,
        value=figure.value,
        unit=line.unit,
        scope=line.scope,
        source_group=line.source_group,
        optional=line.optional,
        method_share=figure.method_share,
        inputs=figure.inputs,
        factor_editions=figure.factor_editions,
        equation=figure.equation,
        rules=figure.rules or line.rules,
        note=" ".join(filter(None, (line.note, figure.note))),
    )


def _answer(question: Question, figure: Figure) -> Line:
    return Line(
        code=question.code,
        label=question.label + (f" ({question.language})" if question.language else ""),
        section=question.section,
        value=figure.value,
        unit=figure.unit,
        inputs=figure.inputs,
        note=figure.note,
    )


def _problems(place: FormLine | Question, figure: Figure) -> Iterable[Problem]:
    for trouble in figure.troubles:
        yield Problem(trouble.sentence, place.code, place.section, trouble.site, trouble.stream)


def _remarks(gathered: Gathered, form: Edition, *, delegates: bool) -> Iterable[str]:
    travel = gathered.travel
    yield f"{form.mark} Data of {gathered.year}; report of {gathered.year + 1}."
    if form.report_year != gathered.year + 1:
        yield f"Made by the edition of another report, {form.key}."
    yield f"Boundary of air travel: {travel.sentence_on if delegates else travel.sentence_off}"
    if travel.waiting_rows:
        yield f"{travel.waiting_rows} rows of bookings wait for an answer and are in no figure."
    yield from form.notes
