"""The return of a year as it stands: its frozen lines where it is frozen, else computed from today's data."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from ems.models import Event
from greenops.annual_return.computation import compute_both
from greenops.annual_return.computed import ComputedReturn
from greenops.annual_return.cycle.frozen import computed_of
from greenops.annual_return.models import ActivityReading, AnnualReturn, ReturnVersion
from travel.models import TravelTotal

KEPT_SECONDS = 15 * 60


@dataclass(frozen=True)
class Standing:
    """off: without travel that others pay for; on: with it. version: where it is frozen, the version it stands in."""

    off: ComputedReturn
    on: ComputedReturn
    version: ReturnVersion | None


def standing(year: int, annual_return: AnnualReturn | None, *, edition: str | None = None) -> Standing:
    """Raises EditionError and NothingToReport, where nothing is frozen."""
    if annual_return is not None and edition is None:
        version = annual_return.versions.select_related("annual_return").order_by("-number").first()
        if version is not None:
            return Standing(computed_of(version), computed_of(version, delegates=True), version)
        edition = annual_return.edition
    return Standing(*computed_now(year, edition), None)


def computed_now(year: int, edition: str | None = None) -> tuple[ComputedReturn, ComputedReturn]:
    """Both sides of the year, kept while nothing has changed: every act leaves an event, every import new totals."""
    key = f"return:{year}:{edition or ''}:{_state(year)}"
    found = cache.get(key)
    if found is None:
        found = compute_both(year, edition=edition)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _state(year: int) -> str:
    """Differs as soon as something was changed that the return could be made from."""
    acts = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    travel = TravelTotal.objects.filter(year=year).aggregate(cells=Count("id"), mass=Sum("total_mg"))
    readings = ActivityReading.objects.filter(year=year).aggregate(number=Count("id"), last=Max("entered_at"))
    last = readings["last"].timestamp() if readings["last"] else 0
    return f"{acts}:{travel['cells']}:{travel['mass'] or 0}:{readings['number']}:{last}"
