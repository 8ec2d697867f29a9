"""Rules that a line of the form reaches by a way of its own, held to the rule: from the database where it says so."""

from datetime import date
from fractions import Fraction
from math import fsum

import pytest

from greenops.annual_return.activity.copying import copy_forward
from greenops.annual_return.activity.fuel_content import fuel_content
from greenops.annual_return.activity.units import MICRO, to_canonical
from greenops.annual_return.computation import compute_return, return_of
from greenops.annual_return.edition_file import edition
from greenops.annual_return.gathering.gather import gather
from greenops.annual_return.gathering.gathered import TravelSums
from greenops.annual_return.inventory.air_travel import air_travel
from greenops.annual_return.inventory.coverage import share_on_estimates
from greenops.annual_return.inventory.fuels import amount_of_energy, net_kwh
from greenops.annual_return.inventory.gap_filling import copied_forward
from greenops.annual_return.inventory.sources import entries_of
from greenops.annual_return.inventory.totals import source_shares, totals
from tests.factories import boundary
from tests.factories.activity import reading
from tests.factories.gathered import activity, gathered, travel
from tests.factories.people import person
from tests.factories.travel import DISTANCE_M, TOTAL_MG, batch, leg
from travel.kept_totals import rebuild

FORM = edition("2026")
# 480 kg of electricity, an estimated 1,152 kg by train, 3,000 kg of flights with 600 on estimates.
FOUND = (
    activity(amount=10_000.0),
    activity("train", detail="un_default", amount=10_000.0, unit="passenger_km", method="estimated"),
)
FLIGHTS = TravelSums(30, 9_000_000, 3_000_000_000, 600_000_000)
AIR = air_travel(3000.0, 30, 9000.0, estimated_kg=600.0, label="ICAO-style estimate", edition="13.1")
ENTRIES = (*entries_of(FOUND, FORM.method, 2025).entries, *AIR)


@pytest.fixture(scope="module")
def lines():
    computed = return_of(gathered(activities=FOUND, travel=travel(inside=FLIGHTS)), FORM, delegates=False)
    return {line.code: line for line in computed.lines}


def test_r05_the_shares_of_the_form_are_those_of_the_inventory(lines):
    shares = source_shares(totals(ENTRIES, FORM.method))
    groups = {"T.17": "facilities", "T.18": "air_travel", "T.19": "other_travel"}
    for code, group in groups.items():
        assert lines[code].value == pytest.approx(100 * shares[group].value, rel=1e-12)
    # 480 / 4,632, by hand
    assert lines["T.17"].value == pytest.approx(10.362694300518134)


def test_r18_air_travel_of_the_form_is_that_of_the_inventory(lines):
    assert lines["8.1"].value == lines["T.6"].value == fsum(entry.co2e for entry in AIR) / 1000 == 3.0
    assert lines["8.1"].method_share == pytest.approx(600 / 3000)


def test_r29_the_share_on_estimates_of_the_form_is_that_of_the_inventory(lines):
    assert lines["T.13"].value == pytest.approx(100 * share_on_estimates(ENTRIES).value, rel=1e-12)
    # (1,152 + 600) / 4,632, by hand
    assert lines["T.13"].value == pytest.approx(37.82383419689119)


def test_r13_gas_billed_by_gross_heat_holds_the_net_energy_that_burns():
    content = fuel_content("natural_gas")
    by_rule = amount_of_energy(
        net_kwh(1000.0, float(content.net_mj_per_kg), float(content.gross_mj_per_kg)),
        float(content.net_mj_per_kg),
        float(content.density_kg_per_m3),
    )
    entered, unit = to_canonical(Fraction(1), "MWh(gross)", "stationary_fuel", "natural_gas")
    assert unit == "m3"
    assert entered / MICRO == pytest.approx(by_rule, abs=1e-6)
    # 1,000 kWh x 45.745 / 50.678 x 3.6 MJ / (48 x 0.7 MJ a m3), by hand
    assert entered / MICRO == pytest.approx(96.71356, abs=1e-5)


@pytest.mark.django_db
@pytest.mark.data_layer
def test_r18_flights_of_the_calendar_year_by_the_day_of_each_flight():
    brought_in = batch()
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)):
        leg(brought_in, counted_on=day, departed_on=day)
    rebuild([2024, 2025, 2026])

    computed = compute_return(2025)

    assert computed.line("8.4").value == 2
    assert computed.line("8.1").value == 2 * TOTAL_MG / 1e9
    assert computed.line("8.3").value == 2 * DISTANCE_M / 1000


@pytest.mark.django_db
@pytest.mark.data_layer
def test_r23_what_is_copied_is_last_years_quantity_marked_as_copied():
    made = boundary.site("NBO", country="KE")
    for month in range(1, 13):
        reading(made, year=2024, month=month, quantity=100 + month)
    by_rule = [filled.activity for filled in copied_forward("NBO", gather(2024).activities, 2024)]

    assert copy_forward(by=person("ingrid", "focal_point"), year=2025, site_ids=[made.pk]).problems == []

    [copied] = gather(2025).activities
    assert [(one.amount, one.method, one.is_estimate) for one in by_rule] == [(1278, "copied", True)]
    assert (copied.amount, copied.method, copied.is_estimate) == (1278, "copied", True)
