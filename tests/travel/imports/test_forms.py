"""Forms of routes, dates, numbers and headers that files were met with, each read in a file."""

import pytest

from tests.travel.imports.booking_file import Read, first_dates, leg_of, legs, reasons, verdicts

ROUTES = [
    ("GVA/ZRH/JFK", "GVA-ZRH ZRH-JFK"), ("GVA-ADD-NBO-ADD-GVA", "GVA-ADD ADD-NBO NBO-ADD ADD-GVA"),
    ("GVA ZRH JFK", "GVA-ZRH ZRH-JFK"), ("GVAZRHNBO", "GVA-ZRH ZRH-NBO"),
    ("GVA/ADD/NBO//JUB/ADD/GVA", "GVA-ADD ADD-NBO JUB-ADD ADD-GVA"), ("GVA-NBO***JUB-GVA", "GVA-NBO JUB-GVA"),
    ("GVA ADD NBO-/JUB ADD GVA", "GVA-ADD ADD-NBO JUB-ADD ADD-GVA"), ("GVA LX X/ZRH LX JFK", "GVA-ZRH ZRH-JFK"),
    ("GENEVE/ADDIS ABEBA/NAIROBI", "GVA-ADD ADD-NBO"), ("7 Mar 25 - Geneva to Nairobi", "GVA-NBO"),
    ("GVA – ZRH → JFK", "GVA-ZRH ZRH-JFK"), ("GVA>ZRH>JFK", "GVA-ZRH ZRH-JFK"), ("GVA/ARNK/ZRH/JFK", "ZRH-JFK"),
    ("GVA-ZRH|ZRH-JFK", "GVA-ZRH ZRH-JFK"),
]  # fmt: skip


@pytest.mark.parametrize(("route", "expected"), ROUTES, ids=[route for route, _ in ROUTES])
def test_a_route_is_read_in_each_form(read: Read, route: str, expected: str) -> None:
    assert legs(read("Ticket,Route,Date", f'1,"{route}",2025-03-01')) == [expected]


