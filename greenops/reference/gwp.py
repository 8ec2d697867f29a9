"""Global warming potentials over 100 years by report of the IPCC, and refrigerants resolved into them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from greenops.reference.loading import editions, load_table
from greenops.reference.schema import ReferenceDataError

DATASET = "gwp"
REFRIGERANTS = "2026-11"


@dataclass(frozen=True)
class GwpSet:
    """The potentials of one report, kg CO2e per kg. edition: sar, ar4, ar5 (without climate-carbon feedback) or ar6."""

    edition: str
    values: Mapping[str, float]
    certainties: Mapping[str, str]

    def of(self, substance: str) -> float:
        """The potential of a species. Raises ReferenceDataError where the report gives none: it is never guessed."""
        if substance not in self.values:
            raise ReferenceDataError(
                f"{DATASET}/{self.edition}: there is no value for '{substance}'. "
                "Check the spelling (HFC-134a), or choose another edition of the potentials."
            )
        return self.values[substance]

    def __contains__(self, substance: object) -> bool:
        return substance in self.values

    def certainty(self, substance: str) -> str:
        """The letter A to D of a species' value."""
        self.of(substance)
        return self.certainties[substance]


@dataclass(frozen=True)
class Substance:
    """A refrigerant of a single species: its ASHRAE number, the species and the protocols that cover it."""

    code: str
    other_code: str
    species: str
    name: str
    is_greenhouse_gas: bool
    is_kyoto: bool
    is_ozone_depleting: bool
    certainty: str


@dataclass(frozen=True)
class Part:
    """One species of a refrigerant. gwp is kg CO2e per kg of the species; None where the edition has no value."""

    species: str
    mass_percent: float
    gwp: float | None
    is_kyoto: bool
    is_ozone_depleting: bool


@dataclass(frozen=True)
class RefrigerantGwp:
    """A refrigerant under one edition, kg CO2e per kg of the refrigerant.

    kyoto is the share of CO2, HFCs, PFCs and SF6; non_kyoto that of CFCs, HCFCs, hydrocarbons and unsaturated HFCs.
    missing: the species without a value in the edition, of which neither share holds anything; empty unless the
    known part was asked for. missing_mass_percent: how much of the mass these are. certainty: the weakest letter
    of the composition and the values.
    """

    code: str
    edition: str
    kyoto: float
    non_kyoto: float
    is_ozone_depleting: bool
    parts: tuple[Part, ...]
    certainty: str

    @property
    def total(self) -> float:
        """Both shares together."""
        return self.kyoto + self.non_kyoto

    @property
    def missing(self) -> tuple[str, ...]:
        """The species without a value in the edition."""
        return tuple(part.species for part in self.parts if part.gwp is None)

    @property
    def missing_mass_percent(self) -> float:
        """How much of the mass the species without a value are."""
        return sum(part.mass_percent for part in self.parts if part.gwp is None)


@cache
def gwp_set(edition: str) -> GwpSet:
    """The potentials of an edition. Raises ReferenceDataError, naming the editions, where there is none such."""
    table = load_table(DATASET, edition, "substances")
    return GwpSet(
        edition=edition,
        values=dict(zip(table["code"], table["gwp100"], strict=True)),
        certainties=dict(zip(table["code"], table["certainty"], strict=True)),
    )


def gwp_editions() -> tuple[str, ...]:
    """The editions of potentials there are, oldest first."""
    order = ("sar", "ar4", "ar5", "ar6")
    return tuple(sorted(editions(DATASET), key=lambda name: order.index(name) if name in order else len(order)))


def refrigerant_codes() -> tuple[str, ...]:
    """The codes that refrigerant() knows, single substances first, each group in order of its number."""
    return tuple(sorted(_substances(), key=_by_number)) + tuple(sorted(_compositions(), key=_by_number))


