"""How short and how long the legs of waiting rows can turn out: what is needed to say by how much they move a total."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from greenops.reference.airports import AirportBook
from travel.emissions.distance import SHARED
from travel.imports.frames import Judged, legs_frame, legs_that_count
from travel.imports.modes import ASKED
from travel.imports.people import listed_people

Texts = npt.NDArray[np.object_]
Pair = tuple[str, str]
Places = tuple[str, ...]

# Questions by whose answers the row, or some of its legs, can turn out to be no flight or to be counted already.
_MAY_BE_NOTHING = frozenset({
    "unknown_word", "unused", "waitlisted", "repeated_row", "same_booking", "refund_unclear", "tax_only_refund",
    "credit_mismatch", "exchange_unclear", "exchange_unlinked", "ancillary_suspect", *ASKED,
    "withheld_place", "same_trip",
})  # fmt: skip
_OPEN_CABIN = frozenset({"cabin_word", "booking_letter", "cabin_count"})
_NOTHING = ("", "")


def waiting_frame(judged: Judged, book: AirportBook) -> pd.DataFrame:
    """The legs of the rows that wait, as of flights, with how short and how long each can be.

    low_origin, low_destination, high_origin, high_destination: the ends of the shortest and the longest leg that the
    answers can make of it; '' where nothing can be said before the answer. low_cabin, high_cabin; low_passengers,
    high_passengers. high_times: how often the longest leg can be flown, 2 where the way back is open.
    may_be_zero: the row may turn out to be no flight of its own.
    """
    legs = legs_that_count(judged, judged.verdict == "ask")
    frame = legs_frame(judged, legs)
    asked = judged.verdicts.asking.rows_by_kind()
    row = judged.chains.row[legs]
    low, high = _pairs(judged, legs, book)
    frame["low_origin"], frame["low_destination"] = low
    frame["high_origin"], frame["high_destination"] = high
    open_cabin = _in(row, asked, _OPEN_CABIN) & (frame["cabin"].to_numpy() == "unknown")
    frame["low_cabin"] = np.where(open_cabin, "economy", frame["cabin"])
    frame["high_cabin"] = np.where(open_cabin, "first", frame["cabin"])
    named, said = listed_people(judged.rows)[row], judged.people.passengers[row]
    differ = _in(row, asked, {"passenger_count"}) & (named > 1)
    frame["low_passengers"] = np.where(differ, np.minimum(named, said), said)
    frame["high_passengers"] = np.where(differ, np.maximum(named, said), said)
    frame["high_times"] = np.where(_in(row, asked, {"return_unclear"}), 2, 1)
    frame["may_be_zero"] = _in(row, asked, _MAY_BE_NOTHING)
    return frame


def _in(row: npt.NDArray[np.int64], asked: Mapping[str, set[int]], kinds: Iterable[str]) -> npt.NDArray[np.bool_]:
    rows: set[int] = set().union(*(asked.get(kind, set()) for kind in kinds))
    return np.isin(row, list(rows))


def _pairs(judged: Judged, legs: npt.NDArray[np.int64], book: AirportBook) -> tuple[list[Texts], list[Texts]]:
    located = judged.located
    known: dict[tuple[Places, Places], tuple[Pair, Pair]] = {}
    low, high = np.empty((2, len(legs)), dtype=object), np.empty((2, len(legs)), dtype=object)
    for place, leg in enumerate(legs.tolist()):
        ends = located.open_ends.get(leg) or ((located.origin[leg],), (located.destination[leg],))
        if ends not in known:
            known[ends] = _extremes(*ends, book)
        low[:, place], high[:, place] = known[ends]
    return list(low), list(high)


def _extremes(starts: Places, ends: Places, book: AirportBook) -> tuple[Pair, Pair]:
    """The nearest and the farthest pair of two sets of places; a leg from a place to itself is none."""
    lengths: dict[Pair, float] = {}
    for start in starts:
        for end in ends:
            here, there = book.position(start), book.position(end)
            if here and there and start != end:
                lengths[start, end] = SHARED.km(here, there)
    if not lengths:
        return _NOTHING, _NOTHING
    return min(lengths, key=lambda pair: lengths[pair]), max(lengths, key=lambda pair: lengths[pair])
