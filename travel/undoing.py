"""Undo of an import: what it brought goes, and legs that later files told as well go on with what those said.

After commits of A, B and C and an undo of A, what counts is what commits of B and C alone had come to.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count

from travel import batch_report, kept_totals, ledger
from travel.bulk import delete, in_blocks, insert, reserve_ids
from travel.commit import delete_legs, units_of
from travel.imports.known import merged
from travel.ledger import MOVED_LEGS
from travel.models import (
    BatchRow,
    Booking,
    Credit,
    Estimate,
    ImportBatch,
    KnownLeg,
    Leg,
    LegChange,
    Question,
    WaitingEstimate,
)
from travel.models.import_batch import Verdict
from travel.retelling import VALUES, stored, write_values

Values = dict[str, Any]
# Of rows that another source told, or seems to have told.
OF_OTHER_SOURCES = ("known_ticket", "same_trip")


@dataclass(frozen=True)
class Later:
    """A batch that was committed on top of another one: how many of its legs it told again, changed, took back."""

    batch: ImportBatch
    told_again: int
    changed: int
    taken_back: int


def what_depends(batch: ImportBatch) -> list[Later]:
    """Batches that touched the legs of this one, the latest first."""
    mine = Leg.every.filter(batch=batch)
    others = KnownLeg.objects.filter(leg__batch=batch).exclude(batch=batch)
    told = dict(others.order_by().values_list("batch").annotate(Count("leg", distinct=True)))
    changes = LegChange.objects.filter(leg__batch=batch).exclude(batch=batch)
    changed = dict(changes.order_by().values_list("batch").annotate(Count("leg", distinct=True)))
    taken = mine.filter(taken_back_by__isnull=False).exclude(taken_back_by__batch=batch)
    taken_back = dict(taken.order_by().values_list("taken_back_by__batch").annotate(Count("id")))
    batches = ImportBatch.objects.in_bulk({*told, *changed, *taken_back})
    later = [
        Later(one, told.get(one.pk, 0), changed.get(one.pk, 0), taken_back.get(one.pk, 0)) for one in batches.values()
    ]
    rank = ledger.ranks()
    return sorted(later, key=lambda one: -rank[one.batch.pk])


def legs_that_count_again(batch: ImportBatch) -> int:
    """Legs of other batches that this one took back."""
    return Leg.every.filter(taken_back_by__batch=batch).exclude(batch=batch).count()


def legs_told_again(batch: ImportBatch) -> int:
    """Legs of the batch that later files told too."""
    return Leg.objects.filter(batch=batch, told_again__isnull=False).exclude(told_again__batch=batch).distinct().count()


def legs_changed_by(batch: ImportBatch) -> int:
    """Legs of other batches that this one wrote over."""
    return LegChange.objects.filter(batch=batch).exclude(leg__batch=batch).values("leg").distinct().count()


@dataclass
class TakenOut:
    """What an undo came to: legs that are gone, legs handed to later files, and the years that moved."""

    legs: int = 0
    handed_on: int = 0
    years: set[int] = field(default_factory=set)
    # Rows of other batches that were read with this one in view, by batch: their positions.
    due: dict[int, set[int]] = field(default_factory=dict)


def take_out(batch: ImportBatch) -> TakenOut:
    """Take out what a batch brought, inside the caller's transaction, which holds the ledger's lock."""
    out = TakenOut()
    tickets = ledger.tickets_of(batch)
    out.due = read_in_view_of(batch)
    out.years |= _give_back(batch)
    credits = set(batch.credits.exclude(kind=Credit.Kind.STATUS).values_list("identity", flat=True))
    heirs = _hand_on(batch, out)
    out.years |= kept_totals.take_away(batch)
    out.legs = _delete(batch)
    _inherit_credits(credits)
    for heir in heirs:
        _tell_anew(heir)
    out.years |= ledger.settle_tickets(tickets)
    kept_totals.recount_travellers(out.years)
    return out


def _give_back(batch: ImportBatch) -> set[int]:
    """Legs that credits of the batch took back count again, until the settling says otherwise."""
    ids = list(Leg.every.filter(taken_back_by__batch=batch).order_by("id").values_list("id", flat=True))
    years: set[int] = set()
    for block in in_blocks(ids, MOVED_LEGS):
        with kept_totals.moving(Estimate.objects.filter(leg_id__in=block)):
            Leg.every.filter(pk__in=block).update(taken_back_by=None)
        years |= ledger.years_of(block)
    return years


def read_in_view_of(batch: ImportBatch, leg_ids: Collection[int] | None = None) -> dict[int, set[int]]:
    """Rows of other batches whose verdict or sentence rests on what this one tells: their positions, by batch.

    leg_ids: on these legs of it; on all that it tells where None.
    """
    rows = BatchRow.objects.filter(batch__state=ImportBatch.State.COMMITTED).exclude(batch=batch)
    of_others = rows.exclude(batch__source=batch.source)
    found = [of_others.filter(reason__in=OF_OTHER_SOURCES, sentence__contains=batch.file_name)]
    if leg_ids is None:
        same = Credit.objects.filter(identity__in=batch.credits.exclude(kind=Credit.Kind.STATUS).values("identity"))
        found += [
            rows.filter(pk__in=KnownLeg.objects.filter(leg__batch=batch).values("row")),
            rows.filter(pk__in=Credit.objects.filter(legs__batch=batch).values("row")),
            rows.filter(reason="known_credit", pk__in=same.values("row")),
        ]
    for block in in_blocks(sorted(leg_ids or ()), MOVED_LEGS):
        found.append(rows.filter(pk__in=KnownLeg.objects.filter(leg__in=block).values("row")))
        found.append(rows.filter(pk__in=Credit.objects.filter(legs__in=block).values("row")))
    due: dict[int, set[int]] = defaultdict(set)
    for some in found:
        for batch_id, position in some.order_by().values_list("batch_id", "position").iterator(chunk_size=10_000):
            due[batch_id].add(position)
    return due


def _hand_on(batch: ImportBatch, out: TakenOut) -> set[int]:
    """Legs that other batches told too are worked out again without this one. Returns the batches that got legs."""
    told = KnownLeg.objects.filter(leg__batch=batch).exclude(batch=batch) | KnownLeg.objects.filter(batch=batch)
    ids = sorted(set(told.order_by().values_list("leg_id", flat=True)))
    heirs: set[int] = set()
    for block in in_blocks(ids, MOVED_LEGS):
        retold = _Retold(batch, block)
        out.years |= retold.fold()
        heirs |= retold.heirs
        out.handed_on += retold.handed_on
    return heirs


def without(batch: ImportBatch, leg_ids: list[int]) -> set[int]:
    """Some legs as other batches tell them, where the rows of this one do not any more. Returns the years touched."""
    years: set[int] = set()
    for block in in_blocks(leg_ids, MOVED_LEGS):
        retold = _Retold(batch, block)
        years |= retold.fold()
        for heir in retold.heirs:
            _tell_anew(heir)
    return years


def told_otherwise(batch: ImportBatch, owners: Mapping[int, Values]) -> set[int]:
    """Legs of the batch that its rows tell otherwise now, and what later rows say on top. Returns the years touched."""
    years: set[int] = set()
    for block in in_blocks(owners, MOVED_LEGS):
        years |= _Retold(None, block, owners).fold()
    return years


@dataclass
class _Telling:
    """One batch's word on a leg. own: what it said that was not taken over. values: all it said, once worked out."""

    order: tuple[int, int]
    batch: int
    row: int
    own: Values | None
    known: KnownLeg | None
    values: Values = field(default_factory=dict)


