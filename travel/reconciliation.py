"""Tickets, value and refunds of a month as imported, set against what finance paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum

from travel.coverage import File, Status, competing, files_of, grid
from travel.models import Booking, Credit, ExpectedSource, FinanceFigure, ImportBatch, Leg
from travel.models.calendar import MonthOf

TOLERANCE = Decimal(1)  # per cent of finance's figure
SMALLEST_DIFFERENCE = Decimal(1)  # of the currency: below it no difference is told
REFUNDS = (Credit.Kind.REFUND, Credit.Kind.PARTIAL_REFUND, Credit.Kind.TAX_REFUND)


class Agreement(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_ENTERED = "not entered"


@dataclass(frozen=True)
class Imported:
    """amount, refunds: None where no row of the files has one. unsure: files that do not say their office."""

    tickets: int = 0
    amount: Decimal | None = None
    refunds: Decimal | None = None
    without_amount: int = 0
    unsure: int = 0


@dataclass(frozen=True)
class Month:
    """One line of the reconciliation."""

    expected: ExpectedSource
    month: date
    imported: Imported
    figure: FinanceFigure | None
    agreement: Agreement

    @property
    def amount_difference(self) -> Decimal | None:
        return _difference(self.imported.amount, self.figure and self.figure.amount)


def reconciliation(year: int, *, tolerance: Decimal = TOLERANCE, today: date | None = None) -> list[Month]:
    """Every month that is due or has something, source by source. tolerance: per cent of finance's figure."""
    found = grid(year, today=today)
    expected = [line.expected for line in found.lines]
    figures = {
        (one.expected_id, one.month): one
        for one in FinanceFigure.objects.filter(expected__in=expected, month__year=year)
    }
    brought = _brought(year)
    files = _files(brought)
    months = []
    for line in found.lines:
        for cell in line.cells:
            figure = figures.get((line.expected.pk, cell.month))
            if figure is None and cell.status in (Status.OPEN, Status.NOT_EXPECTED):
                continue
            of_month = [(file, brought[pk, month]) for (pk, month), file in files.items() if month == cell.month.month]
            imported = _imported(line.expected, of_month, competing(line.expected, cell.month, expected))
            agreement = _agreement(imported, figure, tolerance)
            months.append(Month(line.expected, cell.month, imported, figure, agreement))
    return months


def month_of(expected: ExpectedSource, month: date) -> Month | None:
    """The line of one month; None where nothing is due."""
    found = reconciliation(month.year)
    return next((one for one in found if (one.expected.pk, one.month) == (expected.pk, month)), None)


def _agreement(imported: Imported, figure: FinanceFigure | None, tolerance: Decimal) -> Agreement:
    if figure is None:
        return Agreement.NOT_ENTERED
    agrees = (
        imported.tickets == figure.tickets
        and _is_near(imported.amount, figure.amount, tolerance)
        and _is_near(imported.refunds, figure.refunds, tolerance)
    )
    return Agreement.AGREES if agrees else Agreement.DIFFERS


def _is_near(ours: Decimal | None, theirs: Decimal, tolerance: Decimal) -> bool:
    """Whether the two are the same within the tolerance. Files without amounts say nothing against a figure."""
    if ours is None:
        return True
    return abs(ours - theirs) <= max(abs(theirs) * tolerance / 100, SMALLEST_DIFFERENCE)


def _difference(ours: Decimal | None, theirs: Decimal | None) -> Decimal | None:
    return None if ours is None or theirs is None else ours - theirs


@dataclass
class _Brought:
    """What one file brought for one month."""

    tickets: int = 0
    amounts: int = 0
    amount: Decimal = Decimal(0)
    refunds: Decimal = Decimal(0)

    def add_tickets(self, number: int, amounts: int, value: Decimal | None) -> None:
        self.tickets += number
        self.amounts += amounts
        self.amount += value or 0


def _files(brought: Mapping[tuple[int, int], _Brought]) -> dict[tuple[int, int], File]:
    """The files that brought something, by batch and month: also those that cover no month, as one of refunds alone."""
    batches = ImportBatch.objects.exclude(origin=ImportBatch.Origin.BY_HAND).only("source", "office")
    known = batches.in_bulk({batch for batch, _month in brought})
    return {(pk, month): File(known[pk], 0, is_stated=False) for pk, month in brought if pk in known}


def _imported(expected: ExpectedSource, files: list[tuple[File, _Brought]], rivals: int) -> Imported:
    parts_of = {file.batch.pk: part for file, part in files}
    found = files_of(expected, [file for file, _part in files], rivals)
    parts = [parts_of[file.batch.pk] for file, is_sure in found if is_sure]
    tickets, amounts = sum(one.tickets for one in parts), sum(one.amounts for one in parts)
    refunds = sum((one.refunds for one in parts), Decimal(0))
    return Imported(
        tickets=tickets,
        amount=sum((one.amount for one in parts), Decimal(0)) if amounts else None,
        refunds=refunds if refunds or amounts else None,
        without_amount=tickets - amounts,
        unsure=len(found) - len(parts),
    )


def _brought(year: int) -> dict[tuple[int, int], _Brought]:
    """By batch and month: the month of the file where that was stated, else that of a ticket's first leg.

    A refund then belongs to the month in which it was issued. A ticket that its own file gives back whole has no leg,
    and neither it nor its refund is told here.
    """
    stated = ImportBatch.objects.filter(period_from__isnull=False).filter(
        Q(period_until__isnull=True) | Q(period_until=F("period_from"))
    )
    single = dict(stated.values_list("pk", "period_from"))
    found: dict[tuple[int, int], _Brought] = defaultdict(_Brought)
    first_leg = Leg.every.filter(booking=OuterRef("pk")).order_by("counted_on").values("counted_on")[:1]
    bookings = Booking.objects.order_by().filter(batch__state=ImportBatch.State.COMMITTED)
    counts = {"number": Count("pk"), "amounts": Count("amount"), "value": Sum("amount")}
    dated = bookings.annotate(day=Subquery(first_leg)).exclude(batch__in=stated)
    for batch, month, number, amounts, value in (
        dated.filter(day__year=year).values_list("batch_id", MonthOf("day")).annotate(**counts)
    ):
        found[batch, month].add_tickets(number, amounts, value)
    of_stated = bookings.filter(batch__in=stated.filter(period_from__year=year))
    for batch, number, amounts, value in of_stated.values_list("batch_id").annotate(**counts):
        found[batch, single[batch].month].add_tickets(number, amounts, value)
    has_ticket = Exists(Booking.objects.filter(batch=OuterRef("batch"), reference=OuterRef("ticket")))
    refunds = Credit.objects.order_by().filter(
        Q(settled_in_file=False) | has_ticket,
        batch__state=ImportBatch.State.COMMITTED, kind__in=REFUNDS, amount__isnull=False,
    )  # fmt: skip
    for batch, issued_on, amount in refunds.values_list("batch_id", "issued_on", "amount"):
        day = single.get(batch, issued_on)
        if day is not None and day.year == year:
            found[batch, day.month].refunds += abs(amount)
    return found
