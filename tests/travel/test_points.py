"""A place without code from the answer to the pages: one point everywhere, shown by its name."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.imports import previewed
from travel import actions, answers, queries
from travel.models import Estimate, ImportBatch, Leg
from travel.payers import boundary_of
from travel.points import point_names

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

FILE = (
    "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category\n"
    "7241234567890,NDIAYE/AWA,Kurwai strip,JUB,2025-03-18,economy,1,FIN,organization,staff\n"
)
POINT = "6.79000,33.13000"


@pytest.fixture
def batch() -> ImportBatch:
    """A file with a bush strip, whose coordinates were given before it was committed."""
    made = previewed(FILE)
    answers.answer(by=None, source="greenops-template", key="place:KURWAI STRIP", value="6.79, 33.13")
    made.refresh_from_db()
    actions.confirm(by=None, batch=made, queue=False)
    actions.commit_batch(made.pk)
    made.refresh_from_db()
    return made


def test_an_answered_point_is_the_place_of_the_leg_and_of_its_estimates(batch: ImportBatch) -> None:
    leg = Leg.objects.get()
    assert (leg.origin, leg.destination) == (POINT, "JUB")
    # 6.79 N 33.13 E to Juba (4.87 N 31.60 E): 2.0 degrees of latitude and 1.5 of longitude, some 270 km.
    assert 265 < leg.distance_km < 280
    assert Estimate.objects.filter(leg=leg).count() == 4
    assert point_names((leg.origin, leg.destination)) == {POINT: "Kurwai strip"}


def test_an_answered_point_is_shown_by_its_name(batch: ImportBatch) -> None:
    leg = Leg.objects.get()
    assert leg.route_by(point_names((leg.origin, leg.destination))) == "Kurwai strip → JUB"
    everything = SimpleNamespace(everywhere=True, unit_ids=frozenset())
    (route,) = queries.air_travel(2025, method="icao-13.1", boundary=boundary_of(2025), scope=everything).routes
    assert (route.origin, route.from_name, route.to_name) == (POINT, "Kurwai strip", "")


def test_airports_ask_for_no_names(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert point_names(("GVA", "JUB")) == {}


def test_the_pages_of_the_leg_show_the_name_and_its_explanation_the_position(
    batch: ImportBatch, client_of: Callable[..., Client]
) -> None:
    leg = Leg.objects.get()
    client = client_of("travel_officer")
    listed = client.get(reverse("travel:legs"), {"year": 2025}).content.decode()
    assert "Kurwai strip → JUB" in listed
    page = client.get(reverse("travel:leg", args=[leg.identity])).content.decode()
    assert "Kurwai strip → JUB" in page
    assert "6.79000, 33.13000" in page
