"""R23: last year's quantities for rows that have no reading this year, flagged as copied."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from greenops.annual_return.activity.reading_checks import (
    Given,
    Ground,
    given_as_kept,
    ground_of,
    row_identity,
    thing_of,
)
from greenops.annual_return.activity.readings import Plan, save_readings
from greenops.annual_return.activity.site_sizes import open_months
from greenops.annual_return.models import ActivityReading


@transaction.atomic
def copy_forward(*, by: Any, year: int, site_ids: Collection[int]) -> Plan:
    """Copy the readings of the year before into rows that are empty; one save, which can be taken back.

    Raises YearClosed, and saves nothing while one of them has a problem.
    """
    found = ActivityReading.objects.filter(year__in=(year - 1, year), site__in=site_ids).select_related("site", "meter")
    givens = copied(year, found, ground_of(by))
    return save_readings(by=by, givens=givens, origin=ActivityReading.Origin.RULE)


def copied(year: int, readings: Iterable[ActivityReading], ground: Ground) -> list[Given]:
    """The readings to copy, of rows that have none in the year. readings: of the year and of the year before.

    Months that a site is not held in, or that have not begun, are left out; so is a reading of several months of which
    only some are: its part is not guessed. So is what another row took the place of: a new meter, or a new contract,
    that has readings of the year and none of the year before.
    """
    rows: dict[Any, dict[int, list[ActivityReading]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        rows[row_identity(reading)[:-1]][reading.year].append(reading)
    begun = {thing_of(by_year[year][0]) for by_year in rows.values() if year in by_year and year - 1 not in by_year}
    givens = []
    for by_year in rows.values():
        if by_year.get(year) or thing_of(by_year[year - 1][0]) in begun:
            continue
        for reading in by_year[year - 1]:
            held = open_months(reading.site, year, ground.today)
            if reading.month in held and reading.month + reading.months - 1 in held:
                givens.append(_copy(reading, year))
    return givens


def _copy(reading: ActivityReading, year: int) -> Given:
    note = _("Copied from %(year)s.") % {"year": reading.year}
    return given_as_kept(reading, year=year, method=ActivityReading.Method.COPIED, note=note)
