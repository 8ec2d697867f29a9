"""Years as lines."""

import pytest

from greenops.insight.charts import Chart, line_trend


def trend(series: dict[str, list[float | None]]) -> Chart:
    return line_trend(
        key="trend",
        title="Trend",
        sentence="It falls.",
        unit="tonnes CO2",
        source="made for this test",
        points=("2024", "2025"),
        series=series,
        point_heading="Year",
    )


def test_the_table_has_a_column_for_each_line() -> None:
    chart = trend({"Headquarters": [2.0, 1.0], "Field": [None, 3.0]})

    assert chart.columns == ("Year", "Headquarters", "Field")
    assert chart.rows == (("2024", 2.0, None), ("2025", 1.0, 3.0))


def test_lines_are_named_in_the_picture_and_not_by_colour_alone() -> None:
    svg = trend({"Headquarters": [2.0, 1.0], "Field": [4.0, 3.0]}).page_svg

    assert ">Headquarters</text>" in svg
    assert "stroke-dasharray" in svg


def test_seven_lines_are_refused() -> None:
    with pytest.raises(ValueError, match="7 lines are too many"):
        trend({str(number): [1.0, 2.0] for number in range(7)})
