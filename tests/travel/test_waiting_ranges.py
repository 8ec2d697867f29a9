"""Whatever is answered, a row brings no less and no more than the range that was told while it waited."""

from collections import defaultdict
from typing import Any

import pandas as pd
import pytest

from tests.travel.imports.booking_file import COUPON_HEADER, TICKET_HEADER, Read, coupon, read, ticket
from travel.commit import estimated
from travel.imports.reading import Reading
from travel.open_questions import waiting_ranges

__all__ = ["read"]

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"
LETTERS = "Origin,Destination,Departure Date,Booking Class,Carrier"
MODES = "Origin,Destination,Date,Mode"
EXPENSES = "Employee ID,Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Comment"
MISSIONS = (
    "N° de l'OM;Date de début mission;Date de fin mission;Statut;Lieu de départ;Lieu étape;Lieu d'arrivée;"
    "Type de prestation;Nombre de prestations"
)
LINE = "GVA,JFK,2025-03-01,Economy,,Ndiaye Awa"
RENEWED = ticket("Exchange", number="7241234567002", exchanged="7241234567001", issued="2025-05-25",
                 departs="2025-06-01", route="GVA/JFK", classes="Y", fare="85.00")  # fmt: skip
# Kind of question -> a file that asks it; where options name no answer of their own, what else may be answered.
FILES: dict[str, tuple[str, ...]] = {
    "metropolitan_code": (HEADER, "LON,GVA,2025-03-01,Economy,,A", "LHR,LON,2025-03-02,Economy,,A",
                          "LON,Londres,2025-03-03,Economy,,A"),
    "ambiguous_name": (HEADER, "San Jose,GVA,2025-03-01,Economy,,A", "BHX,Birmingham,2025-03-02,Economy,,A"),
    "region_not_place": (HEADER, "Georgia,GVA,2025-03-01,Economy,,A"),
    "unknown_name": (HEADER, "Ndiaye Awa,JFK,2025-03-01,Economy,,Ndiaye Awa"),
    "cabin_word": (HEADER, "GVA,JFK,2025-03-01,Zarp,,A"),
    "booking_letter": (LETTERS, "GVA,JFK,2025-03-01,Z,QQ"),
    "cabin_count": (TICKET_HEADER, ticket(classes="Y/W")),
    "repeated_row": (HEADER, LINE, LINE),
    "same_booking": (HEADER, LINE, LINE.replace("Economy", "Business")),
    "tax_only_refund": (TICKET_HEADER, ticket(), ticket("Refund", route="", classes="", fare="-24.60")),
    "refund_unclear": (TICKET_HEADER, ticket(), ticket("Refund", route="", classes="", fare="-500.00")),
    "credit_mismatch": (TICKET_HEADER, ticket(), ticket("Refund", route="GVA/JFK", classes="Y", fare="-500.00")),
    "exchange_unclear": (TICKET_HEADER, ticket(), RENEWED),
    "exchange_unlinked": (TICKET_HEADER, ticket(), RENEWED.replace("7241234567001", "").replace("GVA/JFK,Y,LX",
                          "GVA/ZRH/NBO/ZRH/GVA,Y/Y/Y/Y,LX/LX/LX/LX")),
    "ancillary_suspect": (TICKET_HEADER, ticket(), ticket(number="7241234567555", fare="30.00")),
    "unused": (TICKET_HEADER, ticket("Unused")),
    "waitlisted": (TICKET_HEADER, ticket("Waitlisted")),
    "unknown_word of a document": (TICKET_HEADER, ticket("Zarp")),
    "unknown_word of a mode": (MODES, "GVA,JFK,2025-03-01,Zeppelin"),
    "unknown_word of a coupon": (f"{COUPON_HEADER},CPST", f"{coupon()},Z"),
    "charter": (MODES, "GVA,JFK,2025-03-01,charter"),
    "military": (MODES, "GVA,JFK,2025-03-01,military"),
    "helicopter": (MODES, "GVA,JFK,2025-03-01,helicopter"),
    "helicopter on a part of the route": (TICKET_HEADER, ticket(route="NCE/MCM/NCE/GVA", classes="Y/Y/Y")),
    "seaplane": (MODES, "GVA,JFK,2025-03-01,seaplane"),
    "return_unclear": (EXPENSES, "17,2025-02-03,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"),
    "passenger_count of ways": (
        MISSIONS,
        "OM-1;04.02.2025;09.02.2025;T - Traité;IA_GVA - GENEVE;IA_ADD - ADDIS;IA_NBO - NAIROBI;A - Avion;2",
        "OM-2;04.02.2025;09.02.2025;T - Traité;IA_GVA - GENEVE;IA_ADD - ADDIS;IA_GVA - GENEVE;A - Avion;2"),
    "passenger_count of names": ("Origin,Destination,Date,Traveller,Passengers",
                                 "GVA,JFK,2025-03-01,Awa Ndiaye; Peter Okello,3",
                                 "GVA,JFK,2025-03-02,Awa Ndiaye; Peter Okello; Kim Jiwoo,2"),
    "date_order": (HEADER, "GVA,JFK,03/04/2025,Economy,,A"),
    "repeated_column": ("Origin,Destination,Date,Destination", "GVA,JFK,2025-03-01,NBO"),
    "date_without_year": (HEADER, "GVA,JFK,12MAR,Economy,,A"),
}  # fmt: skip
FREE = {"date_without_year": ("2024", "2025")}
# Before the answer no year, or no place, is known: what they would add is not said.
UNSAID = {"unknown_name", "date_order", "date_without_year", "repeated_column"}
ROUNDED_MG = 4  # a milligram for each leg: two persons out are rounded once, one person out and back twice


