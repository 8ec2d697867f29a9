"""The charts of the year, made from the figures; each is drawn once for the same figures and words."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from greenops.insight import findings
from greenops.insight.amounts import tonnes
from greenops.insight.charts import Chart, horizontal_bars, monthly_columns, off_on_comparison
from greenops.insight.naming import HEADINGS, LegLinks, cell_name, month_name, route_name
from travel.year_figures import Breakdown, YearFigures

KEPT_CHARTS: Final = 512
UNITS_SHOWN: Final = 12
KEYS: Final = ("months", "units", "cabins", "hauls", "routes", "delegates")

# Building a specification takes tens of milliseconds, and the same year is asked for again and again.
_bars = lru_cache(maxsize=KEPT_CHARTS)(horizontal_bars)
_columns = lru_cache(maxsize=KEPT_CHARTS)(monthly_columns)
_off_on = lru_cache(maxsize=KEPT_CHARTS)(off_on_comparison)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all charts of a page share."""

    figures: YearFigures
    unit: str
    source: str
    links: LegLinks

    def bars(self, key: str, title: str, sentence: str, heading: str, lines: list[tuple[str, float, str]]) -> Chart:
        names, values, urls = zip(*lines, strict=True)
        return _bars(
            key=key,
            title=title,
            sentence=sentence,
            unit=self.unit,
            source=self.source,
            names=names,
            values=values,
            name_heading=heading,
            value_heading=self.unit,
            urls=urls if all(urls) else None,
        )


def year_charts(figures: YearFigures, unit: str, source: str, links: LegLinks) -> tuple[Chart, ...]:
    """Months, units, cabins, hauls, routes, delegates; a chart with nothing to compare is left out."""
    frame = _Frame(figures, unit, source, links)
    found = (_months(frame), _units(frame), _cabins(frame), _hauls(frame), _routes(frame), _delegates(frame))
    return tuple(chart for chart in found if chart is not None)


def _months(frame: _Frame) -> Chart | None:
    figures = frame.figures
    found, before = figures.inside.by["month"], figures.before
    if all(cell.is_merged for cell in found.cells):
        return None
    months = [str(month) for month in range(1, 13)]
    return _columns(
        key="months",
        title=_("By month"),
        sentence=findings.of_months(figures, frame.unit),
        unit=frame.unit,
        source=frame.source,
        months=tuple(month_name(month, short=True) for month in months),
        values=tuple(_tonnes(found, month) for month in months),
        series=str(figures.year),
        before=tuple(_tonnes(before.months, month) for month in months) if before else None,
        before_series=str(before.year) if before else "",
        month_heading=_("Month"),
    )


def _tonnes(found: Breakdown, month: str) -> float | None:
    """None for a month that is not shown by itself."""
    if found.hides(month):
        return None
    sums = found.get(month)
    return tonnes(sums.total_mg) if sums else 0.0


def _lines(frame: _Frame, dimension: str) -> list[tuple[str, float, str]]:
    """Name, tonnes and address of each cell that is shown by itself."""
    return [
        (
            cell_name(dimension, cell.keys[0], frame.figures),
            tonnes(cell.sums.total_mg),
            frame.links.cell(dimension, cell.keys[0]),
        )
        for cell in frame.figures.inside.by[dimension].cells
        if not cell.is_merged
    ]


def _units(frame: _Frame) -> Chart | None:
    lines = _lines(frame, "unit")[:UNITS_SHOWN]
    if len(lines) < 2:
        return None
    sentence = findings.of_units(frame.figures, frame.unit)
    return frame.bars("units", _("By unit"), sentence, str(HEADINGS["unit"]), lines)


def _cabins(frame: _Frame) -> Chart | None:
    lines = _lines(frame, "cabin")
    if len(lines) < 2:
        return None
    sentence = findings.of_cabins(frame.figures, frame.unit)
    return frame.bars("cabins", _("By cabin class"), sentence, str(HEADINGS["cabin"]), lines)


def _hauls(frame: _Frame) -> Chart | None:
    lines = _lines(frame, "haul")
    if len(lines) < 2:
        return None
    sentence = findings.of_hauls(frame.figures, frame.unit)
    return frame.bars("hauls", _("By haul band"), sentence, str(HEADINGS["haul"]), lines)


def _routes(frame: _Frame) -> Chart | None:
    lines = [
        (
            route_name(route),
            tonnes(route.sums.total_mg),
            frame.links.legs(origin=route.origin, destination=route.destination),
        )
        for route in frame.figures.routes
    ]
    if len(lines) < 2:
        return None
    return frame.bars("routes", _("Largest routes"), findings.of_routes(frame.figures, frame.unit), _("Route"), lines)


def _delegates(frame: _Frame) -> Chart | None:
    figures = frame.figures
    if figures.added is None:
        return None
    return _off_on(
        key="delegates",
        title=_("Delegates off and on"),
        sentence=findings.of_delegates(figures, frame.unit),
        unit=frame.unit,
        source=frame.source,
        groups=(str(figures.year),),
        own=(tonnes(figures.off.total_mg),),
        optional=(tonnes(figures.added.total.total_mg),),
        own_name=_("Paid by the organization"),
        optional_name=_("Paid by others"),
        off_label=_("Delegates off"),
        on_label=_("Delegates on"),
        group_heading=_("Year"),
    )
