"""Figures of refrigerants: machines, what was topped up and recovered, what leaked, what that emits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import fsum
from urllib.parse import quote

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.emissions import emitted
from greenops.annual_return.figures.figure import Figure, figure, not_known
from greenops.annual_return.figures.inputs import KG_PER_T, entry_inputs
from greenops.annual_return.gathering.gathered import Equipment
from greenops.annual_return.inventory.entry import Entry
from greenops.annual_return.inventory.equations import number
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.refrigerants import STREAM, potential
from greenops.reference.gwp import known_part
from greenops.reference.schema import ReferenceDataError


@figure
def refrigerants(basis: Basis, line: FormLine, *, in_vehicles: bool) -> Figure:
    """R14 to R17: what leaked, of machines in buildings or in vehicles."""
    found = tuple(entry for entry in basis.entries(STREAM) if _is_in_vehicle(basis, entry) == in_vehicles)
    troubles = tuple(
        trouble
        for trouble in basis.troubles(STREAM)
        if ((trouble.site, trouble.thing) in _in_vehicles(basis)) == in_vehicles
    )
    return emitted(basis, line, found, troubles)


@figure
def non_kyoto(basis: Basis, line: FormLine) -> Figure:
    """R17: gases outside the Kyoto Protocol; the edition says whether they are in the total, optional or noted."""
    found = [entry for entry in basis.entries(STREAM) if entry.non_kyoto]
    if not (basis.entries(STREAM) or basis.troubles(STREAM)):
        return Figure(None, line.unit, rules=line.rules)
    kg = fsum(entry.non_kyoto for entry in found)
    if troubles := basis.troubles(STREAM):
        return replace(not_known(line.unit, troubles, line.rules), kg=kg)
    places = {
        "in_total": "In the total of this edition.",
        "optional": "Optional in this edition: not in the total.",
        "noted": "Noted in this edition: in no total.",
    }
    equation = f"{number(kg)} kg / 1,000 = {number(kg / KG_PER_T)} t CO2e"
    note = places[basis.edition.method.hcfc]
    inputs = entry_inputs(basis, found, of="non_kyoto")
    return Figure(kg / KG_PER_T, line.unit, inputs, equation, note, rules=line.rules, kg=kg)


@figure
def leaked(basis: Basis, line: FormLine, *, outside_kyoto: bool = False) -> Figure:
    """Kilograms that leaked; or of refrigerants with a part outside the Kyoto Protocol alone."""
    found = [entry for entry in basis.entries(STREAM) if entry.non_kyoto or not outside_kyoto]
    if not (basis.entries(STREAM) or basis.troubles(STREAM)):
        return Figure(None, line.unit, rules=line.rules)
    if troubles := basis.troubles(STREAM):
        return not_known(line.unit, troubles, line.rules)
    kg = fsum(entry.activity.counted for entry in found)
    estimated = fsum(entry.activity.counted for entry in found if entry.is_estimate)
    return Figure(
        kg,
        line.unit,
        tuple(replace(given, value=given.amount) for given in entry_inputs(basis, found)),
        f"{number(kg)} kg",
        method_share=estimated / kg if kg else 0.0,
        rules=line.rules,
    )


@figure
def machines(basis: Basis, line: FormLine, *, which: str = "all") -> Figure:
    """Machines that were there in the year: all, in_vehicles, or ozone_depleting."""
    tests = {
        "all": lambda machine: True,
        "in_vehicles": lambda machine: machine.is_in_vehicle,
        "ozone_depleting": lambda machine: _is_ozone_depleting(basis, machine),
    }
    if not basis.gathered.equipment:
        return Figure(None, line.unit, rules=line.rules)
    found = [machine for machine in basis.gathered.equipment if tests[which](machine)]
    equation = f"{len(found)} of {len(basis.gathered.equipment)} machines"
    return Figure(len(found), line.unit, _inputs(line, found), equation, rules=line.rules)


@figure
def machine_sum(basis: Basis, line: FormLine, *, of: str) -> Figure:
    """Kilograms of all machines: charge_kg, topped_up_kg or recovered_kg."""
    if not basis.gathered.equipment:
        return Figure(None, line.unit, rules=line.rules)
    found = [machine for machine in basis.gathered.equipment if getattr(machine, of)]
    total = fsum(getattr(machine, of) for machine in found)
    return Figure(total, line.unit, _inputs(line, found, of), f"{number(total)} {line.unit}", rules=line.rules)


@figure
def low_potential_share(basis: Basis, line: FormLine, *, below: float) -> Figure:
    """Machines whose refrigerant has a potential below a limit, in all machines."""
    if not basis.gathered.equipment:
        return Figure(None, line.unit)
    method = basis.edition.method
    try:
        found = [
            machine
            for machine in basis.gathered.equipment
            if potential(machine.refrigerant, method.gwp, method.gwp_where_missing).total < below
        ]
    except FactorMissing as error:
        return Figure(None, line.unit, note=str(error))
    whole = len(basis.gathered.equipment)
    percent = 100 * len(found) / whole
    equation = f"{len(found)} / {whole} × 100 = {number(percent)} %"
    inputs = tuple(replace(given, value=None) for given in _inputs(line, found))  # machines, not per cent
    return Figure(percent, line.unit, inputs, equation)


def _is_ozone_depleting(basis: Basis, machine: Equipment) -> bool:
    try:
        return known_part(machine.refrigerant, basis.edition.method.gwp).is_ozone_depleting
    except ReferenceDataError:
        return False  # told as a trouble where its emissions are


def _in_vehicles(basis: Basis) -> frozenset[tuple[str, str]]:
    return frozenset((machine.site, machine.label) for machine in basis.gathered.equipment if machine.is_in_vehicle)


def _is_in_vehicle(basis: Basis, entry: Entry) -> bool:
    return (entry.activity.site, entry.activity.channel) in _in_vehicles(basis)


def _inputs(line: FormLine, found: Iterable[Equipment], of: str = "") -> tuple[Input, ...]:
    return tuple(
        Input(
            key=f"{machine.site}/refrigerants/{machine.label}",
            label=f"{machine.site}: {machine.label}, {machine.refrigerant}",
            amount=getattr(machine, of) if of else 1.0,
            unit=line.unit,
            value=getattr(machine, of) if of else 1.0,
            readings=machine.events,
            evidenced=machine.evidenced,
            link=f"/ems/equipment/?search={quote(machine.label)}",
        )
        for machine in found
    )
