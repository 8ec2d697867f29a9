"""How masses, distances and shares are printed: rounded once, here, at the edge."""

from typing import Final

from django.utils.translation import gettext as _

from travel.emissions.method import Method

MG_PER_TONNE: Final = 1_000_000_000
NOT_SHOWN: Final = "–"
GAS_UNITS: Final = {"CO2": "tCO₂", "CO2e": "tCO₂e"}


def gas_unit(method: Method) -> str:
    """The unit of the method's figures, gas basis and all."""
    return GAS_UNITS[method.gas_basis]


def tonnes(milligrams: int) -> float:
    return milligrams / MG_PER_TONNE


def mass_decimals(largest_mg: int) -> int:
    """One decimal of a tonne is enough from ten tonnes on; a small year is shown to the kilogram."""
    return 1 if largest_mg >= 10 * MG_PER_TONNE else 3


def printed_tonnes(milligrams: int | None, decimals: int = 1) -> str:
    return NOT_SHOWN if milligrams is None else f"{tonnes(milligrams):,.{decimals}f}"


def headline_tonnes(milligrams: int) -> str:
    """A figure that stands by itself or in a sentence: whole tonnes from 1,000 on, kilograms below one tonne."""
    if milligrams >= 1000 * MG_PER_TONNE:
        return printed_tonnes(milligrams, 0)
    return printed_tonnes(milligrams, 1 if milligrams >= MG_PER_TONNE or not milligrams else 3)


def printed_count(number: float) -> str:
    return f"{number:,.0f}"


def per_cent(share: float | None) -> str:
    """A share of 0 to 1 in words: 'less than 1 per cent' where rounding would make nothing of something."""
    if share is None:
        return NOT_SHOWN
    if 0 < share < 0.005:
        return _("less than 1 per cent")
    if 0.995 <= share < 1:
        return _("more than 99 per cent")
    return _("%(number)s per cent") % {"number": f"{100 * share:.0f}"}


def per_cent_sign(share: float | None) -> str:
    """The same for narrow columns."""
    if share is None:
        return NOT_SHOWN
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"
