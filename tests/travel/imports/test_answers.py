"""Answers: what each of them makes of the rows that asked, and that it is said."""

import pandas as pd
import pytest

from tests.travel.imports.booking_file import (
    COUPON_HEADER,
    TICKET_HEADER,
    Read,
    coupon,
    first_dates,
    legs,
    reasons,
    ticket,
    verdicts,
)
from tests.travel.imports.samples import FOLDER
from travel.emissions.quality import Quality
from travel.imports.reading import Reading, read_bookings

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"
EXPENSES = "Employee ID,Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Comment"
MISSIONS = (
    "N° de l'OM;Date de début mission;Date de fin mission;Statut;Lieu de départ;Lieu étape;Lieu d'arrivée;"
    "Type de prestation;Nombre de prestations"
)


def key_of(reading: Reading, kind: str) -> str:
    (key,) = {question.key for question in reading.questions if question.kind == kind}
    return key


def sentence(reading: Reading, row: int = 0) -> str:
    return str(reading.rows["sentence"][row])


def days(reading: Reading) -> list[str]:
    return [str(day)[:10] for day in reading.legs["counted_on"]]


def answered(read: Read, kind: str, value: str, *lines: str) -> Reading:
    """The lines read again with the one question of this kind answered."""
    return read(*lines, answers={key_of(read(*lines), kind): value})


def test_a_city_takes_the_airport_that_was_answered_and_is_marked(read: Read) -> None:
    answers = {"place:LON": "LGW", "place:NYC": "JFK"}
    reading = read(HEADER, "LON,NYC,2025-03-01,Economy,,Ndiaye Awa", answers=answers)
    assert legs(reading) == ["LGW-JFK"]
    assert Quality(int(reading.legs["place_quality"][0])) & Quality.CITY_STAND_IN
    assert "As answered: LON is LGW." in sentence(reading)
    assert "answered:place:LON" in reading.legs["notes"][0]
    assert [(one.key, one.value, one.positions) for one in reading.answered] == [
        ("place:LON", "LGW", (0,)), ("place:NYC", "JFK", (0,)),
    ]  # fmt: skip


def test_an_answer_for_a_city_reads_its_names_too(read: Read) -> None:
    line = "Londres,GVA,2025-03-01,Economy,,Ndiaye Awa"
    assert legs(read(HEADER, line, answers={"place:LON": "LHR"})) == ["LHR-GVA"]


def test_an_ambiguous_name_is_the_airport_that_was_answered(read: Read) -> None:
    reading = answered(read, "ambiguous_name", "BHX", HEADER, "Birmingham,GVA,2025-03-01,Economy,,Ndiaye Awa")
    assert legs(reading) == ["BHX-GVA"]
    assert not Quality(int(reading.legs["place_quality"][0])) & Quality.CITY_STAND_IN
    assert "As answered: BIRMINGHAM is BHX." in sentence(reading)


def test_a_place_without_code_is_the_point_that_was_answered(read: Read) -> None:
    reading = answered(read, "unknown_name", "5.0,31.0", HEADER, "Quuxville,JUB,2025-03-01,Economy,,Ndiaye Awa")
    assert legs(reading) == ["5.00000,31.00000-JUB"]
    # 5 N 31 E to Juba (4.87 N 31.60 E): about 68 km.
    assert abs(reading.legs["distance_km"][0] - 68) < 3


@pytest.mark.parametrize("value", ["TXL", "QQQ", "nowhere"])
def test_an_answer_that_is_no_airport_on_the_day_is_asked_again(value: str, read: Read) -> None:
    reading = read(HEADER, "LON,GVA,2025-03-01,Economy,,Ndiaye Awa", answers={"place:LON": value})
    assert reasons(reading) == ["metropolitan_code"]
    assert sentence(reading).endswith(f"The answer '{value}' cannot be used.")
    assert reading.questions[0].sentence.startswith(f"The answer '{value}' cannot be used.")
    assert reading.answered == ()


