"""A mapping proposed for a file that no profile knows: which column is what, with the evidence for each.

`propose(path)` gives plain data to show and to correct; `Proposal.to_profile()` is a profile that reads the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from travel.imports import dates as days
from travel.imports.errors import FileRefused
from travel.imports.fields import DATE_FIELDS
from travel.imports.file import open_file
from travel.imports.folding import fold, is_empty
from travel.imports.grid import Grid, TextColumn
from travel.imports.kinds import ColumnKind, column_kind, kind_of, looks_personal
from travel.imports.limits import Limits
from travel.imports.matching import FIELD_KINDS, FIELD_TABLES, Match, assign, grain_of
from travel.imports.numbers import read_numbers
from travel.imports.profile import TEMPLATE, Profile, profiles, read_profile
from travel.imports.sheets import read_sheets
from travel.imports.table import Header, choose_profile, find_header
from travel.imports.vocabulary import words

_SAMPLES = 3
_HEADER_WITHIN = 60
_MOST_WORDS = 60
# Fields whose columns never name a person, whatever their headers say ("Traveller Count").
_IMPERSONAL = frozenset({*FIELD_KINDS, "cost_centre", "payer", "purpose"} - {"traveller"})
_NUMBERS = ("amount", "distance", "distance_miles", "co2", "passengers")
_WORD_SHARE = 0.5
# What stands in rows and hardly ever in a header (DEP and ARR are airports too).
_OF_ROWS = frozenset(["date", "airport", "route", "ticket", "count", "number"])
_FEW = 0.3


@dataclass(frozen=True)
class ColumnProposal:
    """One column of the file. field: what it is taken for, '' when nothing fits; others: what it may be instead.

    confidence: 0 to 1. evidence: sentences. samples: up to three values, none of a personal column unless asked for.
    """

    position: int
    header: str
    field: str
    confidence: float
    evidence: tuple[str, ...]
    samples: tuple[str, ...]
    personal: bool
    filled: int
    distinct: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What is decided for a whole column: order of day and month (day, month or '' when open), or the decimal mark."""

    field: str
    header: str
    value: str
    evidence: str


@dataclass(frozen=True)
class WordProposal:
    """A word of a column with a table of meanings: on how many rows it stands, and its meaning ('' when not known)."""

    table: str
    header: str
    word: str
    rows: int
    meaning: str


@dataclass(frozen=True)
class Proposal:
    """How a file may be read. Plain data: what the mapping page shows, and what it sends back corrected.

    columns: all of the file, in its order. missing: what legs need and no column gives, as sentences. recognised: the
    profile that knows the file. about: encoding and separator. sheets: name and number of lines of each.
    """

    file: str
    digest: str
    sheet: str
    header_line: int
    recognised: Profile | None
    columns: tuple[ColumnProposal, ...]
    grain: str
    grain_reason: str
    dates: tuple[Decision, ...]
    numbers: tuple[Decision, ...]
    words: tuple[WordProposal, ...]
    missing: tuple[str, ...]
    about: Mapping[str, str]
    sheets: tuple[tuple[str, int], ...]

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def evidence(self) -> dict[str, tuple[str, ...]]:
        """Field -> why its column was taken for it."""
        return {column.field: column.evidence for column in self.columns if column.field}

    @property
    def tables(self) -> dict[str, dict[str, str]]:
        """Table -> words without a meaning yet, each to be given one; '' stands for it."""
        open_words: dict[str, dict[str, str]] = {}
        for word in self.words:
            if not word.meaning:
                open_words.setdefault(word.table, {})[word.word] = ""
        return open_words

    def definition(self, key: str, label: str = "") -> dict[str, Any]:
        """The proposal as a profile in its YAML form; open questions are left out of it."""
        columns: dict[str, list[str]] = {}
        for column in self.columns:
            if column.field:
                columns.setdefault(column.field, []).append(column.header)
        said: dict[str, Any] = {
            "key": key,
            "label": label or key,
            "grain": self.grain,
            "columns": {name: headers[0] if len(headers) == 1 else headers for name, headers in columns.items()},
            "personal": [column.header for column in self.columns if column.personal],
        }
        orders = {decision.value for decision in self.dates if decision.value in ("day", "month")}
        if len(orders) == 1:
            said["date_order"] = orders.pop()
        marks = {decision.value for decision in self.numbers if decision.value}
        if len(marks) == 1:
            said["decimal"] = marks.pop()
        dates = {name: basis for name, basis in DATE_FIELDS if name in columns}
        if dates:
            said["dates"] = dates
        return said

    def to_profile(self, key: str = "proposed", label: str = "") -> Profile:
        """The profile that the proposal comes to. It has the tables and forms of the profile that was recognised."""
        own = read_profile(self.definition(key, label))
        base = self.recognised
        if base is None:
            return own
        return replace(
            base, key=own.key, label=own.label, version=1, columns=own.columns, personal=own.personal,
            date_order=own.date_order or base.date_order, decimal=own.decimal or base.decimal,
        )  # fmt: skip


