"""Figures of electricity: what was used in all, how much of it is renewable, what generators made."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, not_known, of_ratio
from greenops.annual_return.figures.inputs import amount_inputs, factor_values
from greenops.annual_return.inventory.equations import number
from greenops.annual_return.inventory.fuels import generator_kwh
from greenops.annual_return.inventory.renewables import RenewableElectricity, renewable_electricity

STREAMS = ("electricity_grid", "electricity_onsite_used", "generator_fuel")  # what electricity used is made of
BESIDE_PURCHASES = (*STREAMS[1:], "electricity_certified")  # what says how much of it is renewable


@figure
def generator_electricity(basis: Basis, line: FormLine) -> Figure:
    """R12: litres of generators times the kWh of a litre."""
    if troubles := basis.unsound("generator_fuel"):
        return not_known(line.unit, troubles, line.rules)
    found = basis.activities("generator_fuel")
    if not found:
        return Figure(None, line.unit, rules=line.rules)
    litres = fsum(activity.counted for activity in found)
    per_litre = basis.edition.method.generator_kwh_per_litre
    kwh = generator_kwh(litres, per_litre)
    equation = f"{number(litres)} l × {number(per_litre)} kWh/l = {number(kwh)} kWh"
    inputs = tuple(
        replace(given, value=generator_kwh(given.value or 0.0, per_litre)) for given in amount_inputs(basis, found)
    )
    return Figure(kwh, line.unit, inputs, equation, method_share=1.0, rules=line.rules)


@figure
def electricity_used(basis: Basis, line: FormLine) -> Figure:
    """R10, R11, R12: purchased, of our own making and used on site, and made by generators."""
    if troubles := basis.unsound(*STREAMS):
        return not_known(line.unit, troubles, line.rules)
    if not any(basis.activities(stream) for stream in STREAMS):
        return Figure(None, line.unit, rules=line.rules)
    made = _renewable(basis)
    equation = (
        f"{number(made.grid_kwh)} + {number(made.onsite_kwh)} + {number(made.generator_kwh)} "
        f"= {number(made.total_kwh)} kWh"
    )
    activities = (activity for stream in STREAMS[:2] for activity in basis.activities(stream))
    inputs = amount_inputs(basis, activities)
    if made.generator_kwh:
        litres = fsum(activity.counted for activity in basis.activities("generator_fuel"))
        inputs += (
            Input(
                "generators",
                "Made by on-site generators",
                litres,
                "l",
                made.generator_kwh,
                link=basis.readings_link("generator_fuel", ""),
            ),
        )
    return Figure(made.total_kwh, line.unit, inputs, equation, rules=line.rules)


@figure
def renewable_share(basis: Basis, line: FormLine) -> Figure:
    """R10: renewable kWh in all kWh; a purchase that is not specified has the share of the country's grid."""
    if troubles := basis.unsound(STREAMS[0], *BESIDE_PURCHASES):
        return not_known(line.unit, troubles, line.rules)
    made = _renewable(basis)
    if not made.total_kwh:
        return Figure(None, line.unit, rules=line.rules)
    bought = amount_inputs(basis, (purchase.activity for purchase in made.purchases))
    beside = amount_inputs(basis, (one for stream in BESIDE_PURCHASES for one in basis.activities(stream)))
    inputs = [
        replace(
            given,
            value=None,
            equation=purchase.equation,
            factors=(factor_values(purchase.factor),) if purchase.factor else (),
        )
        for given, purchase in zip(bought, made.purchases, strict=True)
    ]
    inputs += [replace(given, value=None) for given in beside]
    share = of_ratio(made.share, tuple(inputs), unit=line.unit, times=100, rules=line.rules)
    used = {f"{one.factor.dataset}/{one.factor.edition}" for one in made.purchases if one.factor}
    note = " ".join(filter(None, (*made.missing, *made.notes)))
    return replace(share, note=note, factor_editions=tuple(sorted(used)))


def _renewable(basis: Basis) -> RenewableElectricity:
    return renewable_electricity(basis.sound_activities, basis.edition.method, basis.year)
