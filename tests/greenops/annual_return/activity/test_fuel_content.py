"""Energy and mass of a fuel are kept on the way to its emissions."""

from decimal import Decimal

import pytest

from greenops.annual_return.activity.fuel_content import IPCC_NAMES, fuel_content
from greenops.annual_return.activity.units import FUEL_STREAMS, to_canonical
from greenops.annual_return.inventory.sources import entry_of
from greenops.reference.activity import catalogue
from greenops.reference.fuel_defaults import ipcc_fuel
from greenops.reference.unit_factors import biogenic_co2
from tests.factories.inventory import METHOD, activity

FUELS = [(stream, detail) for stream in sorted(FUEL_STREAMS) for detail in catalogue().stream(stream).details]
OF_IPCC = [(stream, detail) for stream, detail in FUELS if detail in IPCC_NAMES]


def co2_kg(stream, detail, quantity, unit):
    micro, _unit = to_canonical(Decimal(quantity), unit, stream, detail)
    entry = entry_of(activity(stream, detail, micro / 1e6), METHOD, 2025)
    return entry.gases.get("CO2", 0.0) + entry.biogenic_co2


@pytest.mark.parametrize(("stream", "detail"), OF_IPCC)
def test_r13_a_terajoule_emits_what_ipcc_says_of_a_terajoule(stream, detail):
    assert co2_kg(stream, detail, 1, "TJ(net)") == pytest.approx(ipcc_fuel(IPCC_NAMES[detail]).kg_co2_per_tj, rel=1e-6)


@pytest.mark.parametrize(("stream", "detail"), OF_IPCC)
def test_r13_a_tonne_emits_what_ipcc_says_of_a_tonne(stream, detail):
    fuel = ipcc_fuel(IPCC_NAMES[detail])
    by_hand = fuel.ncv_tj_per_gg / 1000 * fuel.kg_co2_per_tj
    assert co2_kg(stream, detail, 1, "t") == pytest.approx(by_hand, rel=1e-6)


@pytest.mark.parametrize(("stream", "detail", "row"), [
    ("stationary_fuel", "wood_pellets", "wood_pellets_kwh"),
    ("stationary_fuel", "biogas", "biogas_kwh"),
])  # fmt: skip
def test_r13_a_kwh_of_a_fuel_of_desnz_emits_what_desnz_says_of_a_kwh(stream, detail, row):
    # Published to two digits or five.
    assert co2_kg(stream, detail, 1000, "kWh(net)") == pytest.approx(1000 * biogenic_co2(row), rel=0.005)


def test_r13_a_gigajoule_of_biodiesel_emits_what_desnz_says_of_one():
    found = co2_kg("generator_fuel", "biodiesel", 1, "GJ(net)")
    assert found == pytest.approx(biogenic_co2("biodiesel_me_gj"), rel=0.005)


def test_every_fuel_of_the_catalogue_has_its_content():
    assert [detail for _stream, detail in FUELS if fuel_content(detail) is None] == []
