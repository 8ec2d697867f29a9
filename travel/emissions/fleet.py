"""Which aircraft flew, when nobody told: the declared fallback ladder, and the seats on board.

1. The types on the booking that the method's fuel table knows. 2. For each other type: the typical type of
the distance and of the region, when both ends lie in one region, or of any region. 3. Where a region is not
known: one representative type of the haul band. Each step down is a quality flag. Fuel and assumed seats
always come from the same type.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from travel.emissions.aircraft import Catalogue, KnownType, is_wide, seat_weights, typical_cabins
from travel.emissions.flight import Flights
from travel.emissions.haul import haul_band_codes, icao_regions
from travel.emissions.mix import mix_of
from travel.emissions.quality import Quality, flagged

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

TYPICAL_LIMITS_KM: Final = (500.0, 1500.0, 4000.0, 7000.0, 12_500.0)
TYPICAL_ANY: Final = ("320", "320", "320", "333", "77W", "359")
TYPICAL_BY_REGION: Final = {
    "North America": ("E75", "738", "738", "763", "77W", "359"),
    "Sub Saharan Africa": ("AT7", "738", "738", "333", "77W", "359"),
}
"""Typical types by distance, our judgement (certainty D).

The regional ones only where they rule below 500 km.
"""

REPRESENTATIVE: Final = ("CR7", "320", "77W")
"""One type per haul band, as implementers of ICAO's method without fleet data choose them (certainty C)."""


@dataclass(frozen=True)
class Component:
    """One type of a leg's mix. share: of the departures; the shares of a mix add up to 1."""

    type: KnownType
    share: float


@dataclass(frozen=True)
class Fleet:
    """The aircraft of each kind of flight.

    mixes: the distinct mixes; of_kind: which one flew. seats: by cabin, given or typical. weights: default
    space of a seat by cabin. seats_given, wide: whether seats were given; whether most departures have two
    aisles.
    """

    mixes: tuple[tuple[Component, ...], ...]
    of_kind: Integers
    seats: Floats
    weights: Floats
    seats_given: Flags
    wide: Flags
    quality: Integers

    def fuel_kg(self, catalogue: Catalogue, nm: Floats) -> tuple[Floats, Integers]:
        """Fuel of each kind at a stage length: the mean of its types by departures, and flags it adds."""
        counts: Integers = np.array([len(mix) for mix in self.mixes], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
        rows = np.array([part.type.row for mix in self.mixes for part in mix], dtype=np.int64)
        shares = np.array([part.share * part.type.fuel_ratio for mix in self.mixes for part in mix])
        repeats = counts[self.of_kind]
        kind = np.repeat(np.arange(len(nm)), repeats)
        within = np.arange(len(kind)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        part = starts[self.of_kind][kind] + within
        burn, outside = catalogue.fuel.burn_kg(rows[part], nm[kind])
        burn = (burn + catalogue.fuel.fixed_kg[rows[part]]) * shares[part]
        fuel = np.bincount(kind, weights=burn, minlength=len(nm)).astype(np.float64)
        beyond = np.bincount(kind, weights=outside, minlength=len(nm)) > 0
        return fuel, flagged(beyond, Quality.EXTRAPOLATED)


def fleet_of(flights: Flights, catalogue: Catalogue, regions_edition: str) -> Fleet:
    """Go down the ladder for each kind of flight."""
    steps = _typical_step(flights, regions_edition)
    seats_given: Flags = np.asarray((~np.isnan(flights.seats)).any(axis=1))
    key = (flights.aircraft * 2 + seats_given) * len(_LADDER) + steps
    of_kind, distinct = pd.factorize(key)
    mixes, seats, weights, wide, flags = [], [], [], [], []
    for number in distinct.tolist():
        rest, step = divmod(number, len(_LADDER))
        aircraft, given = divmod(rest, 2)
        mix, flag = _mix(flights.aircraft_texts[aircraft], bool(given), step, catalogue)
        mixes.append(mix)
        flags.append(flag)
        seats.append(sum((part.share * _typical_seats(part.type) for part in mix), np.zeros(4)))
        weights.append(sum((part.share * seat_weights()[is_wide(part.type.designator)] for part in mix), np.zeros(4)))
        wide.append(sum(part.share for part in mix if is_wide(part.type.designator)) > 0.5)
    typical = np.array(seats).reshape(-1, 4)[of_kind]
    return Fleet(
        mixes=tuple(mixes),
        of_kind=of_kind.astype(np.int64),
        seats=np.where(seats_given[:, None], np.nan_to_num(flights.seats), typical),
        weights=np.array(weights).reshape(-1, 4)[of_kind],
        seats_given=seats_given,
        wide=np.array(wide, dtype=bool)[of_kind],
        quality=np.array(flags, dtype=np.int64)[of_kind] | flagged(~seats_given, Quality.SEATS_ASSUMED),
    )


_LADDER: Final = (
    *TYPICAL_ANY,
    *(code for codes in TYPICAL_BY_REGION.values() for code in codes),
    *REPRESENTATIVE,
)
"""All typical types in one row, so that a step of the ladder is one number."""


def _typical_step(flights: Flights, regions_edition: str) -> Integers:
    """For each kind the place in the ladder that holds its typical type."""
    regions = icao_regions(regions_edition)
    origin, destination = flights.where(regions.of_ends(flights.ends))
    step = np.searchsorted(np.array(TYPICAL_LIMITS_KM), flights.distance_km, side="right").astype(np.int64)
    for number, name in enumerate(TYPICAL_BY_REGION, start=1):
        region = regions.names.index(name)
        step = np.where(
            (origin == region) & (destination == region),
            step % len(TYPICAL_ANY) + number * len(TYPICAL_ANY),
            step,
        )
    unknown = (origin == regions.unknown) | (destination == regions.unknown)
    first_representative = len(_LADDER) - len(REPRESENTATIVE)
    return np.where(unknown, first_representative + haul_band_codes(flights.distance_km), step)


def _mix(text: str, seats_given: bool, step: int, catalogue: Catalogue) -> tuple[tuple[Component, ...], int]:
    """The types that are computed for what the booking says, and the flags of the steps down."""
    typical = catalogue.find(_LADDER[step])
    assert typical is not None
    below = len(_LADDER) - len(REPRESENTATIVE) <= step
    step_flag = int(Quality.AIRCRAFT_CLASS if below else Quality.AIRCRAFT_TYPICAL)
    flags = 0
    parts = []
    for code, share in mix_of(text) or (("", 1.0),):
        known = catalogue.find(code)
        if known is None or not (seats_given or known.designator in typical_cabins()):
            known = typical
            flags |= step_flag
        elif known.related:
            flags |= int(Quality.AIRCRAFT_RELATED)
        parts.append(Component(known, share))
    return tuple(parts), flags


def _typical_seats(known: KnownType) -> Floats:
    """Typical seats by cabin; none for a type that is computed because its seats were given."""
    cabins = typical_cabins().get(known.designator)
    return np.zeros(4) if cabins is None else cabins.seats
