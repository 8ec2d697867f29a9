"""The airports' positions held against a second list, once for every new edition of either."""

import numpy as np
import pandas as pd
import pytest

from greenops.reference.airports import AirportBook
from greenops.reference.loading import load_table
from travel.emissions.distance import great_circle_km
from travel.emissions.estimation import estimate
from travel.emissions.quality import Quality

APART_KM = 10
OFFICES = ("GVA", "NBO", "BKK")


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    """Codes of the second list with both positions, how far they lie apart, and what was decided."""
    book = AirportBook.load()
    table = load_table("airport_positions", "2026-08", "positions").copy()
    airports = [book.at(code) for code in table["iata"]]
    second = zip(table["latitude"], table["longitude"], strict=True)
    ours = [(airport.latitude, airport.longitude) for airport in airports if airport]
    table["ours"], table["second"] = ours, list(second)
    close = np.hypot(*(np.array(ours) - table[["latitude", "longitude"]].to_numpy()).T) < APART_KM / 112
    # A degree is 112 km at most: only those further apart than that can lie 10 km from each other.
    table["apart_km"] = [
        0.0 if near else great_circle_km(one, other)
        for near, one, other in zip(close, table["ours"], table["second"], strict=True)
    ]
    table["disputed"] = [bool(airport and airport.disputed) for airport in airports]
    return table


def test_the_second_list_holds_every_airport_with_service_but_a_few(compared: pd.DataFrame) -> None:
    served = set(load_table("airports", "2026-09", "service")["iata"])
    assert len(served - set(compared["iata"])) < len(served) / 50


def test_a_position_that_the_lists_dispute_is_flagged_or_decided_by_a_third(compared: pd.DataFrame) -> None:
    apart = compared[compared["apart_km"] >= APART_KM]
    assert len(apart) > 200
    silent = apart[~apart["disputed"] & (apart["overruled_by"] == "")]
    assert silent["iata"].tolist() == []


def test_nothing_is_overruled_that_agrees(compared: pd.DataFrame) -> None:
    assert compared[(compared["overruled_by"] != "") & (compared["apart_km"] < APART_KM)]["iata"].tolist() == []


def test_no_leg_differs_by_more_than_10_km_between_the_lists_without_a_flag(compared: pd.DataFrame) -> None:
    book = AirportBook.load()
    undecided = compared[(compared["overruled_by"] == "") & (compared["apart_km"] >= APART_KM)]
    legs, far = [], []
    for office in OFFICES:
        start = book.position(office)
        assert start is not None
        for code, one, other in undecided[["iata", "ours", "second"]].itertuples(index=False, name=None):
            if abs(great_circle_km(start, one) - great_circle_km(start, other)) > APART_KM:
                legs.append({"origin": office, "destination": code, "cabin": "economy"})
                far.append(f"{office}-{code}")
    found = estimate(pd.DataFrame(legs), "icao-13.1").estimates["quality"].astype(int)
    assert [leg for leg, mask in zip(far, found, strict=True) if not mask & Quality.COORDINATES_DISPUTED] == []
