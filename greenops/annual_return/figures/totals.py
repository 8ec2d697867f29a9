"""Figures made from other lines: totals, their shares, what falls on a person or a square metre."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, Trouble, figure, of_ratio
from greenops.annual_return.figures.inputs import KG_PER_T, line_input
from greenops.annual_return.inventory import intensities
from greenops.annual_return.inventory.equations import number
from greenops.annual_return.inventory.ratios import ratio


@figure
def total(basis: Basis, line: FormLine, *, scope: int | None = None, group: str | None = None) -> Figure:
    """R01: the lines of emissions that count, all of them or those of a scope or source group."""
    return _sum(basis, line, basis.counting(scope=scope, group=group))


@figure
def total_on_other_basis(basis: Basis, line: FormLine) -> Figure:
    """R09: the total with electricity market-based where the edition takes location-based, and the other way round."""
    other = "market" if basis.edition.method.electricity_basis == "location" else "location"
    made = _sum(basis, line, basis.counting(), other_basis=True)
    return replace(made, label=f"{line.label} ({other}-based)")


@figure
def optional_total(basis: Basis, line: FormLine) -> Figure:
    """R01: optional emissions, added up apart; with gases outside the Kyoto Protocol where the method says so (R17).

    Travel paid by others is not among them: it has its own line.
    """
    lines = [other for other in basis.edition.lines if other.optional and other.figure == "emissions"]
    if basis.edition.method.hcfc == "optional":
        lines += [other for other in basis.edition.lines if other.figure == "non_kyoto"]
    return _sum(basis, line, tuple(lines), troubles_block=False)


@figure
def share_on_estimates(basis: Basis, line: FormLine) -> Figure:
    """R29: emissions whose quantity is estimated, a proxy or copied, and flights with an assumed cabin or place."""
    counted = [(other, made) for other in basis.counting() if (made := basis.figure(other.code)).kg is not None]
    estimated = fsum(made.kg_on_estimates for _line, made in counted)
    is_known = bool(counted) and not any(basis.figure(other.code).troubles for other in basis.counting())
    whole = fsum(made.kg or 0.0 for _line, made in counted) if is_known else None
    inputs = tuple(line_input(basis, other, value=None, figure=made) for other, made in counted if made.kg_on_estimates)
    share = ratio(estimated, whole, line.unit, whole="The total", part="The estimated part")
    return of_ratio(share, inputs, unit=line.unit, times=100, rules=line.rules)


@figure
def per_person(basis: Basis, line: FormLine, *, of: str, persons: str) -> Figure:
    """R04: the total for each person in the inventory."""
    made = intensities.per_person(_kg_of(basis, of), basis.figure(persons).number)
    return of_ratio(made, _both(basis, of, persons), unit=line.unit, rules=line.rules)


@figure
def air_travel_per_person(basis: Basis, line: FormLine, *, of: str, persons: str) -> Figure:
    """R06: air travel for each person in the inventory."""
    made = intensities.air_travel_per_person(_kg_of(basis, of), basis.figure(persons).number)
    return of_ratio(made, _both(basis, of, persons), unit=line.unit, rules=line.rules)


@figure
def facilities_per_m2(basis: Basis, line: FormLine, *, of: str, area: str) -> Figure:
    """R07: facilities for each square metre of floor."""
    made = intensities.facilities_per_m2(_kg_of(basis, of), basis.figure(area).number)
    return of_ratio(made, _both(basis, of, area), unit=line.unit, rules=line.rules)


@figure
def quotient(basis: Basis, line: FormLine, *, of: str, by: str, times: float = 1.0) -> Figure:
    """One line divided by another, both kept."""
    over, under = basis.edition.line(of), basis.edition.line(by)
    made = ratio(basis.figure(of).number, basis.figure(by).number, line.unit, whole=under.label, part=over.label)
    return of_ratio(made, _both(basis, of, by), unit=line.unit, times=float(times), rules=line.rules)


@figure
def share_of_total(basis: Basis, line: FormLine, *, of: str) -> Figure:
    """R05: a source group in the total; the three make 100 before they are rounded."""
    return quotient(basis, line, of=of, by="T.1", times=100)


@figure
def same_as(basis: Basis, line: FormLine, *, line_code: str) -> Figure:
    """The figure of another line, shown again where the form asks for it."""
    other = basis.edition.line(line_code)
    made = basis.figure(line_code)
    return Figure(
        made.value, line.unit, (line_input(basis, other, value=None),), f"as line {line_code}", rules=line.rules
    )


def _kg_of(basis: Basis, code: str) -> float | None:
    """Of a line in tonnes; None where it has no value."""
    made = basis.figure(code)
    return made.kg if made.number is not None else None


def _both(basis: Basis, of: str, by: str) -> tuple[Input, ...]:
    return tuple(line_input(basis, basis.edition.line(code), value=None) for code in (of, by))


def _sum(
    basis: Basis,
    line: FormLine,
    lines: tuple[FormLine, ...],
    *,
    other_basis: bool = False,
    troubles_block: bool = True,
) -> Figure:
    """Added up in kilograms, so that the parts of the total make the total to the last digit."""
    made = [(other, basis.figure(other.code)) for other in lines]
    known = [(other, part, _kg(part, other_basis=other_basis)) for other, part in made if part.kg is not None]
    kg = fsum(mass for _line, _part, mass in known) if known else None
    inputs = tuple(line_input(basis, other, value=mass / KG_PER_T, figure=part) for other, part, mass in known)
    troubles = _troubles(made)
    values = {
        "rules": line.rules,
        "factor_editions": tuple(sorted({name for _line, part, _mass in known for name in part.factor_editions})),
        "kg": kg,
        "kg_on_estimates": fsum(part.kg_on_estimates for _line, part, _mass in known),
    }
    if kg is None:
        return Figure(None, line.unit, inputs, note=_lacking(troubles, None), **values)
    if troubles and troubles_block:
        return Figure(None, line.unit, inputs, note=_lacking(troubles, kg), **values)
    tonnes = kg / KG_PER_T
    return Figure(
        tonnes,
        line.unit,
        inputs,
        f"{_parts(inputs)}{number(tonnes)} t CO2e",
        note=_lacking(troubles, kg) if troubles else _without_travel(made),
        method_share=values["kg_on_estimates"] / kg if kg else 0.0,
        **values,
    )


def _without_travel(made: list[tuple[FormLine, Figure]]) -> str:
    """A sum that should hold air travel and does not says so: it is the largest part of most organizations' total."""
    lacks = any(other.figure == "air_travel" and part.kg is None for other, part in made)
    return "Without air travel: no flights are kept of the year." if lacks else ""


def _kg(figure: Figure, *, other_basis: bool) -> float:
    if other_basis and figure.kg_other_basis is not None:
        return figure.kg_other_basis
    return figure.kg or 0.0


def _parts(inputs: tuple[Input, ...]) -> str:
    if len(inputs) < 2:
        return ""
    return f"{' + '.join(number(given.value or 0.0) for given in inputs)} = "


def _troubles(made: list[tuple[FormLine, Figure]]) -> tuple[Trouble, ...]:
    """Those of the lines added up: told of there, so that each is listed once."""
    return tuple(trouble for _line, part in made for trouble in part.troubles)


def _lacking(troubles: tuple[Trouble, ...], kg: float | None) -> str:
    if not troubles:
        return "Nothing is known of any of its lines."
    known = f" What is known comes to {number(kg / KG_PER_T)} t CO2e." if kg is not None else ""
    lacking = "1 activity has" if len(troubles) == 1 else f"{len(troubles)} activities have"
    return f"{lacking} no emissions yet because something is missing.{known}"
