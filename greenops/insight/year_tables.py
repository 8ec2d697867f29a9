"""The year's figures as tables of typed cells: the page, the PDF and the files print the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from greenops.insight.amounts import (
    NOT_SHOWN,
    per_cent_sign,
    printed_count,
    printed_tonnes,
    tonnes,
)
from greenops.insight.naming import HEADINGS, TITLES, LegLinks, cell_name, route_name
from travel.year_figures import Breakdown, Part, Sums, YearFigures

Value = str | int | float | None


class Kind(Enum):
    """What a column holds. MASS: milligrams; DISTANCE: passenger-metres; SHARE: 0 to 1."""

    TEXT = "text"
    COUNT = "count"
    DISTANCE = "distance"
    MASS = "mass"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """key: its word in files. unit: what stands beside the figures; empty for text and counts."""

    key: str
    heading: str
    kind: Kind
    unit: str = ""

    def printed(self, value: Value, decimals: int) -> str:
        """As a page prints it. decimals: of a tonne."""
        if value is None:
            return NOT_SHOWN
        if self.kind is Kind.MASS:
            return printed_tonnes(int(value), decimals)
        if self.kind is Kind.DISTANCE:
            return printed_count(int(value) / 1000)
        if self.kind is Kind.SHARE:
            return per_cent_sign(float(value))
        return printed_count(int(value)) if self.kind is Kind.COUNT else str(value)

    def exact(self, value: Value) -> Value:
        """As a file holds it: tonnes, kilometres and shares, not rounded."""
        if value is None or self.kind in (Kind.TEXT, Kind.COUNT):
            return value
        if self.kind is Kind.MASS:
            return tonnes(int(value))
        return int(value) / 1000 if self.kind is Kind.DISTANCE else value


@dataclass(frozen=True, slots=True)
class Row:
    values: tuple[Value, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """unit: of the masses. rows: the largest or the first in order on top. total: the last line, or None."""

    key: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None
    decimals: int
    note: str = ""

    @property
    def printed_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each row's address and its cells as printed."""
        return tuple((row.url, self._printed(row)) for row in self.rows)

    @property
    def printed_total(self) -> tuple[str, ...]:
        return self._printed(self.total) if self.total else ()

    @property
    def headings(self) -> tuple[tuple[str, bool], ...]:
        """Each column's heading, and whether it holds numbers; the unit stands with the title."""
        return tuple((column.heading, column.kind is not Kind.TEXT) for column in self.columns)

    def _printed(self, row: Row) -> tuple[str, ...]:
        return tuple(c.printed(v, self.decimals) for c, v in zip(self.columns, row.values, strict=True))


def breakdown_tables(figures: YearFigures, unit: str, links: LegLinks, decimals: int) -> tuple[Table, ...]:
    """One table a dimension. unit: of the masses, with the gas basis."""
    return tuple(_breakdown_table(figures, dimension, unit, links, decimals) for dimension in TITLES)


def route_table(figures: YearFigures, unit: str, links: LegLinks, decimals: int) -> Table:
    """The largest routes; they are not all routes, so there is no total."""
    columns = (
        Column("route", _("Route"), Kind.TEXT),
        Column("legs", _("Legs"), Kind.COUNT),
        Column("passenger_km", _("Passenger-km"), Kind.DISTANCE),
        Column("emissions", _("Emissions"), Kind.MASS, unit),
        Column("share_of_total", _("Share"), Kind.SHARE),
    )
    total = figures.off.total_mg
    rows = tuple(
        Row(
            (
                route_name(route),
                route.sums.legs,
                route.sums.distance_m,
                route.sums.total_mg,
                _share(route.sums.total_mg, total),
            ),
            links.legs(origin=route.origin, destination=route.destination),
        )
        for route in figures.routes
    )
    note = ""
    if figures.smallest_group:
        note = _("Routes flown by fewer than %(smallest)s people are not listed.") % {
            "smallest": figures.smallest_group
        }
    return Table("route", _("Largest routes"), unit, columns, rows, None, decimals, note)


def _breakdown_table(figures: YearFigures, dimension: str, unit: str, links: LegLinks, decimals: int) -> Table:
    inside = figures.inside.by[dimension]
    before = figures.before if dimension == "month" else None
    rows = [
        Row(
            (
                cell_name(dimension, key, figures),
                *_own(sums, figures),
                *_beside(figures, before, dimension, key),
            ),
            links.cell(dimension, key),
        )
        for key, sums in _lines(inside, figures.added, dimension)
    ]
    rest = _rest(figures, inside, before, dimension)
    if rest is not None:
        rows.append(rest)
    total = Row(
        (
            _("Total"),
            *_own(figures.off, figures),
            *([before.total.total_mg] if before else []),
            *([figures.added.total.total_mg] if figures.added else []),
        ),
        links.legs(),
    )
    return Table(
        dimension,
        str(TITLES[dimension]),
        unit,
        _columns(figures, before, dimension, unit),
        tuple(rows),
        total,
        decimals,
        _small_groups_note(figures, inside, rows, dimension),
    )


