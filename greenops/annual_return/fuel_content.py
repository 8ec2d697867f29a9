"""What a cubic metre, litre or kilogram of a fuel holds: heat, net and gross, and its density."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from greenops.reference.loading import load_table

DATASET, EDITION = "fuels_desnz", "2025"

# Fuels of the catalogue under the names of the dataset. Crude oil has no row in it.
FUEL_NAMES = {
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
    """Heat in MJ per kg; density in kg per m3, None where the dataset has none."""

    net_mj_per_kg: Fraction
    gross_mj_per_kg: Fraction
    density_kg_per_m3: Fraction | None


@cache
def fuel_content(fuel: str) -> FuelContent | None:
    """The content of a fuel of the catalogue; None where the reference data have none of it."""
    rows: list[dict[Any, Any]] = load_table(DATASET, EDITION, "properties").to_dict("records")
    found = next((row for row in rows if row["fuel"] == FUEL_NAMES.get(fuel)), None)
    if found is None:
        return None
    density = found["density_kg_per_m3"]
    return FuelContent(
        _exact(found["net_cv_gj_per_t"]),
        _exact(found["gross_cv_gj_per_t"]),
        None if density != density else _exact(density),  # not a number: the cell is empty
    )


def _exact(printed: float) -> Fraction:
    """The number as it is printed in the source, not its nearest binary fraction. GJ per t is MJ per kg."""
    return Fraction(Decimal(repr(float(printed))))
