"""A new file of a known source whose headers have changed: what replaces what is told, and read where it is certain."""

from typing import Any

import pytest

from tests.travel.imports.booking_file import Read, legs
from tests.travel.imports.samples import FOLDER, comparable, reading
from travel.imports.errors import FileRefused
from travel.imports.profile import read_profile
from travel.imports.reading import read_bookings

ROW = "7241234567890,GVA,JFK,2025-03-18,Economy,6200,R3,LX"
SAVED = read_profile(
    {
        "key": "our-agency",
        "columns": {
            "ticket": "Billet no", "origin": "Wherefrom", "destination": "Whereto", "departure_date": "Off on",
            "cabin": "Comfort level", "distance": "Flight Kilometers", "cost_centre": "Charged to",
            "carrier": "Flown by",
        },
        "required": ["ticket", "origin", "destination", "departure_date"],
    }
)  # fmt: skip
HEADER = "Billet no,Wherefrom,Whereto,Off on,Comfort level,Flight Kilometers,Charged to,Flown by"
OURS: dict[str, Any] = {"saved": {"our-agency": SAVED}}


def test_a_file_with_the_headers_of_its_profile_has_no_changes(read: Read) -> None:
    assert read(HEADER, ROW, **OURS).header_changes == ()


def test_the_column_that_replaces_another_is_named_and_read(read: Read) -> None:
    got = read(HEADER.replace("Flight Kilometers", "Flight Emission Kilometers"), ROW, **OURS)
    (change,) = got.header_changes
    assert (change.field, change.expected, change.found) == (
        "distance",
        "Flight Kilometers",
        "Flight Emission Kilometers",
    )
    assert change.sentence == "The column Flight Kilometers is now Flight Emission Kilometers."
    assert got.columns["distance"] == "Flight Emission Kilometers"


def test_a_changed_required_column_does_not_hide_the_profile(read: Read) -> None:
    got = read(HEADER.replace("Wherefrom", "Where from").replace("Off on", "Off on (date)"), ROW, **OURS)
    assert got.profile == "our-agency"
    assert [change.found for change in got.header_changes] == ["Off on (date)"]
    assert legs(got) == ["GVA-JFK"]


def test_a_likely_name_over_other_values_replaces_nothing(read: Read) -> None:
    got = read(HEADER.replace("Flight Kilometers", "Flight Kilometers Remark"), ROW.replace("6200", "see note"), **OURS)
    (change,) = got.header_changes
    assert (change.found, change.sentence) == ("", "The column Flight Kilometers is not in this file.")


def test_a_required_column_that_nothing_replaces_refuses_the_file_by_name(read: Read) -> None:
    with pytest.raises(FileRefused, match="no column was found for origin"):
        read(HEADER.replace("Wherefrom", "Zzz"), ROW.replace("GVA", "7"), source=SAVED)


def test_a_saved_profile_that_is_named_is_adapted_too(read: Read) -> None:
    got = read(HEADER.replace("Whereto", "Wheretoo"), ROW, source=SAVED)
    assert [change.found for change in got.header_changes] == ["Wheretoo"]
    assert legs(got) == ["GVA-JFK"]


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("0*")))
def test_the_samples_have_no_changes(file: str) -> None:
    assert reading(file).header_changes == ()


def test_an_agencys_new_years_header_is_told_for_a_shipped_profile(read: Read) -> None:
    lines = (FOLDER / "01-agency-tickets-routes.csv").read_text().splitlines()
    changed = [lines[0].replace("Travel Route", "Travel Routes"), *lines[1:]]
    got = read(*changed)
    assert (got.profile, [change.found for change in got.header_changes]) == ("agency-ticket-routes", ["Travel Routes"])
    assert comparable(got) == comparable(read_bookings(FOLDER / "01-agency-tickets-routes.csv"))
