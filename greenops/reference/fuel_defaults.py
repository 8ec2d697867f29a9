"""Default heating values and gas masses of burning a fuel, after the IPCC guidelines of 2006."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from greenops.reference.factor import Gas
from greenops.reference.gwp import GwpSet
from greenops.reference.loading import load_table, source
from greenops.reference.schema import ReferenceDataError

DATASET = "fuels_ipcc"
EDITION = "2006"
FuelUnit = Literal["kg", "t", "l", "m3", "kwh_net", "gj", "tj"]
Context = Literal["commercial", "energy", "institutional", "residential"]
CONTEXTS: tuple[Context, ...] = get_args(Context)
# How many TJ of net energy; the other units need the heating value, and the two volumes the density too.
TJ_PER_ENERGY_UNIT = {"kwh_net": 3.6e-6, "gj": 1e-3, "tj": 1.0}
KG_PER_GG = 1e6
LITRES_PER_M3 = 1000


@dataclass(frozen=True)
class GasMasses:
    """kg of each gas for one unit of fuel."""

    co2: float
    ch4: float
    n2o: float

    def co2e(self, potentials: GwpSet) -> float:
        """kg CO2e with the potentials of an edition; the CO2 of a biogenic fuel is inside too."""
        return self.co2 * potentials.of("CO2") + self.ch4 * potentials.of("CH4") + self.n2o * potentials.of("N2O")

    def by_gas(self) -> Mapping[Gas, float]:
        """The masses by name of the gas."""
        return MappingProxyType({"CO2": self.co2, "CH4": self.ch4, "N2O": self.n2o})


@dataclass(frozen=True)
class IpccFuel:
    """A fuel burnt in a setting.

    ncv_tj_per_gg is the net heating value (TJ per Gg is MJ per kg), density_kg_per_m3 the density (of the gas for a
    gaseous fuel, of the liquid for liquefied petroleum gases); None where there is no default. The masses are kg of
    gas for a TJ of net energy. is_biogenic: the CO2 is reported apart from the total.
    """

    fuel: str
    fuel_name: str
    context: str
    state: Literal["solid", "liquid", "gas"]
    is_biogenic: bool
    ncv_tj_per_gg: float | None
    density_kg_per_m3: float | None
    kg_co2_per_tj: float
    kg_ch4_per_tj: float
    kg_n2o_per_tj: float
    edition: str
    certainty: str

    def gas_masses(self, unit: FuelUnit) -> GasMasses:
        """kg of each gas for one unit. Raises ReferenceDataError where the heating value or density is not given."""
        energy = self.tj_per(unit)
        return GasMasses(self.kg_co2_per_tj * energy, self.kg_ch4_per_tj * energy, self.kg_n2o_per_tj * energy)

    def tj_per(self, unit: FuelUnit) -> float:
        """Net energy of one unit, in TJ. Raises ReferenceDataError as gas_masses does."""
        if unit in TJ_PER_ENERGY_UNIT:
            return TJ_PER_ENERGY_UNIT[unit]
        return self.kg_per(unit) * self._given("ncv_tj_per_gg", "net heating value", unit) / KG_PER_GG

    def kg_per(self, unit: FuelUnit) -> float:
        """Mass of one unit by mass or volume, in kg. Raises ReferenceDataError as gas_masses does."""
        if unit == "kg":
            return 1.0
        if unit == "t":
            return 1000.0
        if unit not in ("l", "m3"):
            raise ReferenceDataError(f"{self._place()}: '{unit}' is not a unit of mass or volume; give kg, t, l or m3.")
        density = self._given("density_kg_per_m3", "density", unit)
        return density / LITRES_PER_M3 if unit == "l" else density

    def _given(self, name: str, words: str, unit: str) -> float:
        value: float | None = getattr(self, name)
        if value is None:
            raise ReferenceDataError(
                f"{self._place()}: there is no default {words}, so '{unit}' cannot be turned into energy. "
                f"Give the amount in another unit, or the {words} of the supplier."
            )
        return value

    def _place(self) -> str:
        return f"{DATASET}/{self.edition}, {self.fuel}"


def ipcc_fuel(fuel: str, context: str = "commercial", edition: str = EDITION) -> IpccFuel:
    """The defaults of a fuel ("natural_gas") in a setting. Raises ReferenceDataError where there are none."""
    found = _fuels(edition).get((fuel, context))
    if found is not None:
        return found
    place = f"{DATASET}/{edition}"
    if context not in CONTEXTS:
        raise ReferenceDataError(f"{place}: there is no context '{context}'; there is {', '.join(CONTEXTS)}.")
    raise ReferenceDataError(f"{place}: there is no fuel '{fuel}'; there is {', '.join(ipcc_fuel_codes(edition))}.")


def ipcc_fuel_codes(edition: str = EDITION) -> tuple[str, ...]:
    """The codes of all fuels, in alphabetical order."""
    return tuple(sorted({fuel for fuel, _ in _fuels(edition)}))


@cache
def _fuels(edition: str) -> dict[tuple[str, str], IpccFuel]:
    certainty = source(DATASET, edition).files["defaults.csv"].certainty
    rows: list[dict[Any, Any]] = load_table(DATASET, edition, "defaults").to_dict("records")
    return {
        (row["fuel"], row["context"]): IpccFuel(
            **row
            | {name: None for name in ("ncv_tj_per_gg", "density_kg_per_m3") if row[name] != row[name]}  # not a number
            | {"edition": edition, "certainty": certainty}
        )
        for row in rows
    }
