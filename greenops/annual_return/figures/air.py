"""Figures of air travel: by the return's method, with what others paid off or on, never both in one sum."""

from __future__ import annotations

from dataclasses import replace

from greenops.annual_return.computed import Input
from greenops.annual_return.edition import FormLine
from greenops.annual_return.figures.basis import Basis
from greenops.annual_return.figures.figure import Figure, Trouble, figure, of_ratio
from greenops.annual_return.gathering.gathered import SMALL_GROUPS, Travel, TravelSums
from greenops.annual_return.inventory.equations import number
from greenops.annual_return.inventory.ratios import ratio
from greenops.annual_return.printed import printed_value

MG_PER_T, MG_PER_KG = 1_000_000_000, 1_000_000
HIDDEN = (
    "So few people stand behind the travel paid by others that it is not shown; with delegates on there is no figure. "
    "Use the return with delegates off."
)
NO_TRAVEL = "No flights are kept of the year."


@figure
def air_travel(basis: Basis, line: FormLine) -> Figure:
    """R18: all flights inside the boundary; with delegates on, those paid by others as well."""
    travel = basis.gathered.travel
    label = f"{line.label}, with travel paid by others (delegates)" if basis.delegates else line.label
    if travel.is_empty:
        return Figure(None, line.unit, note=NO_TRAVEL, rules=line.rules, label=label)
    sums = _asked(basis)
    if sums is None:
        return Figure(None, line.unit, note=HIDDEN, rules=line.rules, label=label, troubles=(Trouble(HIDDEN),))
    kg = sums.total_mg / MG_PER_KG
    return Figure(
        sums.total_mg / MG_PER_T,
        line.unit,
        _sides(basis, line),
        f"{number(sums.total_mg / MG_PER_KG)} kg / 1,000 = {number(sums.total_mg / MG_PER_T)} t {travel.gas_basis}",
        note=f"{travel.method_label}, edition {travel.method_edition}, in {travel.gas_basis}.",
        method_share=sums.estimated_mg / sums.total_mg if sums.total_mg else 0.0,
        factor_editions=(travel.method.replace("-", "/", 1),),
        rules=line.rules,
        kg=kg,
        kg_on_estimates=sums.estimated_mg / MG_PER_KG,
        label=label,
    )


@figure
def air_travel_of(
    basis: Basis, line: FormLine, *, dimension: str, key: str = "", but: list[str] | None = None
) -> Figure:
    """A part of the flights inside the boundary with delegates off. but: all other keys, small groups among them."""
    cells = basis.gathered.travel.by.get(dimension, {})
    found = {name: sums for name, sums in cells.items() if (name == key if key else name not in (but or []))}
    if basis.gathered.travel.is_empty or not found:
        return Figure(None, line.unit)
    milligrams = sum(sums.total_mg for sums in found.values())
    asked = "category" if dimension == "traveller_category" else dimension
    inputs = tuple(
        _input(basis, name, sums, "payer=inside" if name == SMALL_GROUPS else f"payer=inside&{asked}={name}")
        for name, sums in found.items()
    )
    notes = ["With delegates off."] if basis.delegates else []
    if not key and SMALL_GROUPS in found:
        notes.append("With groups of few people, which are not shown by themselves.")
    return Figure(milligrams / MG_PER_T, line.unit, inputs, note=" ".join(notes))


@figure
def air_travel_of_others(basis: Basis, line: FormLine) -> Figure:
    """What the delegates switch adds: apart, in no sum of this return while it is off."""
    travel = basis.gathered.travel
    if basis.delegates:
        return Figure(None, line.unit, note="In line 8.1, because this return is made with delegates on.")
    if travel.added is None:
        return Figure(None, line.unit, note=HIDDEN)
    if not travel.added.passenger_legs:
        return Figure(None, line.unit, note="No flights paid by others are kept of the year.")
    inputs = (_input(basis, "travel paid by others", travel.added, "payer=other"),)
    return Figure(travel.added.total_mg / MG_PER_T, line.unit, inputs, note=travel.sentence_on)


