"""The command that brings the demonstration's files in through the importer."""

import io

import pytest
from django.core.management import call_command

from greenops.demo import files as demo_files
from greenops.demo.management.commands import make_demonstration
from greenops.demo.organization import SOURCE, is_wanted, make_organization
from travel import actions
from travel.models import ImportBatch, Leg, TravelTotal

pytestmark = pytest.mark.django_db
NAME = demo_files.FILE_NAMES[0]
CONTENT = b"Origin,Destination,Departure Date,Cabin,Cost Centre\r\nGVA,ZRH,2023-02-01,economy,2010\r\n"


@pytest.fixture(autouse=True)
def one_small_file(monkeypatch):
    monkeypatch.setattr(make_demonstration, "make_completeness", lambda officer: None)
    monkeypatch.setattr(make_demonstration, "files", lambda: iter([(NAME, CONTENT)]))
    monkeypatch.setattr(demo_files, "FILE_NAMES", (NAME,))


def make() -> str:
    said = io.StringIO()
    call_command("make_demonstration", stdout=said)
    return said.getvalue()


def test_bookings_come_in_committed_with_their_unit_and_their_totals():
    assert make() == f"  {NAME}: 1 rows, 1 of them flights\n"
    assert ImportBatch.objects.get().state == "committed"
    assert Leg.objects.get().unit.code == "STD"
    assert TravelTotal.objects.filter(year=2023, method="icao-13.1").count() == 1
    assert not is_wanted()


def test_a_second_run_repeats_nothing():
    make()
    assert make() == ""
    assert ImportBatch.objects.count() == 1


def test_what_somebody_took_out_stays_out():
    make()
    batch = ImportBatch.objects.get()
    actions.undo(by=None, batch=batch)
    assert make() == ""
    assert not Leg.objects.exists()


def test_a_file_that_was_interrupted_starts_over():
    officer = make_organization()
    actions.upload(by=officer, name=NAME, content=io.BytesIO(CONTENT), source=SOURCE, queue=False)
    assert is_wanted()
    make()
    assert [batch.state for batch in ImportBatch.objects.all()] == ["committed"]