def test_an_answer_counts_on_the_days_on_which_it_is_an_airport(read: Read) -> None:
    lines = [f"Quuxville,GVA,{day},Economy,,Ndiaye Awa" for day in ("2019-05-01", "2023-05-01")]
    assert reasons(read(HEADER, *lines, answers={"place:QUUXVILLE": "TXL"})) == ["noted", "unknown_name"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [("sale", "noted"), ("fee", "fee"), ("void", "void"), ("not_travelled", "not_travelled"), ("rail", "other_mode"),
     ("refund", "credit_open"), ("quux", "unknown_word")],
)  # fmt: skip
def test_a_status_word_means_what_was_answered(value: str, reason: str, read: Read) -> None:
    reading = answered(read, "unknown_word", value, TICKET_HEADER, ticket("Zarp"))
    assert reasons(reading) == [reason]
    assert ("As answered: 'Zarp' means" in sentence(reading)) == (value != "quux")


def test_a_mode_word_means_what_was_answered(read: Read) -> None:
    lines = ("Origin,Destination,Date,Mode", "GVA,JFK,2025-03-01,Zeppelin")
    assert reasons(answered(read, "unknown_word", "air", *lines)) == ["noted"]
    assert reasons(answered(read, "unknown_word", "ferry", *lines)) == ["other_mode"]


def test_a_cabin_word_and_a_booking_letter_are_the_cabins_that_were_answered(read: Read) -> None:
    word = answered(read, "cabin_word", "business", HEADER, "GVA,JFK,2025-03-01,Zarp,,Ndiaye Awa")
    assert word.legs["cabin"].tolist() == ["business"]
    header = "Origin,Destination,Departure Date,Booking Class,Carrier"
    lines = (header, "GVA,JFK,2025-03-01,Z,QQ", "GVA,JFK,2025-03-02,Z,QZ", "GVA,JFK,2025-03-02,Q,LX")
    letter = read(*lines, answers={"letter:QQ:Z": "premium_economy"})
    assert letter.legs["cabin"].tolist() == ["premium_economy", "economy"]
    assert verdicts(letter) == ["flight", "ask", "flight"]


@pytest.mark.parametrize(
    ("value", "cabins"),
    [
        ("business/first", ["economy", "premium_economy", "business", "first"]),
        ("unknown", ["economy", "premium_economy", "unknown", "unknown"]),
    ],
)
def test_cabins_of_the_legs_without_one_are_those_answered(value: str, cabins: list[str], read: Read) -> None:
    reading = answered(read, "cabin_count", value, TICKET_HEADER, ticket(classes="Y/W"))
    assert reading.legs["cabin"].tolist() == cabins
    assert reading.rows["cabin"][0] == ", ".join(cabins)


def test_cabins_for_another_number_of_legs_are_asked_again(read: Read) -> None:
    reading = answered(read, "cabin_count", "business", TICKET_HEADER, ticket(classes="Y/W"))
    assert reasons(reading) == ["cabin_count"]
    assert "cannot be used" in sentence(reading)


@pytest.mark.parametrize(("value", "day"), [("day", "2025-04-03"), ("month", "2025-03-04")])
def test_day_and_month_are_told_apart_as_answered(value: str, day: str, read: Read) -> None:
    reading = answered(read, "date_order", value, HEADER, "GVA,JFK,03/04/2025,Economy,,Ndiaye Awa")
    assert first_dates(reading) == [day]
    assert f"As answered: Departure Date has the {value} first." in sentence(reading)


def test_an_answered_order_leaves_the_dates_alone_that_told_theirs(read: Read) -> None:
    # The column holds both orders, so nothing decides about the third date.
    lines = [f"GVA,JFK,{day},Economy,,Ndiaye Awa" for day in ("25/04/2025", "04/26/2025", "03/04/2025")]
    reading = answered(read, "date_order", "month", HEADER, *lines)
    assert first_dates(reading) == ["2025-04-25", "2025-04-26", "2025-03-04"]


def test_a_date_without_year_is_in_the_year_that_was_answered(read: Read) -> None:
    lines = (HEADER, "GVA,JFK,29FEB,Economy,,Ndiaye Awa")
    assert first_dates(answered(read, "date_without_year", "2024", *lines)) == ["2024-02-29"]
    assert reasons(answered(read, "date_without_year", "2025", *lines)) == ["date_without_year"]


def test_how_many_travelled_is_as_answered(read: Read) -> None:
    header = "Origin,Destination,Date,Traveller,Passengers"
    lines = (header, "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello,3")
    assert answered(read, "passenger_count", "2", *lines).legs["passengers"].tolist() == [2]
    assert reasons(answered(read, "passenger_count", "many", *lines)) == ["passenger_count"]


