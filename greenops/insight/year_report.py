"""One year's air travel ready to be read: one frozen value for the page, the PDF and the files."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from greenops.insight import findings
from greenops.insight.amounts import gas_unit, headline_tonnes, mass_decimals, per_cent, printed_count
from greenops.insight.charts import Chart
from greenops.insight.method_notes import MethodNote, note_of
from greenops.insight.naming import LegLinks
from greenops.insight.waiting_table import waiting_tables
from greenops.insight.year_charts import year_charts
from greenops.insight.year_tables import Table, breakdown_tables, route_table
from travel.emissions.method import Method
from travel.emissions.methods import RETURN_METHOD
from travel.year_figures import YearFigures


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure in words: printed value and unit, what stands below it, and the legs behind it."""

    key: str
    label: str
    value: str
    unit: str = ""
    below: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class YearReport:
    """headline: the one figure, delegates off. statements: the smaller ones beside it.

    waiting: what rows that wait for an answer would change in it; empty where none waits.
    completeness: how many months of bookings are missing, a remark that the page shows first; empty where none is.
    """

    figures: YearFigures
    organization: str
    is_demonstration: bool
    part: str
    method: Method
    note: MethodNote
    unit: str
    headline: Statement
    statements: tuple[Statement, ...]
    boundary: str
    completeness: str
    remarks: tuple[str, ...]
    waiting: str
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    code_version: str
    made_at: datetime

    @property
    def year(self) -> int:
        return self.figures.year

    @property
    def title(self) -> str:
        return _("Air travel %(year)s") % {"year": self.year}

    def chart(self, key: str) -> Chart | None:
        return next((chart for chart in self.charts if chart.key == key), None)


def year_report(
    figures: YearFigures,
    *,
    method: Method,
    links: LegLinks,
    organization: str,
    is_demonstration: bool,
    part: str,
    code_version: str,
    made_at: datetime,
    completeness: str = "",
) -> YearReport:
    """part: the units of the figures in words, or empty for the whole organization.

    completeness: how many months of bookings are missing; empty where none is.
    """
    unit = gas_unit(method)
    missing = _("Files expected every month: %(sentence)s") % {"sentence": completeness} if completeness else ""
    decimals = mass_decimals(figures.off.total_mg)
    source = _("%(label)s, edition %(edition)s; bookings of %(year)s; GreenOps %(code)s") % {
        "label": method.label,
        "edition": method.edition,
        "year": figures.year,
        "code": code_version,
    }
    return YearReport(
        figures=figures,
        organization=organization,
        is_demonstration=is_demonstration,
        part=part,
        method=method,
        note=note_of(method),
        unit=unit,
        headline=Statement(
            "headline",
            _("Air travel, delegates off"),
            headline_tonnes(figures.off.total_mg),
            unit,
            " ".join(
                filter(None, [f"{method.label}.", findings.of_official(figures), findings.comparison(figures, unit)])
            ),
            links.legs(),
        ),
        statements=_statements(figures, unit, links),
        boundary=figures.boundary.sentence,
        completeness=missing,
        remarks=_remarks(figures, missing),
        waiting=findings.of_waiting(figures.waiting, unit),
        charts=year_charts(figures, unit, source, links),
        tables=(
            *breakdown_tables(figures, unit, links, decimals),
            route_table(figures, unit, links, decimals),
            *waiting_tables(figures, unit, decimals),
        ),
        code_version=code_version,
        made_at=made_at,
    )


def _statements(figures: YearFigures, unit: str, links: LegLinks) -> tuple[Statement, ...]:
    off = figures.off
    on = figures.on
    return (
        Statement(
            "delegates_on",
            _("With delegates on"),
            headline_tonnes(on.total_mg) if on else _("not shown"),
            unit if on else "",
            findings.of_delegates(figures, unit),
            links.legs(payer="other") if figures.added else "",
        ),
        Statement(
            "range",
            _("Range"),
            f"{headline_tonnes(off.low_mg)} – {headline_tonnes(off.high_mg)}",
            unit,
            _("If every assumption of the method leaned the same way."),
        ),
        Statement(
            "legs",
            _("Legs"),
            printed_count(off.legs),
            "",
            _("%(number)s passenger legs") % {"number": printed_count(off.passenger_legs)},
            links.legs(),
        ),
        Statement(
            "passenger_km",
            _("Distance flown"),
            *_distance(off.passenger_km),
            _("Great-circle distances, without the method's uplift."),
        ),
        Statement(
            "estimated",
            _("Rests on estimates"),
            per_cent(off.estimated_share),
            "",
            _("Share of the mass whose cabin or place was assumed."),
        ),
        *_official(figures),
    )


def _official(figures: YearFigures) -> tuple[Statement, ...]:
    """Only the return's method takes official results; there the share is said also where it is nothing."""
    if figures.method != RETURN_METHOD:
        return ()
    below = _("Share of the mass that ICAO's own calculator gave; the rest is our estimate by its method.")
    return (Statement("official", _("Official results"), per_cent(figures.off.official_share), "", below),)


def _distance(passenger_km: float) -> tuple[str, str]:
    """Passenger-kilometres and their unit; millions where there are so many."""
    if passenger_km < 1_000_000:
        return printed_count(passenger_km), _("passenger-km")
    return f"{passenger_km / 1_000_000:,.1f}", _("million passenger-km")


def _remarks(figures: YearFigures, completeness: str) -> tuple[str, ...]:
    """What a reader must know about this year's figures, in whole sentences."""
    remarks = []
    if completeness:
        remarks.append(completeness)
    unknown = figures.unknown_payer
    if unknown and unknown.legs:
        remarks.append(
            _("The payer is not known for %(share)s of the mass; it counts inside.")
            % {"share": per_cent(unknown.total_mg / figures.off.total_mg)}
        )
    elif figures.unknown_payer_is_hidden:
        remarks.append(_("The payer of a few legs is not known; they count inside."))
    if figures.smallest_group and any(found.merged for found in figures.inside.by.values()):
        remarks.append(
            _("Groups of fewer than %(smallest)s people are shown together with others.")
            % {"smallest": figures.smallest_group}
        )
    return tuple(remarks)
