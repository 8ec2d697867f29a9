"""Codes at the date of the flight."""

import datetime

import pandas as pd
import pytest

from greenops.reference.airports import AirportBook
from travel.emissions.ends import end_at
from travel.emissions.estimation import estimate

BOOK = AirportBook.load()


def icao_of(code: str, on: str | None) -> str:
    return end_at(code, datetime.date.fromisoformat(on) if on else None, BOOK).icao


@pytest.mark.parametrize(
    ("code", "on", "icao"),
    [
        ("IST", "2019-04-05", "LTBA"),
        ("IST", "2019-04-06", "LTFM"),
        ("IST", None, "LTFM"),
        ("DKR", "2017-12-01", "GOOY"),
        ("DKR", "2018-12-01", "GOBD"),
        ("KIV", "2025-01-01", "LUKK"),
        ("TXL", "2020-11-08", "EDDT"),
        ("TXL", None, "EDDT"),
        ("LSGG", "2025-01-01", "LSGG"),
    ],
)
def test_a_code_means_the_airport_of_the_day(code: str, on: str | None, icao: str) -> None:
    assert icao_of(code, on) == icao


@pytest.mark.parametrize(
    ("code", "fault"),
    [("QQQ", "unknown_code"), ("LON", "metropolitan_code"), ("XPG", "surface_code"), ("91.0,0.0", "unknown_code")],
)
def test_what_is_no_airport_says_why(code: str, fault: str) -> None:
    end = end_at(code, None, BOOK)
    assert (end.fault, end.position) == (fault, None)
    assert code in end.sentence


def test_an_airport_closed_before_the_flight_is_a_problem() -> None:
    legs = pd.DataFrame({"origin": ["TXL"], "destination": ["GVA"], "departed_on": [pd.Timestamp("2023-01-01")]})
    problems = estimate(legs, "icao-13.1").problems
    assert problems["code"].tolist() == ["closed_airport"]
    assert "2020-11-08" in problems["sentence"][0]


def test_a_written_position_is_a_place() -> None:
    assert end_at("46.2,6.1", None, BOOK).position == (46.2, 6.1)


def test_the_date_decides_the_distance_of_a_reissued_code() -> None:
    legs = pd.DataFrame(
        {
            "origin": "GVA",
            "destination": "IST",
            "departed_on": pd.to_datetime(["2019-01-01", "2020-01-01", None]),
        }
    )
    before, after, undated = estimate(legs, "icao-13.1").estimates["distance_km"]
    assert before != after
    assert after == undated
