"""Writing and proving the record of events: each event holds the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model
from django.utils import timezone

from ems.models.event import Event

FIRST_HASH = "0" * 64
CHAIN_LOCK = 7_262_019  # any number, the same everywhere: PostgreSQL's advisory lock of the chain


def record(*, by: Any, action: str, on: Model, payload: Mapping[str, Any] | None = None) -> Event:
    """Append one event. To be called last in the act's transaction: long work must not hold the chain.

    payload: plain JSON values, numbers as int or str (floats do not keep their digits), no traveller's name.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is written inside the transaction of its act.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Event.objects.order_by("-sequence").first()
    event = Event(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        actor=by if by is not None and by.pk else None,
        action=action,
        object_type=on._meta.label_lower,
        object_id=str(getattr(on, "public_id", on.pk)),
        payload=dict(payload or {}),
        previous_hash=last.hash if last else FIRST_HASH,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def digest(event: Event) -> str:
    """SHA-256 over the canonical form of the event and the hash before it."""
    content = [
        event.version,
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.action,
        event.object_type,
        event.object_id,
        event.payload,
        event.previous_hash,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken_links(using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """A sentence for each place where the chain does not hold; none when nothing was touched."""
    previous, expected = FIRST_HASH, 1
    for event in Event.objects.using(using).order_by("sequence").iterator(chunk_size=2000):
        if event.sequence != expected:
            yield f"Event {expected} is missing: the next one found is {event.sequence}."
        if event.previous_hash != previous:
            yield f"Event {event.sequence} does not follow the event before it."
        if digest(event) != event.hash:
            yield f"Event {event.sequence} was changed after it was written."
        previous, expected = event.hash, event.sequence + 1
