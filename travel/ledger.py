"""The ledger across files: what a batch tells of legs and credits of others, and which credits take which legs back.

Which legs count is a function of the committed batches in their order: it is worked out anew, for the tickets
concerned, after every commit, answer and undo.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from travel import credit_questions, kept_totals
from travel.bulk import in_blocks, insert, reserve_ids
from travel.commit import keyed
from travel.imports.ledger import Credit as ReadCredit
from travel.imports.settling import CreditLine, LegLine, Settlement, settle
from travel.models import Booking, Credit, Estimate, ImportBatch, KnownLeg, Leg
from travel.models.calendar import YearOf

LEDGER_LOCK = 7_262_020  # any number, the same everywhere: PostgreSQL's advisory lock of commits and undos
MOVED_LEGS = 5_000
REFERENCE = 40
LAST = 1_000_000_000  # the rank of a batch that comes after all


def lock() -> None:
    """All that moves the totals goes one after the other. SQLite has one writer at a time as it is.

    First in the transaction, before a row is locked: commits, undos, amendments, assignments, official results,
    recalculations.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def write_credits(batch: ImportBatch, credits: Iterable[ReadCredit], row_ids: np.ndarray) -> None:
    """What the rows of a batch take back, whether a leg of it is here already or not."""
    credits = list(credits)
    columns = (
        "id", "batch_id", "row_id", "identity", "kind", "state", "settled_in_file", "ticket", "traveller", "coupons",
        "sectors", "leg_identities", "amount", "issued_on",
    )  # fmt: skip
    ids = reserve_ids(Credit, len(credits))
    insert(
        Credit,
        columns,
        (
            (
                id_, batch.pk, int(row_ids[credit.row]), keyed(credit.identity), _kind(credit.kind),
                Credit.State.OPEN if credit.open else Credit.State.SETTLED, not credit.open, _reference(credit.ticket),
                keyed(credit.traveller) if credit.traveller else "",
                json.dumps(credit.coupons), json.dumps(credit.sectors),
                json.dumps([keyed(identity) for identity in credit.leg_identities]),
                credit.amount, credit.issued_on or None,
            )
            for id_, credit in zip(ids, credits, strict=True)
        ),
    )  # fmt: skip


def _kind(kind: str) -> str:
    return Credit.Kind.VOID if kind == "void_document" else kind


def _reference(ticket: str) -> str:
    """As bookings keep it; a leg without any document is kept under its own identity."""
    return f"~{keyed(ticket[1:])}" if ticket.startswith("~") else ticket[:REFERENCE]


def own_reference(reference: str, identity: str) -> str:
    return reference or f"~{identity}"


def references_of(legs: QuerySet[Leg]) -> set[str]:
    pairs = legs.order_by().values_list("booking__reference", "identity")
    return {own_reference(*pair) for pair in pairs.iterator(chunk_size=10_000)}


def tickets_of(batch: ImportBatch) -> set[str]:
    """The tickets on which a batch and credits meet: its own credits, and those of others on legs that it told."""
    if not Credit.objects.exists():
        return set()
    told = Leg.every.filter(told_again__batch=batch)
    found = set(batch.credits.order_by().values_list("ticket", flat=True))
    for bookings in (Booking.objects.filter(batch=batch), Booking.objects.filter(pk__in=told.values("booking"))):
        credits = Credit.objects.filter(ticket__in=bookings.exclude(reference="").values("reference"))
        found.update(credits.order_by().values_list("ticket", flat=True))
    found.update(f"~{identity}" for identity in told.filter(booking__reference="").values_list("identity", flat=True))
    return found


def version() -> tuple[Any, ...]:
    """What changes with every commit, answer and undo: a file read before such a change is read again."""
    last = ImportBatch.objects.aggregate(Max("committed_at"), Max("undone_at"), Sum("revision"))
    return tuple(last.values())


def settle_tickets(references: Collection[str]) -> set[int]:
    """Work out which credits take which legs on these tickets; legs, credits and totals follow. Returns years moved."""
    concerned = _with_credits(references)
    if not concerned:
        return set()
    credits, lines = credit_lines(concerned)
    legs = leg_lines(concerned)
    return write_settlement(settle(legs, lines), credits, [leg.id for leg in legs])


def _with_credits(references: Collection[str]) -> set[str]:
    """Those of the tickets on which something is taken back, or was."""
    found: set[str] = set()
    if Credit.objects.exists():
        for block in in_blocks(references):
            found.update(Credit.objects.filter(ticket__in=block).order_by().values_list("ticket", flat=True))
    taken = Leg.every.filter(taken_back_by__isnull=False)
    if taken.exists():
        for block in in_blocks(references):
            found |= references_of(taken.filter(booking__reference__in=block))
    return found


def credit_lines(references: Collection[str]) -> tuple[dict[int, Credit], list[CreditLine]]:
    credits: dict[int, Credit] = {}
    for block in in_blocks(references):
        found = Credit.objects.filter(ticket__in=block).select_related("batch").defer("batch__report", "batch__preview")
        credits.update({credit.pk: credit for credit in found.select_related("row").defer("row__cells")})
    rank = ranks()
    answers = credit_questions.answers(credits.values())
    return credits, [
        CreditLine(
            id=credit.pk,
            identity=credit.identity,
            kind=credit.kind,
            ticket=credit.ticket,
            traveller=credit.traveller,
            coupons=tuple(credit.coupons),
            sectors=tuple((start, end) for start, end in credit.sectors),
            identities=frozenset(credit.leg_identities),
            amount=None if credit.amount is None else float(credit.amount),
            issued_on=credit.issued_on.isoformat() if credit.issued_on else "",
            order=(rank[credit.batch_id], credit.row.position),
            in_file=credit.settled_in_file,
            answer=answers[credit.pk].value if credit.pk in answers else "",
        )
        for credit in credits.values()
    ]


