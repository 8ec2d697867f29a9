"""What leaves when its time is over: names, files that came in, files that were never confirmed.

How long each may stay stands in greenops/keeping/retention.yaml. Each function counts what is older than a moment, and
with act=True removes it.
"""

from contextlib import suppress
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ems.audit import record
from travel import actions
from travel.models import ImportBatch, TravellerName
from travel.models.import_batch import Verdict

State = ImportBatch.State
UNREAD = (Verdict.REJECTED, Verdict.ASK, Verdict.IGNORED)
FOLDER = "bookings"


def remove_names(*, before: datetime, act: bool) -> int:
    """Names of travellers whom no file has named since. Returns how many."""
    expired = TravellerName.objects.filter(seen_at__lt=before)
    return expired.delete()[0] if act else expired.count()


def remove_originals(*, before: datetime, act: bool) -> int:
    """Personal cells and original files of batches that came in before. Returns how many batches."""
    expired = ImportBatch.objects.filter(created_at__lt=before, names_removed_at__isnull=True)
    return _strip(expired) if act else expired.count()


def remove_left_behind(*, before: datetime, act: bool) -> int:
    """Files that were refused or failed, or were read and never confirmed. Returns how many batches."""
    left = ImportBatch.objects.filter(created_at__lt=before, names_removed_at__isnull=True)
    unconfirmed = left.filter(state=State.PREVIEWED)
    stopped = left.filter(state__in=(State.REFUSED, State.FAILED, State.DISCARDED))
    if not act:
        return unconfirmed.count() + stopped.count()
    for batch in unconfirmed:
        with suppress(actions.ActRefused):  # somebody confirms it at this moment
            actions.discard(by=None, batch=batch)
    return _strip(stopped)


def remove_stray_files(*, before: datetime, act: bool) -> int:
    """Stored files of bookings that no batch names: an upload that was cut off, a worker that was lost."""
    if not default_storage.exists(FOLDER):
        return 0
    named = set(ImportBatch.objects.values_list("stored_file", flat=True))
    named |= set(ImportBatch.objects.values_list("rows_file", flat=True))
    names = (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
    stray = [name for name in names if name not in named and default_storage.get_modified_time(name) < before]
    for name in stray if act else ():
        default_storage.delete(name)
    return len(stray)


def _strip(batches: QuerySet[ImportBatch]) -> int:
    """The rows stay with their verdicts, without what names people; the file goes.

    A row that could not be read, or was left out for it, may have a name in any of its cells, as where they are
    shifted; so may the rows that are shown as examples.
    """
    count = 0
    for batch in batches:
        with transaction.atomic():
            batch.rows.update(personal_cells=None)
            batch.rows.filter(verdict__in=UNREAD).update(cells={})
            batch.questions.update(examples=[])
            batch.preview = {**batch.preview, "sample_rows": []}
            batch.names_removed_at = timezone.now()
            batch.save(update_fields=["names_removed_at", "preview"])
            record(by=None, action="names removed", on=batch)
        actions.delete_files(batch)
        count += 1
    return count
