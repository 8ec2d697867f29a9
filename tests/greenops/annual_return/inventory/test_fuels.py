"""Fuels, against the UN factors in circulation, IPCC 2006 and DESNZ 2025."""

import pytest

from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.fuels import amount_of_energy, burnt_kg_co2e, generator_kwh, net_kwh
from greenops.annual_return.inventory.gases import added, co2e_of, potentials_of
from greenops.annual_return.inventory.method import method
from greenops.annual_return.inventory.sources import entry_of
from tests.factories.inventory import METHOD, SUPPLIER, activity, with_

SAR = {"CO2": 1.0, "CH4": 21.0, "N2O": 310.0}
NATURAL_GAS = {"CO2": 56_100, "CH4": 5, "N2O": 0.1}
OIL = {"CO2": 77_400, "CH4": 10, "N2O": 0.6}


def test_r02_each_gas_is_times_its_potential_and_its_mass_is_kept():
    entry = entry_of(activity("stationary_fuel", "natural_gas", 1000), METHOD, 2025)
    # 1,000 m3 x 0.7 kg x 48 MJ = 0.0336 TJ; AR5: 28 and 265
    assert entry.gases == pytest.approx({"CO2": 1884.96, "CH4": 0.168, "N2O": 0.00336})
    assert entry.co2e == pytest.approx(1884.96 + 0.168 * 28 + 0.00336 * 265)


def test_r02_a_gas_without_a_potential_is_an_error():
    with pytest.raises(FactorMissing, match="HFC-1"):
        co2e_of({"HFC-1": 1.0}, SAR)


def test_r02_masses_of_a_gas_add_up():
    assert added([{"N2O": 0.1, "CO2": 1.0}, {"CO2": 2.0}, {}]) == pytest.approx({"CO2": 3, "N2O": 0.1})


@pytest.mark.parametrize(
    ("gwp", "ch4", "n2o"),
    [("sar", 21, 310), ("ar4", 25, 298), ("ar5", 28, 265)],
)
def test_r03_the_potentials_are_those_of_the_edition(gwp, ch4, n2o):
    potentials = potentials_of(gwp)
    assert (potentials["CH4"], potentials["N2O"]) == (ch4, n2o)
    entry = entry_of(activity("stationary_fuel", "natural_gas", 1000), with_(gwp=gwp), 2025)
    assert entry.co2e == pytest.approx(1884.96 + 0.168 * ch4 + 0.00336 * n2o)


def test_r03_an_edition_that_is_none_is_an_error():
    with pytest.raises(FactorMissing, match="ar9"):
        potentials_of("ar9")


def test_r12_fuel_of_generators_names_both_of_its_rules():
    assert entry_of(activity("generator_fuel", "diesel"), METHOD, 2025).rules == ("R02", "R03", "R12", "R13")
    assert "R12" not in entry_of(activity("stationary_fuel", "diesel"), METHOD, 2025).rules


def test_r12_a_litre_in_the_generator_makes_two_and_a_half_kwh():
    assert generator_kwh(1200, METHOD.generator_kwh_per_litre) == 3000


@pytest.mark.parametrize(
    ("detail", "published_kg"),
    [("natural_gas", 1.8895), ("residual_oil", 2.9544), ("crude_oil", 2.4939)],
)
def test_r13_the_un_factors_come_out_of_ipcc_2006_with_the_potentials_of_sar(detail, published_kg):
    entry = entry_of(activity("stationary_fuel", detail, 1), with_(gwp="sar"), 2025)
    assert round(entry.co2e, 4) == published_kg


def test_r13_the_un_factor_of_generators_comes_out_too():
    assert round(entry_of(activity("generator_fuel", "diesel", 1), with_(gwp="sar"), 2025).co2e, 4) == 2.6908


@pytest.mark.parametrize(
    ("stream", "detail", "published_kg"),
    [
        ("stationary_fuel", "heating_oil", 2.4939),
        ("stationary_fuel", "natural_gas", 1.8895),
        ("generator_fuel", "petrol", 2.6908),
        ("vehicle_fuel", "diesel", 2.6265),
        ("vehicle_fuel", "petrol", 2.2718),
    ],
)
def test_r13_a_method_may_take_the_published_un_factors_as_they_stand(stream, detail, published_kg):
    entry = entry_of(activity(stream, detail, 1000), method("un-2023"), 2023)
    assert entry.co2e == pytest.approx(1000 * published_kg)


def test_r13_the_equation_itself():
    # natural gas 0.7 kg/m3 x 48 MJ/kg; residual oil 0.94 kg/l x 40.4 MJ/kg
    assert round(burnt_kg_co2e(1, 48.0, 0.7, NATURAL_GAS, SAR), 4) == 1.8895
    assert round(burnt_kg_co2e(1, 40.4, 0.94, OIL, SAR), 4) == 2.9544


def test_r13_the_lookup_and_the_equation_agree():
    entry = entry_of(activity("stationary_fuel", "residual_oil", 750), METHOD, 2025)
    assert entry.co2e == pytest.approx(burnt_kg_co2e(750, 40.4, 0.94, OIL, potentials_of("ar5")))


def test_r13_wood_has_its_co2_apart():
    entry = entry_of(activity("stationary_fuel", "wood", 1000), METHOD, 2025)
    # 1 t x 15.6 GJ: 112 kg CO2, 0.3 kg CH4 and 0.004 kg N2O for a GJ
    assert entry.biogenic_co2 == pytest.approx(15.6 * 112)
    assert entry.co2e == pytest.approx(15.6 * (0.3 * 28 + 0.004 * 265))
    assert "CO2" not in entry.gases
    assert "Biogenic" in entry.note


