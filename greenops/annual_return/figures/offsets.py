"""Figures of offsets: what was cancelled for the year, and how much of the total it covers."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, of_ratio
from greenops.annual_return.figures.inputs import line_input
from greenops.annual_return.inventory.offsets import Neutrality, climate_neutrality


@figure
def offsets(basis: Basis, line: FormLine) -> Figure:
    """R30: tonnes cancelled for the year."""
    found = basis.gathered.offsets
    if not found:
        return Figure(None, line.unit, rules=line.rules)
    inputs = _cancelled(basis)
    return Figure(fsum(offset.tonnes for offset in found), line.unit, inputs, rules=line.rules)


@figure
def offset_share(basis: Basis, line: FormLine) -> Figure:
    """R30: cancelled tonnes in the total, at most all of it."""
    if not basis.gathered.offsets:
        return Figure(None, line.unit, rules=line.rules)
    return of_ratio(_neutrality(basis).offset, _compared(basis), unit=line.unit, times=100, rules=line.rules)


@figure
def climate_neutral(basis: Basis, line: FormLine) -> Figure:
    """R30: all reported emissions of the year are offset."""
    if not basis.gathered.offsets:
        return Figure(None, line.unit, rules=line.rules)
    made = _neutrality(basis)
    return Figure(made.is_neutral, line.unit, _compared(basis), note=made.offset.reason, rules=line.rules)


def _cancelled(basis: Basis) -> tuple[Input, ...]:
    return tuple(
        Input(
            key=f"offset/{place}",
            label=", ".join(filter(None, (offset.project, offset.instrument, str(offset.vintage or "")))),
            amount=offset.tonnes,
            unit="tCO2eq",
            value=offset.tonnes,
            readings=1,
            evidenced=int(offset.has_attestation),
            link=f"/return/offsets/?year={basis.year}",
        )
        for place, offset in enumerate(basis.gathered.offsets, start=1)
    )


def _compared(basis: Basis) -> tuple[Input, ...]:
    """What is set against one another: what was cancelled, and the total."""
    cancelled = (replace(given, value=None) for given in _cancelled(basis))
    return (*cancelled, line_input(basis, basis.edition.line("T.1"), value=None))


def _neutrality(basis: Basis) -> Neutrality:
    cancelled = fsum(offset.tonnes for offset in basis.gathered.offsets)
    return climate_neutrality(basis.figure("T.1").number, cancelled)
