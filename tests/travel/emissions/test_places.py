import datetime

import pandas as pd
import pytest

from greenops.reference.airports import AirportBook
from travel.emissions.places import Outcome, Place, PlaceProblem, ResolvedColumn, resolve, resolve_column

DAY = datetime.date
IN_2025 = DAY(2025, 3, 1)


def read(
    text: str,
    kind: str = "any",
    on: datetime.date | None = IN_2025,
    home_country: str | None = "CH",
    aliases: dict[str, str] | None = None,
    stand_ins: dict[str, str] | None = None,
) -> Outcome:
    return resolve(
        text,
        kind=kind,  # type: ignore[arg-type]
        on=on,
        home_country=home_country,
        book=AirportBook.load(),
        aliases=aliases or {},
        stand_ins=stand_ins or {},
    )


def key(text: str, **how: object) -> str:
    found = read(text, **how)  # type: ignore[arg-type]
    assert isinstance(found, Place), found
    return found.key


def problem(text: str, **how: object) -> PlaceProblem:
    found = read(text, **how)  # type: ignore[arg-type]
    assert isinstance(found, PlaceProblem), found
    return found


def keys(found: PlaceProblem) -> list[str]:
    return [candidate.key for candidate in found.candidates]


@pytest.mark.parametrize("text", ["GVA", "gva", " GVA", "GVA\u00a0", "\ufeffGVA", "G\u200bVA", "gva\t"])
def test_case_blanks_and_unseen_characters_do_not_matter(text: str) -> None:
    assert key(text, kind="code") == "GVA"


@pytest.mark.parametrize("kind", ["code", "any", "name"])
def test_a_cyrillic_letter_is_named(kind: str) -> None:
    found = problem("GV\u0410", kind=kind)
    assert found.code == "bad_character"
    assert "Cyrillic capital letter a (U+0410)" in found.sentence_part


@pytest.mark.parametrize("text", ["", " ", "NA", "N/A", "NaN", "NULL", "-", "\u00a0"])
def test_nothing_written_in_many_ways_is_empty(text: str) -> None:
    assert problem(text, kind="code").code == "empty"


def test_nan_in_capitals_is_the_airport_of_nadi() -> None:
    assert key("NAN", kind="code") == "NAN"


@pytest.mark.parametrize("text", ["Nairobi", "GV", "GVAX1", "C3A", "12"])
def test_a_column_of_codes_takes_codes_only(text: str) -> None:
    assert problem(text, kind="code").code == "not_a_code"


@pytest.mark.parametrize("text", ["THE", "AND", "INN"])
def test_a_word_in_a_column_of_names_is_no_code(text: str) -> None:
    assert problem(text, kind="name").code == "unknown_name"


def test_a_code_that_nobody_has_is_unknown() -> None:
    found = problem("ZZZ", kind="code")
    assert (found.code, found.asks) == ("unknown_code", False)


@pytest.mark.parametrize(
    ("text", "place"), [("Nairobi (NBO)", "NBO"), ("- PARIS ORLY [ORY]", "ORY"), ("HSMK (Rumbek)", "RBX")]
)
def test_a_code_beside_a_name_wins(text: str, place: str) -> None:
    assert key(text, kind="any") == place


def test_a_bracketed_column_reads_the_name_where_no_code_is() -> None:
    assert key("Genève", kind="bracketed") == "GVA"
    assert problem("THE", kind="bracketed").code == "unknown_name"


def test_icao_codes_come_to_the_iata_airport() -> None:
    assert key("LSGG", kind="code") == "GVA"


def test_an_icao_code_follows_its_place_through_time() -> None:
    assert key("LTFM", kind="code", on=DAY(2018, 12, 1)) == "ISL"
    assert key("LTFM", kind="code", on=DAY(2019, 5, 1)) == "IST"
    assert key("LTBA", kind="code", on=DAY(2018, 12, 1)) == "IST"


