"""Named figures as horizontal bars: units, cabins, haul bands, routes."""

from collections.abc import Sequence

import altair as alt

from greenops.insight.charts.chart import Chart
from greenops.insight.charts.figures import decimals_for, printed
from greenops.insight.charts.palette import LIGHT
from greenops.insight.charts.specification import WIDTH, labels, linked, specification, table, total_width

BAR_STEP = 28


def horizontal_bars(
    *,
    key: str,
    title: str,
    sentence: str,
    unit: str,
    source: str,
    names: Sequence[str],
    values: Sequence[float],
    name_heading: str,
    value_heading: str,
    urls: Sequence[str] | None = None,
    width: int = WIDTH,
) -> Chart:
    """One bar a name, in the order given, each with its figure written at its end.

    names: no two alike. values: in `unit`. urls: where each bar leads.
    Raises ValueError where names are not as many as values or not distinct.
    """
    if len(set(names)) != len(names):
        raise ValueError("Two bars have the same name. Give every bar a name of its own.")
    decimals = decimals_for(values)
    rows = [
        {
            "name": name,
            "value": value,
            "label": printed(value, decimals),
            "words": f"{name}: {printed(value, decimals)} {unit}",
            "url": url,
        }
        for name, value, url in zip(names, values, linked(urls, len(names)), strict=True)
    ]
    base = alt.Chart(table(rows)).encode(
        y=alt.Y(
            "name:N",
            sort=list(names),
            title=None,
            scale=alt.Scale(paddingInner=0.32, paddingOuter=0.16),
            axis=alt.Axis(ticks=False, labelLimit=190, labelPadding=8, labelColor=LIGHT["ink"]),
        ),
        # The figure at the end of the longest bar needs room of its own.
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domainMax=1.12 * max([*values, 0.0]) or 1.0)),
    )
    bars = base.mark_bar(color=LIGHT["series-1"])
    if urls:
        bars = bars.encode(href="url:N", description="words:N")
    layers = alt.layer(bars, labels(base, dx=5, align="left"))
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        unit=unit,
        source=source,
        spec=specification(total_width(layers.properties(height=alt.Step(BAR_STEP)), width)),
        columns=(name_heading, value_heading),
        rows=tuple(zip(names, values, strict=True)),
        decimals=decimals,
        has_links=bool(urls),
        width=width,
    )
