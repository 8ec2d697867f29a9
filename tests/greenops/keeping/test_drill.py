"""The drill: make data, back up, lose everything, restore, compare; on both databases."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection, connections

from ems.audit import broken_links
from ems.models import Event, Site
from greenops.keeping.kept_archives import kept_archives
from tests.factories import boundary, imports
from tests.factories.people import person
from travel.models import ImportBatch, Leg

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

BOOKINGS = (
    "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category\n"
    "7241234567890,NDIAYE/AWA,GVA,ZRH,2025-03-18,economy,1,FIN,organization,staff\n"
    "7241234567891,OKELLO/PETER,GVA,NBO,2025-03-19,business,1,NOWHERE,other,delegate\n"
)


@pytest.fixture
def data(own_system: Path) -> ImportBatch:
    """People, a site, a file with its legs, the events of all that."""
    boundary.personnel(boundary.unit("FIN"), boundary.site(name="Siège, Genève"))
    person("Noor", "administrator")
    return imports.committed(BOOKINGS)


@pytest.fixture
def archive(data: ImportBatch, tmp_path: Path, run: Callable[..., str]) -> Path:
    path = tmp_path / "elsewhere.zip"
    run("backup", "--out", path)
    return path


def test_what_was_lost_comes_back_whole(archive, everything, wipe, run):
    before = everything()
    assert before["files"] and before["rows"]["travel.Leg"] and before["rows"]["ems.Event"]
    wipe()

    told = run("restore", archive)

    assert "Restored" in told and "Attention" not in told
    assert without_the_note(everything()) == before
    assert list(broken_links()) == []


def without_the_note(found: dict[str, Any]) -> dict[str, Any]:
    """The last event says that a backup was restored."""
    *events, note = found["rows"]["ems.Event"]
    assert note["action"] == "backup restored"
    return {**found, "rows": {**found["rows"], "ems.Event": events}}


def test_a_restored_system_works_on(archive, wipe, run):
    wipe()
    run("restore", archive)

    imports.committed(BOOKINGS.replace("2025", "2024"), "another.csv")  # numbers of rows go on, triggers stand

    assert ImportBatch.objects.count() == 2
    assert Leg.objects.count() == 4
    with pytest.raises(Exception, match="append-only"):
        Event.objects.all().delete()


def test_present_data_are_not_replaced_without_being_told_to(archive, everything, run):
    boundary.site("NBO")
    before = everything()

    with pytest.raises(CommandError, match="There are data here already.*--replace"):
        run("restore", archive)

    assert everything() == before


def test_present_data_are_backed_up_before_they_are_replaced(archive, everything, run, settings):
    boundary.site("NBO")
    later = everything()

    run("restore", archive, "--replace")

    assert not Site.objects.filter(code="NBO").exists()
    safety = kept_archives(settings.BACKUP_DIR)[0]
    run("restore", settings.BACKUP_DIR / safety.name, "--replace")
    assert without_the_note(everything()) == later


def test_proving_an_archive_changes_nothing(archive, everything, run, own_system):
    before = everything()

    told = run("restore", archive, "--check")

    assert "The archive is sound" in told
    assert everything() == before
    assert not (own_system / "running.lock").exists()


def test_work_under_way_is_not_in_the_backup(data, everything, run, tmp_path, wipe):
    before = everything()
    another = connection.copy()
    try:
        with another.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE ems_site SET name = 'half done'")
            run("backup", "--out", tmp_path / "now.zip")
            cursor.execute("ROLLBACK")
    finally:
        another.close()
    wipe()

    run("restore", tmp_path / "now.zip")

    assert without_the_note(everything()) == before


def test_only_the_owner_may_read_an_archive_and_nothing_else_is_left_beside_it(data, run, settings):
    run("backup")

    archive, beside = sorted(settings.BACKUP_DIR.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert archive.suffix == ".zip" and beside.name == "backups.json"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (archive, beside)} == {0o600}


def test_restored_files_may_be_read_by_the_owner_only(archive, wipe, run, own_system):
    wipe()

    run("restore", archive)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (own_system / "files").rglob("*") if path.is_file()}
    assert modes == {0o600}


def test_a_file_that_the_database_names_and_storage_lacks_is_told_both_times(data, run, tmp_path, wipe):
    (tmp_path / "var" / "files" / data.stored_file.name).unlink()

    told = run("backup", "--out", tmp_path / "now.zip")
    wipe()
    later = run("restore", tmp_path / "now.zip")

    assert f"so that the backup lacks them too: 1, such as {data.stored_file.name}" in told
    assert data.stored_file.name in later


def test_a_record_of_events_that_was_changed_is_told(data, run, tmp_path, wipe):
    change_the_first_event()
    run("backup", "--out", tmp_path / "now.zip")
    wipe()

    with pytest.raises(CommandError, match="does not hold: Event 1 was changed after it was written"):
        run("restore", tmp_path / "now.zip")

    assert ImportBatch.objects.count() == 1  # the data are there


def change_the_first_event() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE ems_event SET action = 'other' WHERE sequence = 1")
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ems_event_no_UPDATE'")
        trigger = cursor.fetchone()[0]
        cursor.execute("DROP TRIGGER ems_event_no_UPDATE")
        cursor.execute("UPDATE ems_event SET action = 'other' WHERE sequence = 1")
        cursor.execute(trigger)


def test_somebody_at_work_keeps_a_restore_out(archive, everything, run, monkeypatch):
    monkeypatch.setattr("greenops.keeping.postgresql_database.LOCK_TIMEOUT", "100ms")
    before = everything()
    another = connections["default"].copy()
    try:
        with another.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM ems_site")
            with pytest.raises(CommandError, match="Stop GreenOps"):
                run("restore", archive, "--replace")
            cursor.execute("ROLLBACK")
    finally:
        another.close()

    assert everything() == before


def test_a_running_system_keeps_a_restore_out(archive, everything, run, own_system):
    from greenops.processes import claim_folder

    before = everything()

    with claim_folder(own_system), pytest.raises(CommandError, match="running already.*Stop that one"):
        run("restore", archive, "--replace")

    assert everything() == before


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(data, run, tmp_path: Path):
    (tmp_path / "a_file").write_text("")

    with pytest.raises(CommandError, match="could not be written.*--out"):
        run("backup", "--out", tmp_path / "a_file" / "folder")

    assert {path.name for path in tmp_path.iterdir()} == {"a_file", "var"}


def test_an_archive_is_never_written_over(archive: Path, run: Any):
    content = archive.read_bytes()

    with pytest.raises(CommandError, match="exists already"):
        run("backup", "--out", archive)

    assert archive.read_bytes() == content
