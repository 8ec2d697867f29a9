"""Own vehicles, by the fuel they burnt or the distance they drove: scope 1, other travel."""

from collections.abc import Iterable
from dataclasses import replace

from greenops.annual_return.inventory.entry import Activity, Entry, Scope
from greenops.annual_return.inventory.fuels import factor_of, fuel_of, of_fuel
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import product

CO2_ONLY = "Counted: {gases} alone. Factors of vehicles for the other gases are not in the data of the method."


def burnt(activity: Activity, method: Method, scope: Scope = 1) -> Entry:
    """R13 with the gases that the method counts of vehicles. Source: IPCC 2006; UN factors rebuild as CO2 alone."""
    fuel = fuel_of(activity, method, method.vehicle_gases)
    entry = of_fuel(activity, fuel, scope, "other_travel", ("R13",))
    if not fuel.gases or len(method.vehicle_gases) == 3:
        return entry
    note = CO2_ONLY.format(gases=", ".join(method.vehicle_gases))
    return replace(entry, note=f"{note} {entry.note}".strip())


def driven(activity: Activity, method: Method) -> Entry:
    """km x kg CO2e per km. Source: DESNZ, factors of a fleet."""
    return product(activity, factor_of(activity, method), scope=1, group="other_travel")


def given_twice(readings: Iterable[tuple[str, int, str]]) -> tuple[tuple[str, int], ...]:
    """Sites and months with both fuel and distance of own vehicles: where both are of the same vehicles, they are
    counted twice. readings: site, month, stream of each.
    """
    months: dict[str, set[tuple[str, int]]] = {"vehicle_fuel": set(), "vehicle_distance": set()}
    for site, month, stream in readings:
        if stream in months:
            months[stream].add((site, month))
    return tuple(sorted(months["vehicle_fuel"] & months["vehicle_distance"]))
