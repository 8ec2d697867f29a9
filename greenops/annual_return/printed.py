"""How values of the return are printed: rounded once, here (R33); what is not known is never a zero."""

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from greenops.annual_return.inventory import equations
from travel.printed import number

NOT_KNOWN: Final = "–"
# Canonical unit -> how people write it: in equations, and besides them.
UNIT_WORDS: Final = {
    **equations.UNIT_WORDS,
    "l": "litres",
    "m2": "m²",
    "piece": "pieces",
    "person": "persons",
    "night": "nights",
    "hour": "hours",
    "site": "sites",
    "month": "months",
    "vehicle": "vehicles",
    "machine": "machines",
    "row": "rows",
    "reading": "readings",
    "activity": "activities",
    "passenger_leg": "flights",
    "tCO2eq": "tCO₂eq",
    "tCO2": "tCO₂",
    "tCO2e": "tCO₂e",
    "kg CO2e": "kg CO₂e",
    "kgCO2eq/m2": "kgCO₂eq/m²",
    "tCO2eq/person": "tCO₂eq per person",
}
WHOLE_UNITS: Final = frozenset(
    {"kWh", "km", "l", "m3", "passenger_km", "tonne_km", "piece", "kg", "hour", "night", "m2"}
)
# What is counted: a whole number of them is printed as one.
COUNTED_UNITS = frozenset({"person", "persons", "site", "month", "vehicle", "machine", "piece", "row", "reading"})


def unit_words(unit: str) -> str:
    """The unit as people write it."""
    return UNIT_WORDS.get(unit, unit)


def decimals_of(value: float, unit: str) -> int:
    """Enough for three figures that mean something: a small value keeps more of its decimals."""
    size = abs(float(value))
    if unit == "%":
        return 1
    if (unit in WHOLE_UNITS and size >= 10) or (unit in COUNTED_UNITS and size.is_integer()):
        return 0
    if size >= 10 or not size:
        return 1
    return 3 if size >= 0.01 else 5


def printed_value(value: Any, unit: str = "") -> str:
    """A number grouped by thousands, a text as it is, yes or no in words; an en dash for what is not known."""
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return number(value)
    if isinstance(value, Decimal):
        value = float(value)
    return number(value, decimals_of(value, unit))


def printed_share(share: float | None) -> str:
    """A share of 0 to 1 in per cent; nothing becomes 0 % that is something."""
    if share is None:
        return NOT_KNOWN
    if 0 < share < 0.0005:
        return "<0.1 %"
    return f"{number(100 * share, 1)} %"


def printed_change(percent: float | None) -> str:
    """A change with its sign, in per cent; a change is never printed as none."""
    if percent is None:
        return NOT_KNOWN
    if 0 < abs(percent) < 0.05:
        return "<0.1 %"
    return f"{'+' if percent > 0 else '−' if percent < 0 else ''}{number(abs(percent), 1)} %"
