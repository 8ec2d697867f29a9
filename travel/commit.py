"""A reading becomes rows, bookings, legs, estimates and totals: set-based, inside the caller's transaction."""

import json
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b, sha512
from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings

from ems.models import OrganizationUnit
from travel import kept_totals
from travel.bulk import delete, insert, reserve_ids
from travel.emissions.haul import BANDS, haul_band_codes
from travel.estimation import COLUMNS as ESTIMATE_COLUMNS
from travel.models import (
    AssignedLeg,
    BatchRow,
    Booking,
    CostCentre,
    Estimate,
    ImportBatch,
    Leg,
    Traveller,
    TravellerName,
)

LOOK_UP_ROWS = 10_000
BLOCK_ROWS = 50_000


def keyed(text: str) -> str:
    """The keyed hash under which a person or a leg is known; without the key nobody can try all the names."""
    return blake2b(text.encode(), digest_size=16, key=_key(settings.TRAVELLER_KEY)).hexdigest()


@cache
def _key(secret: str) -> bytes:
    """The secret as a key of the length that BLAKE2b takes."""
    return sha512(secret.encode()).digest()


def known_identities(identities: Iterable[str]) -> set[str]:
    """Those identities (as the reading gives them) that stand in the database already."""
    by_key = {keyed(identity): identity for identity in identities}
    keys = list(by_key)
    found: set[str] = set()
    for start in range(0, len(keys), LOOK_UP_ROWS):
        block = keys[start : start + LOOK_UP_ROWS]
        stored = Leg.objects.filter(identity__in=block).values_list("identity", flat=True)
        found.update(by_key[key] for key in stored)
    return found


def legs_for_storage(legs: pd.DataFrame, source: str) -> pd.DataFrame:
    """The reading's legs with what the database adds: unit, haul band, year, month, keyed identity."""
    out = legs.reset_index(drop=True)
    units = dict(OrganizationUnit.objects.values_list("code", "id"))
    units.update(CostCentre.objects.filter(source=source).values_list("code", "unit_id"))
    out["cost_centre"] = out["cost_centre"].fillna("")
    out["unit"] = out["cost_centre"].map(units).fillna(0).astype("int64")
    out["haul"] = np.array(BANDS, dtype=object)[haul_band_codes(out["distance_km"].to_numpy(dtype=float))]
    out["distance_m"] = np.rint(out["distance_km"].to_numpy(dtype=float) * 1000).astype(np.int64)
    out["year"] = out["counted_on"].dt.year
    out["month"] = out["counted_on"].dt.month
    out["key"] = [keyed(identity) for identity in out["identity"]]
    return out


def write_rows(batch: ImportBatch, rows: pd.DataFrame) -> list[int]:
    """Every row of the file with its verdict. Returns their ids, in the order of the frame."""
    ids = reserve_ids(BatchRow, len(rows))
    insert(
        BatchRow,
        ("id", "batch_id", "position", "sheet", "line", "verdict", "reason", "sentence", "cells", "personal_cells"),
        (
            (
                id_,
                batch.pk,
                position,
                sheet,
                None if pd.isna(line) else int(line),
                verdict,
                reason,
                sentence,
                json.dumps(cells, ensure_ascii=False),
                json.dumps(personal, ensure_ascii=False) if personal else None,
            )
            for id_, position, sheet, line, verdict, reason, sentence, cells, personal in zip(
                ids,
                rows["position"].tolist(),
                rows["sheet"],
                rows["line"],
                rows["verdict"],
                rows["reason"],
                rows["sentence"],
                rows["cells"],
                rows["personal"],
                strict=True,
            )
        ),
    )
    return ids


def write_legs(batch: ImportBatch, legs: pd.DataFrame, row_ids: list[int]) -> list[int]:
    """Travellers, bookings and legs. legs: as legs_for_storage gives them, index 0..n-1. Returns the legs' ids."""
    bookings = _write_bookings(batch, legs)
    ids = reserve_ids(Leg, len(legs))
    row_of = dict(enumerate(row_ids))
    columns: dict[str, Any] = {
        "id": ids,
        "identity": legs["key"],
        "batch_id": [batch.pk] * len(legs),
        "row_id": legs["row_position"].map(row_of).tolist(),
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
        "coupon": [""] * len(legs),
    }
    insert(Leg, tuple(columns), zip(*columns.values(), strict=True))
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


