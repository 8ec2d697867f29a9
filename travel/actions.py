"""What people do with a batch of bookings. Every act moves the state by compare-and-set and leaves its event."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from celery import signature
from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ems.audit import record
from ems.models import Organization
from travel import commit, kept_totals, ledger, open_questions, retelling, supplier_figures, undoing
from travel.answers import hold_batches, make_due
from travel.batch_reading import preview_of, read
from travel.faults import without_values
from travel.imports.errors import FileRefused
from travel.imports.reading import Reading
from travel.models import ImportBatch
from travel.preview import Preview

State = ImportBatch.State
HEARTBEAT_SECONDS = 0.5
LOST_AFTER = timedelta(minutes=2)
MOST_ATTEMPTS = 3
UPLOAD_BLOCK_BYTES = 1024 * 1024
FAULT = gettext_noop(
    "The work stopped on a fault of ours; nothing was written. Try again, and tell the administrator if it "
    "happens twice."
)


class ActRefused(Exception):
    """The act is not possible in the state the batch is in; the message is for the person."""

    @classmethod
    def in_state(cls, batch: ImportBatch) -> ActRefused:
        return cls(
            _("This is not possible any more: the file is %(state)s. Load the page again.")
            % {"state": batch.get_state_display()}
        )


def upload(
    *,
    by: Any,
    name: str,
    content: BinaryIO,
    source: str = "auto",
    home_country: str = "",
    mapping: dict[str, Any] | None = None,
    whole_or_nothing: bool = False,
    queue: bool = True,
    **about: Any,
) -> ImportBatch:
    """Keep the file under a generated name and queue its reading; without queue the caller reads it himself.

    about: origin, office, period_from, period_until: what is known of the file beside its content.
    """
    digest, size = _measured(content, name)
    organization = Organization.objects.first()
    country = home_country or (organization.home_country if organization else "")
    with transaction.atomic():
        batch = ImportBatch(
            file_name=Path(name).name[:255],
            file_digest=digest,
            file_size=size,
            source=source,
            home_country=country,
            mapping=mapping,
            whole_or_nothing=whole_or_nothing,
            created_by=by,
            **about,
        )
        batch.stored_file.save(f"{batch.public_id}{Path(name).suffix.lower()[:8]}", File(content), save=False)
        batch.save()
        record(by=by, action="bookings uploaded", on=batch, payload={"digest": digest, "bytes": size})
        if queue:
            _enqueue("read_batch", batch)
    return batch


def _measured(content: BinaryIO, name: str) -> tuple[str, int]:
    """SHA-256 and size of a file that may be large, and back to its beginning. Raises ActRefused above the limit."""
    digest, size = hashlib.sha256(), 0
    while block := content.read(UPLOAD_BLOCK_BYTES):
        digest.update(block)
        size += len(block)
        if size > settings.UPLOAD_LIMIT_BYTES:
            raise ActRefused(
                _("%(name)s is larger than %(limit)d MB. Split it, or ask for a higher limit.")
                % {"name": name, "limit": settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)}
            )
    content.seek(0)
    return digest.hexdigest(), size


def read_batch(batch_id: int) -> None:
    """Read the file and keep its preview: the same code as the commit, with nothing written to legs."""
    batch = _take(batch_id, State.UPLOADED, State.READING)
    if batch is None:
        return
    try:
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as rows_csv:
            reading = read(batch, progress=_heartbeat(batch))
            preview = preview_of(reading, rows_csv)
            rows_csv.seek(0)
            batch.rows_file.save(f"{batch.public_id}-rows.csv", File(rows_csv.buffer), save=False)
    except FileRefused as refused:
        _finish(batch, State.READING, State.REFUSED, refusal=str(refused))
        with transaction.atomic():
            record(by=batch.created_by, action="bookings refused", on=batch, payload={"digest": batch.file_digest})
        return
    except Exception as fault:
        _finish(batch, State.READING, State.FAILED, refusal=_(FAULT))
        raise without_values(f"reading of batch {batch.pk}", fault) from None
    with transaction.atomic():
        _finish(
            batch,
            State.READING,
            State.PREVIEWED,
            report=preview.report(),
            preview=preview.shown(),
            rows_file=batch.rows_file.name,
            # A mapping may name a profile that exists nowhere else: the commit has to begin from the same choice.
            source=batch.source if batch.mapping else reading.profile,
            source_version=reading.profile_version,
            rows_due=[],
            refusal="",
            **_verdict_counts(reading),
        )
        open_questions.write(batch, reading, commit.units_of(reading.profile))


def change_reading(
    *, by: Any, batch: ImportBatch, source: str, home_country: str, mapping: dict[str, Any] | None, queue: bool = True
) -> None:
    """Read the file again in another way; without queue the caller reads it himself."""
    with transaction.atomic():
        _move(
            batch,
            (State.PREVIEWED, State.REFUSED, State.FAILED),
            State.UPLOADED,
            source=source,
            home_country=home_country,
            mapping=mapping,
            refusal="",
            attempts=0,
            rows_done=0,
            rows_in_file=0,
        )
        record(by=by, action="bookings read again", on=batch, payload={"source": source})
        if queue:
            _enqueue("read_batch", batch)


def committed_twin(batch: ImportBatch) -> ImportBatch | None:
    """The batch in force that holds the same content, if there is one."""
    same = ImportBatch.objects.filter(file_digest=batch.file_digest, state=State.COMMITTED)
    return same.exclude(pk=batch.pk).first()


def confirm(*, by: Any, batch: ImportBatch, queue: bool = True) -> None:
    """The officer agrees with the preview; the commit is queued, or left to the caller."""
    if twin := committed_twin(batch):
        raise ActRefused(
            _("The same content was committed as %(file)s on %(day)s. Nothing would be added.")
            % {"file": twin.file_name, "day": twin.committed_at.date().isoformat()}
        )
    if batch.is_held_whole:
        raise ActRefused(
            ngettext(
                "%(rows)d row is rejected or to be answered, and this file is to be taken whole or not at all. "
                "Answer or correct it, or choose to take the good rows.",
                "%(rows)d rows are rejected or to be answered, and this file is to be taken whole or not at all. "
                "Answer or correct them, or choose to take the good rows.",
                batch.rows_rejected + batch.rows_ask,
            )
            % {"rows": batch.rows_rejected + batch.rows_ask}
        )
    with transaction.atomic():
        _move(batch, (State.PREVIEWED,), State.QUEUED, committed_by=by, attempts=0, rows_done=0)
        if queue:
            _enqueue("commit_batch", batch)


def discard(*, by: Any, batch: ImportBatch) -> None:
    with transaction.atomic():
        _move(batch, (State.PREVIEWED, State.REFUSED, State.FAILED), State.DISCARDED)
        record(by=by, action="bookings discarded", on=batch)
    delete_files(batch)


def commit_batch(batch_id: int) -> None:
    """Read once more, then write everything in one transaction, or nothing."""
    batch = _take(batch_id, State.QUEUED, State.COMMITTING)
    if batch is None:
        return
    try:
        _commit(batch)
    except FileRefused as refused:
        _finish(batch, State.COMMITTING, State.FAILED, refusal=str(refused))
    except Exception as fault:
        _finish(batch, State.COMMITTING, State.FAILED, refusal=_(FAULT))
        raise without_values(f"commit of batch {batch.pk}", fault) from None


def _commit(batch: ImportBatch) -> None:
    """Read and write. What was known when the file was read must still be so when it is written.

    Reading takes longest, so that it goes on beside other commits; when one of them came between, it is done anew,
    and in the end with the others waiting.
    """
    for others_wait in (False, False, True):
        known = None if others_wait else ledger.version()
        reading = None if others_wait else read(batch, progress=_heartbeat(batch))
        with transaction.atomic():
            ledger.lock()
            if others_wait:
                reading = read(batch)
            elif known != ledger.version():
                continue
            _write(batch, reading)
            return


def _write(batch: ImportBatch, reading: Reading) -> None:
    writer, preview = commit.BatchWriter(batch, reading.profile), Preview(reading)
    preview.differences = batch.preview.get("differences", {})
    for block in reading.blocks():
        preview.add(block.rows, *writer.write(block))
    writer.finish()
    supplier_figures.write(batch, preview.supplier.columns)
    row_ids = writer.row_ids
    open_questions.write(batch, reading, writer.units)
    years = retelling.write_known(batch, reading.known, row_ids, writer.units)
    ledger.write_credits(batch, reading.credits, row_ids)
    years |= ledger.settle_tickets(ledger.tickets_of(batch))
    kept_totals.recount_travellers(years)
    _finish(
        batch,
        State.COMMITTING,
        State.COMMITTED,
        committed_at=timezone.now(),
        attempts=0,
        rows_done=len(reading),
        report=preview.report(),
        preview=preview.shown(),
        **_verdict_counts(reading),
    )
    record(
        by=batch.committed_by,
        action="bookings committed",
        on=batch,
        payload={
            "digest": batch.file_digest,
            "rows": len(reading),
            "legs": writer.legs,
            "profile": f"{reading.profile} {reading.profile_version}",
            "code": settings.CODE_VERSION,
        },
    )


def undo(*, by: Any, batch: ImportBatch, together: bool = False) -> None:
    """Take out what the batch brought; the batch, its rows and file stay.

    Legs that later files told too go on with these. together: undo the files that touched its legs as well, latest
    first. Raises ActRefused where the person may not open one of them.
    """
    with transaction.atomic():
        ledger.lock()
        hold_batches()
        touched = [later.batch for later in undoing.what_depends(batch)] if together else []
        mine = ImportBatch.objects.all() if by is None else ImportBatch.objects.for_user(by)
        if mine.filter(pk__in=[later.pk for later in touched]).count() < len(touched):
            raise ActRefused(_("Some of the later files are of others: undo this one alone, or ask them."))
        for later in touched:
            _undo(by, later)
        _undo(by, batch)


def _undo(by: Any, batch: ImportBatch) -> None:
    _move(batch, (State.COMMITTED,), State.UNDONE, undone_at=timezone.now(), undone_by=by)
    out = undoing.take_out(batch)
    for other, positions in sorted(out.due.items()):
        make_due(other, positions)
    record(
        by=by,
        action="bookings undone",
        on=batch,
        payload={"legs": out.legs, "handed_on": out.handed_on, "years": sorted(out.years)},
    )


def resume_lost_batches(*, after: timedelta = LOST_AFTER) -> int:
    """Queue again what a lost worker left behind; after some attempts mark it failed. Returns how many.

    after: how long a worker has to be silent to be lost; none at all at a start, before any worker runs.
    """
    lost = ImportBatch.objects.filter(state__in=ImportBatch.RUNNING, heartbeat_at__lt=timezone.now() - after)
    count = 0
    for batch in lost:
        back = State.UPLOADED if batch.state == State.READING else State.QUEUED
        task = "read_batch" if back == State.UPLOADED else "commit_batch"
        with transaction.atomic():
            if batch.attempts >= MOST_ATTEMPTS:
                _move(
                    batch,
                    (batch.state,),
                    State.FAILED,
                    refusal=_(
                        "The worker was lost %(times)d times on this file. Nothing was written. "
                        "Try again, or split the file."
                    )
                    % {"times": batch.attempts},
                )
            else:
                _move(batch, (batch.state,), back)
                _enqueue(task, batch)
        count += 1
    return count


def _take(batch_id: int, before: str, after: str) -> ImportBatch | None:
    """Start work on a batch, unless another worker has; a task run twice does no harm."""
    taken = ImportBatch.objects.filter(pk=batch_id, state=before)
    batch = taken.first()
    if batch is None:
        return None
    changed = taken.filter(attempts=batch.attempts).update(
        state=after, attempts=batch.attempts + 1, heartbeat_at=timezone.now()
    )
    return ImportBatch.objects.get(pk=batch_id) if changed else None


def _move(batch: ImportBatch, before: tuple[str, ...], after: str, **values: Any) -> None:
    """Compare and set; refuses when the batch is in another state by now."""
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=before).update(state=after, **values):
        batch.refresh_from_db()
        raise ActRefused.in_state(batch)
    batch.refresh_from_db()


def _finish(batch: ImportBatch, before: str, after: str, **values: Any) -> None:
    """End of work: only the attempt that started it may end it."""
    ended = ImportBatch.objects.filter(pk=batch.pk, state=before, attempts=batch.attempts)
    if not ended.update(state=after, **values):
        raise ActRefused("Another worker has taken this batch over.")
    batch.refresh_from_db()


def _heartbeat(batch: ImportBatch) -> Callable[[int, int], None]:
    last = timezone.now()

    def beat(done: int, total: int) -> None:
        nonlocal last
        now = timezone.now()
        if (now - last).total_seconds() >= HEARTBEAT_SECONDS or done == total:
            last = now
            ImportBatch.objects.filter(pk=batch.pk, attempts=batch.attempts).update(
                rows_done=done, rows_in_file=total, heartbeat_at=now
            )

    return beat


def _enqueue(task: str, batch: ImportBatch) -> None:
    """Once the transaction is through: a worker that is quicker than the commit would find nothing."""
    transaction.on_commit(signature(f"travel.tasks.{task}", args=(batch.pk,)).delay)


def _verdict_counts(reading: Reading) -> dict[str, int]:
    counts = reading.counts()
    return {"rows_total": sum(counts.values()), **{f"rows_{verdict}": number for verdict, number in counts.items()}}


def delete_files(batch: ImportBatch) -> None:
    for file in (batch.stored_file, batch.rows_file):
        if file:
            file.delete(save=False)
    ImportBatch.objects.filter(pk=batch.pk).update(stored_file="", rows_file="")
