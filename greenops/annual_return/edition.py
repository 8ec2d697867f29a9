"""An edition of the return's form: its sections, lines and questions, the method behind it. Ours, not UNEP's.

Editions are named by the year of the report, one more than the year of the data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from greenops.annual_return.governance import Questionnaire
from greenops.annual_return.inventory.entry import Scope, SourceGroup
from greenops.annual_return.inventory.method import Method

AnswerType = Literal["text", "yes_no", "number", "percent", "choice", "date"]
ANSWER_TYPES: tuple[AnswerType, ...] = ("text", "yes_no", "number", "percent", "choice", "date")
WORDS = {"yes": True, "no": False}


class EditionError(ValueError):
    """A file of an edition that cannot be used, or an edition that there is not; a sentence with the remedy."""


class AnswerError(ValueError):
    """An answer that does not fit its question; a sentence with the remedy."""


@dataclass(frozen=True)
class FormLine:
    """One line. figure: the function that makes it, of: its parameters.

    scope, source_group: of lines of emissions. counts: the line's emissions are part of the total. optional: they
    stand apart and never in the total.
    """

    code: str
    label: str
    section: str
    unit: str
    figure: str
    of: Mapping[str, Any] = field(default_factory=dict, hash=False)
    scope: Scope | None = None
    source_group: SourceGroup | None = None
    counts: bool = False
    optional: bool = False
    rules: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Question:
    """One question. per: the organization or each site. choices: code and label. required: an answer is expected."""

    code: str
    label: str
    section: str
    type: AnswerType
    per: Literal["organization", "site"] = "organization"
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    required: bool = False
    language: str = ""
    help: str = ""

    def value_of(self, text: str) -> str | float | bool | None:
        """The answer as a value; None for an empty one. Raises AnswerError where the text is no such answer."""
        text = text.strip()
        if not text:
            return None
        if self.type == "yes_no":
            if text not in WORDS:
                raise AnswerError(f"{self.code}: '{text}' is neither yes nor no.")
            return WORDS[text]
        if self.type in ("number", "percent"):
            return self._number(text)
        if self.type == "choice" and text not in self.choices:
            raise AnswerError(f"{self.code}: '{text}' is no choice. Give one of {', '.join(self.choices)}.")
        return text

    def _number(self, text: str) -> float:
        try:
            value = float(text.replace("_", "?"))  # 1_000 is a number to Python alone
        except ValueError:
            raise AnswerError(f"{self.code}: '{text}' is no number. Write it with a point, such as 12.5.") from None
        if not 0 <= value < float("inf"):
            raise AnswerError(f"{self.code}: {text} is out of range. Give a number of 0 or more.")
        if self.type == "percent" and value > 100:
            raise AnswerError(f"{self.code}: {text} is more than 100 %. Give the part of the whole, at most 100.")
        return value


@dataclass(frozen=True)
class FormSection:
    code: str
    title: str
    lines: tuple[FormLine, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Place:
    """Where a field of the return has its place: lines, questions, records (model.field), the state, the document.

    reason: why it is not carried, where it is not.
    """

    field: str
    lines: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    elsewhere: str = ""
    reason: str = ""

    @property
    def is_carried(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Edition:
    """One edition of the form. digest: of the files it was made from, so that a changed file shows in a frozen return.

    thresholds: such as variance_percent, above which a line's change against the year before needs a reason.
    """

    key: str
    report_year: int
    title: str
    mark: str
    notes: tuple[str, ...]
    method: Method = field(hash=False)
    thresholds: Mapping[str, float] = field(hash=False)
    sections: tuple[FormSection, ...]
    questionnaire: Questionnaire = field(hash=False)
    places: tuple[Place, ...]
    digest: str

    @property
    def data_year(self) -> int:
        return self.report_year - 1

    @property
    def version(self) -> str:
        return f"{self.key}-{self.digest[:12]}"

    @property
    def lines(self) -> Iterator[FormLine]:
        """In the order of the form."""
        return (line for section in self.sections for line in section.lines)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    @property
    def not_carried(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.is_carried)

    @cached_property
    def line_by_code(self) -> Mapping[str, FormLine]:
        return {line.code: line for line in self.lines}

    @cached_property
    def question_by_code(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    def line(self, code: str) -> FormLine:
        """Raises EditionError for a code that the form does not have."""
        if code not in self.line_by_code:
            raise EditionError(f"The form of {self.key} has no line '{code}'.")
        return self.line_by_code[code]

    def question(self, code: str) -> Question:
        """Raises EditionError for a code that the form does not have."""
        if code not in self.question_by_code:
            raise EditionError(f"The form of {self.key} has no question '{code}'.")
        return self.question_by_code[code]

    def section(self, code: str) -> FormSection:
        """Raises EditionError for a code that the form does not have."""
        for section in self.sections:
            if section.code == code:
                return section
        raise EditionError(f"The form of {self.key} has no section '{code}'.")
