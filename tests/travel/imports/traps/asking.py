"""Asking and answering in the tests of traps: what a file asks, and what an answer makes of it."""

from typing import Any

from tests.travel.imports.booking_file import Read
from travel.imports.questions import Question
from travel.imports.reading import Reading


def asked(reading: Reading, kind: str) -> Question:
    """The one question of this kind; every row that waits is in one of the questions."""
    waiting = set(reading.rows.index[reading.rows["verdict"] == "ask"])
    assert waiting == {position for question in reading.questions for position in question.positions}
    (question,) = (question for question in reading.questions if question.kind == kind)
    return question


def choices(question: Question) -> list[str]:
    return [option.value for option in question.options]


def answered(read: Read, kind: str, value: str, *lines: str, **options: Any) -> Reading:
    """The lines read again with the one question of this kind answered."""
    key = asked(read(*lines, **options), kind).key
    return read(*lines, answers={key: value}, **options)
