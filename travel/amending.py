"""Rows of a file read again after an answer was given or taken back, and what changes by it written in one piece.

Nothing is locked while rows are read. Whoever changes rows or makes them due raises the batch's revision; who has read
with an older one throws it away and begins anew, so that no answer, commit or undo is lost between two of them.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import numpy as np
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ems.audit import record
from travel import batch_report, ledger, open_questions, supplier_figures
from travel.actions import FAULT as STOPPED
from travel.actions import LOST_AFTER, MOST_ATTEMPTS
from travel.answers import hold_batches, make_due
from travel.batch_reading import preview_of, read
from travel.commit import units_of
from travel.estimation import estimate_legs
from travel.faults import without_values
from travel.imports.errors import FileRefused
from travel.imports.reading import Reading
from travel.imports.report import printed_rows
from travel.imports.supplier import Compared
from travel.models import ImportBatch, Question, WaitingEstimate
from travel.row_changes import RowChanges

State = ImportBatch.State
MOST_TURNS = 10
SETTLED = (State.PREVIEWED, State.COMMITTED)
FAULT = gettext_noop(
    "Reading rows again with the answers stopped on a fault of ours; they are as they were. It is tried again every "
    "few minutes. Tell the administrator if this stays."
)


class ChangedMeanwhile(Exception):
    """Somebody gave an answer, committed or undid the file while its rows were being read."""


def amend(batch_id: int) -> None:
    """Read the rows that are due again, until none is. A batch under way does it itself when it ends.

    After as many attempts as a batch has, lost workers among them, it is given up: the rows stay as they are, and an
    answer given again starts anew.
    """
    for turn in range(MOST_TURNS):
        batch = ImportBatch.objects.get(pk=batch_id)
        if not batch.rows_due or batch.state not in SETTLED:
            return
        if not turn:
            if batch.attempts >= MOST_ATTEMPTS:
                _give_up(batch, _(STOPPED))
                return
            batch.attempts += 1
        ImportBatch.objects.filter(pk=batch_id).update(heartbeat_at=timezone.now(), attempts=batch.attempts)
        try:
            (_amend_preview if batch.state == State.PREVIEWED else _amend_committed)(batch)
        except ChangedMeanwhile:
            continue
        except FileRefused as refused:
            _give_up(batch, str(refused))
        except FileNotFoundError:
            _give_up(batch, _("The file itself is not kept any more, so that its rows cannot be read again."))
        except Exception as fault:
            # The rows stay due for a while: a database that is back does them.
            if batch.attempts >= MOST_ATTEMPTS:
                _give_up(batch, _(STOPPED))
            else:
                ImportBatch.objects.filter(pk=batch_id).update(refusal=_(FAULT))
            raise without_values(f"amending of batch {batch_id}", fault) from None


def left_behind() -> list[int]:
    """Batches with rows that are due and that nobody has worked on for a while, as after the loss of a worker."""
    waiting = ImportBatch.objects.filter(state__in=SETTLED).exclude(rows_due=[])
    idle = Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=timezone.now() - LOST_AFTER)
    return list(waiting.filter(idle).values_list("pk", flat=True))


def _amend_preview(batch: ImportBatch) -> None:
    """Nothing of a preview stands in the database but its sums: they are made anew from the file."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as rows_csv:
        reading = read(batch, progress=_heartbeat(batch))
        preview = preview_of(reading, rows_csv)
        rows_csv.seek(0)
        with transaction.atomic():
            counts = reading.counts()
            old = _claim(
                batch,
                rows_file=_save(batch, File(rows_csv.buffer)),
                report=preview.report(),
                preview=preview.shown(),
                **{f"rows_{verdict}": number for verdict, number in counts.items()},
            )
            open_questions.write(batch, reading, units_of(reading.profile))
            _note(batch, len(batch.rows_due), old)


def _amend_committed(batch: ImportBatch) -> None:
    due, reading = _read_closed(batch)
    with transaction.atomic():
        ledger.lock()
        hold_batches()
        old = _claim(batch, rows_file=_save(batch, _patched_rows(batch, reading, due)))
        _forget_questions(batch, due)
        open_questions.write_part(batch, reading, units_of(reading.profile), due)
        changes = RowChanges(batch, reading, due)
        changes.write()
        for other, positions in sorted(changes.others_due.items()):
            make_due(other, positions)
        supplier_figures.write_again(batch, _compared(batch, changes), sorted(due))
        counts = batch_report.verdict_counts(batch)
        ImportBatch.objects.filter(pk=batch.pk).update(
            report=batch_report.report(batch),
            preview=batch_report.preview(batch),
            **{f"rows_{verdict}": number for verdict, number in counts.items()},
        )
        _note(batch, len(due), old)


def _compared(batch: ImportBatch, changes: RowChanges) -> list[Compared]:
    """The suppliers' figures of the rows read beside ours, by what was decided for the whole columns."""
    judged = changes.reading.judged
    comparison = supplier_figures.Comparison(judged, batch.preview.get("supplier", ()))
    # The comparison counts the rows that were read; the database knows them by their place in the file.
    at = judged.place(np.arange(judged.rows.size))
    legs = changes.legs.assign(row_position=np.searchsorted(at, changes.legs["row_position"].to_numpy(dtype=np.int64)))
    comparison.add(legs, estimate_legs(legs).estimates)
    return [replace(column, rows=at[column.rows]) for column in comparison.columns]


