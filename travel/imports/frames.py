"""The frames of a reading: rows as they were judged, and the legs of those that are flights or wait."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from travel.imports.cabins import CABINS, row_cabin
from travel.imports.chains import Chains
from travel.imports.documents import Documents
from travel.imports.folding import fold, is_empty
from travel.imports.located import Located
from travel.imports.people import People
from travel.imports.rows import Mask, Rows
from travel.imports.seating import Seating
from travel.imports.supplier import SupplierFigures
from travel.imports.verdicts import Verdicts
from travel.imports.when import When

Texts = npt.NDArray[np.object_]

# Dates that say when one travelled; those of papers are kept as counted_on and not shown as a day of travel.
_TRAVEL_DATES = ("departure", "trip_start", "arrival", "posting")
_SPECIAL_MODES = ("field_flight", "helicopter", "charter")


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
    supplier: SupplierFigures
    tickets: Texts
    references: Texts
    identities: Texts


def legs_frame(judged: Judged, chosen: Mask) -> pd.DataFrame:
    """One row per leg of the chosen rows that still counts. Places that wait for an answer stand as they were typed."""
    chains, rows = judged.chains, judged.rows
    legs = np.flatnonzero(chosen[chains.row] & chains.kept)
    row = chains.row[legs]
    first = chains.sequence[legs] == 1
    ticket = np.where(judged.tickets != "", judged.tickets, judged.references)
    category = rows.meanings("traveller_category", "traveller_categories")
    payer = rows.meanings("payer", "payers")
    cabin = judged.seating.cabin[legs]
    single = chains.count[row] == 1
    departed, counted = judged.when.leg_days(chains)
    return pd.DataFrame(
        {
            "row_position": row,
            "sequence": chains.sequence[legs],
            "origin": judged.located.start[legs],
            "destination": judged.located.end[legs],
            "departed_on": departed[legs].astype("datetime64[s]"),
            "counted_on": counted[legs].astype("datetime64[s]"),
            "date_basis": judged.when.basis[row],
            "cabin": np.where(np.isin(cabin.astype(str), CABINS), cabin, "unknown"),
            "passengers": judged.people.passengers[row],
            "distance_km": judged.located.distance_km[legs],
            "aircraft": _text(rows, "aircraft")[row],
            "flight_number": _flights(rows, chains, judged.seating.carrier[legs], legs),
            "carrier": judged.seating.carrier[legs],
            "mode": judged.documents.mode[row],
            "traveller_key_source": judged.people.key[row],
            "traveller_name": judged.people.name[row],
            "ticket": ticket[row],
            "cost_centre": _text(rows, "cost_centre")[row],
            "traveller_category": np.where(np.isin(category.astype(str), ("None", "")), "unknown", category)[row],
            "payer": np.where(np.isin(payer.astype(str), ("None", "")), "unknown", payer)[row],
            "event": _text(rows, "event")[row],
            "place_quality": judged.located.quality[legs],
            "identity": judged.identities[legs],
            # The figure of a row with several legs is that of all of them: it stands beside the first.
            "supplier_distance_km": np.where(single | first, judged.supplier.distance_km[row], np.nan),
            "supplier_co2_kg": np.where(single | first, judged.supplier.co2_kg[row], np.nan),
            "notes": judged.located.notes[legs],
        }
    )


def _text(rows: Rows, field: str) -> Texts:
    return rows.column(field).map(lambda text: "" if is_empty(text) else text, object)


def _flights(rows: Rows, chains: Chains, carrier: Texts, legs: npt.NDArray[np.int64]) -> Texts:
    """Flight numbers with their airline: 2807 of LX is LX2807."""
    if chains.flight is not None:
        return chains.flight[legs]
    bare = _text(rows, "flight_number")[chains.row[legs]]
    if not rows.has("flight_number"):
        return bare
    found = np.empty(len(bare), dtype=object)
    found[:] = [
        f"{airline}{number.lstrip('0')}"[:12] if number.isdigit() and len(airline) == 2 else number[:12]
        for number, airline in zip(bare, carrier, strict=True)
    ]
    return found


def rows_frame_of(judged: Judged) -> pd.DataFrame:
    """The rows of the file with verdict, what is shown of them, and their cells; unread sheets come last."""
    rows, chains = judged.rows, judged.chains
    verdict = judged.verdicts.verdicts()
    shows = np.isin(verdict.astype(str), ("flight", "ask"))
    told = judged.verdicts.reason != "passenger_count"
    with_passengers = (shows & told) | ((verdict == "cancelled") & rows.profile.cancelled_passengers)
    passengers = pd.array(np.where(with_passengers, judged.people.passengers, 0), dtype="Int64")
    passengers[~with_passengers & (judged.verdicts.reason != "no_passenger")] = pd.NA
    # How to count a charter or helicopter is open: its legs are shown once that is said.
    ruled = ~np.isin(judged.verdicts.reason.astype(str), ("charter", "helicopter"))
    kept = (shows & ruled)[chains.row] & chains.kept
    leg_count = np.bincount(chains.row[kept], minlength=rows.size)
    km = np.bincount(chains.row[kept], weights=judged.located.distance_km[kept], minlength=rows.size)
    travel = np.isin(judged.when.basis.astype(str), _TRAVEL_DATES)
    first_date = np.where(shows & travel, judged.when.counted_on, np.datetime64("NaT", "D"))
    frame = pd.DataFrame(
        {
            "position": np.arange(rows.size),
            "sheet": rows.table.sheets,
            "line": pd.array(rows.table.lines, dtype="Int64"),
            "verdict": verdict,
            "reason": judged.verdicts.reason,
            "sentence": judged.verdicts.sentence,
            "first_date": first_date.astype("datetime64[s]"),
            "cabin": _row_cabins(judged, shows),
            "passengers": passengers,
            "leg_count": leg_count,
            "legs": _row_legs(judged, kept),
            "distance_km": np.where(leg_count > 0, km, np.nan),
        }
    )
    frame["cells"] = _cells(rows, [place for place in range(len(rows.table.headers)) if place not in rows.personal])
    frame["personal"] = _cells(rows, sorted(rows.personal))
    return frame


def _row_cabins(judged: Judged, shows: Mask) -> Texts:
    chains, seating = judged.chains, judged.seating
    cabin = np.where(np.isin(seating.cabin.astype(str), CABINS), seating.cabin, "unknown")
    found = np.full(judged.rows.size, "", dtype=object)
    single = shows & (chains.count == 1)
    found[single] = cabin[chains.first[single]]
    for row in np.flatnonzero(shows & (chains.count != 1)).tolist():
        legs = [leg for leg in chains.of(row) if chains.kept[leg]]
        given = sum(int(chains.sequence[leg]) <= judged.seating.given[row] for leg in legs)
        found[row] = row_cabin([cabin[leg] for leg in legs], given) if legs else "unknown"
    for mode in _SPECIAL_MODES:
        found[shows & (judged.documents.mode == mode)] = mode
    return found


def _row_legs(judged: Judged, kept: Mask) -> Texts:
    """The legs of a row as GVA-ZRH ZRH-JFK; empty where a place is a name that waits for an answer."""
    chains = judged.chains
    start, end = judged.located.start, judged.located.end
    found = np.full(judged.rows.size, "", dtype=object)
    single = np.flatnonzero(kept & (chains.count[chains.row] == 1))
    found[chains.row[single]] = start[single] + "-" + end[single]
    several: dict[int, list[str]] = {}
    for leg in np.flatnonzero(kept & (chains.count[chains.row] > 1)).tolist():
        several.setdefault(int(chains.row[leg]), []).append(f"{start[leg]}-{end[leg]}")
    for row, texts in several.items():
        found[row] = " ".join(texts)
    for leg in np.flatnonzero(kept & ((judged.located.origin == "") | (judged.located.destination == ""))).tolist():
        if any(len(fold(str(text))) != 3 for text in (start[leg], end[leg])):
            found[chains.row[leg]] = ""
    return found


def _cells(rows: Rows, places: list[int]) -> Texts:
    headers = [rows.table.headers[place] for place in places]
    found = np.empty(rows.size, dtype=object)
    if not places:
        found[:] = [{} for _ in range(rows.size)]
        return found
    texts = [rows.table.columns[place].texts() for place in places]
    found[:] = [dict(zip(headers, cells, strict=True)) for cells in zip(*texts, strict=True)]
    return found


def unread_rows(rows: Rows, after: int) -> pd.DataFrame:
    """One ignored row for each sheet that holds a table and was not read."""
    from travel.imports.reasons import sentence

    sheets = rows.table.unread
    return pd.DataFrame(
        {
            "position": np.arange(after, after + len(sheets)),
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
            "cells": [{} for _ in sheets],
            "personal": [{} for _ in sheets],
        }
    )
