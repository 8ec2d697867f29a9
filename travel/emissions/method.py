"""What a method is, and what it makes of flights."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Method:
    """A method of estimating flights. components: the columns it defines, of ttw_kg, wtt_kg and non_co2_kg.

    includes: in one sentence, what its total holds and what not.
    """

    code: str
    label: str
    gas_basis: str
    components: tuple[str, ...]
    includes: str
    edition: str
    source: str


@dataclass(frozen=True)
class Workings:
    """Results per kind of flight in kg per passenger, and the terms of the equation that explain them.

    components: by column name, only those that the method and its edition define. Nothing here is NaN but
    terms that a kind of flight does not have. terms: arrays one per kind, under the symbols of the equation.
    """

    components: Mapping[str, Floats]
    total: Floats
    low: Floats
    high: Floats
    quality: NDArray[np.int64]
    terms: Mapping[str, Floats]


@dataclass(frozen=True)
class Step:
    """One step of an explanation.

    Expression: numbers only, it evaluates to value; empty for a number looked up.

    symbol: the letter that stands for it in the equation. source: where the number or the rule comes from.
    """

    label: str
    symbol: str
    expression: str
    value: float
    unit: str
    source: str


def number(value: float) -> str:
    """A number as it stands in an expression: twelve digits, more than any source has."""
    return f"{value:.12g}"
