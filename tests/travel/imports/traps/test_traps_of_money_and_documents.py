"""Traps 28 to 36 of booking data: money and documents."""

import pytest

from tests.travel.imports.booking_file import (
    COUPON_HEADER,
    TICKET_HEADER,
    Read,
    coupon,
    legs,
    reasons,
    ticket,
    verdicts,
)
from tests.travel.imports.traps.asking import answered, asked, choices

HEADER = "Origin,Destination,Departure Date,Cabin,Ticket Number,Traveller"


def row(on: str = "2025-03-01") -> str:
    return f"GVA,JFK,{on},Economy,,Ndiaye Awa"


def test_trap_28_refund_rows_cancel_their_ticket_and_never_fly(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(), ticket("Refund", fare="-1000.00"))
    assert verdicts(reading) == ["cancelled", "credit"]
    assert len(reading.legs) == 0


def test_trap_28_a_refund_may_stand_before_its_sale(read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket("Refund", fare="-1000.00"), ticket())) == ["credit", "cancelled"]


def test_trap_28_an_unmatched_credit_stays_open(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket("Refund", fare="-1000.00"))
    assert reasons(reading) == ["credit_open"]
    assert [(credit.ticket, credit.open) for credit in reading.credits] == [("7241234567001", True)]


@pytest.mark.parametrize(
    ("given_back", "left"),
    [
        ("ZRH/GVA", "GVA-ZRH ZRH-NBO NBO-ZRH"),
        ("GVA/ZRH", "ZRH-NBO NBO-ZRH ZRH-GVA"),
        ("NBO/ZRH/GVA", "GVA-ZRH ZRH-NBO"),
    ],
)
def test_trap_29_refund_of_a_partly_used_ticket_takes_the_legs_it_names(given_back: str, left: str, read: Read) -> None:
    back = ticket("Partial Refund", route=given_back, classes="/".join("Y" * given_back.count("/")), fare="-300.00")
    assert legs(read(TICKET_HEADER, ticket(), back)) == [left, ""]


@pytest.mark.parametrize(("used", "cancelled"), [("0034", [3, 4]), ("1200", [1, 2]), ("0004", [4]), ("3/4", [3, 4])])
def test_trap_29_refund_by_coupons(used: str, cancelled: list[int], read: Read) -> None:
    ends = [("GVA", "ADD"), ("ADD", "EBB"), ("EBB", "ADD"), ("ADD", "GVA")]
    sold = [coupon(n, origin=start, to=end, flight=f"{10 + n}APR", amount="1130.00" if n == 1 else "")
            for n, (start, end) in enumerate(ends, start=1)]  # fmt: skip
    back = coupon(0, kind="RFND", origin="", to="", carrier="", letter="", flight="", used=used, amount="-410.00")
    found = verdicts(read(COUPON_HEADER, *sold, back))
    assert [n for n, verdict in enumerate(found, start=1) if verdict == "cancelled"] == cancelled
    assert found[4] == "credit"


def test_trap_29_a_part_given_back_without_coupons_is_asked(read: Read) -> None:
    assert reasons(read(TICKET_HEADER, ticket(), ticket("Refund", route="", classes="", fare="-500.00"))) == [
        "refund_unclear", "credit",
    ]  # fmt: skip


def test_trap_30_tax_only_refund_is_asked(read: Read) -> None:
    assert reasons(read(TICKET_HEADER, ticket(), ticket("Refund", fare="-24.60"))) == ["tax_only_refund", "credit"]


def test_trap_31_exchange_is_counted_once_by_its_link(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", exchanged="7241234567001", departs="2025-06-01", fare="85.00")
    assert reasons(read(TICKET_HEADER, ticket(), renewed)) == ["exchanged", "noted"]


def test_trap_31_exchange_without_a_link_is_asked(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", departs="2025-06-01", fare="85.00")
    assert reasons(read(TICKET_HEADER, ticket(), renewed)) == ["flight", "exchange_unlinked"]


def test_trap_31_exchange_after_the_outbound_keeps_what_was_flown(read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", exchanged="7241234567001", issued="2025-05-25",
                     departs="2025-06-01", route="NBO/ZRH/GVA", classes="Y/Y", fare="85.00")  # fmt: skip
    assert legs(read(TICKET_HEADER, ticket(), renewed)) == ["GVA-ZRH ZRH-NBO", "NBO-ZRH ZRH-GVA"]


def test_trap_32_void_takes_both_rows_out(read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket(), ticket("Void", fare="0.00"))) == ["cancelled", "ignored"]


def test_trap_32_a_void_document_takes_back_its_sale(read: Read) -> None:
    void = coupon(0, kind="CANX", origin="", to="", carrier="", letter="", flight="")
    assert reasons(read(COUPON_HEADER, coupon(), void)) == ["voided", "credit"]


def test_trap_33_ancillaries_that_look_like_flights_go_by_document_type(read: Read) -> None:
    assert reasons(read(COUPON_HEADER, coupon(kind="EMDA", amount="30.00"))) == ["ancillary"]


def test_trap_33_ancillaries_without_a_type_are_asked_beside_their_ticket(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(), ticket(number="7241234567555", fare="30.00"))
    assert reasons(reading) == ["flight", "ancillary_suspect"]


def test_trap_34_empty_or_zero_amount_is_still_a_flight(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(fare="0.00"), ticket(fare="", number="7241234567002", departs="2025-06-01"))
    assert verdicts(reading) == ["flight", "flight"]


@pytest.mark.parametrize("status", ["Cancelled", "not realised", "No-show", "VOIDED"])
def test_trap_35_trips_that_did_not_take_place_are_ignored(status: str, read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket(status))) == ["ignored"]