DATES = [
    ("2025-03-12", "2025-03-12"), ("2025-03-12T00:00:00", "2025-03-12"), ("20250312", "2025-03-12"),
    ("12.03.2025", "2025-03-12"), ("13/03/2025", "2025-03-13"), ("3/13/25", "2025-03-13"), ("12MAR25", "2025-03-12"),
    ("12 Mar 25", "2025-03-12"), ("45728", "2025-03-12"), ("12 mars 2025", "2025-03-12"),
    ("12. März 2025", "2025-03-12"),
    ("12 de marzo de 2025", "2025-03-12"), ("March 12, 2025", "2025-03-12"), ("12-MAR-2025", "2025-03-12"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DATES, ids=[text for text, _ in DATES])
def test_a_date_is_read_in_each_form(read: Read, text: str, expected: str) -> None:
    assert first_dates(read("Origin,Destination,Date", f'GVA,JFK,"{text}"')) == [expected]


@pytest.mark.parametrize(("text", "day"), [("2025-03", "2025-03-01"), ("03/2025", "2025-03-01"), ("2025", "2025-01-01"),
                                           ("März 2025", "2025-03-01"), ("mars 25", "2025-03-01")])  # fmt: skip
def test_a_month_or_year_alone_is_a_period(read: Read, text: str, day: str) -> None:
    leg = leg_of(read("Origin,Destination,Date", f"GVA,JFK,{text}"))
    assert (str(leg["counted_on"])[:10], leg["date_basis"]) == (day, "period")


def test_a_date_without_year_takes_it_from_the_papers(read: Read) -> None:
    reading = read("Origin,Destination,Flight Date,Issue Date", "GVA,JFK,12MAR,2024-12-20", "GVA,NBO,12MAR,2025-01-20")
    assert first_dates(reading) == ["2025-03-12", "2025-03-12"]


def test_lines_typed_in_the_other_order_are_rejected_and_said(read: Read) -> None:
    lines = [f"GVA,JFK,{day:02d}/03/2025" for day in range(13, 29)]
    reading = read("Origin,Destination,Date", *lines, "GVA,NBO,03/28/2025", "GVA,LHR,04/03/2025")
    assert reasons(reading)[-2:] == ["date_against_order", "flight"]
    assert first_dates(reading)[-1] == "2025-03-04"


def test_a_column_of_both_orders_asks_for_what_is_open_and_says_why(read: Read) -> None:
    reading = read("Origin,Destination,Date", "GVA,JFK,13/03/2025", "GVA,NBO,03/14/2025", "GVA,LHR,04/03/2025")
    assert verdicts(reading) == ["flight", "flight", "ask"]
    why = "the column holds both: 1 other values can only have the day first, 1 only the month"
    assert why in reading.rows["sentence"][2]


AMOUNTS = ["1,234.50", "$980.00", "(540.00)", "-430.00*", "N/A", "-", "1234.5"]
COMMAS = ["1.234,50", "1 842,10", "1\u00a0842,10", "1\u202f842,10", ",50", "1.234,50-"]


@pytest.mark.parametrize("texts", [AMOUNTS, COMMAS, ["1'842.10", "1’842.10"]], ids=["point", "comma", "swiss"])
def test_amounts_are_read_in_each_form_of_their_column(read: Read, texts: list[str]) -> None:
    rows = [f'GVA,JFK,2025-03-{day:02d},"{text}",724123456789{day}' for day, text in enumerate(texts, 10)]
    given_back = [text.startswith(("(", "-4")) or text.endswith("-") and len(text) > 1 for text in texts]
    reading = read("Origin,Destination,Date,Amount,Ticket", *rows)
    assert [verdict == "credit" for verdict in verdicts(reading)] == given_back


def test_a_negative_number_of_passengers_takes_back(read: Read) -> None:
    reading = read("Origin,Destination,Date,Passengers,Ticket", "GVA,JFK,2025-03-01,2,7241234567890",
                   "GVA,JFK,2025-03-01,-2,7241234567890")  # fmt: skip
    assert verdicts(reading) == ["cancelled", "credit"]


def test_namibia_and_people_called_none_stay_in_their_cells(read: Read) -> None:
    header = "Origin,Destination,Date,Country,Traveller"
    reading = read(header, "WDH,JNB,2025-03-01,NA,None Null", "WDH,NAN,2025-03-02,NA,Na Ji")
    assert [cells["Country"] for cells in reading.rows["cells"]] == ["NA", "NA"]
    assert legs(reading) == ["WDH-JNB", "WDH-NAN"]
    assert reading.legs["traveller_name"].tolist() == ["None Null", "Na Ji"]


@pytest.mark.parametrize(
    "header",
    ["Ticket Number ", "TICKET_NUMBER", "ticket-number", "Ticket  Number", "\ufeffTicket Number", "Tickét Number"],
)
def test_a_header_is_known_however_it_is_typed(read: Read, header: str) -> None:
    reading = read(f"Origin,Destination,Date,{header}", "GVA,JFK,2025-03-01,7241234567890")
    assert reading.legs["ticket"].tolist() == ["7241234567890"]


def test_several_reservations_pasted_under_header_lines_are_read_together(read: Read) -> None:
    pasted = (
        "From: travel desk", "Subject: your trips", "", "RP/GVALX01AA/GVALX01AA  AA/SU  12DEC24/0910Z   X7K2PM",
        "  1.NDIAYE/AWA MRS", "  3  LX2806 Y 30DEC 1 GVAZRH HK1  0640 0735  30DEC  E", "  4  ARNK",
        "  5  LX 038 C 31DEC 2 ZRHJFK HK1  1000 1300  31DEC  E", "",
        "RP/GVALX01AA/GVALX01AA  AA/SU  10JAN25/0910Z   Q7PPLM", "  1.OKELLO/PETER MR",
        "  2  ET 729 Y 11APR 5 GVAADD HK1  2200 0600  12APR  E",
    )  # fmt: skip
    reading = read(*pasted)
    assert [text for text in legs(reading) if text] == ["GVA-ZRH", "ZRH-JFK", "GVA-ADD"]
    assert reading.legs["ticket"].tolist() == ["X7K2PM", "X7K2PM", "Q7PPLM"]
    assert [day for day in first_dates(reading) if day] == ["2024-12-30", "2024-12-31", "2025-04-11"]
    assert reading.legs["traveller_name"].tolist()[-1] == "OKELLO/PETER MR"
