"""What the rows of a file ask: once for all that the same thing holds up, all at once, and without names."""

import pytest

from tests.travel.imports.booking_file import TICKET_HEADER, Read, reasons, ticket
from tests.travel.imports.samples import FOLDER, reading
from travel.imports.reading import Reading

SAMPLES = sorted(path.name for path in FOLDER.iterdir() if path.name[:2].isdigit())
HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"


def keys(read_file: Reading) -> list[str]:
    return [question.key for question in read_file.questions]


@pytest.mark.parametrize("file", SAMPLES)
def test_the_questions_of_a_sample_cover_its_asked_rows(file: str) -> None:
    asked = set(reading(file).rows.query("verdict == 'ask'")["position"])
    assert {position for question in reading(file).questions for position in question.positions} == asked


def test_a_city_is_asked_once_for_all_its_rows_with_its_busiest_airport_first(read: Read) -> None:
    lines = [f"{start},{end},2025-03-0{day},Economy,,Ndiaye Awa" for day, (start, end) in
             enumerate([("LON", "GVA"), ("GVA", "Londres"), ("lon", "GVA")], start=1)]  # fmt: skip
    (question,) = read(HEADER, *lines).questions
    assert (question.key, question.kind, question.positions) == ("place:LON", "metropolitan_code", (0, 1, 2))
    assert question.sentence == "LON stands on 3 rows: which airport is meant?"
    first = question.options[0]
    assert (first.value, first.label, first.hint) == (
        "LHR",
        "LHR London Heathrow Airport",
        "London, England, GB; 755 km from GVA",
    )
    assert question.free == "place"


def test_a_row_with_several_open_questions_is_in_all_of_them(read: Read) -> None:
    header = "Origin,Destination,Departure Date,Cabin,Status,Traveller"
    read_file = read(header, "LON,NYC,03/04/2025,Zzz,Unused,Ndiaye Awa")
    assert set(keys(read_file)) == {
        "place:LON", "place:NYC", "date_order:departuredate", "word:cabins:zzz", "rule:unused:unused",
    }  # fmt: skip
    assert {question.positions for question in read_file.questions} == {(0,)}


def test_words_and_letters_are_asked_once_each(read: Read) -> None:
    header = "Origin,Destination,Departure Date,Booking Class,Carrier,Status"
    read_file = read(
        header, "GVA,JFK,2025-03-01,Z,QQ,Quux", "GVA,JFK,2025-03-02,Z,QQ,quux", "GVA,JFK,2025-03-02,R,QQ,Sale"
    )
    assert [(question.key, question.positions) for question in read_file.questions] == [
        ("word:documents:quux", (0, 1)), ("letter:QQ:Z", (0, 1)), ("letter:QQ:R", (2,)),
    ]  # fmt: skip


def test_a_refund_in_part_is_one_question_with_the_legs_to_choose(read: Read) -> None:
    back = ticket("Refund", route="", classes="", fare="-500.00")
    (question,) = read(TICKET_HEADER, ticket(), back).questions
    assert (question.kind, question.positions, question.kin) == ("refund_unclear", (0,), (0, 1))
    assert question.options[0].value == "legs:1,2"
    assert question.options[0].label == "Only GVA-ZRH ZRH-NBO"


def test_the_kin_of_a_question_are_the_rows_of_its_tickets_and_travellers_there_and_back(read: Read) -> None:
    read_file = read(
        HEADER,
        "LON,JFK,2025-03-01,Economy,7241234567890,Ndiaye Awa",
        "JFK,LON,2025-03-08,Economy,7241234567891,Ndiaye Awa",
        "GVA,JFK,2025-03-08,Economy,7241234567891,Okello Peter",
        "GVA,JFK,2025-03-09,Economy,7241234567899,Okello Peter",
        "GVA,NBO,2025-03-09,Economy,7241234567890,Okello Peter",
        "GVA,NBO,2025-03-09,Economy,7241234567777,Ndiaye Awa",
    )
    assert keys(read_file) == ["place:LON"]
    assert read_file.questions[0].kin == (0, 1, 2, 3, 4)


def test_names_stand_in_no_question(read: Read) -> None:
    header = "Origin,Destination,Departure Date,Cabin,Status,Traveller,Passengers"
    read_file = read(
        header,
        "Ndiaye Awa,JFK,2025-03-01,Ndiaye Awa,Ndiaye Awa,Ndiaye Awa,1",
        "LON,Awa Ndiaye,03/04/2025,Economy,Sale,Ndiaye Awa; Peter Okello,3",
    )
    assert reasons(read_file) == ["unknown_word", "passenger_count"]
    assert len(read_file.questions) >= 5
    said = str(read_file.questions).casefold()
    assert not any(name in said for name in ("ndiaye", "awa", "okello"))
