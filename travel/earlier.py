"""What earlier imports tell of a file's rows, asked of the database in blocks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd
from django.db.models import QuerySet

from travel.bulk import in_blocks
from travel.commit import keyed
from travel.imports.known import (
    FIELDS,
    FOLLOWING,
    LEG_COLUMNS,
    TICKET_COLUMNS,
    TRAVELLER_COLUMNS,
    Earlier,
)
from travel.models import Credit, ImportBatch, Leg

_STORED = ("identity", "id", "taken_back_by__kind", *FIELDS, *FOLLOWING)
_WHERE = ("batch__file_name", "row__sheet", "row__line")
_TAKEN = tuple(f"taken_back_by__{name}" for name in _WHERE)
_DAYS = ("departed_on", "counted_on")
_FULL_TICKET = 13


@dataclass(frozen=True)
class InDatabase:
    """The committed imports, for a file of this source. fixed: the source is known before the file is read.

    without: the id of a batch that is left out, as when its own rows are read again. until: when that was committed;
    of two files that tell a credit, the first brings it, and the later one is not asked.
    """

    source: str = ""
    fixed: bool = False
    without: int | None = None
    until: datetime | None = None

    def seen_from(self, source: str) -> Earlier:
        return self if self.fixed else replace(self, source=source)

    def legs(self, identities: Collection[str]) -> pd.DataFrame:
        if not len(identities) or not Leg.every.exists():
            return pd.DataFrame(columns=list(LEG_COLUMNS))
        return pd.concat([_told(block, self.without) for block in in_blocks(identities)])

    def credits(self, identities: Collection[str]) -> Mapping[str, str]:
        by_key = {keyed(identity): identity for identity in identities}
        known: dict[str, str] = {}
        told = Credit.objects.exclude(batch=self.without)
        if self.until is not None:
            told = told.filter(batch__committed_at__lt=self.until)
        for block in in_blocks(by_key):
            found = told.filter(identity__in=block).order_by("-id")
            known.update({by_key[key]: place(*where) for key, *where in found.values_list("identity", *_WHERE)})
        return known

    def on_tickets(self, tickets: Collection[str], *, of_others: bool = False) -> pd.DataFrame:
        legs = self._of_others() if of_others else Leg.every.exclude(batch=self.without)
        rows: list[tuple[Any, ...]] = []
        for block in in_blocks(sorted({ticket[:40] for ticket in tickets} - {""})) if legs is not None else ():
            found = legs.filter(booking__reference__in=block).order_by("-id")
            rows += [
                (ticket, source, start, end, place(*where))
                for ticket, source, start, end, *where in found.values_list(
                    "booking__reference", "batch__source", "origin", "destination", *_WHERE
                )
            ]
        return pd.DataFrame.from_records(rows, columns=list(TICKET_COLUMNS))

    def of_travellers(self, travellers: Collection[str]) -> pd.DataFrame:
        """One line for each row of another source: its first place of departure and its last destination."""
        legs = self._of_others()
        by_key = {keyed(traveller): traveller for traveller in travellers} if legs is not None else {}
        rows: list[tuple[Any, ...]] = []
        for block in in_blocks(by_key):
            found = legs.filter(booking__traveller__pseudonym__in=block).order_by("row", "sequence")
            rows += found.values_list(
                "row", "booking__traveller__pseudonym", "booking__reference", "origin", "destination", "counted_on",
                *_WHERE,
            )  # fmt: skip
        trips: dict[int, tuple[Any, ...]] = {}
        for row, person, reference, start, end, day, *where in rows:
            first = trips.get(row)
            ticket = reference if len(reference) == _FULL_TICKET and reference.isdigit() else ""
            trips[row] = (
                (*first[:3], end, *first[4:]) if first
                else (by_key[person], ticket, start, end, day.isoformat(), place(*where))
            )  # fmt: skip
        return pd.DataFrame.from_records(list(trips.values()), columns=list(TRAVELLER_COLUMNS))

    def _of_others(self) -> QuerySet[Leg] | None:
        """Legs in force that other sources told; None where there is no other source."""
        others = ImportBatch.objects.filter(state=ImportBatch.State.COMMITTED).exclude(source=self.source)
        return Leg.objects.exclude(batch__source=self.source) if others.exists() else None


def _told(identities: list[str], without: int | None) -> pd.DataFrame:
    by_key = {keyed(identity): identity for identity in identities}
    columns = [*_STORED, *_WHERE, *_TAKEN]
    found = Leg.every.filter(identity__in=list(by_key)).exclude(batch=without).order_by().values_list(*columns)
    frame = pd.DataFrame.from_records(list(found), columns=columns)
    frame.index = pd.Index([by_key[key] for key in frame["identity"]], dtype=object)
    taken = frame["taken_back_by__kind"].notna()
    frame["leg_id"], frame["in_force"] = frame["id"], ~taken
    frame["revives"] = frame["taken_back_by__kind"] == Credit.Kind.STATUS
    frame["where"] = _places(frame[list(_WHERE)].itertuples(index=False, name=None))
    frame["taken_by"] = ""
    if taken.any():
        frame.loc[taken, "taken_by"] = _places(frame.loc[taken, list(_TAKEN)].itertuples(index=False, name=None))
    for day in _DAYS:
        frame[day] = ["" if value is None else value.isoformat() for value in frame[day]]
    return frame[list(LEG_COLUMNS)]


def place(file_name: str, sheet: str, line: int | None) -> str:
    """A row of an earlier file as it is named in a sentence: march.csv line 12."""
    at = f"{sheet} line {line}" if sheet else f"line {line}"
    return f"{file_name} {at}" if line is not None else file_name


def _places(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    return [place(name, sheet, None if pd.isna(line) else int(line)) for name, sheet, line in rows]
