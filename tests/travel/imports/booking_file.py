"""Small booking files for tests, in the dialect of our template, of ticket routes and of settlement coupons."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from travel.imports.reading import Reading, read_bookings
from travel.imports.report import printed_rows

TICKET_HEADER = (
    "Status,Issue Date,Ticket Number,Exchanged Ticket,Passenger Name,Dept Code,Travel Route,Travel Class,Vendor(s),"
    "Departure Date,Final Arrival Date,Air Fare,Miles"
)
COUPON_HEADER = "TRNC,TDNR,CJCP,CPN,PAXN,PXTP,DAIS,ORAC,DSTC,STPO,CARR,FTNR,RBKD,FTDA,FBTD,RTDN,CPUI,TDAM"

Read = Callable[..., Reading]


def ticket(
    status: str = "Sale", *, number: str = "7241234567001", exchanged: str = "", route: str = "GVA/ZRH/NBO/ZRH/GVA",
    classes: str = "Y/Y/Y/Y", issued: str = "2025-02-14", departs: str = "2025-05-20", fare: str = "1000.00",
    name: str = "KIM/JI WOO",
) -> str:  # fmt: skip
    """One row of an agency's ticket file."""
    carriers = "/".join("LX" for _ in classes.split("/")) if classes else ""
    return f"{status},{issued},{number},{exchanged},{name},204,{route},{classes},{carriers},{departs},,{fare},"


def coupon(
    number: int = 1, *, kind: str = "TKTT", document: str = "0712345678905", origin: str = "GVA", to: str = "ADD",
    flight: str = "11APR", issued: str = "250306", letter: str = "L", carrier: str = "ET", related: str = "",
    used: str = "", amount: str = "", traveller_type: str = "ADT",
) -> str:  # fmt: skip
    """One row of a settlement file."""
    return (
        f"{kind},{document},,{number or ''},OKELLO/PETER MR,{traveller_type},{issued},{origin},{to},X,{carrier},0729,"
        f"{letter},{flight},XX,{related},{used},{amount}"
    )


def verdicts(reading: Reading) -> list[str]:
    return [str(verdict) for verdict in reading.rows["verdict"]]


def reasons(reading: Reading) -> list[str]:
    return [str(reason) for reason in reading.rows["reason"]]


def legs(reading: Reading) -> list[str]:
    return [str(text) for text in printed_rows(reading.rows)["legs"]]


def first_dates(reading: Reading) -> list[str]:
    return [str(day) for day in printed_rows(reading.rows)["first_date"]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads lines as a file: `read("Origin,Destination,Date", "GVA,JFK,2025-03-01")`."""

    def of(*lines: str, **options: Any) -> Reading:
        path = tmp_path / "bookings.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_bookings(path, **options)

    return of


def leg_of(reading: Reading, row: int = 0) -> "pd.Series[Any]":
    return reading.legs[reading.legs["row_position"] == row].iloc[0]
