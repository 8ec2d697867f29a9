"""Whole columns into tables: COPY on PostgreSQL, executemany on SQLite; and sums added to kept cells in one upsert."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

T = TypeVar("T")

LOOK_UP_ROWS = 10_000  # as many keys as one query asks for
STATEMENT_ROWS = 500  # one statement of many rows is quicker than many of one; SQLite takes 32,766 parameters


def in_blocks(values: Iterable[T], size: int = LOOK_UP_ROWS) -> Iterator[list[T]]:
    """The values some at a time, in their order, as they are when the first are taken."""
    listed = list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """Primary keys for rows about to be inserted, in ascending order. Inside the writing transaction only."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(row[0] for row in cursor.fetchall())
        # SQLite has one writer at a time; the sequence remembers ids of rows that are gone.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        first = (found[0] if found else 0) + 1
        return list(range(first, first + count))


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert finished rows; values are what the database takes (JSON as text, dates as date or ISO text)."""
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["?"] * len(columns))
            # The wrapper of Django rewrites each statement's marks; the cursor below it takes them as they are.
            cursor.cursor.connection.cursor().executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608 our models' names
                rows,
            )


def add_to_cells(model: type[Model], keys: Sequence[str], sums: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add the sums of each row (keys, then sums) to the cell with these keys; a cell that is new is made."""
    table = model._meta.db_table
    columns = [*keys, *sums]
    names = ", ".join(f'"{column}"' for column in columns)
    conflict = ", ".join(f'"{key}"' for key in keys)
    added = ", ".join(f'"{name}" = "{table}"."{name}" + excluded."{name}"' for name in sums)
    one = f"({', '.join(['%s'] * len(columns))})"
    pending = iter(rows)
    with connection.cursor() as cursor:
        while block := list(islice(pending, STATEMENT_ROWS)):
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) VALUES {", ".join([one] * len(block))} '  # noqa: S608
                f"ON CONFLICT ({conflict}) DO UPDATE SET {added}",
                [value for row in block for value in row],
            )


def delete(model: type[Model], condition: str, *values: Any) -> int:
    """Delete rows without collecting what hangs on them: the caller has deleted that first. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {condition}', values)  # noqa: S608
        return int(cursor.rowcount)
