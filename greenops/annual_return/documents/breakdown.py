"""Figures that are read out of the lines: what they rest on, site by site, factor by factor."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import fsum, isclose

from greenops.annual_return.computed import ComputedReturn, Input, Line

FACILITIES, TOTAL = "T.5", "T.1"
LINE = "line:"
# Masses below this (in the unit of the line, a gram in tonnes) are what adding floats in another order may give.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class SiteSum:
    """What the facilities of a site emit, and the part that rests on estimates. In the unit of the total."""

    site: str
    value: float
    estimated: float


@dataclass(frozen=True)
class FactorRow:
    """A factor as it was used; lines: the codes of the lines that used it."""

    label: str
    value: float
    unit: str
    dataset: str
    edition: str
    certainty: str
    source: str
    lines: tuple[str, ...]


def is_sum(line: Line) -> bool:
    """Whether the value is the plain sum of what its inputs add: a line that is none has no share on estimates."""
    if not isinstance(line.value, int | float) or isinstance(line.value, bool):
        return False
    known = [given.value is not None for given in line.inputs]
    return any(known) and (line.method_share is not None or all(known))


def sum_of(line: Line) -> float:
    return fsum(given.value for given in line.inputs if given.value is not None)


def agrees(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=TOLERANCE)


def leaves(computed: ComputedReturn, code: str) -> Iterator[tuple[Line, Input]]:
    """What a total is made from, down to what is no line itself. Nothing twice, and no circle."""
    lines = {line.code: line for line in computed.lines}
    waiting, seen = [code], set()
    while waiting:
        here = waiting.pop(0)
        if here in seen or here not in lines:
            continue
        seen.add(here)
        for given in lines[here].inputs:
            if given.key.startswith(LINE):
                waiting.append(given.key.removeprefix(LINE))
            else:
                yield lines[here], given


def by_site(computed: ComputedReturn, code: str = FACILITIES) -> list[SiteSum]:
    """Each site's part of a total, the largest first. A key begins with the site's code."""
    values: dict[str, list[float]] = defaultdict(list)
    estimated: dict[str, list[float]] = defaultdict(list)
    for _line, given in leaves(computed, code):
        if given.value is None:
            continue
        site = given.key.split("/")[0]
        values[site].append(given.value)
        if given.method in ("estimated", "proxy", "copied"):
            estimated[site].append(given.value)
    found = [SiteSum(site, fsum(parts), fsum(estimated[site])) for site, parts in values.items()]
    return sorted(found, key=lambda one: (-one.value, one.site))


@dataclass
class _Use:
    codes: list[str] = field(default_factory=list)


def factors_used(computed: ComputedReturn) -> list[FactorRow]:
    """Every factor that a line used, once, in the order of its dataset; with the lines that used it."""
    found: dict[tuple[str, ...], _Use] = {}
    rows: dict[tuple[str, ...], FactorRow] = {}
    for line in computed.lines:
        for given in line.inputs:
            for factor in given.factors:
                texts = [str(factor.get(name) or "") for name in ("label", "unit", "dataset", "edition", "certainty")]
                value = float(factor["value"])
                key = (*texts, repr(value))
                use = found.setdefault(key, _Use())
                if line.code not in use.codes:
                    use.codes.append(line.code)
                label, unit, dataset, edition, certainty = texts
                source = str(factor.get("source") or "")
                rows.setdefault(key, FactorRow(label, value, unit, dataset, edition, certainty, source, ()))
    ordered = sorted(found, key=lambda key: (key[2], key[3], key[0], key[1], key[5]))
    return [FactorRow(**{**vars(rows[key]), "lines": tuple(found[key].codes)}) for key in ordered]


def unknown_lines(computed: ComputedReturn) -> list[Line]:
    """The lines whose value is not known."""
    return [line for line in computed.lines if line.value is None or line.value == ""]


def is_unexplained(line: Line) -> bool:
    """Not known, and nothing says why: nobody entered anything, which is no problem of its own."""
    return (line.value is None or line.value == "") and not line.note and not line.inputs


def on_estimates(computed: ComputedReturn) -> list[Line]:
    """The lines that rest on estimates in part, the largest part first."""
    return sorted(
        (line for line in computed.lines if line.method_share), key=lambda line: (-(line.method_share or 0), line.code)
    )
