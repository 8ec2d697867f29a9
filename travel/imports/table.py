"""From sheets to one table: the header row found, titles and blank lines left out, ragged rows marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from travel.imports.errors import FileRefused
from travel.imports.folding import fold, fold_header
from travel.imports.grid import Grid, TextColumn, same_text
from travel.imports.profile import Profile, detect, profiles
from travel.imports.vocabulary import words
from travel.imports.workbook import DAYS_FROM, HIDDEN_COLUMNS

_HEADER_WITHIN = 60
# Places, a date: a record of bookings has at least so many cells. Remarks and legends have fewer.
_TABLE_WIDTH = 3
_TOLD = (("Encoding", "encoding"), ("Separator", "separator"), ("Days counted from", DAYS_FROM))
_LINES_NAMED = 20
_PLACES = frozenset(["origin", "destination", "route", "segment", "outbound_origin"])
# So many headers of the profile in one record, and most of those that the first header has: a second table begins.
_HEADER_AGAIN = 3


@dataclass(frozen=True)
class UnreadSheet:
    """A sheet that holds a table and is not read: one ignored row of the file."""

    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of a file below their header, in file order.

    broken: row -> reason code for rows that do not fit the header or could not be split.
    marks: (row, column) -> formula or error, for cells that only look empty.
    hidden: rows that are hidden in the workbook; they count like others, and the reading says which they are.
    about: what was found of the file as a whole, to be shown.
    """

    headers: list[str]
    columns: list[TextColumn]
    sheets: npt.NDArray[np.object_]
    lines: npt.NDArray[np.int64]
    header_line: int
    header_width: int
    broken: dict[int, str] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    unread: tuple[UnreadSheet, ...] = ()
    hidden: set[int] = field(default_factory=set)
    about: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def part(self, positions: npt.NDArray[np.int64]) -> "Table":
        """These rows alone, under the same header."""
        to = {int(row): place for place, row in enumerate(positions)}
        return replace(
            self,
            columns=[column.part(positions) for column in self.columns],
            sheets=self.sheets[positions],
            lines=self.lines[positions],
            broken={to[row]: reason for row, reason in self.broken.items() if row in to},
            widths={to[row]: width for row, width in self.widths.items() if row in to},
            marks={(to[row], place): what for (row, place), what in self.marks.items() if row in to},
            unread=(),
            hidden={to[row] for row in self.hidden if row in to},
        )


def known_headers(record: Sequence[str], among: Sequence[Profile] | None = None) -> int:
    """The number of cells that some profile knows as a header; 0 when fewer than two are."""
    folded = {fold_header(cell) for cell in record if cell and len(cell) < 60}
    best = max((len(folded & profile.folded_headers) for profile in among or profiles().values()), default=0)
    return best if best >= 2 else 0


@dataclass(frozen=True)
class Header:
    """Where a sheet's header stands: the records first to last (two when it has two lines), and its texts."""

    first: int
    last: int
    texts: list[str]
    known: int


def find_header(grid: Grid, among: Sequence[Profile]) -> Header | None:
    """The record, or pair of records, near the top in which most cells are known headers."""
    best: Header | None = None
    for position in range(min(len(grid), _HEADER_WITHIN)):
        record = grid.record(position)
        if not any(record):
            continue
        known = known_headers(record, among)
        if known and (best is None or known > best.known):
            best = Header(position, position, record, known)
        if position + 1 < len(grid) and any(grid.record(position + 1)):
            joined = _joined(record, grid.record(position + 1))
            both = known_headers(joined, among)
            alone = max(known, known_headers(grid.record(position + 1), among))
            if both >= alone + 2 and (best is None or both > best.known):
                best = Header(position, position + 1, joined, both)
    return best


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """A header of two lines: the upper one stands over several columns and is written once."""
    texts, over = [], ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over
        texts.append(f"{over} {below}".strip() if below else above)
    return texts


def choose_profile(grids: Sequence[Grid], among: Sequence[Profile]) -> Profile | None:
    """The profile that reads some visible sheet, else some hidden one."""
    for candidates in ([grid for grid in grids if grid.visible], [grid for grid in grids if not grid.visible]):
        best: tuple[int, Profile] | None = None
        for grid in candidates:
            header = find_header(grid, among)
            if header is None or _other_mode(grid.name):
                continue
            found = detect(header.texts, {one.key: one for one in among})
            if found is None:
                continue
            score = sum(len(places) for places in found.match(header.texts).values())
            if best is None or score > best[0]:
                best = (score, found)
        if best:
            return best[1]
    return None


