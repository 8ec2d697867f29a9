"""Rows of one file that may be the same booking twice, or a fee beside its ticket: asked, never guessed."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.chains import Chains
from travel.imports.documents import Documents
from travel.imports.identity import digests, equal_rows, folded_ends
from travel.imports.questions import Ask
from travel.imports.rows import Mask, Rows
from travel.imports.tickets import is_ancillary_number, ticket_key
from travel.imports.verdicts import Verdicts
from travel.imports.wording import again_ask, fee_ask, replaces_ask

# A document of the same traveller and route for less than this share of the other's price looks like a fee.
_SMALL = 0.15
_MOST_OF_A_TRAVELLER = 200
_NEAR = np.timedelta64(60, "D")


def enter_repeats(
    rows: Rows, verdicts: Verdicts, chains: Chains, identities: npt.NDArray[np.object_], exchanges: Mask
) -> None:
    """Exact repeats of a row, and rows whose legs all have identities that earlier rows have."""
    live = verdicts.undecided & (chains.count > 0)
    equal = equal_rows(rows, live)
    _ask_again(rows, verdicts, chains, identities, "repeated_row", equal)
    live[list(equal)] = False
    legs = np.flatnonzero(live[chains.row])
    again = pd.Series(identities[legs]).duplicated(keep=False).to_numpy()
    first: dict[str, int] = {}
    same: dict[int, int] = {}
    for leg in legs[again].tolist():
        row = int(chains.row[leg])
        earlier = first.setdefault(identities[leg], row)
        if earlier != row:
            same.setdefault(row, earlier)
    same = {row: earlier for row, earlier in same.items() if not exchanges[row]}
    _ask_again(rows, verdicts, chains, identities, "same_booking", same)


def _ask_again(
    rows: Rows,
    verdicts: Verdicts,
    chains: Chains,
    identities: npt.NDArray[np.object_],
    reason: str,
    earlier: dict[int, int],
) -> None:
    """A row that was answered to be a second trip gets identities of its own, so that both trips are kept."""
    asking = verdicts.asking
    times: dict[int, int] = {}
    open_rows = []
    for row in sorted(earlier):
        key = asking.row_key(reason, row) if asking.answers else ""
        answer = asking.answer(key, ("same", "again"))
        if answer == "same":
            asking.use(row, key, "a repeated line")
            verdicts.settle(row, "told_twice", parts={"other": rows.number(earlier[row])})
        elif answer == "again":
            asking.use(row, key, "a second trip")
            times[earlier[row]] = times.get(earlier[row], 0) + 1
            legs = list(chains.of(row))
            again = (f"{identities[leg]}\x1fagain\x1f{times[earlier[row]]}" for leg in legs)
            identities[legs] = digests(again, len(legs))
        else:
            open_rows.append(row)
    verdicts.enter(
        open_rows, reason, parts=lambda row: {"other": rows.number(earlier[row])},
        ask=lambda row: again_ask(
            verdicts.asking.row_key(reason, row), rows.where(row), rows.number(earlier[row]), reason == "repeated_row"
        ),
    )  # fmt: skip


def enter_ancillaries(rows: Rows, verdicts: Verdicts, chains: Chains) -> None:
    """Documents with the number of an ancillary, no document type that says otherwise, and no route."""
    chosen = _numbered(rows) & (chains.count == 0)
    verdicts.enter(chosen, "ancillary", column=rows.header("ticket"), values=rows.column("ticket"))


def _numbered(rows: Rows) -> Mask:
    """Rows whose number has the form of an ancillary and whose document type does not say what they are."""
    numbered = rows.column("ticket").map(lambda text: is_ancillary_number(ticket_key(text)), bool)
    return numbered & ~rows.filled("document_type")


def enter_suspects(
    rows: Rows,
    verdicts: Verdicts,
    chains: Chains,
    documents: Documents,
    tickets: npt.NDArray[np.object_],
    travellers: npt.NDArray[np.object_],
    counted_on: npt.NDArray[np.datetime64],
    linked: Mask,
) -> None:
    """Fees with a route beside their ticket, and exchanges that do not name the ticket they replace."""
    numbered = _numbered(rows)
    live = verdicts.undecided & (chains.count > 0) & (travellers != "")
    if not live.any():
        return
    linked_or_none = (documents.kind != "exchange") | linked
    if not (numbered | ~linked_or_none).any() and not (documents.amount.values > 0).any():
        return
    group = _same_route(chains, travellers, live)
    amount = pd.Series(documents.amount.values[live])
    highest = amount.groupby(group).transform("max")
    odd = ((amount > 0) & (amount < _SMALL * highest)).to_numpy() | numbered[live]
    odd |= ~linked_or_none[live]
    chosen = np.isin(group, np.unique(group[odd]))
    members: dict[int, list[int]] = {}
    for number, row in zip(group[chosen].tolist(), np.flatnonzero(live)[chosen].tolist(), strict=True):
        members.setdefault(number, []).append(row)
    for found in members.values():
        if len(found) > _MOST_OF_A_TRAVELLER:
            # A name such as GUEST stands for many people, so nothing can be suspected of their bookings.
            continue
        _compare(rows, verdicts, documents, tickets, counted_on, linked, numbered, found)


def _same_route(chains: Chains, travellers: npt.NDArray[np.object_], live: Mask) -> npt.NDArray[np.int64]:
    """A number for each live row, the same where traveller, first leg and last place are the same."""
    start, end = folded_ends(chains)
    first = chains.first[live]
    parts = (travellers[live], start[first], end[first], end[first + chains.count[live] - 1])
    group = np.zeros(len(first), dtype=np.int64)
    for part in parts:
        codes, distinct = pd.factorize(part)
        group = pd.factorize(group * (len(distinct) + 1) + codes)[0].astype(np.int64)
    return group


def _compare(
    rows: Rows,
    verdicts: Verdicts,
    documents: Documents,
    tickets: npt.NDArray[np.object_],
    counted_on: npt.NDArray[np.datetime64],
    linked: Mask,
    numbered: Mask,
    found: list[int],
) -> None:
    amount = documents.amount.values
    for row in found:
        if linked[row]:
            continue
        for other in found:
            if other == row or tickets[other] == tickets[row] or not abs(counted_on[other] - counted_on[row]) <= _NEAR:
                continue
            same_day = counted_on[other] == counted_on[row]
            small = 0 < amount[row] < _SMALL * amount[other]
            if documents.kind[row] == "exchange":
                _ask_beside(rows, verdicts, "exchange_unlinked", row, other, replaces_ask)
                break
            if (same_day and small) or (numbered[row] and not numbered[other]):
                _ask_beside(rows, verdicts, "ancillary_suspect", row, other, fee_ask)
                break


def _ask_beside(
    rows: Rows, verdicts: Verdicts, reason: str, row: int, other: int, ask: Callable[[str, str, str], Ask]
) -> None:
    asking = verdicts.asking
    key = asking.row_key(reason, row)
    answer = asking.answer(key, [option.value for option in ask(key, "", "").options])
    if answer == "replaces":
        asking.use(row, key, f"it replaces line {rows.number(other)}")
        asking.use(other, key)
        verdicts.settle(other, "exchanged", parts={"by": rows.line(row)})
    elif answer == "fee":
        asking.use(row, key, "a fee")
        verdicts.settle(row, "fee_beside", parts={"other": rows.number(other)})
    elif answer:
        asking.use(row, key, "a ticket of its own" if answer == "separate" else "a flight of its own")
    if answer:
        return
    verdicts.enter(
        [row], reason, parts={"other": rows.number(other)},
        ask=lambda row: ask(key, rows.where(row), rows.number(other)),
    )  # fmt: skip
