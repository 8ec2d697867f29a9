"""What is said of one row while it is typed: errors of its cells, hints, total. Reads, never writes."""

from datetime import date
from typing import Any

from ems.models import Site
from greenops.annual_return.activity.grid import monthly, printed_total, readings_of, usual_months
from greenops.annual_return.activity.grid_form import Sent, SentRow, read_sent
from greenops.annual_return.activity.grid_pages import peers_of
from greenops.annual_return.activity.hints import Row, hints_of
from greenops.annual_return.activity.reading_checks import ground_of
from greenops.annual_return.activity.readings import plan
from greenops.annual_return.activity.site_sizes import open_months
from greenops.annual_return.models import ActivityReading


def said_of_row(row: SentRow, site: Site, year: int, today: date, user: Any) -> dict[str, Any]:
    """Plain JSON: errors and hints by month, hints of the row, total in the canonical unit as it would be."""
    held = open_months(site, year, today)
    usual = usual_months(row.key, held)
    sent = read_sent([row], year, {row.key: usual})
    ground = ground_of(user)
    made = plan(sent.givens, ground, sent.removed)
    for line, problem in made.problems:
        sent.errors.setdefault(sent.places[line], problem.sentence)
    kept = readings_of([site], year, stream=row.key.stream, detail=row.key.detail).get(row.key, [])
    after = _after(kept, made.planned, sent, year)
    looked_at = Row(
        amounts=monthly(after),
        before=monthly(one for one in kept if one.year == year - 1),
        due=[month for month in held if (year, month) < (today.year, today.month)],
        unit=row.key.unit,
        year=year,
        size=ground.size(site, year),
        is_yearly=len(row.texts) == 1,
        **peers_of(row.key.stream, row.key.detail, year, ground.sizes[year]).beside(site),
    )
    hints = [hint for hint in hints_of(looked_at) if not hint.month or hint.month in row.texts]
    total = sum(one.amount_micro for one in after)
    return {
        "errors": {str(month): sentence for (_number, month), sentence in sent.errors.items()},
        "hints": {str(hint.month): hint.sentence for hint in hints if hint.month},
        "row": [hint.sentence for hint in hints if not hint.month],
        "total": printed_total(total, row.key.unit) if after else "",
    }


def _after(kept: Any, planned: Any, sent: Sent, year: int) -> list[ActivityReading]:
    """The readings of the year as they would be."""
    gone = {one.pk for one in sent.removed} | {one.was.pk for one in planned if one.was}
    stay = [one for one in kept if one.year == year and one.pk not in gone]
    return [*stay, *(one.reading for one in planned)]