def test_a_count_of_persons_multiplies_and_one_of_ways_adds_the_way_back(read: Read) -> None:
    row = "OM-1;04.02.2025;09.02.2025;T - Traité;IA_GVA - GENEVE;IA_ADD - ADDIS;IA_NBO - NAIROBI;A - Avion;2"
    persons = answered(read, "passenger_count", "persons", MISSIONS, row)
    assert (legs(persons), persons.legs["passengers"].tolist()) == (["GVA-ADD ADD-NBO"], [2, 2])
    ways = answered(read, "passenger_count", "round_trip", MISSIONS, row)
    assert (legs(ways), set(ways.legs["passengers"])) == (["GVA-ADD ADD-NBO NBO-ADD ADD-GVA"], {1})
    assert days(ways) == ["2025-02-04", "2025-02-04", "2025-02-09", "2025-02-09"]
    assert ["inferred_return" in notes for notes in ways.legs["notes"]] == [False, False, True, True]
    assert len(set(ways.legs["identity"])) == 4
    assert ways.legs["identity"].tolist()[:2] == persons.legs["identity"].tolist()
    assert ways.rows["distance_km"][0] == pytest.approx(2 * persons.rows["distance_km"][0])


def test_a_count_of_ways_adds_nothing_to_a_route_that_comes_back(read: Read) -> None:
    row = "OM-1;04.02.2025;09.02.2025;T - Traité;IA_GVA - GENEVE;IA_ADD - ADDIS;IA_GVA - GENEVE;A - Avion;2"
    reading = answered(read, "passenger_count", "round_trip", MISSIONS, row)
    assert (legs(reading), set(reading.legs["passengers"])) == (["GVA-ADD ADD-GVA"], {1})


@pytest.mark.parametrize(("value", "flown"), [("return", "GVA-NBO NBO-GVA"), ("one_way", "GVA-NBO")])
def test_a_hidden_return_is_added_or_not_as_answered(value: str, flown: str, read: Read) -> None:
    line = "17,2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"
    reading = answered(read, "return_unclear", value, EXPENSES, line)
    assert legs(reading) == [flown]
    assert reading.legs["departed_on"].isna().all()


def test_the_way_back_of_another_traveller_is_not_the_hidden_return(read: Read) -> None:
    out = "17,2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"
    back = "18,2025-02-14,Airfare,Swiss,7241234567891,NBO,GVA,600.00,"
    assert reasons(read(EXPENSES, out, back)) == ["return_unclear", "noted"]


def test_a_repeated_line_counts_once_or_twice_as_answered(read: Read) -> None:
    line = "GVA,JFK,2025-03-01,Economy,,Ndiaye Awa"
    same = answered(read, "repeated_row", "same", HEADER, line, line, line)
    assert reasons(same) == ["flight", "told_twice", "told_twice"]
    again = answered(read, "repeated_row", "again", HEADER, line, line, line)
    assert reasons(again) == ["flight", "noted", "noted"]
    assert len(set(again.legs["identity"])) == 3


def test_a_repeated_line_needs_no_other_answer(read: Read) -> None:
    line = "LON,JFK,2025-03-01,Economy,,Ndiaye Awa"
    asked = read(HEADER, line, line)
    key = next(question.key for question in asked.questions if question.kind == "repeated_row")
    reading = read(HEADER, line, line, answers={key: "same"})
    assert reasons(reading) == ["metropolitan_code", "told_twice"]
    assert [question.positions for question in reading.questions] == [(0,)]


def test_one_booking_told_twice_is_the_same_or_a_second_trip(read: Read) -> None:
    lines = (HEADER, "GVA,JFK,2025-03-01,Economy,,Ndiaye Awa", "GVA,JFK,2025-03-01,Business,,Ndiaye Awa")
    assert reasons(answered(read, "same_booking", "same", *lines)) == ["flight", "told_twice"]
    assert len(set(answered(read, "same_booking", "again", *lines).legs["identity"])) == 2


