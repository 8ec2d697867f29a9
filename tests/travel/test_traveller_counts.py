"""People behind figures: the kept counts and those counted from legs agree, and a route knows its travellers."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from ems.models import OrganizationUnit
from tests.factories.boundary import unit
from tests.factories.travel import TOTAL_MG, batch, leg
from travel.kept_totals import recount_travellers
from travel.models import Leg, Traveller
from travel.payers import boundary_of
from travel.queries import air_travel
from travel.traveller_counts import counted_people, kept_people, people_on_routes

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

BOUNDARY = boundary_of(2025)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Counts of routes are kept in the process, and would outlive a test."""
    cache.clear()


@pytest.fixture
def field() -> OrganizationUnit:
    """Unit FLD with six legs: four of Awa, one of Ben, one of nobody known; and one more of Ben for FIN."""
    field, finance = unit("FLD"), unit("FIN")
    file = batch(rows_total=0, rows_flight=0)
    awa, ben = (Traveller.objects.create(pseudonym=name) for name in ("awa", "ben"))
    for who, where, fields in (
        (awa, field, {}),
        (awa, field, {"origin": "ZRH", "destination": "GVA"}),
        (awa, field, {"cabin": "business"}),
        (awa, field, {"payer": "other"}),
        (ben, field, {"payer": "unknown"}),
        (None, field, {}),
        (ben, finance, {}),
    ):
        made = leg(file, where, **fields)
        made.booking.traveller = who
        made.booking.save()
    return field


def test_a_person_counts_once_and_a_booking_of_nobody_known_counts_as_one(field: OrganizationUnit) -> None:
    people = counted_people([2025], BOUNDARY, [field.pk])
    # Paid by the organization in FLD: Awa and the unknown person; the unknown payer's side (Ben) is smaller.
    assert people[2025, "all", "inside"] == {"": 2}
    assert people[2025, "all", "added"] == {"": 1}
    assert people[2025, "all", "flagged"] == {"": 1}
    assert people[2025, "cabin", "inside"] == {"economy": 2, "business": 1}


def test_kept_and_counted_people_agree(field: OrganizationUnit) -> None:
    recount_travellers([2025])
    everybody = list(OrganizationUnit.objects.values_list("pk", flat=True))
    assert kept_people([2025], BOUNDARY) == counted_people([2025], BOUNDARY, everybody)


def test_units_without_legs_have_no_people(field: OrganizationUnit) -> None:
    assert dict(counted_people([2025], BOUNDARY, [field.pk + 99])) == {}


def test_a_route_counts_the_people_inside_the_boundary(field: OrganizationUnit) -> None:
    routes = [("GVA", "ZRH"), ("ZRH", "GVA")]
    people = people_on_routes(2025, routes, BOUNDARY.inside, unit_ids=None, state=("all",))
    # GVA-ZRH inside: Awa, Ben (once for FLD, once for FIN) and the unknown person; back: Awa.
    assert people == {("GVA", "ZRH"): 3, ("ZRH", "GVA"): 1}
    own = people_on_routes(2025, routes, BOUNDARY.inside, unit_ids=[field.pk], state=("own",))
    assert own == people


def test_routes_are_counted_again_when_the_legs_change(field: OrganizationUnit) -> None:
    routes = [("ZRH", "GVA")]
    assert people_on_routes(2025, routes, BOUNDARY.inside, unit_ids=None, state=(7,)) == {("ZRH", "GVA"): 1}
    Leg.objects.filter(origin="ZRH").delete()
    assert people_on_routes(2025, routes, BOUNDARY.inside, unit_ids=None, state=(6,)) == {("ZRH", "GVA"): 0}


def test_routes_of_some_units_come_from_their_legs(field: OrganizationUnit) -> None:
    scope = SimpleNamespace(everywhere=False, unit_ids=frozenset({field.pk}))
    found = air_travel(2025, method="icao-13.1", boundary=BOUNDARY, scope=scope)
    # FLD inside: GVA-ZRH four times (one of them in business, one of an unknown payer), ZRH-GVA once.
    assert [(r.origin, r.destination, r.sums.legs, r.sums.total_mg) for r in found.routes] == [
        ("GVA", "ZRH", 4, 4 * TOTAL_MG),
        ("ZRH", "GVA", 1, TOTAL_MG),
    ]
