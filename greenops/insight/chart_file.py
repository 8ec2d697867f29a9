"""The figures of one chart as a file."""

import csv
import io

from greenops.insight.charts import Chart
from travel.views.downloads import safe_text


def chart_csv(chart: Chart) -> str:
    """The chart's table, not rounded; the unit stands in the headings of the figures."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    first, *others = chart.columns
    writer.writerow([safe_text(first), *(name if chart.unit in name else f"{name} ({chart.unit})" for name in others)])
    for row in chart.rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()
