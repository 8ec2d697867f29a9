"""One grid form from what was sent to what is kept: the step between the page and the action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ems.models import Site
from greenops.annual_return.activity.grid import GridRow, RowKey, usual_months
from greenops.annual_return.activity.grid_form import Sent, read_sent, sent_rows
from greenops.annual_return.activity.reading_checks import ground_of
from greenops.annual_return.activity.readings import Plan, ReadingsRefused, plan, save_readings
from greenops.annual_return.activity.site_sizes import open_months
from greenops.annual_return.cycle.closing import YearClosed


@dataclass(frozen=True)
class Saving:
    """plan: what was done; None where something stood in the way: errors of cells in sent, refusal of all of it."""

    sent: Sent
    plan: Plan | None = None
    refusal: str = ""


def save_sent(*, by: Any, data: Mapping[str, Any], year: int, sites: Mapping[str, Site], today: date) -> Saving:
    """Save what the person changed on the page, all or nothing. sites: by code, those that the page is about."""
    rows = [row for row in sent_rows(data) if row.key.site in sites]
    usual = {row.key: usual_months(row.key, open_months(sites[row.key.site], year, today)) for row in rows}
    sent = read_sent(rows, year, usual)
    try:
        if sent.errors:  # all that is wrong is told at once
            made = plan(sent.givens, ground_of(by), sent.removed)
        else:
            made = save_readings(by=by, givens=sent.givens, removed=sent.removed)
    except (YearClosed, ReadingsRefused) as refused:
        return Saving(sent, refusal=str(refused))
    for line, problem in made.problems:
        sent.errors.setdefault(sent.places[line], problem.sentence)
    return Saving(sent, None if sent.errors else made)


def added_keys(rows: Sequence[GridRow], data: Mapping[str, Any]) -> list[RowKey]:
    """Rows of the form that the page would not show by itself, such as one that was just added."""
    shown = {row.key for row in rows}
    return [row.key for row in sent_rows(data) if row.key not in shown]