def test_r13_biodiesel_has_the_factor_of_desnz_for_what_is_not_biogenic():
    entry = entry_of(activity("generator_fuel", "biodiesel", 100), METHOD, 2025)
    # DESNZ 2025: 0.16751 kg CO2e and 2.39 kg biogenic CO2 a litre
    assert (entry.co2e, entry.biogenic_co2) == (pytest.approx(16.751), pytest.approx(239))


def test_r13_a_factor_for_a_tonne_serves_kilograms():
    pellets = entry_of(activity("stationary_fuel", "wood_pellets", 1000), METHOD, 2025)
    # DESNZ 2025: 55.19389 kg CO2e and 1,677.18 kg biogenic CO2 a tonne
    assert (pellets.co2e, pellets.biogenic_co2) == (pytest.approx(55.19389), pytest.approx(1677.18))
    gas = with_(factors={"vehicle_fuel/cng": "fuels_desnz/2025/cng_t"}, vehicle_gases=("CO2", "CH4", "N2O"))
    made = entry_of(activity("vehicle_fuel", "cng", 1000), gas, 2025)
    # DESNZ 2025: 2,570.42 kg of CO2 and 3.8528 kg CO2e of CH4 a tonne
    assert made.gases["CO2"] == pytest.approx(2570.42)
    assert made.gases["CH4"] == pytest.approx(0.1376)


def test_r13_a_factor_published_without_its_gases_says_so_and_what_is_doubtful_about_it():
    un = with_(factors={"stationary_fuel/heating_oil": "fuels_un/2023/heating_heating_oil"})
    entry = entry_of(activity("stationary_fuel", "heating_oil", 1000), un, 2025)
    assert entry.co2e == pytest.approx(2493.9)
    assert entry.gases == {}
    assert "crude oil" in entry.note


def test_r13_desnz_gases_come_apart_and_together_again():
    desnz = with_(factors={"stationary_fuel/heating_oil": "fuels_desnz/2025/gas_oil_l"})
    entry = entry_of(activity("stationary_fuel", "heating_oil", 1000), desnz, 2025)
    # DESNZ 2025, gas oil: 2.75541 kg CO2e a litre, of which 0.00315 CH4 (AR5, 28)
    assert entry.co2e == pytest.approx(2755.41, abs=0.01)
    assert entry.gases["CH4"] == pytest.approx(3.15 / 28)


def test_r13_gross_energy_becomes_net_energy_and_net_energy_becomes_fuel():
    # DESNZ 2025: natural gas 0.18296 a gross and 0.20270 a net kWh, a ratio of 0.9026
    assert net_kwh(1000, 45.0, 50.0) == pytest.approx(900)
    # 1 m3 of natural gas: 0.7 kg x 48 MJ = 33.6 MJ = 9.3333 kWh
    assert amount_of_energy(9.0 + 1 / 3, 48.0, 0.7) == pytest.approx(1)


@pytest.mark.parametrize("values", [(0.0, 50.0), (45.0, 0.0), (45.0, -1.0)])
def test_r13_a_heating_value_of_nothing_is_an_error(values):
    with pytest.raises(FactorMissing, match="heating value"):
        net_kwh(1000, *values)


@pytest.mark.parametrize(("heating_value", "density"), [(48.0, 0.0), (0.0, 0.7)])
def test_r13_energy_of_a_fuel_without_density_or_heating_value_is_an_error(heating_value, density):
    with pytest.raises(FactorMissing, match="density or the heating value"):
        amount_of_energy(1000, heating_value, density)


@pytest.mark.parametrize(
    ("ref", "word"),
    [
        ("fuels_ipcc/2006/commercial/biodiesels", "density"),
        ("fuels_ipcc/2006/moon/natural_gas", "moon"),
        ("fuels_ipcc/natural_gas", "dataset/edition"),
        ("fuels_desnz/2025/gas_oil_kwh_net", "kwh_net"),
        ("fuels_desnz/2025/unobtainium", "unobtainium"),
    ],
)
def test_r13_a_row_that_cannot_serve_is_an_error_that_names_it(ref, word):
    with pytest.raises(FactorMissing, match=word):
        entry_of(activity("generator_fuel", "biodiesel"), with_(factors={"generator_fuel/biodiesel": ref}), 2025)


def test_a_fuel_that_the_method_does_not_name_is_an_error():
    with pytest.raises(FactorMissing, match=r"NBO \(KE\), 2025.*stationary_fuel/coal"):
        entry_of(activity("stationary_fuel", "coal", site="NBO", country="KE"), with_(factors={}), 2025)


def test_heat_has_the_factor_of_its_supplier():
    entry = entry_of(activity("district_heat", supplier=SUPPLIER), METHOD, 2025)
    assert (entry.co2e, entry.scope, entry.source_group) == (pytest.approx(12), 2, "facilities")


@pytest.mark.parametrize("stream", ["district_heat", "district_cooling"])
def test_heat_and_cooling_without_a_supplier_have_no_default(stream):
    with pytest.raises(FactorMissing, match="Ask the supplier"):
        entry_of(activity(stream), METHOD, 2025)


def test_heat_has_a_default_where_the_edition_gives_one():
    uk = with_(factors={"district_heat": "water_heat_power_desnz/2025/heat_district_kwh"})
    entry = entry_of(activity("district_heat"), uk, 2025)
    assert entry.co2e == pytest.approx(175.29)
    assert "default" in entry.note
