"""Fuel burnt at sites: heating and generators (R12, R13)."""

from collections.abc import Mapping
from dataclasses import replace

from greenops.annual_return.inventory import factors
from greenops.annual_return.inventory.entry import Activity, Entry, FactorUsed, Scope, SourceGroup
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.factors import ALL_GASES, FuelFactor
from greenops.annual_return.inventory.gases import co2e_of
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import product

KG_PER_GG = 1e6
MJ_PER_KWH = 3.6


def generator_kwh(litres: float, kwh_per_litre: float) -> float:
    """R12: kWh that a generator made of its fuel. Source: UNDP EMT, 2.5 kWh per litre by default."""
    return litres * kwh_per_litre


def burnt_kg_co2e(
    quantity: float,
    ncv_tj_per_gg: float,
    density_kg_per_unit: float,
    kg_per_tj: Mapping[str, float],
    potentials: Mapping[str, float],
) -> float:
    """R13: quantity x density x net heating value x (CO2 + CH4 x GWP + N2O x GWP), kg CO2e.

    density_kg_per_unit: kg of one unit of the quantity (1 for kg, 0.84 for a litre of gas oil). kg_per_tj: mass of each
    gas for a TJ of net energy. Source: IPCC 2006, volume 2, tier 1.
    """
    energy_tj = quantity * density_kg_per_unit * ncv_tj_per_gg / KG_PER_GG
    return energy_tj * co2e_of(kg_per_tj, potentials)


def net_kwh(gross_kwh: float, net_heating_value: float, gross_heating_value: float) -> float:
    """R13: net energy of what was billed by gross heating value; both values in the same unit of energy and fuel.

    Raises FactorMissing for heating values that are not above 0. Source: DESNZ, sheet of fuel properties.
    """
    if not net_heating_value > 0 or not gross_heating_value > 0:
        raise FactorMissing("A heating value is 0 or less. Give the net and the gross heating value of the fuel.")
    return gross_kwh * net_heating_value / gross_heating_value


def amount_of_energy(kwh_net: float, ncv_tj_per_gg: float, density_kg_per_unit: float) -> float:
    """R13: units of fuel that hold this net energy: natural gas of an invoice in kWh becomes m3.

    ncv_tj_per_gg is MJ per kg. Raises FactorMissing for a density or heating value that is not above 0.
    """
    if not ncv_tj_per_gg > 0 or not density_kg_per_unit > 0:
        raise FactorMissing("The density or the heating value is 0 or less. Give those of the fuel.")
    return kwh_net * MJ_PER_KWH / (ncv_tj_per_gg * density_kg_per_unit)


def burnt_at_site(activity: Activity, method: Method) -> Entry:
    """R13: fuel for heating, or of generators; scope 1, facilities."""
    rules = ("R12", "R13") if activity.stream == "generator_fuel" else ("R13",)
    return of_fuel(activity, fuel_of(activity, method), 1, "facilities", rules)


def fuel_of(activity: Activity, method: Method, gases: tuple[str, ...] = ALL_GASES) -> FuelFactor:
    """The factor that the method names for the fuel. Raises FactorMissing."""
    return factors.fuel(place_in(method, activity), activity.unit, method.gwp, gases)


def factor_of(activity: Activity, method: Method) -> FactorUsed:
    """The factor that the method names for one unit of the activity. Raises FactorMissing."""
    return factors.per_unit(place_in(method, activity), activity.unit)


def place_in(method: Method, activity: Activity) -> str:
    """Where the method says the factor of the activity stands. Raises FactorMissing where it says nothing."""
    ref = method.factor_key(activity.stream, activity.detail, activity.route)
    if ref is None:
        key = "/".join(part for part in (activity.stream, activity.detail, activity.route) if part)
        raise FactorMissing(f"The method names no factor for {key}. Add one to its factors, or correct the detail.")
    return ref


def of_fuel(activity: Activity, fuel: FuelFactor, scope: Scope, group: SourceGroup, rules: tuple[str, ...]) -> Entry:
    """An entry of fuel: gases apart, biogenic CO2 apart and never in the CO2e."""
    amount = activity.counted
    notes = [fuel.note] if fuel.note else []
    if fuel.biogenic_co2:
        notes.append("Biogenic CO2 stands apart: only CH4, N2O and fossil CO2 are in the CO2e.")
    entry = product(activity, fuel.used, scope=scope, group=group, rules=("R02", "R03", *rules), note=" ".join(notes))
    return replace(
        entry,
        gases={gas: amount * mass for gas, mass in fuel.gases.items()},
        biogenic_co2=amount * fuel.biogenic_co2,
    )