class _Retold:
    """Some legs that several batches told, without one of them. owners: what the first telling says now, by leg."""

    def __init__(
        self, gone: ImportBatch | None, leg_ids: list[int], owners: Mapping[int, Values] | None = None
    ) -> None:
        self.gone = gone
        self.owners = owners or {}
        self.legs = Leg.every.select_related("row").defer("row__cells", "row__personal_cells").in_bulk(leg_ids)
        self.rank = ledger.ranks(undone=gone.pk if gone else None)
        self.heirs: set[int] = set()
        self.handed_on = 0
        self.units = _units_by_batch()
        self.tellings: dict[int, list[_Telling]] = defaultdict(list)
        for known in KnownLeg.objects.filter(leg_id__in=leg_ids).select_related("row").defer("row__cells"):
            order = (self.rank[known.batch_id], known.row.position)
            self.tellings[known.leg_id].append(_Telling(order, known.batch_id, known.row_id, known.own, known))
        self.changes: dict[int, dict[int, LegChange]] = defaultdict(dict)
        for change in LegChange.objects.filter(leg_id__in=leg_ids).order_by("id"):
            self.changes[change.leg_id][change.row_id] = change

    def fold(self) -> set[int]:
        """Write the legs as the other batches tell them. Returns the years touched."""
        owners: dict[int, _Telling] = {}
        after: dict[int, Values] = {}
        made: list[LegChange] = []
        for leg_id, leg in self.legs.items():
            owner = _Telling((-1, -1), leg.batch_id, leg.row_id, None, None)
            tellings = [owner, *sorted(self.tellings[leg_id], key=lambda one: one.order)]
            remaining = [one for one in tellings if self.gone is None or one.batch != self.gone.pk]
            if not remaining:
                continue
            if remaining[0] is not owner:
                owners[leg_id] = remaining[0]
            if self.changes[leg_id] or leg_id in self.owners or any(one.own for one in tellings):
                now = self._unfold(leg, tellings)
                owner.values = {**owner.values, **self.owners.get(leg_id, {})}
                state, changes = self._refold(leg, remaining)
                made += changes
                after[leg_id] = {name: value for name, value in state.items() if value != now[name]}
        years = self._write(after)
        LegChange.objects.filter(leg_id__in=list(after)).delete()
        LegChange.objects.bulk_create(made, batch_size=1000)
        self._transfer(owners)
        return years

    def _unfold(self, leg: Leg, tellings: list[_Telling]) -> Values:
        """Go back through what was written over the leg, to what each telling said. Returns the leg as it stands."""
        now = {name: stored(getattr(leg, name)) for name in (*VALUES, "unit_id")}
        state = dict(now)
        for telling in reversed(tellings):
            own = dict(telling.own or {})
            if "cost_centre" in own:
                own["unit_id"] = self.units(telling.batch).get(own["cost_centre"], "")
            telling.values = {**state, **own}
            if change := self.changes[leg.pk].get(telling.row):
                state = {**state, **change.before}
        return now

    def _refold(self, leg: Leg, remaining: list[_Telling]) -> tuple[Values, list[LegChange]]:
        state = dict(remaining[0].values)
        made = []
        for telling in remaining[1:]:
            changes, own = merged(state, telling.values)
            if "cost_centre" in changes:
                changes["unit_id"] = telling.values["unit_id"]
            if telling.known is not None and (own or None) != telling.known.own:
                telling.known.own = own or None
                telling.known.save(update_fields=["own"])
            if changes:
                before = {name: state[name] for name in changes}
                made.append(
                    LegChange(batch_id=telling.batch, row_id=telling.row, leg=leg, before=before, after=changes)
                )
                state.update(changes)
        return state, made

    def _write(self, after: Mapping[int, Values]) -> set[int]:
        differing = {leg: values for leg, values in after.items() if values}
        if not differing:
            return set()
        years = ledger.years_of(list(differing))
        write_values(differing)
        return years | ledger.years_of(list(differing))

    def _transfer(self, owners: Mapping[int, _Telling]) -> None:
        """Give legs to the batch and row that told them next."""
        if not owners:
            return
        bookings = _bookings_for({leg: one.batch for leg, one in owners.items()}, self.legs)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {Leg._meta.db_table} SET batch_id = %s, row_id = %s, booking_id = %s WHERE id = %s",  # noqa: S608
                [(one.batch, one.row, bookings[leg], leg) for leg, one in owners.items()],
            )
        KnownLeg.objects.filter(pk__in=[one.known.pk for one in owners.values() if one.known]).delete()
        _become_flights({one.row for one in owners.values()}, self.gone)
        self.heirs |= {one.batch for one in owners.values()}
        self.handed_on += len(owners)