@cache
def refrigerant(code: str, edition: str) -> RefrigerantGwp:
    """A refrigerant by ASHRAE number or species ("R-410A", "r410a", "HFC-134a") under an edition of potentials.

    Raises ReferenceDataError where the code is unknown, or where a part has no value in the edition; the message
    names that part and what the rest amounts to, which known_part() gives.
    """
    known = known_part(code, edition)
    if known.missing:
        raise ReferenceDataError(
            f"{known.code} under {DATASET}/{edition}: there is no value for {', '.join(known.missing)} "
            f"({known.missing_mass_percent:g} per cent of the mass). The known part is {known.total:g} kg CO2e per kg. "
            "Count the known part and say so, or choose another edition of the potentials."
        )
    return known


@cache
def known_part(code: str, edition: str) -> RefrigerantGwp:
    """Like refrigerant(), but without what the edition has no value for; `missing` names it.

    Raises ReferenceDataError where the code or the edition is unknown.
    """
    potentials = gwp_set(edition)
    found = resolved(code)
    substances = _by_species()
    parts = tuple(_part(substances[species], percent, potentials) for species, percent in _composition(found))
    return RefrigerantGwp(
        code=found,
        edition=edition,
        kyoto=_share(part for part in parts if part.is_kyoto),
        non_kyoto=_share(part for part in parts if not part.is_kyoto),
        is_ozone_depleting=any(part.is_ozone_depleting for part in parts),
        parts=parts,
        certainty=max(
            _blend_certainties().get(found, substances[parts[0].species].certainty),
            *(potentials.certainty(part.species) for part in parts if part.species in potentials),
            "A",
        ),
    )


def resolved(code: str) -> str:
    """The code as the tables write it, however it was typed. Raises ReferenceDataError where it means nothing."""
    found = _spellings().get(_bare(code))
    if found is None:
        raise ReferenceDataError(
            f"refrigerants/{REFRIGERANTS}: '{code}' is not known. "
            "Give the ASHRAE number on the label (R-410A), or the species (HFC-134a)."
        )
    return found


def _part(substance: Substance, percent: float, potentials: GwpSet) -> Part:
    value = potentials.values.get(substance.species) if substance.is_greenhouse_gas else 0.0
    return Part(substance.species, percent, value, substance.is_kyoto, substance.is_ozone_depleting)


def _share(parts: Iterable[Part]) -> float:
    # Multiplied before divided: 44 per cent of 3170 then comes out whole.
    return sum(part.mass_percent * part.gwp for part in parts if part.gwp is not None) / 100


def _composition(code: str) -> tuple[tuple[str, float], ...]:
    blend = _compositions().get(code)
    return blend if blend is not None else ((_substances()[code].species, 100.0),)


@cache
def _substances() -> dict[str, Substance]:
    rows: list[dict[Any, Any]] = load_table("refrigerants", REFRIGERANTS, "substances").to_dict("records")
    return {row["code"]: Substance(**row) for row in rows}


@cache
def _by_species() -> dict[str, Substance]:
    return {substance.species: substance for substance in _substances().values()}


@cache
def _compositions() -> dict[str, tuple[tuple[str, float], ...]]:
    table = load_table("refrigerants", REFRIGERANTS, "composition")
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for blend, component, percent in zip(table["blend"], table["component"], table["mass_percent"], strict=True):
        found[blend] = (*found.get(blend, ()), (component, float(percent)))
    return found


@cache
def _blend_certainties() -> dict[str, str]:
    table = load_table("refrigerants", REFRIGERANTS, "blends")
    return dict(zip(table["code"], table["certainty"], strict=True))


@cache
def _spellings() -> dict[str, str]:
    singles = {
        _bare(spelling): substance.code
        for substance in _substances().values()
        for spelling in (substance.code, substance.other_code, substance.species)
        if spelling
    }
    return singles | {_bare(code): code for code in _compositions()}


def _bare(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code.upper())


def _by_number(code: str) -> tuple[int, str]:
    number = re.search(r"\d+", code)
    return (int(number[0]) if code.startswith("R-") and number else 10**6, code)
