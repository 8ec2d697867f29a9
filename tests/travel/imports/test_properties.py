"""Whatever stands in a file: every row gets one verdict, and the verdicts add up to the rows."""

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from travel.imports.errors import FileRefused
from travel.imports.reading import read_bookings
from travel.imports.reasons import REASONS
from travel.imports.report import report

HEADERS = [
    "Origin", "Destination", "Route", "Departure Date", "Issue Date", "Cabin", "Booking Class", "Passengers",
    "Ticket Number", "Traveller", "Status", "Mode", "Amount", "Distance Km", "Carrier", "Exchanged Ticket",
    "Refunded Coupons", "Coupon", "Own column",
]  # fmt: skip
LIKELY = [
    "", "GVA", "JFK", "LON", "XPG", "TXL", "qqq", "Geneva", "GVA/ZRH/JFK", "GVA/GVA", "ARNK", "GVA//JFK", "2025-03-01",
    "03/04/2025", "25/12/25", "12MAR", "45728", "Economy", "Y", "Z", "Y/W", "1", "0", "-2", "1,5", "7241234567890",
    "7248234567890", "5.71E+11", "Ndiaye Awa", "A; B", "Sale", "Refund", "Void", "Exchange", "Partial Refund", "Total",
    "(540.00)", "1.234", "N/A", "rail", "0034", '"', "'=1+1", "\u00a0", "null", "TOTAL GENERAL",
]  # fmt: skip
CELL = st.one_of(st.sampled_from(LIKELY), st.text(max_size=12).filter(lambda text: "\x00" not in text))


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    headers = draw(st.permutations(HEADERS).map(lambda order: order[: 5 + len(order) // 2]))
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=len(headers) + 1), min_size=1, max_size=12))
    return [list(headers), *rows]


@given(table=tables(), separator=st.sampled_from(",;\t|"))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_verdicts_of_any_table_add_up_to_its_rows(table: list[list[str]], separator: str, tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(table)
    path = tmp_path / "junk.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    try:
        reading = read_bookings(path)
    except FileRefused as refusal:
        assert str(refusal).startswith("junk.csv")
        return
    said = report(reading, {})
    assert sum(said["verdicts"].values()) == said["rows"] == len(reading.rows)
    assert set(said["reasons"]) <= set(REASONS)
    assert reading.rows["sentence"].str.len().min() > 0
    assert reading.legs["distance_km"].gt(0).all()
    assert reading.legs["counted_on"].notna().all()
    assert set(reading.legs["row_position"]) == set(reading.rows.query("verdict == 'flight'")["position"])


@given(content=st.binary(min_size=0, max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "junk.csv"
    path.write_bytes(content)
    try:
        assert len(read_bookings(path).rows) >= 1
    except FileRefused as refusal:
        assert str(refusal).startswith("junk.csv")
