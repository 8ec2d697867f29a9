"""How many different people stand behind a figure: kept for the whole, counted from legs for units."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd
from django.core.cache import cache
from django.db.models import Count, Q

from travel.kept_totals import DIMENSIONS, PERSON
from travel.models import Leg, TravellerCount
from travel.models.calendar import MonthOf, YearOf
from travel.payers import Boundary

# (year, dimension, side, key) -> people. side: "inside" or "added"; dimension "all" has the key "".
People = Mapping[tuple[int, str, str], Mapping[str, int]]
ROUTES_KEPT_SECONDS = 600


def kept_people(years: Collection[int], boundary: Boundary) -> People:
    """From the kept counts. The largest count among the payers of a side: surely not more than there are."""
    rows = TravellerCount.objects.filter(year__in=years).values_list("year", "dimension", "key", "payer", "travellers")
    return _by_side(((year, dim, key, payer, people) for year, dim, key, payer, people in rows), boundary)


def counted_people(years: Collection[int], boundary: Boundary, unit_ids: Collection[int]) -> People:
    """Counted from the legs of some units only."""
    periods = Q()
    for year in years:
        periods |= Q(counted_on__year=year)
    legs = (
        Leg.objects.order_by()
        .filter(periods, unit_id__in=unit_ids)
        .annotate(year=YearOf("counted_on"), month=MonthOf("counted_on"), person=PERSON)
    )
    columns = ["year", "month", "unit_id", "cabin", "haul", "traveller_category", "payer", "person"]
    frame = pd.DataFrame(list(legs.values_list(*columns).distinct()), columns=columns).rename(
        columns={"unit_id": "unit"}
    )
    frame["all"] = ""
    rows: list[tuple[int, str, str, str, int]] = []
    for dimension in ("all", *DIMENSIONS):
        counts = frame.groupby(["year", dimension, "payer"])["person"].nunique()
        rows += [(int(y), dimension, str(key), str(payer), int(n)) for (y, key, payer), n in counts.items()]
    return _by_side(rows, boundary)


def _by_side(rows: Iterable[tuple[int, str, str, str, int]], boundary: Boundary) -> People:
    found: dict[tuple[int, str, str], dict[str, int]] = defaultdict(dict)
    for year, dimension, key, payer, people in rows:
        side = "inside" if payer in boundary.inside else "added"
        cells = found[year, dimension, side]
        cells[key] = max(cells.get(key, 0), people)
        if payer in boundary.flagged:
            flagged = found[year, dimension, "flagged"]
            flagged[key] = max(flagged.get(key, 0), people)
    return found


def people_on_routes(
    year: int,
    routes: Collection[tuple[str, str]],
    payers: Collection[str],
    *,
    unit_ids: Collection[int] | None,
    state: tuple[Any, ...],
) -> Mapping[tuple[str, str], int]:
    """Different people on each directed pair in the year, whoever of the payers paid.

    state: figures that change whenever the year's legs do; while they are the same, the counts are kept.
    """
    if not routes:
        return {}
    kept_as = "routes:" + ":".join(map(str, (year, *sorted(payers), *sorted(unit_ids or ()), *state)))
    counts: dict[tuple[str, str], int] | None = cache.get(kept_as)
    if counts is None or not set(routes) <= set(counts):
        pairs = Q()
        for origin, destination in routes:
            pairs |= Q(origin=origin, destination=destination)
        legs = Leg.objects.order_by().filter(pairs, counted_on__year=year, payer__in=payers)
        if unit_ids is not None:
            legs = legs.filter(unit_id__in=unit_ids)
        rows = legs.values_list("origin", "destination").annotate(people=Count(PERSON, distinct=True))
        counts = dict.fromkeys(routes, 0) | {(origin, destination): people for origin, destination, people in rows}
        cache.set(kept_as, counts, ROUTES_KEPT_SECONDS)
    return counts
