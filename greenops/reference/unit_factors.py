"""Factors for one unit of an activity: fuels, vehicles, waste, water, heat, travel on land, hotel nights, devices."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from greenops.reference.factor import Gas
from greenops.reference.loading import load_table, source
from greenops.reference.schema import ReferenceDataError, Source

DESNZ_FUELS = "fuels_desnz"


@dataclass(frozen=True)
class UnitFactor:
    """kg CO2e for one unit of an activity.

    unit: l, m3, kwh_net, km, passenger_km, t, room_night, device... gas_basis is CO2e in all of them; by_gas has the
    kg CO2e of each gas where the publisher tells them apart. biogenic_co2: kg CO2 for a unit that is reported outside
    the total; None where nothing is published. includes says which emissions are counted (direct, use, upstream,
    life_cycle, making, disposal, not_stated...). potentials: the edition of GWP behind the figure, or empty where the
    publisher does not say. row: the whole row, for columns of one dataset alone.
    """

    dataset: str
    edition: str
    key: str
    name: str
    value: float
    unit: str
    gas_basis: str
    by_gas: Mapping[Gas, float] | None = field(hash=False)
    biogenic_co2: float | None
    includes: str
    potentials: str
    source: str
    certainty: str
    row: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True)
class _Layout:
    """How a dataset keeps its factors; includes, a word for each file, where the files have no such column."""

    files: tuple[str, ...] = ("factors",)
    value: str = "kg_co2e"
    thousandfold: bool = False
    potentials: str = ""
    includes: tuple[str, ...] = ()


_LAYOUTS = {
    DESNZ_FUELS: _Layout(
        files=("fuels", "bioenergy"),
        potentials="ar5",
        includes=("direct", "direct_ch4_n2o"),
    ),
    "fuels_un": _Layout(value="t_co2e_per_unit", thousandfold=True, potentials="sar", includes=("direct",)),
    "ground_travel_un": _Layout(),
    "ground_travel_mobitool": _Layout(),
    "vehicles_desnz": _Layout(potentials="ar5"),
    "waste_desnz": _Layout(potentials="ar5"),
    "water_heat_power_desnz": _Layout(potentials="ar5"),
    "hotel_nights_desnz": _Layout(potentials="ar5"),
    "ict_devices": _Layout(files=("devices",)),
}
UNIT_DATASETS = tuple(_LAYOUTS)


def unit_factor(dataset: str, edition: str, key: str) -> UnitFactor:
    """The factor that stands under the key (column code) of an edition.

    Raises ReferenceDataError where the dataset, the edition or the key is unknown; the message offers the nearest keys.
    """
    factors = _factors(dataset, edition)
    if key not in factors:
        near = difflib.get_close_matches(key, factors, n=5, cutoff=0.5) or list(factors)[:5]
        raise ReferenceDataError(
            f"{dataset}/{edition}: there is no factor '{key}'. The nearest of {len(factors)} are {', '.join(near)}."
        )
    return factors[key]


def unit_keys(dataset: str, edition: str) -> tuple[str, ...]:
    """The keys of an edition, in the order of its files."""
    return tuple(_factors(dataset, edition))


def biogenic_co2(key: str, edition: str = "2025") -> float:
    """kg of biogenic CO2 for a unit of a fuel of fuels_desnz ("wood_pellets_t"), reported outside the total.

    Raises ReferenceDataError where nothing is published under the key.
    """
    published = _biogenic(edition)
    if key not in published:
        near = difflib.get_close_matches(key, published, n=5, cutoff=0.5)
        raise ReferenceDataError(
            f"{DESNZ_FUELS}/{edition}: no biogenic CO2 is published for '{key}'. "
            f"The nearest are {', '.join(near) or 'none'}."
        )
    return published[key]


@cache
def _factors(dataset: str, edition: str) -> dict[str, UnitFactor]:
    layout = _LAYOUTS.get(dataset)
    if layout is None:
        raise ReferenceDataError(f"'{dataset}' is no dataset of factors for a unit; these are {', '.join(_LAYOUTS)}.")
    described = source(dataset, edition)
    found: dict[str, UnitFactor] = {}
    for file in layout.files:
        rows: list[dict[Any, Any]] = load_table(dataset, edition, file).to_dict("records")
        found |= {row["code"]: _factor(described, layout, file, row) for row in rows}
    return found


def _factor(described: Source, layout: _Layout, file: str, row: dict[str, Any]) -> UnitFactor:
    published = float(row[layout.value])
    parts: dict[Gas, str] = {gas: f"kg_co2e_of_{gas.lower()}" for gas in get_args(Gas)}
    split = all(column in row for column in parts.values())
    biogenic = _biogenic(described.edition) if described.dataset == DESNZ_FUELS else {}
    return UnitFactor(
        dataset=described.dataset,
        edition=described.edition,
        key=row["code"],
        name=row.get("name") or row.get("fuel_name") or row["waste_name"],
        # Decimal: 0.0018895 t are 1.8895 kg, and no digit more.
        value=float(Decimal(str(published)) * 1000) if layout.thousandfold else published,
        unit=row["unit"],
        gas_basis="CO2e",
        by_gas=MappingProxyType({gas: float(row[column]) for gas, column in parts.items()}) if split else None,
        biogenic_co2=biogenic.get(row["code"]),
        includes=row.get("includes") or layout.includes[layout.files.index(file)],
        potentials=layout.potentials,
        source=described.title,
        certainty=row.get("certainty") or described.files[f"{file}.csv"].certainty,
        row=MappingProxyType(row),
    )


@cache
def _biogenic(edition: str) -> dict[str, float]:
    table = load_table(DESNZ_FUELS, edition, "biogenic_co2")
    return dict(zip(table["code"], table["kg_biogenic_co2"], strict=True))
