"""Names of travellers that spell an airport: in their own row they are no place, and no sentence says them."""

import pytest

from tests.travel.imports.booking_file import Read, legs, verdicts

HEADER = "Traveller,From,To,Travel Date,Class"


@pytest.mark.parametrize(
    ("traveller", "text"),
    [("HALL John", "HALL"), ("WARD/ANN MRS", "WARD"), ("ROBERTS Jim", "ROBERTS"), ("Jim Roberts", "Roberts")],
)
def test_the_travellers_own_name_is_no_airport(traveller: str, text: str, read: Read) -> None:
    for line in (f"{traveller},Geneva,{text},2025-03-14,Y", f"{traveller},{text},Geneva,2025-03-14,Y"):
        reading = read(HEADER, line)
        assert verdicts(reading) == ["ask"]
        (question,) = reading.questions
        assert question.key.startswith("row:withheld_place:")
        said = " ".join([question.sentence, question.key, *reading.rows["sentence"]])
        assert text.casefold() not in said.casefold()
        assert verdicts(read(HEADER, line, answers={question.key: "leave_out"})) == ["ignored"]


def test_the_same_word_in_the_row_of_somebody_else_is_the_airport(read: Read) -> None:
    reading = read(HEADER, "Jim Doe,Geneva,ROBERTS,2025-03-14,Y", "ROBERTS Jim,Geneva,NBO,2025-03-15,Y")
    assert legs(reading) == ["GVA-ROB", "GVA-NBO"]


def test_people_fly_to_cities_and_codes_that_are_their_names(read: Read) -> None:
    reading = read(HEADER, "LIMA Maria,Geneva,Lima,2025-03-14,Y", "LIM Ji,Geneva,LIM,2025-03-15,Y",
                   "Cairo Ann,Geneva,CAIRO,2025-03-16,Y")  # fmt: skip
    assert legs(reading) == ["GVA-LIM", "GVA-LIM", "GVA-CAI"]