def _read_closed(batch: ImportBatch) -> tuple[frozenset[int], Reading]:
    """The rows that are due with all rows that the same open questions hold up, read again.

    A question is written as one: with all its rows, or not at all.
    """
    if not _kin_is_kept(batch):
        return _read_whole(batch)
    due = _closed(batch, set(batch.rows_due), set())
    while True:
        reading = read(batch, progress=_heartbeat(batch), only=due)
        more = _closed(batch, set(due), {one.key for one in reading.questions})
        if more == due:
            return due, reading
        due = more


def _kin_is_kept(batch: ImportBatch) -> bool:
    """Whether questions made all these rows due: they hold which rows belong together."""
    kept: set[int] = set()
    for positions, kin in Question.objects.filter(batch=batch).values_list("positions", "kin"):
        kept.update(positions, kin)
    return kept.issuperset(batch.rows_due)


def _read_whole(batch: ImportBatch) -> tuple[frozenset[int], Reading]:
    """The same for rows that another file's undo made due: which rows belong to them only the whole file tells."""
    reading = read(batch, progress=_heartbeat(batch))
    due = set(batch.rows_due)
    before = -1
    while before != len(due):
        before = len(due)
        due.update(reading.judged.kin(sorted(due)))
        due.update(*(one.kin for one in reading.questions if not due.isdisjoint(one.kin)))
        due |= _closed(batch, due, ())
    return frozenset(due), reading


def _closed(batch: ImportBatch, due: set[int], keys: Collection[str]) -> frozenset[int]:
    questions = Question.objects.filter(batch=batch, answer__isnull=True).values_list("key", "positions", "kin")
    groups = [(key, {*positions, *kin}) for key, positions, kin in questions]
    before = -1
    while before != len(due):
        before = len(due)
        for key, rows in groups:
            if key in keys or not rows.isdisjoint(due):
                due |= rows
    return frozenset(due)


def _forget_questions(batch: ImportBatch, due: frozenset[int]) -> None:
    """Open questions are among the rows whole. What was settled elsewhere too keeps its other rows."""
    for question in Question.objects.filter(batch=batch).exclude(open_questions.OF_CREDITS):
        rest = sorted(set(question.positions) - due)
        if len(rest) == len(question.positions):
            continue
        if not rest:
            question.delete()
            continue
        question.positions, question.rows = rest, len(rest)
        question.kin = sorted(set(question.kin) - due)
        question.save(update_fields=["positions", "kin", "rows"])
    positions = sorted(due)
    for start in range(0, len(positions), open_questions.BLOCK_ROWS):
        some = positions[start : start + open_questions.BLOCK_ROWS]
        WaitingEstimate.objects.filter(batch=batch, position__in=some).delete()


def _claim(batch: ImportBatch, **values: Any) -> str:
    """Take the batch for writing, unless anything changed since it was read. Returns the name of the old rows file."""
    old = batch.rows_file.name
    same = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, revision=batch.revision)
    if not same.update(revision=F("revision") + 1, rows_due=[], attempts=0, refusal="", **values):
        raise ChangedMeanwhile
    return old


def _give_up(batch: ImportBatch, why: str) -> None:
    """The rows stay as they are, and the page says why."""
    with transaction.atomic():
        same = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, revision=batch.revision)
        if same.update(revision=F("revision") + 1, rows_due=[], attempts=0, refusal=why):
            record(by=None, action="rows not read again", on=batch, payload={"rows": len(batch.rows_due)})


def _note(batch: ImportBatch, rows: int, old_file: str) -> None:
    storage = batch.rows_file.storage
    if old_file:
        transaction.on_commit(lambda: storage.delete(old_file))
    record(by=None, action="rows read again", on=batch, payload={"rows": rows, "state": batch.state})


def _save(batch: ImportBatch, content: File) -> str:
    """Under a new name: the old file stays until the transaction is through."""
    storage = batch.rows_file.storage
    return storage.save(f"bookings/{batch.public_id}-rows.csv", content)  # type: ignore[no-any-return]


def _patched_rows(batch: ImportBatch, reading: Reading, due: frozenset[int]) -> File:
    """The table of all rows with the lines of these rows as they are now."""
    lines: list[list[str]] = []
    if batch.rows_file:
        with batch.rows_file.open("rb") as before:
            lines = list(csv.reader(io.TextIOWrapper(before, encoding="utf-8", newline="")))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for block in reading.blocks(cells=False):
        rows = block.rows[block.rows["position"].isin(due)]
        if len(rows):
            printed = list(csv.reader(io.StringIO(printed_rows(rows).to_csv(index=False))))
            lines[:1] = printed[:1]
            for position, line in zip(rows["position"].tolist(), printed[1:], strict=True):
                if position + 1 < len(lines):
                    lines[position + 1] = line
    writer.writerows(lines)
    return ContentFile(out.getvalue().encode())


def _heartbeat(batch: ImportBatch) -> Callable[[int, int], None]:
    def beat(_done: int, _total: int) -> None:
        ImportBatch.objects.filter(pk=batch.pk).update(heartbeat_at=timezone.now())

    return beat
