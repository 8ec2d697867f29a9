"""The way back of rows that name one way only, where an answer says that it was flown: marked as inferred."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from travel.imports.chains import Chains
from travel.imports.identity import digests
from travel.imports.located import Located
from travel.imports.seating import Seating
from travel.imports.when import When

Texts = npt.NDArray[np.object_]
INFERRED = "inferred_return"


def add_ways_back(
    back: Iterable[int], chains: Chains, located: Located, seating: Seating, identities: Texts, when: When
) -> tuple[Chains, Located, Seating, Texts]:
    """The legs with those back behind the legs out, for the rows that do not come back anyway.

    A leg back is on the day of the return, or the end of the trip, where the row has one; else on that of the row.
    """
    one_way = [row for row in sorted(back) if chains.count[row] and not comes_back(chains, located, row)]
    if not one_way:
        return chains, located, seating, identities
    legs = np.arange(len(chains.row))
    turned = np.concatenate([np.array(chains.of(row))[::-1] for row in one_way])
    take = np.concatenate([legs, turned])
    inferred = np.concatenate([np.zeros(len(legs), dtype=bool), np.ones(len(turned), dtype=bool)])
    order = np.lexsort((np.arange(len(take)), chains.row[take]))
    take, inferred = take[order], inferred[order]
    row = chains.row[take]
    added = Chains(
        row,
        np.arange(len(row)) - np.searchsorted(row, row) + 1,
        np.where(inferred, chains.end[take], chains.start[take]),
        np.where(inferred, chains.start[take], chains.end[take]),
        chains.coded[take],
        chains.gaps,
        _days(chains, when, row, take, inferred),
        None if chains.flight is None else np.where(inferred, "", chains.flight[take]),
        inferred,
        back_by_date=chains.back_by_date,
        back_early=chains.back_early,
    )
    added.kept = chains.kept[take]
    added.index(len(chains.count))
    found = replace(
        located,
        origin=np.where(inferred, located.destination[take], located.origin[take]),
        destination=np.where(inferred, located.origin[take], located.destination[take]),
        start=np.where(inferred, located.end[take], located.start[take]),
        end=np.where(inferred, located.start[take], located.end[take]),
        notes=np.where(inferred, _noted(located.notes[take]), located.notes[take]),
        quality=located.quality[take],
        distance_km=located.distance_km[take],
        open_ends={
            place: located.open_ends[leg][::-1] if back_again else located.open_ends[leg]
            for place, (leg, back_again) in enumerate(zip(take.tolist(), inferred.tolist(), strict=True))
            if leg in located.open_ends
        },
    )
    seated = replace(
        seating, cabin=seating.cabin[take], token=seating.token[take], carrier=seating.carrier[take],
        given=seating.given + np.bincount(row[inferred], minlength=len(chains.count)),
    )  # fmt: skip
    own = identities[take]
    own[inferred] = digests((f"{identity}\x1fback" for identity in own[inferred]), len(turned))
    return added, found, seated, own


def comes_back(chains: Chains, located: Located, row: int) -> bool:
    """Whether the row's own legs lead back to where it begins."""
    legs = chains.of(row)
    start, end = located.start[legs[0]], located.end[legs[-1]]
    return bool(start == end or (len(legs) > 1 and chains.tokens(row)[0][0] == chains.tokens(row)[-1][1]))


def _noted(notes: Texts) -> Texts:
    return np.array([f"{note};{INFERRED}" if note else INFERRED for note in notes], dtype=object)


def _days(
    chains: Chains, when: When, row: npt.NDArray[np.int64], take: npt.NDArray[np.int64], inferred: npt.NDArray[np.bool_]
) -> npt.NDArray[np.datetime64]:
    days = np.full(len(row), np.datetime64("NaT", "D")) if chains.day is None else chains.day[take]
    return np.where(inferred, days_of_return(when)[row], days)


def days_of_return(when: When) -> npt.NDArray[np.datetime64]:
    """The day of each row's way back: of the return, else the end of the trip, else that of the row."""
    back = when.counted_on.copy()
    for field in ("trip_end", "return_date"):
        if field in when.sources:
            told = when.sources[field].days
            back = np.where(np.isnat(told) | (told < when.counted_on), back, told)
    return back
