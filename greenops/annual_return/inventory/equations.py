"""Equations with their numbers, for reading: the amount, the share, the factor, the result."""

from greenops.annual_return.inventory.entry import Activity, FactorUsed

UNIT_WORDS = {"passenger_km": "passenger-km", "tonne_km": "tonne-km", "round_trip": "round trips", "m3": "m³"}


def number(value: float) -> str:
    """Twelve digits at most, with thousands apart."""
    return f"{value:,.12g}"


def unit_words(unit: str) -> str:
    return UNIT_WORDS.get(unit, unit)


def amount_words(activity: Activity) -> str:
    """The amount with its unit, and times the share where it is a shared building's (R21)."""
    words = f"{number(activity.amount)} {unit_words(activity.unit)}"
    if activity.share.numerator == activity.share.denominator:
        return words
    return f"{words} × {number(activity.share.numerator)}/{number(activity.share.denominator)}"


def product_words(activity: Activity, factor: FactorUsed, co2e_kg: float) -> str:
    """Such as 24,000 kWh × 50/100 × 0.048 kg CO2e/kWh = 576 kg CO2e."""
    return f"{amount_words(activity)} × {number(factor.value)} {factor.unit} = {number(co2e_kg)} kg CO2e"
