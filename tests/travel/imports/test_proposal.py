"""A mapping proposed for files that no profile knows, with its evidence; and what is withheld."""

import dataclasses
import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.travel.imports.booking_file import legs, verdicts
from tests.travel.imports.samples import FOLDER, comparable, reading
from travel.imports.definition import profile_yaml
from travel.imports.errors import FileRefused
from travel.imports.header_names import likeness, names
from travel.imports.proposal import Proposal, propose
from travel.imports.reading import read_bookings

GERMAN = (
    "Reisestelle, Bericht 2025;;;;;;;\n"
    "Reisender;Flugscheinnummer;Ab;Nach;Abflugdatum;Reiseklasse;Betrag;Reisezweck\n"
    "MUELLER/ANNA MRS;724-2345678901;GVA;JFK;13.03.2025;Business;1.234,50;Konferenz\n"
    "NDIAYE/AWA MS;724-2345678902;GVA;NBO;03.04.2025;Holzklasse;980,00;Klettern\n"
    "LEE/JI MR;724-2345678903;NBO;GVA;05.04.2025;Economy;,50;Konferenz\n"
    "LEE/JI MR;724-2345678904;NBO;Genf;07.04.2025;Economy;12,50;Konferenz\n"
)


def _proposed(tmp_path: Path, text: str, **options: object) -> Proposal:
    path = tmp_path / "bookings.csv"
    path.write_text(text, encoding="utf-8")
    return propose(path, **options)  # type: ignore[arg-type]


def _fields(proposal: Proposal) -> dict[str, str]:
    return {column.field: column.header for column in proposal.columns if column.field}


HEADERS = {
    "german": ("Reisender;Ab;Nach;Abflugdatum;Reiseklasse;Kostenstelle", "Doe John;GVA;JFK;2025-03-04;Business;A1"),
    "french": ("Nom du voyageur;Ville de départ;Ville d'arrivée;Date de depart;CLASSE;Centre de coût",
               "Doe John;Genève;Paris Orly;2025-03-04;Affaires;A1"),
    "spanish": ("Pasajero;Origen;Destino;Fecha de salida;Clase;Centro de costo",
                "Doe John;MAD;LIM;2025-03-04;Turista;A1"),
    "portuguese": ("Passageiro;Origem;Destino;Data de partida;Classe;Centro de custo",
                   "Doe John;LIS;MPM;2025-03-04;Executiva;A1"),
    "italian": ("Passeggero;Partenza;Arrivo;Data di partenza;Classe;Centro di costo",
                "Doe John;FCO;JFK;2025-03-04;Y;A1"),
    "dutch": ("Reiziger;Van;Naar;Vertrekdatum;Klasse;Kostenplaats", "Doe John;AMS;JFK;2025-03-04;Y;A1"),
    "english, torn": ("Travellers name;Orgin;Destinatn;Departure  date;cabin class;Cost center ",
                      "Doe John;AMS;JFK;2025-03-04;Y;A1"),
}  # fmt: skip


@pytest.mark.parametrize("language", HEADERS)
def test_headers_are_told_in_the_languages_of_the_sources(language: str, tmp_path: Path) -> None:
    header, row = HEADERS[language]
    found = _fields(_proposed(tmp_path, f"{header}\n{row}\n{row.replace('-04;', '-19;')}\n"))
    expected = ["traveller", "origin", "destination", "departure_date", "cabin", "cost_centre"]
    assert found == dict(zip(expected, [text.strip() for text in header.split(";")], strict=True))


def test_headers_in_another_script_are_kept_apart(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, "日期,出发地,目的地\n2025-03-01,GVA,JFK\n2025-03-02,GVA,NBO\n")
    assert _fields(proposal) == {"departure_date": "日期", "origin": "出发地", "destination": "目的地"}
    assert legs(read_bookings(tmp_path / "bookings.csv", source=proposal.to_profile())) == ["GVA-JFK", "GVA-NBO"]


def test_columns_without_a_telling_header_are_told_by_their_cells(tmp_path: Path) -> None:
    text = "F1;F2;F3;F4;F5;F6\n"
    text += "".join(
        f"Doe John;GVA;{to};2025-03-{day:02d};72412345678{day:02d};Y\n"
        for day, to in enumerate(["JFK", "NBO", "XXX", "LHR", "CDG", "VIE"], 4)
    )
    proposal = _proposed(tmp_path, text)
    assert _fields(proposal) == {
        "traveller": "F1", "origin": "F2", "destination": "F3", "departure_date": "F4", "ticket": "F5", "cabin": "F6",
    }  # fmt: skip
    assert proposal.evidence["destination"] == ("5 of 6 values are airport codes",)
    assert proposal.columns[2].confidence == 0.5


def test_a_proposal_carries_evidence_confidence_and_samples(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, GERMAN)
    origin = proposal.columns[2]
    assert (origin.header, origin.field, origin.confidence, origin.samples) == ("Ab", "origin", 0.99, ("GVA", "NBO"))
    assert origin.evidence == (
        "The header is a usual name for it ('Ab').",
        "4 of 4 values are airport codes or names of cities or airports.",
    )
    assert (proposal.grain, proposal.grain_reason) == (
        "segment",
        "One row has one place of departure and one of arrival.",
    )
    assert proposal.header_line == 2
    assert dict(proposal.about) == {"encoding": "UTF-8", "separator": "semicolon"}
    assert proposal.missing == ()


def test_orders_of_dates_and_decimal_marks_are_shown_with_their_proofs(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, GERMAN)
    (date,), (amount,) = proposal.dates, proposal.numbers
    assert (date.value, date.evidence) == ("day", "1 values allow day first only, 0 month first only, 3 both (column)")
    assert (amount.value, amount.evidence) == (",", "0 values show a decimal point, 4 a decimal comma")


