"""Named figures as bars."""

import json

import pytest

from greenops.insight.charts import horizontal_bars


def words() -> dict[str, str]:
    return {
        "key": "units",
        "title": "By unit",
        "sentence": "Field Operations makes 80 per cent.",
        "unit": "tonnes CO2",
        "source": "made for this test",
        "name_heading": "Unit",
        "value_heading": "tCO2",
    }


def test_the_table_keeps_the_order_and_the_unrounded_figures() -> None:
    chart = horizontal_bars(names=("Field", "Support"), values=(1234.567, 0.5), **words())

    assert chart.columns == ("Unit", "tCO2")
    assert chart.rows == (("Field", 1234.567), ("Support", 0.5))
    # From 100 up no decimals are shown.
    assert chart.printed_rows[0] == ("Field", "1,235")


def test_the_figure_beside_a_bar_is_the_one_in_the_table() -> None:
    # Both round half to even: 412.5 is 412.
    chart = horizontal_bars(names=("Field",), values=(412.5,), **words())

    datasets = json.loads(chart.spec)["datasets"]
    assert [row["label"] for rows in datasets.values() for row in rows] == [chart.printed_rows[0][1]]
    assert chart.printed_rows[0][1] == "412"


def test_two_bars_of_one_name_are_refused_because_they_would_be_added() -> None:
    with pytest.raises(ValueError, match="same name"):
        horizontal_bars(names=("Field", "Field"), values=(1.0, 2.0), **words())


def test_a_name_from_a_file_cannot_become_markup() -> None:
    chart = horizontal_bars(names=("<script>alert(1)</script>",), values=(1.0,), **words())

    assert "<script" not in chart.page_svg
    assert "&lt;script" in chart.page_svg
