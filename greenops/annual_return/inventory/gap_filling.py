"""Data that were not reported: from other offices, from the year before, from the months that are there (R22-R24).

What is filled is activity data of its own, with a method that marks it as an estimate, and a sentence that says how.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

from greenops.annual_return.inventory.entry import WHOLE, Activity
from greenops.annual_return.inventory.equations import number, unit_words
from greenops.annual_return.inventory.errors import GapInvalid

By = Literal["persons", "floor_area"]
BY_WORDS: Mapping[By, str] = {"persons": "persons", "floor_area": "m²"}
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Office:
    """An office of the year: its persons and floor area, as far as they are known."""

    site: str
    country: str
    persons: float | None = None
    floor_area: float | None = None
    open_months: int = 12

    def size(self, by: By) -> float | None:
        return self.persons if by == "persons" else self.floor_area


@dataclass(frozen=True)
class Filled:
    """An activity that stands for what was not reported. rule: such as R22; sentence: how it was made."""

    activity: Activity
    rule: str
    sentence: str


def is_small(persons: float | None, small_office_persons: float) -> bool:
    """R22: whether an office has fewer persons than the method asks data of. Source: UNEP, under 10."""
    return persons is not None and persons < small_office_persons


def from_other_offices(
    silent: Iterable[Office], reporting: Iterable[Office], activities: Iterable[Activity], by: By = "persons"
) -> tuple[Filled, ...]:
    """R22: for each small or silent office, what reporting offices consumed by person (or m2) x its persons (or m2).

    activities: of the reporting offices; those of other sites are left out. All reporting offices divide, those without
    a stream too. An office that was open part of the year gets its months. Raises GapInvalid where a size is not known.
    Source: UNEP, UNDP; boundary page of Greening the Blue of 2008.
    """
    known = {office.site: _size(office, by) for office in reporting}
    whole = fsum(known.values())
    if not whole > 0:
        raise GapInvalid(f"The offices that reported have no {BY_WORDS[by]}: there is nothing to estimate others by.")
    sums: dict[Key, list[float]] = {}
    for activity in activities:
        if activity.site in known:
            key = (activity.stream, activity.detail, activity.channel, activity.route, activity.unit)
            sums.setdefault(key, []).append(activity.counted)
    return tuple(
        _by_size(office, key, fsum(amounts) / whole, by) for office in silent for key, amounts in sorted(sums.items())
    )


def copied_forward(site: str, activities: Iterable[Activity], from_year: int) -> tuple[Filled, ...]:
    """R23: the quantities of the year before for an office that did not report. Source: UNDP EMT.

    activities: of from_year; those of other sites are left out.
    """
    return tuple(
        Filled(
            replace(activity, method="copied", readings=0, evidenced=0),
            "R23",
            f"Copied from {from_year}: {site} did not report.",
        )
        for activity in activities
        if activity.site == site
    )


def rest_of_year(activity: Activity) -> Filled | None:
    """R24: the months that are not covered, each as the mean of those that are; None where none is missing.

    What was measured stays as it is; the months without data are an activity of their own, an estimate.
    Raises GapInvalid where no month is covered. Source: ours.
    """
    missing = activity.open_months - activity.months
    if missing <= 0:
        return None
    if activity.months <= 0:
        raise GapInvalid(f"{activity.stream} at {activity.site}: no month is covered, so there is no mean to go by.")
    amount = activity.amount / activity.months * missing
    return _rest(activity, amount, missing, f"the mean of {activity.months} months")


def rest_of_year_by_degree_days(activity: Activity, covered: float, missing: float) -> Filled | None:
    """R24: as rest_of_year, for fuels of a season: by the degree days of the months with and without data.

    Raises GapInvalid for degree days below 0, or none in the months with data. Source: ours.
    """
    months = activity.open_months - activity.months
    if months <= 0:
        return None
    if missing < 0 or not covered > 0:
        raise GapInvalid(
            f"{activity.stream} at {activity.site}: {covered:g} degree days with data, {missing:g} without. "
            "Give those of the months, or estimate by the monthly mean."
        )
    words = f"{number(missing)} degree days against {number(covered)} in the months with data"
    return _rest(activity, activity.amount * missing / covered, months, words)


def _size(office: Office, by: By) -> float:
    size = office.size(by)
    if size is None or size < 0:
        raise GapInvalid(
            f"{office.site}: its {BY_WORDS[by]} are not known. Enter them, or estimate by another measure."
        )
    return size


def _by_size(office: Office, key: Key, per_size: float, by: By) -> Filled:
    stream, detail, channel, route, unit = key
    size = _size(office, by)
    amount = per_size * size * office.open_months / 12
    months = "" if office.open_months == 12 else f" × {office.open_months}/12 months"
    sentence = (
        f"Estimated from the offices that reported: {number(per_size)} {unit_words(unit)} a year for each of "
        f"{number(size)} {BY_WORDS[by]}{months}."
    )
    activity = Activity(
        site=office.site,
        country=office.country,
        stream=stream,
        detail=detail,
        amount=amount,
        unit=unit,
        method="proxy",
        months=office.open_months,
        open_months=office.open_months,
        channel=channel,
        route=route,
        share=WHOLE,
        readings=0,
    )
    return Filled(activity, "R22", sentence)


def _rest(activity: Activity, amount: float, months: int, words: str) -> Filled:
    made = replace(activity, amount=amount, method="estimated", months=months, readings=0, evidenced=0)
    return Filled(made, "R24", f"{months} of {activity.open_months} months have no data: estimated by {words}.")
