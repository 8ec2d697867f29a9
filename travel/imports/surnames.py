"""Travellers' names that stand in place of an airport and spell one: HALL is an airfield, ROBERTS an airport's name."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from greenops.reference.airports import AirportBook
from greenops.reference.naming import folded
from travel.emissions.place_outcome import Outcome, Place
from travel.imports.folding import fold
from travel.imports.rows import Rows

_IATA_LENGTH = 3


def legs_with_surnames(
    rows: Rows,
    row_of: npt.NDArray[np.int64],
    texts: npt.NDArray[np.object_],
    outcomes: Sequence[Outcome],
    at: npt.NDArray[np.int64],
    book: AirportBook,
) -> list[int]:
    """Legs with a place that is a word of the traveller's name in the same row, and was found by it.

    Codes of three letters and names of cities stand: LIM and Lima are flown to by people of that name too.
    """
    if not rows.has("traveller") or not len(at):
        return []
    numbers, first = np.unique(at, return_index=True)
    doubtful = np.zeros(len(outcomes), dtype=bool)
    for number, leg in zip(numbers.tolist(), first.tolist(), strict=True):
        doubtful[number] = _found_by_rare_name(str(texts[leg]), outcomes[number], book)
    names = rows.column("traveller")
    return [
        leg
        for leg in np.flatnonzero(doubtful[at]).tolist()
        if f" {fold(str(texts[leg]))} " in f" {fold(names[int(row_of[leg])])} "
    ]


def _found_by_rare_name(text: str, outcome: Outcome, book: AirportBook) -> bool:
    if not isinstance(outcome, Place) or len(text) <= _IATA_LENGTH or not fold(text).replace(" ", "").isalpha():
        return False
    entry = book.name_entry(folded(text))
    is_city = folded(text) == folded(outcome.airport.city) or (entry is not None and entry.kind == "city")
    return not is_city
