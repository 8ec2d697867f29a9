"""What the legs of waiting rows can turn out to be: what is needed to say by how much they move a total."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from greenops.reference.airports import AirportBook
from travel.emissions.quality import Quality
from travel.imports.frames import Judged, legs_frame, legs_that_count
from travel.imports.modes import ASKED
from travel.imports.people import listed_people
from travel.imports.ways_back import comes_back, days_of_return

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


def waiting_frame(judged: Judged, book: AirportBook) -> pd.DataFrame:
    """The legs of the rows that wait, as of flights, with what each can be.

    pairs: the ends that the answers can give the leg; none where nothing can be said before the answer. low_cabin,
    high_cabin; low_passengers, high_passengers. may_be_zero: the leg may turn out to be no flight of its own. A way
    back that is open stands as further legs, which may be none.
    """
    legs = legs_that_count(judged, judged.verdict == "ask")
    frame = legs_frame(judged, legs)
    asked = judged.verdicts.asking.rows_by_kind()
    row = judged.chains.row[legs]
    open_ends = judged.located.open_ends
    frame["pairs"] = _pairs(judged, legs, book)
    frame.loc[np.isin(legs, list(open_ends)), "place_quality"] |= int(Quality.CITY_STAND_IN)
    open_cabin = _in(row, asked, _OPEN_CABIN) & (frame["cabin"].to_numpy() == "unknown")
    frame["low_cabin"] = np.where(open_cabin, "economy", frame["cabin"])
    frame["high_cabin"] = np.where(open_cabin, "first", frame["cabin"])
    named, said = listed_people(judged.rows)[row], judged.people.passengers[row]
    counted = _in(row, asked, {"passenger_count"})
    differ = counted & (named > 1)
    frame["low_passengers"] = np.where(differ, np.minimum(named, said), said)
    frame["high_passengers"] = np.where(differ, np.maximum(named, said), said)
    frame["may_be_zero"] = _in(row, asked, _MAY_BE_NOTHING)
    to_itself = [bool(set(starts) & set(ends)) for starts, ends in (open_ends.get(leg, ((), ())) for leg in legs)]
    frame["may_be_zero"] |= np.array(to_itself, dtype=bool)
    if judged.rows.profile.passengers_ask:
        _take_ways(judged, frame, row, counted & (said % 2 == 0))
    unsaid = _in(row, asked, {"repeated_column"})
    frame["pairs"] = [() if none else pairs for pairs, none in zip(frame["pairs"], unsaid, strict=True)]
    return pd.concat([frame, _ways_back(judged, frame, row, _in(row, asked, {"return_unclear"}))], ignore_index=True)


def _take_ways(judged: Judged, frame: pd.DataFrame, row: npt.NDArray[np.int64], may: npt.NDArray[np.bool_]) -> None:
    """The number of these legs may count ways: half as many persons then fly them out and, unless written out, back."""
    back = np.array([comes_back(judged.chains, judged.located, one) for one in row[may].tolist()], dtype=bool)
    written, added = np.flatnonzero(may)[back], np.flatnonzero(may)[~back]
    low = frame["low_passengers"].to_numpy(copy=True)
    low[written] = np.minimum(low[written], judged.people.passengers[row[written]] // 2)
    frame["low_passengers"] = low
    turned = set(added.tolist())
    frame["pairs"] = [
        (*pairs, *_turned(pairs)) if place in turned else pairs for place, pairs in enumerate(frame["pairs"])
    ]


def _ways_back(
    judged: Judged, frame: pd.DataFrame, row: npt.NDArray[np.int64], may: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """The legs that would be added to those whose way back is open."""
    back = frame[may].assign(may_be_zero=True)
    back["departed_on"] = np.datetime64("NaT", "s")
    back["counted_on"] = days_of_return(judged.when)[row[may]].astype("datetime64[s]")
    back["pairs"] = back["pairs"].map(_turned)
    return back


def _turned(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    return tuple((end, start) for start, end in pairs)


def _in(row: npt.NDArray[np.int64], asked: Mapping[str, set[int]], kinds: Iterable[str]) -> npt.NDArray[np.bool_]:
    rows: set[int] = set().union(*(asked.get(kind, set()) for kind in kinds))
    return np.isin(row, list(rows))


def _pairs(judged: Judged, legs: npt.NDArray[np.int64], book: AirportBook) -> Texts:
    located = judged.located
    known: dict[tuple[Places, Places], tuple[Pair, ...]] = {}
    found = np.empty(len(legs), dtype=object)
    for place, leg in enumerate(legs.tolist()):
        starts, ends = located.open_ends.get(leg) or ((located.origin[leg],), (located.destination[leg],))
        if (starts, ends) not in known:
            known[starts, ends] = _between(starts, ends, book)
        found[place] = known[starts, ends]
    return found


def _between(starts: Places, ends: Places, book: AirportBook) -> tuple[Pair, ...]:
    """All pairs of two sets of places whose positions are known; a leg from a place to itself is none."""
    return tuple(
        (start, end) for start in starts for end in ends
        if start != end and book.position(start) and book.position(end)
    )  # fmt: skip