def test_a_place_that_lost_its_iata_code_keeps_its_icao_code() -> None:
    # VDKT is Kratie, whose code KTI went to Phnom Penh's new airport in 2025.
    assert key("VDKT", kind="code", on=DAY(2024, 12, 31)) == "KTI"
    assert key("VDKT", kind="code", on=DAY(2025, 12, 1)) == "VDKT"
    assert AirportBook.load().position("VDKT") == (12.48, 106.1)


def test_the_icao_code_of_a_closed_airport_is_refused() -> None:
    assert problem("EDDT", kind="code").code == "closed_airport"


def test_a_closed_airport_is_right_in_its_time() -> None:
    assert key("TXL", kind="code", on=DAY(2020, 11, 8)) == "TXL"


def test_a_closed_airport_is_refused_afterwards_with_its_successor() -> None:
    found = problem("TXL", kind="code", on=DAY(2020, 11, 9))
    assert (found.code, keys(found), found.asks) == ("closed_airport", ["BER"], False)
    assert "until 2020-11-08" in found.sentence_part


def test_a_closed_airport_without_a_day_is_taken_and_marked() -> None:
    found = read("TXL", on=None)
    assert isinstance(found, Place)
    assert found.notes == ("day_unknown:TXL",)


@pytest.mark.parametrize(
    ("old", "last_day", "new", "note"),
    [
        ("KIV", DAY(2024, 1, 17), "RMO", "retired_code:KIV->RMO"),
        ("FRU", DAY(2025, 8, 20), "BSZ", "retired_code:FRU->BSZ"),
        ("TSE", DAY(2020, 5, 31), "NQZ", "retired_code:TSE->NQZ"),
        ("SXF", DAY(2020, 10, 25), "BER", "retired_code:SXF->BER"),
        ("DKR", DAY(2017, 12, 6), "DSS", "moved_airport:DKR->DSS"),
        ("REP", DAY(2023, 10, 15), "SAI", "moved_airport:REP->SAI"),
        ("PNH", DAY(2025, 9, 8), "KTI", "moved_airport:PNH->KTI"),
    ],
)
def test_an_ended_code_leads_to_what_took_over(old: str, last_day: datetime.date, new: str, note: str) -> None:
    assert key(old, kind="code", on=last_day) == old
    found = read(old, kind="code", on=last_day + datetime.timedelta(days=1))
    assert isinstance(found, Place)
    assert (found.key, found.notes) == (new, (note,))


def test_a_city_code_asks_which_airport() -> None:
    found = problem("LON", kind="code")
    assert (found.code, found.asks) == ("metropolitan_code", True)
    assert keys(found)[0] == "LHR"
    assert "LON" in found.sentence_part


def test_a_stand_in_answers_for_the_city_and_is_noted() -> None:
    found = read("LON", kind="code", stand_ins={"LON": "LHR"})
    assert isinstance(found, Place)
    assert (found.key, found.notes) == ("LHR", ("stand_in:LON->LHR",))


def test_a_stand_in_answers_for_the_name_of_the_city() -> None:
    assert key("Paris", kind="name", stand_ins={"PAR": "CDG"}) == "CDG"


def test_a_city_with_several_airports_is_said_to_be_one() -> None:
    found = problem("ROMA", kind="name")
    assert (found.code, set(keys(found))) == ("metropolitan_code", {"FCO", "CIA"})
    assert "'ROMA'" in found.sentence_part


@pytest.mark.parametrize(("code", "busier"), [("HOU", "IAH"), ("SHA", "PVG"), ("IEV", "KBP")])
def test_a_code_of_city_and_airport_is_the_airport_with_a_warning(code: str, busier: str) -> None:
    found = read(code, kind="code")
    assert isinstance(found, Place)
    assert (found.key, found.notes) == (code, (f"city_and_airport:{code}->{busier}",))


def test_ber_was_a_city_before_it_was_an_airport() -> None:
    found = problem("BER", kind="code", on=DAY(2019, 6, 1))
    assert (found.code, set(keys(found))) == ("metropolitan_code", {"TXL", "SXF"})
    assert key("BER", kind="code", on=DAY(2020, 10, 31)) == "BER"


