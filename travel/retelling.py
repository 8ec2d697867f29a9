"""Rows that tell again a leg of an earlier import: noted, and what they tell otherwise written over it."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.db import connection

from travel import kept_totals
from travel.bulk import delete, in_blocks, insert, reserve_ids
from travel.commit import unit_told, write_estimates
from travel.estimation import STORED_INPUTS, estimate_legs
from travel.imports.known import FIELDS, FOLLOWING
from travel.imports.told_again import Known, LegDifference
from travel.ledger import MOVED_LEGS, years_of
from travel.models import AssignedLeg, Estimate, ImportBatch, KnownLeg, Leg, LegChange, OfficialResult

Ids = npt.NDArray[np.int64]
VALUES = (*FIELDS, *FOLLOWING)


def write_known(batch: ImportBatch, known: Known, row_ids: Ids, units: Mapping[str, int]) -> set[int]:
    """Note which rows told which legs again, and write over what they tell otherwise. Returns the years touched."""
    own = {(one.row, one.leg_id): plain(one.own) for one in known.differences if one.own}
    pairs = dict.fromkeys(zip(known.row.tolist(), known.leg_id.tolist(), strict=True))
    ids = reserve_ids(KnownLeg, len(pairs))
    insert(
        KnownLeg,
        ("id", "batch_id", "row_id", "leg_id", "own"),
        (
            (id_, batch.pk, int(row_ids[row]), leg, json.dumps(told) if (told := own.get((row, leg))) else None)
            for id_, (row, leg) in zip(ids, pairs, strict=True)
        ),
    )
    return _change_legs(batch, known.changed, row_ids, units)


def _change_legs(
    batch: ImportBatch, changed: Sequence[LegDifference], row_ids: Ids, units: Mapping[str, int]
) -> set[int]:
    years: set[int] = set()
    # One leg may be told by several rows: what the last one says stands, so that each is written in its turn.
    for turn in _turns(changed):
        for block in in_blocks(turn, MOVED_LEGS):
            after = {one.leg_id: plain(one.changes) for one in block}
            for one in block:
                if "cost_centre" in one.changes:
                    after[one.leg_id]["unit_id"] = unit_told(one, units)
            before = write_values(after)
            years |= years_of(list(after))
            rows = {one.leg_id: int(row_ids[one.row]) for one in block}
            LegChange.objects.bulk_create(
                [
                    LegChange(batch=batch, row_id=rows[leg], leg_id=leg, before=before[leg], after=after[leg])
                    for leg in after
                    if after[leg]
                ],
                batch_size=1000,
            )
    return years


def _turns(changed: Iterable[LegDifference]) -> Iterator[list[LegDifference]]:
    by_leg: dict[int, list[LegDifference]] = {}
    for one in changed:
        by_leg.setdefault(one.leg_id, []).append(one)
    for turn in range(max((len(told) for told in by_leg.values()), default=0)):
        yield [told[turn] for told in by_leg.values() if len(told) > turn]


def write_values(after: Mapping[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Write values over legs, with their estimates and the totals. Returns what stood there before.

    A field that an officer assigned keeps what he said, and is left out of `after`.
    """
    legs = Leg.every.in_bulk(list(after))
    for leg_id, name in _assigned(list(after)):
        after[leg_id].pop(name, None)
    before: dict[int, dict[str, Any]] = {}
    with kept_totals.moving(Estimate.objects.filter(leg_id__in=list(after))):
        for leg_id, values in after.items():
            leg = legs[leg_id]
            before[leg_id] = {name: stored(getattr(leg, name)) for name in values}
            for name, value in values.items():
                setattr(leg, name, _loaded(name, value))
        _update(legs.values(), sorted({name for values in after.values() for name in values}))
        estimate_again([leg_id for leg_id, values in after.items() if {*values} & {*STORED_INPUTS}])
    return before


def _update(legs: Iterable[Leg], names: Sequence[str]) -> None:
    if not names:
        return
    columns = ", ".join(f'"{name}" = %s' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{Leg._meta.db_table}" SET {columns} WHERE id = %s',  # noqa: S608
            [(*(getattr(leg, name) for name in names), leg.pk) for leg in legs],
        )


def estimate_again(leg_ids: Collection[int]) -> None:
    """Estimates of these legs as they stand now. An official result was for the leg as it was."""
    if not leg_ids:
        return
    OfficialResult.objects.filter(leg_id__in=leg_ids, in_force=True).update(in_force=False)
    rows = list(Leg.every.filter(pk__in=leg_ids).order_by("id").values_list(*STORED_INPUTS))
    legs = pd.DataFrame.from_records(rows, columns=list(STORED_INPUTS))
    for name in ("departed_on", "counted_on"):
        legs[name] = pd.to_datetime(legs[name])
    marks = ", ".join(["%s"] * len(leg_ids))
    delete(Estimate, f"leg_id IN ({marks})", *leg_ids)
    write_estimates(estimate_legs(legs).estimates, legs["id"].tolist())


def _assigned(leg_ids: Collection[int]) -> set[tuple[int, str]]:
    """Legs and the fields of theirs that an officer assigned."""
    found = AssignedLeg.objects.filter(leg_id__in=leg_ids, assignment__undone_at=None)
    pairs = found.values_list("leg_id", "assignment__field")
    return {(leg, "unit_id" if name == "unit" else name) for leg, name in pairs}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers of a frame as Python's own."""
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in values.items()}


def stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


def _loaded(name: str, value: Any) -> Any:
    if name in ("departed_on", "counted_on"):
        return date.fromisoformat(value) if value else None
    return (value or None) if name == "unit_id" else value
