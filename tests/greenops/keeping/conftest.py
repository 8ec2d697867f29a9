"""A system of its own for tests that replace one: database, files, folder and keys that no other test uses."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from tests.databases import standing_for_default

COPY_NAME, OWN_NAME = "greenops_migrated", "greenops_keeping"


@pytest.fixture
def own_folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """VAR_DIR with files and backups below; the keys are those of the tests, in its files."""
    folder = tmp_path / "var"
    folder.mkdir()
    settings.VAR_DIR = folder
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.MEDIA_ROOT = folder / "files"
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder / "files"), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    monkeypatch.delenv("DJANGO_SECRET_KEY", raising=False)
    monkeypatch.delenv("GREENOPS_TRAVELLER_KEY", raising=False)
    return folder


@pytest.fixture(scope="module")
def migrated_copy(database_engine: str, django_db_blocker: Any, request: Any) -> BaseDatabaseWrapper | None:
    """On PostgreSQL, a database to copy from; of the module, so that it is made before a test opens its transaction."""
    if database_engine == "sqlite":
        return None
    usual: BaseDatabaseWrapper = request.getfixturevalue("postgresql_connection")
    with django_db_blocker.unblock():
        usual.close()
        _on_server(usual, f'CREATE DATABASE "{COPY_NAME}" TEMPLATE "{usual.settings_dict["NAME"]}"')
        request.addfinalizer(lambda: _clear(django_db_blocker, usual))
    return usual


def _clear(blocker: Any, usual: BaseDatabaseWrapper) -> None:
    with blocker.unblock():
        _on_server(usual, f'DROP DATABASE "{COPY_NAME}"')


@pytest.fixture
def own_system(
    db: None, migrated_copy: BaseDatabaseWrapper | None, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Its folder. The database is migrated and empty, and is worked with for real: nothing is rolled back."""
    if migrated_copy is None:
        own = _own_sqlite(own_folder / "greenops.sqlite3")
    else:
        own = _own_postgresql(migrated_copy, monkeypatch)
    with own as made, standing_for_default(made):
        yield own_folder
        made.close()


@contextmanager
def _own_sqlite(path: Path) -> Iterator[BaseDatabaseWrapper]:
    usual = connections["default"].settings_dict
    with closing(sqlite3.connect(usual["NAME"])) as migrated, closing(sqlite3.connect(path)) as copy:
        migrated.backup(copy)
    yield _connection(usual, str(path))


@contextmanager
def _own_postgresql(usual: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseDatabaseWrapper]:
    import pgserver

    programs = Path(pgserver.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    _on_server(usual, f'CREATE DATABASE "{OWN_NAME}" TEMPLATE "{COPY_NAME}"')
    yield _connection(usual.settings_dict, OWN_NAME)
    _on_server(usual, f'DROP DATABASE "{OWN_NAME}" WITH (FORCE)')


def _on_server(usual: BaseDatabaseWrapper, statement: str) -> None:
    beside = _connection(usual.settings_dict, "template1")
    with beside.cursor() as cursor:
        cursor.execute(statement)
    beside.close()


def _connection(like: dict[str, Any], name: str) -> BaseDatabaseWrapper:
    settings = {key: like[key] for key in ("ENGINE", "USER", "HOST", "OPTIONS")} | {"NAME": name}
    return ConnectionHandler({"default": settings})["default"]


@pytest.fixture
def everything(own_system: Path) -> Callable[[], dict[str, Any]]:
    """All rows of all tables, and all stored files with what is in them."""

    def look() -> dict[str, Any]:
        rows = {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models()
            if model._meta.label != "sessions.Session"
        }
        files = own_system / "files"
        stored = {path.relative_to(files).as_posix(): path.read_bytes() for path in files.rglob("*") if path.is_file()}
        return {"rows": rows, "files": stored}

    return look


@pytest.fixture
def wipe(own_system: Path) -> Callable[[], None]:
    """The disk is lost: nothing is left but an empty database, as a new machine has it."""

    def lose() -> None:
        for path in sorted((own_system / "files").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if connection.vendor == "sqlite":
            name = Path(connection.settings_dict["NAME"])
            connection.close()
            for path in name.parent.glob(f"{name.name}*"):
                path.unlink()
            return
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")

    return lose


@pytest.fixture
def run() -> Callable[..., str]:
    """Runs a command; what it printed."""
    import io

    def command(*words: Any) -> str:
        printed = io.StringIO()
        call_command(*map(str, words), stdout=printed)
        return printed.getvalue()

    return command
