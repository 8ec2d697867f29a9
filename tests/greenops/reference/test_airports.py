import datetime
import importlib.metadata
import subprocess
import sys

import pytest
from geopy.distance import geodesic

from greenops.reference.airports import AirportBook
from greenops.reference.loading import load_table
from greenops.reference.schema import ReferenceDataError

DAY = datetime.date


@pytest.fixture(scope="module")
def book() -> AirportBook:
    return AirportBook.load()


def position(book: AirportBook, key: str, on: datetime.date | None = None) -> tuple[float, float]:
    found = book.position(key, on)
    assert found is not None
    return found


def km(book: AirportBook, origin: str, destination: str, on: datetime.date | None = None) -> float:
    return float(geodesic(position(book, origin, on), position(book, destination, on)).km)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        # Published in the aeronautical information of Belgium, Luxembourg and China, degrees and minutes as decimals.
        pytest.param("BRU", 50.9014, 4.4844, id="BRU is at Zaventem"),
        pytest.param("LUX", 49.6266, 6.2115, id="LUX is at Findel"),
        pytest.param("LGG", 50.6374, 5.4432, id="LGG is at Bierset"),
        pytest.param("CRL", 50.4592, 4.4538, id="CRL is at Gosselies"),
        pytest.param("KMG", 25.1019, 102.9292, id="KMG is at Changshui"),
    ],
)
def test_a_contradicted_position_is_corrected(book: AirportBook, code: str, latitude: float, longitude: float) -> None:
    assert geodesic(position(book, code), (latitude, longitude)).km < 2


@pytest.mark.parametrize(
    ("origin", "destination", "distance_km"),
    [
        # Distances of the sample files, which are rounded to whole kilometres.
        ("GVA", "BRU", 532),
        ("GVA", "ADD", 5169),
        ("ZRH", "NBO", 6068),
        ("CMN", "DSS", 2281),
        ("RUN", "MRU", 232),
        ("FIH", "GOM", 1562),
        ("JUB", "RBX", 304),
        ("RBX", "WUU", 212),
        ("GOM", "BUX", 374),
    ],
)
def test_distances_are_those_of_the_samples(book: AirportBook, origin: str, destination: str, distance_km: int) -> None:
    assert km(book, origin, destination) == pytest.approx(distance_km, abs=1)


def test_all_68_contradicted_positions_are_replaced() -> None:
    places = load_table("airports", "2026-09", "places")
    # Four of them have lives of their own today: ENY, KMG, LZO and SWA moved, so they stand with reason lifetime.
    corrected = places[places["note"].str.contains(r"airportsdata is .* km off")]
    assert corrected["code"].nunique() == 68


def test_ist_moved_34_km_in_one_night(book: AirportBook) -> None:
    before, after = position(book, "IST", DAY(2019, 4, 5)), position(book, "IST", DAY(2019, 4, 6))
    assert geodesic(before, after).km == pytest.approx(34, abs=1)


def test_isl_is_where_ist_was_after_the_exchange(book: AirportBook) -> None:
    assert km(book, "ISL", "ISL") == 0
    then, now = position(book, "IST", DAY(2019, 4, 5)), position(book, "ISL", DAY(2019, 4, 6))
    assert geodesic(then, now).km < 1


def test_isl_was_in_alaska_before_2014(book: AirportBook) -> None:
    life = book.at("ISL", DAY(2014, 8, 1))
    assert life is not None
    assert life.country == "US"


@pytest.mark.parametrize(
    ("code", "day", "icao"),
    [
        ("DOH", DAY(2014, 5, 26), "OTBD"),
        ("DOH", DAY(2014, 5, 27), "OTHH"),
        ("KTI", DAY(2024, 12, 31), "VDKT"),
        ("KTI", DAY(2025, 9, 9), "VDTI"),
        ("ROV", DAY(2017, 12, 6), "URRR"),
        ("ROV", DAY(2017, 12, 7), "URRP"),
    ],
)
def test_a_code_means_another_place_at_another_time(
    book: AirportBook, code: str, day: datetime.date, icao: str
) -> None:
    life = book.at(code, day)
    assert life is not None
    assert life.icao == icao


def test_kmg_of_2012_is_the_old_airport(book: AirportBook) -> None:
    old, new = position(book, "KMG", DAY(2012, 6, 27)), position(book, "KMG", DAY(2012, 6, 28))
    assert geodesic(old, new).km == pytest.approx(24, abs=1)


@pytest.mark.parametrize(
    ("code", "until", "successor", "ending"),
    [
        ("TXL", DAY(2020, 11, 8), "BER", "closed"),
        ("SXF", DAY(2020, 10, 25), "BER", "renamed"),
        ("THF", DAY(2008, 10, 31), "BER", "closed"),
        ("TSE", DAY(2020, 5, 31), "NQZ", "renamed"),
        ("KIV", DAY(2024, 1, 17), "RMO", "renamed"),
        ("FRU", DAY(2025, 8, 20), "BSZ", "renamed"),
        ("DKR", DAY(2017, 12, 6), "DSS", "moved"),
        ("REP", DAY(2023, 10, 15), "SAI", "moved"),
        ("PNH", DAY(2025, 9, 8), "KTI", "moved"),
    ],
)
def test_an_ended_code_says_when_and_what_took_over(
    book: AirportBook, code: str, until: datetime.date, successor: str, ending: str
) -> None:
    life = book.by_iata(code)[-1]
    assert (life.valid_until, life.successor, life.ending) == (until, successor, ending)


