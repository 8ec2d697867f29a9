"""What happens when a worker dies, two do the same, or two officers import at once; and what a fault says."""

import json
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DataError, connection, connections
from django.utils import timezone

from ems.models import Event
from greenops import launch
from tests.factories.imports import committed, confirmed, uploaded
from tests.travel.test_actions import assert_totals_equal_the_plain_sum, everything
from tests.travel.test_ledger import HEADER, refund, row
from travel import actions, amending, faults
from travel.imports import reading
from travel.models import BatchRow, Credit, Estimate, ImportBatch, Leg, TravelTotal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data_layer]

PATIENCE_S = 120.0
FEBRUARY = HEADER + row() + row("7241234567899", end="LHR", cabin="business")
MARCH = HEADER + row(cabin="first") + refund("7241234567899") + row("7241234567777", end="NBO")
READING = ("travel.actions.read", "travel.actions.preview_of", "travel.actions._verdict_counts")
COMMITTING = (
    "travel.actions.read",
    "travel.commit.write_rows",
    "travel.commit.write_estimates",
    "travel.retelling.write_known",
    "travel.ledger.write_settlement",
    "travel.kept_totals.recount_travellers",
    "travel.actions.record",
)


def work(what: str, batch: ImportBatch, moment: str = "") -> "subprocess.Popen[str]":
    """A worker in a process of its own, on the database of the test."""
    values = {key: value for key, value in connection.settings_dict.items() if key not in ("TEST", "TIME_ZONE")}
    told = {"database": values, "media": str(settings.MEDIA_ROOT), "work": what, "batch": batch.pk, "moment": moment}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.travel.killed_worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(json.dumps(told, default=str))
    process.stdin.close()
    return process


def ended(process: "subprocess.Popen[str]") -> int:
    code = process.wait(timeout=PATIENCE_S)
    assert process.stdout
    said = process.stdout.read()
    process.stdout.close()
    assert code in (0, -signal.SIGKILL), said
    return code


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (BatchRow, Leg, Estimate, TravelTotal, Credit))


def picked_up(batch: ImportBatch, work_of: Callable[[int], None]) -> None:
    """The next start: the lost batch is queued again, and done."""
    later = timezone.now() - timedelta(minutes=5)
    ImportBatch.objects.filter(pk=batch.pk).update(heartbeat_at=later)
    queued: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_enqueue", lambda task, _batch: queued.append(task))
        assert actions.resume_lost_batches() == 1
    assert queued == [work_of.__name__]
    work_of(batch.pk)
    batch.refresh_from_db()


@pytest.mark.parametrize("moment", READING)
def test_a_worker_killed_while_reading_leaves_nothing_and_the_file_is_read_at_the_next_start(moment: str):
    batch = uploaded(FEBRUARY, "february.csv")
    assert ended(work("read_batch", batch, moment)) == -signal.SIGKILL
    batch.refresh_from_db()
    assert batch.state == "reading" and not any(written())
    picked_up(batch, actions.read_batch)
    assert batch.state == "previewed" and batch.rows_flight == 2


@pytest.mark.parametrize("moment", COMMITTING)
def test_a_worker_killed_while_committing_leaves_nothing_and_all_is_written_at_the_next_start(moment: str):
    committed(FEBRUARY, "february.csv")
    before, state = written(), everything()
    batch = confirmed(MARCH, "march.csv")
    assert ended(work("commit_batch", batch, moment)) == -signal.SIGKILL
    batch.refresh_from_db()
    assert batch.state == "committing" and written() == before and everything() == state
    picked_up(batch, actions.commit_batch)
    assert batch.state == "committed" and batch.rows.count() == 3
    assert sorted(f"{leg.destination} {leg.cabin}" for leg in Leg.objects.all()) == ["JFK first", "NBO economy"]
    assert_totals_equal_the_plain_sum()


