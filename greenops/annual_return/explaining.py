"""A line in steps that can be followed: what went in, with which factor, by which equation, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from greenops.annual_return.computed import Input, Line

LINE_KEY = "line:"


@dataclass(frozen=True)
class Step:
    """One input of a line. line: code of the line that it is, or empty. share: numerator and denominator.

    part: of the line's value, 0 to 1; None where the input adds nothing to it.
    """

    label: str
    equation: str
    value: float | None
    unit: str
    part: float | None
    method: str
    share: tuple[float, float] | None
    factors: tuple[Mapping[str, Any], ...]
    readings: int
    evidenced: int
    link: str
    line: str


@dataclass(frozen=True)
class Explained:
    """steps: the largest first. left_out: how many smaller ones are not among them; rest: what those add."""

    line: Line
    steps: tuple[Step, ...]
    left_out: int
    rest: float | None


def explained(line: Line, *, most: int | None = None) -> Explained:
    """The inputs of a line as steps. most: how many to show; all where None."""
    in_order = sorted(line.inputs, key=lambda given: (given.value is None, -abs(given.value or 0.0), given.key))
    shown = in_order if most is None else in_order[:most]
    hidden = in_order[len(shown) :]
    added = [given.value for given in hidden if given.value is not None]
    return Explained(
        line=line,
        steps=tuple(_step(line, given) for given in shown),
        left_out=len(hidden),
        rest=sum(added) if added else None,
    )


def _step(line: Line, given: Input) -> Step:
    total = line.value if isinstance(line.value, int | float) and not isinstance(line.value, bool) else None
    return Step(
        label=given.label,
        equation=given.equation,
        value=given.value,
        unit=line.unit if given.value is not None else given.unit,
        part=given.value / total if given.value is not None and total else None,
        method=given.method,
        share=given.share,
        factors=given.factors,
        readings=given.readings,
        evidenced=given.evidenced,
        link=given.link,
        line=given.key.removeprefix(LINE_KEY) if given.key.startswith(LINE_KEY) else "",
    )
