"""What stands beside a place: the column of countries decides, names and other legs warn or order the answers."""

import pytest

from tests.travel.imports.booking_file import Read, legs, reasons

HEADER = "Origin,Origin Country,Destination,Destination Country,Date,Traveller"
NAMED = "Origin,Origin Name,Destination,Date,Traveller"
PLAIN = "Origin,Destination,Date,Traveller"


@pytest.mark.parametrize(
    ("place", "country", "airport"),
    [
        ("Birmingham", "United States", "BHM"),
        ("Birmingham", "GB", "BHX"),
        ("Birmingham", "Royaume-Uni", "BHX"),
        ("WINDHOEK", "NA", "WDH"),
        ("Georgetown", "Guyana", "GEO"),
        ("London", "CA", "YXU"),
    ],
)
def test_the_column_of_countries_decides_between_places_of_one_name(
    place: str, country: str, airport: str, read: Read
) -> None:
    assert legs(read(HEADER, f"{place},{country},GVA,CH,2025-03-01,Ndiaye Awa")) == [f"{airport}-GVA"]


def test_a_country_with_several_bearers_of_the_name_still_asks(read: Read) -> None:
    (question,) = read(HEADER, "Portland,US,GVA,CH,2025-03-01,Ndiaye Awa").questions
    assert [option.hint.split(";")[0] for option in question.options] == [
        "Portland, Oregon, US", "Portland, Maine, US",
    ]  # fmt: skip


def test_the_country_of_the_row_goes_before_what_was_answered_for_the_name(read: Read) -> None:
    lines = ["Birmingham,US,GVA,CH,2025-03-01,Ndiaye Awa", "Birmingham,,GVA,CH,2025-03-02,Ndiaye Awa"]
    assert legs(read(HEADER, *lines, answers={"place:BIRMINGHAM": "BHX"})) == ["BHM-GVA", "BHX-GVA"]


def test_a_name_whose_only_bearer_lies_elsewhere_is_asked(read: Read) -> None:
    assert reasons(read(HEADER, "Nairobi,PE,GVA,CH,2025-03-01,Ndiaye Awa")) == ["ambiguous_name"]


def test_a_code_that_lies_elsewhere_is_read_with_a_warning_but_a_territory_is_of_its_state(read: Read) -> None:
    reading = read(HEADER, "SJO,US,GVA,CH,2025-03-01,Ndiaye Awa", "RUN,France,CDG,FR,2025-03-02,Ndiaye Awa")
    assert reasons(reading) == ["noted", "flight"]
    assert "SJO does not lie in the country that stands beside it (US)" in reading.rows["sentence"][0]


def test_the_name_beside_a_code_of_city_and_airport_settles_or_sharpens_the_warning(read: Read) -> None:
    names = ("Shanghai Hongqiao", "Shanghai Pudong", "Shanghai", "")
    reading = read(NAMED, *(f"SHA,{name},HND,2025-03-0{day},Ndiaye Awa" for day, name in enumerate(names, start=1)))
    assert reasons(reading) == ["flight", "noted", "noted", "noted"]
    assert "the name beside it is that of PVG" in reading.rows["sentence"][1]
    assert "whose busier airport is PVG" in reading.rows["sentence"][2]


def test_the_travellers_next_leg_orders_the_answers_over_the_home_country_and_decides_nothing(read: Read) -> None:
    lines = ["GVA,Birmingham,2025-03-02,Ndiaye Awa", "BHM,JFK,2025-03-05,Ndiaye Awa", "BHX,GVA,2025-03-03,Okello Peter"]
    reading = read(PLAIN, *lines, home_country="GB")
    assert reasons(reading) == ["ambiguous_name", "flight", "flight"]
    (question,) = reading.questions
    assert [option.value for option in question.options] == ["BHM", "BHX"]
    assert question.options[0].hint.endswith("the traveller's next leg leaves from there")
    assert "traveller" not in question.options[1].hint


def test_the_leg_before_and_several_rows_are_told(read: Read) -> None:
    lines = ["GVA,BHX,2025-03-02,Ndiaye Awa", "Birmingham,GVA,2025-03-05,Ndiaye Awa",
             "GVA,BHX,2025-04-02,Okello Peter", "Birmingham,GVA,2025-04-05,Okello Peter"]  # fmt: skip
    (question,) = read(PLAIN, *lines).questions
    assert question.options[0].hint.endswith("on 2 rows the traveller's leg before lands there")


def test_the_home_country_alone_orders_and_does_not_decide(read: Read) -> None:
    (question,) = read(PLAIN, "GVA,Birmingham,2025-03-02,Ndiaye Awa", home_country="US").questions
    assert [option.value for option in question.options] == ["BHM", "BHX"]
