"""Server time of the year page at 1,000,000 legs: the rows of the import, copied over ten years."""

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

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
    if not Leg.objects.exists():
        with tempfile.TemporaryDirectory(prefix="greenops-bench-files-") as folder:
            path = Path(folder) / "year.csv"
            booking_files.write_csv(path, imports.ROWS)
            one_import.import_file(path)
    years = [2025 - back for back in range(1, YEARS)]
    with transaction.atomic():
        for year in years:
            _copy_to(year)
        rebuild([2025, *years])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
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


def _copy_to(year: int) -> None:
    """The legs of 2025 and their estimates once more, in another year."""
    fields = [field.column for field in Leg._meta.concrete_fields]
    legs = list(Leg.objects.filter(counted_on__year=2025).order_by("id").values_list(*fields))
    ids = reserve_ids(Leg, len(legs))
    at = {name: position for position, name in enumerate(fields)}
    new_id = {}
    rows = []
    for id_, leg in zip(ids, legs, strict=True):
        values = list(leg)
        new_id[values[at["id"]]] = id_
        values[at["id"]] = id_
        values[at["identity"]] = f"y{year}{values[at['identity']][5:]}"
        day = min(values[at["counted_on"]].day, 28)
        values[at["counted_on"]] = values[at["counted_on"]].replace(year=year, day=day)
        rows.append(values)
    insert(Leg, fields, ([v.isoformat() if isinstance(v, date) else v for v in row] for row in rows))
    names = [field.column for field in Estimate._meta.concrete_fields]
    estimates = list(Estimate.objects.filter(leg__counted_on__year=2025).values_list(*names))
    fresh = reserve_ids(Estimate, len(estimates))
    insert(Estimate, names, ((id_, new_id[row[1]], *row[2:]) for id_, row in zip(fresh, estimates, strict=True)))
