"""A file of bookings read whole: every row with its verdict, the legs of flights, and those that wait."""

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from greenops.reference.airports import AirportBook
from travel.imports.bounds import waiting_frame
from travel.imports.cells import shown_cells, with_cells, written_cells
from travel.imports.dates import from_1904
from travel.imports.decisions import Part
from travel.imports.errors import FileRefused, ProfileInvalid
from travel.imports.fields import DATE_FIELDS
from travel.imports.file import BookingFile, open_file
from travel.imports.frames import Judged, legs_frame, legs_that_count, rows_frame
from travel.imports.grid import Grid
from travel.imports.header_changes import HeaderChange, adapt, changed_profile, headed
from travel.imports.judging import Progress, judge, part_of
from travel.imports.known import Earlier, Nothing
from travel.imports.ledger import Credit
from travel.imports.limits import Limits
from travel.imports.located import Gazetteer
from travel.imports.profile import Profile, check_encoding, check_separator, profiles, text_form, with_mapping
from travel.imports.questions import Answered, Answers, Question
from travel.imports.rows import Rows
from travel.imports.sheets import read_sheets
from travel.imports.table import build_table, choose_profile, find_header, no_table
from travel.imports.told_again import NONE_KNOWN, Known
from travel.imports.unmapped import unmapped_words
from travel.imports.verdicts import counted
from travel.imports.workbook import DAYS_FROM

Frame = pd.DataFrame
BLOCK_ROWS = 20_000


