"""Figures of amounts: what was consumed, thrown away, counted; our part of it, in the canonical unit."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, not_known
from greenops.annual_return.figures.inputs import amount_inputs
from greenops.annual_return.inventory.entry import Activity
from greenops.annual_return.inventory.equations import number, unit_words

Names = str | list[str] | None


@figure
def amount(
    basis: Basis,
    line: FormLine,
    *,
    stream: str,
    detail: Names = None,
    channel: Names = None,
    route: Names = None,
) -> Figure:
    """R21: the sum of a stream, or of a part of it, each building by our share."""
    wanted = {"detail": _listed(detail), "channel": _listed(channel), "route": _listed(route)}

    def is_wanted(activity: Activity) -> bool:
        return all(names is None or getattr(activity, name) in names for name, names in wanted.items())

    if troubles := basis.unsound(stream, where=is_wanted):
        return not_known(line.unit, troubles, line.rules)
    found = tuple(filter(is_wanted, basis.activities(stream)))
    return amount_of(basis, line, found)


@figure
def supplier_share(basis: Basis, line: FormLine, *, streams: list[str]) -> Figure:
    """The part of what was purchased whose supplier gave a factor."""
    if troubles := basis.unsound(*streams):
        return not_known(line.unit, troubles, line.rules)
    found = [activity for stream in streams for activity in basis.activities(stream)]
    whole = fsum(activity.counted for activity in found)
    if not whole:
        return Figure(None, line.unit)
    given = fsum(activity.counted for activity in found if activity.supplier)
    percent = 100 * given / whole
    of_suppliers = amount_inputs(basis, (activity for activity in found if activity.supplier))
    inputs = tuple(replace(one, value=None) for one in of_suppliers)  # kWh, not per cent: they divide
    return Figure(percent, line.unit, inputs, f"{number(given)} / {number(whole)} × 100 = {number(percent)} %")


def amount_of(basis: Basis, line: FormLine, activities: tuple[Activity, ...]) -> Figure:
    """Their sum; None where there is none. The part that is not measured is its method share."""
    if not activities:
        return Figure(None, line.unit, rules=line.rules)
    value = fsum(activity.counted for activity in activities)
    estimated = fsum(activity.counted for activity in activities if activity.is_estimate)
    shared = any(activity.share.basis != "whole" for activity in activities)
    return Figure(
        value,
        line.unit,
        amount_inputs(basis, activities),
        f"{_added(activities)}{number(value)} {unit_words(line.unit)}",
        method_share=estimated / value if value else 0.0,
        rules=tuple(sorted({*line.rules, "R21"})) if shared else line.rules,
    )


def _listed(names: Names) -> frozenset[str] | None:
    if names is None:
        return None
    return frozenset([names] if isinstance(names, str) else names)


def _added(activities: tuple[Activity, ...]) -> str:
    if not 2 <= len(activities) <= 6:
        return ""
    return f"{' + '.join(number(activity.counted) for activity in activities)} = "
