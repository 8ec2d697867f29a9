"""The questionnaire on environmental governance and how its answers are rated: data of ours, marked as a sample."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

IN_PLACE, NOT_APPLICABLE = "in_place", "not_applicable"


@dataclass(frozen=True)
class GovernanceQuestion:
    """facet: what it belongs to. weight: in the score. needs_evidence: without it, the answer is not in place."""

    code: str
    label: str
    facet: str
    weight: float
    needs_evidence: bool = False


@dataclass(frozen=True)
class Facet:
    code: str
    title: str


@dataclass(frozen=True)
class Level:
    """A rating, and what it takes: at least so much of the weight of these facets (all where none is named) in place.

    leaving_out: questions that this level does not ask for. evidenced: only answers with evidence count.
    """

    code: str
    label: str
    at_least_percent: float
    facets: tuple[str, ...] = ()
    leaving_out: tuple[str, ...] = ()
    evidenced: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """levels: from the lowest to the highest; a level is reached when it and all below it are."""

    key: str
    title: str
    mark: str
    facets: tuple[Facet, ...]
    questions: tuple[GovernanceQuestion, ...]
    choices: Mapping[str, str] = field(hash=False)
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Rating:
    """level: code and label of what was reached. score: weight in place over all weight, 0 to 1.

    by_facet: facet -> the same. next_level: what comes after, and missing: the questions that still stand in the way.
    """

    code: str
    label: str
    score: float
    answered: int
    by_facet: Mapping[str, float]
    next_level: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """One answer: a code of the choices, and whether it has evidence."""

    value: str
    has_evidence: bool


def rating(questionnaire: Questionnaire, given: Mapping[str, Given]) -> Rating | None:
    """The rating of the answers by question code; None where nothing was answered."""
    answers = {question.code: given[question.code] for question in questionnaire.questions if question.code in given}
    if not answers:
        return None
    reached, missing = questionnaire.levels[0], ()
    next_level = ""
    for level in questionnaire.levels[1:]:
        if not _is_reached(questionnaire, level, answers):
            next_level = level.label
            missing = tuple(
                question.code
                for question in _asked(questionnaire, level)
                if not _is_left_out(answers.get(question.code))
                and not _in_place(question, answers, evidenced=level.evidenced)
            )
            break
        reached = level
    return Rating(
        code=reached.code,
        label=reached.label,
        score=_part(questionnaire.questions, answers),
        answered=len(answers),
        by_facet={facet.code: _part(_of(questionnaire, (facet.code,)), answers) for facet in questionnaire.facets},
        next_level=next_level,
        missing=missing,
    )


def questionnaire_of(key: str, content: Mapping[str, Any]) -> Questionnaire:
    """From the plain values of a file. Raises KeyError and TypeError where one is missing or unknown."""
    facets, questions = [], []
    for facet in content["facets"]:
        facets.append(Facet(facet["code"], facet["title"]))
        questions += [
            GovernanceQuestion(
                code=asked["code"],
                label=asked["label"],
                facet=facet["code"],
                weight=float(asked.get("weight", 1)),
                needs_evidence=bool(asked.get("needs_evidence", False)),
            )
            for asked in facet["questions"]
        ]
    lists = ("facets", "leaving_out")
    levels = [Level(**{**level, **{name: tuple(level.get(name, ())) for name in lists}}) for level in content["levels"]]
    return Questionnaire(
        key=key,
        title=content["title"],
        mark=content["mark"],
        facets=tuple(facets),
        questions=tuple(questions),
        choices=dict(content["choices"]),
        levels=tuple(levels),
    )


def _is_reached(questionnaire: Questionnaire, level: Level, answers: Mapping[str, Given]) -> bool:
    part = _part(_asked(questionnaire, level), answers, evidenced=level.evidenced)
    return 100 * part >= level.at_least_percent - 1e-9


def _asked(questionnaire: Questionnaire, level: Level) -> tuple[GovernanceQuestion, ...]:
    asked = _of(questionnaire, level.facets)
    return tuple(question for question in asked if question.code not in level.leaving_out)


def _of(questionnaire: Questionnaire, facets: tuple[str, ...]) -> tuple[GovernanceQuestion, ...]:
    return tuple(question for question in questionnaire.questions if not facets or question.facet in facets)


def _part(asked: tuple[GovernanceQuestion, ...], answers: Mapping[str, Given], *, evidenced: bool = False) -> float:
    """Of the weight, 0 to 1. What does not apply is in neither part nor whole."""
    applies = [question for question in asked if not _is_left_out(answers.get(question.code))]
    whole = sum(question.weight for question in applies)
    done = sum(question.weight for question in applies if _in_place(question, answers, evidenced=evidenced))
    return done / whole if whole else 0.0


def _is_left_out(given: Given | None) -> bool:
    return given is not None and given.value == NOT_APPLICABLE


def _in_place(question: GovernanceQuestion, answers: Mapping[str, Given], *, evidenced: bool) -> bool:
    found = answers.get(question.code)
    if found is None or found.value != IN_PLACE:
        return False
    return found.has_evidence or not (evidenced or question.needs_evidence)
