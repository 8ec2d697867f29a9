"""The same total without and with an optional part, side by side: travel with delegates off and on."""

from collections.abc import Sequence

import altair as alt

from greenops.insight.charts.chart import Chart
from greenops.insight.charts.figures import decimals_for, printed
from greenops.insight.charts.palette import LIGHT
from greenops.insight.charts.specification import WIDTH, labels, specification, table, total_width

BAR_STEP = 34


def off_on_comparison(
    *,
    key: str,
    title: str,
    sentence: str,
    unit: str,
    source: str,
    groups: Sequence[str],
    own: Sequence[float],
    optional: Sequence[float],
    own_name: str,
    optional_name: str,
    off_label: str,
    on_label: str,
    group_heading: str = "Year",
    width: int = WIDTH,
) -> Chart:
    """Two bars a group: the own part alone, and with the optional part put at its end as an outlined piece.

    groups: years or units, no two alike. own, optional: figures in `unit`, never mixed into one.
    off_label, on_label: what the two bars are called ("without delegates", "with delegates").
    Raises ValueError where the sequences differ in length.
    """
    decimals = decimals_for([*own, *(a + b for a, b in zip(own, optional, strict=True))])
    pieces, totals, order = [], [], []
    for group, mine, extra in zip(groups, own, optional, strict=True):
        off = off_label if len(groups) == 1 else f"{group}, {off_label}"
        on = on_label if len(groups) == 1 else f"{group}, {on_label}"
        order += [off, on]
        pieces += [
            {"bar": off, "start": 0.0, "end": mine, "part": own_name},
            {"bar": on, "start": 0.0, "end": mine, "part": own_name},
            {"bar": on, "start": mine, "end": mine + extra, "part": optional_name},
        ]
        totals += [
            {"bar": bar, "end": end, "label": printed(end, decimals)} for bar, end in ((off, mine), (on, mine + extra))
        ]
    largest = max((mine + extra for mine, extra in zip(own, optional, strict=True)), default=0.0)
    up = alt.Y(
        "bar:N",
        sort=order,
        title=None,
        scale=alt.Scale(paddingInner=0.32, paddingOuter=0.16),
        axis=alt.Axis(ticks=False, labelPadding=8, labelLimit=190, labelColor=LIGHT["ink"]),
    )
    along = alt.X("end:Q", axis=None, scale=alt.Scale(domainMin=0, domainMax=1.12 * largest or 1.0))
    parts = [own_name, optional_name]
    # The optional part is hollow: it differs from the own part without colour too.
    fill = alt.Fill("part:N", scale=alt.Scale(domain=parts, range=[LIGHT["series-1"], LIGHT["paper"]]))
    stroke = alt.Stroke("part:N", scale=alt.Scale(domain=parts, range=[LIGHT["series-1"], LIGHT["series-2"]]))
    bars = (
        alt.Chart(table(pieces)).mark_bar(strokeWidth=2).encode(x=along, x2="start:Q", y=up, fill=fill, stroke=stroke)
    )
    written = labels(alt.Chart(table(totals)).encode(x=along, y=up), dx=7, align="left")
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        unit=unit,
        source=source,
        spec=specification(total_width(alt.layer(bars, written).properties(height=alt.Step(BAR_STEP)), width)),
        columns=(group_heading, off_label, optional_name, on_label),
        rows=tuple(
            (group, mine, extra, mine + extra) for group, mine, extra in zip(groups, own, optional, strict=True)
        ),
        decimals=decimals,
        width=width,
    )
