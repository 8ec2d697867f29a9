"""The factors that a method names, looked up in the reference data and kept: each with its place and certainty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from greenops.annual_return.inventory.entry import FactorUsed
from greenops.annual_return.inventory.equations import unit_words
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.gases import co2e_of, potentials_of
from greenops.reference.fuel_defaults import DATASET as IPCC
from greenops.reference.fuel_defaults import ipcc_fuel
from greenops.reference.grid_factors import RenewableShare, grid_factor, renewable_share
from greenops.reference.loading import source
from greenops.reference.schema import ReferenceDataError
from greenops.reference.unit_factors import UnitFactor, unit_factor

ALL_GASES = ("CO2", "CH4", "N2O")
KG_PER_TONNE = 1000.0
# Units of the tables in the words of the catalogue.
SAME_UNIT = {"kwh": "kWh", "room_night": "night", "device": "piece", "fte_working_hour": "hour"}
OLDEST_RENEWABLE_SHARE = 5  # years before the year of the data


@dataclass(frozen=True)
class GridUsed:
    """A grid factor in kg CO2e per kWh; counts_co2_only where no other gas is in it."""

    used: FactorUsed
    counts_co2_only: bool


@dataclass(frozen=True)
class FuelFactor:
    """One unit of a fuel: kg of each gas without biogenic CO2, kg of biogenic CO2; used.value is kg CO2e.

    gases is empty where the factor is published as CO2e only. note: what is to be said of the factor.
    """

    used: FactorUsed
    gases: Mapping[str, float] = field(hash=False)
    biogenic_co2: float
    note: str = ""


@cache
def grid(table: str, country: str, year: int) -> GridUsed:
    """Grid electricity of a country (R08). Raises FactorMissing where the table has no such country or year."""
    try:
        found = grid_factor(table, country, year)
    except ReferenceDataError as error:
        raise FactorMissing(str(error)) from error
    of_year = f" {found.years[0]}" if found.years else ""
    used = FactorUsed(
        value=found.kg_per_kwh,
        unit=f"kg {found.gas_basis}/kWh",
        label=f"Electricity, {country}{of_year} ({found.basis})",
        dataset=table,
        edition=found.edition,
        certainty=found.certainty,
        source=found.source,
    )
    return GridUsed(used, found.gas_basis == "CO2")


@cache
def renewable_percent(country: str, year: int, edition: str) -> RenewableShare:
    """Renewable share of a country's electricity (R10): of the year, else of the last of five years before it.

    Raises FactorMissing where none of them is held.
    """
    missing = ""
    for earlier in range(year, year - OLDEST_RENEWABLE_SHARE - 1, -1):
        try:
            return renewable_share(country, earlier, edition)
        except ReferenceDataError as error:
            missing = missing or str(error)
    raise FactorMissing(missing)


@cache
def per_unit(ref: str, unit: str) -> FactorUsed:
    """kg CO2e for one canonical unit, by the place of the row (dataset/edition/code). Raises FactorMissing."""
    found = _unit_factor(ref)
    beside = found.row.get("route") or found.row.get("country")
    label = f"{found.name} ({str(beside).replace('_', ' ')})" if beside else found.name
    return _used(found, found.value * _units(found, unit, ref), unit, label)


@cache
def fuel(ref: str, unit: str, gwp: str, counted: tuple[str, ...] = ALL_GASES) -> FuelFactor:
    """A fuel for one canonical unit (l, kg, m3), by the place of its row. counted: the gases that are.

    Raises FactorMissing where the row, its density or heating value is missing, or its unit is another.
    """
    if ref.startswith(f"{IPCC}/"):
        return _ipcc(ref, unit, gwp, counted)
    found = _unit_factor(ref)
    units = _units(found, unit, ref)
    biogenic = (found.biogenic_co2 or 0.0) * units
    if found.by_gas is None:
        # What the publisher doubts, or we: certainty D has its finding in the row.
        doubt = f" {found.row['finding']}" if found.certainty == "D" and found.row.get("finding") else ""
        note = f"Published as CO2e only (potentials of {found.potentials.upper()}), without its gases.{doubt}"
        return FuelFactor(_used(found, found.value * units, unit, found.name), {}, biogenic, note)
    basis = potentials_of(found.potentials)
    gases = {str(gas): co2e * units / basis[gas] for gas, co2e in found.by_gas.items() if gas in counted}
    value = co2e_of(gases, potentials_of(gwp))
    return FuelFactor(_used(found, value, unit, _with_gases(found.name, gases, gwp)), gases, biogenic)


def _ipcc(ref: str, unit: str, gwp: str, counted: tuple[str, ...]) -> FuelFactor:
    _, edition, context, code = _parts(ref, 4)
    try:
        found = ipcc_fuel(code, context, edition)
        masses = dict(found.gas_masses(unit).by_gas())  # type: ignore[arg-type]  # an unknown unit is refused there
    except ReferenceDataError as error:
        raise FactorMissing(str(error)) from error
    biogenic = masses.pop("CO2") if found.is_biogenic else 0.0
    gases = {str(gas): mass for gas, mass in masses.items() if gas in counted}
    used = FactorUsed(
        value=co2e_of(gases, potentials_of(gwp)),
        unit=f"kg CO2e/{unit_words(unit)}",
        label=_with_gases(found.fuel_name, gases, gwp),
        dataset=IPCC,
        edition=edition,
        certainty=found.certainty,
        source=source(IPCC, edition).title,
    )
    return FuelFactor(used, gases, biogenic)


def _unit_factor(ref: str) -> UnitFactor:
    dataset, edition, code = _parts(ref, 3)
    try:
        return unit_factor(dataset, edition, code)
    except ReferenceDataError as error:
        raise FactorMissing(str(error)) from error


def _parts(ref: str, length: int) -> list[str]:
    parts = ref.split("/")
    if len(parts) != length:
        layout = "dataset/edition/setting/code" if length == 4 else "dataset/edition/code"
        raise FactorMissing(f"'{ref}' is no place of a factor. Write {layout} in the factors of the method.")
    return parts


def _units(found: UnitFactor, wanted: str, ref: str) -> float:
    """What the factor is times, to hold for one wanted unit. A km by train is a passenger-km of one traveller."""
    unit = SAME_UNIT.get(found.unit, found.unit)
    if unit == wanted or (unit, wanted, found.dataset) == ("km", "passenger_km", "ground_travel_un"):
        return 1.0
    if (unit, wanted) == ("t", "kg"):
        return 1 / KG_PER_TONNE
    raise FactorMissing(f"'{ref}' is per {found.unit}, and the amount is in {wanted}. Name a row in {wanted}.")


def _used(found: UnitFactor, value: float, unit: str, label: str) -> FactorUsed:
    return FactorUsed(
        value=value,
        unit=f"kg CO2e/{unit_words(unit)}",
        label=label,
        dataset=found.dataset,
        edition=found.edition,
        certainty=found.certainty,
        source=found.source,
    )


def _with_gases(name: str, gases: Mapping[str, float], gwp: str) -> str:
    return f"{name} ({', '.join(gases)}; potentials of {gwp.upper()})"
