"""Server time of the year page at 1,000,000 legs: the rows of the import, copied over ten years."""

import hashlib
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from greenops.accounts.models import RoleAssignment
from greenops.bench import booking_files, imports, one_import
from travel.bulk import insert, reserve_ids
from travel.kept_totals import rebuild
from travel.models import Estimate, Leg

YEARS = 10
REQUESTS = 30


def run() -> None:
    _import_a_year()
    imported = _imported()
    years = [2025 - back for back in range(1, YEARS)]
    with transaction.atomic():
        for year in years:
            _copy(imported, year, str(year))
        rebuild([2025, *years])
    _gather_statistics()
    reviewer = get_user_model().objects.create_user("bench-reviewer", password=None)
    RoleAssignment.objects.create(user=reviewer, role="management_reviewer", starts_on=date(2020, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(reviewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("insight:year", args=[2025])
    with CaptureQueriesContext(connection) as queries:
        first = client.get(address)
    asked = len(queries)
    assert first.status_code == 200, first.status_code
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    legs = Leg.objects.count()
    print(
        f"year: {legs:,} legs, {connection.vendor}: median {statistics.median(times):.0f} ms, "
        f"most {max(times):.0f} ms, {asked} queries"
    )


def legs_of_one_year() -> int:
    """1,000,000 legs in 2025: the rows of the import, repeated in the same year. How many the year has then."""
    _import_a_year()
    imported = _imported()
    with transaction.atomic():
        for copy in range(1, YEARS):
            _copy(imported, 2025, f"copy {copy}")
        rebuild([2025])
    _gather_statistics()
    return Leg.objects.filter(counted_on__year=2025).count()


def _import_a_year() -> None:
    if Leg.objects.exists():
        return
    with tempfile.TemporaryDirectory(prefix="greenops-bench-files-") as folder:
        path = Path(folder) / "year.csv"
        booking_files.write_csv(path, imports.ROWS)
        one_import.import_file(path)


def _gather_statistics() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _imported() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The legs and estimates of 2025 as they stand."""
    legs = Leg.objects.filter(counted_on__year=2025).order_by("id").values_list(*_columns(Leg))
    estimates = Estimate.objects.filter(leg__counted_on__year=2025).values_list(*_columns(Estimate))
    return list(legs), list(estimates)


def _columns(model: type[Leg] | type[Estimate]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def _copy(imported: tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]], year: int, mark: str) -> None:
    """The legs and their estimates once more, in the year; mark: makes their identities new."""
    legs, estimates = imported
    at = {name: position for position, name in enumerate(_columns(Leg))}
    new_id = {}
    rows = []
    for id_, leg in zip(reserve_ids(Leg, len(legs)), legs, strict=True):
        values = list(leg)
        new_id[values[at["id"]]] = id_
        values[at["id"]] = id_
        values[at["identity"]] = hashlib.blake2b(f"{mark}{values[at['identity']]}".encode(), digest_size=16).hexdigest()
        day = min(values[at["counted_on"]].day, 28)
        values[at["counted_on"]] = values[at["counted_on"]].replace(year=year, day=day)
        rows.append(values)
    insert(Leg, _columns(Leg), ([v.isoformat() if isinstance(v, date) else v for v in row] for row in rows))
    fresh = reserve_ids(Estimate, len(estimates))
    copies = ((id_, new_id[row[1]], *row[2:]) for id_, row in zip(fresh, estimates, strict=True))
    insert(Estimate, _columns(Estimate), copies)
