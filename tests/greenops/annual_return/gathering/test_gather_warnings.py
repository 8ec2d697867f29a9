"""What is odd about the activity data of a year is told, and does not stop the return."""

from decimal import Decimal

import pytest

from greenops.annual_return.gathering.gather import gather
from tests.factories import activity, boundary

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def sentences():
    return [warned.sentence for warned in gather(2025).warnings if warned.stream]


def test_fuel_and_distance_of_one_month_are_pointed_out():
    geneva = boundary.site()
    activity.reading(geneva, "vehicle_fuel", detail="diesel", unit="l", month=1, months=3)
    activity.reading(geneva, "vehicle_distance", detail="car_diesel", unit="km", month=2)
    activity.reading(geneva, "vehicle_distance", detail="car_petrol", unit="km", month=7)

    (sentence,) = sentences()
    assert sentence.startswith("GVA has both fuel and distance of own vehicles (months: 2).")


def test_certificates_beyond_the_purchases_of_their_site_are_pointed_out():
    geneva = boundary.site()
    activity.reading(geneva, month=1, quantity=Decimal(1000))
    activity.reading(geneva, "electricity_certified", detail="go", months=12, quantity=Decimal(3500))

    (sentence,) = sentences()
    assert sentence.startswith("GVA has certificates for 2,500 kWh more than it purchased")


def test_certificates_that_are_covered_are_not():
    geneva = boundary.site()
    activity.reading(geneva, month=1, quantity=Decimal(1000))
    activity.reading(geneva, "electricity_certified", detail="go", months=12, quantity=Decimal(1000))
    assert sentences() == []
