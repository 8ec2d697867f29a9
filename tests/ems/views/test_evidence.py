"""The pages of evidence: brought in, recognised, handed out as a download only, not removed while cited."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import EvidenceFile
from greenops.accounts.models import User
from tests.factories.boundary import site
from tests.factories.people import person, sign_in
from tests.factories.registers import evidence, machine, top_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(client: Client) -> User:
    signed_in = person("Ingrid", "focal_point")
    sign_in(client, signed_in)
    return signed_in


def brought(client: Client, name: str, content: bytes, **fields: str) -> str:
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("ems:evidence_add"), {"file": upload, **fields}, follow=True).content.decode()


def test_a_file_is_brought_in_and_recognised_the_second_time(client: Client, ingrid: User):
    first = brought(client, "may.csv", b"month,kWh\n5,120\n", title="Invoice of May")
    again = brought(client, "copy.csv", b"month,kWh\n5,120\n")

    assert "may.csv is kept." in first
    assert "This file is here already, as may.csv: nothing was added." in again
    assert EvidenceFile.objects.get().uploaded_by == ingrid


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "The file is empty."),
        ("page.html", b"<html></html>", "are not kept as evidence"),
        ("a.txt", b"<svg onload=x>", "The file is a page or a drawing"),
    ],
    ids=["empty", "html", "svg as text"],
)
def test_what_is_refused_is_told_on_the_form(client: Client, ingrid: User, name: str, content: bytes, sentence: str):
    page = brought(client, name, content)

    assert sentence in page
    assert not EvidenceFile.objects.exists()


def test_a_file_is_handed_out_as_a_download_and_never_as_a_page(client: Client):
    proof = evidence(b"as it came\n", "Zähler.txt")
    sign_in(client, person("Mei", "auditor"))

    answer = client.get(reverse("ems:evidence_file", args=[proof.public_id]))

    assert answer.content == b"as it came\n"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Z%C3%A4hler.txt"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_of_a_file_says_what_cites_it_and_it_is_not_removed(client: Client, ingrid: User):
    proof = evidence()
    top_up(machine(site("GVA")), evidence=proof)

    page = client.get(reverse("ems:evidence_page", args=[proof.public_id])).content.decode()
    refused = client.post(reverse("ems:evidence_remove", args=[proof.public_id]))

    assert "GVA Chiller 1 (R-410A) 2025-05-06 topped up" in page
    assert refused.status_code == 409
    assert "Take it out there first." in refused.content.decode()
    assert EvidenceFile.objects.exists()


def test_a_file_that_nothing_cites_is_removed_once_that_is_confirmed(client: Client, ingrid: User):
    proof = evidence()

    asked = client.get(reverse("ems:evidence_remove", args=[proof.public_id]))
    client.post(reverse("ems:evidence_remove", args=[proof.public_id]))

    assert "Keep it" in asked.content.decode()
    assert not EvidenceFile.objects.exists()


def test_evidence_is_found_by_the_day_it_covers(client: Client, ingrid: User):
    evidence(b"May\n", "may.txt", covers_from="2025-05-01", covers_until="2025-05-31")
    evidence(b"June\n", "june.txt", covers_from="2025-06-01", covers_until="2025-06-30")

    page = client.get(reverse("ems:evidence"), {"covers": "2025-05-31"})

    assert [found.name for found in page.context["object_list"]] == ["may.txt"]


def test_what_a_file_shows_is_changed_and_the_file_is_not(client: Client, ingrid: User):
    proof = evidence()

    client.post(
        reverse("ems:evidence_change", args=[proof.public_id]), {"title": "Invoice of May", "name": "other.txt"}
    )

    proof.refresh_from_db()
    assert (proof.title, proof.name) == ("Invoice of May", "invoice.txt")
