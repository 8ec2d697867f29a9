"""The frames of a reading: rows as they were judged, and the legs of those that are flights or wait.

They are made for a part of the file at a time: what a frame adds to the columns of the file takes several times their
memory.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.emissions.quality import Quality
from travel.imports.cabins import CABINS, row_cabin
from travel.imports.chains import Chains
from travel.imports.decisions import Part
from travel.imports.documents import Documents
from travel.imports.folding import fold, is_empty, so_many
from travel.imports.grid import one_of
from travel.imports.kin import kin_of
from travel.imports.located import Located
from travel.imports.modes import ASKED, NOT_COVERED
from travel.imports.people import People
from travel.imports.questions import meaning_key
from travel.imports.reasons import sentence
from travel.imports.rows import Mask, Rows
from travel.imports.seating import Seating
from travel.imports.verdicts import Verdicts
from travel.imports.vocabulary import words
from travel.imports.when import Days, When

Texts = npt.NDArray[np.object_]
Positions = npt.NDArray[np.int64]

# Dates that say when one travelled; those of papers are kept as counted_on and not shown as a day of travel.
_TRAVEL_DATES = ("departure", "trip_start", "arrival", "posting")


@dataclass(frozen=True, eq=False)
class Judged:
    """All that is known of a file's rows and legs when its verdicts stand."""

    rows: Rows
    verdicts: Verdicts
    documents: Documents
    chains: Chains
    when: When
    people: People
    located: Located
    seating: Seating
    tickets: Texts
    references: Texts
    identities: Texts
    part: Part | None = None

    def place(self, rows: Any) -> Any:
        """Where a row, or these rows, stand in the file, of which a part may have been read."""
        return rows if self.part is None else self.part.at[rows]

    @cached_property
    def _kin(self) -> Callable[[Sequence[int]], tuple[int, ...]]:
        return kin_of(self.rows, self.chains, self.tickets, self.references, self.people.key, self.booking)

    def kin(self, positions: Sequence[int]) -> tuple[int, ...]:
        """These rows and all that are connected with them: whatever is said of one, no others come out otherwise."""
        return self._kin(positions)

    @cached_property
    def answered_keys(self) -> dict[int, list[str]]:
        """The answers that each row was read with, as notes of its legs."""
        found = self.verdicts.asking.keys_by_row()
        return {row: [f"answered:{key}" for key in keys] for row, keys in found.items()}

    @cached_property
    def verdict(self) -> Texts:
        return self.verdicts.verdicts()

    @cached_property
    def leg_days(self) -> tuple[Days, Days]:
        return self.when.leg_days(self.chains)

    @cached_property
    def fares(self) -> npt.NDArray[np.float64]:
        """What the flights of each booking cost together, by its number; NaN where no price is told."""
        amount = np.where(self.verdict == "flight", self.documents.amount.values, np.nan)
        told = amount > 0
        found = np.bincount(self.booking, weights=np.where(told, amount, 0.0))
        return np.where(np.bincount(self.booking, weights=told) > 0, found, np.nan)

    @cached_property
    def coupons(self) -> Texts:
        return self.rows.column("coupon").map(lambda text: "" if is_empty(text) else text.lstrip("0")[:4], object)

    @cached_property
    def kept_legs(self) -> npt.NDArray[np.int64]:
        """How many legs of each row still count."""
        return np.bincount(self.chains.row[self.chains.kept], minlength=self.rows.size)

    @cached_property
    def booking(self) -> npt.NDArray[np.int64]:
        """The same number for rows of one booking: one document and traveller. Without either a row is one alone."""
        document = pd.factorize(np.where(self.tickets != "", self.tickets, self.references))[0].astype(np.int64)
        person = pd.factorize(self.people.key)[0].astype(np.int64)
        alone = (self.tickets == "") & (self.references == "") & (self.people.key == "")
        size = np.int64(self.rows.size + 1)
        together = np.where(alone, -1 - np.arange(self.rows.size), document * size + person)
        return pd.factorize(together)[0].astype(np.int64)

    def text(self, field: str, rows: Positions) -> Texts:
        """The cells of a field in these rows; '' where they hold no value."""
        return self._spread(field, rows, lambda: [_value(text) for text in self.rows.column(field).uniques])

    def meaning(self, field: str, table: str, rows: Positions) -> Texts:
        """What the words of a field mean in these rows, by the tables or as it was remembered; else unknown."""
        answers, known = self.verdicts.asking.answers, set(words(table).values())

        def remembered(text: str) -> str:
            answer = "" if is_empty(text) else answers.get(meaning_key(table, text), "")
            return answer if answer in known else "unknown"

        def meanings() -> list[str | None]:
            said = zip(self.rows.column(field).uniques, self.rows.word_meanings(field, table), strict=True)
            return [meaning if meaning not in (None, "", "unknown") else remembered(text) for text, meaning in said]

        return self._spread(field, rows, meanings)

    def translated(self, field: str, table: str, rows: Positions, *, own_only: bool = False) -> Texts:
        """What the source's own table says for the texts of a field; texts that are not in it stay, or are left out."""
        own = self.rows.profile.tables.get(table, {})
        if not own:
            return np.full(len(rows), "", dtype=object) if own_only else self.text(field, rows)
        texts = self.text(field, rows)
        found = [own.get(fold(text), "" if own_only else text) for text in texts]
        return np.array(found, dtype=object) if len(found) else texts

    @cached_property
    def _of_fields(self) -> dict[str, Texts]:
        return {}

    def _spread(self, field: str, rows: Positions, values: Callable[[], list[str | None]]) -> Texts:
        if field not in self._of_fields:
            self._of_fields[field] = np.array(values() or [""], dtype=object)
        return self._of_fields[field][self.rows.column(field).codes[rows]]


