"""From activity data to the inventory: each stream goes to the equation of its source."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from greenops.annual_return.inventory import electricity, fuels, ground_travel, heat, optional, vehicles
from greenops.annual_return.inventory.entry import Activity, Entry
from greenops.annual_return.inventory.errors import FactorMissing, InventoryError, ShareInvalid
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import amount_only
from greenops.annual_return.inventory.shares import checked
from greenops.reference.activity import Stream, catalogue

Equation = Callable[[Activity, Method, int], Entry]
# What a certificate covers first: the contract that it was bought for, then what is not named.
COVERED_FIRST = {"renewable_contract": 0, "unspecified": 1, "standard": 2}


@dataclass(frozen=True)
class Missing:
    """An activity without emissions, and why, in a sentence that a person can act on."""

    activity: Activity
    reason: str


@dataclass(frozen=True)
class Entries:
    """All of a year: each activity is in one of the two, and what is missing is never counted as zero."""

    entries: tuple[Entry, ...]
    missing: tuple[Missing, ...]


def entry_of(activity: Activity, method: Method, year: int, *, certified_kwh: float = 0.0) -> Entry:
    """What one activity of the year emits. certified_kwh: of purchased electricity, the kWh that certificates cover.

    Raises FactorMissing naming stream, place, year and the remedy; ShareInvalid for a share that is none (R21);
    InventoryError for an amount that is none.
    """
    stream = catalogue().stream(activity.stream)
    check(activity, year)
    try:
        if activity.stream == "electricity_grid":
            entry = electricity.purchased(activity, method, year, certified_kwh)
        else:
            entry = EQUATIONS[activity.stream](activity, method, year)
    except FactorMissing as error:
        raise FactorMissing(f"{place_of(activity, stream, year)}: {error}") from error
    if activity.share.basis == "whole":
        return entry
    return replace(entry, rules=(*entry.rules, "R21"))


def entries_of(activities: Iterable[Activity], method: Method, year: int) -> Entries:
    """entry_of for all activities of a year, in their order; certificates cover purchased electricity of their site."""
    sound: list[Activity] = []
    found: list[Entry] = []
    missing: list[Missing] = []
    for activity in activities:
        try:
            check(activity, year)
            sound.append(activity)
        except InventoryError as error:
            missing.append(Missing(activity, str(error)))
    covered = certificates_by_activity(sound)
    for place, activity in enumerate(sound):
        try:
            found.append(entry_of(activity, method, year, certified_kwh=covered.get(place, 0.0)))
        except FactorMissing as error:
            missing.append(Missing(activity, str(error)))
    return Entries(tuple(found), tuple(missing))


def check(activity: Activity, year: int) -> None:
    """R21, and that the amount is a number of 0 or more. Raises ShareInvalid or InventoryError with the place."""
    if not 0 <= activity.amount < inf:
        place = place_of(activity, catalogue().stream(activity.stream), year)
        raise InventoryError(f"{place}: the amount is {activity.amount:g} {activity.unit}. Give a number of 0 or more.")
    try:
        checked(activity.share)
    except ShareInvalid as error:
        place = place_of(activity, catalogue().stream(activity.stream), year)
        raise ShareInvalid(f"{place}: {error}") from error


def certificates_by_activity(activities: Sequence[Activity]) -> Mapping[int, float]:
    """R09: how many certified kWh cover each purchase, by its place in activities; never more than the purchase.

    Certificates of a site cover purchases of that site without a supplier's factor: first under a renewable contract,
    then products that are not known, then standard ones. What is left over covers nothing.
    """
    left: dict[str, float] = {}
    for activity in activities:
        if activity.stream == "electricity_certified":
            left[activity.site] = left.get(activity.site, 0.0) + activity.counted
    covered: dict[int, float] = {}
    purchases = [
        (COVERED_FIRST.get(activity.detail, 3), place, activity)
        for place, activity in enumerate(activities)
        if activity.stream == "electricity_grid" and activity.supplier is None and left.get(activity.site)
    ]
    for _, place, activity in sorted(purchases, key=lambda purchase: purchase[:2]):
        covered[place] = min(left[activity.site], activity.counted)
        left[activity.site] -= covered[place]
    return covered


def unused_certificates(activities: Iterable[Activity]) -> Mapping[str, float]:
    """kWh of certificates above what their site purchased, by site; only sites that have any."""
    given = tuple(activities)
    left: dict[str, float] = {}
    for activity in given:
        if activity.stream == "electricity_certified":
            left[activity.site] = left.get(activity.site, 0.0) + activity.counted
    for place, kwh in certificates_by_activity(given).items():
        left[given[place].site] -= kwh
    return {site: kwh for site, kwh in left.items() if kwh > 1e-6}


def place_of(activity: Activity, stream: Stream, year: int) -> str:
    """Such as: Fuel burnt for heating, Wood at NBO (KE), 2025."""
    detail = stream.details.get(activity.detail)
    what = f"{stream.label}, {detail.label}" if detail else stream.label
    return f"{what} at {activity.site} ({activity.country}), {year}"


def _amount(activity: Activity, method: Method, year: int) -> Entry:
    return amount_only(activity)


def _without_year(equation: Callable[[Activity, Method], Entry]) -> Equation:
    return lambda activity, method, year: equation(activity, method)


def _by_itself(equation: Callable[[Activity], Entry]) -> Equation:
    return lambda activity, method, year: equation(activity)


TRAVELLED = ("train", "bus", "coach", "ferry", "taxi", "hire_car_distance", "private_car")
# Emissions of what is thrown away, drunk and poured away are optional; the amounts have sections of their own.
OPTIONAL = (
    *("commuting", "homeworking", "hotel_nights", "freight", "cloud_electricity", "ict_devices", "paper", "food"),
    *("waste", "water", "waste_water"),
)
AMOUNTS = (
    *("water_recycled", "tenders", "tenders_sustainable", "devices_bought", "devices_ecolabel", "persons_trained"),
)
EQUATIONS: Mapping[str, Equation] = {
    "electricity_onsite_used": _by_itself(electricity.onsite_used),
    **dict.fromkeys(electricity.BESIDE_THE_TOTAL, _by_itself(electricity.beside_the_total)),
    **dict.fromkeys(("generator_fuel", "stationary_fuel"), _without_year(fuels.burnt_at_site)),
    **dict.fromkeys(("district_heat", "district_cooling"), _without_year(heat.purchased)),
    "vehicle_fuel": _without_year(vehicles.burnt),
    "vehicle_distance": _without_year(vehicles.driven),
    "vehicle_charging": electricity.charged,
    **dict.fromkeys(TRAVELLED, _without_year(ground_travel.travelled)),
    "taxi_round_trips": _without_year(ground_travel.taxi_default),
    "hire_car_fuel": _without_year(ground_travel.hire_car_fuel),
    **dict.fromkeys(OPTIONAL, optional.written_down),
    **dict.fromkeys(AMOUNTS, _amount),
}
# Streams whose activities emit: what one of them emits has to stand in a line of the form.
EMITTING = frozenset({"electricity_grid", *EQUATIONS}) - {
    *AMOUNTS, *electricity.BESIDE_THE_TOTAL, "electricity_onsite_used"
}  # fmt: skip
