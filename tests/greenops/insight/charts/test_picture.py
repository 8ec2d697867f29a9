"""Charts as SVG, PNG and drawing."""

import re
from xml.etree import ElementTree

import pytest

from greenops.insight.charts import Chart, horizontal_bars, png, render_svg, svg_drawing
from greenops.insight.charts.palette import DARK


@pytest.fixture(scope="module")
def chart() -> Chart:
    return horizontal_bars(
        key="units",
        title="Air travel by unit",
        sentence="Field Operations makes 80 per cent.",
        unit="tonnes CO2",
        source="made for this test",
        names=("Field Operations", "Support"),
        values=(80.0, 20.0),
        name_heading="Unit",
        value_heading="tCO2",
    )


@pytest.mark.parametrize("theme", ["page", "light", "dark", "print"])
def test_no_picture_needs_what_the_content_security_policy_forbids(chart: Chart, theme: str) -> None:
    svg = render_svg(chart, theme)  # type: ignore[arg-type]

    assert re.search(r"\sstyle=|<style|<script|\son\w+=|javascript:|https?://(?!www\.w3\.org)", svg) is None
    assert ElementTree.fromstring(svg).tag.endswith("svg")


def test_the_picture_of_a_page_is_one_named_image(chart: Chart) -> None:
    root = ElementTree.fromstring(render_svg(chart))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "units-title units-desc"
    assert [element.text for element in list(root)[:2]] == [chart.title, chart.sentence]


def test_every_colour_of_a_page_has_a_class_so_that_the_theme_can_change_it(chart: Chart) -> None:
    root = ElementTree.fromstring(render_svg(chart))

    painted = [
        (element.get("class", ""), attribute)
        for element in root.iter()
        for attribute in ("fill", "stroke")
        if element.get(attribute, "").startswith("#")
    ]
    assert painted
    assert all(f"{attribute}-" in classes for classes, attribute in painted)


def test_a_file_of_its_own_carries_its_words(chart: Chart) -> None:
    svg = render_svg(chart, "light")

    for words in (chart.title, chart.sentence, f"{chart.unit}. {chart.source}"):
        assert words in svg


def test_the_dark_file_is_drawn_in_the_dark_palette(chart: Chart) -> None:
    svg = render_svg(chart, "dark")

    assert DARK["series-1"] in svg
    assert "#0072b2" not in svg


def test_the_png_is_a_png(chart: Chart) -> None:
    assert png(chart).startswith(b"\x89PNG\r\n")


def test_the_drawing_has_the_width_asked_for_and_keeps_its_shape(chart: Chart) -> None:
    narrow, wide = svg_drawing(chart, 200), svg_drawing(chart, 400)

    assert (narrow.width, wide.width) == (200, 400)
    assert wide.height == pytest.approx(2 * narrow.height)
