"""A reading becomes rows, bookings, legs, estimates and totals: set-based, inside the caller's transaction."""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b, sha512
from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings

from ems.models import OrganizationUnit
from travel import kept_totals
from travel.bulk import delete, in_blocks, insert, reserve_ids
from travel.emissions.haul import BANDS, haul_band_codes
from travel.estimation import COLUMNS as ESTIMATE_COLUMNS
from travel.estimation import LegEstimates, estimate_legs
from travel.imports.reading import Block
from travel.imports.told_again import LegDifference
from travel.models import (
    AssignedLeg,
    BatchRow,
    Booking,
    CostCentre,
    Estimate,
    ImportBatch,
    Leg,
    OfficialResult,
    Traveller,
    TravellerName,
)

BLOCK_ROWS = 50_000


def keyed(text: str) -> str:
    """The keyed hash under which a person or a leg is known; without the key nobody can try all the names."""
    return blake2b(text.encode(), digest_size=16, key=_key(settings.TRAVELLER_KEY)).hexdigest()


@cache
def _key(secret: str) -> bytes:
    """The secret as a key of the length that BLAKE2b takes."""
    return sha512(secret.encode()).digest()


def units_of(source: str) -> dict[str, int]:
    """The unit of each cost centre of a source; codes of units stand for themselves."""
    units = dict(OrganizationUnit.objects.values_list("code", "id"))
    units.update(CostCentre.objects.filter(source=source).values_list("code", "unit_id"))
    return units


def unit_told(told: LegDifference, units: Mapping[str, int]) -> int | None:
    """The unit of a changed cost centre: as for new legs, the source's own table says it first."""
    return units.get(told.unit_code) or units.get(told.changes["cost_centre"])


def estimated(legs: pd.DataFrame, units: Mapping[str, int]) -> tuple[pd.DataFrame, LegEstimates]:
    """Legs of a reading as they are stored, and their estimates."""
    stored = legs_for_storage(legs, units)
    return stored, estimate_legs(stored)


def legs_for_storage(legs: pd.DataFrame, units: Mapping[str, int]) -> pd.DataFrame:
    """The reading's legs with what the database adds: unit, haul band, year, month."""
    out = legs.reset_index(drop=True)
    out["cost_centre"] = out["cost_centre"].fillna("")
    # The source's own table of cost centres says the unit first.
    of_profile = out["unit_code"].map(units) if "unit_code" in out else pd.Series(np.nan, index=out.index)
    out["unit"] = of_profile.fillna(out["cost_centre"].map(units)).fillna(0).astype("int64")
    out["haul"] = np.array(BANDS, dtype=object)[haul_band_codes(out["distance_km"].to_numpy(dtype=float))]
    out["distance_m"] = np.rint(out["distance_km"].to_numpy(dtype=float) * 1000).astype(np.int64)
    out["year"] = out["counted_on"].dt.year
    out["month"] = out["counted_on"].dt.month
    return out


