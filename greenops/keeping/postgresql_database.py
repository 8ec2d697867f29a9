"""A PostgreSQL database out and back in, with PostgreSQL's own programs: one snapshot out, one transaction in."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection as default_connection
from django.db.backends.postgresql.client import DatabaseClient

from greenops.keeping.contents import Contents, count_rows, holds_data, read_contents
from greenops.keeping.errors import KeepingRefused
from greenops.keeping.manifest import Manifest

# Time for requests under way to end; who works on keeps the restore out, and nothing is changed.
LOCK_TIMEOUT = "20s"
BEGIN = """
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL lock_timeout = '{patience}';
"""
CLEAR = """
DO $clear$ DECLARE it record; BEGIN
  FOR it IN SELECT format('%I.%I', n.nspname, c.relname) AS name,
                   CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END AS kind
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', it.kind, it.name);
  END LOOP;
  FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'public'
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', it.name);
  END LOOP;
  FOR it IN SELECT format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'S' LOOP
    EXECUTE format('DROP SEQUENCE IF EXISTS %s CASCADE', it.name);
  END LOOP;
END $clear$;
"""
COUNT = """
DO $count$ DECLARE it record; found bigint; BEGIN
  FOR it IN SELECT * FROM (VALUES {tables}) AS told(name, rows) LOOP
    EXECUTE format('SELECT count(*) FROM public.%I', it.name) INTO found;
    IF found <> it.rows THEN
      RAISE EXCEPTION 'Table % has % row(s), and the manifest says %.', it.name, found, it.rows;
    END IF;
  END LOOP;
  IF (SELECT coalesce(max(hash), '{head}') FROM public.ems_event
      WHERE sequence = (SELECT max(sequence) FROM public.ems_event)) <> '{head}' THEN
    RAISE EXCEPTION 'the record of events ends otherwise than the manifest says';
  END IF;
END $count$;
"""


def copy_out(to: Path) -> Contents:
    """pg_dump of one snapshot, which the counts are taken from too; people go on working."""
    connection = default_connection.copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            to.touch(mode=0o600)
            _run("pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}")
            contents = read_contents(cursor, "postgresql")
            cursor.execute("ROLLBACK")
            return contents
    finally:
        connection.close()


def prove(dump: Path) -> None:
    """pg_restore can read its list of contents; raises KeepingRefused otherwise."""
    _run("pg_restore", "--list", str(dump), connected=False)


def has_data() -> bool:
    with default_connection.cursor() as cursor:
        return holds_data(count_rows(cursor, "postgresql"))


def put_in_place(dump: Path, manifest: Manifest) -> None:
    """Empty the database, write the dump and compare the counts, in one transaction: all of it, or nothing."""
    default_connection.close()
    with _psql() as psql:
        assert psql.stdin is not None
        _write(psql, f"{BEGIN.format(patience=LOCK_TIMEOUT)}{CLEAR}")
        with subprocess.Popen(  # noqa: S603 our own words and a path of ours
            [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)],
            stdout=psql.stdin,
            stderr=subprocess.PIPE,
        ) as reading:
            told = reading.stderr.read() if reading.stderr else b""
        if not reading.returncode:
            _write(psql, f"{_count(manifest)}\nCOMMIT;\n")
        elif not _has_ended(psql):  # its own words say more than those of a program that lost its reader
            raise KeepingRefused(f"pg_restore: {_words(told)}. The database was left as it was.")


def _count(manifest: Manifest) -> str:
    tables = ", ".join(f"('{table}', {rows})" for table, rows in sorted(manifest.rows.items()))
    return COUNT.format(tables=tables, head=manifest.chain_head)


@contextmanager
def _psql() -> Iterator["subprocess.Popen[bytes]"]:
    """Statements go in by its standard input; whatever ends it before COMMIT leaves the database as it was."""
    address, environment = _address()
    command = [_program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", *address]
    with subprocess.Popen(  # noqa: S603 our own words
        command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as psql:
        try:
            yield psql
        except BaseException:
            psql.kill()
            raise
        with suppress(BrokenPipeError):
            psql.stdin.close()  # type: ignore[union-attr]
        told = psql.stderr.read() if psql.stderr else b""
    if psql.returncode:
        said = _words(told)
        hint = "Stop GreenOps (the web server and the worker) and try again" if "lock timeout" in said else ""
        raise KeepingRefused(f"The database was left as it was. {hint or 'PostgreSQL says'}: {said}")


def _has_ended(psql: "subprocess.Popen[bytes]") -> bool:
    with suppress(subprocess.TimeoutExpired):
        psql.wait(timeout=2)
    return psql.returncode is not None


def _write(psql: "subprocess.Popen[bytes]", statements: str) -> None:
    with suppress(BrokenPipeError):  # it ended; its own words are told when it is left
        psql.stdin.write(statements.encode())  # type: ignore[union-attr]
        psql.stdin.flush()  # type: ignore[union-attr]


def _run(program: str, *arguments: str, connected: bool = True) -> None:
    address, environment = _address() if connected else ([], None)
    done = subprocess.run(  # noqa: S603 our own words and paths of ours
        [_program(program), *arguments, *address], capture_output=True, env=environment, check=False
    )
    if done.returncode:
        raise KeepingRefused(f"{program} did not succeed: {_words(done.stderr)}")


def _address() -> tuple[list[str], dict[str, str]]:
    """Arguments and environment that lead to the database; the password is in the environment, not in the list."""
    settings: dict[str, Any] = default_connection.settings_dict
    arguments, given = DatabaseClient.settings_to_cmd_args_env(settings, [])
    return arguments[1:], {**os.environ, **(given or {})}


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise KeepingRefused(
            f"{name} is not installed here. Install PostgreSQL's client programs, of the server's version or newer "
            "(Debian and Ubuntu: apt install postgresql-client; Red Hat: dnf install postgresql), then run this again."
        )
    return found


def _words(stderr: bytes) -> str:
    lines = [line.strip() for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    return " ".join(lines[:3])[:600] or "without a word"
