"""Estimates made anew for legs that are there already, as after a correction of the core or a new edition."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
from django.db import transaction

from ems.audit import record
from ems.models import Organization
from travel import commit, kept_totals, ledger, official
from travel.bulk import delete
from travel.estimation import STORED_INPUTS, estimate_legs
from travel.models import Estimate, Leg, OfficialResult

CHUNK_LEGS = 50_000


@transaction.atomic
def recalculate(year: int, *, by: Any = None) -> dict[str, tuple[int, int]]:
    """Estimate every leg of the year again; official results stay. Returns milligrams by method, before and after."""
    ledger.lock()
    before = _sums(year)
    for legs in _chunks(year):
        ids = legs["id"].tolist()
        delete(
            Estimate,
            f"leg_id IN (SELECT id FROM {Leg._meta.db_table} WHERE id BETWEEN %s AND %s "  # noqa: S608
            "AND counted_on BETWEEN %s AND %s)",
            ids[0],
            ids[-1],
            f"{year}-01-01",
            f"{year}-12-31",
        )
        commit.write_estimates(estimate_legs(legs).estimates, ids)
    official.reapply(OfficialResult.objects.filter(in_force=True, leg__counted_on__year=year))
    kept_totals.rebuild([year])
    after = _sums(year)
    moved = {method: (before.get(method, 0), after.get(method, 0)) for method in sorted({*before, *after})}
    record(
        by=by,
        action="estimates recalculated",
        on=Organization.objects.first() or Organization(pk=1),
        payload={"year": year, "mg": {method: [str(value) for value in pair] for method, pair in moved.items()}},
    )
    return moved


def _chunks(year: int) -> Iterator[pd.DataFrame]:
    last = 0
    while True:
        rows = list(
            Leg.every.filter(counted_on__year=year, id__gt=last).order_by("id").values_list(*STORED_INPUTS)[:CHUNK_LEGS]
        )
        if not rows:
            return
        legs = pd.DataFrame.from_records(rows, columns=list(STORED_INPUTS))
        for name in ("departed_on", "counted_on"):
            legs[name] = pd.to_datetime(legs[name])
        last = int(legs["id"].iloc[-1])
        yield legs


def _sums(year: int) -> dict[str, int]:
    cells = kept_totals.plain_sums(kept_totals.TravelTotal, Estimate.objects.filter(leg__counted_on__year=year))
    mass_at = len(kept_totals.TravelTotal.KEYS) + kept_totals.SUMS.index("total_mg")
    totals: dict[str, int] = {}
    for cell in cells:
        totals[cell[1]] = totals.get(cell[1], 0) + cell[mass_at]
    return totals
