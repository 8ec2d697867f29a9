"""What is decided for whole columns, and a part of the file's rows read with the decisions of all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from travel.imports.dates import Order
from travel.imports.numbers import NumberStyle


@dataclass(eq=False)
class Decisions:
    """Made once from all rows, by field, when a column is first read.

    numbers: the decimal mark. orders: of day and month. years: of the file's dates, most frequent first. classes:
    whether cells hold several, and whether letters are booking letters. separators: of names in routes. fillers: what
    stands in place of ticket numbers.
    """

    numbers: dict[str, NumberStyle] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    years: list[int] | None = None
    classes: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    separators: dict[str, str | None] = field(default_factory=dict)
    fillers: frozenset[str] | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """Rows of the file that are read alone. at: their positions in it. reason and sentence: of those that
    are told by comparing them with whole columns, such as totals."""

    at: npt.NDArray[np.int64]
    reason: npt.NDArray[np.object_]
    sentence: npt.NDArray[np.object_]

    def place(self, positions: Sequence[int]) -> tuple[int, ...]:
        """Positions among these rows as positions in the file."""
        return tuple(self.at[list(positions)].tolist())