@pytest.mark.parametrize(("code", "mode"), [("XDG", "rail"), ("XPG", "rail"), ("ZYR", "rail")])
def test_the_code_of_a_station_is_another_mode(code: str, mode: str) -> None:
    found = problem(code, kind="code")
    assert (found.code, found.mode) == ("surface_code", mode)


@pytest.mark.parametrize("text", ["HALIFAX RAILWAY STATION", "PARIS GARE DE LYON", "Basel HBF"])
def test_a_name_that_says_station_is_no_airport(text: str) -> None:
    assert problem(text, kind="name").mode == "rail"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("GENÈVE", "GVA"),
        ("Genf", "GVA"),
        ("LE CAIRE", "CAI"),
        ("BRUXELLES", "BRU"),
        ("LISSABON", "LIS"),
        ("LISBONNE", "LIS"),
        ("BARCELONE", "BCN"),
        ("ADDIS-ABEBA", "ADD"),
        ("N'DJILI", "FIH"),
        ("IVATO", "TNR"),
        ("ORIO AL SERIO", "BGY"),
        ("NAIROBI KENYATTA", "NBO"),
        ("WILSON", "WIL"),
        ("PARIS ORLY", "ORY"),
        ("TANGER", "TNG"),
        ("MONTRÉAL", "YUL"),
        ("YANGON (EX RANGOON)", "RGN"),
        ("Juba, South Sudan", "JUB"),
        ("SPRINGFIELD (ILLINOIS)", "SPI"),
        ("London, Ontario", "YXU"),
        ("Wau", "WUU"),
        ("Geneva International Airport", "GVA"),
        ("MARTINIQUE", "FDF"),
    ],
)
def test_names_are_found_in_many_languages(text: str, place: str) -> None:
    assert key(text, kind="name") == place


@pytest.mark.parametrize(
    "text",
    ["Birmingham", "San Jose", "Santiago", "Valencia", "London", "Georgetown", "Newcastle", "Portland", "Kingston"],
)
def test_a_name_of_several_cities_asks(text: str) -> None:
    found = problem(text, kind="name")
    assert (found.code, found.asks) == ("ambiguous_name", True)
    assert len(found.candidates) > 1


@pytest.mark.parametrize(("home", "first"), [("US", "BHM"), ("GB", "BHX"), ("CH", "BHX")])
def test_the_home_country_orders_and_does_not_decide(home: str, first: str) -> None:
    assert keys(problem("Birmingham", kind="name", home_country=home))[0] == first


@pytest.mark.parametrize(("text", "first"), [("LA REUNION", "RUN"), ("GUADELOUPE", "PTP"), ("MAURICE", "MRU")])
def test_a_region_asks_for_its_airport(text: str, first: str) -> None:
    found = problem(text, kind="name")
    assert (found.code, found.asks, keys(found)[0]) == ("region_not_place", True, first)


def test_a_city_of_the_past_is_read_at_the_day() -> None:
    assert key("Phnom Penh", on=DAY(2025, 9, 8)) == "PNH"
    assert key("Phnom Penh", on=DAY(2025, 9, 9)) == "KTI"
    assert set(keys(problem("Berlin", on=DAY(2019, 1, 1)))) == {"TXL", "SXF"}
    assert key("Berlin") == "BER"


def test_an_airfield_without_service_asks_and_is_proposed() -> None:
    found = problem("Pibor", kind="name")
    assert (found.code, found.asks, keys(found)) == ("unknown_name", True, ["HSPI"])


@pytest.mark.parametrize("text", ["Genevaa", "Lisbone", "Nairobbi"])
def test_likeness_is_not_enough(text: str) -> None:
    assert problem(text, kind="name").code == "unknown_name"


def test_words_beside_a_name_that_contradict_it_ask() -> None:
    assert problem("Nairobi, Peru", kind="name").asks


def test_an_answer_given_before_is_taken() -> None:
    found = read("Siège", kind="name", aliases={"SIEGE": "GVA"})
    assert isinstance(found, Place)
    assert (found.key, found.notes) == ("GVA", ("accepted_reading:Siège",))