def test_words_without_a_meaning_are_listed_to_be_given_one(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, GERMAN)
    assert proposal.tables == {"cabins": {"Holzklasse": ""}, "purposes": {"Klettern": ""}}
    business = next(word for word in proposal.words if word.word == "Business")
    assert (business.table, business.rows, business.meaning) == ("cabins", 1, "business")


def test_values_of_personal_columns_are_withheld_unless_asked_for(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, GERMAN)
    assert proposal.columns[0].personal and proposal.columns[0].samples == ()
    assert "MUELLER" not in repr(proposal)
    shown = _proposed(tmp_path, GERMAN, show_personal=True)
    assert shown.columns[0].samples[0] == "MUELLER/ANNA MRS"


def test_names_under_a_header_that_says_nothing_are_withheld_too(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, "Von;Nach;Abflugdatum;X9\nGVA;JFK;2025-03-04;Doe John\nGVA;LHR;2025-03-05;Roe Ann\n")
    assert "Doe" not in repr(proposal)


def test_the_proposed_profile_reads_the_file(tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, GERMAN)
    profile = proposal.to_profile("our-agency", "Our agency")
    got = read_bookings(tmp_path / "bookings.csv", source=profile)
    assert legs(got)[:3] == ["GVA-JFK", "GVA-NBO", "NBO-GVA"]
    assert verdicts(got) == ["flight", "ask", "flight", "flight"]
    said = "key: our-agency\nversion: 1\nlabel: Our agency\ngrain: segment\ndecimal: ','\ndate_order: day\n"
    assert profile_yaml(profile).startswith(said)


def test_a_proposal_is_plain_data(tmp_path: Path) -> None:
    assert dataclasses.asdict(_proposed(tmp_path, GERMAN))["columns"][2]["header"] == "Ab"


GRAINS = {
    "ticket": ("Ticket No;Itinerary;Travel date", "7241234567890;GVA/ZRH/JFK;2025-03-04"),
    "coupon": ("Ticket No;Coupon;From;To;Flight date", "7241234567890;1;GVA;JFK;2025-03-04"),
    "direction": ("Outbound from;Outbound to;Outbound date;Return from;Return to;Return date",
                  "LIS;MPM;2025-03-04;MPM;LIS;2025-03-09"),
    "aggregate": ("Origin;Destination;Month;Number of passengers", "GVA;JFK;2025-03;12"),
    "expense": ("Report Id;Transaction Date;Expense Type;From;To;Amount", "R1;2025-03-04;Airfare;GVA;JFK;120.50"),
    "segment": ("Origin;Destination;Departure Date;Traveller", "GVA;JFK;2025-03-04;Doe John"),
    "booking": ("Booking Id;Routing;Departure Date", "b-1;GVA-JFK-GVA;2025-03-04"),
    "distance": ("Name;Date;Segment Distance;Class", "Doe John;2025-03-04;6200;Economy"),
}  # fmt: skip


@pytest.mark.parametrize("grain", GRAINS)
def test_what_one_row_is_comes_with_its_reason(grain: str, tmp_path: Path) -> None:
    proposal = _proposed(tmp_path, "\n".join(GRAINS[grain]) + "\n")
    assert proposal.grain == grain
    assert proposal.grain_reason.endswith(".")


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("Destination;Date;Amount", "JFK;2025-03-04;10", "No column gives the place of departure"),
        (
            "Name;Date;Distance km",
            "Doe John;2025-03-04;6200",
            "if the organization agrees to it (distance_only: agreed)",
        ),
        ("Origin;Destination;Class", "GVA;JFK;Y", "No column gives a date"),
        ("Supplier;Amount;Currency", "Acme;120.50;CHF", "No column gives origin and destination, or a route."),
    ],
)
def test_what_legs_need_and_no_column_gives_is_said(header: str, row: str, said: str, tmp_path: Path) -> None:
    assert any(said in sentence for sentence in _proposed(tmp_path, f"{header}\n{row}\n").missing)


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("0*")))
def test_a_known_file_is_proposed_as_its_profile_has_it(file: str) -> None:
    proposal = propose(FOLDER / file)
    assert proposal.recognised is not None and proposal.recognised.key == reading(file).profile
    assert _fields(proposal).keys() >= reading(file).columns.keys()
    assert comparable(read_bookings(FOLDER / file, source=proposal.to_profile())) == comparable(reading(file))


def test_the_largest_visible_sheet_is_proposed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Info"
    book.active.append(["Made", "by"])
    sheet = book.create_sheet("Flüge")
    sheet.append(["Ab", "Nach", "Abflugdatum"])
    for day in range(1, 6):
        sheet.append(["GVA", "JFK", dt.date(2025, 3, day)])
    book.save(tmp_path / "sheets.xlsx")
    proposal = propose(tmp_path / "sheets.xlsx")
    assert (proposal.sheet, proposal.sheets) == ("Flüge", (("Info", 1), ("Flüge", 6)))


def test_a_file_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no table was found"):
        _proposed(tmp_path, "just some words\n")


def test_the_usual_names_are_texts_of_fields() -> None:
    from travel.imports.fields import FIELDS

    assert set(names()) <= FIELDS
    assert all(isinstance(said, str) for usual in names().values() for said in usual)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Flight Kilometers", "Flight Emission Kilometers", True),
        ("Departure Date", "Date of departure", True),
        ("P ays destination", "Pays destination", True),
        ("Class", "Claims", False),
        ("Origin", "Amount", False),
    ],
)
def test_likeness_of_headers(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) > 0.62) is alike
