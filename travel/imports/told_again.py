"""Rows that tell again what earlier imports told: known, changed, not flown after all, or told by another source."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.chains import Chains
from travel.imports.documents import Documents
from travel.imports.folding import fold
from travel.imports.frames import Judged, legs_frame
from travel.imports.grid import one_of
from travel.imports.known import (
    Earlier,
    ToldAgain,
    Values,
    difference_sentence,
    differing,
    merged,
    own_values,
)
from travel.imports.located import Located
from travel.imports.reasons import verdict_of
from travel.imports.rows import Mask
from travel.imports.verdicts import Verdicts
from travel.imports.wording import same_trip_ask

Texts = npt.NDArray[np.object_]
BLOCK_LEGS = 50_000
# A booking that says of itself that it was not flown: what it says is undone by a later one that says otherwise.
STATUS = ("status_cancelled", "not_travelled", "status_refunded", "status_exchanged")
_WAITS = ("unused", "waitlisted", "unknown_word")


@dataclass(frozen=True)
class LegDifference:
    """A known leg that its row tells otherwise: what is taken over (field -> value), and what is not."""

    row: int
    leg_id: int
    before: Values
    changes: Values
    own: Values
    # The unit of the cost centre by the source's own table; empty where that has none.
    unit_code: str = ""


@dataclass(frozen=True, eq=False)
class Known:
    """Known legs of rows that tell them as flown, by row and leg id; those that differ stand apart."""

    row: npt.NDArray[np.int64]
    leg_id: npt.NDArray[np.int64]
    differences: tuple[LegDifference, ...] = ()

    @property
    def changed(self) -> tuple[LegDifference, ...]:
        return tuple(one for one in self.differences if one.changes)


NONE_KNOWN = Known(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def enter_known(verdicts: Verdicts, documents: Documents, chains: Chains, told: ToldAgain) -> Mask:
    """Rows whose legs were all imported before; of the others, the legs that were are left out.

    Gives the rows that tell known legs as flown.
    """
    size = verdicts.rows.size
    if not len(told.at):
        return np.zeros(size, dtype=bool)
    hit = np.zeros(len(chains.row), dtype=bool)
    hit[told.at] = True
    all_known = (chains.count > 0) & (np.bincount(chains.row[hit], minlength=size) == chains.count)
    own_void = one_of(documents.kind, ("void", "void_document")) | documents.credit
    sale = (verdicts.open | one_of(verdicts.reason, _WAITS)) & ~own_void
    where = _spoken(told, chains)
    again = sale & all_known
    revived = set(chains.row[told.at[told.before["revives"].to_numpy(dtype=bool)]].tolist())
    in_force = np.bincount(chains.row[told.at[told.before["in_force"].to_numpy(dtype=bool)]], minlength=size)
    for row in np.flatnonzero(again).tolist():
        earlier, taken_by = where[row]
        if in_force[row] or not taken_by:
            verdicts.replace(row, "known", of=earlier)
        elif row in revived:
            verdicts.replace(row, "counts_again", of=earlier, by=taken_by)
        else:
            verdicts.replace(row, "known_taken_back", of=earlier, by=taken_by)
    not_flown = says_not_flown(verdicts)
    void = documents.kind == "void"
    for row in np.flatnonzero((not_flown | void) & all_known & (in_force == 0)).tolist():
        earlier, taken_by = where[row]
        if taken_by:
            verdicts.replace(row, "known_taken_back", of=earlier, by=taken_by)
    for row in np.flatnonzero(not_flown & (in_force > 0)).tolist():
        verdicts.add(row, f"It takes back {where[row][0]}.")
    chains.kept &= ~(hit & sale[chains.row])
    return sale & (np.bincount(chains.row[hit], minlength=size) > 0)


def says_not_flown(verdicts: Verdicts) -> Mask:
    """Rows whose status says that the trip was not made."""
    return one_of(verdicts.reason, STATUS)


def _spoken(told: ToldAgain, chains: Chains) -> dict[int, tuple[str, str]]:
    """By row: where its first known leg stands, and what took it back."""
    found: dict[int, tuple[str, str]] = {}
    rows = chains.row[told.at].tolist()
    for row, where, taken_by in zip(rows, told.before["where"], told.before["taken_by"], strict=True):
        found.setdefault(row, (where, taken_by))
    return found


def compare(judged: Judged, told: ToldAgain, tells: Mask) -> Known:
    """What the rows say of known legs, set against what is stored; rows that differ are entered as changed."""
    chosen = np.flatnonzero(tells[judged.chains.row[told.at]])
    if not len(chosen):
        return NONE_KNOWN
    at, before = told.at[chosen], told.before.iloc[chosen].reset_index(drop=True)
    ids = before["leg_id"].to_numpy(dtype=np.int64)
    known = Known(judged.chains.row[at], ids)
    if before["cabin"].isna().all():  # bare identities: nothing to compare with
        return known
    differences = tuple(_first_counts(judged.verdicts, known, _differences(judged, at, before)))
    _enter_changed(judged.verdicts, [one for one in differences if one.changes])
    return Known(known.row, known.leg_id, differences)


def _first_counts(verdicts: Verdicts, known: Known, found: Iterator[LegDifference]) -> Iterator[LegDifference]:
    """Of the rows of one file that tell the same known leg, the first one changes it; the others only say so.

    Otherwise each import of the same file would change the leg once more, back and forth.
    """
    first = dict(zip(reversed(known.leg_id.tolist()), reversed(known.row.tolist()), strict=True))
    for one in found:
        told_first = first[one.leg_id]
        if one.row == told_first:
            yield one
            continue
        if one.changes and (what := difference_sentence(one.changes, one.before)):
            other = verdicts.rows.where(told_first)
            verdicts.add(one.row, f"{other} of this file tells them as well and counts: here {what}.")
        yield replace(one, changes={}, own={**one.own, **one.changes})


def _differences(judged: Judged, at: npt.NDArray[np.int64], before: pd.DataFrame) -> Iterator[LegDifference]:
    for start in range(0, len(at), BLOCK_LEGS):
        legs = legs_frame(judged, at[start : start + BLOCK_LEGS])
        resolved = (judged.located.origin != "") & (judged.located.destination != "")
        told = own_values(legs)
        told.loc[~resolved[at[start : start + BLOCK_LEGS]], ["origin", "destination"]] = ""
        stored = before.iloc[start : start + BLOCK_LEGS].reset_index(drop=True)
        for place in np.flatnonzero(differing(stored, told)).tolist():
            was, says = stored.iloc[place].to_dict(), told.iloc[place].to_dict()
            changes, own = merged(was, says)
            yield LegDifference(
                int(legs["row_position"].iat[place]),
                int(was["leg_id"]),
                {name: was[name] for name in says},
                changes,
                own,
                str(legs["unit_code"].iat[place] or ""),
            )


def _enter_changed(verdicts: Verdicts, changed: list[LegDifference]) -> None:
    by_row: dict[int, list[str]] = {}
    for one in changed:
        said = by_row.setdefault(one.row, [])
        if (sentence := difference_sentence(one.changes, one.before)) and sentence not in said:
            said.append(sentence)
    for row, said in by_row.items():
        if verdict_of(str(verdicts.reason[row])) == "ignored":
            # Legs that are new make the row a flight; what differs in its others is in the list of differences.
            verdicts.replace(row, "changed", what="; ".join(said))


def enter_other_sources(
    verdicts: Verdicts,
    chains: Chains,
    located: Located,
    tickets: Texts,
    travellers: Texts,
    counted_on: npt.NDArray[np.datetime64],
    earlier: Earlier,
) -> None:
    """Flights that another source told under the same ticket, or that look like one it told without a ticket."""
    live = verdicts.open & (chains.count > 0)
    if not live.any():
        return
    ends = _Ends(chains, located)
    _enter_known_tickets(verdicts, ends, tickets, live, earlier)
    live = verdicts.open & (chains.count > 0) & (travellers != "")
    _enter_same_trips(verdicts, ends, tickets, travellers, counted_on, live, earlier)


@dataclass(frozen=True, eq=False)
class _Ends:
    chains: Chains
    located: Located

    def places(self, row: int) -> set[str]:
        legs = self.chains.of(row)
        return {str(self.located.start[leg]) for leg in legs} | {str(self.located.end[leg]) for leg in legs}

    def first_and_last(self, row: int) -> tuple[str, str]:
        legs = self.chains.of(row)
        return str(self.located.start[legs[0]]), str(self.located.end[legs[-1]])


def _enter_known_tickets(verdicts: Verdicts, ends: _Ends, tickets: Texts, live: Mask, earlier: Earlier) -> None:
    told = earlier.on_tickets(set(tickets[live].tolist()) - {""}, of_others=True)
    if not len(told):
        return
    stored = {
        str(ticket): (set(legs["origin"]) | set(legs["destination"]), str(legs["where"].iat[0]))
        for ticket, legs in told.groupby("ticket")
    }
    for row in np.flatnonzero(live & one_of(tickets, list(stored))).tolist():
        places, where = stored[tickets[row]]
        if ends.places(row) <= places:
            verdicts.enter([row], "known_ticket", parts={"of": where})
        else:
            _ask_same_trip(verdicts, row, where)


def _enter_same_trips(
    verdicts: Verdicts,
    ends: _Ends,
    tickets: Texts,
    travellers: Texts,
    counted_on: npt.NDArray[np.datetime64],
    live: Mask,
    earlier: Earlier,
) -> None:
    told = earlier.of_travellers(sorted(set(travellers[live].tolist())))
    if not len(told):
        return
    stored = {
        (person, fold(start), fold(end), day): (ticket, where)
        for person, ticket, start, end, day, where in told[
            ["traveller", "ticket", "origin", "destination", "day", "where"]
        ].itertuples(index=False)
    }
    people = set(told["traveller"])
    for row in np.flatnonzero(live).tolist():
        if travellers[row] not in people:
            continue
        start, end = ends.first_and_last(row)
        found = stored.get((travellers[row], fold(start), fold(end), str(counted_on[row])))
        # Two tickets are two trips.
        if found and not (found[0] and tickets[row]):
            _ask_same_trip(verdicts, row, found[1])


def _ask_same_trip(verdicts: Verdicts, row: int, where: str) -> None:
    asking = verdicts.asking
    key = asking.row_key("same_trip", row)
    answer = asking.answer(key, ("same", "again"))
    if answer == "same":
        asking.use(row, key, "the same trip")
        verdicts.settle(row, "known_ticket", parts={"of": where})
    elif answer == "again":
        asking.use(row, key, "a second trip")
    else:
        ask = same_trip_ask(key, verdicts.rows.where(row), where)
        verdicts.enter([row], "same_trip", parts={"of": where}, ask=lambda _: ask)
