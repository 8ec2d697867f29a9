"""100,000 segment rows from file to committed, against the bare write of the same finished rows."""

import io
import json
import resource
import time

from django.db import connection, transaction
from django.db.models import Model

from greenops.bench.methods import legs
from travel import actions
from travel.bulk import insert
from travel.models import (
    BatchRow,
    Booking,
    Estimate,
    ImportBatch,
    Leg,
    RouteTotal,
    Traveller,
    TravellerCount,
    TravellerName,
    TravelTotal,
)

ROWS = 100_000
FILLED: tuple[type[Model], ...] = (
    BatchRow,
    Traveller,
    TravellerName,
    Booking,
    Leg,
    Estimate,
    TravelTotal,
    RouteTotal,
    TravellerCount,
)


def booking_file(rows: int = ROWS) -> bytes:
    """A segment file in the format of our own template."""
    frame = legs(rows)
    out = io.StringIO()
    out.write("Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre\n")
    columns = zip(frame["origin"], frame["destination"], frame["departed_on"], frame["cabin"], strict=True)
    for number, (origin, destination, day, cabin) in enumerate(columns):
        ticket = 7_240_000_000_000 + number // 2
        person = f"PERSON/NUMBER{number // 2 % 3000}"
        out.write(f"{ticket},{person},{origin},{destination},{day:%Y-%m-%d},{cabin},1,U{number % 12:02}\n")
    return out.getvalue().encode()


def run() -> None:
    content = booking_file()
    batch = actions.upload(
        by=None, name="bench.csv", content=io.BytesIO(content), source="greenops-template", queue=False
    )
    before = time.perf_counter()
    actions.read_batch(batch.pk)
    previewed = time.perf_counter()
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.PREVIEWED:
        raise SystemExit(f"The bench file was refused: {batch.refusal}")
    actions.confirm(by=None, batch=batch, queue=False)
    started = time.perf_counter()
    actions.commit_batch(batch.pk)
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    batch.refresh_from_db()
    print(f"import: {batch.rows_total:,} rows, {batch.report['legs']:,} legs, {connection.vendor}")
    bare = bare_write()
    print(f"  preview                  {previewed - before:6.2f} s")
    print(f"  file to committed        {took:6.2f} s   {ROWS / took:9,.0f} rows/s")
    print(f"  bare write of these rows {bare:6.2f} s   {ROWS / bare:9,.0f} rows/s")
    print(f"  ratio                    {bare / took:6.2f}     of the bare write's rate")
    print(f"  peak memory of the import {memory:.0f} MB")


def bare_write() -> float:
    """Seconds to write what the import wrote, as it stands finished, into the same indexed tables."""
    finished = []
    with connection.cursor() as cursor:
        for model in FILLED:
            columns = [field.column for field in model._meta.concrete_fields]
            names = ", ".join(f'"{column}"' for column in columns)
            # As text where the database keeps JSON, so that it goes back in as it came out.
            cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')  # noqa: S608
            finished.append((model, columns, [_writable(row) for row in cursor.fetchall()]))
        for model in reversed(FILLED):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608
    started = time.perf_counter()
    with transaction.atomic():
        for model, columns, rows in finished:
            insert(model, columns, rows)
    return time.perf_counter() - started


def _writable(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(json.dumps(value) if isinstance(value, dict | list) else value for value in row)
