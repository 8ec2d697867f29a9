"""The page on how long data are kept, and the last backup."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ems.models import Organization
from greenops.keeping.enforcing import enforce
from greenops.keeping.kept_archives import KeptArchive, note
from greenops.keeping.policy import policy
from tests.factories.people import person, sign_in

pytestmark = pytest.mark.django_db
PAGE = "keeping:overview"


@pytest.fixture
def auditor(client: Client, own_folder: Path) -> Client:
    Organization.objects.create(name="Agency", abbreviation="AG")
    sign_in(client, person("Ada", "auditor"))
    return client


def backup(folder: Path, at: datetime) -> None:
    folder.mkdir()
    note(folder, KeptArchive("greenops-1.zip", at.isoformat(), "ab" * 32, 2_500_000, 12, 34_567, False, "0.1.0", 0))


def test_every_rule_stands_on_the_page_with_its_reason(auditor: Client):
    page = auditor.get(reverse(PAGE))

    lines = list(page.context["table"].data)
    assert len(lines) == len(policy().rules) + len(policy().kept)
    assert (lines[0].what, lines[0].how_long) == (
        "Names of travellers",
        "730 days after the last file that named the traveller",
    )
    assert lines[0].last_run == "not yet"
    assert policy().rules[0].why in page.content.decode()


def test_the_page_says_when_the_rules_were_carried_out_last(auditor: Client):
    enforce()

    lines = list(auditor.get(reverse(PAGE)).context["table"].data)

    assert lines[0].last_run == f"{timezone.now():%-d %b %Y}: 0 removed"


def test_without_a_backup_the_page_says_how_to_make_one(auditor: Client):
    page = auditor.get(reverse(PAGE)).content.decode()

    assert "There is no backup yet" in page and "manage.py backup" in page


def test_the_last_backup_is_shown(auditor: Client, settings):
    backup(settings.BACKUP_DIR, timezone.now())

    page = auditor.get(reverse(PAGE)).content.decode()

    assert "greenops-1.zip" in page and "34,567 rows, 12 files" in page and "ab" * 32 in page
    assert "The last backup is old" not in page


def test_an_old_backup_is_pointed_out(auditor: Client, settings):
    backup(settings.BACKUP_DIR, timezone.now() - timedelta(days=2, minutes=1))

    assert "The last backup is old" in auditor.get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize("content", ["", "{", '[{"name": "x"}]', '{"a": 1}'])
def test_a_list_of_backups_that_cannot_be_read_counts_as_none(auditor: Client, settings, content: str):
    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / "backups.json").write_text(content)

    assert "There is no backup yet" in auditor.get(reverse(PAGE)).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [({"search": "SESSIONS"}, ["Sessions that ended"]), ({"search": "no such words"}, [])],
    ids=["found", "nothing found"],
)
def test_the_list_can_be_searched(auditor: Client, query, expected):
    lines = auditor.get(reverse(PAGE), query).context["table"].data

    assert [line.what for line in lines] == expected


def test_the_list_can_be_narrowed_to_what_goes_and_sorted(auditor: Client):
    lines = auditor.get(reverse(PAGE), {"then": "removed", "sort": "what"}).context["table"].data

    assert [line.what for line in lines] == sorted(rule.what for rule in policy().rules)


def test_the_list_is_taken_away_as_it_is_narrowed(auditor: Client):
    answer = auditor.get(reverse("keeping:export", args=["csv"]), {"search": "Sessions that"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == "what,how_long,what_happens,why,owner,last_run"
    assert len(text.splitlines()) == 2 and "Sessions that ended" in text
