"""Colours of charts by role, for light and for dark paper.

They are the chart tokens of static/css/tokens.css; a test holds the two files together. The series follow
Okabe and Ito, "Color Universal Design" (2008), darkened or lightened until each stands out from the paper by
3:1 (WCAG 2.2, 1.4.11).
"""

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "paper": "#ffffff",
    "ink": "#16212b",
    "muted": "#4c5a67",
    "axis": "#75828f",
    "grid": "#e3e8ec",
    "ghost": "#aebac4",
    "series-1": "#0072b2",
    "series-2": "#b36a00",
    "series-3": "#00805d",
    "series-4": "#c04f00",
    "series-5": "#a24a83",
    "series-6": "#66747f",
}
DARK: Final[dict[str, str]] = {
    "paper": "#172027",
    "ink": "#e7eef3",
    "muted": "#a8b7c3",
    "axis": "#8494a2",
    "grid": "#2a3741",
    "ghost": "#4c5c69",
    "series-1": "#5cb8ee",
    "series-2": "#ecb04a",
    "series-3": "#3fc99c",
    "series-4": "#f39259",
    "series-5": "#e29cc6",
    "series-6": "#9aa8b4",
}
ROLE_OF: Final[dict[str, str]] = {colour: role for role, colour in LIGHT.items()}
SERIES: Final[tuple[str, ...]] = tuple(LIGHT[f"series-{number}"] for number in range(1, 7))
