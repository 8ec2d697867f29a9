"""What officers are asked of credits that no rule settles, and how much less could count.

The legs stand in earlier files and count until the answer: the question is one of the file that holds the credit.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict

from django.db.models import Q, Sum

from travel.bulk import in_blocks
from travel.earlier import place
from travel.imports.reasons import sentence
from travel.imports.settling import Asked, Settlement
from travel.imports.wording import flown_ask
from travel.models import Answer, BatchRow, Credit, Estimate, Leg, Question, WaitingEstimate
from travel.models.calendar import MonthOf, YearOf

REASONS = ("tax_only_refund", "refund_unclear", "credit_mismatch", "exchange_unclear")


def key_of(reason: str, credit: Credit) -> str:
    return f"row:{reason}:{credit.identity}"


def answers(credits: Iterable[Credit]) -> dict[int, Answer]:
    """The answers in force, by credit; that for its source goes before that for the whole organization."""
    if not Answer.objects.exists():
        return {}
    wanted = {key_of(reason, credit): credit for credit in credits for reason in REASONS}
    found: dict[int, Answer] = {}
    for block in in_blocks(wanted):
        in_force = Answer.objects.filter(key__in=block, retracted_at__isnull=True).order_by("source")
        for answer in in_force:
            credit = wanted[answer.key]
            if answer.source in ("", credit.batch.source):
                found[credit.pk] = answer
    return found


def write(settlement: Settlement, credits: Mapping[int, Credit]) -> None:
    """Questions and waiting estimates of these credits, as the settlement left them."""
    _clear(credits.values())
    if not settlement.asked:
        return
    given = answers(credits.values())
    rows = BatchRow.objects.defer("personal_cells").in_bulk([credits[pk].row_id for pk in settlement.asked])
    for pk, asked in settlement.asked.items():
        credit = credits[pk]
        row = rows[credit.row_id]
        Question.objects.create(answer=given.get(pk), **_question(credit, row, asked))
        if pk not in given:
            WaitingEstimate.objects.bulk_create(_waiting(credit, row, asked))


def _clear(credits: Collection[Credit]) -> None:
    for block in in_blocks([key_of(reason, credit) for credit in credits for reason in REASONS]):
        of_credits = Question.objects.filter(key__in=block)
        for batch, positions in of_credits.values_list("batch_id", "positions"):
            WaitingEstimate.objects.filter(batch=batch, position__in=positions).delete()
        of_credits.delete()


def _question(credit: Credit, row: BatchRow, asked: Asked) -> dict[str, object]:
    first = Leg.every.select_related("batch", "row").only("batch__file_name", "row__sheet", "row__line").get(
        pk=asked.legs[0].id
    )  # fmt: skip
    where = place(first.batch.file_name, first.row.sheet, first.row.line)
    other = f"{row.line} of {credit.batch.file_name}"
    told = sentence(
        asked.reason, where=where, other=other, value=f"{credit.amount or 0:,.2f}", fare=f"{asked.fare or 0:,.2f}"
    )
    likely = "not_flown" if asked.reason == "tax_only_refund" else "part"
    ask = flown_ask(
        key_of(asked.reason, credit), where, told, ["-".join(leg.sector) for leg in asked.legs], likely
    )  # fmt: skip
    return {
        "batch": credit.batch,
        "source": credit.batch.source,
        "key": ask.key,
        "kind": asked.reason,
        "subject": ask.subject[:200],
        "sentence": ask.sentence,
        "options": [asdict(option) for option in ask.options],
        "free": ask.free,
        "rows": 1,
        "positions": [row.position],
        "kin": [row.position],
        "examples": [{"line": row.line, "sheet": row.sheet, "sentence": row.sentence, "cells": row.cells}],
    }


def _waiting(credit: Credit, row: BatchRow, asked: Asked) -> list[WaitingEstimate]:
    """What the legs in question count now may have to go: a negative low, by method and month."""
    leg = Leg.every.get(pk=asked.legs[0].id)
    sums = (
        Estimate.objects.filter(Q(leg__taken_back_by=None), leg_id__in=[one.id for one in asked.legs])
        .order_by()
        .annotate(year=YearOf("leg__counted_on"), month=MonthOf("leg__counted_on"))
        .values_list("method", "year", "month")
        .annotate(mass=Sum("total_mg"))
    )
    return [
        WaitingEstimate(
            batch=credit.batch,
            position=row.position,
            method=method,
            year=year,
            month=month,
            unit=leg.unit_id or 0,
            traveller_category=leg.traveller_category,
            payer=leg.payer,
            passengers=leg.passengers,
            low_mg=-mass,
            high_mg=0,
        )
        for method, year, month, mass in sums
    ]
