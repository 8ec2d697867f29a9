"""The source's tables of words: what has no meaning counts as unknown and is listed, without names."""

from tests.travel.imports.booking_file import Read, verdicts

HEADER = "Traveller,Origin,Destination,Date,Category,Payer,Purpose,Event,Cost Centre"
LINES = (
    "Doe John,GVA,JFK,2025-03-01,Kader,Ministerium,Klettern,E-17,CC1",
    "Doe John,JFK,GVA,2025-03-09,Kader,UN,Conference,E-17,CC2",
    "Roe Ann,GVA,QQQ,2025-03-09,Niemand,UN,,E-18,CC9",
    "Lee Ji,GVA,NBO,2025-03-09,Doe John,UN,Training,,CC1",
)


def test_unknown_words_do_not_stop_a_row_and_are_listed(read: Read) -> None:
    reading = read(HEADER, *LINES)
    assert verdicts(reading) == ["flight", "flight", "rejected", "flight"]
    assert reading.legs["traveller_category"].tolist() == ["unknown"] * 3
    assert reading.unmapped == {
        "traveller_category": {"Kader": 2}, "payer": {"Ministerium": 1}, "purpose": {"Klettern": 1},
    }  # fmt: skip


def test_the_sources_tables_give_words_their_meaning(read: Read) -> None:
    tables = {
        "traveller_categories": {"Kader": "staff"}, "payers": {"Ministerium": "other"},
        "purposes": {"Klettern": "training"}, "events": {"E-17": "Annual assembly"}, "cost_centres": {"CC1": "FIN"},
    }  # fmt: skip
    reading = read(HEADER, *LINES, mapping={"tables": tables})
    legs = reading.legs
    assert legs["traveller_category"].tolist() == ["staff", "staff", "unknown"]
    assert legs["payer"].tolist() == ["other", "organization", "organization"]
    assert legs["purpose"].tolist() == ["training", "meeting", "training"]
    assert legs["event"].tolist() == ["Annual assembly", "Annual assembly", ""]
    assert legs["unit_code"].tolist() == ["FIN", "", "FIN"]
    assert reading.unmapped == {"cost_centre": {"CC2": 1}}


def test_unknown_types_of_passengers_are_listed(read: Read) -> None:
    header = "Traveller,Passenger Type,Origin,Destination,Date"
    reading = read(header, "Doe John,ZZT,GVA,JFK,2025-03-01", "Roe Tim,INF,GVA,JFK,2025-03-01",
                   "Roe Ann,ADT,GVA,JFK,2025-03-01")  # fmt: skip
    assert verdicts(reading) == ["flight", "ignored", "flight"]
    assert reading.unmapped == {"traveller_type": {"ZZT": 1}}