def add_to_totals(legs: pd.DataFrame, estimates: pd.DataFrame) -> None:
    cells = legs[
        [
            "year",
            "month",
            "unit",
            "cabin",
            "haul",
            "traveller_category",
            "payer",
            "origin",
            "destination",
            "passengers",
            "distance_m",
        ]
    ]
    kept_totals.add(cells, estimates)
    kept_totals.recount_travellers({int(year) for year in legs["year"].unique()})


def delete_legs(batch: ImportBatch) -> int:
    """Delete what the batch brought: estimates, legs, bookings. Its rows stay. Returns the number of legs."""
    for model in (Estimate, AssignedLeg):
        delete(model, f"leg_id IN (SELECT id FROM {Leg._meta.db_table} WHERE batch_id = %s)", batch.pk)  # noqa: S608
    legs = delete(Leg, "batch_id = %s", batch.pk)
    delete(Booking, "batch_id = %s", batch.pk)
    return legs


def _dates(column: pd.Series) -> list[str | None]:
    text = column.dt.strftime("%Y-%m-%d").astype(object)
    return text.where(column.notna(), None).tolist()  # type: ignore[no-any-return]


def _write_bookings(batch: ImportBatch, legs: pd.DataFrame) -> list[int]:
    """One booking per ticket and traveller of the batch; a row with neither is a booking of its own."""
    reference = legs["ticket"].fillna("").str.slice(0, 40)
    person = legs["traveller_key_source"].fillna("")
    alone = (reference == "") & (person == "")
    group = pd.Series(reference + "\x1f" + person).where(~alone, "\x1e" + legs["row_position"].astype(str))
    codes, uniques = pd.factorize(group)
    first = pd.Series(range(len(legs))).groupby(codes).first().tolist()
    travellers = _write_travellers(person, legs["traveller_name"].fillna(""))
    ids = reserve_ids(Booking, len(uniques))
    insert(
        Booking,
        ("id", "batch_id", "reference", "traveller_id"),
        [(ids[i], batch.pk, reference.iat[at], travellers.get(person.iat[at])) for i, at in enumerate(first)],
    )
    return [ids[code] for code in codes.tolist()]


def _write_travellers(persons: pd.Series, names: pd.Series) -> dict[str, int]:
    """Pseudonyms that are new are made; names go to their own table. Returns key source -> traveller id."""
    known = pd.DataFrame({"person": persons, "name": names}).drop_duplicates("person")
    known = known[known["person"] != ""]
    by_pseudonym = {keyed(person): (person, name) for person, name in known.itertuples(index=False)}
    pseudonyms = list(by_pseudonym)
    ids: dict[str, int] = {}
    for start in range(0, len(pseudonyms), LOOK_UP_ROWS):
        block = pseudonyms[start : start + LOOK_UP_ROWS]
        ids.update(Traveller.objects.filter(pseudonym__in=block).values_list("pseudonym", "id"))
    new = [pseudonym for pseudonym in pseudonyms if pseudonym not in ids]
    for traveller_id, pseudonym in zip(reserve_ids(Traveller, len(new)), new, strict=True):
        ids[pseudonym] = traveller_id
    insert(Traveller, ("id", "pseudonym"), [(ids[pseudonym], pseudonym) for pseudonym in new])
    named = [
        TravellerName(traveller_id=ids[pseudonym], name=name[:200])
        for pseudonym, (_person, name) in by_pseudonym.items()
        if name
    ]
    TravellerName.objects.bulk_create(
        named, batch_size=5000, update_conflicts=True, unique_fields=["traveller"], update_fields=["name", "seen_at"]
    )
    return {person: ids[pseudonym] for pseudonym, (person, _name) in by_pseudonym.items()}
