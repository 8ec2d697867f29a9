"""Twelve months as columns, with last year behind them where it is known."""

from collections.abc import Sequence

import altair as alt

from greenops.insight.charts.chart import Chart
from greenops.insight.charts.figures import decimals_for, printed
from greenops.insight.charts.palette import LIGHT
from greenops.insight.charts.specification import WIDTH, labels, linked, specification, table, total_width


def monthly_columns(
    *,
    key: str,
    title: str,
    sentence: str,
    unit: str,
    source: str,
    months: Sequence[str],
    values: Sequence[float | None],
    series: str,
    before: Sequence[float | None] | None = None,
    before_series: str = "",
    month_heading: str = "Month",
    urls: Sequence[str] | None = None,
    width: int = WIDTH,
) -> Chart:
    """One column a month; `before` stands behind as a wider, paler column.

    months: 12 short names. values, before: 12 figures in `unit`, None where nothing is known yet.
    series, before_series: what the two are called ("2025", "2024"). urls: where each month leads.
    Raises ValueError where the sequences differ in length.
    """
    decimals = decimals_for([*values, *(before or ())])
    rows = [
        {
            "month": month,
            "value": value,
            "label": printed(value, decimals),
            "words": f"{month}: {printed(value, decimals)} {unit}",
            "series": series,
            "url": url,
        }
        for month, value, url in zip(months, values, linked(urls, len(months)), strict=True)
        if value is not None
    ]
    behind = [
        {"month": month, "value": value, "series": before_series}
        for month, value in zip(months, before or [None] * len(months), strict=True)
        if value is not None
    ]
    names = [series, before_series] if behind else [series]
    colour = alt.Color(
        "series:N",
        scale=alt.Scale(domain=names, range=[LIGHT["series-1"], LIGHT["ghost"]][: len(names)]),
        legend=alt.Legend(symbolType="square") if behind else None,
    )
    across = alt.X(
        "month:N",
        sort=list(months),
        title=None,
        scale=alt.Scale(domain=list(months)),
        axis=alt.Axis(labelAngle=0, ticks=False, labelPadding=6),
    )
    up = alt.Y("value:Q", title=None, axis=alt.Axis(tickCount=4, domain=False, ticks=False, format=",.2~f"))
    front = alt.Chart(table(rows)).encode(x=across, y=up)
    if urls:
        columns = front.mark_bar(width={"band": 0.56}).encode(color=colour, href="url:N", description="words:N")
    else:
        columns = front.mark_bar(width={"band": 0.56}).encode(color=colour)
    ghost = (
        alt.Chart(table(behind))
        .mark_bar(width={"band": 0.88}, stroke=LIGHT["axis"], strokeWidth=1)
        .encode(x=across, y=up, color=colour)
    )
    layers = alt.layer(ghost, columns, labels(front, dy=-6))
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        unit=unit,
        source=source,
        spec=specification(total_width(layers.properties(height=220), width)),
        columns=(month_heading, *names),
        rows=tuple(
            (month, value, *([past] if behind else []))
            for month, value, past in zip(months, values, before or [None] * len(months), strict=True)
        ),
        decimals=decimals,
        has_links=bool(urls),
        width=width,
    )
