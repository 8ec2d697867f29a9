"""Lines and records of a large text, kept as columns while they are read: as lists they take many times its memory."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from travel.imports.grid import TextColumn

_BLOCK_RECORDS = 20_000
_WIDTH_RECORDS = 1_000


class Lines(Sequence[str]):
    """The lines of a text, each cut out when it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("q", [0])
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)
        if self._starts[-1] < len(text):
            self._starts.append(len(text) + 1)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, position):  # type: ignore[no-untyped-def]
        if isinstance(position, slice):
            return [self[place] for place in range(*position.indices(len(self)))]
        if not 0 <= position < len(self):
            raise IndexError(position)
        return self._text[self._starts[position] : self._starts[position + 1] - 1]

    def longest(self) -> tuple[int, int]:
        """The number of characters of the longest line, and its position."""
        if not len(self):
            return 0, 0
        lengths = np.diff(np.frombuffer(self._starts, dtype=np.int64)) - 1
        at = int(lengths.argmax())
        return int(lengths[at]), at


class _Codes(dict[str, int]):
    """Text -> its code; a text that is new gets the next one."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


class Records:
    """Records in the order of the file, with the number of each one's first line and of its cells."""

    def __init__(self) -> None:
        self.numbers = array("q")
        self.widths = array("q")
        self._pending: list[Sequence[str]] = []
        self._stored = 0
        self._codes: list[_Codes] = []
        self._columns: list[array[int]] = []
        self._first_widths: Counter[int] = Counter()

    def __len__(self) -> int:
        return len(self.numbers)

    def append(self, record: Sequence[str], number: int) -> None:
        if len(self.numbers) < _WIDTH_RECORDS and len(record) > 1:
            self._first_widths[len(record)] += 1
        self.numbers.append(number)
        self.widths.append(len(record))
        self._pending.append(record)
        if len(self._pending) >= _BLOCK_RECORDS:
            self._store()

    @property
    def width(self) -> int:
        """The number of cells of the widest record."""
        return max(self.widths, default=0)

    def common_width(self) -> int:
        """The width that most of the first records have; 0 when none has more than one cell."""
        return self._first_widths.most_common(1)[0][0] if self._first_widths else 0

    def columns(self) -> Iterator[TextColumn]:
        """The cells column by column, missing ones empty. They are handed over: the records hold none afterwards."""
        self._store()
        while self._columns:
            codes, column = self._codes.pop(0), self._columns.pop(0)
            yield TextColumn(list(codes), np.frombuffer(column, dtype=np.int32) if column else np.zeros(0, np.int32))

    def _store(self) -> None:
        for place, cells in enumerate(zip_longest(*self._pending, fillvalue="")):
            if place == len(self._columns):
                self._codes.append(_Codes())
                self._columns.append(array("i"))
                self._fill(place)
            self._columns[place].extend(map(self._codes[place].__getitem__, cells))
        self._stored += len(self._pending)
        self._pending = []
        for place in range(len(self._columns)):
            self._fill(place)

    def _fill(self, place: int) -> None:
        """A column that the records so far did not reach is empty in them."""
        if missing := self._stored - len(self._columns[place]):
            self._columns[place].extend([self._codes[place][""]] * missing)
