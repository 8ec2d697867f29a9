"""The demonstration's bookings as files."""

import csv
import io

import pytest

from greenops.demo.files import DELEGATES_FILE, FILE_NAMES, files
from travel.imports.profile import detect


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return dict(files())


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_there_is_one_for_each_quarter_and_one_for_the_delegates(written):
    assert tuple(written) == FILE_NAMES
    assert len(FILE_NAMES) == 3 * 4 + 1


def test_each_is_recognized_as_our_template_by_its_headers(written):
    headers = {tuple(rows(content)[0]) for content in written.values()}
    assert len(headers) == 1
    profile = detect(headers.pop())
    assert profile is not None
    assert profile.key == "greenops-template"


def test_no_column_that_the_bookings_have_is_lost(written):
    assert len(rows(written[DELEGATES_FILE])[0]) == 18


def test_a_quarter_holds_the_bookings_that_start_in_it(written):
    by_ticket: dict[str, str] = {}
    for row in rows(written["demo-bookings-2024-Q3.csv"]):
        by_ticket.setdefault(row["Ticket Number"] + row["Status"], row["Departure Date"])
    assert {day[:7] for day in by_ticket.values()} == {"2024-07", "2024-08", "2024-09"}


def test_only_the_delegates_file_names_an_event(written):
    for name, content in written.items():
        assert {bool(row["Event"]) for row in rows(content)} == {name == DELEGATES_FILE}
