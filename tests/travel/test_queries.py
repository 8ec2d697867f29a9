"""The year's figures from hand-made cells; every expected figure is added up in a comment."""

from types import SimpleNamespace
from typing import Any

import pytest

from ems.models import OrganizationUnit
from travel import queries
from travel.models import RouteTotal, TravellerCount, TravelTotal
from travel.payers import boundary_of
from travel.year_figures import YearFigures

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

T = 1_000_000_000  # milligrams in a tonne
METHOD = "icao-13.1"
EVERYWHERE = SimpleNamespace(everywhere=True, unit_ids=frozenset())


def cell(tonnes: int, *, year: int = 2025, month: int = 3, unit: int = 1, **other: Any) -> TravelTotal:
    values: dict[str, Any] = {
        "method": METHOD,
        "cabin": "economy",
        "haul": "long",
        "traveller_category": "staff",
        "payer": "organization",
        "legs": tonnes,
        "passenger_legs": tonnes,
        "distance_m": tonnes * 1_000_000,
        "ttw_mg": tonnes * T,
        "total_mg": tonnes * T,
        "low_mg": tonnes * T // 2,
        "high_mg": 2 * tonnes * T,
        "estimated_mg": 0,
    } | other
    return TravelTotal.objects.create(year=year, month=month, unit=unit, **values)


def people(dimension: str, key: str, count: int, *, payer: str = "organization", year: int = 2025) -> None:
    TravellerCount.objects.create(year=year, dimension=dimension, key=key, payer=payer, travellers=count)


def route(origin: str, destination: str, tonnes: int, *, payer: str = "organization") -> None:
    RouteTotal.objects.create(
        year=2025,
        method=METHOD,
        payer=payer,
        origin=origin,
        destination=destination,
        legs=1,
        passenger_legs=1,
        distance_m=1000,
        total_mg=tonnes * T,
    )


def year(number: int = 2025, *, delegates: bool = False, scope: Any = EVERYWHERE, smallest: int = 0) -> YearFigures:
    return queries.air_travel(
        number,
        method=METHOD,
        boundary=boundary_of(number, delegates=delegates),
        scope=scope,
        smallest_group=smallest,
    )


def test_cells_add_up_by_every_dimension() -> None:
    cell(10, month=1, cabin="business")
    cell(4, month=1, unit=2)
    cell(3, month=12, unit=0, haul="short")
    found = year()
    # 10 + 4 + 3 = 17; January 10 + 4 = 14; economy 4 + 3 = 7; long 10 + 4 = 14.
    assert found.off.total_mg == 17 * T
    assert found.inside.by["month"].get("1").total_mg == 14 * T  # type: ignore[union-attr]
    assert found.inside.by["cabin"].get("economy").total_mg == 7 * T  # type: ignore[union-attr]
    assert found.inside.by["haul"].get("long").total_mg == 14 * T  # type: ignore[union-attr]
    assert found.inside.by["unit"].get(queries.UNASSIGNED).total_mg == 3 * T  # type: ignore[union-attr]
    # 17 legs of 1,000 passenger-km each as made above.
    assert found.off.passenger_km == 17_000


def test_other_years_and_other_methods_stay_out() -> None:
    cell(10)
    cell(99, year=2024)
    cell(77, method="tim-3.0.0")
    assert year().off.total_mg == 10 * T


def test_delegates_stand_beside_the_total_and_never_in_it() -> None:
    cell(10)
    cell(5, payer="other", month=6)
    found = year()
    assert found.off.total_mg == 10 * T
    assert found.on is not None
    assert found.on.total_mg == 15 * T
    assert found.headline == found.off
    assert year(delegates=True).headline == found.on
    assert found.added is not None
    assert found.added.by["month"].get("6").total_mg == 5 * T  # type: ignore[union-attr]


def test_an_unknown_payer_counts_inside_and_is_flagged() -> None:
    cell(10)
    cell(2, payer="unknown")
    found = year()
    assert found.off.total_mg == 12 * T
    assert found.unknown_payer is not None
    assert found.unknown_payer.total_mg == 2 * T


def test_the_share_on_estimates_is_a_share_of_mass() -> None:
    cell(3, estimated_mg=0)
    cell(1, month=4, estimated_mg=1 * T)
    # 1 t of 4 t
    assert year().off.estimated_share == 0.25