def test_an_answer_may_be_coordinates() -> None:
    found = read("Pibor", kind="name", aliases={"PIBOR": "6.8,33.1"})
    assert isinstance(found, Place)
    assert (found.key, found.airport.latitude, found.airport.longitude) == ("6.80000,33.10000", 6.8, 33.1)


def test_coordinates_outside_the_globe_are_no_place() -> None:
    assert problem("96.8,33.1", kind="any").code == "unknown_name"


def test_a_disputed_position_is_noted() -> None:
    found = read("NMI", kind="code")
    assert isinstance(found, Place)
    assert "disputed_position:NMI" in found.notes


def column(texts: list[str | None], days: list[str | None]) -> ResolvedColumn:
    return resolve_column(
        pd.Series(texts, dtype="str"),
        pd.to_datetime(pd.Series(days)),
        kind="code",
        home_country=None,
        book=AirportBook.load(),
        aliases={},
        stand_ins={},
    )


def test_a_column_reads_each_text_at_its_day() -> None:
    found = column(["KIV", "KIV", "GVA", None], ["2024-01-17", "2024-01-18", "2024-01-18", "2024-01-18"])
    assert [found[row].key for row in range(3)] == ["KIV", "RMO", "GVA"]  # type: ignore[union-attr]
    assert found[3] == PlaceProblem("empty", "no place is given; fill in the airport")


def test_a_column_reads_a_text_once_between_two_changes() -> None:
    assert len(column(["GVA"] * 1000, ["2025-09-20"] * 1000).outcomes) == 1


def test_a_column_without_days_is_read_as_of_now() -> None:
    assert [column(["KIV", "GVA"], [None, None])[row].key for row in range(2)] == ["RMO", "GVA"]  # type: ignore[union-attr]


def test_an_empty_column_has_no_outcomes() -> None:
    assert column([], []).outcomes == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("München", "MUC"),
        ("Keulen", "CGN"),
        ("Женева", "GVA"),
        ("日内瓦", "GVA"),
        ("جنيف", "GVA"),
        ("MUMBAI/BOMBAY", "BOM"),
        ("ENTEBBE/KAMPALA", "EBB"),
        ("KALIBO. PANAY", "KLO"),
        ("ROCHAMBEAU", "CAY"),
    ],
)
def test_names_of_many_languages_and_double_names_are_read(text: str, place: str) -> None:
    assert key(text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("LONDON ON", "YXU"),
        ("LONDON CANADA", "YXU"),
        ("SYDNEY NOVA SCOTIA", "YQY"),
        ("Sydney NS", "YQY"),
        ("San Jose, CA", "SJC"),
        ("San José (Costa Rica)", "SJO"),
        ("PORTLAND ME", "PWM"),
        ("Birmingham/UK", "BHX"),
        ("Birmingham AL", "BHM"),
        ("VALENCIA ESPAGNE", "VLC"),
        ("Newcastle Australia", "NTL"),
        ("Georgetown (Guyana)", "GEO"),
        ("KINGSTON JAMAICA", "KIN"),
        ("Victoria (Seychelles)", "SEZ"),
        ("Florence, Italy", "FLR"),
    ],
)
def test_a_country_or_state_beside_the_name_decides(text: str, place: str) -> None:
    assert key(text) == place


@pytest.mark.parametrize("text", ["JOHNSON", "King", "Hall", "Rodriguez", "Paris, Peru", "Springfield, Peru"])
def test_a_surname_and_words_that_fit_no_bearer_ask(text: str) -> None:
    assert problem(text).asks


def test_a_code_of_a_national_authority_is_refused_and_names_the_airport() -> None:
    found = problem("CAP3", kind="code")
    assert (found.code, keys(found)) == ("unknown_code", ["YHS"])
    assert "national authority" in found.sentence_part


def test_an_airfield_with_a_national_code_alone_may_be_answered() -> None:
    assert key("Smith farm", aliases={"SMITH FARM": "TX51"}) == "TX51"
