"""Figures of people: how many, by category and by topic, and the rule by which they were counted."""

from __future__ import annotations

from math import fsum
from urllib.parse import quote

from ems.models import PersonnelRule
from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure, of_ratio
from greenops.annual_return.gathering.gathered import Persons, SiteFacts
from greenops.annual_return.inventory.coverage import persons_covered as ratio_of_covered
from greenops.annual_return.inventory.equations import number


@figure
def persons(basis: Basis, line: FormLine, *, category: str | None = None) -> Figure:
    """Full-time equivalents, of all categories or of one."""
    found = tuple(row for row in basis.gathered.persons if category in (None, row.category))
    return _persons(basis, line, found)


@figure
def persons_counted(basis: Basis, line: FormLine) -> Figure:
    """Those of the categories that the year's counting rule takes into the inventory; all where there is no rule."""
    rule = basis.gathered.rule
    found = tuple(row for row in basis.gathered.persons if rule is None or row.category in rule.categories)
    return _persons(basis, line, found)


@figure
def persons_covered(basis: Basis, line: FormLine, *, topic: str) -> Figure:
    """R29: persons at sites whose data on a topic are complete."""
    inputs = tuple(
        Input(
            key=f"{site.code}/{topic}",
            label=site.label,
            amount=(value := basis.gathered.persons_covered(site.code, topic)),
            unit=line.unit,
            value=value,
            link=personnel_link(basis, site.code),
        )
        for site in complete_sites(basis, topic)
    )
    if not basis.gathered.persons:
        return Figure(None, line.unit, rules=line.rules, note="No personnel is entered for the year.")
    return Figure(fsum(given.value or 0.0 for given in inputs), line.unit, inputs, rules=line.rules)


@figure
def coverage(basis: Basis, line: FormLine, *, topic: str) -> Figure:
    """R29: persons at sites with complete data on a topic, of all personnel in the inventory."""
    covered = {site.code: basis.gathered.persons_covered(site.code, topic) for site in complete_sites(basis, topic)}
    made = ratio_of_covered(covered, basis.gathered.persons_by_site)
    inputs = tuple(
        Input(
            key=f"{code}/{topic}/persons",
            label=f"{basis.site_label(code)}: persons covered",
            amount=persons,
            unit="person",
            value=None,
            link=personnel_link(basis, code),
        )
        for code, persons in covered.items()
    )
    return of_ratio(made, inputs, unit=line.unit, times=100, rules=line.rules)


@figure
def counting_rule(basis: Basis, line: FormLine, *, part: str) -> Figure:
    """What is said of how people were counted: rule, official_number or explanation."""
    rule = basis.gathered.rule
    if rule is None:
        return Figure(None, line.unit)
    value = ", ".join(filter(None, (str(PersonnelRule.Rule(rule.rule).label), rule.counted_on)))
    found = {"rule": value, "official_number": rule.official_number, "explanation": rule.explanation or None}
    said = Input(
        key=f"counting_rule/{part}",
        label=f"Counting rule of {basis.year}",
        amount=None,
        unit=line.unit,
        value=None,
        link="/ems/boundary/counting-rules/",
    )
    return Figure(found[part], line.unit, (said,) if found[part] is not None else ())


def complete_sites(basis: Basis, topic: str) -> tuple[SiteFacts, ...]:
    """Sites whose data on a topic are complete for the year."""
    streams = tuple(
        stream.code for stream in basis.catalogue.streams.values() if stream.topic == topic and stream.period == "month"
    )
    return tuple(site for site in basis.gathered.sites if basis.gathered.covers(site, topic, streams))


def personnel_link(basis: Basis, site: str) -> str:
    """Where the people of a site stand, whose number is counted."""
    return f"/ems/boundary/personnel/?year={basis.year}&search={quote(site)}"


def _persons(basis: Basis, line: FormLine, rows: tuple[Persons, ...]) -> Figure:
    if not rows:
        return Figure(None, line.unit, rules=line.rules)
    value = fsum(row.full_time_equivalents for row in rows)
    inputs = tuple(
        Input(
            key=f"{row.site}/personnel/{row.category}",
            label=f"{basis.site_label(row.site)}: {row.category}",
            amount=row.full_time_equivalents,
            unit=line.unit,
            value=row.full_time_equivalents,
            link=personnel_link(basis, row.site),
        )
        for row in rows
    )
    return Figure(value, line.unit, inputs, f"{number(value)} full-time equivalents", rules=line.rules)