def propose(
    path: str | Path,
    *,
    file_name: str | None = None,
    limits: Limits | None = None,
    saved: Mapping[str, Profile] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    show_personal: bool = False,
) -> Proposal:
    """A mapping for the file, from its headers and its cells. Raises FileRefused when it holds no table.

    show_personal: samples of columns that name people are given too; only for those who may see names.
    """
    file = open_file(path, file_name, limits or Limits())
    among = list({**(saved or {}), **profiles()}.values())
    grids = read_sheets(file, among, limits or Limits(), encoding, separator)
    base = choose_profile(grids, among)
    base = None if base is not None and base.key == TEMPLATE else base
    grid, header = _table(grids, [base] if base else among, file.name)
    rows = np.zeros(len(grid), dtype=bool)
    rows[header.last + 1 :] = True
    rows &= ~grid.blank()
    kinds = [column_kind(column, rows) for column in grid.columns]
    matches = assign(header.texts, kinds, base)
    columns = tuple(
        _column(place, text, grid.columns[place], rows, kinds[place], matches, show_personal)
        for place, text in enumerate(header.texts)
        if text or kinds[place].filled
    )
    found = {match.field: place for place, match in matches.items()}
    grain, reason = (base.grain, f"The file is of the kind '{base.label}'.") if base else grain_of(found)
    return Proposal(
        file=file.name, digest=file.digest, sheet=grid.name, header_line=int(grid.lines[header.first]),
        recognised=base, columns=columns, grain=grain, grain_reason=reason,
        dates=tuple(_dates(found, header.texts, grid, rows)), numbers=tuple(_numbers(found, header.texts, grid, rows)),
        words=tuple(_words(found, header.texts, grid, rows, kinds)),
        missing=() if base else tuple(_missing(found, grain)), about=grid.about,
        sheets=tuple((one.name, len(one)) for one in grids),
    )  # fmt: skip


def _table(grids: Sequence[Grid], among: Sequence[Profile], name: str) -> tuple[Grid, Header]:
    """The sheet with the largest table, and where its header stands: known headers, else the look of a header."""
    found = []
    for grid in grids:
        header = find_header(grid, among) or _unknown_header(grid)
        if header is not None and len(grid) > header.last + 1:
            found.append((grid.visible, len(grid), grid, header))
    if not found:
        raise FileRefused(
            f"{name}: no table was found. The file needs one row that names its columns, and the bookings below it."
        )
    _, _, grid, header = max(found, key=lambda one: one[:2])
    return grid, header


def _unknown_header(grid: Grid) -> Header | None:
    """The first record of words, each once, above records that fill as many columns."""
    blank = grid.blank()
    width = max((sum(map(bool, grid.record(record))) for record in range(min(len(grid), _HEADER_WITHIN))), default=0)
    for record in range(min(len(grid) - 1, _HEADER_WITHIN)):
        texts = [text for text in grid.record(record) if text]
        folded = [fold(text) or text for text in texts]
        wordy = sum(kind_of(text) in _OF_ROWS for text in texts) <= _FEW * len(texts)
        enough = len(texts) >= max(2, 0.6 * width)
        if not blank[record] and enough and wordy and len(set(folded)) == len(folded):
            return Header(record, record, grid.record(record), 0)
    return None


