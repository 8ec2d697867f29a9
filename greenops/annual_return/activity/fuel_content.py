"""What a cubic metre, litre or kilogram of a fuel holds: heat, net and gross, and its density.

Energy and mass are turned into the unit from which emissions are computed with the heating value and density that
stand in the factor of that unit. Others would lose or add energy on the way: natural gas has 36.7 MJ a m3 in
fuels_desnz and 33.6 in fuels_ipcc, so that gas billed in kWh would come out 8 per cent too low.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from greenops.reference.activity import catalogue
from greenops.reference.fuel_defaults import IpccFuel, ipcc_fuel
from greenops.reference.loading import load_table

DESNZ, DESNZ_EDITION = "fuels_desnz", "2025"

# Fuels of the catalogue whose factors are those of IPCC 2006, under its names; the others have factors of DESNZ.
IPCC_NAMES = {
    "natural_gas": "natural_gas",
    "cng": "natural_gas",
    "heating_oil": "gas_diesel_oil",
    "diesel": "gas_diesel_oil",
    "petrol": "motor_gasoline",
    "residual_oil": "residual_fuel_oil",
    "crude_oil": "crude_oil",
    "kerosene": "other_kerosene",
    "lpg": "liquefied_petroleum_gases",
    "propane": "liquefied_petroleum_gases",
    "wood": "wood",
    "coal": "other_bituminous_coal",
}
# Fuels under the names of DESNZ, for what IPCC has not: gross heating values, and densities of what is kept by mass.
DESNZ_NAMES = {
    "natural_gas": "natural_gas",
    "cng": "cng",
    "heating_oil": "gas_oil",
    "diesel": "diesel_100_percent_mineral_diesel",
    "petrol": "petrol_100_percent_mineral_petrol",
    "residual_oil": "fuel_oil",
    "kerosene": "burning_oil",
    "lpg": "lpg",
    "propane": "propane",
    "wood": "wood_logs",
    "wood_pellets": "wood_pellets",
    "biogas": "biogas",
    "biodiesel": "biodiesel_me",
    "coal": "coal_industrial",
}


@dataclass(frozen=True)
class FuelContent:
    """Heat in MJ per kg, gross None where no ratio to net is published; density in kg per m3, None if there is none."""

    net_mj_per_kg: Fraction
    gross_mj_per_kg: Fraction | None
    density_kg_per_m3: Fraction | None


@cache
def fuel_content(fuel: str) -> FuelContent | None:
    """The content of a fuel of the catalogue; None where the reference data have none of it.

    Net heat and, of what is kept by volume, density are those of the factor; gross heat has the ratio of DESNZ.
    """
    desnz = _properties().get(DESNZ_NAMES.get(fuel, ""))
    ipcc = ipcc_fuel(IPCC_NAMES[fuel]) if fuel in IPCC_NAMES else None
    net = _given(ipcc.ncv_tj_per_gg) if ipcc else desnz and desnz["net_cv_gj_per_t"]
    if net is None:
        return None
    ratio = desnz["gross_cv_gj_per_t"] / desnz["net_cv_gj_per_t"] if desnz else None
    return FuelContent(net, net * ratio if ratio else None, _density(fuel, ipcc, desnz))


def _density(fuel: str, ipcc: IpccFuel | None, desnz: dict[str, Any] | None) -> Fraction | None:
    of_factor = _given(ipcc.density_kg_per_m3) if ipcc else None
    published = desnz["density_kg_per_m3"] if desnz else None
    return of_factor if _is_kept_by_volume(fuel) and of_factor else published or of_factor


def _is_kept_by_volume(fuel: str) -> bool:
    streams = (stream for stream in catalogue().streams.values() if stream.group in ("fuel", "vehicles"))
    return any(stream.details[fuel].unit in ("l", "m3") for stream in streams if fuel in stream.details)


@cache
def _properties() -> dict[str, dict[str, Any]]:
    rows: list[dict[Any, Any]] = load_table(DESNZ, DESNZ_EDITION, "properties").to_dict("records")
    names = ("net_cv_gj_per_t", "gross_cv_gj_per_t", "density_kg_per_m3")
    return {row["fuel"]: {name: _given(row[name]) for name in names} for row in rows}


def _given(printed: float | None) -> Fraction | None:
    """The number as it is printed in the source, not its nearest binary fraction; None for an empty cell.

    GJ per t and TJ per Gg are MJ per kg.
    """
    if printed is None or printed != printed:
        return None
    return Fraction(Decimal(repr(float(printed))))
