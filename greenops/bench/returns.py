"""The return over 500 sites, 12 months and 40 lines (240,000 readings) and 1,000,000 legs, beside a bare aggregate."""

import statistics
import time
from collections.abc import Callable
from datetime import date

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ems.models import OrganizationUnit, PersonnelCount, Site, SiteTerms
from greenops.accounts.models import RoleAssignment
from greenops.annual_return.computation import compute_return
from greenops.annual_return.documents.files import KINDS
from greenops.annual_return.documents.sources import draft_of
from greenops.annual_return.models import ActivityReading
from greenops.bench.year import legs_of_one_year
from greenops.reference.activity import catalogue

YEAR = 2025
SITES, LINES, MONTHS = 500, 40, 12
COUNTRIES = ("CH", "KE", "TH", "PA", "FR", "US", "ET", "AT", "CL", "JP")
STEPS = (SITES // 4, SITES // 2, SITES)  # so that one sees whether the time grows with the readings


def run() -> None:
    legs = legs_of_one_year()
    lines = [
        (stream.code, detail)
        for stream in catalogue().streams.values()
        if stream.code not in ("waste", "district_cooling", "electricity_certified", "electricity_data_centre")
        for detail in (stream.details or ("",))
    ][:LINES]
    seconds = {}
    made = 0
    for step in STEPS:
        _add_sites(made, step, lines)
        made = step
        seconds[step] = _quickest(lambda: compute_return(YEAR), 5)
    bare = _quickest(_bare_aggregate, 5)
    readings = ActivityReading.objects.count()
    with CaptureQueriesContext(connection) as queries:
        compute_return(YEAR)
    print(
        f"return: {readings:,} readings, {legs:,} legs, {connection.vendor}: {seconds[SITES]:.2f} s, "
        f"{seconds[SITES] / bare:.1f} times the bare aggregate query ({bare:.2f} s), {len(queries)} queries; "
        f"time per reading against a quarter of them: "
        f"{seconds[SITES] / seconds[STEPS[0]] * STEPS[0] / SITES:.2f} times"
    )
    _pages()
    _documents()


def _add_sites(first: int, last: int, lines: list[tuple[str, str]]) -> None:
    """Sites with people, shares and a reading for each line and month."""
    with transaction.atomic():
        unit, _ = OrganizationUnit.objects.get_or_create(code="BENCH", defaults={"name": "Bench"})
        sites = Site.objects.bulk_create(
            Site(code=f"B{n:03d}", name=f"Office {n}", city="Town", country=COUNTRIES[n % len(COUNTRIES)])
            for n in range(first, last)
        )
        shared = SiteTerms.ShareBasis.PERSONS
        SiteTerms.objects.bulk_create(
            SiteTerms(site=site, floor_area_m2=500, occupants_own=20, occupants_total=50, share_basis=shared)
            for site in sites
        )
        PersonnelCount.objects.bulk_create(
            PersonnelCount(unit=unit, site=site, year=YEAR, category="staff", full_time_equivalents=20)
            for site in sites
        )
        ActivityReading.objects.bulk_create(
            (
                ActivityReading(
                    site=site, stream=stream, detail=detail, year=YEAR, month=month, quantity=100 + month,
                    unit=catalogue().stream(stream).unit_of(detail), amount_micro=(100 + month) * 1_000_000,
                    method="metered",
                )
                for site in sites
                for stream, detail in lines
                for month in range(1, MONTHS + 1)
            ),
            batch_size=5000,
        )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _bare_aggregate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT site_id, stream, detail, SUM(amount_micro), COUNT(*) FROM annual_return_activityreading "
            "WHERE year = %s GROUP BY site_id, stream, detail",
            [YEAR],
        )
        cursor.fetchall()


def _pages() -> None:
    focal = get_user_model().objects.create_user("bench-focal", password=None)
    RoleAssignment.objects.create(user=focal, role="focal_point", starts_on=date(2020, 1, 1))
    client = Client(SERVER_NAME="localhost")
    client.force_login(focal, backend="allauth.account.auth_backends.AuthenticationBackend")
    stream = f"{reverse('annual_return:activity_kind')}?year={YEAR}&kind=electricity_grid:standard"
    site = f"{reverse('annual_return:activity')}?year={YEAR}&site=B000"
    for name, address in (("grid of one stream", stream), ("grid of one site", site)):
        with CaptureQueriesContext(connection) as queries:
            first = client.get(address)
        assert first.status_code == 200, first.status_code
        asked = len(queries)
        milliseconds = _median(lambda address=address: client.get(address), 15) * 1000
        print(f"return: {name} at {SITES} sites: median {milliseconds:.0f} ms, {asked} queries")


def _documents() -> None:
    content = draft_of(YEAR)
    for key in ("report", "workbook", "return"):
        started = time.perf_counter()
        size = len(KINDS[key].make(content))
        spent = time.perf_counter() - started
        print(f"return: {KINDS[key].ending} of the {key} at {SITES} sites: {spent:.2f} s, {size / 1e6:.1f} MB")


def _times(act: Callable[[], object], times: int) -> list[float]:
    """Seconds of each, after one run that does not count."""
    act()
    found = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        found.append(time.perf_counter() - started)
    return found


def _median(act: Callable[[], object], times: int) -> float:
    return statistics.median(_times(act, times))


def _quickest(act: Callable[[], object], times: int) -> float:
    """For ratios: whatever else the machine did in the meantime makes a run longer, never shorter."""
    return min(_times(act, times))
