"""IPCC fuels against the UN fuel factors, which were made from them."""

import pytest

from greenops.reference.fuel_defaults import CONTEXTS, ipcc_fuel, ipcc_fuel_codes
from greenops.reference.gwp import gwp_set
from greenops.reference.loading import load_table
from greenops.reference.schema import ReferenceDataError


@pytest.mark.parametrize(
    ("fuel", "unit", "kg_co2e"),
    [
        ("natural_gas", "m3", 1.8895),
        ("residual_fuel_oil", "l", 2.9544),
        ("gas_diesel_oil", "l", 2.6908),
        ("crude_oil", "l", 2.4939),
    ],
)
def test_the_un_factors_rebuild_with_sar_to_the_last_digit(fuel: str, unit: str, kg_co2e: float) -> None:
    assert round(ipcc_fuel(fuel, "commercial").gas_masses(unit).co2e(gwp_set("sar")), 4) == kg_co2e


def test_ar5_moves_natural_gas_a_little() -> None:
    assert round(ipcc_fuel("natural_gas").gas_masses("m3").co2e(gwp_set("ar5")), 4) == 1.8906


def test_every_un_factor_is_rebuilt_as_the_table_says() -> None:
    table = load_table("fuels_un", "2023", "factors")
    assert len(table) == 7
    for row in table.to_dict("records"):
        masses = ipcc_fuel(row["rebuilt_from_fuel"]).gas_masses(row["unit"])
        rebuilt = masses.co2 if row["rebuilt_gases"] == "CO2" else masses.co2e(gwp_set("sar"))
        assert round(rebuilt / 1000, 7) == row["rebuilt_t_co2e_per_unit"]
        if row["code"] != "vehicle_diesel":
            assert row["t_co2e_per_unit"] == row["rebuilt_t_co2e_per_unit"]


def test_the_slip_in_vehicle_diesel_stays_as_printed() -> None:
    table = load_table("fuels_un", "2023", "factors").set_index("code")
    assert tuple(table.loc["vehicle_diesel", ["t_co2e_per_unit", "certainty"]]) == (0.0026265, "D")


def test_masses_of_diesel_by_hand() -> None:
    # 43.0 TJ/Gg x 0.84 kg/l = 36.12 MJ a litre; 74.1, 0.010 and 0.0006 g a MJ.
    masses = ipcc_fuel("gas_diesel_oil").gas_masses("l")
    assert masses.by_gas() == {
        "CO2": pytest.approx(2.676492),
        "CH4": pytest.approx(0.0003612),
        "N2O": pytest.approx(0.000021672),
    }


def test_units_agree_with_each_other() -> None:
    fuel = ipcc_fuel("natural_gas", "residential")
    assert fuel.gas_masses("t").co2 == pytest.approx(1000 * fuel.gas_masses("kg").co2)
    assert fuel.gas_masses("m3").co2 == pytest.approx(1000 * fuel.gas_masses("l").co2)
    assert fuel.gas_masses("gj").ch4 == pytest.approx(0.005)
    assert fuel.gas_masses("kwh_net").co2 == pytest.approx(0.20196)
    assert fuel.gas_masses("tj").n2o == 0.1


def test_a_fuel_without_density_says_what_to_do() -> None:
    with pytest.raises(ReferenceDataError) as caught:
        ipcc_fuel("wood").gas_masses("m3")
    assert str(caught.value) == (
        "fuels_ipcc/2006, wood: there is no default density, so 'm3' cannot be turned into energy. "
        "Give the amount in another unit, or the density of the supplier."
    )


def test_a_fuel_without_heating_value_can_be_given_as_energy() -> None:
    waste = ipcc_fuel("industrial_wastes")
    assert waste.ncv_tj_per_gg is None
    assert waste.gas_masses("tj").co2 == 143000
    with pytest.raises(ReferenceDataError, match="there is no default net heating value, so 'kg'"):
        waste.gas_masses("kg")


def test_energy_has_no_mass() -> None:
    with pytest.raises(ReferenceDataError, match="'gj' is not a unit of mass or volume; give kg, t, l or m3"):
        ipcc_fuel("natural_gas").kg_per("gj")


def test_an_unknown_fuel_or_context_says_what_there_is() -> None:
    with pytest.raises(ReferenceDataError, match="there is no fuel 'petrol'; there is anthracite, .*motor_gasoline"):
        ipcc_fuel("petrol")
    with pytest.raises(ReferenceDataError, match="no context 'office'; there is commercial, energy"):
        ipcc_fuel("natural_gas", "office")


def test_every_fuel_has_every_context() -> None:
    assert len(load_table("fuels_ipcc", "2006", "defaults")) == len(ipcc_fuel_codes()) * len(CONTEXTS) == 54 * 4
    biogenic = {code for code in ipcc_fuel_codes() if ipcc_fuel(code).is_biogenic}
    assert biogenic >= {"wood", "biodiesels", "biogasoline", "charcoal", "landfill_gas"}
    assert not biogenic & {"peat", "natural_gas", "municipal_waste_fossil"}
