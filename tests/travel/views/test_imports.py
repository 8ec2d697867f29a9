import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.travel.views.conftest import make_batch
from travel.models import ImportBatch

UPLOAD = reverse("travel:upload")
BOOKINGS = b"Traveller,Origin,Destination,Departure Date\nPERSON/ONE,GVA,JFK,2025-03-18\n"


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The forms are tried here, not the reading."""
    monkeypatch.setattr("travel.actions.read_batch", lambda batch_id: None)


def send(client: Client, name: str, content: bytes, **fields: object) -> str:
    file = SimpleUploadedFile(name, content)
    data = {"file": file, "source": "auto", "home_country": "CH", **fields}
    return client.post(UPLOAD, data, follow=True).content.decode()


def test_the_page_says_formats_limit_and_template_before_the_file_is_chosen(officer: Client) -> None:
    text = officer.get(UPLOAD).content.decode()

    assert "CSV, TSV, TXT, XLSX or XLS, smaller than 100.0" in text
    assert reverse("travel:template_csv") in text
    assert "Recognise it by the headers" in text


def test_an_upload_leads_to_the_page_of_its_batch(officer: Client) -> None:
    text = send(officer, "march.csv", BOOKINGS)

    batch = ImportBatch.objects.get()
    assert (batch.file_name, batch.source, batch.home_country) == ("march.csv", "auto", "CH")
    assert "Waiting for a worker to read the file" in text


def send_several(client: Client, *files: tuple[str, bytes]) -> str:
    data = {"file": [SimpleUploadedFile(name, content) for name, content in files], "source": "auto"}
    return client.post(UPLOAD, data, follow=True).content.decode()


def test_several_files_become_a_batch_each_and_are_listed_with_what_comes_next(officer: Client) -> None:
    text = send_several(officer, ("march.csv", BOOKINGS), ("april.csv", BOOKINGS + b"\n"))

    assert sorted(ImportBatch.objects.values_list("file_name", flat=True)) == ["april.csv", "march.csv"]
    assert "Files under way" in text
    assert "april.csv" in text and "march.csv" in text
    assert "See how far it is" in text


def test_of_several_files_the_good_ones_are_taken_and_the_others_named(officer: Client) -> None:
    text = send_several(officer, ("march.csv", BOOKINGS), ("april.pdf", b"x"))

    assert ImportBatch.objects.get().file_name == "march.csv"
    assert "april.pdf: The selected file must be a CSV" in text


def test_the_same_content_twice_in_one_go_is_told_at_once(officer: Client) -> None:
    text = send_several(officer, ("march.csv", BOOKINGS), ("copy.csv", BOOKINGS))

    assert ImportBatch.objects.get().file_name == "march.csv"
    assert "copy.csv has the same content as march.csv" in text


def test_content_that_is_here_already_is_told_at_once_with_a_link_to_it(officer: Client) -> None:
    send(officer, "march.csv", BOOKINGS)
    first = ImportBatch.objects.get()

    text = send(officer, "again.csv", BOOKINGS)

    assert ImportBatch.objects.count() == 1
    assert "the same content was uploaded as march.csv" in text
    assert f'<a href="{reverse("travel:batch", args=[first.public_id])}">Open that import</a>' in text


def test_content_that_was_discarded_may_be_brought_again(officer: Client) -> None:
    send(officer, "march.csv", BOOKINGS)
    ImportBatch.objects.update(state=ImportBatch.State.DISCARDED)

    send(officer, "march.csv", BOOKINGS)

    assert ImportBatch.objects.count() == 2


def test_the_choice_for_bad_rows_is_kept_with_the_batch(officer: Client) -> None:
    send(officer, "march.csv", BOOKINGS, policy="whole")

    assert ImportBatch.objects.get().whole_or_nothing


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("march.pdf", b"x", "The selected file must be a CSV, TSV, TXT, XLSX or XLS."),
        ("march.csv", b"", "The selected file is empty."),
        ("march.csv", b"x" * 20, "The selected file must be smaller than 10"),
    ],
    ids=["ending", "empty", "large"],
)
def test_a_file_that_cannot_be_used_is_told_at_once(
    officer: Client, settings: object, name: str, content: bytes, sentence: str
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 10  # type: ignore[attr-defined]

    text = send(officer, name, content)

    assert sentence in text
    assert "There is a problem" in text
    assert "<title>Error:" in text
    assert not ImportBatch.objects.exists()


def test_no_file_is_an_error_that_says_so(officer: Client) -> None:
    answer = officer.post(UPLOAD, {"source": "auto"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (b"grain: [ticket", "The mapping is not YAML: line 1"),
        (b"- ticket", "The mapping must be a list of names and values"),
        (b"\xff\xfe\x00", "The mapping must be a text in UTF-8."),
    ],
    ids=["broken", "list", "binary"],
)
def test_a_mapping_that_is_none_is_told(officer: Client, mapping: bytes, sentence: str) -> None:
    text = send(officer, "march.csv", BOOKINGS, mapping_file=SimpleUploadedFile("map.yaml", mapping))

    assert sentence in text.replace("&#x27;", "'")
    assert not ImportBatch.objects.exists()


def test_a_mapping_is_kept_with_the_batch(officer: Client) -> None:
    send(officer, "march.csv", BOOKINGS, mapping_file=SimpleUploadedFile("map.yaml", b"grain: ticket"))

    assert ImportBatch.objects.get().mapping == {"grain": "ticket"}


def test_the_reading_is_changed_and_the_file_read_again(officer: Client) -> None:
    batch = make_batch(state=ImportBatch.State.PREVIEWED)
    reading = reverse("travel:change_reading", args=[batch.public_id])
    assert officer.get(reading).status_code == 200

    officer.post(reading, {"source": "greenops-template", "home_country": "SN"})

    batch.refresh_from_db()
    assert (batch.state, batch.source, batch.home_country) == ("uploaded", "greenops-template", "SN")


def test_a_committed_file_is_not_read_again(officer: Client, committed: ImportBatch) -> None:
    reading = reverse("travel:change_reading", args=[committed.public_id])

    answer = officer.post(reading, {"source": "auto", "home_country": ""}, follow=True)

    committed.refresh_from_db()
    assert committed.state == ImportBatch.State.COMMITTED
    assert "This is not possible any more" in answer.content.decode()


def test_the_template_has_a_header_and_an_example(officer: Client) -> None:
    response = officer.get(reverse("travel:template_csv"))

    header, example = csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert len(header) == len(example)
    assert dict(zip(header, example, strict=True))["Origin"] == "GVA"


def test_an_auditor_imports_nothing(auditor: Client) -> None:
    assert auditor.get(UPLOAD).status_code == 403
    assert auditor.post(UPLOAD).status_code == 403
    assert auditor.get(reverse("travel:template_csv")).status_code == 403