@pytest.mark.parametrize(("old", "new"), [("TSE", "NQZ"), ("KIV", "RMO"), ("FRU", "BSZ"), ("SXF", "BER")])
def test_a_renamed_code_is_at_the_place_of_its_successor(book: AirportBook, old: str, new: str) -> None:
    assert geodesic(position(book, old, DAY(2019, 1, 1)), position(book, new)).km < 3


def test_a_closed_airport_without_date_is_marked(book: AirportBook) -> None:
    life = book.by_iata("PLH")[-1]
    assert (life.ending, life.valid_until) == ("closed_undated", None)


def test_lives_of_a_code_do_not_overlap() -> None:
    places = load_table("airports", "2026-09", "places")
    for code, lives in places.groupby("code"):
        for earlier, later in zip(lives["valid_until"].iloc[:-1], lives["valid_from"].iloc[1:], strict=True):
            assert earlier < later, code


def test_a_successor_is_an_airport(book: AirportBook) -> None:
    successors = load_table("airports", "2026-09", "places")["successor"].unique()
    assert [code for code in successors if code and not book.by_iata(code)] == []


def test_every_missing_airport_was_added(book: AirportBook) -> None:
    places = load_table("airports", "2026-09", "places")
    assert places["code"].nunique() >= 1591
    assert position(book, "PNH", DAY(2025, 1, 1)) == (11.54656, 104.84414)


@pytest.mark.parametrize(("icao", "iata"), [("HSMK", "RBX"), ("LSGG", "GVA"), ("HJJJ", "JUB"), ("HSSJ", "JUB")])
def test_icao_codes_find_their_airport(book: AirportBook, icao: str, iata: str) -> None:
    airport = book.by_icao(icao)
    assert airport is not None
    assert airport.code == iata


def test_an_airfield_without_iata_code_has_its_icao_code_as_key(book: AirportBook) -> None:
    airport = book.by_icao("HSPI")
    assert airport is not None
    assert (airport.key, airport.city) == ("HSPI", "Pibor Post")


def test_an_invented_icao_code_of_the_base_is_dropped(book: AirportBook) -> None:
    assert book.by_iata("MLH")[-1].icao == "LFSB"
    assert km(book, "MLH", "BSL") < 1


def test_hew_is_no_longer_athens(book: AirportBook) -> None:
    assert [life.country for life in book.by_iata("HEW")] == ["GR", "CN"]


def test_airports_of_a_city_come_busiest_first(book: AirportBook) -> None:
    assert book.metropolitan("LON")[0] == "LHR"
    assert {"JFK", "EWR", "LGA"} <= set(book.metropolitan("NYC"))
    assert book.metropolitan("GVX") == ()


def test_406_city_codes_have_airports() -> None:
    members = load_table("airports", "2026-09", "metropolitan")
    assert (members["city_iata"].nunique(), len(members)) == (406, 967)


@pytest.mark.parametrize(("code", "busier"), [("HOU", "IAH"), ("SHA", "PVG"), ("IEV", "KBP"), ("GVA", None)])
def test_a_city_code_knows_the_busier_airport(book: AirportBook, code: str, busier: str | None) -> None:
    city = book.city(code)
    assert (city.busier_airport or None if city else None) == busier


@pytest.mark.parametrize(
    ("code", "mode"),
    [("XPG", "rail"), ("QKL", "rail"), ("XDG", "rail"), ("ZYR", "rail"), ("MCM", "helicopter"), ("GVA", None)],
)
def test_codes_of_stations_have_their_mode(book: AirportBook, code: str, mode: str | None) -> None:
    assert book.surface(code) == mode


def test_2207_surface_codes_are_there() -> None:
    assert len(load_table("airports", "2026-09", "surface_codes")) == 2207


def test_a_position_that_no_third_source_settles_is_disputed(book: AirportBook) -> None:
    assert book.by_iata("NMI")[-1].disputed
    assert not book.by_iata("BRU")[-1].disputed


def test_given_coordinates_are_their_own_position(book: AirportBook) -> None:
    assert book.position("6.80000,33.10000") == (6.8, 33.1)
    assert book.position("nowhere,else") is None
    assert book.position("QQQ") is None


def test_names_find_airports_and_cities(book: AirportBook) -> None:
    assert [airport.key for airport in book.by_name("GENEVA")] == ["GVA"]
    assert {"BHX", "BHM"} <= {airport.key for airport in book.by_name("BIRMINGHAM")}
    assert {"HND", "NRT"} <= {airport.key for airport in book.by_name("TOKYO")}


def test_every_name_of_the_table_means_something(book: AirportBook) -> None:
    for row in load_table("airports", "2026-09", "place_names").itertuples():
        codes = str(row.code).split("|")
        if row.kind == "country":
            assert book.served_in(codes[0]), row.name
        else:
            assert all(book.by_iata(code) or book.metropolitan(code) for code in codes), row.name


def test_every_airport_has_a_known_country(book: AirportBook) -> None:
    known = set(load_table("countries", "2026-09", "countries")["iso2"])
    places = load_table("airports", "2026-09", "places")
    served = load_table("airports", "2026-09", "service")["iata"]
    assert set(places["country"]) <= known
    assert {book.by_iata(code)[-1].country for code in served} <= known


def test_the_book_is_read_once() -> None:
    assert AirportBook.load() is AirportBook.load("2026-09")


def test_another_release_of_the_base_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "20270101")
    with pytest.raises(ReferenceDataError, match="made for airportsdata 20260905; 20270101 is installed"):
        AirportBook("2026-09")


def test_the_reference_data_load_without_django() -> None:
    code = (
        "import sys; from greenops.reference.airports import AirportBook; AirportBook.load(); "
        "print('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