def _units_by_batch() -> Any:
    found: dict[int, dict[str, int]] = {}

    def units(batch_id: int) -> dict[str, int]:
        if batch_id not in found:
            found[batch_id] = units_of(ImportBatch.objects.values_list("source", flat=True).get(pk=batch_id))
        return found[batch_id]

    return units


def _bookings_for(batch_of: Mapping[int, int], legs: Mapping[int, Leg]) -> dict[int, int]:
    """A booking of its new batch for each leg: the one of the same ticket and traveller, or a new one."""
    old = Booking.objects.in_bulk({legs[leg].booking_id for leg in batch_of})
    wanted: dict[int, tuple[Any, ...]] = {}
    there: dict[tuple[Any, ...], int] = {}
    references = {booking.reference for booking in old.values()} - {""}
    for booking in Booking.objects.filter(batch__in=set(batch_of.values()), reference__in=references).order_by("-id"):
        there[booking.batch_id, booking.reference, booking.traveller_id] = booking.pk
    new: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for leg, batch in batch_of.items():
        booking = old[legs[leg].booking_id]
        key = (batch, booking.reference, booking.traveller_id)
        if not booking.reference:
            key = (*key, booking.pk)
        if key not in there:
            new.setdefault(key, (batch, booking.reference, booking.traveller_id, booking.amount))
        wanted[leg] = key
    there.update(zip(new, reserve_ids(Booking, len(new)), strict=True))
    rows = [(there[key], *values) for key, values in new.items()]
    insert(Booking, ("id", "batch_id", "reference", "traveller_id", "amount"), rows)
    return {leg: there[key] for leg, key in wanted.items()}