def _by_rule(judged: Judged) -> int:
    """The mark of legs for which there was never a ticket."""
    return int(Quality.ENTITLEMENT) if judged.rows.profile.by_rule else 0


def _value(text: str) -> str:
    return "" if is_empty(text) else text


def legs_that_count(judged: Judged, chosen: Mask) -> Positions:
    """Positions of the legs of the chosen rows that still count, in the order of the rows."""
    return np.flatnonzero(chosen[judged.chains.row] & judged.chains.kept)


def legs_frame(judged: Judged, legs: Positions) -> pd.DataFrame:
    """One row per leg at these positions. Places that wait for an answer stand as they were typed."""
    chains = judged.chains
    row = chains.row[legs]
    cabin = judged.seating.cabin[legs]
    departed, counted = judged.leg_days
    return pd.DataFrame(
        {
            "row_position": judged.place(row),
            "booking": judged.booking[row],
            "sequence": chains.sequence[legs],
            "origin": judged.located.start[legs],
            "destination": judged.located.end[legs],
            "departed_on": departed[legs].astype("datetime64[s]"),
            "counted_on": counted[legs].astype("datetime64[s]"),
            "date_basis": judged.when.basis[row],
            "cabin": np.where(one_of(cabin, CABINS), cabin, "unknown"),
            "passengers": judged.people.passengers[row],
            "distance_km": judged.located.distance_km[legs],
            "aircraft": judged.text("aircraft", row),
            "flight_number": _flights(judged, legs),
            "carrier": judged.seating.carrier[legs],
            "mode": np.where(judged.located.heliport[legs], "helicopter", judged.documents.mode[row]),
            "traveller_key_source": judged.people.key[row],
            "traveller_name": judged.rows.column("traveller").at(row),
            "ticket": np.where(judged.tickets[row] != "", judged.tickets[row], judged.references[row]),
            "cost_centre": judged.text("cost_centre", row),
            "traveller_category": judged.meaning("traveller_category", "traveller_categories", row),
            "payer": judged.meaning("payer", "payers", row),
            "event": judged.translated("event", "events", row),
            "purpose": judged.meaning("purpose", "purposes", row),
            "unit_code": judged.translated("cost_centre", "cost_centres", row, own_only=True),
            "coupon": np.where(chains.count[row] == 1, judged.coupons[row], ""),
            "fare": judged.fares[judged.booking[row]],
            "place_quality": judged.located.quality[legs] | _by_rule(judged) | _mode_quality(judged, row),
            "identity": judged.identities[legs],
            "notes": _notes(judged, legs),
        }
    )


