"""A source that gives distances and no places, from the file to the pages, once that is agreed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.imports import committed, previewed
from tests.factories.people import person, sign_in
from travel.emissions.quality import Quality
from travel.models import Estimate, ImportBatch, Leg, RouteTotal
from travel.recalculation import recalculate

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

FILE = "Name,Travel Date,Distance km,Class\nDoe John,2025-03-01,6200,Business\nDoe John,2025-03-01,480,Economy\n"


@pytest.fixture
def batch() -> ImportBatch:
    return committed(FILE, "legs.csv", "auto", mapping={"distance_only": "agreed"})


def _masses() -> list[tuple[int, str, int]]:
    return sorted(Estimate.objects.values_list("leg_id", "method", "total_mg"))


def test_the_distance_given_is_what_is_computed_with(batch: ImportBatch) -> None:
    long, short = Leg.objects.order_by("-distance_m")
    assert (long.origin, long.destination, long.distance_m, long.haul) == ("", "", 6_200_000, "long")
    assert long.route == "distance only"
    found = Estimate.objects.filter(leg=long)
    assert {estimate.method for estimate in found} >= {"icao-13.1"}
    assert all(estimate.quality & Quality.DISTANCE_GIVEN and estimate.total_mg > 0 for estimate in found)
    less = Estimate.objects.get(leg=short, method="icao-13.1")
    assert less.total_mg < found.get(method="icao-13.1").total_mg


def test_estimating_again_changes_nothing(batch: ImportBatch) -> None:
    before = _masses()
    recalculate(2025)
    assert [mass for *_, mass in _masses()] == [mass for *_, mass in before]


def test_the_kept_totals_hold_legs_without_places(batch: ImportBatch) -> None:
    assert set(RouteTotal.objects.values_list("origin", "destination")) == {("", "")}


def test_the_same_file_again_adds_nothing(batch: ImportBatch) -> None:
    again = previewed(FILE + "\n", "again.csv", "auto", mapping={"distance_only": "agreed"})
    assert (again.rows_flight, again.rows_ignored) == (0, 2)


def test_the_pages_say_distance_only(batch: ImportBatch, client: Client) -> None:
    sign_in(client, person("officer", "travel_officer"))
    leg = Leg.objects.order_by("-distance_m")[0]
    assert "distance only" in client.get(reverse("travel:legs"), {"year": 2025}).content.decode()
    page = client.get(reverse("travel:leg", args=[leg.identity])).content.decode()
    assert "distance only" in page and "6,200.0 km, as given" in page
