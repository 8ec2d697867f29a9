"""Figures of emissions by source: what readings, refrigerants and answers come to, in tonnes."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from greenops.annual_return.edition import AnswerError, FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, Trouble, figure
from greenops.annual_return.figures.inputs import KG_PER_T, editions_of, entry_inputs, rules_of
from greenops.annual_return.inventory.entry import Entry
from greenops.annual_return.inventory.equations import number


@figure
def emissions(basis: Basis, line: FormLine, *, stream: str, detail: str | None = None) -> Figure:
    """What the readings of a stream, or of one of its details, emit."""
    found = basis.entries(stream, detail)
    made = tuple(entry for entry in found if entry.scope is not None)
    without = len(found) - len(made)
    note = (
        f"Of {len(found)} activities, {without} without a factor in this edition: not in the figure." if without else ""
    )
    return emitted(basis, line, made, basis.troubles(stream, detail), note)


@figure
def electricity_by(basis: Basis, line: FormLine, *, basis_of: str) -> Figure:
    """Grid electricity by location or by market: both are held, the edition's method says which is in the total."""
    name = f"co2e_{basis_of}"
    found = basis.entries("electricity_grid")
    kg = fsum(getattr(entry, name) for entry in found)
    troubles = basis.troubles("electricity_grid")
    if not found or troubles:
        return Figure(None, line.unit, troubles=troubles, note=_known_part(kg, troubles), rules=line.rules)
    equation = f"{number(kg)} kg / 1,000 = {number(kg / KG_PER_T)} t CO2e"
    inputs = tuple(
        given if basis.edition.method.electricity_basis == basis_of else replace(given, equation=entry.equation_other)
        for given, entry in zip(entry_inputs(basis, found, of=name), found, strict=True)
    )
    values = {"factor_editions": editions_of(found), "rules": line.rules}
    return Figure(kg / KG_PER_T, line.unit, inputs, equation, **values)


@figure
def biogenic(basis: Basis, line: FormLine, *, stream: str | None = None) -> Figure:
    """CO2 of biogenic fuels: outside the scopes, in no total."""
    streams = [stream] if stream else list(basis.streams)
    found = [entry for name in streams for entry in basis.entries(name) if entry.biogenic_co2 and not entry.is_optional]
    if not found:
        return Figure(None, line.unit, rules=line.rules)
    kg = fsum(entry.biogenic_co2 for entry in found)
    return Figure(
        kg / KG_PER_T,
        line.unit,
        entry_inputs(basis, found, of="biogenic_co2"),
        f"{number(kg)} kg / 1,000 = {number(kg / KG_PER_T)} t CO2",
        factor_editions=editions_of(found),
        rules=line.rules,
    )


@figure
def biogenic_share(basis: Basis, line: FormLine, *, stream: str) -> Figure:
    """Biogenic CO2 in all CO2 of a stream. The CO2e of a fossil fuel published without its gases stands for its CO2."""
    found = basis.entries(stream)
    biogenic_kg = fsum(entry.biogenic_co2 for entry in found)
    fossil_kg = fsum(_fossil_co2(entry) for entry in found)
    whole = biogenic_kg + fossil_kg
    if not whole:
        return Figure(None, line.unit, rules=line.rules)
    percent = 100 * biogenic_kg / whole
    equation = f"{number(biogenic_kg)} kg / {number(whole)} kg × 100 = {number(percent)} %"
    inputs = tuple(replace(given, value=None) for given in entry_inputs(basis, found))
    return Figure(percent, line.unit, inputs, equation, rules=line.rules)


@figure
def answered_emissions(basis: Basis, line: FormLine, *, question: str) -> Figure:
    """Tonnes that were given as the answer to a question: an estimate as a whole."""
    asked = basis.edition.question(question)
    try:
        value = asked.value_of(basis.gathered.answer(question))
    except AnswerError as error:
        return Figure(None, line.unit, troubles=(Trouble(str(error)),))
    if not isinstance(value, float):
        return Figure(None, line.unit, rules=line.rules)
    kg = value * KG_PER_T
    return Figure(
        value,
        line.unit,
        equation=f"{number(value)} t CO2e, as answered",
        method_share=1.0,
        rules=line.rules,
        kg=kg,
        kg_on_estimates=kg,
    )


def _fossil_co2(entry: Entry) -> float:
    """Of a biogenic fuel, what is published as CO2e only is CH4 and N2O."""
    return entry.gases.get("CO2", 0.0 if entry.gases or entry.biogenic_co2 else entry.co2e)


def emitted(
    basis: Basis, line: FormLine, entries: tuple[Entry, ...], troubles: tuple[Trouble, ...], note: str = ""
) -> Figure:
    """The sum of entries in tonnes; without a value where something is missing, with what is known in the note."""
    inputs = entry_inputs(basis, entries)
    kg = fsum(entry.co2e for entry in entries) if entries else None
    on_estimates = fsum(entry.co2e for entry in entries if entry.is_estimate)
    values = {
        "factor_editions": editions_of(entries),
        "rules": rules_of(entries, line),
        "kg": kg,
        "kg_on_estimates": on_estimates,
        "kg_other_basis": None if kg is None else fsum(_on_other_basis(basis, entry) for entry in entries),
    }
    if kg is None or troubles:
        said = _known_part(kg or 0.0, troubles)
        return Figure(None, line.unit, inputs, note=" ".join(filter(None, (said, note))), troubles=troubles, **values)
    tonnes = kg / KG_PER_T
    return Figure(
        tonnes,
        line.unit,
        inputs,
        f"{_added(entries)}{number(kg)} kg / 1,000 = {number(tonnes)} t CO2e",
        note,
        method_share=on_estimates / kg if kg else 0.0,
        **values,
    )


def _on_other_basis(basis: Basis, entry: Entry) -> float:
    by_location = basis.edition.method.electricity_basis == "location"
    other = entry.co2e_market if by_location else entry.co2e_location
    return entry.co2e if other is None else other


def _added(entries: tuple[Entry, ...]) -> str:
    if not 2 <= len(entries) <= 6:
        return ""
    return f"{' + '.join(number(entry.co2e) for entry in entries)} = "


def _known_part(kg: float, troubles: tuple[Trouble, ...]) -> str:
    if not troubles:
        return ""
    known = f"{number(kg / KG_PER_T)} t CO2e are known; " if kg else ""
    more = f" and {len(troubles) - 1} more like it" if len(troubles) > 1 else ""
    return f"No value: {known}{troubles[0].sentence}{more}"
