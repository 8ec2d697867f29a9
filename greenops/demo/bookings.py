"""About 6,000 invented bookings over three years, by a seeded generator: the same ones on every machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from greenops.demo.organization import UNITS, YEARS
from greenops.demo.routes import (
    AIRLINE_OF_HOME,
    AIRLINES,
    DESTINATIONS,
    HUBS,
    NON_STOP_FROM_GENEVA,
    REGIONS_OF_UNIT,
    itinerary,
)
from greenops.demo.travellers import Traveller, delegates_of, travellers_of

SEED = 2025
BOOKINGS_PER_YEAR = {2023: 1_650, 2024: 1_850, 2025: 1_750}
# Share of each unit in the bookings, and of each month: meetings in spring and autumn, little in August.
UNIT_WEIGHTS = {"ODG": 9, "STD": 18, "RAD": 21, "DEV": 24, "ADM": 8, "ROA": 9, "RAP": 7, "RAM": 4}
MONTH_WEIGHTS = (7, 9, 11, 8, 11, 10, 6, 3, 11, 12, 9, 3)

CONFERENCE = "World Radio Access Conference 2024 (DEMO)"
CONFERENCE_STARTS_ON = date(2024, 10, 14)
CONFERENCE_CITY = "GVA"
DELEGATES = 760
# Delegates come from where the demonstration's people go, from far away more often than from near.
DELEGATE_REGIONS = {"europe": 24, "africa": 28, "asia": 26, "americas": 16, "arab states": 6}

SHARE_REFUNDED, SHARE_EXCHANGED, SHARE_VOID = 0.025, 0.03, 0.012
SHARE_ONE_WAY, SHARE_CABIN_MISSING = 0.08, 0.04
SHARE_UNKNOWN_CODE, SHARE_CITY_CODE, SHARE_NO_COST_CENTRE = 0.004, 0.008, 0.012
UNKNOWN_CODES = ("XQX", "ZZ9")
CITY_CODES = {"LHR": "LON", "CDG": "PAR", "HND": "TYO", "JFK": "NYC", "FCO": "ROM"}


@dataclass(frozen=True)
class Segment:
    """One row of a file: a flight as ticketed."""

    origin: str
    destination: str
    departs_on: date
    cabin: str
    carrier: str
    flight_number: str


@dataclass(frozen=True)
class Booking:
    ticket: str
    reference: str
    issued_on: date
    traveller: Traveller
    cost_centre: str
    segments: tuple[Segment, ...]
    payer: str = "organization"
    event: str = ""
    status: str = "ticketed"
    replaces: str = ""


def bookings() -> list[Booking]:
    """All of them, of delegates too, in the order of issue."""
    random = np.random.default_rng(SEED)
    made: list[Booking] = []
    for year in YEARS:
        for _number in range(BOOKINGS_PER_YEAR[year]):
            made.extend(_with_changes(random, _staff_booking(random, year, len(made)), len(made)))
    for traveller in delegates_of(random, DELEGATES):
        made.append(_delegate_booking(random, traveller, len(made)))
    return sorted(made, key=lambda booking: (booking.issued_on, booking.ticket, booking.status != "ticketed"))


def _staff_booking(random: np.random.Generator, year: int, number: int) -> Booking:
    unit = _pick(random, UNIT_WEIGHTS)
    _code, _name, _parent, _site, home, cost_centres = next(row for row in UNITS if row[0] == unit)
    region = _pick(random, REGIONS_OF_UNIT[unit])
    abroad = {code: weight for code, weight in DESTINATIONS[region].items() if code != home}
    destination = _pick(random, abroad)
    departs_on = _day_of(random, year)
    category = _pick(random, {"staff": 84, "consultant": 9, "sponsored_participant": 7})
    traveller = random.choice(np.array(travellers_of(unit, category), dtype=object))
    cost_centre = str(random.choice(cost_centres)) if random.random() > SHARE_NO_COST_CENTRE else "9990"
    stay = timedelta(days=int(random.integers(2, 9)))
    way_back = None if random.random() < SHARE_ONE_WAY else min(departs_on + stay, date(year, 12, 31))
    cabin = _cabin(random, home, region, category)
    segments = _segments(random, home, destination, region, departs_on, way_back, cabin)
    return Booking(
        ticket=_ticket(number),
        reference=_reference(number),
        traveller=traveller,
        cost_centre=cost_centre,
        issued_on=departs_on - timedelta(days=int(random.integers(6, 45))),
        segments=_unclear(random, segments),
    )


def _delegate_booking(random: np.random.Generator, traveller: Traveller, number: int) -> Booking:
    region = _pick(random, DELEGATE_REGIONS)
    home = _pick(random, DESTINATIONS[region])
    arrives_on = CONFERENCE_STARTS_ON - timedelta(days=int(random.integers(0, 3)))
    leaves_on = CONFERENCE_STARTS_ON + timedelta(days=int(random.integers(4, 19)))
    cabin = _pick(random, {"economy": 74, "premium_economy": 4, "business": 20, "first": 2})
    there = _segments(random, CONFERENCE_CITY, home, region, arrives_on, leaves_on, cabin)
    # The hubs are told from Geneva outwards; the delegate flies the same legs the other way round.
    half = len(there) // 2
    segments = tuple(
        replace(there[place], departs_on=arrives_on if index < half else leaves_on)
        for index, place in enumerate([*range(half, len(there)), *range(half)])
    )
    return Booking(
        ticket=_ticket(number),
        reference=_reference(number),
        traveller=traveller,
        cost_centre="",
        issued_on=arrives_on - timedelta(days=int(random.integers(10, 60))),
        segments=segments,
        payer="other",
        event=CONFERENCE,
    )


def _with_changes(random: np.random.Generator, booking: Booking, number: int) -> Iterator[Booking]:
    """The booking, and what came after it: a refund, a new ticket in its place, or nothing."""
    drawn = random.random()
    if drawn < SHARE_VOID:
        yield replace(booking, status="void")
        return
    yield booking
    later = booking.issued_on + timedelta(days=int(random.integers(1, 6)))
    if drawn < SHARE_VOID + SHARE_REFUNDED:
        yield replace(booking, status="refund", issued_on=later)
    elif drawn < SHARE_VOID + SHARE_REFUNDED + SHARE_EXCHANGED:
        moved = tuple(replace(leg, departs_on=_same_year(leg.departs_on, 1)) for leg in booking.segments)
        yield replace(
            booking,
            status="exchange",
            ticket=_ticket(number + 1),
            replaces=booking.ticket,
            issued_on=later,
            segments=moved,
        )


def _segments(
    random: np.random.Generator,
    home: str,
    destination: str,
    region: str,
    out: date,
    back: date | None,
    cabin: str,
) -> tuple[Segment, ...]:
    hubs = HUBS.get((home, region), ("ZRH",))
    hub = str(random.choice(hubs))
    if hub == "" and home == "GVA" and destination not in NON_STOP_FROM_GENEVA:
        hub = "ZRH"
    legs = [(out, leg) for leg in itinerary(home, destination, hub)]
    if back is not None:
        legs += [(back, (end, start)) for start, end in reversed(itinerary(home, destination, hub))]
    carrier = AIRLINES.get(hub, AIRLINE_OF_HOME.get(home, "LX"))
    return tuple(
        Segment(origin, end, day, cabin, carrier, f"{carrier}{int(random.integers(10, 2999))}")
        for day, (origin, end) in legs
    )


def _cabin(random: np.random.Generator, home: str, region: str, category: str) -> str:
    if random.random() < SHARE_CABIN_MISSING:
        return ""
    near = (home, region) in (("GVA", "europe"), ("NBO", "africa"), ("BKK", "asia"), ("PTY", "americas"))
    if near or category != "staff":
        return _pick(random, {"economy": 97, "premium_economy": 1, "business": 2})
    return _pick(random, {"economy": 71, "premium_economy": 10, "business": 18, "first": 1})


def _unclear(random: np.random.Generator, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Now and then a code that nobody knows, or that of a city with several airports."""
    drawn = random.random()
    last = segments[-1]
    if drawn < SHARE_UNKNOWN_CODE:
        return (*segments[:-1], replace(last, destination=str(random.choice(UNKNOWN_CODES))))
    if drawn < SHARE_UNKNOWN_CODE + SHARE_CITY_CODE:
        return tuple(
            replace(
                leg,
                origin=CITY_CODES.get(leg.origin, leg.origin),
                destination=CITY_CODES.get(leg.destination, leg.destination),
            )
            for leg in segments
        )
    return segments


def _day_of(random: np.random.Generator, year: int) -> date:
    month = _pick(random, dict(enumerate(MONTH_WEIGHTS, start=1)))
    return date(year, month, int(random.integers(1, 28)))


def _same_year(day: date, days: int) -> date:
    return min(day + timedelta(days=days), date(day.year, 12, 31))


def _ticket(number: int) -> str:
    """Thirteen digits under an airline number that is not in use."""
    return f"999{2_400_000_000 + number:010d}"


def _reference(number: int) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "D" + "".join(letters[number // len(letters) ** place % len(letters)] for place in range(5))


def _pick(random: np.random.Generator, weights: Mapping[Any, int]) -> Any:
    names: Sequence[Any] = list(weights)
    shares = np.array([weights[name] for name in names], dtype=float)
    return names[int(random.choice(len(names), p=shares / shares.sum()))]