def _mode_quality(judged: Judged, row: Positions) -> npt.NDArray[np.int64]:
    """The mark of aircraft whose emissions the methods for airliners do not cover."""
    covered = ~one_of(judged.documents.mode[row], NOT_COVERED)
    return np.where(covered, 0, int(Quality.MODE_NOT_COVERED))


def _notes(judged: Judged, legs: Positions) -> Texts:
    """What was done to place each leg, and the keys of the answers that its row was read with."""
    notes = judged.located.notes[legs]
    answered = judged.answered_keys
    if answered:
        for place, row in enumerate(judged.chains.row[legs].tolist()):
            if row in answered:
                notes[place] = ";".join(part for part in (notes[place], *answered[row]) if part)
    return notes


def _flights(judged: Judged, legs: Positions) -> Texts:
    """Flight numbers with their airline: 2807 of LX is LX2807."""
    if judged.chains.flight is not None:
        return judged.chains.flight[legs]
    bare = judged.text("flight_number", judged.chains.row[legs])
    if not judged.rows.has("flight_number"):
        return bare
    found = np.empty(len(bare), dtype=object)
    found[:] = [
        f"{airline}{number.lstrip('0')}"[:12] if number.isdigit() and len(airline) == 2 else number[:12]
        for number, airline in zip(bare, judged.seating.carrier[legs], strict=True)
    ]
    return found


def rows_frame(judged: Judged, start: int, stop: int) -> pd.DataFrame:
    """The rows of the file from start to before stop: verdict, and what is shown of them.

    Unread sheets come last, as one row each.
    """
    of = np.arange(start, max(min(stop, judged.rows.size), start))
    frame = _read_rows(judged, of)
    if stop > judged.rows.size:
        frame = pd.concat([frame, _unread_rows(judged.rows, max(start, judged.rows.size), stop)], ignore_index=True)
    return frame


def _read_rows(judged: Judged, of: Positions) -> pd.DataFrame:
    rows, chains = judged.rows, judged.chains
    verdict, reason = judged.verdict[of], judged.verdicts.reason[of]
    shows = one_of(verdict, ("flight", "ask"))
    told = reason != "passenger_count"
    with_passengers = (shows & told) | ((verdict == "cancelled") & rows.profile.cancelled_passengers)
    passengers = pd.array(np.where(with_passengers, judged.people.passengers[of], 0), dtype="Int64")
    passengers[~with_passengers & (reason != "no_passenger")] = pd.NA
    # How to count such an aircraft is open: its legs are shown once that is said.
    ruled = ~one_of(reason, ASKED)
    legs = np.arange(chains.first[of[0]], chains.first[of[-1]] + chains.count[of[-1]]) if len(of) else of
    offset = int(of[0]) if len(of) else 0
    legs = legs[(shows & ruled)[chains.row[legs] - offset] & chains.kept[legs]]
    leg_count = np.bincount(chains.row[legs] - offset, minlength=len(of))
    km = np.bincount(chains.row[legs] - offset, weights=judged.located.distance_km[legs], minlength=len(of))
    travel = one_of(judged.when.basis[of], _TRAVEL_DATES)
    first_date = np.where(shows & travel, judged.when.counted_on[of], np.datetime64("NaT", "D"))
    return pd.DataFrame(
        {
            "position": judged.place(of),
            "sheet": rows.table.sheets[of],
            "line": pd.array(rows.table.lines[of], dtype="Int64"),
            "verdict": verdict,
            "reason": reason,
            "sentence": _sentences(judged, of),
            "first_date": first_date.astype("datetime64[s]"),
            "cabin": _row_cabins(judged, of, shows),
            "passengers": passengers,
            "leg_count": leg_count,
            "legs": _row_legs(judged, of, legs),
            "distance_km": np.where(leg_count > 0, km, np.nan),
        }
    )


