"""How values of lines are printed in documents: as on the pages, and what is not known is said in words."""

from typing import Any

from django.utils.translation import gettext as _

from greenops.annual_return import printed


def unit_words(unit: str) -> str:
    """The unit as people write it, CO2 with its subscript."""
    return printed.unit_words(unit).replace("CO2", "CO₂")


def value_words(value: Any, unit: str = "") -> str:
    """A value without its unit."""
    if value is None or value == "":
        return _("not known")
    return printed.printed_value(value, unit)


def amount_words(value: Any, unit: str) -> str:
    """A value with its unit."""
    words = value_words(value, unit)
    if value is None or isinstance(value, bool | str):
        return words
    return f"{words} {unit_words(unit)}".strip()


def factor_words(value: float) -> str:
    """A factor with the digits that it was published with, without an exponent."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) >= 1e-6 or not value else f"{value:.3g}"