def test_the_year_before_stands_beside() -> None:
    cell(12)
    cell(10, year=2024, month=2)
    found = year()
    assert found.before is not None
    assert found.before.total.total_mg == 10 * T
    assert found.before.months.get("2").total_mg == 10 * T  # type: ignore[union-attr]
    assert found.change_per_cent() == pytest.approx(20.0)


def test_a_year_without_travel_is_empty_and_says_so() -> None:
    found = year(2031)
    assert not found.has_travel
    assert found.before is None
    assert found.change_per_cent() is None


def test_a_unit_of_few_people_is_merged() -> None:
    for unit, tonnes, count in ((1, 50, 30), (2, 7, 3), (3, 20, 9)):
        cell(tonnes, unit=unit)
        people("unit", str(unit), count)
    people("all", "", 42)
    units = year(smallest=5).inside.by["unit"]
    assert units.get("2") is None
    assert units.merged is not None
    # 7 t of the small unit and 20 t of the lightest other one
    assert units.merged.sums.total_mg == 27 * T
    assert year().inside.by["unit"].get("2").total_mg == 7 * T  # type: ignore[union-attr]


def test_few_delegates_are_not_shown_even_as_a_difference() -> None:
    cell(50)
    cell(3, payer="other")
    people("all", "", 40)
    people("all", "", 2, payer="other")
    found = year(smallest=5)
    assert found.added is None
    assert found.added_is_hidden
    assert found.on is None


def test_few_people_with_an_unknown_payer_are_not_shown() -> None:
    cell(50)
    cell(3, payer="unknown")
    people("all", "", 40)
    people("all", "", 1, payer="unknown")
    found = year(smallest=5)
    assert found.unknown_payer is None
    assert found.unknown_payer_is_hidden
    assert found.off.total_mg == 53 * T


def test_routes_are_inside_the_boundary_and_the_largest_first() -> None:
    cell(10)
    route("GVA", "JFK", 2)
    route("GVA", "NBO", 4)
    route("GVA", "NBO", 1, payer="unknown")
    route("SYD", "GVA", 9, payer="other")
    found = year()
    # GVA-NBO: 4 + 1 = 5 t; the delegates' 9 t are outside.
    assert [(r.origin, r.destination, r.sums.total_mg) for r in found.routes] == [
        ("GVA", "NBO", 5 * T),
        ("GVA", "JFK", 2 * T),
    ]


def test_a_route_that_nobody_was_counted_on_is_not_listed() -> None:
    cell(10)
    route("GVA", "NBO", 4)
    found = year(smallest=5)
    assert found.routes == ()
    assert found.routes_left_out == 1


def test_some_units_see_their_own_cells_only() -> None:
    cell(10, unit=1)
    cell(4, unit=2)
    found = year(scope=SimpleNamespace(everywhere=False, unit_ids=frozenset({2})))
    assert found.off.total_mg == 4 * T
    assert [c.keys for c in found.inside.by["unit"].cells] == [("2",)]
    assert not found.is_whole_organization


def test_units_are_named() -> None:
    unit = OrganizationUnit.objects.create(code="FIN", name="Finance")
    cell(1, unit=unit.pk)
    assert year().units[str(unit.pk)].name == "Finance"


def test_a_year_asks_the_database_a_bounded_number_of_times(django_assert_max_num_queries: Any) -> None:
    for month in range(1, 13):
        for unit in range(1, 6):
            cell(1, month=month, unit=unit)
    route("GVA", "NBO", 4)
    with django_assert_max_num_queries(9):
        year(smallest=5)


def test_the_nearest_years_with_travel() -> None:
    cell(1, year=2022)
    cell(1, year=2025)
    assert queries.year_before_and_after(2023, scope=EVERYWHERE) == (2022, 2025)
    assert queries.year_before_and_after(2025, scope=EVERYWHERE) == (2022, None)
    assert queries.latest_year(scope=EVERYWHERE) == 2025


def test_methods_stand_side_by_side() -> None:
    cell(10)
    cell(12, method="tim-3.0.0")
    cell(5, method="tim-3.0.0", payer="other")
    found = queries.totals_by_method(2025, boundary=boundary_of(2025), scope=EVERYWHERE)
    assert {method: sums.total_mg for method, sums in found.items()} == {METHOD: 10 * T, "tim-3.0.0": 12 * T}


def test_a_method_with_an_edition_a_year_follows_the_year() -> None:
    assert queries.method_in(2024, "desnz-2025") == "desnz-2024"
    assert queries.method_in(2024, METHOD) == METHOD
