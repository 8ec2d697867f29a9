"""The open questions of a file's rows, the answers that were given to them, and what an answer was used for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from travel.imports.folding import so_many
from travel.imports.questions import Answered, Answers, Ask, Question
from travel.imports.rows import Mask, Rows

Kin = Callable[[Sequence[int]], tuple[int, ...]]

_JOIN = "\x1f"
_LONGEST_KEY = 150


@dataclass(eq=False)
class _Asked:
    ask: Ask
    kind: str
    column: str
    positions: list[int] = field(default_factory=list)


class Asking:
    """Collects questions by key. answers: what was said before, by the same keys."""

    def __init__(self, rows: Rows, answers: Answers) -> None:
        self.rows = rows
        self.answers = answers
        self._asked: dict[str, _Asked] = {}
        self._used: dict[str, dict[int, None]] = {}
        self._refused: dict[str, str] = {}
        self._said: dict[int, list[str]] = {}
        self._dropped: set[int] = set()

    def add(self, row: int, ask: Ask, kind: str, column: str) -> None:
        """One more row that waits for this."""
        asked = self._asked.get(ask.key)
        if asked is None:
            asked = self._asked[ask.key] = _Asked(ask, kind, column)
        if not asked.positions or asked.positions[-1] != row:
            asked.positions.append(row)

    def once(self, key: str, ask: Callable[[], Ask]) -> Ask:
        """The question of a key, made when the first row asks it."""
        asked = self._asked.get(key)
        return asked.ask if asked else ask()

    def drop(self, row: int) -> None:
        """Nothing is to be asked of the row any more."""
        self._dropped.add(row)

    def answer(self, key: str, allowed: Iterable[str] | Callable[[str], bool] | None = None) -> str:
        """The answer given to a key; '' where there is none, or none of those allowed: then it is asked again."""
        value = self.answers.get(key, "")
        if value and allowed is not None and not (allowed(value) if callable(allowed) else value in allowed):
            self.refuse(key, value)
            return ""
        return value

    def refuse(self, key: str, value: str) -> None:
        """The answer cannot be used: the question is asked again and says so."""
        self._refused[key] = value

    def use(self, row: int, key: str, told: str = "") -> None:
        """The row is read with the answer to key; told: what its sentence says of that."""
        rows = self._used.setdefault(key, {})
        if row not in rows:
            rows[row] = None
            if told:
                self._said.setdefault(row, []).append(f"As answered: {told}.")

    def has(self, start: str) -> bool:
        """Whether anything was answered to keys that begin so."""
        return any(key.startswith(start) for key in self.answers)

    def rows_by_kind(self) -> dict[str, set[int]]:
        """The rows that wait, by what kinds of questions they wait for."""
        found: dict[str, set[int]] = {}
        for key, asked in self._asked.items():
            kind = "withheld_place" if key.startswith("row:withheld_place:") else asked.kind
            found.setdefault(kind, set()).update(set(asked.positions) - self._dropped)
        return found

    def keys_by_row(self) -> dict[int, list[str]]:
        """The keys of the answers that each row was read with."""
        found: dict[int, list[str]] = {}
        for key, rows in self._used.items():
            for row in rows:
                found.setdefault(row, []).append(key)
        return found

    def notes(self) -> dict[int, list[str]]:
        """What the sentences of rows say of answers, those that were used and those that could not be."""
        said = {row: list(texts) for row, texts in self._said.items()}
        for key, value in self._refused.items():
            for row in dict.fromkeys(self._asked[key].positions if key in self._asked else ()):
                said.setdefault(row, []).append(f"The answer '{value}' cannot be used.")
        return said

    @property
    def used_rows(self) -> Mask:
        """Rows that were read with an answer."""
        used = np.zeros(self.rows.size, dtype=bool)
        for rows in self._used.values():
            used[list(rows)] = True
        return used

    def digest(self, row: int) -> str:
        """A row's cells as a short digest, for questions about this row alone."""
        cells = _JOIN.join(column[row] for column in self.rows.table.columns)
        return blake2b(cells.encode(), digest_size=8).hexdigest()

    def row_key(self, reason: str, row: int) -> str:
        """The key of a question about one row alone."""
        return f"row:{reason}:{self.digest(row)}"

    def word_key(self, start: str, text: str, row: int) -> str:
        """start:text, or the key of the row where the text names a person or is too long to be a word."""
        if len(text) > _LONGEST_KEY or not text or self.rows.names_person(text):
            return self.row_key(start.replace(":", "_"), row)
        return f"{start}:{text}"

    def questions(self, kin: Kin, place: Kin) -> tuple[Question, ...]:
        """All questions, those that hold up most rows first. place: rows as positions in the file."""
        found = []
        for key, asked in self._asked.items():
            positions = sorted(set(asked.positions) - self._dropped)
            if not positions:
                continue
            number = so_many(len(positions), "row")
            sentence = asked.ask.sentence.replace("{rows}", number)
            if key in self._refused:
                sentence = f"The answer '{self._refused[key]}' cannot be used. {sentence}"
            found.append(
                Question(
                    key, asked.kind, asked.ask.subject, asked.column, sentence, asked.ask.options, asked.ask.free,
                    place(positions), place(kin([*positions, *asked.ask.also])),
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda one: -len(one.positions)))

    def answered(self, kin: Kin, place: Kin) -> tuple[Answered, ...]:
        """The answers that rows were read with."""
        return tuple(
            Answered(key, self.answers[key], place(sorted(rows)), place(kin(sorted(rows))))
            for key, rows in sorted(self._used.items())
        )
