"""Databases of the tests: SQLite as a file, and a real PostgreSQL for the tests of the data layer."""

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.db.utils import ConnectionHandler

ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("data_layer"):
        # Of the module, so that it is set up before pytest-django opens the transaction of a test.
        metafunc.parametrize("database_engine", ENGINES, indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def database_engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database stands behind `default`: a test marked data_layer runs once on each."""
    engine = getattr(request, "param", "sqlite")
    if engine == "sqlite":
        yield engine
        return
    postgresql: BaseDatabaseWrapper = request.getfixturevalue("postgresql_connection")
    with standing_for_default(postgresql):
        yield engine


@pytest.fixture(scope="session")
def postgresql_connection(django_db_setup: None, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A migrated database on a PostgreSQL server of this process alone; skipped by name where there is none."""
    if importlib.util.find_spec("pgserver") is None:
        pytest.skip("PostgreSQL: there is no pgserver wheel for this machine, only for x86-64 Linux")
    import pgserver
    from django.core.management import call_command

    server = pgserver.get_server(tempfile.mkdtemp(prefix="greenops-postgresql-"), cleanup_mode="delete")
    address = urlsplit(server.get_uri())
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.lstrip("/"),
        "USER": address.username,
        "HOST": parse_qs(address.query)["host"][0],
    }
    connection = ConnectionHandler({"default": settings})["default"]
    with django_db_blocker.unblock():
        with standing_for_default(connection):
            call_command("migrate", interactive=False, verbosity=0)
        yield connection
        connection.close()
    server.cleanup()


@contextmanager
def standing_for_default(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within it, `default` is this connection, in this thread and in those it starts."""
    usual = connections["default"], connections.settings["default"]
    connections.settings["default"] = connection.settings_dict
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"], connections.settings["default"] = usual


def pytest_sessionstart(session: pytest.Session) -> None:
    """Transactional tests empty all tables when they end, which the append-only tables refuse with their triggers.

    On PostgreSQL they are truncated, which fires no trigger of a row; on SQLite the triggers are set aside for the
    moment and put back, whichever they are.
    """
    plain_flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        aside = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return [*aside, *plain_flush(self, *args, **options), *(sql for _name, sql in triggers)]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The run leaves nothing behind; the workers share the folders of the process that started them."""
    if hasattr(config, "workerinput"):
        return
    for name in ("GREENOPS_VAR", "XDG_RUNTIME_DIR"):
        folder = os.environ.get(name, "")
        if Path(folder).name.startswith(("greenops-test-", "greenops-runtime-")):
            shutil.rmtree(folder, ignore_errors=True)
