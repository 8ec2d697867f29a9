"""Aircraft types: the two systems of designators, and what each method's tables know about a type."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greenops.reference.loading import load_table
from travel.emissions.cabin import CABINS
from travel.emissions.fuel import FuelTable

TIM_EDITION: Final = "3.0.0"

DESIGNATORS_NOT_IN_TIM: Final = {
    "31N": "A19N", "338": "A338", "703": "B703", "707": "B703", "722": "B722", "727": "B722", "741": "B741",
    "742": "B742", "74L": "B74S", "74H": "B748", "77L": "B77L", "AB3": "A30B", "AR7": "RJ70", "CRK": "CRJX",
    "D10": "DC10", "F27": "F27", "F28": "F28", "L10": "L101", "M11": "MD11", "M80": "MD82", "M81": "MD81",
    "M87": "MD87", "M88": "MD88",
}  # fmt: skip
"""IATA code to ICAO designator of the same aircraft, where TIM's appendix has no row or takes a relative."""

OTHER_DESIGNATORS: Final = {
    "AT75": "AT7",
    "AT76": "AT7",
    "AT73": "AT7",
    "AT46": "AT5",
    "E75L": "E75",
    "B3XM": "7M1",
}
"""ICAO designators of variants, to the IATA code under which ICAO's calculator lists the family."""

WIDE_WITHOUT_TYPICAL_SEATS: Final = frozenset({"IL86", "IL96", "L101", "A3ST"})
"""Wide-body types that the table of typical seats does not have; every other type missing there is narrow."""


@dataclass(frozen=True)
class KnownType:
    """A type that a fuel table knows. designator: ICAO's. fuel_ratio: 0.97 for a winglet variant, else 1.

    related: the figures are those of a close relative, not of the type itself.
    """

    row: int
    listed_as: str
    designator: str
    fuel_ratio: float = 1.0
    related: bool = False


@dataclass(frozen=True)
class Cabins:
    """Typical seats of a type by cabin, and whether it has two aisles."""

    wide: bool
    seats: NDArray[np.float64]


@dataclass(frozen=True)
class Catalogue:
    """What one method knows of aircraft.

    Its fuel table and the types by every code under which they are booked.
    """

    fuel: FuelTable
    types: Mapping[str, KnownType]
    fuel_source: str

    def find(self, code: str) -> KnownType | None:
        """The type of an IATA code or ICAO designator; None when the method cannot compute it."""
        return self.types.get(code.strip().upper())


@functools.cache
def typical_cabins() -> dict[str, Cabins]:
    """Typical seats by ICAO designator.

    Certainty C: hand-made by a third party, who says plus or minus 10 per cent.
    """
    table = load_table("tim", TIM_EDITION, "typical_seats")
    columns = [f"{cabin}_seats" for cabin in CABINS]
    seats = table[columns].to_numpy(dtype=np.float64)
    return {
        designator: Cabins(body == "wide", row)
        for designator, body, row in zip(table["aircraft_icao"], table["body"], seats, strict=True)
    }


@functools.cache
def seat_weights() -> dict[bool, NDArray[np.float64]]:
    """Space of a seat by cabin relative to economy, False for one aisle and True for two (IATA RP 1726)."""
    table = load_table("tim", TIM_EDITION, "seat_weights").set_index(["body", "cabin"])["seat_weight"]
    return {
        wide: np.array([float(table.loc[(body, cabin)]) for cabin in CABINS])
        for wide, body in ((False, "narrow"), (True, "wide"))
    }


def is_wide(designator: str) -> bool:
    """Whether a type has two aisles."""
    cabins = typical_cabins().get(designator)
    return designator in WIDE_WITHOUT_TYPICAL_SEATS if cabins is None else cabins.wide


@functools.cache
def iata_to_designator() -> dict[str, tuple[str, str]]:
    """IATA code to the designator in the EEA table and TIM's kind of mapping."""
    table = load_table("tim", TIM_EDITION, "aircraft_mapping")
    return {
        code.upper(): (designator, kind)
        for code, designator, kind in zip(
            table["aircraft_iata"], table["eea_aircraft_icao"], table["mapping_kind"], strict=True
        )
    }


@functools.cache
def tim_catalogue(edition: str) -> Catalogue:
    """Types of TIM's appendix A by IATA code, and every type of the EEA table by designator."""
    table = load_table("tim", edition, "eea2023_fuel_burn")
    fuel = FuelTable.read(table, type_column="aircraft_icao", prefix="ccd_fuel_kg_at_", fixed_column="lto_kg")
    constants = load_table("tim", edition, "constants").set_index("parameter")["value"]
    winglets = 1 - float(constants["winglet_fuel_reduction"])
    row_of = {name: row for row, name in enumerate(fuel.types)}
    types = {name: KnownType(row, name, name) for name, row in row_of.items()}
    for code, designator in DESIGNATORS_NOT_IN_TIM.items():
        if designator in row_of:
            types[code] = KnownType(row_of[designator], designator, designator)
    for code, (designator, kind) in iata_to_designator().items():
        if designator in row_of:
            ratio = winglets if kind == "winglet_factor" else 1.0
            related = kind not in ("direct", "winglet_factor")
            types[code] = KnownType(row_of[designator], designator, designator, ratio, related)
    return Catalogue(fuel, types, "EMEP/EEA guidebook 2023, 1.A.3.a, annex 1")


@functools.cache
def icao_catalogue(edition: str) -> Catalogue:
    """Types of ICAO's appendix B by IATA code, through their equivalent, and by ICAO designator.

    A type whose equivalent has no fuel row is not known. An IATA code that only TIM lists takes the code that
    ICAO lists for the same designator, marked as a relative.
    """
    fuel = FuelTable.read(
        load_table("icao", edition, "fuel_consumption"),
        type_column="equivalent_aircraft_iata",
        prefix="fuel_kg_at_",
    )
    row_of = {name: row for row, name in enumerate(fuel.types)}
    mapping = iata_to_designator()
    designators = {code: designator for code, (designator, _) in mapping.items()} | DESIGNATORS_NOT_IN_TIM
    equivalents = load_table("icao", edition, "equivalent_aircraft")
    types: dict[str, KnownType] = {}
    for code, equivalent in zip(equivalents["aircraft_iata"], equivalents["equivalent_aircraft_iata"], strict=True):
        if equivalent in row_of:
            designator = designators.get(code.upper(), designators.get(equivalent.upper(), ""))
            types[code.upper()] = KnownType(row_of[equivalent], equivalent, designator)
    direct = {designator: code for code, (designator, kind) in reversed(mapping.items()) if kind == "direct"}
    direct |= {designator: code for code, designator in DESIGNATORS_NOT_IN_TIM.items()} | OTHER_DESIGNATORS
    for designator, code in direct.items():
        if code in types:
            found = types[code]
            types.setdefault(designator, KnownType(found.row, found.listed_as, designator or found.designator))
    for code, (designator, _) in mapping.items():
        if code not in types and designator in types:
            found = types[designator]
            types[code] = KnownType(found.row, found.listed_as, designator, related=True)
    return Catalogue(fuel, types, "ICAO methodology v13.1, appendix C")
