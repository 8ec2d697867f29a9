"""The legs that rows speak of, before their places are looked up: pairs of texts with row and sequence."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.folding import fold, is_empty
from travel.imports.grid import TextColumn
from travel.imports.routes import NO_ROUTE, Route, name_separator, parse_route
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import listed, words
from travel.imports.ways import has_ways, legs_of_ways

# Rows and legs of a file are at most some millions.
Ints = npt.NDArray[np.int32]
Texts = npt.NDArray[np.object_]
Days = npt.NDArray[np.datetime64]

_SURFACE = frozenset({"arnk", "surface", "void"})


@dataclass(eq=False)
class Chains:
    """Legs of all rows, ordered by row and sequence (1 for a row's first leg).

    start, end: the texts as the file has them. coded: they are codes of a route. gaps: row -> surface gaps.
    day, flight: of each leg, where the cell names them. inferred: ways back that no cell names (ways_back.py).
    back: legs of the way back, where rows have both ways; back_by_date: rows in which a date alone tells of it;
    back_early: those whose way back is dated before the way out.
    kept: legs that still count; a partial refund clears some.
    """

    row: Ints
    sequence: Ints
    start: Texts
    end: Texts
    coded: Mask
    gaps: dict[int, int] = field(default_factory=dict)
    day: Days | None = None
    flight: Texts | None = None
    inferred: Mask | None = None
    back: Mask | None = None
    back_by_date: set[int] = field(default_factory=set)
    back_early: set[int] = field(default_factory=set)
    kept: Mask = field(init=False)
    first: Ints = field(init=False)
    count: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.row, self.sequence = self.row.astype(np.int32), self.sequence.astype(np.int32)
        self.kept = np.ones(len(self.row), dtype=bool)

    def index(self, rows: int) -> None:
        """Where each row's legs begin and how many there are."""
        self.count = np.bincount(self.row, minlength=rows).astype(np.int32)
        self.first = np.concatenate([[0], np.cumsum(self.count)[:-1]]).astype(np.int32)

    def of(self, row: int) -> range:
        """The positions of a row's legs."""
        begin = int(self.first[row])
        return range(begin, begin + int(self.count[row]))

    def tokens(self, row: int) -> list[tuple[str, str]]:
        """A row's legs as folded texts."""
        return [(fold(str(self.start[leg])), fold(str(self.end[leg]))) for leg in self.of(row)]


def build_chains(rows: Rows, verdicts: Verdicts, is_code: Callable[[str], bool]) -> Chains:
    """The legs of every row that has places, whatever the row's verdict will be."""
    if rows.profile.segment_pattern and rows.has("route"):
        chains = _from_pattern(rows, re.compile(rows.profile.segment_pattern))
        chains.index(rows.size)
        return chains
    parts: list[tuple[Ints, Ints, Texts, Texts, Mask]] = []
    gaps: dict[int, int] = {}
    taken = np.zeros(rows.size, dtype=bool)
    if rows.has("segment"):
        parts.append(_from_segments(rows, taken, is_code, gaps))
    if rows.has("route"):
        parts.append(_from_routes(rows, verdicts, taken, is_code, gaps))
    if rows.has("origin") and rows.has("destination"):
        parts.append(_from_ends(rows, verdicts, taken))
    back, by_date = None, set[int]()
    if has_ways(rows):
        legs, leads_back, by_date = legs_of_ways(rows, verdicts, taken)
        back = np.concatenate([np.zeros(sum(len(part[0]) for part in parts), dtype=bool), leads_back])
        parts.append(legs)
    if not parts:
        parts.append(_spread(rows.column("route"), [NO_ROUTE] * len(rows.column("route").uniques), taken))
    row, sequence, start, end, coded = parts[0] if len(parts) == 1 else _joined(parts)
    if len(parts) > 1:
        order = np.lexsort((sequence, row))
        row, sequence, start, end, coded = row[order], sequence[order], start[order], end[order], coded[order]
        back = None if back is None else back[order]
    chains = Chains(row, sequence, start, end, coded, gaps, back=back, back_by_date=by_date)
    chains.index(rows.size)
    return chains


def _joined(parts: list[tuple[Ints, Ints, Texts, Texts, Mask]]) -> tuple[Any, ...]:
    return tuple(np.concatenate([part[place] for part in parts]) for place in range(5))


def decide_separators(rows: Rows) -> None:
    """What splits the names of routes, from all cells of the columns. Fees and totals among them are no routes."""
    decided = rows.decided.separators
    for name in ("segment", "route"):
        if name in decided or not rows.has(name):
            continue
        used = [column.uniques[code] for column in rows.columns(name) for code in column.used()]
        if name == "route":
            no_routes = words("documents").keys() | listed("totals")
            decided[name] = name_separator(text for text in used if fold(text) not in no_routes)
        else:
            decided[name] = name_separator(text for text in used if not is_empty(text))


def _from_pattern(rows: Rows, pattern: re.Pattern[str]) -> Chains:
    """Segments that a cell writes out one after the other, each with its own flight and day of departure."""
    found = [
        (row, place, segment.groupdict())
        for row, text in enumerate(rows.column("route").texts())
        for place, segment in enumerate(pattern.finditer(text), start=1)
    ]
    parts = [part for _, _, part in found]
    days = pd.to_datetime(pd.Series([part.get("date") for part in parts], dtype=object), errors="coerce")
    row = np.array([row for row, _, _ in found], dtype=np.int64)
    return Chains(
        row,
        np.array([place for _, place, _ in found], dtype=np.int64),
        np.array([part["origin"] for part in parts], dtype=object),
        np.array([part["destination"] for part in parts], dtype=object),
        np.ones(len(found), dtype=bool),
        day=days.to_numpy(dtype="datetime64[D]"),
        flight=np.array([part.get("flight") or "" for part in parts], dtype=object),
    )


def _spread(routes: TextColumn, parsed: list[Route], of: Mask) -> tuple[Ints, Ints, Texts, Texts, Mask]:
    """The legs of one parsed route for each row that has it."""
    counts = np.array([len(route.legs) for route in parsed], dtype=np.int64)
    rows = np.flatnonzero(of)
    per_row = counts[routes.codes[rows]] if len(counts) else np.zeros(0, dtype=np.int64)
    row = np.repeat(rows, per_row)
    begins = np.repeat(np.cumsum(per_row) - per_row, per_row)
    place = np.arange(len(row)) - begins
    bases = np.concatenate([[0], np.cumsum(counts)])
    flat = bases[routes.codes[row]] + place if len(row) else np.zeros(0, dtype=np.int64)
    starts = np.array([start for route in parsed for start, _ in route.legs] or [""], dtype=object)
    ends = np.array([end for route in parsed for _, end in route.legs] or [""], dtype=object)
    coded = np.array([route.coded for route in parsed for _ in route.legs] or [True], dtype=bool)
    return row.astype(np.int64), place + 1, starts[flat], ends[flat], coded[flat]


def _from_routes(
    rows: Rows, verdicts: Verdicts, taken: Mask, is_code: Callable[[str], bool], gaps: dict[int, int]
) -> tuple[Ints, Ints, Texts, Texts, Mask]:
    routes = rows.column("route")
    fees = words("documents")
    decide_separators(rows)
    separator = rows.decided.separators["route"]
    parsed, outcome = [], []
    for text in routes.uniques:
        meaning = fees.get(fold(text), "")
        outcome.append(meaning if meaning in ("fee", "ancillary") else "")
        parsed.append(NO_ROUTE if is_empty(text) or outcome[-1] else parse_route(text, separator, is_code))
    for reason in ("fee", "ancillary"):
        if reason in outcome:
            verdicts.enter(
                routes.spread([said == reason for said in outcome], bool), reason,
                column=rows.header("route"), values=routes,
            )  # fmt: skip
    of = ~taken & routes.spread([bool(route.legs) for route in parsed], bool)
    taken |= of
    for reason in ("route_not_split", "route_one_place"):
        chosen = ~taken & routes.spread([route.reason == reason for route in parsed], bool)
        if rows.has("origin") and rows.has("destination"):
            chosen &= ~(rows.filled("origin") & rows.filled("destination"))
        for row in np.flatnonzero(chosen).tolist():
            # Kept for later: a credit or a void needs no route, so the row is judged after its document.
            rows.unsplit[row] = reason
    _count_gaps(routes, parsed, of, gaps)
    return _spread(routes, parsed, of)


def _count_gaps(routes: TextColumn, parsed: list[Route], of: Mask, gaps: dict[int, int]) -> None:
    missing = routes.spread([route.gaps for route in parsed], np.int64)
    for row in np.flatnonzero(of & (missing > 0)).tolist():
        gaps[row] = int(missing[row])


def _from_segments(
    rows: Rows, taken: Mask, is_code: Callable[[str], bool], gaps: dict[int, int]
) -> tuple[Ints, Ints, Texts, Texts, Mask]:
    """Columns that hold one leg each, side by side; the legs of a row follow each other in the columns' order."""
    columns = rows.columns("segment")
    decide_separators(rows)
    separator = rows.decided.separators["segment"]
    joined = TextColumn.of("\n".join(cells) for cells in zip(*(column.texts() for column in columns), strict=True))
    parsed = []
    for text in joined.uniques:
        found = [parse_route(cell, separator, is_code) for cell in text.split("\n") if not is_empty(cell)]
        legs = tuple(leg for route in found for leg in route.legs)
        breaks = sum(fold(before[1]) != fold(after[0]) for before, after in zip(legs, legs[1:], strict=False))
        parsed.append(Route(legs, breaks, all(route.coded for route in found)))
    of = joined.spread([bool(route.legs) for route in parsed], bool)
    taken |= of
    _count_gaps(joined, parsed, of, gaps)
    return _spread(joined, parsed, of)


def _from_ends(rows: Rows, verdicts: Verdicts, taken: Mask) -> tuple[Ints, Ints, Texts, Texts, Mask]:
    """Origin and destination, with the places between where the row names some."""
    start, end = rows.column("origin"), rows.column("destination")
    of = ~taken & rows.filled("origin") & rows.filled("destination")
    surface = start.map(lambda text: fold(text) in _SURFACE, bool) | end.map(lambda text: fold(text) in _SURFACE, bool)
    verdicts.enter(of & surface, "surface_sector", column=rows.header("origin"))
    taken |= of
    stops = [column.texts() for column in rows.columns("stop")]
    between = np.zeros(rows.size, dtype=bool)
    for texts in stops:
        between |= np.array([not is_empty(text) for text in texts], dtype=bool)
    plain = np.flatnonzero(of & ~between)
    direct = (
        plain.astype(np.int64), np.ones(len(plain), dtype=np.int64),
        start.texts()[plain], end.texts()[plain], np.zeros(len(plain), dtype=bool),
    )  # fmt: skip
    if not (of & between).any():
        return direct
    row, sequence, starts, ends = [], [], [], []
    for one in np.flatnonzero(of & between).tolist():
        places = [start[one], *(texts[one] for texts in stops if not is_empty(texts[one])), end[one]]
        for place, (before, after) in enumerate(zip(places, places[1:], strict=False), start=1):
            row.append(one)
            sequence.append(place)
            starts.append(before)
            ends.append(after)
    stopped = (np.array(row), np.array(sequence), np.array(starts, dtype=object), np.array(ends, dtype=object),
               np.zeros(len(row), dtype=bool))  # fmt: skip
    merged = [np.concatenate([one, other]) for one, other in zip(direct, stopped, strict=True)]
    order = np.lexsort((merged[1], merged[0]))
    first, second, third, fourth, fifth = (part[order] for part in merged)
    return first, second, third, fourth, fifth
