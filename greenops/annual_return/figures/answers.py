"""Figures of answers: counts and sums over sites, and the rating of the questionnaire."""

from __future__ import annotations

from math import fsum

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import AnswerError, FormLine, Question
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, Trouble, figure
from greenops.annual_return.gathering.gathered import AnswerFacts
from greenops.annual_return.governance import Given, Rating, rating
from greenops.annual_return.inventory.equations import number

Value = str | float | bool | None


@figure
def sites_answering(basis: Basis, line: FormLine, *, question: str) -> Figure:
    """Sites that answered yes."""
    answers, troubles = _values(basis, basis.edition.question(question))
    if not answers:
        return Figure(None, line.unit, troubles=troubles)
    inputs = tuple(_input(basis, answer, 1.0) for answer, value in answers if value is True)
    return Figure(len(inputs), line.unit, inputs, note=f"{len(answers)} sites answered.", troubles=troubles)


@figure
def answers_sum(basis: Basis, line: FormLine, *, question: str) -> Figure:
    """The sum of the numbers that sites gave."""
    answers, troubles = _values(basis, basis.edition.question(question))
    numbers = [(answer, value) for answer, value in answers if isinstance(value, float)]
    if not numbers:
        return Figure(None, line.unit, troubles=troubles)
    inputs = tuple(_input(basis, answer, value) for answer, value in numbers)
    total = fsum(value for _answer, value in numbers)
    return Figure(total, line.unit, inputs, f"{number(total)} {line.unit}", troubles=troubles)


@figure
def governance_rating(basis: Basis, line: FormLine) -> Figure:
    """The level that the answers reach by the rule of the edition's questionnaire: ours, a sample."""
    found = _rating(basis)
    mark = basis.edition.questionnaire.mark
    if found is None:
        return Figure(None, line.unit, note=f"Nothing of the questionnaire is answered. {mark}")
    further = f" For '{found.next_level}': {', '.join(found.missing)}." if found.next_level else ""
    return Figure(found.label, line.unit, note=f"{mark}{further}")


@figure
def governance_score(basis: Basis, line: FormLine) -> Figure:
    """Weight of what is in place in all weight."""
    found = _rating(basis)
    if found is None:
        return Figure(None, line.unit)
    titles = {facet.code: facet.title for facet in basis.edition.questionnaire.facets}
    inputs = tuple(
        Input(key=f"facet:{code}", label=titles[code], amount=100 * part, unit=line.unit, value=None)
        for code, part in found.by_facet.items()
    )
    return Figure(100 * found.score, line.unit, inputs, note=f"{found.answered} questions are answered.")


def answer_figure(basis: Basis, question: Question) -> Figure:
    """The answer itself as a figure; of a question to sites, how many answered, with each answer."""
    answers, troubles = _values(basis, question)
    if not answers:
        return Figure(None, question.unit, troubles=troubles)
    if question.per == "site":
        inputs = tuple(_input(basis, answer, value if isinstance(value, float) else None) for answer, value in answers)
        return Figure(len(answers), "site", inputs, troubles=troubles)
    answer, value = answers[0]
    if question.type == "choice":
        value = question.choices.get(str(value), value)  # pages and documents print words, not the key of a choice
    evidence = (_input(basis, answer, None),) if answer.has_evidence else ()
    return Figure(value, question.unit, evidence, note=answer.note, troubles=troubles)


def _values(basis: Basis, question: Question) -> tuple[list[tuple[AnswerFacts, Value]], tuple[Trouble, ...]]:
    """Answers that fit the question, and what is wrong with the others."""
    found, troubles = [], []
    for answer in basis.gathered.answers_by_question.get(question.code, ()):
        if bool(answer.site) != (question.per == "site"):
            continue
        try:
            value = question.value_of(answer.value)
        except AnswerError as error:
            at = f"{answer.site}, " if answer.site else ""
            troubles.append(Trouble(f"{at}{error}", answer.site))
            continue
        if value is not None:
            found.append((answer, value))
    return found, tuple(troubles)


def _rating(basis: Basis) -> Rating | None:
    given = {
        answer.question: Given(answer.value, answer.has_evidence)
        for answer in basis.gathered.answers
        if not answer.site
    }
    return rating(basis.edition.questionnaire, given)


def _input(basis: Basis, answer: AnswerFacts, value: float | None) -> Input:
    return Input(
        key="/".join(filter(None, (answer.site, answer.question))),
        label=f"{basis.site_label(answer.site)}: {answer.value}" if answer.site else answer.value,
        amount=value,
        unit="",
        value=value,
        readings=1,
        evidenced=int(answer.has_evidence),
    )