def _become_flights(row_ids: Collection[int], gone: ImportBatch) -> None:
    rows = BatchRow.objects.filter(pk__in=row_ids, verdict=Verdict.IGNORED).values_list("id", "sheet", "line")
    told = f"its legs count as its own since {gone.file_name} was undone."
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {BatchRow._meta.db_table} SET verdict = 'flight', reason = 'flight', sentence = %s WHERE id = %s",  # noqa: S608
            [(f"{f'{sheet} line' if sheet else 'Line'} {line}: {told}", pk) for pk, sheet, line in rows],
        )


def _delete(batch: ImportBatch) -> int:
    """Delete what is left of the batch beside its rows. Returns how many legs."""
    mine = f"leg_id IN (SELECT id FROM {Leg._meta.db_table} WHERE batch_id = %s)"  # noqa: S608
    for model in (KnownLeg, LegChange):
        delete(model, "batch_id = %s", batch.pk)
        delete(model, mine, batch.pk)
    for model in (Credit, Question, WaitingEstimate):
        delete(model, "batch_id = %s", batch.pk)
    return delete_legs(batch)


def _inherit_credits(identities: Collection[str]) -> None:
    """Rows that were known as the same credit: the first of them is the credit now."""
    heirs: dict[str, Credit] = {}
    for block in in_blocks(identities, MOVED_LEGS):
        for credit in Credit.objects.filter(identity__in=block).select_related("row").order_by("id"):
            heirs.setdefault(credit.identity, credit)
    rows = [credit.row for credit in heirs.values() if credit.row.reason == "known_credit"]
    batches = set()
    for row in rows:
        row.verdict, row.reason = Verdict.CREDIT, "credit_open"
        row.sentence = row.sentence.split(":")[0] + ": a credit, told first by a file that was undone."
        batches.add(row.batch_id)
    BatchRow.objects.bulk_update(rows, ["verdict", "reason", "sentence"], batch_size=500)
    for batch_id in batches:
        _tell_anew(batch_id)


def _tell_anew(batch_id: int) -> None:
    """The counts and the report of a batch from its rows and legs as they are by now."""
    batch = ImportBatch.objects.get(pk=batch_id)
    counts = {f"rows_{verdict}": number for verdict, number in batch_report.verdict_counts(batch).items()}
    told = {"report": batch_report.report(batch), "preview": batch_report.preview(batch)}
    ImportBatch.objects.filter(pk=batch_id).update(**told, **counts)
