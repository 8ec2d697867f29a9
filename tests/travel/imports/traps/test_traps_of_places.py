"""Traps 1 to 16 of booking data: places."""

import datetime

import pytest

from greenops.reference.airports import AirportBook
from tests.travel.imports.booking_file import TICKET_HEADER, Read, leg_of, legs, reasons, ticket, verdicts
from tests.travel.imports.traps.asking import answered, asked, choices
from travel.emissions.distance import great_circle_km
from travel.emissions.quality import Quality
from travel.imports.reading import Reading

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"
NAMES = {"places": {"origin": "name", "destination": "name"}}


def row(origin: str = "GVA", to: str = "JFK", on: str = "2025-03-01") -> str:
    return f"{origin},{to},{on},Economy,,Ndiaye Awa"


def sentence(reading: Reading, position: int = 0) -> str:
    return str(reading.rows["sentence"][position])


def quality(reading: Reading) -> Quality:
    return Quality(int(leg_of(reading)["place_quality"]))


def test_trap_01_metropolitan_codes_are_asked_once_and_the_answer_flies(read: Read) -> None:
    lines = (HEADER, row("LON", "GVA"), row("GVA", "LON", "2025-03-04"))
    question = asked(read(*lines), "metropolitan_code")
    assert question.positions == (0, 1)
    assert {"LHR", "STN"} <= set(choices(question))
    stansted, heathrow = (answered(read, "metropolitan_code", code, *lines) for code in ("STN", "LHR"))
    assert legs(stansted) == ["STN-GVA", "GVA-STN"]
    book = AirportBook.load()
    apart = great_circle_km(book.position("LHR"), book.position("STN"))  # type: ignore[arg-type]
    assert round(apart) == 67
    assert stansted.legs["distance_km"][0] != heathrow.legs["distance_km"][0]


def test_trap_01_metropolitan_codes_take_the_stand_in_of_the_organization_and_are_marked(read: Read) -> None:
    reading = read(HEADER, row("LON", "NYC"), stand_ins={"LON": "LHR", "NYC": "JFK"})
    assert legs(reading) == ["LHR-JFK"]
    assert quality(reading) & Quality.CITY_STAND_IN


def test_trap_02_codes_that_are_both_city_and_airport_warn_unless_the_name_beside_agrees(read: Read) -> None:
    header = "Origin,Origin Name,Destination,Date,Traveller"
    reading = read(header, "SHA,,HND,2025-03-01,A B", "SHA,Shanghai Hongqiao,HND,2025-03-02,A B",
                   "SHA,Shanghai Pudong,HND,2025-03-03,A B")  # fmt: skip
    assert legs(reading) == ["SHA-HND"] * 3
    assert "SHA is also the code of its city" in sentence(reading, 0)
    assert reasons(reading) == ["noted", "flight", "noted"]
    assert "the name beside it is that of PVG" in sentence(reading, 2)


@pytest.mark.parametrize("code", ["HOU", "IEV"])
def test_trap_02_codes_that_are_both_city_and_airport_are_read_as_the_airport(code: str, read: Read) -> None:
    reading = read(HEADER, row(code, "GVA", "2021-05-01"))
    assert legs(reading) == [f"{code}-GVA"]
    assert "check which one is meant" in sentence(reading)


def test_trap_03_closed_airport_is_right_in_its_time_and_rejected_after_with_its_successor(read: Read) -> None:
    reading = read(HEADER, row("TXL", "GVA", "2019-05-01"), row("TXL", "GVA", "2023-05-01"))
    assert verdicts(reading) == ["flight", "rejected"]
    assert "BER took over" in sentence(reading, 1)


@pytest.mark.parametrize(
    ("code", "in_its_time", "later", "today"),
    [
        ("SXF", "2019-05-01", "2023-05-01", "BER"),
        ("TSE", "2019-05-01", "2023-05-01", "NQZ"),
        ("KIV", "2023-05-01", "2025-05-01", "RMO"),
        ("FRU", "2024-05-01", "2025-10-01", "BSZ"),
    ],
)
def test_trap_04_retired_and_changed_codes_resolve_for_their_time_to_the_same_place(
    code: str, in_its_time: str, later: str, today: str, read: Read
) -> None:
    reading = read(HEADER, row(code, "IST", in_its_time), row(code, "IST", later))
    assert legs(reading) == [f"{code}-IST", f"{today}-IST"]
    before, after = reading.legs["distance_km"]
    assert abs(before - after) < 5
    assert f"{code} is read as {today}" in sentence(reading, 1)


@pytest.mark.parametrize(
    ("code", "before", "after", "apart_km"),
    [
        ("IST", "2019-04-05", "2019-04-08", 34),
        ("DOH", "2014-05-26", "2014-05-28", 4),
        ("KMG", "2012-06-27", "2012-06-29", 25),
        ("PNH", "2025-09-08", "2025-09-10", 20),
    ],
)
def test_trap_05_one_code_two_places_in_time_by_the_date_of_the_flight(
    code: str, before: str, after: str, apart_km: int, read: Read
) -> None:
    old, new = read(HEADER, row("GVA", code, before), row("GVA", code, after)).legs["destination"]
    book = AirportBook.load()
    places = (book.position(old, datetime.date.fromisoformat(before)),
              book.position(new, datetime.date.fromisoformat(after)))  # fmt: skip
    assert abs(great_circle_km(*places) - apart_km) < 5  # type: ignore[arg-type]
    first, second = read(HEADER, row("GVA", code, before), row("GVA", code, after)).legs["distance_km"]
    assert first != second