def build_table(grids: Sequence[Grid], profile: Profile, name: str) -> Table:
    """All sheets that the profile reads as one table. Raises FileRefused when there is none or it has no rows."""
    read: list[tuple[Grid, Header]] = []
    unread: list[UnreadSheet] = []
    refused: Header | None = None
    for grid in [part for sheet in grids for part in tables_below(sheet, profile)]:
        header = find_header(grid, [profile])
        usable = header is not None and not profile.missing(profile.match(header.texts))
        if header is not None and usable and not _other_mode(grid.name):
            read.append((grid, header))
            continue
        general = header or find_header(grid, list(profiles().values()))
        refused = refused or general
        if len(grid) > general.last + 1 if general is not None else _is_table(grid):
            unread.append(UnreadSheet(grid.name, "other_mode_sheet" if _other_mode(grid.name) else "sheet_not_read"))
    if any(grid.visible for grid, _ in read):
        unread += [UnreadSheet(grid.name, "hidden_sheet") for grid, _ in read if not grid.visible]
        read = [(grid, header) for grid, header in read if grid.visible]
    if not read:
        raise FileRefused(no_table(grids, profile, refused, name))
    table = _stacked(read, unread)
    if len(table) == 0:
        raise FileRefused(
            f"{name} line {table.header_line}: the file has a header and no rows below it. "
            "Export it again with the bookings of the period."
        )
    return table


def tables_below(grid: Grid, profile: Profile) -> list[Grid]:
    """The tables that stand below each other in one sheet, each with a header in an order of its own."""
    first = find_header(grid, [profile])
    if first is None:
        return [grid]
    # Compared without folding: the file has many texts, and its second header is written as its first.
    known = {text.lower() for text in (*first.texts, *(said for usual in profile.columns.values() for said in usual))}
    known.discard("")
    hits = np.zeros(len(grid), dtype=np.int64)
    for column in grid.columns:
        hits += column.map(lambda text: text.lower() in known, bool)
    enough = max(_HEADER_AGAIN, first.known * 0.6)
    begins = [0]
    same = [fold_header(text) for text in first.texts]
    for record in np.flatnonzero(hits >= enough).tolist():
        texts = grid.record(record)
        another = record > first.last and [fold_header(text) for text in texts] != same
        if another and not profile.missing(profile.match(texts)):
            # A title above it belongs to it.
            while record - 1 > begins[-1] and sum(map(bool, grid.record(record - 1))) <= 1:
                record -= 1
            begins.append(record)
    return [grid.part(start, stop) for start, stop in zip(begins, [*begins[1:], len(grid)], strict=True)]


def _is_table(grid: Grid) -> bool:
    """Whether a sheet without a known header holds a table all the same, as a continuation without header does."""
    filled = sum(column.map(lambda text: text != "", np.int64) for column in grid.columns)
    return bool(np.count_nonzero(np.asarray(filled) >= _TABLE_WIDTH) >= 1)


def no_table(grids: Sequence[Grid], profile: Profile | None, header: Header | None, name: str) -> str:
    """The sentence that says which columns are missing, or that no header was found."""
    if not any(len(grid) and not grid.blank().all() for grid in grids):
        return f"{name}: the file holds no text. Export it again."
    if header is None:
        return (
            f"{name}: no header row was found in the first {_HEADER_WITHIN} lines. The file needs one row that names "
            "its columns, such as Origin, Destination and Departure Date; or choose the source profile that fits."
        )
    against = profile or profiles()["greenops-template"]
    lacking = against.missing(against.match(header.texts))
    said = ", ".join(f"'{text}'" for text in header.texts if text)[:300]
    named = " and for ".join(_told(one) for one in lacking)
    template = profiles()["greenops-template"].match(header.texts)
    if {"distance", "distance_miles"} & set(template) and not _PLACES & (
        set(template) | set(against.match(header.texts))
    ):
        return (
            f"{name} line {header.first + 1}: the file gives distances and no places, so nothing can be computed or "
            "checked. If the organization agrees that its flights count by the distance given, say "
            "`distance_only: agreed` in the mapping; else ask the source for origin and destination."
        )
    return (
        f"{name} line {header.first + 1}: no column was found for {named or 'legs'}. The header has {said}. "
        "Add the columns, or give a mapping that says which column holds them."
    )


def _told(lacking: str) -> str:
    """A required field, or choice of fields, as it is named to the officer."""
    if "departure_date" in lacking:
        return "a date (best the departure date)"
    lacking = lacking.replace(" or outbound_origin+outbound_destination", "")
    return lacking.replace(" or segment", "").replace(" or ", ", or ").replace("+", " and ").replace("_", " ")


def _other_mode(sheet: str) -> str | None:
    folded = words("other_mode_sheets")
    text = fold("".join(f" {mark}" if mark.isupper() else mark for mark in sheet))
    hits = {folded[word] for word in {*text.split(), *fold(sheet).split()} if word in folded}
    air = {"air", "flight", "flights", "avion", "flug"} & {*text.split(), *fold(sheet).split()}
    return hits.pop() if hits and not air else None


