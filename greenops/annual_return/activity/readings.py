"""Readings are saved and removed: all of a save or nothing, with one event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import Event, Organization
from greenops.annual_return.activity.quantities import printed_quantity
from greenops.annual_return.activity.reading_checks import (
    Given,
    Ground,
    Problem,
    Wrong,
    ground_of,
    overlaps,
    reading_of,
    row_identity,
)
from greenops.annual_return.cycle.closing import check_year_is_editable
from greenops.annual_return.models import ActivityReading

SAVED = "readings saved"
# What of a reading may change, and what its event remembers, enough to bring it back.
VALUES = ("months", "quantity", "unit", "amount_micro", "method", "supplier_factor_id", "evidence_id", "note")
PLACE = ("site_id", "stream", "detail", "channel", "route", "year", "month", "meter_id")
AT_ONCE = 500


class ReadingsRefused(ValueError):
    """Nothing was done. The message is a sentence for people."""


@dataclass(frozen=True)
class Planned:
    """One reading as it is to be kept. line: its place among those given. was: the one it takes the place of."""

    line: int
    reading: ActivityReading
    was: ActivityReading | None

    @property
    def verdict(self) -> str:
        if self.was is None:
            return "new"
        return "same" if values_of(self.was) == values_of(self.reading) else "changed"


@dataclass
class Plan:
    """What a save would do. problems: by the place among those given; while there is one, nothing is done."""

    planned: list[Planned] = field(default_factory=list)
    removed: list[ActivityReading] = field(default_factory=list)
    problems: list[tuple[int, Problem]] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        return sum(one.verdict == verdict for one in self.planned)

    @property
    def changes_anything(self) -> bool:
        return bool(self.removed) or any(one.verdict != "same" for one in self.planned)


def values_of(reading: ActivityReading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in VALUES}


def place_of(reading: ActivityReading) -> tuple[Any, ...]:
    return tuple(getattr(reading, name) for name in PLACE)


def plan(givens: Sequence[Given], ground: Ground, removed: Iterable[ActivityReading] = ()) -> Plan:
    """Check all that is given against one another and against what is kept; nothing is written."""
    made = Plan(removed=list(removed))
    kept = _kept(givens)
    by_place = {place_of(reading): reading for reading in kept}
    for line, given in enumerate(givens):
        try:
            reading = reading_of(given, ground)
            was = by_place.get(place_of(reading))
            if was is not None:
                reading = reading_of(given, ground, was)
            made.planned.append(Planned(line, reading, was))
        except Wrong as wrong:
            made.problems.append((line, wrong.problem))
    made.problems += _double(made, kept)
    made.problems.sort(key=lambda one: one[0])
    return made


def _kept(givens: Sequence[Given]) -> list[ActivityReading]:
    """What is kept of the sites, streams and years that are given: one query."""
    asked = {given.stream for given in givens}, {given.year for given in givens}
    sites = {given.site.strip().upper() for given in givens}
    found = ActivityReading.objects.filter(stream__in=asked[0], year__in=asked[1]).select_related(
        "site", "meter", "supplier_factor", "evidence"
    )
    return list(found.filter(site__code__in=sites) if len(sites) < AT_ONCE else found)


def _double(made: Plan, kept: list[ActivityReading]) -> list[tuple[int, Problem]]:
    """A month that would be covered twice, told at each line that gives it; of the same file or of what is kept."""
    gone = {reading.pk for reading in made.removed} | {one.was.pk for one in made.planned if one.was}
    lines = {id(one.reading): one.line for one in made.planned}
    touched = {row_identity(one.reading) for one in made.planned}
    after = [one.reading for one in made.planned]
    after += [reading for reading in kept if reading.pk not in gone and row_identity(reading) in touched]
    found = []
    for pair in overlaps(after):
        given = [one for one in pair if id(one) in lines]
        for one in given:
            other = pair[0] if one is pair[1] else pair[1]
            sentence = _twice(one, other, is_given=len(given) > 1)
            found.append((lines[id(one)], Problem("month", str(one.month), sentence)))
    return found


def _twice(one: ActivityReading, other: ActivityReading, *, is_given: bool) -> str:
    """is_given: whether the other is given with it, so that nobody can tell which of the two is meant."""
    told = {
        "month": f"{one.year}-{max(one.month, other.month):02d}",
        "quantity": f"{printed_quantity(other.quantity)} {other.unit}",
        "first": f"{other.year}-{other.month:02d}",
        "last": f"{other.year}-{other.month + other.months - 1:02d}",
    }
    if is_given:
        return _("%(month)s is given twice: another row gives %(quantity)s for it. Keep one of the two.") % told
    if other.months == 1:
        return _("%(month)s is covered twice: %(quantity)s is kept for it. Change that reading instead.") % told
    return (
        _(
            "%(month)s is covered twice: %(quantity)s is kept for %(first)s to %(last)s. Change that reading, or give "
            "the months that it leaves."
        )
        % told
    )


def save_readings(
    *, by: Any, givens: Sequence[Given], removed: Iterable[ActivityReading] = (), origin: str = "grid"
) -> Plan:
    """Keep what is given in place of what is kept of the same months, and remove what is to be removed.

    All of it or, while one has a problem, nothing; one event says what changed. by: None for the command line.
    Raises YearClosed for a year whose return is in review or later, and ReadingsRefused where somebody else saved one
    of the months at the same moment.
    """
    try:
        return _save(by, givens, list(removed), origin)
    except IntegrityError as error:
        raise ReadingsRefused(
            _("Somebody else saved one of these months at the same moment. Open the page again to see what is there.")
        ) from error


@transaction.atomic
def _save(by: Any, givens: Sequence[Given], removed: list[ActivityReading], origin: str) -> Plan:
    ground = ground_of(by)
    for year in sorted({given.year for given in givens} | {reading.year for reading in removed}):
        check_year_is_editable(year)
    for reading in removed:
        if ground.allowed is not None and reading.site_id not in ground.allowed:
            raise PermissionDenied(f"{reading.site}: it is not among the sites that you look after.")
    made = plan(givens, ground, removed)
    if not made.problems:
        write(by=by, made=made, origin=origin)
    return made


def write(*, by: Any, made: Plan, origin: str) -> Event | None:
    """Write a plan without problems, and its event; None where nothing changes. In the caller's transaction."""
    if not made.changes_anything:
        return None
    now = timezone.now()
    new = [one.reading for one in made.planned if one.verdict == "new"]
    changed = [one for one in made.planned if one.verdict == "changed"]
    for reading in (*new, *(one.reading for one in changed)):
        reading.origin, reading.entered_by, reading.entered_at = origin, by, now
    memory = {str(one.public_id): {"was": remembered(one), "is": None} for one in made.removed}
    memory |= {str(one.reading.public_id): {"was": remembered(one.was), "is": remembered(one.reading)}
               for one in changed if one.was}  # fmt: skip
    memory |= {str(one.public_id): {"was": None, "is": remembered(one)} for one in new}
    ActivityReading.objects.filter(pk__in=[one.pk for one in made.removed]).delete()
    ActivityReading.objects.bulk_create(new, batch_size=AT_ONCE)
    ActivityReading.objects.bulk_update(
        [one.reading for one in changed], [*VALUES, "origin", "entered_by", "entered_at"], batch_size=AT_ONCE
    )
    touched = [*new, *(one.reading for one in changed), *made.removed]
    counts = {"added": len(new), "changed": len(changed), "removed": len(made.removed)}
    payload = {"year": touched[0].year, "origin": str(origin), **counts, "readings": memory}
    return record(by=by, action=SAVED, on=subject_of(touched), payload=payload)


def subject_of(touched: list[ActivityReading]) -> Model:
    """What the event is about: the reading, its site, or the whole organization."""
    if len(touched) == 1:
        return touched[0]
    if len({reading.site_id for reading in touched}) == 1:
        return touched[0].site
    return Organization.objects.first() or touched[0].site


def remembered(reading: ActivityReading) -> dict[str, Any]:
    """The reading as plain JSON values, from which it can be made again."""
    values = {name: getattr(reading, name) for name in (*PLACE, *VALUES, "origin")}
    return values | {"quantity": str(reading.quantity), "origin": str(reading.origin)}
