"""The total by person and by square metre (R04, R06, R07)."""

from greenops.annual_return.inventory.ratios import Ratio, ratio

KG_PER_TONNE = 1000
PERSONS = "The number of persons in the inventory"


def per_person(total_kg: float | None, persons: float | None) -> Ratio:
    """R04: tCO2e of the total for each person in the inventory. Source: pages of Greening the Blue."""
    return ratio(_tonnes(total_kg), persons, "tCO2e/person", whole=PERSONS, part="The total")


def air_travel_per_person(air_kg: float | None, persons: float | None) -> Ratio:
    """R06: tCO2 of air travel for each person. Source: entity pages of Greening the Blue."""
    return ratio(_tonnes(air_kg), persons, "tCO2/person", whole=PERSONS, part="Air travel")


def facilities_per_m2(facilities_kg: float | None, floor_area_m2: float | None) -> Ratio:
    """R07: kg CO2e of facilities for each square metre of floor. Source: entity pages of Greening the Blue."""
    return ratio(facilities_kg, floor_area_m2, "kgCO2e/m2", whole="The floor area", part="The sum of facilities")


def _tonnes(kg: float | None) -> float | None:
    return None if kg is None else kg / KG_PER_TONNE
