"""What remarks and links between rows say: itemised parents, cancelled sectors, helicopters, hidden returns."""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.emissions.quality import Quality
from travel.imports.chains import Chains
from travel.imports.folding import fold, is_empty
from travel.imports.located import Located
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import words
from travel.imports.wording import return_ask

# Grains whose rows are whole trips.
_WHOLE_TRIPS = frozenset({"ticket", "booking", "expense"})
_RETURN = re.compile(r"\b(round ?trip|return|aller retour|ida y vuelta|rt|roundtrip|both ways|and back)\b")
# Types of helicopters as sector sheets, tickets and IATA's codes of aircraft write them.
_AIRCRAFT = re.compile(
    r"\b(mi ?(8|17|171|26)(mtv)?|helicopter|heli|bell ?[24]\d\d|as ?3[356]\d|ec ?1[2-7]\d|aw ?1[0-9]\d|h1[2-7][05]"
    r"|(super )?puma|ka ?32|s ?(61|76|92)|bh2|mih|nd[aceh]|agh)\b"
)


def enter_items(rows: Rows, verdicts: Verdicts) -> None:
    """Lines that itemise another line of the file (the parent is the flight)."""
    if rows.has("parent_line"):
        items = rows.filled("parent_line")
        verdicts.enter(items, "itemisation", column=rows.header("parent_line"), values=rows.column("parent_line"))


def enter_sector_remarks(rows: Rows, verdicts: Verdicts, mode: npt.NDArray[np.object_]) -> None:
    """The aircraft tells a helicopter; sector sheets say in a remark too that one was cancelled or chartered."""
    mode[rows.column("aircraft").map(lambda text: bool(_AIRCRAFT.search(fold(text))), bool)] = "helicopter"
    if not rows.profile.field_flights:
        return
    documents = words("documents")
    for column in rows.columns("remarks"):
        first = column.map(lambda text: documents.get(fold(text).split(" ")[0], "") if text else "", object)
        verdicts.enter(first == "cancelled", "status_cancelled", column=rows.header("remarks"), values=column)
        mode[column.map(lambda text: "charter" in fold(text).split(), bool)] = "charter"
        mode[column.map(lambda text: bool(_AIRCRAFT.search(fold(text))), bool)] = "helicopter"


def enter_hidden_returns(
    rows: Rows,
    verdicts: Verdicts,
    chains: Chains,
    travellers: npt.NDArray[np.object_],
    tickets: npt.NDArray[np.object_],
) -> list[int]:
    """Rows with one way that speak of a round trip: asked, unless another row has the traveller's way back.

    Returns the rows to which the way back is to be added, since a column or an answer says so.
    """
    back = _stated_returns(rows, verdicts, chains, travellers)
    for column, asked in (
        (rows.header("trip_type"), _flagged_segments(rows, verdicts, chains, tickets)),
        (rows.header("remarks"), _remarked(rows, verdicts, chains, back)),
    ):
        back += _ask_returns(rows, verdicts, chains, travellers, asked, column)
    return back


def _flagged_segments(rows: Rows, verdicts: Verdicts, chains: Chains, tickets: npt.NDArray[np.object_]) -> list[int]:
    """Segments that a column calls a round trip and that stand alone: no other row has their ticket."""
    if not rows.has("trip_type") or rows.profile.grain != "segment":
        return []
    codes, distinct = pd.factorize(tickets)
    alone = (np.bincount(codes, minlength=len(distinct))[codes] == 1) | (tickets == "")
    returns = rows.meanings("trip_type", "trip_types") == "return"
    return np.flatnonzero(returns & alone & verdicts.undecided & (chains.count == 1)).tolist()


def _remarked(rows: Rows, verdicts: Verdicts, chains: Chains, back: list[int]) -> list[int]:
    """Expense lines of one way whose remark speaks of a round trip."""
    if rows.profile.grain != "expense":
        return []
    says: Mask = np.zeros(rows.size, dtype=bool)
    for column in rows.columns("remarks"):
        says |= column.map(lambda text: not is_empty(text) and bool(_RETURN.search(fold(text))), bool)
    says[back] = False
    return np.flatnonzero(says & verdicts.undecided & (chains.count == 1)).tolist()


def _ask_returns(
    rows: Rows,
    verdicts: Verdicts,
    chains: Chains,
    travellers: npt.NDArray[np.object_],
    asked: list[int],
    column: str,
) -> list[int]:
    """Asks whether these rows came back, where no row of the traveller does; those for which that was answered."""
    if not asked:
        return []
    back, asking = [], verdicts.asking
    nameless = rows.profile.grain == "expense"
    single = np.flatnonzero(verdicts.undecided & (chains.count == 1)).tolist()
    ways = {(travellers[row], *chains.tokens(row)[0]) for row in single if travellers[row] or nameless}
    for row in asked:
        start, end = chains.tokens(row)[0]
        if (travellers[row], end, start) in ways:
            continue
        key = asking.row_key("return_unclear", row)
        if answer := asking.answer(key, ("return", "one_way")):
            asking.use(row, key, "with the way back" if answer == "return" else "one way only")
            if answer == "return":
                back.append(row)
            continue
        verdicts.enter(
            [row], "return_unclear", column=column,
            ask=lambda row, key=key: return_ask(key, rows.where(row)),  # type: ignore[misc]
        )  # fmt: skip
    return back


def _stated_returns(
    rows: Rows, verdicts: Verdicts, chains: Chains, travellers: npt.NDArray[np.object_]
) -> list[int]:
    """Rows for a whole trip that a column calls a round trip, where no row of the traveller comes back.

    A segment or coupon keeps the word of its ticket (ROUND_TRIP = YES): its way back is a row of its own.
    """
    if not rows.has("trip_type") or rows.profile.grain not in _WHOLE_TRIPS:
        return []
    returns = rows.meanings("trip_type", "trip_types") == "return"
    live = verdicts.undecided & (chains.count > 0)
    if not (returns & live).any():
        return []
    ends = {
        row: (travellers[row], tokens[0][0], tokens[-1][1])
        for row in np.flatnonzero(live).tolist()
        if (tokens := chains.tokens(row))
    }
    ways = set(ends.values())
    return [row for row in np.flatnonzero(returns & live).tolist() if (ends[row][0], *ends[row][:0:-1]) not in ways]


def mark_ends_only(rows: Rows, chains: Chains, located: Located) -> None:
    """Expense lines tell where a trip began and ended and no flight: a connection between would make it longer."""
    if rows.profile.grain != "expense":
        return
    flights = rows.filled("flight_number") if rows.has("flight_number") else np.zeros(rows.size, dtype=bool)
    ends = ~chains.coded & (located.start != "") & (located.end != "")
    for leg in np.flatnonzero(ends & ((chains.count == 1) & ~flights)[chains.row]).tolist():
        note = f"ends_only:{located.start[leg]}-{located.end[leg]}"
        located.notes[leg] = f"{located.notes[leg]};{note}" if located.notes[leg] else note
        located.quality[leg] |= int(Quality.ENDS_ONLY)
