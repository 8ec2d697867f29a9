"""The last save of readings is taken back: what it added goes, what it changed or removed is as it was."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import Event
from greenops.annual_return.activity.reading_checks import overlaps, row_identity
from greenops.annual_return.activity.readings import AT_ONCE, SAVED, VALUES, ReadingsRefused, remembered, subject_of
from greenops.annual_return.cycle.closing import check_year_is_editable
from greenops.annual_return.models import ActivityReading

TAKEN_BACK = "readings taken back"


def last_save(by: Any) -> Event | None:
    """The person's last save of readings, unless it was taken back."""
    last = Event.objects.filter(actor=by, action__in=(SAVED, TAKEN_BACK)).order_by("-sequence").first()
    return last if last is not None and last.action == SAVED else None


def year_of_last_save(by: Any) -> int | None:
    """The year of what could be taken back, without reading all that its event remembers; None for nothing."""
    saves = Event.objects.filter(actor=by, action__in=(SAVED, TAKEN_BACK)).order_by("-sequence")
    last = saves.values_list("action", "payload__year").first()
    return last[1] if last is not None and last[0] == SAVED else None


@transaction.atomic
def take_back_last_save(*, by: Any) -> dict[str, int]:
    """How many readings were removed, restored and brought back.

    Raises ReadingsRefused where there is no save or where one of its readings was changed since, and YearClosed.
    """
    event = last_save(by)
    if event is None:
        raise ReadingsRefused(_("There is no save of yours to take back."))
    memory: dict[str, dict[str, Any]] = event.payload["readings"]
    years = sorted({(one["is"] or one["was"])["year"] for one in memory.values()})
    for year in years:
        check_year_is_editable(year)
    sites = {(one["is"] or one["was"])["site_id"] for one in memory.values()}
    found = ActivityReading.objects.filter(year__in=years)
    found = found.filter(site__in=sites) if len(sites) < AT_ONCE else found
    kept = {str(reading.public_id): reading for reading in found}
    _check_untouched(memory, kept)
    added = [kept[key] for key, one in memory.items() if not one["was"]]
    changed = [_restored(kept[key], one["was"]) for key, one in memory.items() if one["was"] and one["is"]]
    gone = [_restored(ActivityReading(public_id=key), one["was"]) for key, one in memory.items() if not one["is"]]
    left = set(kept) - {str(reading.public_id) for reading in added}
    _check_free(gone, [*gone, *(kept[key] for key in left)])
    for reading in (*changed, *gone):
        reading.entered_by, reading.entered_at = by, timezone.now()
    for start in range(0, len(added), AT_ONCE):
        ActivityReading.objects.filter(pk__in=[one.pk for one in added[start : start + AT_ONCE]]).delete()
    if changed:
        names = [*VALUES, "origin", "entered_by", "entered_at"]
        ActivityReading.objects.bulk_update(changed, names, batch_size=AT_ONCE)
    ActivityReading.objects.bulk_create(gone, batch_size=AT_ONCE)
    counts = {"removed": len(added), "restored": len(changed), "brought_back": len(gone)}
    swapped = {key: {"was": one["is"], "is": one["was"]} for key, one in memory.items()}
    record(
        by=by,
        action=TAKEN_BACK,
        on=subject_of([*added, *changed, *gone]),
        payload={"undoes": event.sequence, "year": years[0], **counts, "readings": swapped},
    )
    return counts


def _check_untouched(memory: Mapping[str, dict[str, Any]], kept: Mapping[str, ActivityReading]) -> None:
    for key, one in memory.items():
        reading = kept.get(key)
        now = remembered(reading) if reading is not None else None
        if _comparable(now) != _comparable(one["is"]):
            raise ReadingsRefused(
                _("Readings of that save were changed since, so it is not taken back. Correct them one by one.")
            )


def _comparable(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {**values, "quantity": Decimal(values["quantity"])} if values else None


def _check_free(gone: list[ActivityReading], after: Iterable[ActivityReading]) -> None:
    """The months of what comes back must not have been given to another reading."""
    rows = {row_identity(reading) for reading in gone}
    if overlaps(reading for reading in after if row_identity(reading) in rows):
        raise ReadingsRefused(_("There is another reading for the same months by now. Remove that one first."))


def _restored(reading: ActivityReading, values: Mapping[str, Any]) -> ActivityReading:
    for name, value in values.items():
        setattr(reading, name, Decimal(value) if name == "quantity" else value)
    return reading
