"""The secret keys on their way through an archive, other folders, and what is missing on a machine."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from ems.models import Site
from greenops.keeping import postgresql_database
from tests.factories import boundary
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(own_system: Path, tmp_path: Path, run: Callable[..., str]) -> Callable[..., Path]:
    def make(*words: str) -> Path:
        person("Noor", "administrator")
        path = tmp_path / "elsewhere.zip"
        run("backup", "--out", path, *words)
        return path

    return make


def test_keys_of_an_archive_become_the_files_of_the_next_start(archive, run, tmp_path, settings):
    settings.TRAVELLER_KEY, settings.SECRET_KEY = "t" * 50, "s" * 50
    path = archive("--with-keys")

    run("restore", path, "--into", tmp_path / "drill")

    files = {name: tmp_path / "drill" / f"{name}.secret" for name in ("greenops_traveller_key", "django_secret_key")}
    assert {name: file.read_text() for name, file in files.items()} == {
        "greenops_traveller_key": "t" * 50,
        "django_secret_key": "s" * 50,
    }
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}


def test_no_key_is_in_an_archive_unless_it_is_asked_for(archive, settings):
    settings.TRAVELLER_KEY, settings.SECRET_KEY = "t" * 50, "s" * 50

    content = archive().read_bytes()

    assert b"t" * 50 not in content and b"s" * 50 not in content and b"keys/" not in content


def test_another_key_of_travellers_than_that_of_the_archive_is_told(archive, run, settings, wipe):
    settings.TRAVELLER_KEY = "t" * 50
    path = archive()
    wipe()
    settings.TRAVELLER_KEY = "another"

    told = run("restore", path)

    assert "was not made with the GREENOPS_TRAVELLER_KEY here" in told


def test_the_same_key_of_travellers_needs_no_word(archive, run, wipe):
    path = archive()
    wipe()

    assert "Attention" not in run("restore", path)


def test_a_key_of_the_environment_is_left_alone_and_told_when_it_differs(
    archive, run, settings, wipe, monkeypatch, own_system
):
    settings.TRAVELLER_KEY = "t" * 50
    path = archive("--with-keys")
    wipe()
    settings.TRAVELLER_KEY = "another"
    monkeypatch.setenv("GREENOPS_TRAVELLER_KEY", "another")

    told = run("restore", path)

    assert "GREENOPS_TRAVELLER_KEY is set in the environment to another value" in told
    assert not (own_system / "greenops_traveller_key.secret").exists()


def test_a_restore_beside_leaves_the_system_as_it_is(archive, run, tmp_path, everything):
    path = archive()
    boundary.site("NBO")
    before = everything()

    run("restore", path, "--into", tmp_path / "drill")

    assert everything() == before and Site.objects.count() == 1
    assert (tmp_path / "drill" / "greenops.sqlite3").is_file()


def test_a_folder_that_is_not_empty_is_not_restored_into(archive, run, tmp_path):
    path = archive()
    (tmp_path / "drill").mkdir()
    (tmp_path / "drill" / "note.txt").write_text("mine")

    with pytest.raises(CommandError, match="is not empty. Give a folder that is empty"):
        run("restore", path, "--into", tmp_path / "drill")

    assert [file.name for file in (tmp_path / "drill").iterdir()] == ["note.txt"]


def test_present_data_that_cannot_be_backed_up_are_not_replaced(archive, run, own_system, everything):
    path = archive()
    connection.close()
    database = own_system / "greenops.sqlite3"
    database.write_bytes(b"not a database" * 1000)

    with pytest.raises(CommandError, match="could not be backed up, so they were not replaced.*move them away"):
        run("restore", path, "--replace")

    assert database.read_bytes().startswith(b"not a database")


def test_a_database_that_refuses_gives_the_files_back(archive, run, own_system, monkeypatch):
    path = archive()
    (own_system / "files").mkdir()
    (own_system / "files" / "mine.txt").write_text("mine")

    def refuse(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("greenops.keeping.sqlite_database.put_in_place", refuse)
    with pytest.raises(CommandError, match="No space left on device.*The data are as they were"):
        run("restore", path, "--replace")

    assert (own_system / "files" / "mine.txt").read_text() == "mine"


def test_programs_of_postgresql_that_are_missing_are_named_with_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Exception, match="pg_restore is not installed here. Install PostgreSQL's client programs"):
        postgresql_database.prove(tmp_path / "dump")


def test_links_in_the_folder_of_files_are_not_followed(own_system, run, tmp_path):
    (tmp_path / "outside.txt").write_text("secret")
    (own_system / "files").mkdir()
    (own_system / "files" / "link.txt").symlink_to(tmp_path / "outside.txt")

    told = run("backup", "--out", tmp_path / "now.zip")

    assert " 0 files" in told
