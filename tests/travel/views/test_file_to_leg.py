"""The officer's whole way through the pages: upload, check, confirm, one leg, undo. The worker runs in between."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from travel.models import ImportBatch, Leg

# A flight, and one on a day that no calendar has.
BOOKINGS = b"""Traveller,Ticket Number,Origin,Destination,Departure Date,Cabin,Notes
CANARY/ANNA MS,7240112345671,GVA,JFK,2025-03-18,economy,
CANARY/BENO MR,7240112345682,GVA,JFK,2025-03-99,economy,=1+1
"""

FILES = Path(__file__).parents[2] / "files" / "bookings"
WithWorker = Callable[[str, dict[str, Any]], str]


@pytest.fixture
def send(officer: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> WithWorker:
    """Posts, lets the worker do what was queued, and gives the page that follows."""

    import_module("travel.tasks")  # as a worker does; the pages only know the tasks' names

    def send(address: str, data: dict[str, Any]) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = officer.post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        return officer.get(answer["Location"]).content.decode()

    return send


def upload(send: WithWorker, content: bytes = BOOKINGS, name: str = "march.csv") -> tuple[ImportBatch, str]:
    data = {"file": SimpleUploadedFile(name, content), "source": "auto", "home_country": "CH"}
    text = send(reverse("travel:upload"), data)
    return ImportBatch.objects.latest("pk"), text


def act(send: WithWorker, name: str, batch: ImportBatch) -> str:
    return send(reverse(f"travel:{name}", args=[batch.public_id]), {})


def test_the_check_shows_the_rows_and_writes_no_leg(send: WithWorker) -> None:
    batch, text = upload(send)

    assert batch.state == ImportBatch.State.PREVIEWED
    assert (batch.rows_total, batch.rows_flight, batch.rows_rejected) == (2, 1, 1)
    assert "Nothing has been written so far" in text
    assert "2025-03-99" in text
    assert "CANARY" not in text
    assert not Leg.objects.exists()


def test_rejected_rows_are_handed_back_before_anything_is_confirmed(send: WithWorker, officer: Client) -> None:
    batch, _text = upload(send)

    response = officer.get(reverse("travel:rejected_rows", args=[batch.public_id]))

    header, line = csv.reader(io.StringIO(response.content.decode()))
    assert header[:-1] == [
        "Traveller", "Ticket Number", "Origin", "Destination", "Departure Date", "Cabin", "Notes",
    ]  # fmt: skip
    assert line[:-1] == [
        "CANARY/BENO MR", "7240112345682", "GVA", "JFK", "2025-03-99", "economy", "'=1+1",
    ]  # fmt: skip
    assert "2025-03-99" in line[-1]


def test_of_the_corrected_rows_only_those_are_new(send: WithWorker, officer: Client) -> None:
    batch, _text = upload(send)
    act(send, "confirm", batch)
    response = officer.get(reverse("travel:rejected_rows", args=[batch.public_id]))

    corrected = response.content.replace(b"2025-03-99", b"2025-03-20")
    again, _text = upload(send, corrected, "march-rejected.csv")
    assert (again.rows_total, again.rows_flight) == (1, 1)
    act(send, "confirm", again)

    assert Leg.objects.count() == 2


def test_a_confirmed_file_opens_down_to_its_row(send: WithWorker, officer: Client) -> None:
    batch, _text = upload(send)

    assert "The import is done" in act(send, "confirm", batch)

    leg = Leg.objects.get()
    text = officer.get(reverse("travel:leg", args=[leg.identity])).content.decode()
    assert "GVA → JFK" in text
    assert "18 Mar 2025" in text
    assert "CANARY/ANNA MS" in text
    assert batch.file_digest in text
    assert "The equation cannot be shown" not in text


def test_an_undone_file_leaves_no_leg(send: WithWorker) -> None:
    batch, _text = upload(send)
    act(send, "confirm", batch)

    assert "The import was undone" in act(send, "undo", batch)
    assert not Leg.objects.exists()


def test_a_file_without_places_is_refused_with_the_remedy(send: WithWorker) -> None:
    batch, text = upload(send, b"Tail,Pilot,Hours\nHB-1,X,3\n")

    assert batch.state == ImportBatch.State.REFUSED
    assert "The file was refused, and nothing was written" in text
    assert "Read it in another way" in text


def test_a_discarded_file_is_gone(send: WithWorker) -> None:
    batch, _text = upload(send)

    assert "The file was discarded" in act(send, "discard", batch)
    batch.refresh_from_db()
    assert not batch.stored_file


def test_our_own_template_is_read_as_it_stands(send: WithWorker, officer: Client) -> None:
    template = b"".join(officer.get(reverse("travel:template_csv")))

    batch, _text = upload(send, template, "greenops-bookings.csv")

    assert (batch.rows_total, batch.rows_flight) == (1, 1)
    assert batch.source == "greenops-template"


def test_a_mapping_with_a_name_of_its_own_reads_the_file_at_the_commit_too(send: WithWorker) -> None:
    mapping = b"key: mission-office\ncolumns:\n  origin: Von\n  destination: Nach\n  departure_date: Tag\n"
    bookings = b"Von,Nach,Tag\nGVA,JFK,2025-03-18\n"
    data = {
        "file": SimpleUploadedFile("march.csv", bookings),
        "source": "auto",
        "home_country": "CH",
        "mapping_file": SimpleUploadedFile("map.yaml", mapping),
    }
    send(reverse("travel:upload"), data)
    batch = ImportBatch.objects.get()
    assert batch.report["profile"] == "mission-office"

    act(send, "confirm", batch)

    assert Leg.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["01-agency-tickets-routes.csv", "02-agency-air-emissions.xlsx", "07-ticket-coupons-bsp.csv"]
)
def test_the_samples_count_through_the_pages_as_they_are_expected_to(
    send: WithWorker, officer: Client, name: str
) -> None:
    with (FILES / "expected.csv").open(encoding="utf-8") as stream:
        expected = Counter(row["verdict"] for row in csv.DictReader(stream) if row["file"] == name)

    batch, text = upload(send, (FILES / name).read_bytes(), name)
    act(send, "confirm", batch)

    batch.refresh_from_db()
    assert {verdict: count for verdict, count in batch.verdict_counts.items() if count} == expected
    rows = officer.get(reverse("travel:batch_rows", args=[batch.public_id])).context["page"].paginator.count
    assert rows == batch.rows_total == sum(expected.values())
    legs = officer.get(reverse("travel:legs"), {"batch": str(batch.public_id)}).context["table"].paginator.count
    assert legs == batch.report["legs"]
