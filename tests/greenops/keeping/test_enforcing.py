"""The daily task: each rule at its limit, what it leaves in the record of events, and a rule that fails."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.utils import timezone

from ems.models import Event, Organization
from greenops.keeping import carrying_out
from greenops.keeping.enforcing import enforce
from greenops.keeping.kept_archives import KeptArchive, kept_archives, note
from greenops.keeping.tasks import enforce_retention
from travel.models import Traveller, TravellerName

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(own_folder: Path) -> Any:
    Organization.objects.create(name="Agency", abbreviation="AG")
    with time_machine.travel(NOW, tick=False):
        yield


def named(days_ago: int) -> TravellerName:
    traveller = Traveller.objects.create(pseudonym=f"{days_ago:032x}")
    name = TravellerName.objects.create(traveller=traveller, name="NDIAYE/AWA", seen_at=timezone.now())
    TravellerName.objects.filter(pk=name.pk).update(seen_at=NOW - days_ago * DAY)
    return name


def test_the_task_carries_out_the_days_of_the_file_and_records_counts_only():
    stays, goes = named(730), named(731)

    assert enforce_retention() == 1

    assert [name.pk for name in TravellerName.objects.all()] == [stays.pk] != [goes.pk]
    event = Event.objects.get()
    assert (event.action, event.actor, event.payload) == ("retention enforced", None, {"traveller_names": 1})
    assert event.object_type == "ems.organization"


def test_running_twice_does_no_harm():
    named(731)

    assert (enforce_retention(), enforce_retention()) == (1, 0)


def test_a_dry_run_tells_what_would_go_and_changes_nothing(run):
    named(731)

    told = run("enforce_retention", "--dry-run")

    assert "Names of travellers: 1 would go (730 days after the last file that named the traveller)" in told
    assert TravellerName.objects.count() == 1 and not Event.objects.exists()


def test_a_rule_that_fails_keeps_no_other_from_its_work(run, monkeypatch, caplog):
    named(731)

    def broken(*, before: datetime, act: bool) -> int:
        raise ValueError("NDIAYE/AWA")

    monkeypatch.setitem(carrying_out.ACTIONS, "remove_originals", broken)
    with pytest.raises(CommandError, match="These rules failed, the others were carried out: original_files"):
        run("enforce_retention")

    assert not TravellerName.objects.exists()
    assert Event.objects.get().payload == {"traveller_names": 1, "original_files": "failed"}
    assert "original_files failed: ValueError" in caplog.text and "NDIAYE" not in caplog.text


def test_sessions_go_a_day_after_they_ended():
    for key, ended in (("young", NOW - DAY), ("old", NOW - DAY - timedelta(seconds=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ended)

    enforce()

    assert [session.session_key for session in Session.objects.all()] == ["young"]


def test_attempts_to_sign_in_go_after_ninety_days():
    for name, days in (("young", 90), ("old", 91)):
        made = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=NOW - days * DAY)

    enforce()

    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["young"]


def backup_made(folder: Path, name: str, days_ago: int) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"archive")
    at = (NOW - days_ago * DAY).isoformat()
    note(folder, KeptArchive(name, at, "a" * 64, 7, 1, 1, False, "0.1.0", 0))
    return folder / name


def test_old_backups_go_and_the_list_with_them(settings):
    old, young = (backup_made(settings.BACKUP_DIR, name, days) for name, days in (("old.zip", 36), ("young.zip", 35)))

    enforce()

    assert not old.exists() and young.exists()
    assert [kept.name for kept in kept_archives(settings.BACKUP_DIR)] == ["young.zip"]


def test_the_newest_backup_stays_however_old_it_is(settings):
    newest = backup_made(settings.BACKUP_DIR, "newest.zip", 400)
    backup_made(settings.BACKUP_DIR, "older.zip", 401)

    enforce()

    assert [kept.name for kept in kept_archives(settings.BACKUP_DIR)] == ["newest.zip"]
    assert newest.exists()


def test_a_list_of_backups_that_names_a_file_elsewhere_removes_nothing_there(settings, tmp_path):
    (tmp_path / "precious.txt").write_text("mine")
    backup_made(settings.BACKUP_DIR, "newest.zip", 1)
    at = (NOW - 400 * DAY).isoformat()
    note(settings.BACKUP_DIR, KeptArchive("../precious.txt", at, "a" * 64, 7, 1, 1, False, "0.1.0", 0))

    enforce()

    assert (tmp_path / "precious.txt").exists()
