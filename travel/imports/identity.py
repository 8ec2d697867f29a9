"""What makes a leg the same on a second import, by grain; and rows of one file that are the same twice."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.chains import Chains
from travel.imports.folding import fold
from travel.imports.rows import Mask, Rows

_JOIN = "\x1f"
_BLOCK_LEGS = 50_000


def leg_keys(
    rows: Rows,
    chains: Chains,
    tickets: npt.NDArray[np.object_],
    references: npt.NDArray[np.object_],
    travellers: npt.NDArray[np.object_],
    counted_on: npt.NDArray[np.datetime64],
) -> Iterator[str]:
    """The texts whose digests are the legs' identities, leg by leg: together they would take more than the file.

    With a ticket and a coupon: these two. With a ticket: ticket, traveller, ends and date (or, for several legs
    in a row, the whole route and the leg's place in it). Without: reference, traveller, ends and date. With none of
    these: every cell of the row, which is a suspicion and no proof.
    """
    start, end = folded_ends(chains)
    by_distance = rows.profile.distance_only
    coupon = rows.column("coupon").map(lambda text: text.lstrip("0"), object)
    flight = rows.column("flight_number").map(fold, object)
    whole = _all_cells(rows, _unnamed(rows, chains, tickets, references, travellers))
    for begin in range(0, len(chains.row), _BLOCK_LEGS):
        block = slice(begin, begin + _BLOCK_LEGS)
        row = chains.row[block]
        several = chains.count[row] > 1
        of_legs = zip(
            tickets[row], coupon[row], references[row], travellers[row], start[block], end[block],
            np.datetime_as_string(counted_on[row]).tolist(),
            np.where(several, np.char.mod("%d", chains.sequence[block]), "").tolist(),
            flight[row], row.tolist(),
            strict=True,
        )  # fmt: skip
        for (
            ticket, number, reference, traveller, origin, destination, on, order, number_of_flight, at
        ) in of_legs:  # fmt: skip
            parts: tuple[str, ...]
            if by_distance:
                parts = ("row", whole.get(at, ""), origin, destination, order)
            elif ticket and number:
                parts = ("coupon", ticket, number, order)
            elif ticket:
                parts = ("ticket", ticket, traveller, origin, destination, "" if order else on, order)
            elif reference:
                parts = ("reference", reference, traveller, origin, destination, on, order)
            elif traveller:
                parts = ("traveller", traveller, origin, destination, on, number_of_flight, order)
            else:
                parts = ("row", whole.get(at, ""), origin, destination, order)
            yield _JOIN.join(parts)


def folded_ends(chains: Chains) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Origin and destination texts of legs, folded; each distinct text once."""
    return tuple(_folded(texts) for texts in (chains.start, chains.end))  # type: ignore[return-value]


def _folded(texts: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    codes, uniques = pd.factorize(texts)
    folded = np.array([fold(str(text)) for text in uniques] or [""], dtype=object)
    return folded[codes] if len(codes) else np.empty(0, dtype=object)


def _unnamed(
    rows: Rows, chains: Chains, tickets: npt.NDArray[np.object_], references: npt.NDArray[np.object_],
    travellers: npt.NDArray[np.object_],
) -> npt.NDArray[np.int64]:  # fmt: skip
    bare = (tickets == "") & (references == "") & (travellers == "") & (chains.count > 0)
    if rows.profile.distance_only:
        # Two flights of one person on one day differ in nothing but their distances.
        bare = chains.count > 0
    return np.flatnonzero(bare)


def _all_cells(rows: Rows, chosen: npt.NDArray[np.int64]) -> dict[int, str]:
    if len(chosen) == 0:
        return {}
    texts = [column.take(chosen).texts() for column in rows.table.columns]
    return {int(row): _JOIN.join(cells) for row, cells in zip(chosen, zip(*texts, strict=True), strict=True)}


def digests(keys: Iterable[str], count: int) -> npt.NDArray[np.object_]:
    """128-bit digests of so many keys as 32 hexadecimal digits."""
    return np.fromiter((blake2b(key.encode(), digest_size=16).hexdigest() for key in keys), dtype=object, count=count)


def equal_rows(rows: Rows, among: Mask) -> dict[int, int]:
    """Rows that equal an earlier one in every cell -> that earlier row."""
    chosen = np.flatnonzero(among)
    if len(chosen) < 2:
        return {}
    # Codes of the columns folded into one number per row; equal numbers mean equal rows.
    group = np.zeros(len(chosen), dtype=np.int64)
    for column in rows.table.columns:
        group = pd.factorize(group * (len(column.uniques) + 1) + column.codes[chosen])[0].astype(np.int64)
    first: dict[int, int] = {}
    repeated = pd.Series(group).duplicated(keep=False).to_numpy()
    found = {}
    for place in np.flatnonzero(repeated).tolist():
        earlier = first.setdefault(int(group[place]), int(chosen[place]))
        if earlier != chosen[place]:
            found[int(chosen[place])] = earlier
    return found
