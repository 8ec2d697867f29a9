"""One verdict for every row of a file: the first reason that is found for a row stands."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from travel.imports.asking import Asking
from travel.imports.folding import shown
from travel.imports.grid import one_of
from travel.imports.questions import Answers, Ask
from travel.imports.reasons import VERDICTS, sentence, verdict_of
from travel.imports.rows import Mask, Rows

WITHHELD = "(withheld, it also stands in a column of names)"


class Verdicts:
    """Reasons and sentences by row. A row is open until a reason is entered for it.

    A row that is asked about collects what else is to be asked, so that all can be answered at once.
    """

    def __init__(self, rows: Rows, answers: Answers | None = None, told: Mask | None = None) -> None:
        """told: the rows that are to have sentences and questions, where not all are."""
        self.rows = rows
        self._told = told
        self.reason = np.full(rows.size, None, dtype=object)
        self.sentence = np.full(rows.size, None, dtype=object)
        self.asking = Asking(rows, answers or {})
        self._asked = np.zeros(rows.size, dtype=bool)

    @property
    def open(self) -> Mask:
        """Rows that no reason was entered for yet."""
        return np.array([reason is None for reason in self.reason], dtype=bool)

    @property
    def undecided(self) -> Mask:
        """Rows that are open, or wait for an answer."""
        return self.open | self._asked

    def gives(self, verdict: str) -> Mask:
        """Rows with this verdict."""
        told = {reason for reason in set(self.reason.tolist()) if reason and verdict_of(reason) == verdict}
        return one_of(self.reason, told) if told else np.zeros(self.rows.size, dtype=bool)

    def enter(
        self,
        which: Mask | Iterable[int],
        reason: str,
        *,
        column: str = "",
        values: Any = None,
        parts: Callable[[int], Mapping[str, object]] | Mapping[str, object] | None = None,
        ask: Callable[[int], Ask] | None = None,
    ) -> None:
        """Give the open rows among which this reason.

        column: the header named in the sentence; values: texts by row, of which the row's own is quoted;
        parts: further parts of the sentence, the same for all rows or by row; ask: the question of a row, which
        rows that are asked something already are asked as well.
        """
        if isinstance(which, np.ndarray) and which.dtype == bool:
            which = np.flatnonzero(which & (self.undecided if ask else self.open)).tolist()
        if self._told is not None:
            which = self._enter_untold(list(which), reason, asked=ask is not None)
        for row in which:
            if ask and (self.reason[row] is None or self._asked[row]):
                self.asking.add(row, ask(row), reason, column)
            if self.reason[row] is not None:
                continue
            self._asked[row] = ask is not None
            said: dict[str, object] = {"where": self.rows.where(row), "column": column}
            if values is not None:
                said["value"] = self.quoted(values[row])
            if parts is not None:
                said.update(parts(row) if callable(parts) else parts)
            self.reason[row] = reason
            self.sentence[row] = sentence(reason, **said)

    def _enter_untold(self, which: list[int], reason: str, asked: bool) -> list[int]:
        """Give the rows that need no sentence their reason; the others are left."""
        positions = np.array(which, dtype=np.int64)
        untold = positions[~self._told[positions]]
        fresh = untold[np.equal(self.reason[untold], None).astype(bool)]
        self.reason[fresh] = reason
        self._asked[fresh] = asked
        return positions[self._told[positions]].tolist()

    def settle(self, row: int, reason: str, **options: Any) -> None:
        """Give a row that is open, or waits for an answer, a reason that makes all else that is asked of it idle."""
        if self._asked[row]:
            self._asked[row] = False
            self.reason[row] = None
            self.asking.drop(row)
        self.enter([row], reason, **options)

    def replace(self, row: int, reason: str, **parts: object) -> None:
        """Give a row another reason than the one it has: what earlier imports tell outweighs what the row says."""
        if self._asked[row]:
            self._asked[row] = False
            self.asking.drop(row)
        self.reason[row] = reason
        self.sentence[row] = sentence(reason, where=self.rows.where(row), **parts)

    def add(self, row: int, said: str) -> None:
        """Say more of a row that has its reason."""
        self.sentence[row] = f"{self.sentence[row]} {said}"

    def quoted(self, value: object) -> str:
        """A value as it may be quoted: never one that also stands in a column of names."""
        text = str(value)
        return WITHHELD if self.rows.names_person(text) else shown(text)

    def verdicts(self) -> npt.NDArray[np.object_]:
        """The verdict of each row; every row has to have a reason by now."""
        known = {reason: verdict_of(reason) for reason in set(self.reason.tolist())}
        return np.array([known[reason] for reason in self.reason], dtype=object)


def counted(verdicts: Iterable[str]) -> dict[str, int]:
    """How many rows have each verdict, all verdicts named."""
    counts = Counter(verdicts)
    return {verdict: counts.get(verdict, 0) for verdict in VERDICTS}
