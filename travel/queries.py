"""What others may ask of travel: the year's figures, from the kept totals."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum

from ems.models import OrganizationUnit
from travel.emissions.methods import methods_for
from travel.models import Estimate, RouteTotal, TravelTotal
from travel.payers import Boundary
from travel.points import point_names
from travel.small_groups import breakdown
from travel.traveller_counts import People, counted_people, kept_people, people_on_routes
from travel.waiting import waiting_in
from travel.year_figures import (
    SUMS,
    Breakdown,
    Part,
    Route,
    Sums,
    UnitName,
    YearBefore,
    YearFigures,
    added_up,
)

ROUTES_SHOWN = 10
ROUTES_LOOKED_AT = 30
UNASSIGNED = "0"  # the key of legs that no unit was found for
# What breakdowns show; the parts of the flight's footprint are asked for once, with the months.
SHOWN = ("legs", "passenger_legs", "distance_m", "total_mg", "low_mg", "high_mg", "estimated_mg", "official_mg")
ROUTE_SUMS = ("legs", "passenger_legs", "distance_m", "total_mg")
Cells = dict[str, dict[str, Sums]]  # side -> key of the dimension -> sums


class Scope(Protocol):
    """For which units somebody may see the year."""

    everywhere: bool
    unit_ids: frozenset[int]


def air_travel(year: int, *, method: str, boundary: Boundary, scope: Scope, smallest_group: int = 0) -> YearFigures:
    """The year's air travel by one method, for the units of the scope.

    smallest_group: breakdowns show no group of fewer people than this by itself; 0 shows all.
    Routes come from kept totals for the whole organization and from the legs for some units.
    """
    unit_ids = None if scope.everywhere else scope.unit_ids
    before_method = method_in(year - 1, method)
    years = (year, year - 1)
    people: People = {}
    if smallest_group:
        people = kept_people(years, boundary) if unit_ids is None else counted_people(years, boundary, unit_ids)
    cube = _Cube(boundary, unit_ids)
    this_year = cube.cells(Q(year=year, method=method), "month")
    groups = cube.cells_by_each(Q(year=year, method=method), ("cabin", "haul", "traveller_category"), SHOWN)
    parts = {"month": this_year, "unit": cube.cells(Q(year=year, method=method), "unit", SHOWN), **groups}
    sides = {side: _part(side, parts, year, people, smallest_group) for side in ("inside", "added")}
    few = _few(people, year, smallest_group)
    added_is_hidden = sides["added"].total.legs > 0 and few("added")
    flagged = added_up(this_year["flagged"].values())
    routes, left_out = _routes(year, method, boundary, unit_ids, smallest_group, sides["inside"].total)
    return YearFigures(
        year=year,
        method=method,
        boundary=boundary,
        inside=sides["inside"],
        added=None if added_is_hidden or not sides["added"].total.legs else sides["added"],
        added_is_hidden=added_is_hidden,
        unknown_payer=None if flagged.legs and few("flagged") else flagged,
        unknown_payer_is_hidden=flagged.legs > 0 and few("flagged"),
        routes=routes,
        routes_left_out=left_out,
        before=_year_before(cube, year - 1, before_method, people, smallest_group),
        waiting=waiting_in((year,), method=method, scope=scope)[year],
        units=_unit_names(),
        is_whole_organization=scope.everywhere,
        smallest_group=smallest_group,
    )


def method_in(year: int, method: str) -> str:
    """The same method in another year: methods with an edition a year (DESNZ) follow the year."""
    family = method.partition("-")[0]
    return next((code for code in methods_for(year) if code.partition("-")[0] == family), method)


def totals_by_method(year: int, *, boundary: Boundary, scope: Scope) -> Mapping[str, Sums]:
    """The same legs by each method, delegates off: answers to one question, never to be added."""
    cube = _Cube(boundary, None if scope.everywhere else scope.unit_ids)
    return cube.cells(Q(year=year), "method")["inside"]


def year_before_and_after(year: int, *, scope: Scope) -> tuple[int | None, int | None]:
    """The nearest years that have travel, on both sides."""
    kept = _kept(scope)
    before = kept.filter(year__lt=year).order_by("-year").values_list("year", flat=True).first()
    after = kept.filter(year__gt=year).order_by("year").values_list("year", flat=True).first()
    return before, after


def latest_year(*, scope: Scope) -> int | None:
    """The last year that has travel."""
    return _kept(scope).order_by("-year").values_list("year", flat=True).first()


def _kept(scope: Scope) -> QuerySet[TravelTotal]:
    kept = TravelTotal.objects.all()
    return kept if scope.everywhere else kept.filter(unit__in=scope.unit_ids)


class _Cube:
    """The kept cells of the units asked for, added up by the database."""

    def __init__(self, boundary: Boundary, unit_ids: Collection[int] | None) -> None:
        self.boundary = boundary
        self.unit_ids = unit_ids

    def rows(self, which: Q, keys: tuple[str, ...], names: tuple[str, ...]) -> Iterable[tuple[Any, ...]]:
        kept = TravelTotal.objects.filter(which)
        if self.unit_ids is not None:
            kept = kept.filter(unit__in=self.unit_ids)
        sums = {f"sum_{name}": Sum(name) for name in names}
        return kept.order_by().values_list(*keys, "payer").annotate(**sums)

    def sides_of(self, payer: str) -> tuple[str, ...]:
        side = "inside" if payer in self.boundary.inside else "added"
        return (side, "flagged") if payer in self.boundary.flagged else (side,)

    def cells(self, which: Q, key: str, names: tuple[str, ...] = SUMS) -> Cells:
        return self.cells_by_each(which, (key,), names)[key]

    def cells_by_each(self, which: Q, keys: tuple[str, ...], names: tuple[str, ...]) -> dict[str, Cells]:
        """The sums of these names: one query grouped by all the keys together, added up by each of them."""
        found: dict[str, Cells] = {key: defaultdict(lambda: defaultdict(Sums)) for key in keys}
        for row in self.rows(which, keys, names):
            values, payer = row[: len(keys)], row[len(keys)]
            sums = Sums(**dict(zip(names, map(int, row[len(keys) + 1 :]), strict=True)))
            for key, value in zip(keys, values, strict=True):
                for side in self.sides_of(payer):
                    found[key][side][str(value)] += sums
        return found


def _part(side: str, parts: Mapping[str, Cells], year: int, people: People, smallest: int) -> Part:
    by = {
        dimension: _breakdown(dimension, cells[side], people.get((year, dimension, side), {}), smallest)
        for dimension, cells in parts.items()
    }
    return Part(total=added_up(parts["month"][side].values()), by=by)


def _breakdown(dimension: str, sums: Mapping[str, Sums], people: Mapping[str, int], smallest: int) -> Breakdown:
    in_order = dimension in ("month", "haul")
    if dimension == "month":
        sums = dict(sorted(sums.items(), key=lambda item: int(item[0])))
    elif dimension == "haul":
        order = ("short", "medium", "long")
        sums = dict(sorted(sums.items(), key=lambda item: order.index(item[0])))
    return breakdown(dimension, sums, people, smallest=smallest, in_order=in_order)


def _few(people: People, year: int, smallest: int) -> Callable[[str], bool]:
    return lambda side: people.get((year, "all", side), {}).get("", 0) < smallest


def _year_before(cube: _Cube, year: int, method: str, people: People, smallest: int) -> YearBefore | None:
    months = cube.cells(Q(year=year, method=method), "month", ("legs", "total_mg"))["inside"]
    if not months:
        return None
    shown = _breakdown("month", months, people.get((year, "month", "inside"), {}), smallest)
    return YearBefore(year, method, added_up(months.values()), shown)


def _routes(
    year: int, method: str, boundary: Boundary, unit_ids: Collection[int] | None, smallest: int, total: Sums
) -> tuple[tuple[Route, ...], int]:
    """The largest routes that enough people flew, and how many as large ones are not shown."""
    found = [
        Route(row[0], row[1], Sums(**dict(zip(ROUTE_SUMS, map(int, row[2:]), strict=True))))
        for row in _route_rows(year, method, boundary, unit_ids)
    ]
    if not smallest:
        return _named(found[:ROUTES_SHOWN]), 0
    people = people_on_routes(
        year,
        [(r.origin, r.destination) for r in found],
        boundary.inside,
        unit_ids=unit_ids,
        state=(method, total.legs, total.distance_m, total.total_mg),
    )
    shown: list[Route] = []
    left_out = 0
    for route in found:
        if people[route.origin, route.destination] < smallest:
            left_out += 1
            continue
        shown.append(route)
        if len(shown) == ROUTES_SHOWN:
            break
    return _named(shown), left_out


def _named(routes: list[Route]) -> tuple[Route, ...]:
    names = point_names({key for route in routes for key in (route.origin, route.destination)})
    return tuple(
        replace(route, from_name=names.get(route.origin, ""), to_name=names.get(route.destination, ""))
        for route in routes
    )


def _route_rows(
    year: int, method: str, boundary: Boundary, unit_ids: Collection[int] | None
) -> Iterable[tuple[Any, ...]]:
    """Origin, destination and the sums ROUTE_SUMS of the largest routes, with delegates off."""
    rows: QuerySet[Any, Any]
    if unit_ids is None:
        kept = RouteTotal.objects.filter(year=year, method=method, payer__in=boundary.inside)
        rows = kept.values_list("origin", "destination").annotate(**{f"sum_{name}": Sum(name) for name in ROUTE_SUMS})
    else:
        estimates = Estimate.objects.filter(
            method=method,
            leg__counted_on__year=year,
            leg__unit_id__in=unit_ids,
            leg__payer__in=boundary.inside,
        )
        rows = estimates.values_list("leg__origin", "leg__destination").annotate(
            sum_legs=Count("id"),
            sum_passenger_legs=Sum("leg__passengers"),
            sum_distance_m=Sum(F("leg__distance_m") * F("leg__passengers"), output_field=BigIntegerField()),
            sum_total_mg=Sum("total_mg"),
        )
    return rows.order_by("-sum_total_mg")[:ROUTES_LOOKED_AT]


def _unit_names() -> dict[str, UnitName]:
    rows = OrganizationUnit.objects.values_list("pk", "public_id", "code", "name")
    return {str(pk): UnitName(str(public_id), code, name) for pk, public_id, code, name in rows}
