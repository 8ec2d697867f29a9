"""In which unit a source states its distances and masses: recognised by the ratio to what a flight can have."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from travel.imports.folding import fold

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

KM_PER_MILE, KM_PER_NAUTICAL_MILE = 1.609344, 1.852
TO_KM: Final = {"km": 1.0, "mi": KM_PER_MILE, "nmi": KM_PER_NAUTICAL_MILE}
TO_KG: Final = {"kg": 1.0, "g": 0.001, "lb": 0.45359237, "t": 1000.0}
UNIT_WORDS: Final = {
    "km": "km", "mi": "miles", "nmi": "nautical miles", "kg": "kg", "g": "grams", "lb": "pounds", "t": "tonnes",
}  # fmt: skip
_SPELLINGS: Final = {
    "km": "km", "kms": "km", "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "mi": "mi", "mile": "mi", "miles": "mi", "mileage": "mi",
    "nm": "nmi", "nmi": "nmi", "nautical": "nmi",
    "kg": "kg", "kgs": "kg", "kilogram": "kg", "kilograms": "kg", "kilogramme": "kg", "kilogrammes": "kg",
    "g": "g", "gr": "g", "gram": "g", "grams": "g", "grammes": "g",
    "lb": "lb", "lbs": "lb", "pound": "lb", "pounds": "lb",
    "t": "t", "ton": "t", "tons": "t", "tonne": "t", "tonnes": "t", "tco2": "t", "tco2e": "t",
}  # fmt: skip
_BEHIND = re.compile(r"\d\s*([a-zA-Z]+)\.?\s*$")

# What suppliers add to the great circle.
UPLIFTS: Final[tuple[tuple[str, Callable[[Floats], Floats]], ...]] = (
    ("", lambda km: km),
    ("with 8 % added", lambda km: km * 1.08),
    ("with 9 % added", lambda km: km * 1.09),
    ("with 95 km added", lambda km: km + 95.0),
)
CLOSE: Final = 0.01  # within which a row is evidence
NEAR: Final = 0.02

# kg of CO2 a passenger-km: what factor sets give, without and with non-CO2 effects, upstream and uplift.
# Economy and unknown cabins from 0.06 (long haul) to 0.30 (short haul, all included); the dearest cabins up to 1.
PLAIN_RANGE: Final = (0.05, 0.30)
DEAR_RANGE: Final = (0.10, 1.00)
ANY_RANGE: Final = (0.03, 1.50)
_ENOUGH: Final = 0.5  # of the compared rows
_CONTRADICTS_FROM: Final = 3  # rows


@dataclass(frozen=True)
class Unit:
    """The unit of a column. origin: profile, cells, heading, ratio, or '' where none is known. warning: a sentence."""

    unit: str
    origin: str
    warning: str = ""


def said_unit(declared: str | None, header: str, texts: list[str], known: dict[str, float]) -> Unit:
    """The unit that the profile, the cells or the heading name, in this order."""
    if declared in known:
        return Unit(str(declared), "profile")
    behind = [match.group(1).lower() for text in texts if (match := _BEHIND.search(text))]
    units = {_SPELLINGS[word] for word in behind if _SPELLINGS.get(word) in known}
    if len(units) == 1 and 2 * len(behind) > len(texts):
        return Unit(units.pop(), "cells")
    words = [_SPELLINGS[word] for word in fold(header).split() if _SPELLINGS.get(word) in known]
    if "nmi" in words:
        return Unit("nmi", "heading")
    return Unit(words[-1], "heading") if words else Unit("", "")


def near(km: Floats, ours_km: Floats, within: float = NEAR) -> Mask:
    """Figures in km that are ours, with one of the usual additions or none."""
    found = np.zeros(len(km), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _words, add in UPLIFTS:
            found |= np.abs(km / add(ours_km) - 1.0) < within
    return found


def distance_unit(said: Unit, given: Floats, expected: list[Floats]) -> Unit:
    """The unit that most rows show. expected: our km that a figure may be of (its row's, its ticket's)."""
    compared = np.zeros(len(given), dtype=bool)
    for ours in expected:
        compared |= (given > 0) & (ours > 0)
    if not compared.any():
        return said
    rows = int(compared.sum())
    fits = {}
    for unit, factor in TO_KM.items():
        one = np.zeros(len(given), dtype=bool)
        for ours in expected:
            one |= near(given * factor, ours)
        fits[unit] = int(one[compared].sum())
    best = max(fits, key=lambda unit: fits[unit])
    found = best if fits[best] >= _ENOUGH * rows else ""
    if not said.unit:
        return Unit(found, "ratio" if found else "")
    if not found or found == said.unit or rows < _CONTRADICTS_FROM or fits[said.unit] > fits[found] / 4:
        return said
    words = f"{fits[found]} of {rows} rows fit {UNIT_WORDS[found]}"
    if said.origin == "profile":
        return Unit(
            said.unit, "profile", f"The profile says {UNIT_WORDS[said.unit]}, but {words}. Correct the profile."
        )
    return Unit(found, "ratio", f"The {said.origin} say{'s' * (said.origin == 'heading')} "
                f"{UNIT_WORDS[said.unit]}, but {words}: taken so.")  # fmt: skip


def mass_unit(said: Unit, per_km: Floats, plain: Mask) -> Unit:
    """The unit in which the figures come to what a passenger-km can have.

    per_km: figures as given for each passenger-km, NaN where not known. plain: rows in economy or an unknown cabin.
    A unit that is named and gives nothing a flight can have is kept with a warning, and nothing is compared.
    """
    known = ~np.isnan(per_km) & (per_km > 0)
    if not known.any():
        return said
    fitting = [unit for unit in TO_KG if is_plausible(per_km[known] * TO_KG[unit], plain[known])]
    if said.unit in fitting:
        return said
    middle = float(np.median(per_km[known]))
    if said.unit:
        words = f"{middle * TO_KG[said.unit]:.3g} kg a passenger-km, which no flight has"
        return Unit(said.unit, said.origin, f"In {UNIT_WORDS[said.unit]} they would come to {words}: not compared.")
    if len(fitting) == 1:
        return Unit(fitting[0], "ratio")
    if fitting:
        words = " or ".join(UNIT_WORDS[unit] for unit in fitting)
        return Unit("", "", f"They may be {words}: say which in the mapping (units). Not compared.")
    return Unit("", "", "In no unit do they come to what a flight can have: not compared.")


def is_plausible(kg_per_km: Floats, plain: Mask) -> bool:
    """Whether these masses a passenger-km, read in one unit, can be those of flights."""
    inside = (kg_per_km > ANY_RANGE[0]) & (kg_per_km < ANY_RANGE[1])
    of, (low, high) = (kg_per_km[plain], PLAIN_RANGE) if plain.any() else (kg_per_km, DEAR_RANGE)
    return bool(inside.mean() >= 0.8 and low < float(np.median(of)) < high)
