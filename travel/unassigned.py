"""Legs in force without unit, category or payer, in the groups in which an officer decides about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, F, FilteredRelation, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from travel.assignment import Field, missing
from travel.emissions.methods import RETURN_METHOD
from travel.imports.folding import fold
from travel.kept_totals import PERSON
from travel.models import ImportBatch, Leg

MG_PER_T = 1_000_000_000


@dataclass(frozen=True)
class Group:
    """Legs of one source with one cost centre, or with one word in the column of the category or the payer.

    is_small: fewer people stand behind it than the viewer may see figures of.
    """

    source: str
    word: str
    legs: int
    passengers: int
    km: float
    tonnes: float
    first_on: date
    last_on: date
    is_small: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.source, fold(self.word)


def groups(field: str, legs: QuerySet[Leg], *, smallest_group: int = 0) -> list[Group]:
    """What is missing among the legs, by source and word; spellings that fold to the same word are one group."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source, part, word in _parts(field, legs):
        for row in _summed(part, word):
            rows.setdefault((source, fold(row["word"] or "")), []).append(row)
    found = [_group(source, of_word, smallest_group) for (source, _word), of_word in rows.items()]
    return sorted(found, key=lambda group: (-group.tonnes, group.source, group.word))


def legs_of(
    field: str, legs: QuerySet[Leg], keys: set[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, list[int]]]:
    """The legs of the groups with these keys: the word as it is written most often, and the legs' ids."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for source, part, word in _parts(field, legs):
        if source not in {wanted for wanted, _word in keys}:
            continue
        for said, pk in part.order_by().values_list(word, "pk"):
            key = (source, fold(said or ""))
            if key in keys:
                found.setdefault(key, {}).setdefault(said or "", []).append(pk)
    return {
        key: (max(spellings, key=lambda said: len(spellings[said])), [pk for ids in spellings.values() for pk in ids])
        for key, spellings in found.items()
    }


def count(field: str, legs: QuerySet[Leg]) -> int:
    return missing(field, legs).count()


def _parts(field: str, legs: QuerySet[Leg]) -> Iterator[tuple[str, QuerySet[Leg], Any]]:
    """Source, its legs, and the expression of their word: batches whose column has the same header together."""
    without = missing(field, legs).order_by()
    batches: dict[tuple[str, str], list[int]] = {}
    columns = ImportBatch.objects.filter(pk__in=without.values("batch")).values_list(
        "pk", "source", "preview__columns"
    )
    for pk, source, found in columns:
        header = "" if field == Field.UNIT else str((found or {}).get(field, ""))
        batches.setdefault((source, header), []).append(pk)
    for (source, header), ids in batches.items():
        part = without.filter(batch__in=ids)
        if field == Field.UNIT:
            word: Any = F("cost_centre")
        elif header:
            word = KeyTextTransform(header, "row__cells")
        else:
            word = Value("")
        yield source, part, word


def _summed(legs: QuerySet[Leg], word: Any) -> QuerySet[Leg, dict[str, Any]]:
    return (
        legs.annotate(
            word=word, shown=FilteredRelation("estimates", condition=Q(estimates__method=RETURN_METHOD))
        )
        .values("word")
        .annotate(
            count=Count("pk"),
            people=Count(PERSON, distinct=True),
            passengers_sum=Sum("passengers"),
            km=Sum(F("distance_m") * F("passengers"), output_field=BigIntegerField()),
            mass=Coalesce(Sum("shown__total_mg"), Value(0), output_field=BigIntegerField()),
            first_on=Min("counted_on"),
            last_on=Max("counted_on"),
        )
    )


def _group(source: str, rows: list[dict[str, Any]], smallest_group: int) -> Group:
    return Group(
        source=source,
        word=max(rows, key=lambda row: row["count"])["word"] or "",
        legs=sum(row["count"] for row in rows),
        passengers=sum(row["passengers_sum"] for row in rows),
        km=sum(row["km"] for row in rows) / 1000,
        tonnes=sum(int(row["mass"]) for row in rows) / MG_PER_T,
        first_on=min(row["first_on"] for row in rows),
        last_on=max(row["last_on"] for row in rows),
        is_small=max(row["people"] for row in rows) < smallest_group,
    )
