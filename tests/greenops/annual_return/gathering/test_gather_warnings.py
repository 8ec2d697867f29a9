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


def test_own_power_that_was_never_generated_is_pointed_out():
    nairobi = boundary.site("NBO")
    activity.reading(nairobi, "electricity_onsite_generated", detail="solar", quantity=Decimal(1000))
    activity.reading(nairobi, "electricity_onsite_used", detail="solar", quantity=Decimal(900))
    activity.reading(nairobi, "electricity_onsite_exported", detail="solar", quantity=Decimal(400))

    (sentence,) = sentences()
    assert sentence.startswith("NBO used and exported 300 kWh more of its own renewable electricity than it generated.")
