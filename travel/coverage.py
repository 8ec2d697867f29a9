"""Which months of which source and office were received: what files cover, set against what is expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from statistics import median

from django.core.cache import cache
from django.db.models import Count, DateField, Max, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from travel.models import ExpectedSource, ImportBatch, Leg, NothingToReport
from travel.models.calendar import MonthOf

State = ImportBatch.State
# A month with fewer legs than this share of a usual one was hardly received: its legs stand in a neighbour's file.
FEW = 0.25
MONTHS_TO_JUDGE_BY = 3
COUNTS_KEPT_SECONDS = 600


class Status(StrEnum):
    RECEIVED = "received"
    PARTLY = "partly"
    NOTHING = "nothing"
    MISSING = "missing"
    OPEN = "open"  # the month is not over
    NOT_EXPECTED = "not expected"


@dataclass(frozen=True)
class File:
    """A file that covers a month. legs: of this month. is_stated: its period was given, not taken from its legs."""

    batch: ImportBatch
    legs: int
    is_stated: bool

    @property
    def is_committed(self) -> bool:
        return self.batch.state == State.COMMITTED


@dataclass(frozen=True)
class Cell:
    """One month of one expected source. why: what a reader must know beside the status, in sentences."""

    expected: ExpectedSource
    month: date
    status: Status
    files: tuple[File, ...] = ()
    why: tuple[str, ...] = ()
    said: NothingToReport | None = None

    @property
    def legs(self) -> int:
        return sum(file.legs for file in self.files)


@dataclass(frozen=True)
class Line:
    expected: ExpectedSource
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A year: a line for each expected source. others: files with legs of the year that nobody expects."""

    year: int
    lines: tuple[Line, ...]
    others: tuple[File, ...] = field(default=())

    def cells(self, *statuses: Status) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells if cell.status in statuses]

    @cached_property
    def due(self) -> int:
        return len(self.cells(Status.RECEIVED, Status.PARTLY, Status.NOTHING, Status.MISSING))

    @cached_property
    def missing(self) -> int:
        return len(self.cells(Status.MISSING))

    @property
    def sentence(self) -> str:
        """How complete the year is; empty where nothing is expected."""
        if not self.due:
            return ""
        words = {"missing": self.missing, "due": self.due}
        if self.missing:
            said = ngettext(
                "%(missing)s of %(due)s months is missing.", "%(missing)s of %(due)s months are missing.", self.missing
            )
        else:
            said = _("None of %(due)s months is missing.")
        partly = len(self.cells(Status.PARTLY))
        if partly:
            said += " " + ngettext("%(partly)s was received in part.", "%(partly)s were received in part.", partly)
        return said % {**words, "partly": partly}


def grid(year: int, *, today: date | None = None) -> Grid:
    """The year's grid. A month is due once it is over."""
    expected = expected_in(year)
    if not expected:
        return Grid(year, (), tuple(_others(_files(year), {})))
    files = _files(year)
    said = {
        (one.expected_id, one.month): one
        for one in NothingToReport.objects.filter(expected__in=expected, month__year=year).select_related("said_by")
    }
    now = today or timezone.localdate()
    lines = tuple(_line(one, year, files, expected, said, now) for one in expected)
    return Grid(year, lines, tuple(_others(files, {one.source: one for one in expected})))


def incompleteness(year: int) -> str:
    """The sentence about the year where months are missing or came in part; else empty."""
    if not expected_in(year):
        return ""
    found = grid(year)
    return found.sentence if found.cells(Status.MISSING, Status.PARTLY) else ""


def expected_in(year: int) -> list[ExpectedSource]:
    """The sources that are expected in some month of the year."""
    begun = ExpectedSource.objects.filter(first_month__lte=date(year, 12, 1))
    return list(begun.filter(Q(last_month__isnull=True) | Q(last_month__gte=date(year, 1, 1))).select_related("office"))


def cell(expected: ExpectedSource, month: date, *, today: date | None = None) -> Cell:
    """One month of one expected source, as the grid shows it."""
    found = next((line for line in grid(month.year, today=today).lines if line.expected.pk == expected.pk), None)
    return found.cells[month.month - 1] if found else Cell(expected, month, Status.NOT_EXPECTED)


def last_due_year(*, today: date | None = None) -> int:
    """The year of the last month that is over and expected of somebody; without one, of the last that is over."""
    now = today or timezone.localdate()
    over = date(now.year - (now.month == 1), (now.month - 2) % 12 + 1, 1)
    until = Coalesce("last_month", Value(over, output_field=DateField()))
    last = ExpectedSource.objects.aggregate(last=Max(until))["last"]
    return min(last, over).year if last else over.year


Files = Mapping[int, list[File]]  # month -> files


def files_of(expected: ExpectedSource, files: Iterable[File], competing: int) -> list[tuple[File, bool]]:
    """The files of the source that may be this office's, each with whether that is sure.

    A file that does not say its office counts where only one office is expected to send the source.
    """
    found = []
    for file in files:
        if file.batch.source != expected.source:
            continue
        if expected.office_id is None or file.batch.office_id == expected.office_id:
            found.append((file, True))
        elif file.batch.office_id is None:
            found.append((file, competing == 1))
    return found


