"""The charts of the report, drawn as vectors, each with its sentence and its table."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, TableStyle
from reportlab.platypus import Table as Grid

from greenops.annual_return.documents.breakdown import by_site, on_estimates
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.printed import unit_words
from greenops.annual_return.documents.report_findings import GROUPS, SCOPES, number_of
from greenops.annual_return.documents.report_pages import WIDTH, chapter, gap, grid
from greenops.annual_return.documents.statements import TrendPoint
from greenops.insight.amounts import per_cent
from greenops.insight.charts import Chart, horizontal_bars, line_trend, off_on_comparison, svg_drawing
from greenops.insight.pdf_words import chart_font, words

SITES_SHOWN: Final = 12
GAP: Final = 8 * mm
HALF: Final = (WIDTH - GAP) / 2
SHOWN_ON_ESTIMATES: Final = 8


def charts(content: ReturnContent) -> Iterator[Flowable]:
    """The trend across the page, the others two in a row."""
    found = [chart for chart in _all(content) if chart is not None]
    if not found:
        return
    yield from chapter(_("Charts"))
    pairs: list[Chart] = []
    for chart in found:
        if chart.is_wide:
            yield KeepTogether(list(_printed(chart, WIDTH)))
        else:
            pairs.append(chart)
    for place in range(0, len(pairs), 2):
        columns = [list(_printed(chart, HALF)) for chart in pairs[place : place + 2]]
        row = Grid([columns + [[]] * (2 - len(columns))], colWidths=[HALF + GAP, HALF], hAlign="LEFT")
        row.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ]
            )
        )
        yield row


def _printed(chart: Chart, width: float) -> Iterator[Flowable]:
    """Heading, sentence, picture, and the same figures as a table."""
    yield words(chart.title, "heading")
    yield words(chart.sentence)
    yield words(chart.unit, "small")
    yield gap(1)
    font = chart_font(cell for row in chart.rows for cell in row if isinstance(cell, str))
    drawing = svg_drawing(chart, width, font=font)
    drawing.hAlign = "LEFT"
    yield drawing
    yield gap(1)
    count = len(chart.columns)
    widths = [0.7, 0.3] if count == 2 else [1.0] * count
    rows = [list(row) for row in chart.printed_rows]
    yield grid(chart.columns, rows, widths, numeric=range(1, count), width=width)
    yield words(_("Source: %(source)s") % {"source": chart.source}, "small")


def _all(content: ReturnContent) -> Iterator[Chart | None]:
    line = content.find("T.1")
    unit = unit_words(line.unit if line else "tCO2eq")
    source = _("return %(year)s, %(edition)s") % {"year": content.year, "edition": content.edition_words}
    yield _trend(content, unit, source)
    yield _bars(content, "groups", _("By source"), _("Source"), GROUPS, unit, source)
    yield _bars(content, "scopes", _("By scope"), _("Scope"), SCOPES, unit, source)
    yield _sites(content, unit, source)
    yield _estimates(content, source)
    yield _delegates(content, unit, source)


def _bars(
    content: ReturnContent, key: str, title: str, heading: str, codes: tuple[str, ...], unit: str, source: str
) -> Chart | None:
    lines = [line for line in map(content.find, codes) if line is not None and number_of(line) is not None]
    total = number_of(content.find("T.1"))
    if len(lines) < 2 or not total:
        return None
    values = [number_of(line) or 0.0 for line in lines]
    largest = max(range(len(lines)), key=lambda place: values[place])
    sentence = _("%(name)s is the largest part: %(share)s of the total.") % {
        "name": _short(lines[largest].label),
        "share": per_cent(values[largest] / total),
    }
    return horizontal_bars(
        key=key, title=title, sentence=sentence, unit=unit, source=source, names=[_short(line.label) for line in lines],
        values=values, name_heading=heading, value_heading=unit,
    )  # fmt: skip


def _short(label: str) -> str:
    """What stands before the colon: a label such as "Scope 1: burnt by us" is too long for a chart."""
    return label.split(":")[0]


def _delegates(content: ReturnContent, unit: str, source: str) -> Chart | None:
    off, on = number_of(content.find("T.1")), number_of(content.with_delegates("T.1"))
    if off is None or on is None or on == off:
        return None
    sentence = _("The total without travel of delegates paid by others, and beside it with that travel. Never one sum.")
    return off_on_comparison(
        key="delegates", title=_("Delegates off and on"), sentence=sentence, unit=unit, source=source,
        groups=(str(content.year),), own=(off,), optional=(on - off,), own_name=_("The organization's total"),
        optional_name=_("Paid by others"), off_label=_("Delegates off"), on_label=_("Delegates on"),
        group_heading=_("Year"),
    )  # fmt: skip


def _trend(content: ReturnContent, unit: str, source: str) -> Chart | None:
    """A line a series: where a series breaks the line does too, so that nobody reads across the break."""
    total = number_of(content.find("T.1"))
    points = [point for point in content.said.trend if point.year < content.year]
    if total is None or not points:
        return None
    years = [point.year for point in points] + [content.year]
    starts = [0, *_breaks(points, own=[point for point in content.said.trend if point.year == content.year])]
    ends = [*starts[1:], len(years)]
    values = [*(point.tonnes for point in points), total]
    series = {
        _series_name(years[start], years[end - 1], len(starts)): [
            value if start <= place < end else None for place, value in enumerate(values)
        ]
        for start, end in zip(starts[-6:], ends[-6:], strict=True)
    }
    published = [str(point.year) for point in points if point.published]
    sentence = _("The total over the years.")
    if len(starts) > 1:
        years_of = ", ".join(str(years[start]) for start in starts[1:])
        sentence += " " + _("A new series begins in %(years)s: values before and after do not compare.") % {
            "years": years_of
        }
    if published:
        sentence += " " + _("As published by UNEP, before this system: %(years)s.") % {"years": ", ".join(published)}
    return line_trend(
        key="trend", title=_("Over the years"), sentence=sentence, unit=unit, source=source,
        points=[str(year) for year in years], series=series, point_heading=_("Year"), width=760,
    )  # fmt: skip


def _breaks(points: list[TrendPoint], own: list[TrendPoint]) -> list[int]:
    """Where a new series begins: where it was said so, where the method changed, and where our own figures follow
    published ones. own: the point of the report's own year, where it is among those that were said.
    """
    published = [*(point.published for point in points), False]
    said = [*(point.starts_new_series for point in points), any(point.starts_new_series for point in own)]
    return [
        place for place in range(1, len(published)) if said[place] or (published[place - 1] and not published[place])
    ]


def _series_name(first: int, last: int, count: int) -> str:
    if count == 1:
        return _("total")
    return str(first) if first == last else f"{first}-{last}"


def _sites(content: ReturnContent, unit: str, source: str) -> Chart | None:
    sums = by_site(content.off)
    if len(sums) < 2:
        return None
    shown, others = sums[:SITES_SHOWN], sums[SITES_SHOWN:]
    names, values = [one.site for one in shown], [one.value for one in shown]
    whole = sum(one.value for one in sums)
    sentence = _("%(site)s has the largest facilities: %(share)s of %(count)s sites' emissions.") % {
        "site": shown[0].site,
        "share": per_cent(shown[0].value / whole if whole else 0),
        "count": len(sums),
    }
    if others:
        names.append(_("%(count)s others") % {"count": len(others)})
        values.append(sum(one.value for one in others))
    return horizontal_bars(
        key="sites", title=_("Facilities by site"), sentence=sentence, unit=unit, source=source, names=names,
        values=values, name_heading=_("Site"), value_heading=unit,
    )  # fmt: skip


def _estimates(content: ReturnContent, source: str) -> Chart | None:
    """The parts of the emissions that rest on estimates, the whole first."""
    totals = [line for line in map(content.find, ("T.1", *GROUPS)) if line and line.method_share is not None]
    if len(totals) < 2 or not any(line.method_share for line in totals):
        return None
    lines = [
        line for line in on_estimates(content.off)
        if line.section != TOTALS and line.unit.startswith("tCO2") and not line.optional
    ]  # fmt: skip
    shown = [*totals, *lines][:SHOWN_ON_ESTIMATES]
    share = shown[0].method_share
    sentence = _("%(share)s of %(name)s rests on estimates.") % {
        "share": per_cent(share).capitalize(),
        "name": shown[0].label[:1].lower() + shown[0].label[1:],
    }
    return horizontal_bars(
        key="estimates", title=_("What rests on estimates"), sentence=sentence, unit=_("per cent of the line"),
        source=source, names=[f"{line.code} {_short(line.label)}" for line in shown],
        values=[100 * (line.method_share or 0) for line in shown], name_heading=_("Line"),
        value_heading=_("per cent"),
    )  # fmt: skip
