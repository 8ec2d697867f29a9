"""A chart outside a page: as a file of its own and as vectors in the PDF."""

import json
from io import BytesIO
from textwrap import wrap
from typing import Final, Literal
from xml.etree import ElementTree

import vl_convert
from defusedxml.ElementTree import fromstring
from reportlab.graphics.shapes import Drawing
from svglib.svglib import svg2rlg

from greenops.insight.charts.chart import Chart
from greenops.insight.charts.palette import DARK, LIGHT
from greenops.insight.charts.rendering import drawn, recoloured

Theme = Literal["page", "light", "dark", "print"]
PAPER: Final = {"light": LIGHT, "dark": DARK, "print": LIGHT}


def render_svg(chart: Chart, theme: Theme = "page") -> str:
    """The chart as SVG text.

    page: for a template, coloured by the page's tokens. light, dark: a file of its own with title, sentence,
    unit and source inside. print: the bare picture on no background, for a document that writes the words.
    """
    if theme == "page":
        return chart.page_svg
    if theme == "print":
        return recoloured(drawn(chart.spec), LIGHT)
    return recoloured(drawn(_with_words(chart)), PAPER[theme])


def png(chart: Chart, *, scale: float = 2.0, theme: Literal["light", "dark"] = "light") -> bytes:
    """The chart with its words as a PNG; scale 2 is sharp on paper and on fine screens."""
    picture: bytes = vl_convert.svg_to_png(render_svg(chart, theme), scale=scale)
    return picture


def svg_drawing(chart: Chart, width: float, *, font: str = "Helvetica") -> Drawing:
    """The bare picture as reportlab vectors, `width` points wide and as high as its shape asks.

    font: a name that reportlab knows; take an embedded one where labels leave Latin.
    """
    root = fromstring(render_svg(chart, "print"))
    for element in root.iter():
        if "font-family" in element.attrib:
            element.set("font-family", font)
    drawing = svg2rlg(BytesIO(ElementTree.tostring(root)))
    if drawing is None:
        raise ValueError(f"The chart {chart.key!r} could not be turned into a drawing. Look at its specification.")
    ratio = width / drawing.width
    drawing.scale(ratio, ratio)
    drawing.width, drawing.height = width, drawing.height * ratio
    return drawing


def _with_words(chart: Chart) -> str:
    """The specification with title, sentence, unit and source above the picture, on paper of its own."""
    spec = json.loads(chart.spec)
    spec["title"] = {
        "text": chart.title,
        "subtitle": [*wrap(chart.sentence, 84), f"{chart.unit}. {chart.source}"],
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 16,
        "subtitleFontSize": 12,
        "offset": 14,
        "subtitlePadding": 6,
        "subtitleLineHeight": 16,
        "color": LIGHT["ink"],
        "subtitleColor": LIGHT["muted"],
    }
    spec["config"]["background"] = LIGHT["paper"]
    spec["config"]["padding"] = 16
    return json.dumps(spec, sort_keys=True, ensure_ascii=False)
