"""The rows of a file by field: the table seen through its source profile."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from travel.imports.decisions import Decisions
from travel.imports.folding import fold, fold_header, is_empty
from travel.imports.grid import TextColumn
from travel.imports.numbers import NumberColumn, read_numbers
from travel.imports.profile import Profile
from travel.imports.table import Table
from travel.imports.tickets import TITLES
from travel.imports.vocabulary import listed, words

Mask = npt.NDArray[np.bool_]

_NAME_WORDS = 6
_WORDS_SEARCHED = 100


class Rows:
    """Fields of the rows below the header. A field without a column reads as empty text in every row."""

    def __init__(self, table: Table, profile: Profile) -> None:
        self.table = table
        self.profile = profile
        self.matched = profile.match(table.headers)
        self.size = len(table)
        # Row -> why its route gave no legs; judged once the document of the row is known.
        self.unsplit: dict[int, str] = {}
        self.decided = Decisions()
        # Field -> what is read in place of its column.
        self.instead: dict[str, TextColumn] = {}
        self._filled: dict[str, Mask] = {}
        self._fillers = {fold(text) for text in profile.empty}
        self._cleaned: dict[int, TextColumn] = {}
        self._whole: Rows | None = None
        self._numbers: dict[str, NumberColumn] = {}

    def part(self, positions: npt.NDArray[np.int64]) -> "Rows":
        """These rows alone, with what was decided for whole columns from all of them."""
        rows = Rows(self.table.part(positions), self.profile)
        rows.decided = self.decided
        rows._whole = self
        return rows

    def has(self, field: str) -> bool:
        return field in self.matched or field in self.profile.constants

    def header(self, *fields: str) -> str:
        """The first of the fields' columns that the file has, as its header reads."""
        for field in fields:
            if field in self.matched:
                return self.table.headers[self.matched[field][0]]
        return fields[0].replace("_", " ")

    def column(self, field: str) -> TextColumn:
        return self.columns(field)[0] if self.has(field) else TextColumn.constant("", self.size)

    def columns(self, field: str) -> list[TextColumn]:
        if field in self.instead:
            return [self.instead[field]]
        if field in self.matched:
            return [self._without_fillers(position) for position in self.matched[field]]
        if field in self.profile.constants:
            return [TextColumn.constant(self.profile.constants[field], self.size)]
        return []

    def _without_fillers(self, position: int) -> TextColumn:
        """The column with the source's own words for nothing taken out."""
        column = self.table.columns[position]
        if not self._fillers:
            return column
        if position not in self._cleaned:
            self._cleaned[position] = column.cleaned(lambda text: "" if fold(text) in self._fillers else text)
        return self._cleaned[position]

    def filled(self, field: str) -> Mask:
        """Rows whose cell holds a value (N/A, a dash and the like are none)."""
        if field not in self._filled:
            # NAN in capitals is the code of Nadi.
            place = field in ("origin", "destination")
            self._filled[field] = self.column(field).map(
                lambda text: not is_empty(text) or (place and text == "NAN"), bool
            )
        return self._filled[field]

    def numbers(self, field: str) -> NumberColumn:
        """The numbers of a column; its decimal mark is decided from all rows."""
        if field not in self._numbers:
            everything = np.ones(self.size, dtype=bool)
            style = self.decided.numbers.get(field)
            read = read_numbers(self.column(field), everything, self.profile.decimal, style)
            self.decided.numbers[field] = read.style
            self._numbers[field] = read
        return self._numbers[field]

    def meanings(self, field: str, *tables: str) -> npt.NDArray[np.object_]:
        """What the words of a column mean, by the profile's tables first; '' for empty, None for unknown."""
        return self.column(field).spread(self.word_meanings(field, *tables), object)

    def word_meanings(self, field: str, *tables: str) -> list[str | None]:
        """The same for each distinct text of the column."""
        known: dict[str, str] = {}
        for table in reversed(tables):
            known.update(words(table))
            known.update(self.profile.tables.get(table, {}))
        heads = {word for table in tables for word in self.profile.tables.get(table, {})}
        return ["" if is_empty(text) else _meaning(text, known, heads) for text in self.column(field).uniques]

    @cached_property
    def personal(self) -> frozenset[int]:
        """Positions of the columns that name or number a person."""
        declared = {fold_header(header) for header in self.profile.personal}
        mapped = {place for field in ("traveller", "traveller_id") for place in self.matched.get(field, ())}
        used = {place for places in self.matched.values() for place in places}
        guesses = listed("personal_headers")
        for place, header in enumerate(self.table.headers):
            said = set(fold(header).split()) | {fold(header)}
            guessed = place not in used and bool(
                said & guesses or any(f" {word} " in f" {fold(header)} " for word in guesses)
            )
            if fold_header(header) in declared or guessed:
                mapped.add(place)
        return frozenset(mapped)

    @cached_property
    def personal_texts(self) -> frozenset[str]:
        """The folded texts of personal columns, surname first or last: they are never quoted in a sentence."""
        if self._whole is not None:
            return self._whole.personal_texts
        texts = (text for place in self.personal for text in self.table.columns[place].uniques if len(text) > 2)
        return frozenset(turned for text in texts for turned in _turned(fold(text)))

    def names_person(self, text: str) -> bool:
        """Whether a text is, or holds among its words, what stands in a column of names."""
        folded = fold(text)
        if folded in self.personal_texts:
            return True
        words = folded.split(" ")[:_WORDS_SEARCHED]
        return any(
            " ".join(words[start:end]) in self.personal_texts
            for start in range(len(words))
            for end in range(start + 2, min(start + _NAME_WORDS, len(words)) + 1)
        )

    def where(self, row: int) -> str:
        line = int(self.table.lines[row])
        sheet = self.table.sheets[row]
        return f"{sheet} line {line}" if sheet else f"Line {line}"

    def number(self, row: int) -> str:
        """The line of another row where the sentence itself says 'line'."""
        return self.where(row).removeprefix("Line ")

    def line(self, row: int) -> str:
        """The line of another row as it is named inside a sentence."""
        where = self.where(row)
        return where[0].lower() + where[1:] if where.startswith("Line ") else where


def _turned(folded: str) -> Iterator[str]:
    """A folded name as it stands, and with its words turned round: doe jane as jane doe. Longer texts are no names."""
    yield folded
    words = [word for word in folded.split(" ") if word not in TITLES]
    if len(words) <= _NAME_WORDS:
        for start in range(len(words)):
            yield " ".join(words[start:] + words[:start])


def _meaning(text: str, known: Mapping[str, str], heads: Collection[str]) -> str | None:
    """What a word means; a code with its explanation (A - Avion réservé) by the code or by the first word behind it.

    heads: the source's own codes, which may be as short as one letter.
    """
    folded = fold(text)
    if folded in known:
        return known[folded]
    if " - " not in text:
        return None
    head, behind = (fold(part) for part in text.split(" - ", 1))
    if head in known and (len(head) > 1 or head in heads):
        return known[head]
    return known.get(behind) or known.get(behind.split(" ")[0])
