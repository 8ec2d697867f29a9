"""Which rows of a file belong together: whatever is said of one of them, only these can come out otherwise."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.chains import Chains
from travel.imports.identity import equal_rows, folded_ends
from travel.imports.rows import Rows
from travel.imports.tickets import ticket_key

Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


def kin_of(
    rows: Rows, chains: Chains, tickets: Texts, references: Texts, travellers: Texts, bookings: Ints
) -> Callable[[Sequence[int]], tuple[int, ...]]:
    """What gives, for rows, all rows that are connected with them.

    Connected are rows of one ticket, and rows that name it as exchanged or related; rows of one booking; rows of one
    traveller or booking reference between the same two places; and rows without any of these that are equal in every
    cell. Repeats, fees, hidden returns, credits, exchanges and fares are told by comparing such rows and no others.
    """
    labels = _labels(rows.size, [
        (np.arange(rows.size), bookings),
        *_by_ticket(rows, tickets),
        *_by_places(rows, chains, references, travellers),
        _equal(rows, (tickets == "") & (references == "") & (travellers == "")),
    ])  # fmt: skip
    order = np.argsort(labels, kind="stable")
    ends = np.concatenate([np.flatnonzero(np.diff(labels[order])) + 1, [rows.size]])
    begins = np.concatenate([[0], ends[:-1]])
    known: dict[tuple[int, ...], tuple[int, ...]] = {}

    def of(positions: Sequence[int]) -> tuple[int, ...]:
        groups = tuple(np.unique(labels[list(positions)]).tolist())
        if groups not in known:
            parts = [order[begins[group] : ends[group]] for group in groups]
            known[groups] = tuple(np.sort(np.concatenate(parts)).tolist()) if parts else ()
        return known[groups]

    return of


def _by_ticket(rows: Rows, tickets: Texts) -> list[tuple[Ints, Ints]]:
    """Rows by the ticket that is theirs, and by those of the file that they name."""
    columns = [tickets]
    for field in ("exchanged_ticket", "related_document"):
        if rows.has(field):
            columns.append(rows.column(field).map(ticket_key, object))
    codes, distinct = pd.factorize(np.concatenate(columns))
    own = np.zeros(len(distinct), dtype=bool)
    own[codes[: rows.size]] = True
    own &= np.array([text != "" for text in distinct], dtype=bool)
    row = np.tile(np.arange(rows.size), len(columns))
    return [(row[own[codes]], codes[own[codes]])]


def _by_places(rows: Rows, chains: Chains, references: Texts, travellers: Texts) -> list[tuple[Ints, Ints]]:
    if len(chains.row) == 0:
        return []
    start, end = folded_ends(chains)
    codes, distinct = pd.factorize(np.concatenate([start, end]))
    one, other = np.split(codes, 2)
    pair = pd.factorize(np.minimum(one, other) * len(distinct) + np.maximum(one, other))[0]
    links = []
    # On expense lines without travellers the way back is looked for among all lines.
    for names, unnamed in ((references, False), (travellers, rows.profile.grain == "expense")):
        who, people = pd.factorize(names[chains.row])
        chosen = np.flatnonzero((names[chains.row] != "") | unnamed)
        links.append((chains.row[chosen], who[chosen] * (pair.max() + 1) + pair[chosen]))
    return links


def _equal(rows: Rows, bare: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    equal = equal_rows(rows, bare)
    row = np.array([*equal, *equal.values()], dtype=np.int64)
    return row, np.array([*equal.values(), *equal.values()], dtype=np.int64)


def _labels(size: int, links: list[tuple[Ints, Ints]]) -> Ints:
    """The number of each row's group, 0 upward. links: rows with a code that they share with others."""
    parts = []
    offset = 0
    for row, code in links:
        if len(row) == 0:
            continue
        numbers = pd.factorize(code)[0] + offset
        offset = int(numbers.max()) + 1
        parts.append((row, numbers))
    label = np.arange(size)
    if not parts:
        return label
    row = np.concatenate([part[0] for part in parts])
    code = np.concatenate([part[1] for part in parts])
    order = np.argsort(code, kind="stable")
    row, code = row[order], code[order]
    begins = np.flatnonzero(np.diff(code, prepend=-1))
    while True:
        # The least label spreads over each code, then over each row, until nothing changes.
        least = np.minimum.reduceat(label[row], begins)
        new = label.copy()
        np.minimum.at(new, row, least[code])
        new = np.minimum(new, new[new])
        if (new == label).all():
            return pd.factorize(label)[0].astype(np.int64)
        label = new