def brought(reading: Reading) -> dict[tuple[int, str], int]:
    """Milligrams by row and method."""
    legs, found = estimated(reading.legs, {})
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for leg, method, mass in found.estimates[["leg", "method", "total_mg"]].itertuples(index=False):
        sums[int(legs["row_position"][leg]), method] += int(mass)
    return sums


def told(reading: Reading) -> dict[tuple[int, str], tuple[int, int]]:
    """The range by row and method, of rows that have one."""
    ranges = waiting_ranges(reading, {})
    sums = ranges[ranges["low_mg"].notna()].groupby(["position", "method"])[["low_mg", "high_mg"]].sum()
    return {(int(row), method): (int(low), int(high)) for (row, method), (low, high) in zip(
        sums.index, sums.itertuples(index=False), strict=True)}  # fmt: skip


def answers_of(question: Any) -> tuple[str, ...]:
    return (*(option.value for option in question.options), *FREE.get(question.kind, ()))


@pytest.mark.parametrize("kind", FILES)
def test_every_answer_stays_within_the_range(kind: str, read: Read) -> None:
    waiting = read(*FILES[kind])
    assert kind.partition(" ")[0] in {question.kind for question in waiting.questions}
    ranges = told(waiting)
    assert bool(ranges) == (kind not in UNSAID)
    beyond = []
    for question in waiting.questions:
        assert answers_of(question)
        for value in answers_of(question):
            again = read(*FILES[kind], answers={question.key: value})
            settled = set(again.rows.query("verdict != 'ask'")["position"])
            masses = brought(again)
            for (row, method), (low, high) in ranges.items():
                mass = masses.get((row, method), 0)
                if row in settled and not low - ROUNDED_MG <= mass <= high + ROUNDED_MG:
                    beyond.append((question.key, value, row, method, low, mass, high))
    assert beyond == []


def test_a_way_back_in_the_next_year_waits_there(read: Read) -> None:
    header = "Employee ID,Transaction Date,Trip End,Expense Type,Vendor,Ticket Number,From,To,Amount,Comment"
    line = "17,2024-12-28,2025-01-09,Airfare,Swiss,7241234567890,GVA,NBO,600.00,round trip"
    ranges = waiting_ranges(read(header, line, mapping={"columns": {"trip_end": "Trip End"}}), {})
    assert pd.unique(ranges["year"]).tolist() == [2024, 2025]
    assert (ranges.loc[ranges["year"] == 2025, "low_mg"] == 0).all()
    assert (ranges.loc[ranges["year"] == 2024, "low_mg"] > 0).all()
