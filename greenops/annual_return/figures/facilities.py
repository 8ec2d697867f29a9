"""Figures of facilities: how many of which kind, their area, occupants and months of use."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from urllib.parse import quote

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure
from greenops.annual_return.figures.people import complete_sites
from greenops.annual_return.gathering.gathered import SiteFacts
from greenops.annual_return.inventory.equations import number


@figure
def sites(
    basis: Basis,
    line: FormLine,
    *,
    kind: str | None = None,
    tenure: str | None = None,
    shared: bool | None = None,
    certified: bool | None = None,
) -> Figure:
    """Sites that were open in the year, by what they are and by the last terms of the year."""

    def is_asked(site: SiteFacts) -> bool:
        terms = site.latest
        return (
            kind in (None, site.kind)
            and (tenure is None or (terms is not None and terms.tenure == tenure))
            and (not shared or (terms is not None and terms.share_basis != "whole"))
            and (not certified or bool(site.certificate))
        )

    return _count(basis, line, filter(is_asked, basis.gathered.sites))


@figure
def sites_complete(basis: Basis, line: FormLine, *, topic: str) -> Figure:
    """R29: sites whose data on a topic are complete."""
    return _count(basis, line, complete_sites(basis, topic))


@figure
def sites_with(basis: Basis, line: FormLine, *, stream: str, details: list[str]) -> Figure:
    """Sites that have readings of these details of a stream."""
    found = {activity.site for activity in basis.activities(stream) if activity.detail in details and activity.amount}
    return _count(basis, line, (site for site in basis.gathered.sites if site.code in found))


@figure
def floor_area(basis: Basis, line: FormLine) -> Figure:
    """R07: our gross floor area; of a site that was open for a part of the year, that part of it."""
    return _sum(basis, line, "floor_area_m2")


@figure
def occupants(basis: Basis, line: FormLine, *, whose: str) -> Figure:
    """R21: numerator (own) and denominator (total) of shares by persons, mean over the year."""
    return _sum(basis, line, f"occupants_{whose}")


@figure
def months_in_use(basis: Basis, line: FormLine) -> Figure:
    """Months that sites were open, added up."""
    return _sum(basis, line, "open_months")


def _count(basis: Basis, line: FormLine, found: Iterable[SiteFacts]) -> Figure:
    if not basis.gathered.sites:
        return Figure(None, line.unit, rules=line.rules)
    inputs = tuple(_site(site, line, value=1.0) for site in found)
    equation = f"{len(inputs)} of {len(basis.gathered.sites)} sites"
    return Figure(len(inputs), line.unit, inputs, equation, rules=line.rules)


def _sum(basis: Basis, line: FormLine, name: str) -> Figure:
    """Of what is known; a note says of how many sites nothing is."""
    inputs = []
    unknown = 0
    for site in basis.gathered.sites:
        value = getattr(site, name)
        if value is None:
            unknown += 1
            continue
        inputs.append(_site(site, line, value=float(len(value)) if isinstance(value, tuple) else value))
    if not inputs:
        return Figure(None, line.unit, rules=line.rules)
    total = fsum(given.value for given in inputs)
    note = f"Not known of {unknown} of {len(basis.gathered.sites)} sites." if unknown else ""
    return Figure(total, line.unit, tuple(inputs), f"{number(total)} {line.unit}", note, rules=line.rules)


def _site(site: SiteFacts, line: FormLine, *, value: float) -> Input:
    return Input(
        key=f"{site.code}/{line.figure}",
        label=site.label,
        amount=value,
        unit=line.unit,
        value=value,
        link=f"/ems/boundary/sites/?search={quote(site.code)}",
    )
