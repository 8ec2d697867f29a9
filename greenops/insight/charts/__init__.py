"""Charts: one Vega-Lite specification each, drawn on the server for the page, the download and the PDF."""

from greenops.insight.charts.bars import horizontal_bars
from greenops.insight.charts.chart import Chart
from greenops.insight.charts.columns import monthly_columns
from greenops.insight.charts.comparison import off_on_comparison
from greenops.insight.charts.picture import png, render_svg, svg_drawing
from greenops.insight.charts.trend import line_trend

__all__ = [
    "Chart",
    "horizontal_bars",
    "line_trend",
    "monthly_columns",
    "off_on_comparison",
    "png",
    "render_svg",
    "svg_drawing",
]
