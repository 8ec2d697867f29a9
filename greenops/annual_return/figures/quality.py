"""Figures of data quality: evidence, what was measured, what is not complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, of_ratio
from greenops.annual_return.figures.inputs import amount_inputs
from greenops.annual_return.inventory.entry import Activity
from greenops.annual_return.inventory.ratios import ratio


@figure
def readings(basis: Basis, line: FormLine) -> Figure:
    """All readings of the year. Those of nothing that the catalogue knows stand in no other line: told here."""
    inputs = _by_site(basis, lambda activity: activity.readings)
    count = sum(activity.readings for activity in basis.gathered.activities)
    return Figure(count, line.unit, inputs, troubles=basis.not_in_catalogue)


@figure
def readings_with_evidence(basis: Basis, line: FormLine) -> Figure:
    """Those to which a file of evidence is attached."""
    return _part(basis, line, lambda activity: activity.evidenced)


@figure
def readings_measured(basis: Basis, line: FormLine) -> Figure:
    """Readings that rest on a meter or an invoice of the year."""
    return _part(basis, line, lambda activity: 0 if activity.is_estimate else activity.readings)


@figure
def activities_in_part(basis: Basis, line: FormLine) -> Figure:
    """R24: what is read by the month and has fewer months than its site was open."""
    monthly = {stream.code for stream in basis.catalogue.streams.values() if stream.period == "month"}
    read = [activity for activity in basis.gathered.activities if activity.stream in monthly]
    found = tuple(activity for activity in read if activity.months < activity.open_months)
    equation = f"{len(found)} of {len(read)} activities that are read by the month"
    inputs = tuple(replace(given, value=1.0) for given in amount_inputs(basis, found))
    return Figure(len(found), line.unit, inputs, equation, rules=line.rules)


def _part(basis: Basis, line: FormLine, counted: Callable[[Activity], int]) -> Figure:
    """Those counted in all readings, in per cent."""
    found = basis.gathered.activities
    whole = float(sum(activity.readings for activity in found))
    made = ratio(float(sum(map(counted, found))), whole, line.unit, whole="The number of readings")
    inputs = tuple(replace(given, value=None) for given in _by_site(basis, counted))
    return of_ratio(made, inputs, unit=line.unit, times=100, rules=line.rules)


def _by_site(basis: Basis, counted: Callable[[Activity], int]) -> tuple[Input, ...]:
    """Readings that are counted, by site."""
    found: Counter[str] = Counter()
    for activity in basis.gathered.activities:
        found[activity.site] += counted(activity)
    return tuple(
        Input(
            key=f"{site}/readings",
            label=basis.site_label(site),
            amount=float(count),
            unit="reading",
            value=float(count),
            link=f"/return/activity/readings/?year={basis.year}&search={quote(site)}",
        )
        for site, count in sorted(found.items())
    )
