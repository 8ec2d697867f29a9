"""The total, and its two splits from the same entries: by scope and by source group (R01, R05)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import get_args

from greenops.annual_return.inventory.entry import Entry, Scope, SourceGroup
from greenops.annual_return.inventory.gases import added
from greenops.annual_return.inventory.method import Basis, Method
from greenops.annual_return.inventory.ratios import Ratio, ratio

SCOPES: tuple[Scope, ...] = get_args(Scope)
SOURCE_GROUPS: tuple[SourceGroup, ...] = get_args(SourceGroup)


@dataclass(frozen=True)
class Totals:
    """kg CO2e unless the name says otherwise. by_gas: kg of each gas of what is counted.

    optional: beside the total, with gases outside the Kyoto Protocol where the method makes them optional.
    non_kyoto: those gases, wherever they are counted. on_estimates: the part of the total that rests on estimates.
    """

    total: float
    by_scope: Mapping[Scope, float] = field(hash=False)
    by_source_group: Mapping[SourceGroup, float] = field(hash=False)
    by_gas: Mapping[str, float] = field(hash=False)
    optional: float
    non_kyoto: float
    biogenic_co2: float
    on_estimates: float


def counted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """R01: what is part of the total: of a scope, and not optional."""
    return tuple(entry for entry in entries if entry.scope is not None and not entry.is_optional)


def totals(entries: Iterable[Entry], method: Method) -> Totals:
    """R01: scope 1 + scope 2 + scope 3 business travel; optional emissions apart, never in it.

    Raises ValueError for a counted entry without a source group: the two splits would differ.
    Source: method editions of Greening the Blue.
    """
    given = tuple(entries)
    inside = counted(given)
    for entry in inside:
        if entry.source_group is None:
            raise ValueError(f"{entry.activity.stream} is counted and has no source group.")
    optional = [entry.co2e for entry in given if entry.scope is not None and entry.is_optional]
    non_kyoto = fsum(entry.non_kyoto for entry in inside)
    return Totals(
        total=fsum(entry.co2e for entry in inside),
        by_scope={scope: fsum(entry.co2e for entry in inside if entry.scope == scope) for scope in SCOPES},
        by_source_group={
            group: fsum(entry.co2e for entry in inside if entry.source_group == group) for group in SOURCE_GROUPS
        },
        by_gas=added(entry.gases for entry in inside),
        optional=fsum([*optional, *([non_kyoto] if method.hcfc == "optional" else [])]),
        non_kyoto=non_kyoto,
        biogenic_co2=fsum(entry.biogenic_co2 for entry in inside),
        on_estimates=fsum(entry.co2e for entry in inside if entry.is_estimate),
    )


def total_by_basis(entries: Iterable[Entry], basis: Basis) -> float:
    """R09: the total with electricity by location or by market, kg CO2e."""

    def value(entry: Entry) -> float:
        held = entry.co2e_location if basis == "location" else entry.co2e_market
        return entry.co2e if held is None else held

    return fsum(value(entry) for entry in counted(entries))


def source_shares(made: Totals) -> Mapping[SourceGroup, Ratio]:
    """R05: each group's part of the total, 0 to 1 and unrounded: together 1. Without a total there are none.

    Source: reports of Greening the Blue (air travel, facilities, other travel).
    """
    return {
        group: ratio(value, made.total, "", whole="The total", part="The group")
        for group, value in made.by_source_group.items()
    }