@pytest.mark.parametrize("word", ["TOTAL", "Grand Total", "Summe", "Somme", "TOTAL GENERAL", "Total:"])
def test_trap_36_totals_are_a_check_and_no_flight(word: str, read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(fare="1000.00"), f"{word},,,,,,,,,,,1000.00,")
    assert reasons(reading) == ["flight", "totals_row"]
    assert reading.rows["sentence"][1].endswith("Air Fare agrees with the rows above.")


def test_trap_36_repeated_headers_and_footnotes_are_no_bookings(read: Read) -> None:
    reading = read(HEADER, row(), HEADER, row("2025-04-01"), "* prices without the fee,,,,,")
    assert reasons(reading) == ["flight", "repeated_header", "flight", "note_row"]


def test_trap_36_itemised_lines_are_not_flights_of_their_own(read: Read) -> None:
    header = "Transaction Date,Expense Type,Vendor,Ticket Number,From,To,Amount,Parent Line"
    parent = "2025-02-27,Airfare,Swiss,7243456789012,ZRH,LHR,600.00,"
    assert reasons(read(header, parent, parent + "1")) == ["noted", "itemisation"]


@pytest.mark.parametrize(("word", "fare"), [("Avoir", "-1000.00"), ("RFND", "-1000.00"), ("Comp", "-1000.00")])
def test_trap_28_refund_rows_are_known_by_their_words_and_sign(word: str, fare: str, read: Read) -> None:
    assert verdicts(read(TICKET_HEADER, ticket(), ticket(word, fare=fare))) == ["cancelled", "credit"]


def test_trap_28_refund_rows_with_kilometres_below_zero_are_no_flight(read: Read) -> None:
    header = "Origin,Destination,Departure Date,Ticket Number,Traveller,Km"
    lines = ["GVA,NBO,2025-03-01,0571234567890,Awa Ndiaye,6073", "GVA,NBO,2025-03-01,0571234567890,Awa Ndiaye,-6073"]
    reading = read(header, *lines)
    assert verdicts(reading) == ["cancelled", "credit"]
    assert len(reading.legs) == 0


@pytest.mark.parametrize(
    ("value", "left"),
    [("flown", "GVA-ZRH ZRH-NBO NBO-ZRH ZRH-GVA"), ("legs:1,2", "GVA-ZRH ZRH-NBO"), ("not_flown", "")],
)
def test_trap_29_refund_of_a_partly_used_ticket_leaves_the_legs_that_were_answered(
    value: str, left: str, read: Read
) -> None:
    lines = (TICKET_HEADER, ticket(), ticket("Refund", route="", classes="", fare="-500.00"))
    assert legs(answered(read, "refund_unclear", value, *lines))[0] == left


@pytest.mark.parametrize(("value", "verdict"), [("flown", "flight"), ("not_flown", "cancelled")])
def test_trap_30_tax_only_refund_says_as_answered_whether_the_ticket_lapsed(
    value: str, verdict: str, read: Read
) -> None:
    lines = (TICKET_HEADER, ticket(fare="1370.00"), ticket("Refund", fare="-24.60"))
    assert choices(asked(read(*lines), "tax_only_refund"))[0] == "not_flown"
    assert verdicts(answered(read, "tax_only_refund", value, *lines))[0] == verdict


@pytest.mark.parametrize(("value", "flights"), [("replaces", 1), ("separate", 2)])
def test_trap_31_exchange_without_a_link_counts_once_or_twice_as_answered(value: str, flights: int, read: Read) -> None:
    renewed = ticket("Exchange", number="7241234567002", departs="2025-06-01", fare="85.00")
    reading = answered(read, "exchange_unlinked", value, TICKET_HEADER, ticket(), renewed)
    assert verdicts(reading).count("flight") == flights


@pytest.mark.parametrize(("value", "verdict"), [("fee", "ignored"), ("flight", "flight")])
def test_trap_33_ancillaries_without_a_type_are_what_was_answered(value: str, verdict: str, read: Read) -> None:
    lines = (TICKET_HEADER, ticket(), ticket(number="7241234567555", fare="30.00"))
    assert choices(asked(read(*lines), "ancillary_suspect"))[0] == "fee"
    assert verdicts(answered(read, "ancillary_suspect", value, *lines))[1] == verdict


def test_trap_35_trips_that_did_not_take_place_are_told_by_a_footnote_of_a_sector_sheet(read: Read) -> None:
    header = "Date,Flight,Aircraft,From,To,Our pax,Remarks"
    assert verdicts(read(header, "2025-01-09,UNO-203,DH8,JUB,WUU,3,Cancelled due to weather")) == ["ignored"]


def test_trap_36_totals_that_do_not_agree_are_said(read: Read) -> None:
    reading = read(TICKET_HEADER, ticket(fare="1000.00"), "TOTAL,,,,,,,,,,,1200.00,")
    assert reasons(reading) == ["flight", "totals_row"]
    assert "agrees" not in reading.rows["sentence"][1]
