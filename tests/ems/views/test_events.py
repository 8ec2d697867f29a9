"""The page of the record of events."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ems.audit import record
from tests.factories.boundary import site
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    sign_in(client, person("Mei", "auditor"))
    return client


def test_an_empty_record_says_what_will_stand_there(auditor: Client):
    assert "Nothing has happened yet" in auditor.get(reverse("ems:events")).content.decode()


def test_events_are_narrowed_by_what_was_done(auditor: Client):
    place = site()
    record(by=None, action="site added", on=place)
    record(by=None, action="site changed", on=place)

    shown = auditor.get(reverse("ems:events"), {"action": "site changed"}).context["object_list"]

    assert [event.sequence for event in shown] == [2]


def test_a_change_reads_as_before_and_after(auditor: Client):
    record(by=None, action="site changed", on=site(), payload={"changes": {"name": {"was": "HQ", "is": "Palais"}}})

    assert "name: HQ → Palais" in auditor.get(reverse("ems:events")).content.decode()


def test_the_chain_is_proven_on_demand(auditor: Client):
    record(by=None, action="site added", on=site())

    assert "1 event was checked" in auditor.get(reverse("ems:events"), {"verify": "1"}).content.decode()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="reaches past the triggers of SQLite")
def test_a_broken_chain_is_told_in_sentences(auditor: Client):
    record(by=None, action="site added", on=site())
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ems_event_no_update")
        cursor.execute("UPDATE ems_event SET action = 'site removed'")

    page = auditor.get(reverse("ems:events"), {"verify": "1"}).content.decode()

    assert "Event 1 was changed after it was written." in page


def test_the_record_is_taken_out_as_a_file_with_its_hashes(auditor: Client):
    event = record(by=None, action="site added", on=site())

    lines = auditor.get(reverse("ems:events_export", args=["csv"])).content.decode("utf-8-sig").splitlines()

    assert lines[0].startswith("sequence,at,actor__username,action")
    assert lines[1].endswith(event.hash)