def competing(expected: ExpectedSource, month: date, among: Iterable[ExpectedSource]) -> int:
    """How many offices are expected to send the same source for the month."""
    return sum(one.source == expected.source and is_expected(one, month) for one in among)


def is_expected(expected: ExpectedSource, month: date) -> bool:
    return expected.first_month <= month and (expected.last_month is None or month <= expected.last_month)


def _line(
    expected: ExpectedSource,
    year: int,
    files: Files,
    among: list[ExpectedSource],
    said: Mapping[tuple[int, date], NothingToReport],
    today: date,
) -> Line:
    months = [date(year, month, 1) for month in range(1, 13)]
    of_month = {
        month: files_of(expected, files.get(month.month, ()), competing(expected, month, among)) for month in months
    }
    legs = [sum(file.legs for file, _sure in found) for found in of_month.values()]
    counted = [number for number in legs if number]
    usual = median(counted) if len(counted) >= MONTHS_TO_JUDGE_BY else 0
    cells = [
        _cell(expected, month, found, said.get((expected.pk, month)), usual, today) for month, found in of_month.items()
    ]
    return Line(expected, tuple(cells))


def _cell(
    expected: ExpectedSource,
    month: date,
    found: list[tuple[File, bool]],
    said: NothingToReport | None,
    usual: float,
    today: date,
) -> Cell:
    files = tuple(file for file, _sure in found)
    committed = [(file, sure) for file, sure in found if file.is_committed]
    if not is_expected(expected, month):
        return Cell(expected, month, Status.NOT_EXPECTED, files, said=said)
    if not committed:
        if files:
            return Cell(expected, month, Status.PARTLY, files, (_("A file is checked and not confirmed yet."),), said)
        if said is not None:
            return Cell(expected, month, Status.NOTHING, (), (), said)
        is_over = (month.year, month.month) < (today.year, today.month)
        return Cell(expected, month, Status.MISSING if is_over else Status.OPEN)
    why = []
    legs = sum(file.legs for file, _sure in committed)
    if not any(sure for _file, sure in committed):
        why.append(_("The file does not say which office it is from. State it on the page of the import."))
    elif not any(file.is_stated for file, _sure in committed) and legs < FEW * usual:
        why.append(
            _("Only %(legs)s legs, where a month has about %(usual)s: they may come from another month's file.")
            % {"legs": legs, "usual": round(usual)}
        )
    status = Status.PARTLY if why else Status.RECEIVED
    if len(committed) < len(files):
        why.append(_("A further file is checked and not confirmed yet."))
    if said is not None:
        why.append(_("It was also said that there is nothing to report."))
    return Cell(expected, month, status, files, tuple(why), said)


def _files(year: int) -> Files:
    """Files by month: by the period that was stated, else by the months of their legs. Trips by hand are none."""
    batches = ImportBatch.objects.exclude(origin=ImportBatch.Origin.BY_HAND).defer("report", "preview", "mapping")
    known = {batch.pk: batch for batch in batches.filter(state__in=(State.COMMITTED, State.PREVIEWED))}
    legs = _legs_by_month(year)
    found: dict[int, list[File]] = defaultdict(list)
    for batch in known.values():
        if batch.period_from is not None:
            until = batch.period_until or batch.period_from
            for month in range(1, 13):
                if batch.period_from <= date(year, month, 1) <= until:
                    found[month].append(File(batch, legs.get((batch.pk, month), 0), is_stated=True))
            continue
        for month in range(1, 13):
            if number := legs.get((batch.pk, month)):
                found[month].append(File(batch, number, is_stated=False))
    return found


def _others(files: Files, expected: Mapping[str, ExpectedSource]) -> list[File]:
    """Committed files of sources that are not expected, each once with all its legs of the year."""
    found: dict[int, File] = {}
    for of_month in files.values():
        for file in of_month:
            if file.batch.source in expected or not file.is_committed:
                continue
            before = found.get(file.batch.pk)
            found[file.batch.pk] = File(file.batch, file.legs + (before.legs if before else 0), file.is_stated)
    return list(found.values())


def _legs_by_month(year: int) -> Mapping[tuple[int, int], int]:
    """Legs that each committed file brought, by batch and month; kept while no import came or went."""
    state = ImportBatch.objects.aggregate(
        committed=Count("pk", filter=Q(state=State.COMMITTED)), last=Max("committed_at"), undone=Max("undone_at")
    )
    legs = Leg.every.aggregate(last=Max("pk"))["last"]
    key = f"coverage:{year}:{state['committed']}:{state['last']}:{state['undone']}:{legs}".replace(" ", "T")
    kept: dict[tuple[int, int], int] | None = cache.get(key)
    if kept is None:
        rows = (
            Leg.every.order_by()
            .filter(counted_on__gte=date(year, 1, 1), counted_on__lte=date(year, 12, 31))
            .values_list("batch_id", MonthOf("counted_on"))
            .annotate(number=Count("pk"))
        )
        kept = {(batch, month): number for batch, month, number in rows}
        cache.set(key, kept, COUNTS_KEPT_SECONDS)
    return kept