def read_lines(credits: Iterable[ReadCredit]) -> list[CreditLine]:
    """Credits of a file that is not committed, as the settling would see them; their ids count down from -1."""
    return [
        CreditLine(
            id=-1 - place,
            identity=keyed(credit.identity),
            kind=_kind(credit.kind),
            ticket=_reference(credit.ticket),
            traveller=keyed(credit.traveller) if credit.traveller else "",
            coupons=credit.coupons,
            sectors=credit.sectors,
            identities=frozenset(keyed(identity) for identity in credit.leg_identities),
            amount=credit.amount,
            issued_on=credit.issued_on,
            order=(LAST, credit.row),
            in_file=not credit.open,
        )
        for place, credit in enumerate(credits)
    ]


def ranks(undone: int | None = None) -> dict[int, int]:
    """The batches in the order of their commits; the one being committed comes last. undone: one more, at its place."""
    states = (ImportBatch.State.COMMITTED, ImportBatch.State.COMMITTING)
    found = ImportBatch.objects.filter(Q(state__in=states) | Q(pk=undone)).values_list("committed_at", "id")
    now = timezone.now()
    ordered = sorted((at is None, at or now, pk) for at, pk in found)
    return {pk: place for place, (_, _, pk) in enumerate(ordered, start=1)}


def leg_lines(references: Collection[str]) -> list[LegLine]:
    rank = ranks()
    rows: list[tuple[Any, ...]] = []
    for found in _legs_on(references):
        rows += found.order_by().values_list(
            "id", "identity", "booking__reference", "booking__traveller__pseudonym", "booking_id", "batch_id",
            "row__position", "sequence", "origin", "destination", "coupon", "departed_on", "date_basis",
            "booking__amount",
        )  # fmt: skip
    told = _told_by([row[0] for row in rows], rank)
    return [
        LegLine(
            id=id_, identity=identity, ticket=own_reference(reference, identity), traveller=person or "",
            booking=booking, row=(rank[batch], position), sequence=sequence, sector=(origin, destination),
            coupon=coupon, departed=departed.isoformat() if departed and basis == "departure" else "",
            fare=None if amount is None else float(amount), told=max(rank[batch], told.get(id_, 0)),
        )
        for (
            id_, identity, reference, person, booking, batch, position, sequence, origin, destination, coupon,
            departed, basis, amount,
        ) in rows
    ]  # fmt: skip


def _legs_on(references: Collection[str]) -> Iterator[QuerySet[Leg]]:
    alone = [reference[1:] for reference in references if reference.startswith("~")]
    for block in in_blocks([reference for reference in references if not reference.startswith("~")]):
        yield Leg.every.filter(booking__reference__in=block)
    for block in in_blocks(alone):
        yield Leg.every.filter(identity__in=block, booking__reference="")


def _told_by(leg_ids: list[int], rank: Mapping[int, int]) -> dict[int, int]:
    """By leg, the last batch that told it again."""
    found: dict[int, int] = defaultdict(int)
    for block in in_blocks(leg_ids, MOVED_LEGS):
        told = KnownLeg.objects.filter(leg_id__in=block)
        for leg, batch in told.values_list("leg_id", "batch_id"):
            found[leg] = max(found[leg], rank.get(batch, 0))
    return found


def write_settlement(settlement: Settlement, credits: Mapping[int, Credit], leg_ids: Collection[int]) -> set[int]:
    """Legs, totals and credits as the settlement says. Returns the years whose travellers have to be counted again."""
    now = taken_by(leg_ids)
    moved = {leg: credit for leg in leg_ids if now[leg] != (credit := settlement.taken.get(leg))}
    years: set[int] = set()
    for block in in_blocks(moved, MOVED_LEGS):
        with kept_totals.moving(Estimate.objects.filter(leg_id__in=block)):
            _set_taken_back([(moved[leg], leg) for leg in block])
        years |= years_of(block)
    changed = []
    for id_, state in settlement.states.items():
        if credits[id_].state != state:
            credits[id_].state = state
            changed.append(credits[id_])
    Credit.objects.bulk_update(changed, ["state"], batch_size=500)
    credit_questions.write(settlement, credits)
    return years


def years_of(leg_ids: Collection[int]) -> set[int]:
    legs = Leg.every.filter(pk__in=leg_ids).order_by()
    return set(legs.annotate(year=YearOf("counted_on")).values_list("year", flat=True).distinct())


def taken_by(leg_ids: Collection[int]) -> dict[int, int | None]:
    """By leg, the credit that has taken it back."""
    found: dict[int, int | None] = {}
    for block in in_blocks(leg_ids, MOVED_LEGS):
        found.update(Leg.every.filter(pk__in=block).order_by().values_list("id", "taken_back_by_id"))
    return found


def _set_taken_back(pairs: list[tuple[int | None, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Leg._meta.db_table} SET taken_back_by_id = %s WHERE id = %s",  # noqa: S608
            pairs,
        )
