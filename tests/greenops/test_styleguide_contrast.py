"""The tokens of colour are readable in both themes, and charts use the same ones."""

import re
from pathlib import Path

import pytest

from greenops.insight.charts.palette import DARK, LIGHT

CSS = Path(__file__).parents[2] / "greenops" / "static" / "css"
TOKENS = {
    name: pair
    for name, *pair in re.findall(
        r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)",
        (CSS / "tokens.css").read_text("utf-8"),
    )
}
THEMES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
TEXT = [
    *((ink, paper) for ink in ("ink", "ink-muted", "accent", "bad") for paper in ("page", "surface", "surface-sunken")),
    *((tone, f"{tone}-soft") for tone in ("good", "warn", "bad", "info", "special", "quiet")),
    *(("ink", f"{tone}-soft") for tone in ("good", "warn", "bad", "info", "accent")),
    ("accent", "good-soft"),
    ("accent", "info-soft"),
    ("quiet", "surface"),
    ("on-fill", "accent-fill"),
    ("on-fill", "accent-fill-hover"),
    ("on-fill", "danger-fill"),
    ("bar-ink", "bar"),
    ("bar-ink", "bar-raised"),
    ("bar-muted", "bar"),
    ("on-demonstration", "demonstration"),
    ("ink", "chart-ghost"),
]
SHAPES = [
    *((f"chart-{number}", "surface") for number in range(1, 7)),
    ("chart-axis", "surface"),
    ("line-strong", "surface"),
    ("line-strong", "page"),
    ("focus", "page"),
    ("focus", "surface"),
    ("accent-fill", "surface"),
    ("bar-leaf", "bar"),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_published_extremes() -> None:
    # WCAG 2.2: black on white is 21:1; grey 767676 is the lightest grey that reaches 4.5:1 on white.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@THEMES
@pytest.mark.parametrize(("ink", "paper"), TEXT, ids=[f"{ink} on {paper}" for ink, paper in TEXT])
def test_text_stands_out_by_four_and_a_half_to_one(ink: str, paper: str, theme: int) -> None:
    assert contrast(TOKENS[ink][theme], TOKENS[paper][theme]) >= 4.5


@THEMES
@pytest.mark.parametrize(("shape", "paper"), SHAPES, ids=[f"{shape} on {paper}" for shape, paper in SHAPES])
def test_shapes_and_edges_stand_out_by_three_to_one(shape: str, paper: str, theme: int) -> None:
    assert contrast(TOKENS[shape][theme], TOKENS[paper][theme]) >= 3


@pytest.mark.parametrize(("palette", "theme"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_charts_and_pages_have_the_same_colours(palette: dict[str, str], theme: int) -> None:
    names = {"paper": "surface", "ink": "ink", "muted": "ink-muted"}
    for role, colour in palette.items():
        token = names.get(role, f"chart-{role.removeprefix('series-')}")
        assert TOKENS[token][theme] == colour, f"{role} is {colour} in palette.py, {TOKENS[token][theme]} in tokens.css"


def test_no_file_but_the_tokens_names_a_colour_for_the_screen() -> None:
    # Paper is white and black by nature; the QR code is white because readers of it ask for that; the pages of the
    # administration are Django's own and load none of our tokens.
    for path in CSS.glob("*.css"):
        if path.name in {"tokens.css", "print.css", "administration.css"}:
            continue
        found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", path.read_text("utf-8"))) - {"#fff"}
        assert not found, f"{path.name} names {found}. Give the colour a token."
