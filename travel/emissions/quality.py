"""How good the inputs of one estimate were, as a set of flags kept with each leg."""

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray


class Quality(IntFlag):
    """What had to be assumed or was special about one leg. Values are stored: never renumber them."""

    CABIN_ASSUMED = 1 << 0
    AIRCRAFT_TYPICAL = 1 << 1
    AIRCRAFT_CLASS = 1 << 2
    SEATS_ASSUMED = 1 << 3
    LOAD_ASSUMED = 1 << 4
    CARGO_ASSUMED = 1 << 5
    CITY_STAND_IN = 1 << 6
    ENDS_ONLY = 1 << 7
    DISTANCE_GIVEN = 1 << 8
    OFFICIAL = 1 << 9
    HAUL_ASSUMED = 1 << 10
    REGION_DISPUTED = 1 << 11
    CABIN_NOT_SOLD = 1 << 12
    WTT_NOT_PUBLISHED = 1 << 13
    EXTRAPOLATED = 1 << 14
    COORDINATES_DISPUTED = 1 << 15
    AIRCRAFT_RELATED = 1 << 16
    SEAT_WEIGHTS_ASSUMED = 1 << 17
    CABIN_NOT_PUBLISHED = 1 << 18
    MODE_NOT_COVERED = 1 << 19
    ENTITLEMENT = 1 << 20


RESTS_ON_ESTIMATE = (
    Quality.CABIN_ASSUMED
    | Quality.CITY_STAND_IN
    | Quality.ENDS_ONLY
    | Quality.HAUL_ASSUMED
    | Quality.COORDINATES_DISPUTED
    | Quality.MODE_NOT_COVERED
    | Quality.ENTITLEMENT
)
"""A leg counts into the share that rests on estimates when what the booking should tell was assumed, cabin or place or
the whole trip, or when the method does not cover the kind of flight.

The fleet data that every ICAO-style leg lacks (aircraft, seats, load, cargo) do not count: the share would
always be the whole. They widen the range instead.
"""

SENTENCES: dict[Quality, str] = {
    Quality.CABIN_ASSUMED: "The cabin is not known; the average over the cabins was used.",
    Quality.AIRCRAFT_TYPICAL: "The typical aircraft of the distance and region was used.",
    Quality.AIRCRAFT_CLASS: "The region is not known; one representative aircraft of the haul band was used.",
    Quality.SEATS_ASSUMED: "The seats are the typical ones of the aircraft type.",
    Quality.LOAD_ASSUMED: "The load factor is a default.",
    Quality.CARGO_ASSUMED: "The cargo share is a default.",
    Quality.CITY_STAND_IN: "An airport stands in for a city.",
    Quality.ENDS_ONLY: "Only the ends of the trip are known; stops in between are missing.",
    Quality.DISTANCE_GIVEN: "The distance was given, not computed.",
    Quality.OFFICIAL: "The figure is the official result that was given.",
    Quality.HAUL_ASSUMED: "The haul or region is not known and was assumed.",
    Quality.REGION_DISPUTED: "Sources disagree on the region of a country.",
    Quality.CABIN_NOT_SOLD: "The cabin booked is not on the aircraft.",
    Quality.WTT_NOT_PUBLISHED: "The edition publishes no well-to-tank factor for this flight.",
    Quality.EXTRAPOLATED: "The distance lies outside the published fuel figures of the aircraft.",
    Quality.COORDINATES_DISPUTED: "Sources disagree on the position of an airport.",
    Quality.AIRCRAFT_RELATED: "A close relative of the aircraft type was used.",
    Quality.SEAT_WEIGHTS_ASSUMED: "The space of a seat in each cabin is a default.",
    Quality.CABIN_NOT_PUBLISHED: "The method publishes no factor for the cabin; the nearest one was used.",
    Quality.MODE_NOT_COVERED: "The method does not cover this kind of flight; the share of a seat on an airliner of "
    "this distance was used.",
    Quality.ENTITLEMENT: "No ticket: estimated by the organization's entitlement rule.",
}


def flagged(where: NDArray[np.bool_], flag: Quality) -> NDArray[np.int64]:
    """A mask per leg: the flag where it holds, else nothing."""
    return where.astype(np.int64) * int(flag)


def names(mask: int) -> tuple[str, ...]:
    """The names of the flags set in a mask, lowest value first."""
    return tuple(flag.name for flag in Quality if mask & flag and flag.name is not None)


def sentences(mask: int) -> tuple[str, ...]:
    """What a person reads about a mask, in the order of names."""
    return tuple(SENTENCES[flag] for flag in Quality if mask & flag)
