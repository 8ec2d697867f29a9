"""What becomes of a file with some bad rows: the good ones are taken and the others wait, or all are refused."""

from typing import Any

from django.db import transaction

from ems.audit import record
from travel.actions import ActRefused
from travel.models import ImportBatch

State = ImportBatch.State
# Once the officer has confirmed, the choice has been used.
OPEN = (State.UPLOADED, State.READING, State.PREVIEWED, State.REFUSED, State.FAILED)


def choose(*, by: Any, batch: ImportBatch, whole_or_nothing: bool) -> None:
    """Raises ActRefused when the file is confirmed by now."""
    with transaction.atomic():
        changed = ImportBatch.objects.filter(pk=batch.pk, state__in=OPEN).update(whole_or_nothing=whole_or_nothing)
        batch.refresh_from_db()
        if not changed:
            raise ActRefused.in_state(batch)
        record(by=by, action="bookings policy chosen", on=batch, payload={"whole_or_nothing": whole_or_nothing})
