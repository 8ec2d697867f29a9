"""Steps that explanations of several methods share: fuel read from a table, space of the seats."""

from collections.abc import Mapping

import numpy as np

from travel.emissions.aircraft import Catalogue
from travel.emissions.cabin import CABINS, UNKNOWN
from travel.emissions.fleet import Component, Fleet
from travel.emissions.method import Step, number


def fuel_steps(fleet: Fleet, catalogue: Catalogue, nm: float, fuel_kg: float) -> list[Step]:
    """How the fuel of the first kind was read: one step per type, and the mean where there are several."""
    mix = fleet.mixes[int(fleet.of_kind[0])]
    listed = [_type_step(part, catalogue, nm) for part in mix]
    if len(mix) > 1:
        weighted = " + ".join(
            f"{number(part.share)} * {number(step.value)}" for part, step in zip(mix, listed, strict=True)
        )
        listed.append(Step("Mean fuel, weighted by departures", "F", weighted, fuel_kg, "kg", "departures given"))
    return listed


def _type_step(part: Component, catalogue: Catalogue, nm: float) -> Step:
    """The line between two published columns at the stage length, with the fixed part and winglet ratio."""
    table, row = catalogue.fuel, part.type.row
    left, right = (int(column[0]) for column in table.columns(np.array([row]), np.array([nm])))
    near, far = float(table.fuel_kg[row, left]), float(table.fuel_kg[row, right])
    start, end = float(table.stage_nm[left]), float(table.stage_nm[right])
    slope = f"({number(far)} - {number(near)}) / {number(end - start)}"
    line = f"{number(near)} + ({number(nm)} - {number(start)}) * {slope}"
    burn = max(near + (nm - start) * (far - near) / (end - start), 0.0)
    fixed = float(table.fixed_kg[row])
    expression = line if burn > 0 else "0"
    if fixed:
        expression = f"{number(fixed)} + {expression}"
    if part.type.fuel_ratio != 1:
        expression = f"({expression}) * {number(part.type.fuel_ratio)}"
    label = f"Fuel of {part.type.listed_as} between {start:g} and {end:g} NM"
    return Step(label, "F", expression, (burn + fixed) * part.type.fuel_ratio, "kg", catalogue.fuel_source)


def seat_steps(term: Mapping[str, float], seats_from: str) -> list[Step]:
    """Seats x space of every cabin, the occupied part of it, and the space of this passenger.

    term: seats_0 to seats_3, yseat_0 to yseat_3, load, area, weight and cabin of one flight.
    """
    cabins = [cabin for cabin in range(len(CABINS)) if term[f"seats_{cabin}"] > 0]
    products = [f"{number(term[f'seats_{cabin}'])} * {number(term[f'yseat_{cabin}'])}" for cabin in cabins]
    named = ", ".join(CABINS[cabin].replace("_", " ") for cabin in cabins)
    load, area = term["load"], term["area"]
    occupied = f"{number(load)} * {number(area)}"
    listed = [
        Step(f"Seat space on board ({named})", "A", " + ".join(products), area, "economy seats", seats_from),
        Step("Occupied seat space", "O", occupied, load * area, "economy seats", "load factor x seat space"),
    ]
    if int(term["cabin"]) == UNKNOWN:
        seats = " + ".join(number(term[f"seats_{cabin}"]) for cabin in cabins)
        mean = f"{number(area)} / ({seats})"
        return [
            *listed,
            Step("Mean space of a seat, cabin not known", "Y", mean, term["weight"], "ratio", seats_from),
        ]
    name = CABINS[int(term["cabin"])].replace("_", " ")
    return [
        *listed,
        Step(f"Space of a seat in {name}", "Y", "", term["weight"], "ratio", "given, else IATA RP 1726"),
    ]
