"""What rows ask before they can count: one question for all the rows that the same thing holds up."""

from collections.abc import Mapping
from dataclasses import dataclass

from travel.imports.folding import fold

# Answers of a source: question key -> value. What values a key takes is said in docs/import.md.
Answers = Mapping[str, str]


def meaning_key(table: str, word: str) -> str:
    """The key under which it is remembered what a word means for a source, where no row had to wait for it."""
    return f"word:{table}:{fold(word)}"[:200]


@dataclass(frozen=True)
class Option:
    """One answer to choose. value is what is remembered, label and hint what the officer reads."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Ask:
    """What one row asks, before it is grouped with the other rows that ask the same.

    sentence: with {rows} where the number of rows stands. also: rows that no question holds up and that an answer
    changes all the same, such as those whose second date stands in the column asked about.
    """

    key: str
    subject: str
    sentence: str
    options: tuple[Option, ...] = ()
    free: str = ""
    also: tuple[int, ...] = ()


@dataclass(frozen=True)
class Question:
    """key: stable for the source, without a person's name. kind: the reason code of the rows.

    subject: what it is about, as LON. sentence: the question as asked, as "LON stands on 41 rows: which airport?".
    free: what may be answered beside the options. positions: the rows that wait for it. kin: these and the rows whose
    reading can depend on theirs (same ticket or booking, or same traveller and places): what is read again with an
    answer. Reading these alone gives what reading the whole file gives for them.
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


@dataclass(frozen=True)
class Answered:
    """An answer that rows were read with: what is read again when it is taken back."""

    key: str
    value: str
    positions: tuple[int, ...]
    kin: tuple[int, ...]
