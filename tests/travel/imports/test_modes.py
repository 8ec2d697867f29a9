"""Modes of travel that no method of airliners covers, and those that are no flight."""

import pytest

from tests.travel.imports.booking_file import TICKET_HEADER, Read, legs, reasons, ticket
from travel.emissions.quality import Quality
from travel.imports.modes import ASKED, LEFT_OUT, NOT_COVERED, modes
from travel.imports.reasons import REASONS
from travel.imports.vocabulary import words
from travel.models.booking import Mode

HEADER = "Origin,Destination,Date,Mode,Aircraft,Amount"


def test_every_mode_has_a_rule_a_name_and_words() -> None:
    assert set(words("modes").values()) == set(modes())
    assert all(mode.label for mode in modes().values())
    assert {"air", *NOT_COVERED} == set(Mode)


def test_what_is_asked_has_a_question_a_reason_and_a_text() -> None:
    assert all(modes()[mode].question and modes()[mode].text and mode in REASONS for mode in ASKED)


@pytest.mark.parametrize("mode", LEFT_OUT)
def test_other_modes_are_ignored_and_said(mode: str, read: Read) -> None:
    word = modes()[mode].key.replace("other", "hotel")
    reading = read(HEADER, f"GVA,JFK,2025-03-01,{word},,")
    assert reasons(reading) == ["other_mode"]
    assert f"travels by {modes()[mode].noun}" in reading.rows["sentence"][0]


@pytest.mark.parametrize("mode", ASKED)
def test_aircraft_that_no_method_covers_are_asked_with_the_reason_of_the_rule(mode: str, read: Read) -> None:
    (question,) = read(HEADER, f"JUB,WUU,2025-03-01,{mode},,0.00").questions
    assert (question.key, [option.value for option in question.options]) == (f"rule:{mode}", ["seats", "leave_out"])
    assert modes()[mode].text in question.sentence


@pytest.mark.parametrize("mode", ASKED)
def test_seats_count_and_are_marked_at_no_price_and_leave_out_leaves_out(mode: str, read: Read) -> None:
    line = f"JUB,WUU,2025-03-01,{mode},,0.00"
    seats = read(HEADER, line, answers={f"rule:{mode}": "seats"})
    assert legs(seats) == ["JUB-WUU"]
    assert (seats.legs["mode"][0], bool(Quality(int(seats.legs["place_quality"][0])) & Quality.MODE_NOT_COVERED)) == (
        mode, True,
    )  # fmt: skip
    assert reasons(read(HEADER, line, answers={f"rule:{mode}": "leave_out"})) == ["left_out"]


def test_a_field_flight_counts_its_seats_and_is_marked_without_a_question(read: Read) -> None:
    reading = read(HEADER, "JUB,WUU,2025-03-01,UNHAS,,0.00")
    assert legs(reading) == ["JUB-WUU"]
    assert Quality(int(reading.legs["place_quality"][0])) & Quality.MODE_NOT_COVERED


@pytest.mark.parametrize("aircraft", ["Mi-8 MTV", "MI8", "AS350", "Super Puma", "S-76", "Bell 412", "BH2"])
def test_the_aircraft_tells_a_helicopter_in_any_file(aircraft: str, read: Read) -> None:
    assert reasons(read(HEADER, f"JUB,WUU,2025-03-01,air,{aircraft},")) == ["helicopter"]


@pytest.mark.parametrize("aircraft", ["319", "DH8", "ATR 72", "SU9", "B77W", "H25"])
def test_no_other_aircraft_is_taken_for_a_helicopter(aircraft: str, read: Read) -> None:
    assert reasons(read(HEADER, f"JUB,WUU,2025-03-01,air,{aircraft},")) == ["flight"]


def test_a_leg_to_a_heliport_is_a_helicopters_and_lies_where_the_heliport_lies(read: Read) -> None:
    reading = read(HEADER, "NCE,MCM,2025-03-01,,,", answers={"rule:helicopter": "seats"})
    assert reading.legs["mode"].tolist() == ["helicopter"]
    # Nice airport to Monaco: 18 km along the coast.
    assert 15 < reading.legs["distance_km"][0] < 22


@pytest.mark.parametrize(("answer", "flown"), [("seats", "GVA-NCE NCE-MCM"), ("leave_out", "GVA-NCE")])
def test_the_flights_of_a_ticket_stand_beside_its_helicopter(answer: str, flown: str, read: Read) -> None:
    line = ticket(route="GVA/NCE/MCM", classes="Y/Y")
    assert reasons(read(TICKET_HEADER, line)) == ["helicopter"]
    reading = read(TICKET_HEADER, line, answers={"rule:helicopter": answer})
    assert legs(reading) == [flown]
    marked = [bool(Quality(int(mask)) & Quality.MODE_NOT_COVERED) for mask in reading.legs["place_quality"]]
    assert marked == [leg == "NCE-MCM" for leg in flown.split()]
