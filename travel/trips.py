"""Trips that no agency's file holds: they become a file in the layout of our template, and are read like any other."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from travel import actions
from travel.imports.profile import profiles
from travel.models import EntitlementRule, ImportBatch, Leg

BY_HAND_SOURCE, RULE_SOURCE = "greenops-template", "greenops-entitlement"
FIELDS = ("booking_reference", "traveller_category", "cost_centre", "origin", "destination", "departure_date", "cabin",
          "passengers", "payer", "event", "remarks")  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """One flight of a trip: codes of two airports, and the day as ISO text."""

    origin: str
    destination: str
    day: str


@dataclass(frozen=True)
class Trip:
    """What an officer enters. rule: code and first day of the entitlement rule that it is estimated by."""

    stretches: tuple[Stretch, ...]
    cabin: str
    passengers: int
    traveller_category: str = ""
    unit: str = ""
    payer: str = ""
    event: str = ""
    reference: str = ""
    remark: str = ""
    rule: str = ""

    @property
    def route(self) -> str:
        """`GVA-ZRH-JFK, 2025-03-18`; a gap is a comma."""
        places = [self.stretches[0].origin]
        for before, after in zip(self.stretches, self.stretches[1:], strict=False):
            places.append(before.destination if before.destination == after.origin else
                          f"{before.destination}, {after.origin}")  # fmt: skip
        return "-".join([*places, self.stretches[-1].destination])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Trip:
        return cls(**{**kept, "stretches": tuple(Stretch(**one) for one in kept["stretches"])})


def stretches_of(places: Sequence[str], day: date, return_on: date | None = None) -> tuple[Stretch, ...]:
    """The flights along the places on one day; with a day of return, the same way back on that."""
    there = [Stretch(start, end, day.isoformat()) for start, end in zip(places, places[1:], strict=False)]
    back = [Stretch(leg.destination, leg.origin, return_on.isoformat()) for leg in reversed(there)] if return_on else []
    return (*there, *back)


def content(trips: Sequence[Trip], source: str) -> bytes:
    """The trips as a file under the headers that the profile spells first, one line for each flight."""
    columns = profiles()[source].columns
    fields = [*(["entitlement_rule"] if source == RULE_SOURCE else []), *FIELDS]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns[field][0] for field in fields)
    for trip in trips:
        for stretch in trip.stretches:
            cells = {
                "entitlement_rule": trip.rule,
                "booking_reference": trip.reference,
                "traveller_category": trip.traveller_category.replace("_", " "),
                "cost_centre": trip.unit,
                "origin": stretch.origin,
                "destination": stretch.destination,
                "departure_date": stretch.day,
                "cabin": trip.cabin.replace("_", " "),
                "passengers": str(trip.passengers),
                "payer": trip.payer,
                "event": trip.event,
                "remarks": trip.remark,
            }
            writer.writerow([cells[field] for field in fields])
    return text.getvalue().encode()


def bring_in(*, by: Any, trips: Sequence[Trip], name: str = "") -> ImportBatch:
    """The trips as a batch that is read and waits to be confirmed. All by hand, or all by a rule. Raises ActRefused."""
    if not trips:
        raise actions.ActRefused(_("There is no trip yet. Enter one first."))
    by_rule = bool(trips[0].rule)
    source = RULE_SOURCE if by_rule else BY_HAND_SOURCE
    moment = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
    batch = actions.upload(
        by=by,
        name=name or (f"entitlement-trips-{moment}.csv" if by_rule else f"trips-by-hand-{moment}.csv"),
        content=io.BytesIO(content(trips, source)),
        source=source,
        queue=False,
        origin=ImportBatch.Origin.ENTITLEMENT if by_rule else ImportBatch.Origin.BY_HAND,
    )
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def label_of(rule: EntitlementRule) -> str:
    """How the file names a rule: its code and its first day."""
    return f"{rule.code} {rule.valid_from:%Y-%m-%d}"


def rule_of(leg: Leg) -> EntitlementRule | None:
    """The rule that a leg without a ticket was estimated by."""
    header = profiles()[RULE_SOURCE].columns["entitlement_rule"][0]
    code, _space, first = str(leg.row.cells.get(header, "")).rpartition(" ")
    try:
        day = date.fromisoformat(first)
    except ValueError:
        return None
    return EntitlementRule.objects.filter(code=code, valid_from=day).first()


def rules_on(day: date) -> QuerySet[EntitlementRule]:
    return EntitlementRule.objects.filter(valid_from__lte=day).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    )


@transaction.atomic
def add_rule(*, by: Any, rule: EntitlementRule) -> EntitlementRule:
    """Add a rule, or a new version of one: the version before ends the day before. Raises ActRefused.

    A rule is never edited, since figures rest on its words.
    """
    same = EntitlementRule.objects.select_for_update().filter(code=rule.code)
    if same.filter(valid_from__gte=rule.valid_from).exists():
        raise actions.ActRefused(
            _("Rule %(code)s has a version from that day on or later. Give a later first day.") % {"code": rule.code}
        )
    day_before = rule.valid_from - timedelta(days=1)
    for version in same.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day_before)):
        version.valid_until = day_before
        version.save(update_fields=["valid_until"])
    rule.created_by = by
    rule.save()
    record(
        by=by, action="entitlement rule added", on=rule,
        payload={"code": rule.code, "from": rule.valid_from.isoformat(), "cabin": rule.cabin, "text": rule.text,
                 "is_return": rule.is_return, "decided_by": rule.decided_by},
    )  # fmt: skip
    return rule


@transaction.atomic
def end_rule(*, by: Any, rule: EntitlementRule, last_day: date) -> None:
    """Let a rule end on a day. Raises ActRefused."""
    if last_day < rule.valid_from:
        raise actions.ActRefused(_("The last day is before the first. Give a later day."))
    later = EntitlementRule.objects.filter(code=rule.code, valid_from__gt=rule.valid_from, valid_from__lte=last_day)
    if later.exists():
        raise actions.ActRefused(_("A later version of this rule is in force by then. Give an earlier day."))
    was = rule.valid_until
    rule.valid_until = last_day
    rule.save(update_fields=["valid_until"])
    record(
        by=by, action="entitlement rule ended", on=rule,
        payload={"changes": {"until": {"was": was.isoformat() if was else None, "is": last_day.isoformat()}}},
    )  # fmt: skip