@dataclass(frozen=True)
class Block:
    """Some rows of the file in its order, and the legs of the flights among them (row_position: in the file)."""

    rows: Frame
    legs: Frame
    # The cells of the rows as JSON, where wanted: those that name nobody, and the others (None where there are none).
    cells: list[str] = field(default_factory=list)
    personal: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Reading:
    """What a file came to.

    credits: what rows take back, open where the ticket is not in this file. known: legs of earlier imports told again.
    headers: of the file, in its order. columns: field -> header, as the profile mapped them.
    decided: what was decided for whole columns, with evidence. header_changes: columns under a new name, or gone.
    """

    file: str
    digest: str
    profile: str
    profile_version: int
    judged: Judged
    credits: tuple[Credit, ...] = ()
    known: Known = NONE_KNOWN
    headers: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[str, str] = field(default_factory=dict)
    header_changes: tuple[HeaderChange, ...] = ()

    def __len__(self) -> int:
        """Rows of the file; a sheet that was not read is one."""
        return self.judged.rows.size + len(self.judged.rows.table.unread)

    def blocks(self, size: int = BLOCK_ROWS, *, cells: bool = True) -> Iterator[Block]:
        """The whole file, some rows at a time: large files are never a frame as a whole.

        cells: with the cells of the rows.
        """
        legs = legs_that_count(self.judged, self.judged.verdict == "flight")
        of_rows = self.judged.chains.row[legs]
        for start in range(0, len(self), size):
            stop = min(start + size, len(self))
            begin, end = np.searchsorted(of_rows, (start, stop))
            rows = rows_frame(self.judged, start, stop)
            of_flights = legs_frame(self.judged, legs[begin:end])
            yield Block(rows, of_flights, *(written_cells(self.judged.rows, start, stop) if cells else ()))

    @cached_property
    def rows(self) -> Frame:
        """One per row of the file in file order, its verdict with reason and sentence, and its cells."""
        return with_cells(self.judged.rows, rows_frame(self.judged, 0, len(self)))

    @cached_property
    def legs(self) -> Frame:
        """One per leg of the rows with verdict flight."""
        return legs_frame(self.judged, legs_that_count(self.judged, self.judged.verdict == "flight"))

    @cached_property
    def waiting(self) -> Frame:
        """The same for rows with verdict ask, with the bounds of what they can turn out to be (bounds.py)."""
        return waiting_frame(self.judged, AirportBook.load())

    @cached_property
    def unmapped(self) -> dict[str, dict[str, int]]:
        """Field -> word without a meaning -> rows: they count as unknown until a table says what they mean."""
        return unmapped_words(self.judged)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What the rows with verdict ask wait for, first what holds up most; each of them is in at least one."""
        return self.judged.verdicts.asking.questions(self.judged.kin, self._place)

    @cached_property
    def answered(self) -> tuple[Answered, ...]:
        """The answers that rows were read with."""
        return self.judged.verdicts.asking.answered(self.judged.kin, self._place)

    def _place(self, positions: Sequence[int]) -> tuple[int, ...]:
        return self.judged.part.place(positions) if self.judged.part else tuple(positions)

    def cells(self, position: int) -> dict[str, str]:
        """The cells of the row at this position of the file that name nobody; none for a sheet that was not read."""
        part = self.judged.part
        row = position if part is None else int(np.searchsorted(part.at, position))
        return shown_cells(self.judged.rows, row) if row < self.judged.rows.size else {}

    def flights(self) -> Iterator[Frame]:
        """What is added up of the legs of flights, some at a time: origin, destination, counted_on, passengers,
        distance_km."""
        judged = self.judged
        of_flights = legs_that_count(judged, judged.verdict == "flight")
        for start in range(0, len(of_flights), BLOCK_ROWS):
            legs = of_flights[start : start + BLOCK_ROWS]
            yield pd.DataFrame(
                {
                    "origin": judged.located.start[legs],
                    "destination": judged.located.end[legs],
                    "counted_on": judged.leg_days[1][legs].astype("datetime64[s]"),
                    "passengers": judged.people.passengers[judged.chains.row[legs]],
                    "distance_km": judged.located.distance_km[legs],
                }
            )

    def counts(self) -> dict[str, int]:
        """Rows by verdict; together they are all rows."""
        counts = counted(self.judged.verdict)
        counts["ignored"] += len(self.judged.rows.table.unread)
        return counts

    def reasons(self) -> dict[str, int]:
        """Rows by reason."""
        unread = [sheet.reason for sheet in self.judged.rows.table.unread]
        return dict(sorted(Counter([*self.judged.verdicts.reason, *unread]).items()))


def read_bookings(
    path: str | Path,
    *,
    source: str | Profile = "auto",
    mapping: Mapping[str, Any] | None = None,
    home_country: str | None = None,
    stand_ins: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    earlier: Earlier | Collection[str] = (),
    progress: Progress | None = None,
    file_name: str | None = None,
    saved: Mapping[str, Profile] | None = None,
    limits: Limits | None = None,
    answers: Answers | Callable[[str], Answers] | None = None,
    only: Collection[int] | None = None,
) -> Reading:
    """Read a file of bookings. Raises FileRefused, with the sentence to show, when nothing of it is usable.

    source: 'auto', the key of a shipped or saved profile, or a profile. mapping: corrections on top of it.
    stand_ins: city code -> airport; aliases: name -> code or 'lat,lon'; both add to the profile's own.
    earlier: what earlier imports tell, or the bare identities of legs that are in force.
    answers: what was said of this source before, question key -> value; or what gives it for the
    key of the profile. progress is told (rows done, rows).
    only: positions of the rows to judge, all others being read for what they say of whole columns; where no row is
    left out that is kin to one of these (questions.py), each comes out as when the whole file is read.
    """
    collecting = gc.isenabled()
    # Reading makes millions of small objects and no cycles: looking for cycles would take a quarter of the time.
    gc.disable()
    try:
        return _read(
            open_file(path, file_name, limits or Limits()),
            limits or Limits(),
            _Wanted(
                source, mapping, home_country, stand_ins or {}, aliases or {}, saved or {}, only, *_answers(answers)
            ),
            Nothing(frozenset(earlier)) if isinstance(earlier, Collection) else earlier,
            progress or (lambda done, total: None),
        )
    finally:
        if collecting:
            gc.enable()


@dataclass(frozen=True)
class _Wanted:
    """How the caller wants the file to be read."""

    source: str | Profile
    mapping: Mapping[str, Any] | None
    home_country: str | None
    stand_ins: Mapping[str, str]
    aliases: Mapping[str, str]
    saved: Mapping[str, Profile]
    only: Collection[int] | None
    answers: Answers
    answers_of: Callable[[str], Answers] | None = None

    def of_source(self, key: str) -> "_Wanted":
        """With the answers of this source, where the caller has them by source."""
        return replace(self, answers=self.answers_of(key)) if self.answers_of else self


def _answers(given: Answers | Callable[[str], Answers] | None) -> tuple[Answers, Callable[[str], Answers] | None]:
    return ({}, given) if callable(given) else (given or {}, None)


def _read(file: BookingFile, limits: Limits, wanted: _Wanted, earlier: Earlier, progress: Progress) -> Reading:
    rows, changes = _rows(file, limits, wanted)
    profile = rows.profile
    wanted = wanted.of_source(profile.key)
    part = None
    if wanted.only is not None:
        rows, part = part_of(rows, wanted.only, wanted.answers)
    gazetteer = Gazetteer(
        rows, AirportBook.load(), wanted.home_country or profile.home_country,
        {**profile.aliases, **wanted.aliases}, {**profile.stand_ins, **wanted.stand_ins},
        wanted.answers,
    )  # fmt: skip
    judged, credits, known = judge(rows, gazetteer, earlier.seen_from(profile.key), progress, wanted.answers, part)
    credits, known = _placed(credits, known, part)
    return Reading(
        file=file.name,
        digest=file.digest,
        profile=profile.key,
        profile_version=profile.version,
        judged=judged,
        credits=credits,
        known=known,
        headers=tuple(rows.table.headers),
        columns={name: rows.header(name) for name in rows.matched},
        decided=_decided(judged),
        header_changes=changes,
    )


def _text_form(file: BookingFile, wanted: _Wanted, among: Mapping[str, Profile]) -> tuple[str | None, str | None]:
    """The encoding and the separator that the officer or the named profile says."""
    named = wanted.source if isinstance(wanted.source, Profile) else among.get(wanted.source)
    encoding, separator = text_form(wanted.mapping, named)
    try:
        return (check_encoding(encoding) if encoding else None, check_separator(separator) if separator else None)
    except ProfileInvalid as error:
        raise FileRefused(f"{file.name}: the mapping cannot be used. {error}") from error


def _rows(file: BookingFile, limits: Limits, wanted: _Wanted) -> tuple[Rows, tuple[HeaderChange, ...]]:
    """The rows below the header; the sheets that they come from are let go."""
    among = {**wanted.saved, **profiles()}
    grids = read_sheets(file, list(among.values()), limits, *_text_form(file, wanted, among))
    profile = _profile(file, grids, wanted.source, wanted.mapping, among)
    changes: tuple[HeaderChange, ...] = ()
    for grid, header in headed(grids, profile)[:1]:
        profile, changes = adapt(profile, header.texts, grid.columns)
    rows = Rows(build_table(grids, profile, file.name), profile)
    if any(grid.about.get(DAYS_FROM) for grid in grids):
        _count_from_1904(rows)
    return rows, changes


def _placed(credits: tuple[Credit, ...], known: Known, part: Part | None) -> tuple[tuple[Credit, ...], Known]:
    """Rows of the part that was read as positions in the file."""
    if part is None:
        return credits, known
    differences = tuple(replace(one, row=int(part.at[one.row])) for one in known.differences)
    return (
        tuple(replace(credit, row=int(part.at[credit.row])) for credit in credits),
        Known(part.at[known.row], known.leg_id, differences),
    )


def _count_from_1904(rows: Rows) -> None:
    for name, _ in DATE_FIELDS:
        for place in rows.matched.get(name, ()):
            rows.table.columns[place] = rows.table.columns[place].cleaned(from_1904)


def _decided(judged: Judged) -> dict[str, str]:
    """What was decided for whole columns, with the evidence, to be shown to the officer."""
    rows = judged.rows
    said = dict(rows.table.about)
    for name, source in judged.when.sources.items():
        order = source.order
        if order.day_proofs or order.month_proofs or order.open_values:
            said[rows.header(name)] = (
                f"{order.first or 'no'} first: {order.day_proofs} values allow day first only, "
                f"{order.month_proofs} month first only, {order.open_values} both ({order.origin})"
            )
    style = judged.documents.amount.style
    if rows.has("amount"):
        said[rows.header("amount")] = (
            f"decimal mark {style.decimal or 'open'}: {style.point_proofs} values show a point, "
            f"{style.comma_proofs} a comma ({style.origin})"
        )
    if rows.has("cabin") or rows.has("booking_letter"):
        said[rows.header("cabin", "booking_letter")] = (
            "booking letters, read by airline" if judged.seating.letters else "cabins"
        )
    return said


def _recognised(grids: list[Grid], among: list[Profile]) -> Profile | None:
    """The profile that knows the file's headers, or would but for a few that have changed."""
    chosen = choose_profile(grids, among)
    return changed_profile(grids, among, chosen) or chosen


def _profile(
    file: BookingFile,
    grids: list[Grid],
    source: str | Profile,
    mapping: Mapping[str, Any] | None,
    among: Mapping[str, Profile],
) -> Profile:
    """The profile to read with: named, or recognised by its headers, with the mapping on top."""
    try:
        if isinstance(source, Profile):
            chosen: Profile | None = source
        elif source == "auto":
            base = str(mapping.get("base", "")) if mapping else ""
            chosen = among.get(base) if base else _recognised(grids, list(among.values()))
        elif source in among:
            chosen = among[source]
        else:
            raise FileRefused(f"{file.name}: there is no source profile '{source}'. Known are {', '.join(among)}.")
        if mapping:
            chosen = with_mapping(chosen, mapping) if chosen else with_mapping(among["greenops-template"], mapping)
    except ProfileInvalid as error:
        raise FileRefused(f"{file.name}: the mapping cannot be used. {error}") from error
    if chosen is None:
        headers = [find_header(grid, list(among.values())) for grid in grids]
        raise FileRefused(no_table(grids, None, next((one for one in headers if one), None), file.name))
    return chosen
