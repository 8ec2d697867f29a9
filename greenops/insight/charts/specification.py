"""What the specifications of all charts have in common: type, axes, formats, and their JSON."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from greenops.insight.charts.palette import LIGHT
from greenops.insight.charts.rendering import LINK_BASE

# Fits half a page on a desk and a whole phone without scrolling; a wide chart is given a width of its own.
WIDTH = 440
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
LABEL_SIZE = 12


def table(rows: Iterable[dict[str, Any]]) -> alt.InlineData:
    """Rows inside the specification itself, so that drawing it reads nothing else."""
    return alt.InlineData(values=list(rows))


def linked(urls: Sequence[str] | None, count: int) -> list[str]:
    """Where each mark leads, as absolute addresses that the page turns back into its own."""
    return [LINK_BASE + url for url in urls] if urls else [""] * count


def labels(chart: Any, field: str = "label", **position: Any) -> Any:
    """The figures written beside their marks, printed by us so that they agree with the table."""
    return chart.mark_text(aria=False, fontSize=LABEL_SIZE, color=LIGHT["ink"], **position).encode(text=f"{field}:N")


def total_width(chart: Any, width: int) -> Any:
    """Axes and legend inside `width`; otherwise they are added to it and charts in a row differ in size."""
    return chart.properties(width=width, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))


def specification(chart: Any) -> str:
    """The chart as JSON with sorted keys: the same figures give the same text, by which pictures are kept."""
    dressed = (
        chart.configure(font=FONT, background="transparent", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=LABEL_SIZE,
            titleFontSize=LABEL_SIZE,
            labelColor=LIGHT["muted"],
            titleColor=LIGHT["muted"],
            titleFontWeight="normal",
            gridColor=LIGHT["grid"],
            domainColor=LIGHT["axis"],
            tickColor=LIGHT["axis"],
        )
        .configure_legend(
            orient="top",
            title=None,
            labelFontSize=LABEL_SIZE,
            labelColor=LIGHT["ink"],
            labelLimit=300,
            symbolStrokeWidth=2,
        )
    )
    return json.dumps(dressed.to_dict(), sort_keys=True, ensure_ascii=False)