class BatchWriter:
    """Writes the blocks of a reading, in their order, inside the caller's transaction."""

    def __init__(self, batch: ImportBatch, source: str) -> None:
        self.batch = batch
        self.units = units_of(source)
        self.legs = 0
        self._totals = kept_totals.Addition()
        # The id of each booking by its number in the file, 0 where it is not written yet.
        self._bookings = np.zeros(0, dtype=np.int64)
        self._travellers: dict[str, int] = {}
        self._row_ids: list[np.ndarray] = []

    @property
    def row_ids(self) -> np.ndarray:
        """The ids of the rows written so far, by position."""
        return np.concatenate([np.zeros(0, dtype=np.int64), *self._row_ids])

    def begin_with(self, bookings: Mapping[int, int]) -> None:
        """Bookings of the file that are there already: their number in it -> id."""
        self._room_for(max(bookings, default=-1))
        self._bookings[list(bookings)] = list(bookings.values())

    def write(self, block: Block) -> tuple[pd.DataFrame, LegEstimates]:
        """Rows, travellers, bookings, legs and estimates of a block. Returns its legs as stored, and the estimates."""
        row_ids = write_rows(self.batch, block)
        self._row_ids.append(np.array(row_ids, dtype=np.int64))
        legs, found = estimated(block.legs, self.units)
        first = int(block.rows["position"].iloc[0]) if len(block.rows) else 0
        leg_ids = self.write_legs(legs, [row_ids[row] for row in (legs["row_position"] - first).tolist()])
        write_estimates(found.estimates, leg_ids)
        self._totals.add(legs, found.estimates)
        self.legs += len(legs)
        return legs, found

    def finish(self) -> None:
        """Add all that was written to the kept totals."""
        self._totals.apply()

    def write_legs(self, legs: pd.DataFrame, row_ids: list[int]) -> list[int]:
        """row_ids: the row of each leg. Returns the legs' ids."""
        bookings = self.write_bookings(legs)
        ids = reserve_ids(Leg, len(legs))
        columns: dict[str, Any] = {
            "id": ids,
            "identity": [keyed(identity) for identity in legs["identity"]],
            "batch_id": [self.batch.pk] * len(legs),
            "row_id": row_ids,
            "booking_id": bookings,
            "sequence": legs["sequence"].tolist(),
            "origin": legs["origin"],
            "destination": legs["destination"],
            "departed_on": _dates(legs["departed_on"]),
            "counted_on": _dates(legs["counted_on"]),
            "date_basis": legs["date_basis"],
            "cabin": legs["cabin"],
            "haul": legs["haul"],
            "mode": legs["mode"],
            "passengers": legs["passengers"].tolist(),
            "distance_m": legs["distance_m"].tolist(),
            "aircraft": legs["aircraft"].fillna("").str.slice(0, 40),
            "flight_number": legs["flight_number"].fillna("").str.slice(0, 12),
            "unit_id": [unit or None for unit in legs["unit"].tolist()],
            "cost_centre": legs["cost_centre"].str.slice(0, 80),
            "traveller_category": legs["traveller_category"],
            "payer": legs["payer"],
            "event": legs["event"].fillna("").str.slice(0, 120),
            "place_quality": legs["place_quality"].tolist(),
            "coupon": legs["coupon"],
        }
        # A column of pandas gives its values one by one at many times the cost of a list.
        values = (column.tolist() if isinstance(column, pd.Series) else column for column in columns.values())
        insert(Leg, tuple(columns), zip(*values, strict=True))
        return ids

    def write_bookings(self, legs: pd.DataFrame) -> list[int]:
        """One booking per document and traveller of the file; it may have begun in an earlier block."""
        numbers = legs["booking"].to_numpy(dtype=np.int64)
        self._room_for(int(numbers.max(initial=-1)))
        new = legs.loc[self._bookings[numbers] == 0].drop_duplicates("booking")
        travellers = self._write_travellers(new)
        ids = reserve_ids(Booking, len(new))
        insert(
            Booking,
            ("id", "batch_id", "reference", "traveller_id", "amount"),
            zip(
                ids,
                [self.batch.pk] * len(new),
                new["ticket"].fillna("").str.slice(0, 40).tolist(),
                travellers,
                [None if pd.isna(fare) else round(fare, 2) for fare in new["fare"].tolist()],
                strict=True,
            ),
        )
        self._bookings[new["booking"].to_numpy(dtype=np.int64)] = ids
        return self._bookings[numbers].tolist()  # type: ignore[no-any-return]

    def _room_for(self, number: int) -> None:
        missing = number + 1 - len(self._bookings)
        if missing > 0:
            self._bookings = np.concatenate([self._bookings, np.zeros(missing, dtype=np.int64)])

    def _write_travellers(self, bookings: pd.DataFrame) -> list[int | None]:
        """The travellers of new bookings. Pseudonyms that are new are made; names go to their own table."""
        persons = bookings["traveller_key_source"].fillna("")
        known = pd.DataFrame({"person": persons, "name": bookings["traveller_name"].fillna("")}).drop_duplicates(
            "person"
        )
        known = known[(known["person"] != "") & ~known["person"].isin(self._travellers.keys())]
        by_pseudonym = {keyed(person): (person, name) for person, name in known.itertuples(index=False)}
        pseudonyms = list(by_pseudonym)
        ids: dict[str, int] = {}
        for block in in_blocks(pseudonyms):
            ids.update(Traveller.objects.filter(pseudonym__in=block).values_list("pseudonym", "id"))
        new = [pseudonym for pseudonym in pseudonyms if pseudonym not in ids]
        ids.update(zip(new, reserve_ids(Traveller, len(new)), strict=True))
        insert(Traveller, ("id", "pseudonym"), [(ids[pseudonym], pseudonym) for pseudonym in new])
        named = [
            TravellerName(traveller_id=ids[pseudonym], name=name[:200])
            for pseudonym, (_person, name) in by_pseudonym.items()
            if name
        ]
        TravellerName.objects.bulk_create(
            named,
            batch_size=5000,
            update_conflicts=True,
            unique_fields=["traveller"],
            update_fields=["name", "seen_at"],
        )
        self._travellers.update((person, ids[pseudonym]) for pseudonym, (person, _name) in by_pseudonym.items())
        return [self._travellers.get(person) for person in persons]


def write_rows(batch: ImportBatch, block: Block) -> list[int]:
    """Rows of the file with their verdicts and cells. Returns their ids, in the order of the block."""
    rows = block.rows
    ids = reserve_ids(BatchRow, len(rows))
    columns: dict[str, Any] = {
        "id": ids,
        "batch_id": [batch.pk] * len(rows),
        "position": rows["position"].tolist(),
        "sheet": rows["sheet"].tolist(),
        "line": rows["line"].astype(object).where(rows["line"].notna(), None).tolist(),
        "verdict": rows["verdict"].tolist(),
        "reason": rows["reason"].tolist(),
        "sentence": rows["sentence"].tolist(),
        "cells": block.cells,
        "personal_cells": block.personal,
    }
    insert(BatchRow, tuple(columns), zip(*columns.values(), strict=True))
    return ids


def write_estimates(estimates: pd.DataFrame, leg_ids: list[int]) -> None:
    """Estimates, as travel.estimation gives them; block by block, since as Python's values they take much memory."""
    for start in range(0, len(estimates), BLOCK_ROWS):
        block = estimates.iloc[start : start + BLOCK_ROWS]
        columns: list[Any] = [reserve_ids(Estimate, len(block)), [leg_ids[leg] for leg in block["leg"].tolist()]]
        for name in ESTIMATE_COLUMNS[1:]:
            values = block[name]
            columns.append(values.astype(object).where(values.notna(), None).tolist())
        insert(Estimate, ("id", "leg_id", *ESTIMATE_COLUMNS[1:]), zip(*columns, strict=True))


def delete_legs(batch: ImportBatch) -> int:
    """Delete what the batch brought: estimates, legs, bookings. Its rows stay. Returns the number of legs."""
    for model in (Estimate, AssignedLeg, OfficialResult):
        delete(model, f"leg_id IN (SELECT id FROM {Leg._meta.db_table} WHERE batch_id = %s)", batch.pk)  # noqa: S608
    legs = delete(Leg, "batch_id = %s", batch.pk)
    delete(Booking, "batch_id = %s", batch.pk)
    return legs


def _dates(column: pd.Series) -> list[str | None]:
    text = column.dt.strftime("%Y-%m-%d").astype(object)
    return text.where(column.notna(), None).tolist()  # type: ignore[no-any-return]
