"""One file from upload to committed in a process of its own, so that its peak memory is that of this import alone.

`python -m greenops.bench.one_import FILE [--again] [--bare]` prints what it measured as JSON.
--again: import the file once more with one row added. --bare: write what was written, finished, into empty tables.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any


def import_file(path: Path) -> dict[str, float]:
    """Upload, preview, confirm and commit. Seconds of the preview and of the commit, rows and legs."""
    from travel import actions
    from travel.models import ImportBatch

    with path.open("rb") as content:
        batch = actions.upload(by=None, name=path.name, content=content, source="greenops-template", queue=False)
    started = time.perf_counter()
    actions.read_batch(batch.pk)
    previewed = time.perf_counter()
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.PREVIEWED:
        raise SystemExit(f"The bench file was refused: {batch.refusal}")
    actions.confirm(by=None, batch=batch, queue=False)
    confirmed = time.perf_counter()
    actions.commit_batch(batch.pk)
    committed = time.perf_counter()
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.COMMITTED:
        raise SystemExit(f"The bench file failed: {batch.refusal}")
    return {
        "rows": batch.rows_total,
        "legs": batch.report["legs"],
        "preview_s": previewed - started,
        "commit_s": committed - confirmed,
    }


def empty_travel() -> None:
    """Take out all bookings; the record of events cannot be emptied and does not matter."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    tables = [model._meta.db_table for model in apps.get_app_config("travel").get_models()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))


def warm_up() -> None:
    """Load what every process loads once, whatever the size of the file."""
    from greenops.reference.airports import AirportBook
    from travel.imports.profile import profiles

    AirportBook.load()
    profiles()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare_write() -> float:
    """Seconds to write what the import wrote, as it stands finished, into the same indexed tables."""
    from django.db import connection, transaction

    from travel import models
    from travel.bulk import insert

    filled: list[Any] = [
        models.BatchRow, models.Traveller, models.TravellerName, models.Booking, models.Leg, models.Estimate,
        models.TravelTotal, models.RouteTotal, models.TravellerCount,
    ]  # fmt: skip
    finished = []
    with connection.cursor() as cursor:
        for model in filled:
            columns = [field.column for field in model._meta.concrete_fields]
            names = ", ".join(f'"{column}"' for column in columns)
            # As text where the database keeps JSON, so that it goes back in as it came out.
            cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')  # noqa: S608
            finished.append((model, columns, [_writable(row) for row in cursor.fetchall()]))
        for model in reversed(filled):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
    started = time.perf_counter()
    with transaction.atomic():
        for model, columns, rows in finished:
            insert(model, columns, rows)
    return time.perf_counter() - started


def _writable(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(json.dumps(value) if isinstance(value, dict | list) else value for value in row)


def main(path: Path, options: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenops.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from greenops.bench.booking_files import add_row

    call_command("migrate", verbosity=0)
    # What an earlier case left in the bench's database would be known.
    empty_travel()
    warm_up()
    measured = import_file(path)
    measured["peak_mb"] = peak_mb()
    if "--bare" in options:
        # With nothing else in the tables, as the import itself began.
        measured["bare_s"] = bare_write()
        empty_travel()
        import_file(path)
    if "--again" in options:
        add_row(path)
        again = import_file(path)
        measured["again_s"] = again["preview_s"] + again["commit_s"]
        measured["again_legs"] = again["legs"]
    print(json.dumps(measured))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