def _columns(figures: YearFigures, before: Any, dimension: str, unit: str) -> tuple[Column, ...]:
    columns = [
        Column(dimension, str(HEADINGS[dimension]), Kind.TEXT),
        Column("legs", _("Legs"), Kind.COUNT),
        Column("passenger_km", _("Passenger-km"), Kind.DISTANCE),
        Column("emissions", _("Emissions"), Kind.MASS, unit),
        Column("low", _("Low"), Kind.MASS, unit),
        Column("high", _("High"), Kind.MASS, unit),
        Column("share_of_total", _("Share"), Kind.SHARE),
        Column("share_on_estimates", _("On estimates"), Kind.SHARE),
    ]
    if figures.off.official_mg:
        columns.append(Column("share_official", _("Official"), Kind.SHARE))
    if before:
        columns.append(Column("year_before", str(before.year), Kind.MASS, unit))
    if figures.added:
        columns.append(Column("added_by_delegates", _("Delegates add"), Kind.MASS, unit))
    return tuple(columns)


def _lines(inside: Breakdown, added: Part | None, dimension: str) -> Sequence[tuple[str, Sums]]:
    """The cells with names: those inside, then those in which only delegates travelled; all twelve months."""
    lines = [(cell.keys[0], cell.sums) for cell in inside.cells if not cell.is_merged]
    if dimension == "month":
        known = {key for key, _sums in lines}
        idle = [str(month) for month in range(1, 13) if str(month) not in known]
        lines += [(key, Sums()) for key in idle if not inside.hides(key)]
    if added is not None:
        known = {key for key, _sums in lines}
        lines += [
            (cell.keys[0], Sums())
            for cell in added.by[dimension].cells
            if not cell.is_merged and cell.keys[0] not in known and not inside.hides(cell.keys[0])
        ]
    if dimension == "month":
        lines.sort(key=lambda line: int(line[0]))
    return lines


def _own(sums: Sums, figures: YearFigures) -> tuple[Value, ...]:
    return (
        sums.legs,
        sums.distance_m,
        sums.total_mg,
        sums.low_mg,
        sums.high_mg,
        _share(sums.total_mg, figures.off.total_mg),
        sums.estimated_share,
        *([sums.official_share] if figures.off.official_mg else []),
    )


def _beside(figures: YearFigures, before: Any, dimension: str, key: str) -> tuple[Value, ...]:
    """Last year's mass and what delegates add, where they have a column; None where the cell is not shown."""
    values: list[Value] = []
    if before:
        values.append(_mass(before.months, key))
    if figures.added:
        values.append(_mass(figures.added.by[dimension], key))
    return tuple(values)


def _mass(found: Breakdown, key: str) -> int | None:
    if found.hides(key):
        return None
    sums = found.get(key)
    return sums.total_mg if sums else 0


def _rest(figures: YearFigures, inside: Breakdown, before: Any, dimension: str) -> Row | None:
    """The line of small groups: what the lines above leave of the totals, so that columns add up."""
    shown = [key for key, _sums in _lines(inside, figures.added, dimension)]
    beside: list[Value] = []
    if before:
        beside.append(before.total.total_mg - sum(_mass(before.months, key) or 0 for key in shown))
    if figures.added:
        of = figures.added.by[dimension]
        beside.append(figures.added.total.total_mg - sum(_mass(of, key) or 0 for key in shown))
    merged = inside.merged
    if merged is None and not any(beside):
        return None
    own = _own(merged.sums if merged else Sums(), figures)
    return Row((_("Small groups together"), *own, *beside))


def _small_groups_note(figures: YearFigures, inside: Breakdown, rows: Sequence[Row], dimension: str) -> str:
    """What stands together and why, and what a dash means; empty where everything is shown."""
    words = {"smallest": figures.smallest_group}
    notes = []
    if inside.merged is not None and len(inside.cells) == 1:
        notes.append(_("Too few people travelled for the parts to be shown by themselves."))
    elif inside.merged is not None:
        names = ", ".join(cell_name(dimension, key, figures) for key in inside.merged.keys)
        notes.append(
            _(
                "Groups of fewer than %(smallest)s people are not shown by themselves. Together here, with one "
                "larger group so that nothing follows by subtraction: %(names)s."
            )
            % {**words, "names": names}
        )
    if any(value is None for row in rows for value in row.values[1 + len(_own(Sums(), figures)) :]):
        notes.append(
            _("A dash stands for fewer than %(smallest)s people; their figures are with the small groups.") % words
        )
    return " ".join(notes)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
