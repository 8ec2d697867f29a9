"""A SQLite database out and back in: copied while it is worked with, put in place in one step."""

import sqlite3
from contextlib import closing
from pathlib import Path

from greenops.keeping.contents import Contents, count_rows, holds_data, read_contents
from greenops.keeping.errors import KeepingRefused
from greenops.keeping.manifest import Manifest


def copy_out(database: Path, to: Path) -> Contents:
    """One consistent copy, made in one step beside people at work; what it holds is read from the copy."""
    if not database.is_file():
        raise KeepingRefused(f"There is no database at {database}. Run manage.py migrate first.")
    to.touch(mode=0o600)
    try:
        with closing(_opened(database)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal beside it
            _prove_whole(copy, f"The database {database.name}")
            return read_contents(copy.cursor(), "sqlite")
    except sqlite3.DatabaseError as error:
        raise KeepingRefused(f"{database} cannot be read: {error}. Restore the last good backup.") from None


def prove(database: Path, manifest: Manifest) -> None:
    """The file is a whole database with as many rows as the manifest says; raises KeepingRefused otherwise."""
    try:
        with closing(_opened(database)) as opened:
            _prove_whole(opened, "The database in the archive")
            contents = read_contents(opened.cursor(), "sqlite")
    except sqlite3.DatabaseError as error:
        raise KeepingRefused(f"The database in the archive cannot be read: {error}. Use another backup.") from None
    for table in sorted(set(contents.rows) | set(manifest.rows)):
        here, told = contents.rows.get(table), manifest.rows.get(table)
        if here != told:
            raise KeepingRefused(
                f"Table {table} in the archive has {_words(here)}, and the manifest says {_words(told)}. "
                "The archive was tampered with; use another backup."
            )
    if (contents.events, contents.chain_head) != (manifest.events, manifest.chain_head):
        raise KeepingRefused(
            "The record of events in the archive ends otherwise than its manifest says. "
            "The archive was tampered with; use another backup."
        )


def has_data(database: Path) -> bool:
    if not database.is_file() or database.stat().st_size == 0:
        return False
    try:
        with closing(_opened(database)) as opened:
            return holds_data(count_rows(opened.cursor(), "sqlite"))
    except sqlite3.DatabaseError:
        return True  # what cannot be read may be all that is left


def put_in_place(staged: Path, database: Path) -> None:
    """Take the place of the database, which nobody may have open; both are on one disk."""
    _leave_by_all(database)
    staged.replace(database)


def _leave_by_all(database: Path) -> None:
    """Only who is alone can end the journal; it has to be gone, or SQLite would play it into the new file."""
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=1)) as alone:
            mode = alone.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "locked"
    except sqlite3.DatabaseError:
        mode = "delete"  # not a database any more: no journal can be played into what follows
    if mode != "delete":
        raise KeepingRefused(
            f"The database {database} is in use. Stop GreenOps (the web server and the worker), then restore again."
        )
    for ending in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=30)


def _prove_whole(database: sqlite3.Connection, what: str) -> None:
    found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise KeepingRefused(f"{what} is damaged: {found}. Restore the last good backup.")
    broken = database.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise KeepingRefused(f"{what} is damaged: a row of {broken[0]} leads to one of {broken[2]} that is not there.")


def _words(rows: int | None) -> str:
    return "no such table" if rows is None else f"{rows:,} row{'s' * (rows != 1)}"
