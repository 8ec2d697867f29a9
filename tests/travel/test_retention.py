"""What leaves when its time is over, and what stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ems.models import Event
from tests.factories import imports
from travel import retention
from travel.models import ImportBatch, TravellerName

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

FILE = (
    "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category\n"
    "7241234567890,NDIAYE/AWA,GVA,ZRH,2025-03-18,economy,1,FIN,organization,staff\n"
    "7241234567891,OKELLO/PETER,GVA,NBO,2025-03-19,economy,1,NOWHERE,other,delegate\n"
)
LIMIT = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """The tests before left files without a row."""
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def came_in(batch: ImportBatch, at: datetime) -> ImportBatch:
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=at)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize(("seen", "left"), [(LIMIT - DAY, 0), (LIMIT, 2)], ids=["a day before", "at the limit"])
def test_names_go_once_no_file_has_named_them_since(seen, left):
    imports.committed(FILE)
    TravellerName.objects.update(seen_at=seen)

    assert retention.remove_names(before=LIMIT, act=False) == 2 - left
    assert retention.remove_names(before=LIMIT, act=True) == 2 - left

    assert TravellerName.objects.count() == left


def test_original_files_go_with_the_cells_that_name_people_and_what_was_read_stays():
    batch = came_in(imports.committed(FILE), LIMIT - DAY)
    name = batch.stored_file.name

    assert retention.remove_originals(before=LIMIT, act=True) == 1

    batch.refresh_from_db()
    assert not batch.stored_file and not default_storage.exists(name)
    assert not batch.rows.filter(personal_cells__isnull=False).exists()
    assert batch.legs.count() == 2 and batch.rows.count() == 2
    assert Event.objects.order_by("-sequence").first().action == "names removed"
    assert retention.remove_originals(before=LIMIT, act=True) == 0  # once is enough


def test_a_younger_file_stays():
    batch = came_in(imports.committed(FILE), LIMIT)

    assert retention.remove_originals(before=LIMIT, act=True) == 0

    batch.refresh_from_db()
    assert default_storage.exists(batch.stored_file.name)


def test_counting_what_would_go_removes_nothing():
    batch = came_in(imports.committed(FILE), LIMIT - DAY)

    assert retention.remove_originals(before=LIMIT, act=False) == 1

    batch.refresh_from_db()
    assert batch.names_removed_at is None and default_storage.exists(batch.stored_file.name)


@pytest.mark.parametrize(("text", "state"), [(FILE, "previewed"), ("", "refused")], ids=["never confirmed", "refused"])
def test_a_file_that_was_left_behind_goes(text, state):
    batch = came_in(imports.previewed(text), LIMIT - DAY)
    assert batch.state == state

    assert retention.remove_left_behind(before=LIMIT, act=False) == 1
    assert retention.remove_left_behind(before=LIMIT, act=True) == 1

    batch.refresh_from_db()
    assert batch.state == ("discarded" if state == "previewed" else state)
    assert not batch.stored_file
    assert not batch.rows.filter(personal_cells__isnull=False).exists()


def test_a_committed_file_is_not_left_behind():
    batch = came_in(imports.committed(FILE), LIMIT - DAY)

    assert retention.remove_left_behind(before=LIMIT, act=True) == 0

    batch.refresh_from_db()
    assert batch.state == "committed" and batch.stored_file


def test_a_stored_file_that_nothing_names_goes_when_it_is_old():
    now = timezone.now()
    batch = imports.committed(FILE)
    stray, young = (default_storage.save(f"bookings/{name}.csv", ContentFile(b"x")) for name in ("stray", "young"))
    for name in (stray, batch.stored_file.name):
        long_ago = (now - 10 * DAY).timestamp()
        os.utime(Path(default_storage.path(name)), (long_ago, long_ago))

    assert retention.remove_stray_files(before=now - 7 * DAY, act=False) == 1
    assert retention.remove_stray_files(before=now - 7 * DAY, act=True) == 1

    assert not default_storage.exists(stray)
    assert default_storage.exists(young) and default_storage.exists(batch.stored_file.name)
