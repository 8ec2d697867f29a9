"""Inputs of lines: activities and entries of the inventory as they are shown, printed and frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure
from greenops.annual_return.inventory.entry import Activity, Entry, FactorUsed

KG_PER_T = 1000


def entry_inputs(basis: Basis, entries: Iterable[Entry], of: str = "co2e") -> tuple[Input, ...]:
    """value: tonnes of co2e, of non_kyoto or of biogenic_co2."""
    keys = _Keys()
    return tuple(
        _input(
            basis,
            entry.activity,
            keys,
            value=getattr(entry, of) / KG_PER_T,
            equation=_with_note(entry),
            factors=tuple(factor_values(used) for used in entry.factors),
        )
        for entry in entries
    )


def amount_inputs(basis: Basis, activities: Iterable[Activity]) -> tuple[Input, ...]:
    """value: our part of the amount, in its unit; None where the share is none."""
    keys = _Keys()
    return tuple(
        _input(basis, activity, keys, value=activity.counted if activity.share.denominator else None)
        for activity in activities
    )


def line_input(basis: Basis, line: FormLine, *, value: float | None, figure: Figure | None = None) -> Input:
    """Another line as the input of one. value: what it adds; None where it takes part otherwise."""
    made = figure or basis.figure(line.code)
    return Input(
        key=f"line:{line.code}", label=made.label or line.label, amount=made.number, unit=line.unit, value=value
    )


def editions_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({f"{used.dataset}/{used.edition}" for entry in entries for used in entry.factors}))


def rules_of(entries: Iterable[Entry], line: FormLine) -> tuple[str, ...]:
    return tuple(sorted({rule for entry in entries for rule in entry.rules} | set(line.rules)))


class _Keys:
    """Keys of inputs, told apart by a number where two are of the same site, thing and method."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def of(self, activity: Activity) -> str:
        parts = (activity.site, activity.stream, activity.detail, activity.channel, activity.route, activity.method)
        key = "/".join(part for part in parts if part)
        self.given[key] = self.given.get(key, 0) + 1
        return key if self.given[key] == 1 else f"{key}/{self.given[key]}"


def _input(basis: Basis, activity: Activity, keys: _Keys, **values: Any) -> Input:
    share = activity.share
    return Input(
        key=keys.of(activity),
        label=f"{basis.site_label(activity.site)}: {basis.thing(activity.stream, activity.detail)}",
        amount=activity.amount,
        unit=activity.unit,
        method=activity.method,
        share=None if share.basis == "whole" else (share.numerator, share.denominator),
        readings=activity.readings,
        evidenced=activity.evidenced,
        link=basis.readings_link(activity.stream, activity.site),
        **values,
    )


def _with_note(entry: Entry) -> str:
    return f"{entry.equation} ({entry.note})" if entry.note else entry.equation


@lru_cache(maxsize=4096)
def factor_values(used: FactorUsed) -> Mapping[str, Any]:
    """As an input keeps it."""
    return asdict(used)
