"""myclimate's flight calculator, parameters in use since 2022.

CO2e with a multiplier for effects other than CO2.
"""

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from greenops.reference.loading import load_table, source
from travel.emissions.aircraft import typical_cabins
from travel.emissions.cabin import BUSINESS, CABINS, CHOICES, ECONOMY, UNKNOWN
from travel.emissions.flight import Flights
from travel.emissions.method import Method, Step, Workings, number
from travel.emissions.quality import Quality, flagged
from travel.emissions.ranges import NON_CO2, relative_range

Floats = NDArray[np.float64]

EDITION: Final = "2022"
EQUATION: Final = (
    "kg CO2e = (a x2 + b x + c) / (S x PLF) x (1 - CF) x CW x (EF x M + P) + AF x + A, with x = d + DC; "
    "between the two limits, the straight line from short to long haul"
)
MEAN_CABIN_AIRCRAFT: Final = {"short_haul": "A320", "long_haul": "B77W"}
"""Whose typical seats weigh the cabins where the cabin is not known: types of the fleet ladder."""


@dataclass(frozen=True)
class Haul:
    """Parameters of one haul. weights: CW of the four cabins and, last, of the unknown one."""

    a: float
    b: float
    c: float
    seats: float
    load: float
    detour_km: float
    cargo: float
    burnt: float
    made: float
    multiplier: float
    per_km: float
    per_flight: float
    weights: Floats

    def fuel_per_passenger(self, x: Floats) -> Floats:
        """Fuel in kg of one passenger of weight 1 at the distance x."""
        fuel: Floats = (self.a * x**2 + self.b * x + self.c) / (self.seats * self.load) * (1 - self.cargo)
        return fuel

    def parts(self, x: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
        """Tank-to-wake, upstream with infrastructure, and non-CO2 in kg CO2e."""
        fuel = self.fuel_per_passenger(x) * weight
        upstream = fuel * self.made + self.per_km * x + self.per_flight
        return fuel * self.burnt, upstream, fuel * self.burnt * (self.multiplier - 1)


@dataclass(frozen=True)
class Constants:
    """Both hauls and the two limits in km between which they are blended."""

    short: Haul
    long: Haul
    from_km: float
    to_km: float


@functools.cache
def constants() -> Constants:
    """The parameters of the edition."""
    table = load_table("myclimate", EDITION, "constants")
    value = table.set_index(["scope", "parameter"])["value"]
    limits = (float(value.loc[("all", f"interpolation_{end}_km")]) for end in ("from", "to"))
    hauls = []
    for scope in ("short_haul", "long_haul"):
        number_of = {name: float(value.loc[(scope, name)]) for name in table.loc[table["scope"] == scope, "parameter"]}
        weights = np.array([number_of[f"cabin_weight_{cabin}"] for cabin in CABINS])
        seats = typical_cabins()[MEAN_CABIN_AIRCRAFT[scope]].seats
        mean = float((seats * weights).sum() / seats.sum())
        hauls.append(
            Haul(
                a=number_of["a"],
                b=number_of["b"],
                c=number_of["c"],
                seats=number_of["S"],
                load=number_of["PLF"],
                detour_km=number_of["DC"],
                cargo=number_of["CF"],
                burnt=number_of["EF"],
                made=number_of["P"],
                multiplier=number_of["M"],
                per_km=number_of["AF"],
                per_flight=number_of["A"],
                weights=np.append(weights, mean),
            )
        )
    return Constants(hauls[0], hauls[1], *limits)


def describe() -> Method:
    """What this method is."""
    return Method(
        code=f"myclimate-{EDITION}",
        label="myclimate",
        gas_basis="CO2e",
        components=("ttw_kg", "wtt_kg", "non_co2_kg"),
        includes="CO2 of the flight, other effects (factor 3), fuel production, aircraft and airports.",
        edition=EDITION,
        source=source("myclimate", EDITION).title,
    )


def compute(flights: Flights) -> Workings:
    """CO2e per passenger of each kind of flight. The limits apply to x; the reading by d widens the range."""
    quality = flights.quality | flagged(flights.cabin == UNKNOWN, Quality.CABIN_ASSUMED)
    unknown = flights.cabin == UNKNOWN
    km = flights.distance_km
    ttw, upstream, non_co2 = parts(km, flights.cabin)
    down, up = relative_range(quality)
    lowest = np.where(unknown, ECONOMY, flights.cabin)
    highest = np.where(unknown, BUSINESS, flights.cabin)
    low, high = np.full(len(km), np.inf), np.full(len(km), -np.inf)
    for by_x in (True, False):
        burnt, made, other = parts(km, lowest, by_x=by_x)
        low = np.minimum(low, (burnt + made) * down + other * (1 - NON_CO2.fraction))
        burnt, made, other = parts(km, highest, by_x=by_x)
        high = np.maximum(high, (burnt + made) * up + other * (1 + NON_CO2.fraction))
    return Workings(
        components={"ttw_kg": ttw, "wtt_kg": upstream, "non_co2_kg": non_co2},
        total=ttw + upstream + non_co2,
        low=low,
        high=high,
        quality=quality,
        terms={"x": km + constants().short.detour_km, "share": long_haul_share(km)},
    )


def long_haul_share(km: Floats, *, by_x: bool = True) -> Floats:
    """How far a flight is long haul: 0 up to the first limit, 1 from the second, a straight line between."""
    fixed = constants()
    decisive = km + fixed.short.detour_km if by_x else km
    return np.clip((decisive - fixed.from_km) / (fixed.to_km - fixed.from_km), 0.0, 1.0)


def parts(km: Floats, cabin: NDArray[np.int64], *, by_x: bool = True) -> tuple[Floats, Floats, Floats]:
    """Tank-to-wake, upstream with infrastructure, and non-CO2 per passenger.

    Between the limits each part is the blend of its value for short haul at the first limit and for long haul
    at the second. by_x: the limits apply to x = d + DC, else to d.
    """
    fixed = constants()
    share = long_haul_share(km, by_x=by_x)
    shift = 0.0 if by_x else fixed.short.detour_km
    x = km + fixed.short.detour_km
    between = (share > 0) & (share < 1)
    short = fixed.short.parts(np.where(between, fixed.from_km + shift, x), fixed.short.weights[cabin])
    long = fixed.long.parts(np.where(between, fixed.to_km + shift, x), fixed.long.weights[cabin])
    ttw, upstream, non_co2 = ((1 - share) * s + share * g for s, g in zip(short, long, strict=True))
    return ttw, upstream, non_co2


def steps(flights: Flights, workings: Workings) -> tuple[Step, ...]:
    """How the first kind of flight was computed."""
    fixed = constants()
    document = f"myclimate parameters {EDITION}"
    km, cabin = float(flights.distance_km[0]), int(flights.cabin[0])
    x, share = float(workings.terms["x"][0]), float(workings.terms["share"][0])
    length = f"{number(km)} + {number(fixed.short.detour_km)}"
    listed = [Step("Distance with detour", "x", length, x, "km", document)]
    ends = {"short": (fixed.short, fixed.from_km), "long": (fixed.long, fixed.to_km)}
    wanted = [("short", 1 - share)] * (share < 1) + [("long", share)] * (share > 0)
    at = {name: x if len(wanted) == 1 else ends[name][1] for name, _ in wanted}
    for name, _ in wanted:
        listed.extend(_haul_steps(name, ends[name][0], at[name], cabin, document))
    if len(wanted) == 2:
        rule = f"({number(x)} - {number(fixed.from_km)}) / {number(fixed.to_km - fixed.from_km)}"
        listed.append(Step("Share of long haul", "t", rule, share, "fraction", document))
    totals = {}
    for column, label in (
        ("ttw_kg", "Tank-to-wake"),
        ("wtt_kg", "Upstream"),
        ("non_co2_kg", "Effects other than CO2"),
    ):
        pieces = []
        for name, part in wanted:
            text = _part_expression(column, ends[name][0], at[name], cabin)
            pieces.append(text if len(wanted) == 1 else f"{number(part)} * ({text})")
        totals[column] = float(workings.components[column][0])
        listed.append(Step(label, column, " + ".join(pieces), totals[column], "kg CO2e", document))
    together = " + ".join(number(value) for value in totals.values())
    listed.append(Step("Total", "kg CO2e", together, float(workings.total[0]), "kg CO2e", document))
    return tuple(listed)


def _haul_steps(name: str, haul: Haul, x: float, cabin: int, document: str) -> list[Step]:
    """Fuel of one passenger of weight 1 and the weight of the cabin, for one haul."""
    burn = f"{number(haul.a)} * {number(x)} ** 2 + {number(haul.b)} * {number(x)} + {number(haul.c)}"
    fuel = f"({burn}) / ({number(haul.seats)} * {number(haul.load)}) * (1 - {number(haul.cargo)})"
    value = float(haul.fuel_per_passenger(np.array([x]))[0])
    weight_from = document if cabin != UNKNOWN else f"mean over typical seats of {MEAN_CABIN_AIRCRAFT[f'{name}_haul']}"
    title = CHOICES[cabin].replace("_", " ")
    return [
        Step(f"Fuel per passenger, {name} haul", "f", fuel, value, "kg", document),
        Step(f"Cabin weight, {name} haul, {title}", "CW", "", float(haul.weights[cabin]), "ratio", weight_from),
    ]


def _part_expression(column: str, haul: Haul, x: float, cabin: int) -> str:
    """One part of the total, in numbers."""
    fuel = float(haul.fuel_per_passenger(np.array([x]))[0])
    base = f"{number(fuel)} * {number(float(haul.weights[cabin]))}"
    if column == "wtt_kg":
        return f"{base} * {number(haul.made)} + {number(haul.per_km)} * {number(x)} + {number(haul.per_flight)}"
    extra = f" * ({number(haul.multiplier)} - 1)" if column == "non_co2_kg" else ""
    return f"{base} * {number(haul.burnt)}{extra}"
