"""Figures of waste and water for a person, and of what is recovered or used twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, not_known, of_ratio
from greenops.annual_return.figures.inputs import amount_inputs
from greenops.annual_return.figures.people import complete_sites, personnel_link
from greenops.annual_return.inventory import waste, water


@figure
def waste_per_person(basis: Basis, line: FormLine) -> Figure:
    """R25: at sites with full quantities alone."""
    if troubles := basis.unsound("waste"):
        return not_known(line.unit, troubles, line.rules)
    persons = _persons(basis, "waste")
    made = waste.per_person(basis.activities("waste"), persons)
    return of_ratio(made, _sites(basis, persons, "waste"), unit=line.unit, rules=line.rules)


@figure
def waste_recovery(basis: Basis, line: FormLine) -> Figure:
    """R26: at sites with full quantities alone."""
    if troubles := basis.unsound("waste"):
        return not_known(line.unit, troubles, line.rules)
    sites = frozenset(site.code for site in complete_sites(basis, "waste"))
    made = waste.recovery_rate(basis.activities("waste"), sites)
    return of_ratio(made, _sites(basis, _persons(basis, "waste"), "waste"), unit=line.unit, times=100, rules=line.rules)


@figure
def water_per_person(basis: Basis, line: FormLine) -> Figure:
    """R27: at sites with full quantities alone."""
    if troubles := basis.unsound("water"):
        return not_known(line.unit, troubles, line.rules)
    persons = _persons(basis, "water")
    made = water.per_person(basis.activities("water"), persons)
    return of_ratio(made, _sites(basis, persons, "water"), unit=line.unit, rules=line.rules)


@figure
def water_recycling(basis: Basis, line: FormLine) -> Figure:
    """R28: of all sites."""
    if troubles := basis.unsound("water", "water_recycled"):
        return not_known(line.unit, troubles, line.rules)
    if not basis.activities("water_recycled"):
        return Figure(None, line.unit, rules=line.rules)
    both = (*basis.activities("water_recycled"), *basis.activities("water"))
    made = water.recycled_share(both)
    inputs = tuple(replace(given, value=None) for given in amount_inputs(basis, both))
    return of_ratio(made, inputs, unit=line.unit, times=100, rules=line.rules)


def _persons(basis: Basis, topic: str) -> Mapping[str, float]:
    """By site with complete data on the topic."""
    return {site.code: basis.gathered.persons_covered(site.code, topic) for site in complete_sites(basis, topic)}


def _sites(basis: Basis, persons: Mapping[str, float], topic: str) -> tuple[Input, ...]:
    """The sites of the figure, with their persons: divisors, which add nothing by themselves."""
    return tuple(
        Input(
            key=f"{code}/{topic}/persons",
            label=f"{basis.site_label(code)}: data on {topic} complete",
            amount=count,
            unit="person",
            value=None,
            link=personnel_link(basis, code),
        )
        for code, count in persons.items()
    )
