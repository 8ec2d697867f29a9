"""Figures of the fleet."""

from __future__ import annotations

from collections import Counter

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, figure

LINK = "/ems/vehicles/"


@figure
def vehicles(
    basis: Basis,
    line: FormLine,
    *,
    ownership: str | None = None,
    electric: bool | None = None,
    standard: bool | None = None,
) -> Figure:
    """Vehicles that were there in the year: leased, electric, with a known emission standard."""
    if not basis.gathered.vehicles:
        return Figure(None, line.unit)
    found = [
        vehicle
        for vehicle in basis.gathered.vehicles
        if ownership in (None, vehicle.ownership)
        and electric in (None, vehicle.is_electric)
        and (not standard or vehicle.emission_standard)
    ]
    inputs = tuple(
        Input(
            key=f"{vehicle.site}/vehicle/{vehicle.label}",
            label=f"{vehicle.site}: {vehicle.label}, {vehicle.kind}, {vehicle.fuel}, {vehicle.ownership}",
            amount=1.0,
            unit=line.unit,
            value=1.0,
            link=LINK,
        )
        for vehicle in found
    )
    return Figure(len(found), line.unit, inputs, f"{len(found)} of {len(basis.gathered.vehicles)} vehicles")


@figure
def emission_standards(basis: Basis, line: FormLine) -> Figure:
    """How many vehicles of which standard, as a sentence."""
    counted = Counter(vehicle.emission_standard for vehicle in basis.gathered.vehicles if vehicle.emission_standard)
    if not counted:
        return Figure(None, line.unit)
    inputs = tuple(
        Input(f"vehicles/{name}", f"Vehicles of {name}", float(count), "vehicle", None, link=LINK)
        for name, count in sorted(counted.items())
    )
    return Figure(", ".join(f"{name}: {count}" for name, count in sorted(counted.items())), line.unit, inputs)
