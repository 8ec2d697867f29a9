"""What rows ask before they can count: one question for all the rows that the same thing holds up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Answers of a source: question key -> value. What values a key takes is said by the question's kind below.
Answers = Mapping[str, str]

FREE: Final = ("", "place", "number", "text")


@dataclass(frozen=True)
class Option:
    """One answer to choose. value is what is remembered, label and hint what the officer reads."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """key: stable for the source, without a person's name. kind: the reason code of the rows.

    subject: what it is about, as LON. sentence: the question as asked, as "LON stands on 41 rows: which airport?".
    free: what may be answered beside the options. positions: the rows that wait for it. kin: these and the rows whose
    reading can depend on theirs (same ticket, reference or traveller): what is read again with an answer.
    """

    key: str
    kind: str
    subject: str
    column: str
    sentence: str
    options: tuple[Option, ...]
    free: str
    positions: tuple[int, ...]
    kin: tuple[int, ...]
