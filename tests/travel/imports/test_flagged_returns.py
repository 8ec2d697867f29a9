"""Segments that a column calls a round trip while no row comes back: asked, never half a trip in silence."""

from tests.travel.imports.booking_file import Read, legs, reasons, verdicts

HEADER = "Traveller,From,To,Travel Date,Ticket Number,Round Trip"
ALONE = "Lee Ann,GVA,NBO,2025-03-13,,YES"


def test_a_segment_called_a_round_trip_with_no_way_back_asks(read: Read) -> None:
    reading = read(HEADER, ALONE, "Lee Bo,GVA,NBO,2025-03-13,,NO", "Roe Cy,GVA,NBO,2025-03-13,0571234567890,YES")
    assert verdicts(reading) == ["ask", "flight", "ask"]
    assert "Round Trip" in reading.rows["sentence"][0]
    question = reading.questions[0]
    assert question.key.startswith("row:return_unclear:")
    both = read(HEADER, ALONE, answers={question.key: "return"})
    assert legs(both) == ["GVA-NBO NBO-GVA"]
    assert both.legs["passengers"].tolist() == [1, 1]
    assert legs(read(HEADER, ALONE, answers={question.key: "one_way"})) == ["GVA-NBO"]


def test_the_way_back_in_a_row_of_its_own_is_not_asked_for(read: Read) -> None:
    back = "Ann Lee,NBO,GVA,2025-03-20,,YES"
    assert reasons(read(HEADER, ALONE, back)) == ["flight", "flight"]
    ticket = ("Lee Ann,GVA,NBO,2025-03-13,0571234567890,YES", "Lee Ann,JUB,GVA,2025-03-20,0571234567890,YES")
    assert reasons(read(HEADER, *ticket)) == ["flight", "flight"]


def test_a_way_back_before_the_way_out_is_told(read: Read) -> None:
    header = "Name,Outbound From,Outbound To,Outbound Date,Return From,Return To,Return Date"
    reading = read(header, "A B,GVA,CAI,2025-06-03,CAI,GVA,2025-06-01", "A C,GVA,CAI,2025-06-03,CAI,GVA,2025-06-03")
    assert reasons(reading) == ["noted", "flight"]
    assert "dated before the way out" in reading.rows["sentence"][0]
