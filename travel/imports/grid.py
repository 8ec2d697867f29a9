"""The cells of one sheet, column by column: each distinct text is kept once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int32]


def same_text(text: str, size: int) -> npt.NDArray[np.object_]:
    """One text in every place; np.full would make a new text for each."""
    found = np.empty(size, dtype=object)
    found.fill(text)
    return found


def one_of(texts: npt.NDArray[np.object_], among: Collection[str]) -> npt.NDArray[np.bool_]:
    """Where a text is one of these."""
    # As an array of fixed width, which NumPy's own search takes, every text would need the room of the longest.
    found: npt.NDArray[np.bool_] = pd.Series(texts, dtype=object).isin(list(among)).to_numpy()
    return found


@dataclass(frozen=True, eq=False)
class TextColumn:
    """Texts of one column as codes into its distinct values, in order of first appearance."""

    uniques: list[str]
    codes: Codes

    @classmethod
    def of(cls, texts: Iterable[str]) -> "TextColumn":
        values = np.array(list(texts), dtype=object)
        codes, uniques = pd.factorize(values)
        return cls([str(text) for text in uniques], codes.astype(np.int32))

    @classmethod
    def constant(cls, text: str, length: int) -> "TextColumn":
        return cls([text], np.zeros(length, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, position: int) -> str:
        return self.uniques[int(self.codes[position])]

    def texts(self) -> npt.NDArray[np.object_]:
        """One text a row."""
        if not self.uniques:
            return np.empty(0, dtype=object)
        return self.map(lambda text: text, object)

    def at(self, positions: npt.NDArray[np.int64]) -> list[str]:
        """The texts of these rows."""
        return [self.uniques[code] for code in self.codes[positions].tolist()]

    def take(self, positions: npt.NDArray[Any]) -> "TextColumn":
        return TextColumn(self.uniques, self.codes[positions])

    def part(self, positions: npt.NDArray[Any]) -> "TextColumn":
        """The texts at these positions, and no others."""
        codes, back = np.unique(self.codes[positions], return_inverse=True)
        return TextColumn([self.uniques[code] for code in codes.tolist()], back.astype(np.int32))

    def map(self, of: Callable[[str], Any], kind: Any) -> npt.NDArray[Any]:
        """of applied to each distinct text once, spread over the rows."""
        return self.spread([of(text) for text in self.uniques], kind)

    def spread(self, values: Sequence[Any], kind: Any) -> npt.NDArray[Any]:
        """values, one for each distinct text, spread over the rows."""
        if kind is not object:
            found = np.array(values, dtype=kind)
        else:
            found = np.empty(len(values), dtype=object)
            for position, value in enumerate(values):
                found[position] = value
        if len(found) == 1:
            # Mostly a field without a column: one value for all rows takes no room.
            return np.broadcast_to(found, len(self.codes))
        return found[self.codes] if len(found) else np.empty(0, dtype=kind)

    def cleaned(self, by: Callable[[str], str]) -> "TextColumn":
        """The column with by applied to its texts; equal results are one value again."""
        changed = [by(text) for text in self.uniques]
        if changed == self.uniques:
            return self
        merged, places = _merged(changed)
        return TextColumn(merged, places[self.codes] if len(places) else self.codes)

    def used(self) -> set[int]:
        """The codes that stand in at least one row."""
        return set(np.unique(self.codes).tolist())


def _merged(texts: list[str]) -> tuple[list[str], Codes]:
    known: dict[str, int] = {}
    places = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)
    return list(known), places


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet as read: every record that the file holds, blank ones and titles included.

    lines: the number that an editor or spreadsheet gives the record's first line.
    widths: the number of cells that the record itself had (records are padded to equal length).
    broken: record -> reason code, for records that could not be split into cells.
    marks: (record, column) -> what is wrong with the cell itself: formula or error.
    hidden: records that a filter, or a person, hid in the workbook.
    about: what was found of the sheet as a whole (encoding, separator, hidden columns), to be shown.
    """

    name: str
    columns: list[TextColumn]
    lines: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int64]
    visible: bool = True
    broken: dict[int, str] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    about: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def part(self, start: int, stop: int) -> "Grid":
        """The records from start up to stop as a grid of their own."""
        if start == 0 and stop == len(self):
            return self
        kept = np.arange(start, stop)
        return Grid(
            self.name,
            [column.take(kept) for column in self.columns],
            self.lines[start:stop],
            self.widths[start:stop],
            self.visible,
            {record - start: reason for record, reason in self.broken.items() if start <= record < stop},
            {(record - start, place): what for (record, place), what in self.marks.items() if start <= record < stop},
            frozenset(record - start for record in self.hidden if start <= record < stop),
            self.about,
        )

    def record(self, position: int) -> list[str]:
        return [column[position] for column in self.columns]

    def blank(self) -> npt.NDArray[np.bool_]:
        """Which records hold no text at all. A broken record is never blank."""
        empty = np.ones(len(self), dtype=bool)
        for column in self.columns:
            empty &= column.map(lambda text: not text, bool)
        for position in self.broken:
            empty[position] = False
        for position, _ in self.marks:
            empty[position] = False
        return empty