@pytest.mark.parametrize(
    ("place", "mode"),
    [("XPG", "rail"), ("XYD", "rail"), ("ZYR", "rail"), ("QKL", "rail"), ("XER", "bus"), ("PARIS GARE DE LYON", "rail"),
     ("Basel HBF", "rail"), ("HALIFAX RAILWAY ST", "rail"), ("Dover Ferry Port", "ferry")],
)  # fmt: skip
def test_trap_06_railway_bus_and_port_codes_are_another_mode_and_counted(place: str, mode: str, read: Read) -> None:
    reading = read(HEADER, row("GVA", place))
    assert reasons(reading) == ["other_mode"]
    assert f"travels by {mode}" in sentence(reading)
    assert reading.counts()["ignored"] == 1
    assert len(reading.legs) == 0


def test_trap_06_railway_leg_of_a_ticket_is_a_gap_and_its_flights_stand(read: Read) -> None:
    assert legs(read(TICKET_HEADER, ticket(route="GVA/CDG/XPG", classes="Y/Y"))) == ["GVA-CDG"]


@pytest.mark.parametrize("typed", ["gva", " GVA", "GVA\u00a0", "\u200bGVA", "gva\t"])
def test_trap_07_lower_case_blanks_and_invisible_characters_do_not_matter(typed: str, read: Read) -> None:
    assert legs(read(HEADER, row(typed))) == ["GVA-JFK"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [("GV\u0410", "Cyrillic capital letter a (U+0410)"), ("\u0392RU", "Greek capital letter beta (U+0392)")],
)
def test_trap_07_lower_case_and_the_like_apart_a_letter_of_another_script_is_named(
    typed: str, named: str, read: Read
) -> None:
    reading = read(HEADER, row(typed))
    assert verdicts(reading) == ["rejected"]
    assert named in sentence(reading)


@pytest.mark.parametrize("word", ["THE", "AND", "FOR", "INN", "BUS", "CAR"])
def test_trap_08_codes_that_are_also_words_are_codes_only_in_brackets_or_a_column_of_codes(
    word: str, read: Read
) -> None:
    assert "flight" not in verdicts(read(HEADER, row(word), mapping=NAMES))
    assert legs(read(HEADER, row("Geneva (GVA)"), mapping={"places": {"origin": "bracketed"}})) == ["GVA-JFK"]
    assert "flight" not in verdicts(read(HEADER, row(f"{word} Geneva"), mapping={"places": {"origin": "bracketed"}}))


@pytest.mark.parametrize("empty", ["NA", "N/A", "NaN", "NULL", "-"])
def test_trap_09_na_and_similar_are_no_place(empty: str, read: Read) -> None:
    assert reasons(read(HEADER, row(empty))) == ["missing_origin"]


def test_trap_09_na_and_similar_keep_namibia_in_a_column_of_countries_and_the_code_of_nadi(read: Read) -> None:
    header = "Origin,Origin Country,Destination,Date,Traveller"
    assert legs(read(header, "Windhoek,NA,JNB,2025-03-01,A B")) == ["WDH-JNB"]
    assert legs(read(HEADER, row("NAN", "SUV"))) == ["NAN-SUV"]


@pytest.mark.parametrize(
    "name",
    ["Birmingham", "San Jose", "Santiago", "Valencia", "Newcastle", "London", "Sydney", "Portland", "Georgetown",
     "Victoria", "Kingston"],
)  # fmt: skip
def test_trap_10_ambiguous_city_names_are_asked_whatever_the_home_country_is(name: str, read: Read) -> None:
    for home in ("CH", "US", "GB", "CA"):
        question = asked(read(HEADER, row(name), home_country=home), "ambiguous_name")
        assert len(question.options) > 1
        assert all(" km from JFK" in option.hint for option in question.options)


def test_trap_10_ambiguous_city_names_are_proposed_by_country_then_by_other_legs(read: Read) -> None:
    lines = (HEADER, row("GVA", "Birmingham", "2025-03-01"), row("BHM", "GVA", "2025-03-04"))
    assert choices(asked(read(*lines[:2], home_country="GB"), "ambiguous_name")) == ["BHX", "BHM"]
    question = asked(read(*lines, home_country="GB"), "ambiguous_name")
    assert choices(question) == ["BHM", "BHX"]
    assert "the traveller's next leg leaves from there" in question.options[0].hint
    assert legs(answered(read, "ambiguous_name", "BHX", *lines)) == ["GVA-BHX", "BHM-GVA"]