def _column(
    place: int,
    header: str,
    column: TextColumn,
    rows: np.ndarray,
    kind: ColumnKind,
    matches: Mapping[int, Match],
    show: bool,
) -> ColumnProposal:
    match = matches.get(place)
    field = match.field if match else ""
    personal = field in ("traveller", "traveller_id") or (field not in _IMPERSONAL and looks_personal(header, kind))
    samples = tuple(_samples(column, rows)) if show or not personal else ()
    return ColumnProposal(
        place, header or f"column {place + 1}", field, match.confidence if match else 0.0,
        match.evidence if match else ((kind.evidence(kind.main),) if kind.main else ("The column is empty.",)),
        samples, personal, kind.filled, kind.distinct, match.others if match else (),
    )  # fmt: skip


def _samples(column: TextColumn, rows: np.ndarray) -> list[str]:
    used = dict.fromkeys(column.codes[rows].tolist())
    texts = (column.uniques[code] for code in used)
    return [text for text in texts if not is_empty(text)][:_SAMPLES]


def _dates(found: Mapping[str, int], headers: Sequence[str], grid: Grid, rows: np.ndarray) -> list[Decision]:
    names = [
        name for name in dict.fromkeys([*(name for name, _ in DATE_FIELDS), "trip_end", "return_date"]) if name in found
    ]
    own = {name: days.weigh(grid.columns[found[name]], days.split(grid.columns[found[name]]), rows) for name in names}
    decided = []
    for name in names:
        order = days.settle(own[name], [own[other] for other in names if other != name], None, False)
        evidence = (
            f"{order.day_proofs:,} values allow day first only, {order.month_proofs:,} month first only, "
            f"{order.open_values:,} both ({order.origin})"
        )
        if not (order.day_proofs or order.month_proofs or order.open_values):
            evidence = "no value leaves the order open"
        decided.append(Decision(name, headers[found[name]], order.first or "", evidence))
    return decided


def _numbers(found: Mapping[str, int], headers: Sequence[str], grid: Grid, rows: np.ndarray) -> list[Decision]:
    decided = []
    for name in _NUMBERS:
        if name not in found:
            continue
        style = read_numbers(grid.columns[found[name]], rows).style
        evidence = f"{style.point_proofs:,} values show a decimal point, {style.comma_proofs:,} a decimal comma"
        decided.append(Decision(name, headers[found[name]], style.decimal or "", evidence))
    return decided


def _words(
    found: Mapping[str, int], headers: Sequence[str], grid: Grid, rows: np.ndarray, kinds: Sequence[ColumnKind]
) -> list[WordProposal]:
    """The words of columns that have a table of meanings; not of columns in which every row has a word of its own."""
    told = []
    for field, tables in FIELD_TABLES.items():
        if field not in found:
            continue
        place = found[field]
        kind, column = kinds[place], grid.columns[place]
        if kind.distinct > _MOST_WORDS or kind.distinct > max(_WORD_SHARE * kind.filled, 12):
            continue
        known: dict[str, str] = {}
        for table in reversed(tables):
            known.update(words(table))
        for code, count in zip(*np.unique(column.codes[rows], return_counts=True), strict=True):
            text = column.uniques[int(code)]
            if not is_empty(text) and not (field == "cabin" and len(text) > 1 and "/" in text):
                told.append(WordProposal(tables[0], headers[place], text, int(count), known.get(fold(text), "")))
    return told


def _missing(found: Mapping[str, int], grain: str) -> list[str]:
    missing = []
    both = {"origin", "destination"} <= set(found) or {"outbound_origin", "outbound_destination"} <= set(found)
    if not (both or {"route", "segment"} & set(found)):
        if grain == "distance":
            missing.append(
                "No column gives places: legs could be counted by the distance given, if the organization agrees to it "
                "(distance_only: agreed)."
            )
        elif "destination" in found:
            missing.append("No column gives the place of departure; a destination alone gives no leg.")
        else:
            missing.append("No column gives origin and destination, or a route.")
    if not any(name in found for name, _ in DATE_FIELDS):
        missing.append("No column gives a date (best the date of departure).")
    return missing
