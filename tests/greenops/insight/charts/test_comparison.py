"""Totals without and with an optional part."""

from greenops.insight.charts import off_on_comparison


def test_the_on_column_is_the_sum_of_both_parts_and_the_off_column_is_not() -> None:
    chart = off_on_comparison(
        key="delegates",
        title="Delegates",
        sentence="Delegates would add 310 tCO2.",
        unit="tonnes CO2",
        source="made for this test",
        groups=("2024", "2025"),
        own=(800.0, 840.0),
        optional=(0.0, 310.0),
        own_name="Own travel",
        optional_name="Delegates",
        off_label="Off",
        on_label="On",
    )

    assert chart.columns == ("Year", "Off", "Delegates", "On")
    assert chart.rows == (("2024", 800.0, 0.0, 800.0), ("2025", 840.0, 310.0, 1150.0))
    assert "2025, On" in chart.page_svg