@pytest.mark.parametrize(
    ("value", "verdict", "flown"),
    [
        ("flown", "flight", "GVA-ZRH ZRH-NBO NBO-ZRH ZRH-GVA"),
        ("not_flown", "cancelled", ""),
        ("legs:1,2", "flight", "GVA-ZRH ZRH-NBO"),
        ("legs:5", "ask", "GVA-ZRH ZRH-NBO NBO-ZRH ZRH-GVA"),
    ],
)
@pytest.mark.parametrize(
    ("back", "kind"),
    [
        (ticket("Refund", route="", classes="", fare="-24.60"), "tax_only_refund"),
        (ticket("Refund", route="", classes="", fare="-500.00"), "refund_unclear"),
        (ticket("Refund", route="GVA/JFK", classes="Y", fare="-500.00"), "credit_mismatch"),
    ],
    ids=["tax", "part", "mismatch"],
)
def test_a_refund_takes_what_was_answered(
    back: str, kind: str, value: str, verdict: str, flown: str, read: Read
) -> None:
    reading = answered(read, kind, value, TICKET_HEADER, ticket(), back)
    assert verdicts(reading) == [verdict, "credit"]
    assert legs(reading) == [flown, ""]


def test_a_refund_in_part_takes_the_coupons_that_were_not_flown(read: Read) -> None:
    ends = [("GVA", "ADD"), ("ADD", "EBB"), ("EBB", "ADD"), ("ADD", "GVA")]
    sold = [coupon(n, origin=start, to=end, flight=f"{10 + n}APR", amount="1130.00" if n == 1 else "")
            for n, (start, end) in enumerate(ends, start=1)]  # fmt: skip
    back = coupon(0, kind="RFND", origin="", to="", carrier="", letter="", flight="", amount="-410.00")
    reading = answered(read, "refund_unclear", "legs:1,2", COUPON_HEADER, *sold, back)
    assert verdicts(reading) == ["flight", "flight", "cancelled", "cancelled", "credit"]


def test_an_exchange_after_the_first_flight_keeps_what_was_answered(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", exchanged="7241234567001", issued="2025-05-25",
                     departs="2025-06-01", route="GVA/JFK", classes="Y", fare="85.00")  # fmt: skip
    lines = (TICKET_HEADER, ticket(), renewed)
    assert legs(answered(read, "exchange_unclear", "legs:1,2", *lines)) == ["GVA-ZRH ZRH-NBO", "GVA-JFK"]
    assert reasons(answered(read, "exchange_unclear", "not_flown", *lines)) == ["exchanged", "noted"]


