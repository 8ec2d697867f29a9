"""Meters, machines with refrigerant, stocks and vehicles: what cannot be is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from ems import actions
from ems.models import CoolingEquipment, Event, Meter, RefrigerantEvent, RefrigerantStock, Vehicle
from tests.factories.boundary import site
from tests.factories.people import person
from tests.factories.registers import machine, meter, stock, top_up

pytestmark = pytest.mark.django_db


def told(part: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        part.full_clean()
    return refused.value.message_dict


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"refrigerant": "R-999X"}, "refrigerant", "'R-999X' is no refrigerant that is known here."),
        ({"charge_kg": Decimal(-1)}, "charge_kg", "A charge is not negative."),
        (
            {"installed_on": date(2024, 1, 2), "disposed_on": date(2024, 1, 1)},
            "disposed_on",
            "disposed of before it was installed",
        ),
        ({"leak_rate_percent": Decimal(101)}, "leak_rate_percent", "between 0 and 100"),
        ({"approach": "screening"}, "leak_rate_percent", "Give the yearly leak rate, or choose top-ups."),
        ({"installed_on": date(2019, 1, 1)}, "installed_on", "2019-01-01 is outside the life of BKK"),
        ({"label": "Chiller 1"}, "__all__", "already exists"),
    ],
    ids=["refrigerant", "charge", "dates", "percent", "screening", "life", "twice"],
)
def test_a_machine_that_cannot_be_is_told(fields: dict[str, Any], field: str, sentence: str):
    place = site("BKK", valid_from=date(2020, 1, 1))
    machine(place)
    given = {"site": place, "label": "Chiller 2", "refrigerant": "R-410A", "charge_kg": Decimal(12), **fields}

    assert sentence in told(CoolingEquipment(**given))[field][0]


@pytest.mark.parametrize("typed", ["r410a", "R410A", "R-410 A"])
def test_a_refrigerant_is_known_however_it_is_typed(typed: str):
    made = CoolingEquipment(site=site(), label="A", refrigerant=typed, charge_kg=Decimal(3))
    made.full_clean()

    assert made.refrigerant == "R-410A"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"on": date(2020, 12, 31)}, "on", "2020-12-31 is before Chiller 1 was installed on 2021-01-01."),
        ({"on": date(2026, 1, 1)}, "on", "2026-01-01 is after Chiller 1 was disposed of on 2025-12-31."),
        ({"on": date(2031, 1, 1)}, "on", "2031-01-01 is still to come."),
        ({"quantity_kg": Decimal("-0.1")}, "quantity_kg", "A mass is not negative."),
        ({"quantity_kg": None}, "quantity_kg", "Say how many kilograms."),
        ({"kind": "leak_test"}, "quantity_kg", "A leak test moves no refrigerant."),
        (
            {"kind": "recovered", "quantity_kg": Decimal("12.5")},
            "quantity_kg",
            "12.5 kg are more than the 12 kg that can have been in it.",
        ),
        ({"on": date(2025, 5, 6)}, "__all__", "This is entered already for that day."),
    ],
    ids=["installation", "disposal", "future", "negative", "no mass", "leak test", "recovered", "twice"],
)
@time_machine.travel("2030-06-01", tick=False)
def test_an_event_of_a_machine_that_cannot_be_is_told(fields: dict[str, Any], field: str, sentence: str):
    chiller = machine(site(), installed_on=date(2021, 1, 1), disposed_on=date(2025, 12, 31))
    top_up(chiller)
    given = {"equipment": chiller, "on": date(2025, 7, 1), "kind": "top_up", "quantity_kg": Decimal(2), **fields}

    assert sentence in told(RefrigerantEvent(**given))[field][0]


def test_what_was_recovered_once_is_not_recovered_again_before_a_top_up():
    # Charge 12: after 10 came out, 2 are left; 4 filled in make 6.
    chiller = machine(site())
    top_up(chiller, on=date(2025, 1, 1), kind="recovered", quantity_kg=Decimal(10))
    second = {"equipment": chiller, "kind": "recovered", "quantity_kg": Decimal(6)}

    assert "more than the 2 kg" in told(RefrigerantEvent(on=date(2025, 2, 1), **second))["quantity_kg"][0]

    top_up(chiller, on=date(2025, 3, 1), quantity_kg=Decimal(4))
    RefrigerantEvent(on=date(2025, 4, 1), **second).full_clean()


def test_a_machine_is_not_disposed_of_before_its_last_event():
    chiller = machine(site())
    top_up(chiller)
    chiller.disposed_on = date(2025, 5, 5)

    assert "was after that day" in told(chiller)["disposed_on"][0]


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"refrigerant": "freon"}, "refrigerant", "'freon' is no refrigerant"),
        ({"year": 25}, "year", "25 is no reporting year"),
        ({"closing_kg": Decimal(-2)}, "closing_kg", "A mass is not negative."),
    ],
    ids=["refrigerant", "year", "negative"],
)
def test_a_stock_that_cannot_be_is_told(fields: dict[str, Any], field: str, sentence: str):
    masses = {"opening_kg": 1, "purchased_kg": 1, "recovered_kg": 1, "closing_kg": 1}
    given = {"site": site(), "year": 2025, "refrigerant": "R-22", **masses, **fields}

    assert sentence in told(RefrigerantStock(**given))[field][0]


def test_what_is_missing_from_a_stock_was_lost():
    # 10 at the beginning and 5 bought, 2 handed over, 9 left: 4 are gone.
    assert stock(site()).lost_kg == 4


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"stream": "hotel_nights"}, "stream", "'hotel_nights' is nothing that a meter measures here."),
        ({"unit": "l"}, "unit", "'l' is no unit of this meter. It shows one of: kWh, MWh, GJ."),
        ({"valid_from": date(2025, 2, 1), "valid_until": date(2025, 1, 1)}, "valid_until", "The last day is before"),
        ({"valid_until": date(2031, 1, 1)}, "valid_until", "outside the life of GVA"),
    ],
    ids=["stream", "unit", "period", "life"],
)
def test_a_meter_that_cannot_be_is_told(fields: dict[str, Any], field: str, sentence: str):
    place = site("GVA", valid_until=date(2030, 12, 31))
    given = {"site": place, "code": "E-1", "stream": "electricity_grid", "unit": "kWh", **fields}

    assert sentence in told(Meter(**given))[field][0]


def test_a_vehicle_outside_the_life_of_its_site_is_told():
    place = site("BKK", valid_from=date(2020, 1, 1))

    refused = told(Vehicle(site=place, label="CD 1", fuel="diesel", valid_from=date(2019, 1, 1)))

    assert "2019-01-01 is outside the life of BKK" in refused["valid_from"][0]


def test_what_is_removed_stays_in_the_record():
    counter = meter(site("GVA"))

    actions.remove(by=person("Ingrid", "focal_point"), part=counter)

    assert not Meter.objects.exists()
    event = Event.objects.get()
    assert (event.action, event.object_id) == ("meter removed", str(counter.public_id))
    assert event.payload["removed"]["code"] == "E-1"


def test_a_machine_with_events_is_not_removed():
    chiller = machine(site("GVA"))
    visit = top_up(chiller)

    with pytest.raises(ValidationError) as refused:
        actions.remove(by=person("Ingrid", "focal_point"), part=chiller)

    assert refused.value.messages == [f"{chiller} stays: {visit} hangs on it (1 in all). Give it a last day instead."]
    assert CoolingEquipment.objects.exists()
