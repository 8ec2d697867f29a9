"""Twelve months as columns."""

import pytest

from greenops.insight.charts import Chart, monthly_columns, render_svg

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
VALUES = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, None)


def months(**changes: object) -> Chart:
    words = {
        "key": "months",
        "title": "Air travel by month",
        "sentence": "November is the highest month: 11 tCO2.",
        "unit": "tonnes CO2",
        "source": "made for this test",
        "months": MONTHS,
        "values": VALUES,
        "series": "2025",
    }
    return monthly_columns(**(words | changes))  # type: ignore[arg-type]


def test_the_table_holds_the_figures_of_the_columns() -> None:
    chart = months(before=(12.0,) * 12, before_series="2024")

    assert chart.columns == ("Month", "2025", "2024")
    assert chart.rows[0] == ("Jan", 1.0, 12.0)
    assert chart.rows[11] == ("Dec", None, 12.0)
    assert len(chart.rows) == 12


def test_a_month_that_is_not_known_is_printed_as_a_dash_and_not_as_zero() -> None:
    # The largest figure is 11, so one decimal is shown.
    assert months().printed_rows[10] == ("Nov", "11.0")
    assert months().printed_rows[11] == ("Dec", "–")


def test_the_same_figures_give_the_same_specification_and_picture() -> None:
    assert months().spec == months().spec
    assert render_svg(months()) == render_svg(months())


def test_other_figures_give_another_picture() -> None:
    assert render_svg(months()) != render_svg(months(values=(20.0, *VALUES[1:])))


def test_a_column_leads_to_its_address_on_the_same_site() -> None:
    svg = render_svg(months(urls=[f"/travel/legs/?month={number}&year=2025" for number in range(1, 13)]))

    assert 'href="/travel/legs/?month=3&amp;year=2025"' in svg
    assert "page.invalid" not in svg
    assert 'aria-label="Mar: 3.0 tonnes CO2"' in svg
    assert 'role="group"' in svg


def test_eleven_figures_for_twelve_months_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        months(values=VALUES[:11])