def _sentences(judged: Judged, of: Positions) -> Texts:
    """The sentences entered with the verdicts; that of a plain flight only counts its legs."""
    found = judged.verdicts.sentence[of]
    legs = judged.kept_legs
    for place in np.flatnonzero(judged.verdicts.reason[of] == "flight").tolist():
        row = int(of[place])
        found[place] = sentence("flight", where=judged.rows.where(row), legs=so_many(int(legs[row]), "leg"))
    for row in judged.rows.table.hidden & set(of.tolist()):
        found[row - int(of[0])] += " The row is hidden in the workbook."
    return found


def _row_cabins(judged: Judged, of: Positions, shows: Mask) -> Texts:
    chains, seating = judged.chains, judged.seating
    found = np.full(len(of), "", dtype=object)
    single = np.flatnonzero(shows & (chains.count[of] == 1))
    cabin = seating.cabin[chains.first[of[single]]]
    found[single] = np.where(one_of(cabin, CABINS), cabin, "unknown")
    for place in np.flatnonzero(shows & (chains.count[of] != 1)).tolist():
        row = int(of[place])
        legs = [leg for leg in chains.of(row) if chains.kept[leg]]
        given = sum(int(chains.sequence[leg]) <= seating.given[row] for leg in legs)
        cabins = [seating.cabin[leg] if seating.cabin[leg] in CABINS else "unknown" for leg in legs]
        found[place] = row_cabin(cabins, given) if legs else "unknown"
    for mode in NOT_COVERED:
        found[shows & (judged.documents.mode[of] == mode)] = mode
    return found


def _row_legs(judged: Judged, of: Positions, legs: Positions) -> Texts:
    """The legs of a row as GVA-ZRH ZRH-JFK; empty where a place is a name that waits for an answer."""
    chains = judged.chains
    start, end = judged.located.start, judged.located.end
    found = np.full(len(of), "", dtype=object)
    if not len(of):
        return found
    offset = int(of[0])
    alone = chains.count[chains.row[legs]] == 1
    single = legs[alone]
    found[chains.row[single] - offset] = start[single] + "-" + end[single]
    several: dict[int, list[str]] = {}
    for leg in legs[~alone].tolist():
        several.setdefault(int(chains.row[leg]) - offset, []).append(f"{start[leg]}-{end[leg]}")
    for place, texts in several.items():
        found[place] = " ".join(texts)
    for leg in legs[(judged.located.origin[legs] == "") | (judged.located.destination[legs] == "")].tolist():
        if any(len(fold(str(text))) != 3 for text in (start[leg], end[leg])):
            found[int(chains.row[leg]) - offset] = "distance only" if judged.rows.profile.distance_only else ""
    return found


def _unread_rows(rows: Rows, start: int, stop: int) -> pd.DataFrame:
    """One ignored row for each sheet that holds a table and was not read."""
    sheets = rows.table.unread[start - rows.size : stop - rows.size]
    return pd.DataFrame(
        {
            "position": np.arange(start, start + len(sheets)),
            "sheet": [sheet.name for sheet in sheets],
            "line": pd.array([pd.NA] * len(sheets), dtype="Int64"),
            "verdict": "ignored",
            "reason": [sheet.reason for sheet in sheets],
            "sentence": [sentence(sheet.reason, sheet=sheet.name) for sheet in sheets],
            "first_date": np.full(len(sheets), np.datetime64("NaT", "s")),
            "cabin": "",
            "passengers": pd.array([pd.NA] * len(sheets), dtype="Int64"),
            "leg_count": 0,
            "legs": "",
            "distance_km": np.nan,
        }
    )
