"""Rows that say themselves that they were given back, and the refund beside them: it has found its ticket."""

from tests.travel.imports.booking_file import Read, reasons

HEADER = "Passenger,Ticket Number,Coupon,From,To,Flight Date,Coupon Status,Status,Amount"
OUT = "A/B,0714000000201,1,GVA,ADD,2025-02-10,Flown,Sale,500"
BACK = "A/B,0714000000201,2,ADD,GVA,2025-02-20,Refunded,Sale,500"


def test_a_refund_of_a_coupon_that_says_so_itself_is_not_open_and_takes_no_flown_coupon(read: Read) -> None:
    refund = "A/B,0714000000201,2,ADD,GVA,2025-02-20,,Refund,-500"
    reading = read(HEADER, OUT, BACK, refund)
    assert reasons(reading) == ["flight", "status_refunded", "credit"]
    assert [credit.open for credit in reading.credits] == [False]
    unnamed = "A/B,0714000000201,,,,2025-02-20,,Refund,-500"
    assert reasons(read(HEADER, OUT, BACK, unnamed)) == ["flight", "status_refunded", "credit"]


def test_a_sale_with_its_status_and_refund_in_rows_of_their_own_is_taken_back(read: Read) -> None:
    header = "Passenger,Ticket Number,Route,Departure Date,Status,Amount"
    rows = [f"A/B,0714000000201,GVA/ADD,2025-02-10,{status}" for status in ("Sale,500", "Cancelled,500", "Refund,-500")]
    assert reasons(read(header, *rows)) == ["refunded", "status_cancelled", "credit"]


def test_every_coupon_of_an_exchange_has_found_the_ticket_that_the_first_replaced(read: Read) -> None:
    header = "Passenger,Ticket Number,Exchanged Ticket,Coupon,From,To,Flight Date,Status"
    reading = read(header, "A/B,0714000000201,,1,GVA,ADD,2025-02-10,Sale",
                   "A/B,0714000000201,,2,ADD,GVA,2025-02-20,Sale",
                   "A/B,0714000000305,0714000000201,1,GVA,ADD,2025-02-12,Exchange",
                   "A/B,0714000000305,0714000000201,2,ADD,GVA,2025-02-22,Exchange")  # fmt: skip
    assert reasons(reading) == ["exchanged", "exchanged", "noted", "noted"]
    assert [credit.open for credit in reading.credits] == [False, False]
    assert "It replaces line 2, line 3." in reading.rows["sentence"][3]
