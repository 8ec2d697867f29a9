import pytest

from greenops.reference.airports import AirportBook
from greenops.reference.loading import load_table
from greenops.reference.naming import folded
from greenops.reference.place_names import EDITION, Area


def codes(name: str) -> tuple[str, ...]:
    entry = AirportBook.load().name_entry(folded(name))
    assert entry is not None, name
    return entry.codes


@pytest.mark.parametrize(
    ("name", "code"),
    [("Москва", "MOW"), ("开罗", "CAI"), ("القاهرة", "CAI"), ("Köln", "CGN"), ("Keulen", "CGN"), ("Estambul", "IST")],
)
def test_names_of_the_united_nations_and_european_languages_are_held(name: str, code: str) -> None:
    assert code in codes(name)


def test_a_name_of_two_places_has_the_codes_of_both() -> None:
    assert set(codes("Florence")) == {"FLR", "FLO"}


def test_every_code_of_a_name_is_an_airport_or_a_city() -> None:
    book = AirportBook.load()
    names = load_table("place_names", EDITION, "names")
    said = {code for cell in names[names["kind"] != "country"]["code"] for code in cell.split("|")}
    assert not [code for code in said if not book.by_iata(code) and not book.metropolitan(code)]


def test_every_country_of_a_name_has_an_iso_code() -> None:
    known = set(load_table("countries", "2026-09", "countries")["iso2"])
    names = load_table("place_names", EDITION, "names")
    assert set(names[names["kind"] == "country"]["code"]) <= known


def test_no_two_rows_are_one_name_once_folded() -> None:
    names = [folded(name) for name in load_table("place_names", EDITION, "names")["name"]]
    assert len(set(names)) == len(names)


def test_a_part_of_a_double_city_is_a_name_only_where_a_town_has_it() -> None:
    book = AirportBook.load()
    assert "TRI" in [airport.key for airport in book.by_name("KINGSPORT")]
    # The list writes Bristol/Johnson/Kingsport: the town is Johnson City, and Johnson is a surname.
    assert "TRI" not in [airport.key for airport in book.by_name("JOHNSON")]


def test_a_word_beside_a_place_means_every_area_that_has_it() -> None:
    assert AirportBook.load().names.areas("CA") == (Area("CA"), Area("US", "CALIFORNIA"))
    assert AirportBook.load().names.areas("NOUVELLE ECOSSE") == (Area("CA", "NOVA SCOTIA"),)
    assert AirportBook.load().names.areas("PANAY ISLAND")[0].airports[0] == "KLO"


def test_a_state_stands_for_its_territories_in_a_column_of_countries() -> None:
    names = AirportBook.load().names
    assert (names.sovereign("RE"), names.sovereign("FR")) == ("FR", "FR")


def test_the_airports_of_islands_are_known() -> None:
    book = AirportBook.load()
    cells = load_table("place_names", EDITION, "islands")["airports"]
    assert not [code for cell in cells for code in cell.split("|") if not book.by_iata(code)]
