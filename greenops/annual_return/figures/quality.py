"""Figures of data quality: evidence, what was measured, what is not complete."""

from __future__ import annotations

from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, of_ratio
from greenops.annual_return.figures.inputs import amount_inputs
from greenops.annual_return.inventory.ratios import ratio


@figure
def readings(basis: Basis, line: FormLine) -> Figure:
    """All readings of the year."""
    return Figure(sum(activity.readings for activity in basis.gathered.activities), line.unit)


@figure
def readings_with_evidence(basis: Basis, line: FormLine) -> Figure:
    """Those to which a file of evidence is attached."""
    found = basis.gathered.activities
    whole = float(sum(activity.readings for activity in found))
    evidenced = float(sum(activity.evidenced for activity in found))
    return of_ratio(ratio(evidenced, whole, line.unit, whole="The number of readings"), unit=line.unit, times=100)


@figure
def readings_measured(basis: Basis, line: FormLine) -> Figure:
    """Readings that rest on a meter or an invoice of the year."""
    found = basis.gathered.activities
    whole = float(sum(activity.readings for activity in found))
    measured = float(sum(activity.readings for activity in found if not activity.is_estimate))
    made = ratio(measured, whole, line.unit, whole="The number of readings")
    return of_ratio(made, unit=line.unit, times=100, rules=line.rules)


@figure
def activities_in_part(basis: Basis, line: FormLine) -> Figure:
    """R24: what is read by the month and has fewer months than its site was open."""
    monthly = {stream.code for stream in basis.catalogue.streams.values() if stream.period == "month"}
    found = tuple(
        activity
        for activity in basis.gathered.activities
        if activity.stream in monthly and activity.months < activity.open_months
    )
    return Figure(len(found), line.unit, amount_inputs(basis, found), rules=line.rules)
