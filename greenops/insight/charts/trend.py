"""Years or months as lines, each named at its end."""

from collections.abc import Mapping, Sequence

import altair as alt

from greenops.insight.charts.chart import Chart
from greenops.insight.charts.figures import decimals_for, printed
from greenops.insight.charts.palette import LIGHT, SERIES
from greenops.insight.charts.specification import LABEL_SIZE, WIDTH, labels, specification, table

# Lines differ in dash and point as well as in colour.
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def line_trend(
    *,
    key: str,
    title: str,
    sentence: str,
    unit: str,
    source: str,
    points: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    point_heading: str,
    width: int = WIDTH,
) -> Chart:
    """One line a series over the points in the order given; None leaves a gap.

    points: names along the axis ("2022", "2023"). series: up to six, name to figures in `unit`.
    Raises ValueError for more than six series or figures that are not as many as the points.
    """
    if len(series) > len(SERIES):
        raise ValueError(f"{len(series)} lines are too many to tell apart. Show {len(SERIES)} at most.")
    everything = [value for values in series.values() for value in values]
    decimals = decimals_for(everything)
    rows = [
        {"point": point, "value": value, "label": printed(value, decimals), "series": name}
        for name, values in series.items()
        for point, value in zip(points, values, strict=True)
    ]
    names = list(series)
    last = [
        [row for row in rows if row["series"] == name and row["value"] is not None][-1]
        for name, values in series.items()
        if any(value is not None for value in values)
    ]
    across = alt.X(
        "point:N",
        sort=list(points),
        title=None,
        scale=alt.Scale(type="point", padding=0.2),
        axis=alt.Axis(labelAngle=0, ticks=False, labelPadding=6),
    )
    up = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(zero=True),
        axis=alt.Axis(tickCount=4, domain=False, ticks=False, format=",.2~f"),
    )
    colour = alt.Color("series:N", scale=alt.Scale(domain=names, range=list(SERIES[: len(names)])), legend=None)
    base = alt.Chart(table(rows)).encode(x=across, y=up, color=colour)
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=names, range=list(DASHES[: len(names)])), legend=None)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])), legend=None)
    ends = (
        alt.Chart(table(last))
        .mark_text(align="left", dx=9, fontSize=LABEL_SIZE, fontWeight="bold", color=LIGHT["ink"])
        .encode(x=across, y=up, text="series:N")
    )
    figures = labels(alt.Chart(table(rows)).encode(x=across, y=up), dy=-12)
    lines = base.mark_line(strokeWidth=2.5).encode(strokeDash=dash)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(shape=shape)
    layers = alt.layer(lines, dots, ends, *([figures] if len(names) == 1 else []))
    return Chart(
        key=key,
        title=title,
        sentence=sentence,
        unit=unit,
        source=source,
        spec=specification(layers.properties(width=width - 120, height=220)),
        columns=(point_heading, *names),
        rows=tuple((point, *(series[name][place] for name in names)) for place, point in enumerate(points)),
        decimals=decimals,
        width=width,
    )
