"""What a database holds, told by its own words: rows of each table, migrations, files that it names, events."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import FileField

FIRST_HASH = "0" * 64  # the head of a record without events, as ems.audit begins it
# Without a person, an event, an organization or a file nobody has worked with a database: each act leaves an event.
WORKED_WITH = ("accounts_user", "ems_event", "ems_organization", "travel_importbatch")
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
POSTGRESQL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
TABLES = {"sqlite": SQLITE_TABLES, "postgresql": POSTGRESQL_TABLES}


@dataclass(frozen=True)
class Contents:
    rows: dict[str, int]
    migrations: dict[str, list[str]]
    named_files: frozenset[str]
    events: int
    chain_head: str


def read_contents(cursor: Any, vendor: str) -> Contents:
    """cursor: of the DB-API, on the database as it is to be kept."""
    rows = count_rows(cursor, vendor)
    migrations: dict[str, list[str]] = {}
    if "django_migrations" in rows:
        for app, name in _all(cursor, "SELECT app, name FROM django_migrations ORDER BY app, name"):
            migrations.setdefault(app, []).append(name)
    head = []
    if "ems_event" in rows:
        head = _all(cursor, "SELECT hash FROM ems_event ORDER BY sequence DESC LIMIT 1")
    return Contents(
        rows=rows,
        migrations=migrations,
        named_files=frozenset(_named_files(cursor, rows)),
        events=rows.get("ems_event", 0),
        chain_head=head[0][0] if head else FIRST_HASH,
    )


def count_rows(cursor: Any, vendor: str) -> dict[str, int]:
    """Table -> number of rows."""
    tables = sorted(name for (name,) in _all(cursor, TABLES[vendor]))
    return {table: _all(cursor, f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}  # noqa: S608 our tables


def holds_data(rows: dict[str, int]) -> bool:
    return any(rows.get(table) for table in WORKED_WITH)


def _named_files(cursor: Any, tables: Iterable[str]) -> Iterable[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            table, column = model._meta.db_table, field.column
            if isinstance(field, FileField) and table in tables:
                named = f"""SELECT "{column}" FROM "{table}" WHERE "{column}" <> ''"""  # noqa: S608 our own names
                yield from (name for (name,) in _all(cursor, named))


def _all(cursor: Any, statement: str) -> list[Any]:
    cursor.execute(statement)
    return list(cursor.fetchall())