@pytest.mark.parametrize(
    ("typed", "airport"),
    [("London, Ontario", "YXU"), ("LONDON ON", "YXU"), ("Sydney (Nova Scotia)", "YQY"), ("San Jose. CA", "SJC"),
     ("SPRINGFIELD (ILLINOIS)", "SPI"), ("KALIBO. PANAY", "KLO"), ("Georgetown - Guyana", "GEO")],
)  # fmt: skip
def test_trap_10_ambiguous_city_names_with_their_country_or_state_are_not(typed: str, airport: str, read: Read) -> None:
    assert legs(read(HEADER, f'"{typed}",GVA,2025-03-01,Economy,,Ndiaye Awa')) == [f"{airport}-GVA"]


@pytest.mark.parametrize(
    ("name", "airport"),
    [("IVATO", "TNR"), ("N'DJILI", "FIH"), ("ORIO AL SERIO", "BGY"), ("LISSABON", "LIS"), ("Genf", "GVA"),
     ("YANGON (EX RANGOON)", "RGN"), ("LE CAIRE", "CAI"), ("München", "MUC"), ("Köln", "CGN"), ("MUMBAI/BOMBAY", "BOM"),
     ("WILSON", "WIL")],
)  # fmt: skip
def test_trap_11_names_by_airport_old_names_and_other_languages_are_read(name: str, airport: str, read: Read) -> None:
    assert legs(read(HEADER, row(name))) == [f"{airport}-JFK"]


@pytest.mark.parametrize("name", ["Lisbone", "Nairobbi", "JOHNSON", "Adis Abbaba"])
def test_trap_11_names_by_likeness_or_by_a_part_are_never_read(name: str, read: Read) -> None:
    assert asked(read(HEADER, row(name)), "unknown_name").free == "place"


def test_trap_11_names_by_airport_grow_with_the_answers(read: Read) -> None:
    assert legs(answered(read, "unknown_name", "JUB", HEADER, row("Dschuba Stadt"))) == ["JUB-JFK"]
    assert legs(read(HEADER, row("DSCHUBA STADT"), answers={"place:DSCHUBA STADT": "JUB"})) == ["JUB-JFK"]
    assert legs(read(HEADER, row("Pekin"), answers={"place:BJS": "PEK"})) == ["PEK-JFK"]


@pytest.mark.parametrize(("name", "first"), [("LA REUNION", "RUN"), ("GUADELOUPE", "PTP"), ("Maurice", "MRU")])
def test_trap_12_country_region_or_island_as_a_place_is_asked(name: str, first: str, read: Read) -> None:
    lines = (HEADER, row(name, "CDG"))
    assert choices(asked(read(*lines), "region_not_place"))[0] == first
    assert legs(answered(read, "region_not_place", first, *lines)) == [f"{first}-CDG"]


def test_trap_12_country_region_or_island_with_one_airport_is_that_airport(read: Read) -> None:
    assert legs(read(HEADER, row("Martinique", "CDG"), row("Luxemburg", "CDG", "2025-04-01"))) == ["FDF-CDG", "LUX-CDG"]


@pytest.mark.parametrize("name", ["Carouge", "Versoix", "Bois-d'Amont", "Port Louis Ferry"])
def test_trap_13_a_place_with_no_airport_is_never_the_nearest_one(name: str, read: Read) -> None:
    reading = read(HEADER, row(name))
    assert len(reading.legs) == 0
    assert all(not question.options for question in reading.questions)


def test_trap_14_airstrips_without_any_code_take_coordinates_once_for_all_rows(read: Read) -> None:
    lines = (HEADER, row("Kurwai", "JUB"), row("JUB", "KURWAI", "2025-03-03"))
    assert asked(read(*lines), "unknown_name").positions == (0, 1)
    reading = answered(read, "unknown_name", "6.79,33.13", *lines)
    assert verdicts(reading) == ["flight", "flight"]
    juba = AirportBook.load().position("JUB")
    assert juba
    assert reading.legs["distance_km"].tolist() == pytest.approx([great_circle_km((6.79, 33.13), juba)] * 2)


def test_trap_15_icao_codes_are_read_and_national_codes_are_not(read: Read) -> None:
    reading = read(HEADER, row("LSGG", "KJFK"), row("HSMK", "HSSJ"), row("CAP3"))
    assert legs(reading)[:2] == ["GVA-JFK", "RBX-JUB"]
    assert reasons(reading)[2] == "unknown_code"
    assert "code of a national authority" in sentence(reading, 2)


@pytest.mark.parametrize(("code", "km"), [("BRU", 532), ("LUX", 377)])
def test_trap_16_wrong_coordinates_in_the_airport_list_are_corrected(code: str, km: int, read: Read) -> None:
    assert abs(read(HEADER, row("GVA", code)).legs["distance_km"][0] - km) <= 1


def test_trap_16_wrong_coordinates_that_nobody_can_decide_are_flagged(read: Read) -> None:
    assert quality(read(HEADER, row("NMI", "DEL"))) & Quality.COORDINATES_DISPUTED
    assert not quality(read(HEADER, row("BOM", "DEL"))) & Quality.COORDINATES_DISPUTED
