"""The status of a coupon: only what was flown or lifted proves travel, and each system has letters of its own."""

import pytest

from tests.travel.imports.booking_file import COUPON_HEADER, Read, coupon, reasons


@pytest.mark.parametrize(
    ("status", "reason"),
    [("F", "flight"), ("L", "flight"), ("O", "unused"), ("S", "unused"), ("E", "status_exchanged"),
     ("R", "status_refunded"), ("V", "void"), ("Z", "unknown_word"), ("", "flight")],
)  # fmt: skip
def test_the_status_of_a_coupon_proves_travel_only_when_it_was_flown_or_lifted(
    status: str, reason: str, read: Read
) -> None:
    reading = read(f"{COUPON_HEADER},CPST", f"{coupon()},{status}", f"{coupon(2, origin='ADD', to='EBB')},F")
    assert reasons(reading) == [reason, "flight"]


def test_the_letters_of_coupons_mean_what_their_source_says(read: Read) -> None:
    header = "Origin,Destination,Date,Ticket Number,Coupon Status"
    columns = {"coupon_status": "Coupon Status"}
    mapping = {"columns": columns, "tables": {"coupon_status": {"S": "sale", "U": "unused"}}}
    lines = ("GVA,JFK,2025-03-01,7241234567890,S", "JFK,GVA,2025-03-09,7241234567890,U")
    assert reasons(read(header, *lines, mapping=mapping)) == ["flight", "unused"]
    # Without a table nothing says what a letter means.
    asked = read(header, *lines, mapping={"columns": columns})
    assert [question.key for question in asked.questions] == ["word:coupon_status:s", "word:coupon_status:u"]
    answers = {"word:coupon_status:s": "sale", "word:coupon_status:u": "unused", "rule:unused:u": "not_flown"}
    assert reasons(read(header, *lines, mapping={"columns": columns}, answers=answers)) == ["noted", "not_travelled"]
