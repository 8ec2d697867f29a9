"""The report of a committed batch from what stands in the database, after rows of it were read anew."""

from typing import Any

from django.db.models import BigIntegerField, Count, F, Sum

from travel.emissions.methods import RETURN_METHOD, methods_for
from travel.models import BatchRow, Estimate, ImportBatch, Leg
from travel.models.calendar import YearOf
from travel.models.import_batch import Verdict
from travel.preview import SAMPLE_ROWS, by_unit, emissions, in_order

M_PER_KM = 1000


def verdict_counts(batch: ImportBatch) -> dict[str, int]:
    """Rows by verdict, all verdicts named."""
    counts = dict(BatchRow.objects.filter(batch=batch).order_by().values_list("verdict").annotate(Count("id")))
    return {verdict.value: counts.get(verdict.value, 0) for verdict in Verdict}


def report(batch: ImportBatch) -> dict[str, Any]:
    """As travel.imports.report makes it of a reading."""
    reasons = dict(BatchRow.objects.filter(batch=batch).order_by().values_list("reason").annotate(Count("id")))
    legs = Leg.every.filter(batch=batch).order_by()
    metres = Sum(F("distance_m") * F("passengers"), output_field=BigIntegerField())
    sums = legs.aggregate(legs=Count("id"), people=Sum("passengers"), one_way=Sum("distance_m"), all_ways=metres)
    years = legs.annotate(year=YearOf("counted_on")).values_list("year").annotate(Count("id"), Sum("distance_m"))
    masses = Estimate.objects.filter(leg__batch=batch).order_by().values_list("method").annotate(Sum("total_mg"))
    return {
        **batch.report,
        "verdicts": verdict_counts(batch),
        "reasons": dict(sorted(reasons.items())),
        "legs": sums["legs"],
        "distinct_legs": legs.values("origin", "destination").distinct().count(),
        "passenger_legs": sums["people"] or 0,
        "distance_km": round((sums["one_way"] or 0) / M_PER_KM),
        "passenger_km": round((sums["all_ways"] or 0) / M_PER_KM),
        "emissions_t": emissions(dict(masses)),
        "years": {
            str(year): {"legs": count, "distance_km": round(distance / M_PER_KM)}
            for year, count, distance in sorted(years)
        },
    }


def preview(batch: ImportBatch) -> dict[str, Any]:
    """What the page shows beside the report; what was decided for whole columns stands."""
    return {
        **batch.preview,
        "sample_rows": _sample_rows(batch),
        "by_unit": _by_unit(batch),
        "estimate_problems": _not_estimated(batch),
    }


def _sample_rows(batch: ImportBatch) -> list[dict[str, Any]]:
    rows = BatchRow.objects.filter(batch=batch)
    counted = rows.order_by().values_list("verdict", "reason").annotate(Count("id"))
    groups = [
        {
            "verdict": verdict,
            "reason": reason,
            "rows": number,
            "samples": list(
                rows.filter(verdict=verdict, reason=reason)
                .order_by("position")
                .values("sheet", "line", "sentence", "cells")[:SAMPLE_ROWS]
            ),
        }
        for verdict, reason, number in counted
    ]
    return in_order(groups)


def _by_unit(batch: ImportBatch) -> list[dict[str, Any]]:
    legs = dict(Leg.every.filter(batch=batch).order_by().values_list("unit").annotate(Count("id")))
    ours = Estimate.objects.filter(leg__batch=batch, method=RETURN_METHOD).order_by()
    masses = dict(ours.values_list("leg__unit").annotate(Sum("total_mg")))
    return by_unit({unit or 0: (number, masses.get(unit) or 0) for unit, number in legs.items()})


def _not_estimated(batch: ImportBatch) -> int:
    """Methods of the year that have no estimate of a leg."""
    years = Leg.every.filter(batch=batch).order_by().annotate(year=YearOf("counted_on")).values_list("year")
    wanted = sum(number * len(methods_for(year)) for year, number in years.annotate(Count("id")))
    return wanted - Estimate.objects.filter(leg__batch=batch).count()
