"""How far a result may be off: a low and a high value, each width declared with where it comes from."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from travel.emissions.quality import Quality

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Width:
    """A relative half width, as a fraction, and its origin."""

    fraction: float
    origin: str


FLIGHT: Final = Width(
    0.20,
    "Fuel of a single flight: 96 per cent of real flights lay within 20 per cent (validation brief of "
    "Google's Travel Impact Model, November 2024); no other method publishes a figure, so it stands for all four.",
)
NON_CO2: Final = Width(
    0.70,
    "Effects other than CO2: the relative uncertainty of 70 per cent that GES 1point5 states for factors "
    "with contrails.",
)

ASSUMED: Final[dict[Quality, Width]] = {
    Quality.AIRCRAFT_RELATED: Width(0.05, "Relative of the aircraft type: our judgement."),
    Quality.AIRCRAFT_TYPICAL: Width(0.15, "Typical aircraft: spread between types of one haul, our judgement."),
    Quality.AIRCRAFT_CLASS: Width(0.25, "Representative aircraft of the haul band: our judgement."),
    Quality.SEATS_ASSUMED: Width(0.10, "Typical seats: their author states plus or minus 10 per cent."),
    Quality.SEAT_WEIGHTS_ASSUMED: Width(0.10, "Default space of a seat: our judgement."),
    Quality.LOAD_ASSUMED: Width(0.10, "Default load factor: spread of ICAO's route groups, 65 to 85 per cent."),
    Quality.CARGO_ASSUMED: Width(
        0.10, "Default cargo share: spread between wide-body types, US traffic 2019 and 2023."
    ),
    Quality.HAUL_ASSUMED: Width(0.15, "Haul or region not known: our judgement."),
    Quality.EXTRAPOLATED: Width(0.10, "Beyond the published fuel figures: our judgement."),
    Quality.CITY_STAND_IN: Width(0.05, "An airport stands in for a city: our judgement."),
    Quality.ENDS_ONLY: Width(0.15, "Stops in between are missing: our judgement."),
    Quality.CABIN_NOT_PUBLISHED: Width(0.10, "Nearest cabin of the method: our judgement."),
}
"""Widths are taken as independent: they add up as the root of the sum of squares, with the flight's own."""


@dataclass(frozen=True)
class Span:
    """From which to which multiple of the result the true value may lie, and the origin of that."""

    lowest: float
    highest: float
    origin: str


NOT_COVERED: Final = Span(
    0.5,
    4.0,
    "Kind of flight not covered: from half to four times an airliner's figure. A transport helicopter of some 20 seats "
    "burns about 3 kg of fuel a km, four times as much a seat as a small airliner; a chartered aircraft may fly half "
    "empty or back alone. Our judgement.",
)
"""Not a width like the others: it leans upwards, so it multiplies low and high after these."""

CABIN_ORIGIN: Final = "Cabin not known: from the lowest to the highest of economy, premium economy and business."


def relative_width(quality: Integers) -> Floats:
    """Half width of each result, as a fraction of it: the flight's own and that of each input assumed."""
    codes, masks = pd.factorize(quality)
    widths = [
        np.sqrt(FLIGHT.fraction**2 + sum(width.fraction**2 for flag, width in ASSUMED.items() if int(mask) & flag))
        for mask in masks
    ]
    return np.array(widths, dtype=np.float64)[codes]


def relative_range(quality: Integers) -> tuple[Floats, Floats]:
    """By which factors low and high of each result differ from it."""
    width = relative_width(quality)
    uncovered = (quality & int(Quality.MODE_NOT_COVERED)) != 0
    return (
        (1 - width) * np.where(uncovered, NOT_COVERED.lowest, 1.0),
        (1 + width) * np.where(uncovered, NOT_COVERED.highest, 1.0),
    )


def origins(mask: int, *, non_co2: bool) -> tuple[str, ...]:
    """Where the range of one result comes from, one sentence per width."""
    sentences = [FLIGHT.origin]
    if non_co2:
        sentences.append(NON_CO2.origin)
    if mask & Quality.CABIN_ASSUMED:
        sentences.append(CABIN_ORIGIN)
    if mask & Quality.REGION_DISPUTED:
        sentences.append("Region disputed: from the lower to the higher of both readings.")
    if mask & Quality.MODE_NOT_COVERED:
        sentences.append(NOT_COVERED.origin)
    return (*sentences, *(width.origin for flag, width in ASSUMED.items() if mask & flag))
