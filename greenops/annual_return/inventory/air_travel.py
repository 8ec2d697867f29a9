"""Air travel in the inventory: what the travel records say of the year, as entries (R18)."""

from greenops.annual_return.inventory.entry import Activity, Entry, FactorUsed
from greenops.annual_return.inventory.equations import number

SECTION = "8"
STREAM = "air_travel"


def air_travel(
    co2_kg: float, passenger_legs: int, distance_km: float, *, estimated_kg: float, label: str, edition: str
) -> tuple[Entry, ...]:
    """R18: CO2 of all flights of the calendar year, scope 3; the estimated part has an entry of its own.

    co2_kg: of all, by a calculator that works leg by leg and cabin by cabin; estimated_kg: the part of it that rests on
    estimates. label, edition: of the calculator's method. Source: UNDP EMT; method of Greening the Blue.
    """
    parts = (("invoiced", co2_kg - estimated_kg), ("estimated", estimated_kg))
    used = FactorUsed(1.0, "kg CO2/kg CO2", label, STREAM, edition)
    return tuple(
        Entry(
            activity=Activity(
                site="",
                country="",
                stream=STREAM,
                detail="",
                amount=kg,
                unit="kg",
                method=how,
                readings=passenger_legs,
            ),
            section=SECTION,
            scope=3,
            source_group="air_travel",
            is_optional=False,
            co2e=kg,
            equation=f"{passenger_legs:,} passenger legs, {number(distance_km)} passenger-km: {number(kg)} kg CO2",
            factors=(used,),
            rules=("R18",),
            gases={"CO2": kg},
            is_estimate=how == "estimated",
        )
        for how, kg in parts
        if kg or how == "invoiced"
    )