def _sheet_names(parts: Sequence["_Part"]) -> npt.NDArray[np.object_]:
    """The sheet of each row; where there is one sheet, its name once, spread over all rows."""
    if len(parts) == 1:
        return np.broadcast_to(same_text(parts[0].grid.name, 1), len(parts[0].records))
    return np.concatenate([same_text(part.grid.name, len(part.records)) for part in parts])


def _stacked(read: Sequence[tuple[Grid, Header]], unread: Sequence[UnreadSheet]) -> Table:
    headers = cell_headers(read[0][1].texts)
    parts = [_rows_of(grid, header) for grid, header in read]
    for _, header in read[1:]:
        headers += [text for text in cell_headers(header.texts) if text not in headers]
    columns = []
    for text in headers:
        texts = [part.texts(text) for part in parts]
        columns.append(texts[0] if len(texts) == 1 else TextColumn.of(np.concatenate([one.texts() for one in texts])))
    table = Table(
        headers=headers,
        columns=columns,
        sheets=_sheet_names(parts),
        lines=np.concatenate([part.grid.lines[part.records] for part in parts]),
        header_line=int(read[0][0].lines[read[0][1].first]),
        header_width=parts[0].width,
        unread=tuple(unread),
    )
    offset = 0
    for part in parts:
        part.mark(table, offset)
        offset += len(part.records)
    _tell(table, [part.grid for part in parts])
    return table


def _tell(table: Table, grids: Sequence[Grid]) -> None:
    """What the officer is told of the file as a whole."""
    about = grids[0].about
    table.about.update({text: about[name] for text, name in _TOLD if name in about})
    if table.hidden:
        lines = sorted(int(table.lines[row]) for row in table.hidden)
        said = ", ".join(map(str, lines[:_LINES_NAMED])) + (", ..." if len(lines) > _LINES_NAMED else "")
        table.about["Hidden rows"] = f"{len(lines)} rows are hidden in the workbook and read like the others: {said}"
    hidden = about.get(HIDDEN_COLUMNS, "").split()
    names = [table.headers[int(place)] for place in hidden if int(place) < len(table.headers)]
    if names:
        table.about["Hidden columns"] = f"read like the others: {', '.join(names)}"


def cell_headers(texts: Sequence[str]) -> list[str]:
    """Header texts as keys of cells: blank ones are named by their column, repeated ones are numbered."""
    seen: dict[str, int] = {}
    named = []
    for position, text in enumerate(texts, start=1):
        text = text or f"column {position}"
        seen[text] = seen.get(text, 0) + 1
        named.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return named


@dataclass(frozen=True, eq=False)
class _Part:
    grid: Grid
    header: Header
    records: npt.NDArray[np.int64]
    headers: list[str]
    named_width: int
    width: int

    def texts(self, header: str) -> TextColumn:
        if header not in self.headers:
            return TextColumn.constant("", len(self.records))
        return self.grid.columns[self.headers.index(header)].take(self.records)

    def mark(self, table: Table, offset: int) -> None:
        """Enter this part's broken records and marked cells into the table's books."""
        place = {int(record): offset + row for row, record in enumerate(self.records)}
        columns = {self.headers.index(text): table.headers.index(text) for text in self.headers}
        for record, reason in self.grid.broken.items():
            if record in place:
                table.broken[place[record]] = reason
        for (record, column), what in self.grid.marks.items():
            if record in place and column in columns:
                table.marks[(place[record], columns[column])] = what
        table.hidden.update(place[record] for record in self.grid.hidden if record in place)
        widths = self.grid.widths[self.records]
        for row in np.flatnonzero((widths < self.named_width) | (widths > self.width)):
            record = int(self.records[row])
            beyond = any(column[record] for column in self.grid.columns[self.width :])
            if widths[row] < self.named_width or beyond:
                table.broken.setdefault(offset + int(row), "ragged_row")
                table.widths[offset + int(row)] = int(widths[row])


def _rows_of(grid: Grid, header: Header) -> _Part:
    """The records below the header that are neither blank nor the header again."""
    keep = ~grid.blank()
    keep[: header.last + 1] = False
    texts = cell_headers(header.texts)
    named = max((position for position, text in enumerate(header.texts, start=1) if text), default=1)
    return _Part(grid, header, np.flatnonzero(keep), texts, named, int(grid.widths[header.first]))


def is_header_again(table: Table, header_texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Rows that repeat the header, as some exports do at every page."""
    same = np.zeros(len(table), dtype=np.int64)
    counted = 0
    for column, text in zip(table.columns, header_texts, strict=True):
        if fold_header(text):
            counted += 1
            written = text.lower()
            same += column.spread([cell.lower() == written for cell in column.uniques], bool)
    return same >= max(2, counted * 0.6)