def test_a_batch_that_kills_its_worker_three_times_is_marked_failed_and_nothing_is_written():
    batch = confirmed(FEBRUARY, "february.csv")
    before = written()
    for _attempt in range(3):
        ended(work("commit_batch", batch, "travel.commit.write_estimates"))
        ImportBatch.objects.filter(pk=batch.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(actions, "_enqueue", lambda task, _batch: None)
            actions.resume_lost_batches()
    batch.refresh_from_db()
    assert batch.state == "failed" and "3 times" in batch.refusal and written() == before


def test_two_workers_given_the_same_batch_do_it_once():
    batch = confirmed(FEBRUARY, "february.csv")
    assert [ended(process) for process in [work("commit_batch", batch), work("commit_batch", batch)]] == [0, 0]
    batch.refresh_from_db()
    assert batch.state == "committed"
    assert Event.objects.filter(action="bookings committed").count() == 1
    assert (batch.rows.count(), Leg.objects.count()) == (2, 2)
    assert_totals_equal_the_plain_sum()


def test_two_officers_who_import_overlapping_files_at_once_get_what_one_after_the_other_would():
    pair = [confirmed(FEBRUARY, "february.csv"), confirmed(MARCH, "march.csv")]
    both_have_read = threading.Barrier(2)
    waited = threading.local()
    plain_read, faults_met = actions.read, []

    def read(*args: Any, **kwargs: Any) -> Any:
        reading = plain_read(*args, **kwargs)
        if not getattr(waited, "once", False):
            waited.once = True
            both_have_read.wait(PATIENCE_S)
        return reading

    def officer(batch: ImportBatch) -> None:
        try:
            actions.commit_batch(batch.pk)
        except Exception as fault:
            faults_met.append(fault)
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "read", read)
        officers = [threading.Thread(target=officer, args=[batch]) for batch in pair]
        for thread in officers:
            thread.start()
        for thread in officers:
            thread.join(PATIENCE_S)
    assert faults_met == []
    order = list(ImportBatch.objects.filter(state="committed").order_by("committed_at").values_list("pk", flat=True))
    assert sorted(order) == sorted(batch.pk for batch in pair)
    assert_totals_equal_the_plain_sum()
    at_once = everything()
    texts = {pair[0].pk: (FEBRUARY, "february.csv"), pair[1].pk: (MARCH, "march.csv")}
    for pk in reversed(order):
        actions.undo(by=None, batch=ImportBatch.objects.get(pk=pk))
    assert not Leg.every.exists() and not Credit.objects.exists()
    for pk in order:
        committed(*texts[pk])
    for what in ("legs", "estimates", "totals", "routes", "travellers"):
        assert at_once[what] == everything()[what], what


def test_names_stand_in_no_log_and_no_error_of_a_commit_that_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    batch = confirmed(HEADER + row(name="CANARY/NAME"), "february.csv")
    plain = reading.written_cells

    def broken(*args: Any) -> Any:
        """The database refuses the rows, and its message would quote their cells."""
        shown, personal = plain(*args)
        return [f"{{{text}" for text in shown], [f"{{{text}" for text in personal]

    monkeypatch.setattr(reading, "written_cells", broken)
    with caplog.at_level(logging.DEBUG), pytest.raises(faults.WorkFailed) as failed:
        actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    said = "".join([str(failed.value), repr(failed.value.__cause__), caplog.text, batch.refusal, str(batch.preview)])
    assert batch.state == "failed" and "ended in" in caplog.text
    assert "CANARY" not in said.upper()


def test_names_stand_in_no_log_when_reading_rows_again_fails_and_the_rows_stay_due(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    batch = committed(HEADER + row(name="CANARY/NAME", end="LON"), "february.csv")
    ImportBatch.objects.filter(pk=batch.pk).update(rows_due=[0])

    def refuse(*_args: Any) -> None:
        raise DataError("Failing row contains (CANARY/NAME)")

    monkeypatch.setattr(amending, "RowChanges", refuse)
    with caplog.at_level(logging.DEBUG), pytest.raises(faults.WorkFailed) as failed:
        amending.amend(batch.pk)
    batch.refresh_from_db()
    assert batch.rows_due == [0] and "tried again" in batch.refusal
    assert "CANARY" not in "".join([str(failed.value), repr(failed.value.__cause__), caplog.text, batch.refusal])


def test_the_next_start_goes_on_with_what_the_last_worker_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    batch = uploaded(FEBRUARY, "february.csv")
    ImportBatch.objects.filter(pk=batch.pk).update(state="reading", attempts=1, heartbeat_at=timezone.now())
    monkeypatch.setattr("greenops.static_files.collect_when_changed", lambda root: None)
    monkeypatch.setattr("greenops.demo.organization.is_wanted", lambda: False)
    monkeypatch.setattr(connection, "close", lambda: None)
    launch.prepare(tmp_path)
    batch.refresh_from_db()
    assert batch.state == "previewed"
