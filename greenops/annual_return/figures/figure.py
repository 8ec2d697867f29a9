"""A figure: the value of one line with what it was made from; and the list of the functions that make figures."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from greenops.annual_return.computed import Input
from greenops.annual_return.inventory.equations import number, unit_words
from greenops.annual_return.inventory.ratios import Ratio

LONGEST_SUM = 6  # parts that an equation spells out; more of them stand in the table of inputs


@dataclass(frozen=True)
class Trouble:
    """Why a figure has no value: a sentence with its remedy, and the site, stream and thing that it is about."""

    sentence: str
    site: str = ""
    stream: str = ""
    thing: str = ""  # detail of the stream, or name of the machine


@dataclass(frozen=True)
class Figure:
    """value: in unit; None where nothing is known.

    kg: of emissions, what is known, CO2e; kg_on_estimates: the part of it that rests on estimates; kg_other_basis: the
    same with electricity on the other basis. troubles: what keeps the figure from having a value.
    """

    value: float | int | str | bool | None
    unit: str
    inputs: tuple[Input, ...] = ()
    equation: str = ""
    note: str = ""
    method_share: float | None = None
    factor_editions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    kg: float | None = None
    kg_on_estimates: float = 0.0
    kg_other_basis: float | None = None
    troubles: tuple[Trouble, ...] = ()
    label: str = ""  # in place of the form's label, where what it shows depends on how it was asked

    @property
    def number(self) -> float | None:
        """The value where it is a number."""
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        return float(self.value) if is_number else None  # type: ignore[arg-type]


FigureFunction = Callable[..., Figure]
FIGURES: dict[str, FigureFunction] = {}


def figure(function: FigureFunction) -> FigureFunction:
    """Lists a function under its own name. It takes the basis, the line of the form, and the line's parameters."""
    if function.__name__ in FIGURES:
        raise ValueError(f"Two figures are named {function.__name__}.")
    FIGURES[function.__name__] = function
    return function


def wrong_parameters(name: str, given: dict[str, Any]) -> str:
    """What is wrong with the parameters of a figure, as a sentence; empty where nothing is."""
    taken = inspect.signature(FIGURES[name]).parameters
    parameters = {key: value for key, value in taken.items() if value.kind is inspect.Parameter.KEYWORD_ONLY}
    if unknown := sorted(given.keys() - parameters.keys()):
        return f"The figure {name} takes no '{unknown[0]}'; it takes {', '.join(parameters) or 'nothing'}."
    needed = [key for key, value in parameters.items() if value.default is inspect.Parameter.empty]
    if absent := [key for key in needed if key not in given]:
        return f"The figure {name} needs '{absent[0]}'."
    return ""


def with_its_sum(made: Figure) -> Figure:
    """With an equation where its inputs add up to it and nothing says so yet."""
    parts = [given.value for given in made.inputs]
    if made.equation or made.number is None or not parts or None in parts:
        return made
    added = " + ".join(number(part) for part in parts if part is not None)
    words = f"{added} = " if 2 <= len(parts) <= LONGEST_SUM else ""
    return replace(made, equation=f"{words}{number(made.number)} {unit_words(made.unit)}".rstrip())


def not_known(unit: str, troubles: tuple[Trouble, ...], rules: tuple[str, ...] = ()) -> Figure:
    """A figure that something keeps from having a value; it says what. Problems are listed with the emissions."""
    return Figure(None, unit, note=troubles[0].sentence, rules=rules)


def of_ratio(
    made: Ratio, inputs: tuple[Input, ...] = (), *, unit: str, times: float = 1.0, rules: tuple[str, ...] = ()
) -> Figure:
    """A quotient with its numbers; without a value it says why."""
    if made.value is None or made.numerator is None or made.denominator is None:
        return Figure(None, unit, inputs, note=made.reason, rules=rules)
    value = made.value * times
    words = f" × {number(times)}" if times != 1 else ""
    equation = f"{number(made.numerator)} / {number(made.denominator)}{words} = {number(value)} {unit}".rstrip()
    return Figure(value, unit, inputs, equation, rules=rules)
