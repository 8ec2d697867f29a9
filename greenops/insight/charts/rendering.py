"""A specification drawn as SVG, and that SVG made fit for a page under a strict Content-Security-Policy."""

import threading
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree

import vl_convert
from defusedxml.ElementTree import fromstring
from reportlab.pdfbase.pdfmetrics import stringWidth

from greenops.insight.charts.palette import ROLE_OF

SVG: Final = "{http://www.w3.org/2000/svg}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
KEPT_PICTURES: Final = 512
# From here on a picture has the class "wide".
WIDE: Final = 600
# The renderer completes a relative address with an address of its own; this one we can take off again.
LINK_BASE: Final = "https://page.invalid"

ElementTree.register_namespace("", SVG.strip("{}"))
ElementTree.register_namespace("xlink", XLINK.strip("{}"))
# The renderer keeps one JavaScript engine a process; two threads must not be in it at once.
_engine = threading.Lock()


@lru_cache(maxsize=KEPT_PICTURES)
def drawn(spec: str) -> str:
    """The picture of a specification as SVG, in the light colours it names; drawn once a process."""
    with _engine:
        svg: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return svg


@lru_cache(maxsize=KEPT_PICTURES)
def page_svg(spec: str, *, key: str, title: str, sentence: str, has_links: bool) -> str:
    """The picture for a page: named for screen readers, and a class for every colour: one serves both themes.

    Without links it is one image (role img); with links its marks stay apart, so that each can be followed.
    """
    root = fromstring(drawn(spec))
    for element in root.iter():
        _name_colours(element)
        _keep_width(element)
        if not has_links:
            _forget_parts(element)
        elif element.tag == f"{SVG}a":
            _as_plain_link(element)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    if float(root.get("viewBox", "0 0 0 0").split()[2]) > WIDE:
        root.set("class", f"{root.get('class', '')} wide".strip())
    root.set("role", "group" if has_links else "img")
    root.set("aria-labelledby", f"{key}-title {key}-desc")
    description = ElementTree.Element(f"{SVG}desc", id=f"{key}-desc")
    description.text = sentence
    heading = ElementTree.Element(f"{SVG}title", id=f"{key}-title")
    heading.text = title
    root.insert(0, description)
    root.insert(0, heading)
    return ElementTree.tostring(root, encoding="unicode")


def recoloured(svg: str, colours: dict[str, str]) -> str:
    """The picture for a file of its own: in the palette given, without links, which lead nowhere there."""
    root = fromstring(svg)
    for element in root.iter():
        for attribute in ("fill", "stroke"):
            role = ROLE_OF.get(element.get(attribute, "").lower())
            if role is not None:
                element.set(attribute, colours[role])
        if element.tag == f"{SVG}a":
            element.attrib.clear()
    return ElementTree.tostring(root, encoding="unicode")


def _name_colours(element: ElementTree.Element) -> None:
    names = [
        f"{attribute}-{ROLE_OF[colour]}"
        for attribute in ("fill", "stroke")
        if (colour := element.get(attribute, "").lower()) in ROLE_OF
    ]
    if names:
        element.set("class", " ".join(filter(None, [element.get("class"), *names])))


def _keep_width(element: ElementTree.Element) -> None:
    """Say how wide a text was planned, so that another font on the reader's machine is fitted, not cut."""
    text = element.text or ""
    if element.tag != f"{SVG}text" or not text.isascii() or not text.strip():
        return
    face = "Helvetica-Bold" if element.get("font-weight") == "bold" else "Helvetica"
    size = float(element.get("font-size", "12px").removesuffix("px"))
    element.set("textLength", f"{stringWidth(text, face, size):.1f}")
    element.set("lengthAdjust", "spacingAndGlyphs")


def _forget_parts(element: ElementTree.Element) -> None:
    """An image has no parts for a screen reader, so their names would only make the page heavier."""
    for attribute in [name for name in element.attrib if name == "role" or name.startswith("aria-")]:
        del element.attrib[attribute]


def _as_plain_link(element: ElementTree.Element) -> None:
    """The renderer writes xlink:href and a target; a page wants href, in the same window."""
    address = element.attrib.pop(f"{XLINK}href", None)
    if address is not None:
        element.set("href", address.removeprefix(LINK_BASE))
    element.attrib.pop("target", None)
