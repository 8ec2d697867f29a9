"""Rows whose cells stand one column further than the header says, with as many cells as it has: found, not guessed."""

import re
from collections.abc import Callable

import numpy as np

from travel.imports import dates
from travel.imports.folding import fold, is_empty
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import words

Fits = Callable[[str], bool]

_CODE = re.compile(r"^[A-Z]{3}$")
_TICKET = re.compile(r"^(?=.*\d)[\d .\-]{10,18}$")
_NUMBER = re.compile(r"^[^\w]*\d[\d.,'  ]*[^\w]*$")
# A column of places tells a shift only where most of it are codes.
_MOSTLY = 0.6
# So many cells must be wrong where they stand, and so many, of two kinds at least, right one column further.
_WRONG, _RIGHT = 2, 3


def _is_date(text: str) -> bool:
    return dates.state_of(text) in (dates.OK, dates.OPEN, dates.NO_YEAR, dates.PERIOD)


def _is_count(text: str) -> bool:
    return text.lstrip("-").isdigit() and len(text) <= 4


def _is_class(text: str) -> bool:
    """Whether the text may be a class; words that nobody knows yet are asked about, and are no sign of a shift."""
    other = _CODE.match(text) or _TICKET.match(text) or _is_date(text) or (text.isdigit() and len(text) > 1)
    return fold(text) in words("cabins") or not other


# Fields of few distinct values tell whether a row is wrong at all; those of many only confirm it.
_QUICK: dict[str, tuple[str, Fits]] = {
    **dict.fromkeys(("departure_date", "outbound_date", "arrival_date", "trip_start", "trip_end", "return_date",
                     "issue_date", "invoice_date", "posting_date"), ("date", _is_date)),
    **dict.fromkeys(("origin", "destination"), ("code", lambda text: bool(_CODE.match(text)))),
    "passengers": ("count", _is_count),
    "cabin": ("cabin", _is_class),
}  # fmt: skip
_SLOW: dict[str, tuple[str, Fits]] = {
    "ticket": ("ticket", lambda text: bool(_TICKET.match(text))),
    **dict.fromkeys(
        ("amount", "distance", "distance_miles", "co2"), ("number", lambda text: bool(_NUMBER.match(text)))
    ),
}


def enter_shifted(rows: Rows, verdicts: Verdicts) -> None:
    """Rows in which several cells are of the wrong kind where they stand, and right one column to a side."""
    quick = {
        place: test
        for name, test in _QUICK.items()
        for place in rows.matched.get(name, ())
        if _tells(rows, place, test)
    }
    wrong = np.zeros(rows.size, dtype=np.int64)
    for place, (_, fits) in quick.items():
        wrong += ~rows.table.columns[place].map(_or_empty(fits), bool)
    suspect = np.flatnonzero((wrong >= _WRONG) & verdicts.undecided).tolist()
    if not suspect:
        return
    slow = {place: test for name, test in _SLOW.items() for place in rows.matched.get(name, ())}
    tests = dict(sorted({**quick, **slow}.items()))
    for row in suspect:
        cells = [column[row] for column in rows.table.columns]
        if any(_is_shifted(cells, tests, side) for side in (1, -1)):
            verdicts.enter([row], "shifted_row")


def _tells(rows: Rows, place: int, test: tuple[str, Fits]) -> bool:
    kind, fits = test
    if kind != "code":
        return True
    codes: Mask = rows.table.columns[place].map(fits, bool)
    return bool(codes.mean() >= _MOSTLY) if len(codes) else False


def _or_empty(fits: Fits) -> Fits:
    return lambda text: is_empty(text) or fits(text)


def _is_shifted(cells: list[str], tests: dict[int, tuple[str, Fits]], side: int) -> bool:
    """Whether, from some column on, all tested cells are right one column to the side; before it they are right."""
    for start in tests:
        behind = {place: test for place, test in tests.items() if place >= start}
        if not all(_or_empty(fits)(cells[place]) for place, (_, fits) in tests.items() if place < start):
            return False
        wrong = sum(not _or_empty(fits)(cells[place]) for place, (_, fits) in behind.items())
        moved = {place: cells[place + side] for place in behind if 0 <= place + side < len(cells)}
        filled = {place: text for place, text in moved.items() if not is_empty(text)}
        right = {place for place, text in filled.items() if behind[place][1](text)}
        kinds = {behind[place][0] for place in right}
        if wrong >= _WRONG and len(right) == len(filled) >= _RIGHT and len(kinds) > 1:
            return True
    return False
