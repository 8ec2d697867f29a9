"""A name that was planted is nowhere once its time is over: no table, no file, no backup made after."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from greenops.keeping.enforcing import enforce
from tests.factories import imports
from travel import actions, answers
from travel.models import ImportBatch, TravellerName

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

CANARY = "KANARIENVOGEL"
HEADER = (
    "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category\n"
)
# A flight, a question (LON), a rejected row, and a row whose cells are shifted so that the name stands for a place.
FILE = HEADER + (
    f"7241234567890,{CANARY}/AWA,GVA,ZRH,2025-03-18,economy,1,FIN,organization,staff\n"
    f"7241234567891,{CANARY}/AWA,GVA,LON,2025-03-19,economy,1,FIN,organization,staff\n"
    f"7241234567892,{CANARY}/AWA,GVA,QQQ,2025-03-20,economy,1,FIN,organization,staff\n"
    f"7241234567893,x,GVA,{CANARY}/AWA,2025-03-20,economy,1,FIN,organization,staff\n"
)


def where_it_stands(files: Path) -> set[str]:
    rows = {
        model._meta.label
        for model in apps.get_models()
        if any(CANARY in str(row).upper() for row in model._base_manager.values())
    }
    return rows | {path.name for path in files.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()}


def test_a_name_among_the_places_goes_as_well_where_the_row_was_left_out(own_system: Path):
    batch = imports.previewed(FILE)
    asked = batch.questions.get(key__startswith="row:withheld_place:")
    answers.answer_batch(by=None, batch=batch, values={asked.key: "leave_out"})
    batch.refresh_from_db()
    actions.confirm(by=None, batch=batch, queue=False)
    actions.commit_batch(batch.pk)
    assert batch.rows.get(verdict="ignored").cells["Destination"].startswith(CANARY)
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=731))

    enforce()

    assert "travel.BatchRow" not in where_it_stands(own_system / "files")


def test_a_planted_name_is_nowhere_once_its_time_is_over(own_system: Path, run, settings):
    files = own_system / "files"
    imports.committed(FILE)
    assert {"travel.TravellerName", "travel.BatchRow"} < where_it_stands(files)
    long_ago = timezone.now() - timedelta(days=731)
    ImportBatch.objects.update(created_at=long_ago)
    TravellerName.objects.update(seen_at=long_ago)

    enforce()

    assert where_it_stands(files) == set()
    run("backup")
    archive = next(settings.BACKUP_DIR.glob("*.zip"))
    with zipfile.ZipFile(archive) as opened:
        assert [name for name in opened.namelist() if CANARY.encode() in opened.read(name)] == []