@figure
def air_travel_unknown_payer(basis: Basis, line: FormLine) -> Figure:
    """Flights whose payer is not known: they count as ours until it is said."""
    travel = basis.gathered.travel
    if travel.is_empty:
        return Figure(None, line.unit)
    inputs = (_input(basis, "payer not known", travel.flagged, "payer=unknown"),) if travel.flagged.total_mg else ()
    return Figure(travel.flagged.total_mg / MG_PER_T, line.unit, inputs, f"{travel.flagged.passenger_legs} flights")


@figure
def air_travel_official(basis: Basis, line: FormLine) -> Figure:
    """Official results of ICAO's calculator in the emissions of air travel."""
    sums = _asked(basis)
    if sums is None or basis.gathered.travel.is_empty:
        return Figure(None, line.unit)
    made = ratio(float(sums.official_mg), float(sums.total_mg), line.unit, whole="The emissions of air travel")
    inputs = tuple(replace(side, value=None) for side in _sides(basis, line))
    return of_ratio(made, inputs, unit=line.unit, times=100)


@figure
def air_travel_waiting(basis: Basis, line: FormLine) -> Figure:
    """Rows of booking files that wait for an answer."""
    travel = basis.gathered.travel
    low, high = travel.waiting_low_mg / MG_PER_T, travel.waiting_high_mg / MG_PER_T
    note = (
        f"They could change air travel by {printed_value(low, 't')} to {printed_value(high, 't')} t."
        if travel.waiting_rows
        else ""
    )
    rows = Input(
        key="air_travel/waiting",
        label="Rows of booking files that wait",
        amount=float(travel.waiting_rows),
        unit=line.unit,
        value=float(travel.waiting_rows),
        link="/travel/questions/",
    )
    return Figure(travel.waiting_rows, line.unit, (rows,), note=note)


@figure
def air_distance(basis: Basis, line: FormLine) -> Figure:
    """Passenger-kilometres."""
    sums = _asked(basis)
    if sums is None or basis.gathered.travel.is_empty:
        return Figure(None, line.unit, rules=line.rules)
    return Figure(sums.distance_m / 1000, line.unit, _sides(basis, line), rules=line.rules)


@figure
def air_flights(basis: Basis, line: FormLine) -> Figure:
    """Legs flown, each passenger counted."""
    sums = _asked(basis)
    if sums is None or basis.gathered.travel.is_empty:
        return Figure(None, line.unit)
    return Figure(sums.passenger_legs, line.unit, _sides(basis, line))


def _asked(basis: Basis) -> TravelSums | None:
    """The sums by the switch; None where the switch is on and what it adds is not shown."""
    travel: Travel = basis.gathered.travel
    if not basis.delegates:
        return travel.inside
    if travel.added is None:
        return None
    one, other = travel.inside, travel.added
    return TravelSums(*(getattr(one, name) + getattr(other, name) for name in TravelSums.__dataclass_fields__))


def _sides(basis: Basis, line: FormLine) -> tuple[Input, ...]:
    travel = basis.gathered.travel
    sides = [("paid by us or payer not known", travel.inside, "payer=inside")]
    if basis.delegates and travel.added:
        sides.append(("paid by others (delegates)", travel.added, "payer=other"))
    return tuple(_input(basis, label, sums, query, line.unit) for label, sums, query in sides)


def _input(basis: Basis, label: str, sums: TravelSums, query: str, unit: str = "tCO2eq") -> Input:
    """value: in the line's unit."""
    travel = basis.gathered.travel
    values = {"passenger_km": sums.distance_m / 1000, "passenger_leg": float(sums.passenger_legs)}
    return Input(
        key=f"air_travel/{query}",
        label=f"Air travel: {label}",
        amount=sums.distance_m / 1000,
        unit="passenger_km",
        value=values.get(unit, sums.total_mg / MG_PER_T),
        equation=f"{number(sums.distance_m / 1000)} passenger-km, {sums.passenger_legs} flights, leg by leg by "
        f"{travel.method_label} {travel.method_edition}: {number(sums.total_mg / MG_PER_T)} t {travel.gas_basis}",
        link=f"/travel/legs/?year={basis.year}&method={travel.method}&{query}",
    )