def test_an_exchange_without_a_link_replaces_or_stands_alone_as_answered(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", departs="2025-06-01", fare="85.00")
    lines = (TICKET_HEADER, ticket(), renewed)
    assert verdicts(answered(read, "exchange_unlinked", "replaces", *lines)) == ["cancelled", "flight"]
    assert verdicts(answered(read, "exchange_unlinked", "separate", *lines)) == ["flight", "flight"]


def test_a_document_beside_a_ticket_is_a_fee_or_a_flight_as_answered(read: Read) -> None:
    lines = (TICKET_HEADER, ticket(), ticket(number="7241234567555", fare="30.00"))
    assert reasons(answered(read, "ancillary_suspect", "fee", *lines)) == ["flight", "fee_beside"]
    assert reasons(answered(read, "ancillary_suspect", "flight", *lines)) == ["flight", "noted"]


@pytest.mark.parametrize(("word", "kind"), [("Unused", "unused"), ("Waitlisted", "waitlisted")])
def test_a_rule_says_whether_tickets_with_a_mark_were_flown(word: str, kind: str, read: Read) -> None:
    lines = (TICKET_HEADER, ticket(word), ticket(word, number="7241234567009", departs="2025-07-01"))
    assert verdicts(answered(read, kind, "flown", *lines)) == ["flight", "flight"]
    assert reasons(answered(read, kind, "not_flown", *lines)) == ["not_travelled", "not_travelled"]


@pytest.mark.parametrize("mode", ["charter", "helicopter"])
def test_charters_and_helicopters_count_seats_with_a_mark_or_are_left_out(mode: str, read: Read) -> None:
    lines = ("Origin,Destination,Date,Mode", f"GVA,JFK,2025-03-01,{mode}")
    seats = answered(read, mode, "seats", *lines)
    assert (legs(seats), seats.legs["mode"].tolist()) == (["GVA-JFK"], [mode])
    assert Quality(int(seats.legs["place_quality"][0])) & Quality.MODE_NOT_COVERED
    assert reasons(answered(read, mode, "leave_out", *lines)) == ["left_out"]


def test_of_two_columns_the_one_that_was_answered_is_read_where_they_differ(read: Read) -> None:
    lines = ("Origin,Destination,Date,Destination", "GVA,JFK,2025-03-01,NBO", "GVA,JFK,2025-03-01,",
             "GVA,JFK,2025-03-02,JFK")  # fmt: skip
    assert legs(answered(read, "repeated_column", "1", *lines)) == ["GVA-JFK", "GVA-JFK", "GVA-JFK"]
    second = answered(read, "repeated_column", "2", *lines)
    assert legs(second) == ["GVA-NBO", "GVA-JFK", "GVA-JFK"]
    assert second.rows["cells"][0]["Destination"] == "JFK"


def test_a_name_in_place_of_an_airport_is_no_airport_and_can_only_be_left_out(read: Read) -> None:
    line = "Ndiaye Awa,JFK,2025-03-01,Economy,,Ndiaye Awa"
    asked = read(HEADER, line, answers={"place:NDIAYE AWA": "GVA"})
    assert verdicts(asked) == ["ask"]
    (question,) = asked.questions
    assert (question.free, [option.value for option in question.options]) == ("", ["leave_out"])
    assert reasons(read(HEADER, line, answers={question.key: "leave_out"})) == ["left_out"]


# What the asked rows of the samples come to with the answers that their README gives as the likely ones.
@pytest.mark.parametrize(
    ("file", "answers", "row", "expected"),
    [
        ("01-agency-tickets-routes.csv", {"place:LON": "LHR", "place:NYC": "JFK"}, 9, "LHR-JFK JFK-LHR"),
        ("03-erp-missions-fr.csv", {"place:PAR": "CDG"}, 0, "GVA-CDG"),
        ("03-erp-missions-fr.csv", {"place:PAR": "CDG", "count:nombredeprestations": "round_trip"}, 3,
         "CDG-TNG TNG-CDG"),
        ("03-erp-missions-fr.csv", {"place:LA REUNION": "RUN"}, 7, "RUN-MRU"),
        ("04-agency-parcours-fr.csv", {"place:BIRMINGHAM": "BHX"}, 6, "BHX-GVA"),
        ("05-expense-lines-us.csv", {"place:SAN JOSE": "SJO"}, 9, "SJO-GVA"),
        ("07-ticket-coupons-bsp.csv", {"place:LON": "LHR"}, 5, "GVA-LHR"),
        ("09-field-flights.xlsx", {"rule:charter": "seats"}, 7, "FIH-FDU"),
    ],
)  # fmt: skip
def test_the_asked_rows_of_the_samples_fly_as_answered(
    file: str, answers: dict[str, str], row: int, expected: str
) -> None:
    found = read_bookings(FOLDER / file, answers=answers)
    assert (found.rows["verdict"][row], found.rows["legs"][row]) == ("flight", expected)


def test_answers_that_nothing_asks_change_nothing(read: Read) -> None:
    lines = (HEADER, "GVA,JFK,2025-03-01,Economy,,Ndiaye Awa")
    answers = {"place:LON": "LHR", "date_order:departuredate": "day", "rule:unused:unused": "flown"}
    pd.testing.assert_frame_equal(read(*lines, answers=answers).rows, read(*lines).rows)


def test_words_of_categories_and_payers_are_read_as_they_were_remembered(read):
    answers = {
        "word:traveller_categories:expert": "consultant",
        "word:payers:mystery": "other",
        "word:payers:host": "nonsense",
    }
    reading = read(
        "Origin,Destination,Departure Date,Category,Payer", "GVA,ZRH,2025-03-01,EXPERT,Mystery",
        "GVA,ZRH,2025-03-02,Pilot,Agency", "GVA,ZRH,2025-03-03,,Unclear", answers=answers,
    )  # fmt: skip
    assert list(reading.legs["traveller_category"]) == ["consultant", "unknown", "unknown"]
    assert list(reading.legs["payer"]) == ["other", "organization", "unknown"]
