"""Published totals of another organization, loaded as a labelled example and never as anybody's history here."""

from decimal import Decimal

from django.db import transaction

from ems.audit import record
from greenops.annual_return.models import PublishedFigure
from greenops.annual_return.trend import TOTAL
from greenops.reference.loading import load_table, source

UNIT = {"CO2e": "tCO2eq"}  # as the form writes it
DATASET, EDITION = "published_example", "2023"


@transaction.atomic
def load_example() -> int:
    """How many figures were added; loaded again, none."""
    where = source(DATASET, EDITION)
    added = []
    for row in load_table(DATASET, EDITION, "totals").to_dict("records"):
        figure, is_new = PublishedFigure.objects.get_or_create(
            year=int(row["year"]),
            code=TOTAL,
            is_example=True,
            defaults={
                "value": Decimal(str(row["value"])),
                "unit": UNIT[str(row["gas_basis"])],
                "source": f"{row['organization']}: {where.publisher}"[:200],
                "note": f"{row['note']} {where.how_obtained}",
            },
        )
        if is_new:
            added.append(figure)
    if added:
        payload = {"dataset": f"{DATASET} {EDITION}", "years": [figure.year for figure in added]}
        record(by=None, action="published example loaded", on=added[0], payload=payload)
    return len(added)


@transaction.atomic
def remove_example() -> int:
    """Takes the example away again."""
    found = list(PublishedFigure.objects.filter(is_example=True))
    if found:
        PublishedFigure.objects.filter(pk__in=[figure.pk for figure in found]).delete()
        record(by=None, action="published example removed", on=found[0])
    return len(found)
