"""A batch's file read with what the database knows: saved profiles, legs already there; and its preview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.conf import settings

from ems.models import OrganizationUnit
from travel.commit import known_identities, legs_for_storage
from travel.emissions.methods import method as emission_method
from travel.emissions.totals import tonnes
from travel.estimation import LegEstimates, estimate_legs
from travel.imports.profile import Profile, read_profile
from travel.imports.reading import Reading, read_bookings
from travel.imports.report import report, rows_frame
from travel.models import ImportBatch, SourceProfile

SAMPLE_ROWS = 20
# Errors before warnings, warnings before what is in order.
ORDER = ("rejected", "ask", "credit", "cancelled", "ignored", "flight")


@dataclass(frozen=True)
class BatchReading:
    reading: Reading

    @property
    def rows(self) -> pd.DataFrame:
        return self.reading.rows

    @property
    def legs(self) -> pd.DataFrame:
        return self.reading.legs

    @property
    def profile(self) -> str:
        return self.reading.profile

    @property
    def profile_version(self) -> int:
        return self.reading.profile_version

    def counts(self) -> dict[str, int]:
        return self.reading.counts()

    def rows_csv(self) -> bytes:
        return rows_frame(self.reading).to_csv(index=False).encode()


def read(
    batch: ImportBatch, progress: Callable[[int, int], None] | None = None, path: str | None = None
) -> BatchReading:
    """Read the stored file, or the one at path. Raises FileRefused with the sentence for the officer."""
    return BatchReading(
        read_bookings(
            path or batch.stored_file.path,
            source=batch.source,
            mapping=batch.mapping,
            saved=saved_profiles(),
            home_country=batch.home_country or None,
            known=known_identities,
            progress=progress,
            file_name=batch.file_name,
            limits=settings.IMPORT_LIMITS,
        )
    )


def estimated(read_file: BatchReading) -> tuple[pd.DataFrame, LegEstimates]:
    """The legs as they will be stored, and their estimates."""
    legs = legs_for_storage(read_file.legs, read_file.profile)
    return legs, estimate_legs(legs)


def saved_profiles() -> dict[str, Profile]:
    """The newest version of each profile that was saved here."""
    newest = {saved.key: saved for saved in SourceProfile.objects.order_by("version")}
    return {
        key: read_profile({**saved.definition, "key": key, "version": saved.version}) for key, saved in newest.items()
    }


def preview_of(
    read_file: BatchReading, legs: pd.DataFrame, estimated: LegEstimates
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The report, and what the page shows beside it. legs: as legs_for_storage gives them."""
    estimates = estimated.estimates
    preview = {
        "sample_rows": _sample_rows(read_file.rows),
        "by_unit": _by_unit(legs, estimates),
        "estimate_problems": len(estimated.problems),
        "headers": list(read_file.reading.headers),
        "columns": dict(read_file.reading.columns),
        "decided": dict(read_file.reading.decided),
    }
    return report(read_file.reading, emissions(estimates)), preview


def emissions(estimates: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Tonnes by method with the gas basis, of all passengers. Methods stand beside each other, never added."""
    totals = estimates.groupby("method")["total_mg"].sum()
    return {
        str(code): {"value": tonnes(int(mass)), "gas_basis": emission_method(str(code)).gas_basis}
        for code, mass in totals.items()
    }


def _sample_rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """For each verdict and reason: how many rows, and the first of them with their cells."""
    groups = []
    for (verdict, reason), group in rows.groupby(["verdict", "reason"], sort=False):
        some = group.head(SAMPLE_ROWS)
        groups.append(
            {
                "verdict": verdict,
                "reason": reason,
                "rows": len(group),
                "samples": [
                    {"sheet": sheet, "line": None if pd.isna(line) else int(line), "sentence": sentence, "cells": cells}
                    for sheet, line, sentence, cells in zip(
                        some["sheet"], some["line"], some["sentence"], some["cells"], strict=True
                    )
                ],
            }
        )
    return sorted(groups, key=lambda group: (ORDER.index(group["verdict"]), -group["rows"]))


def _by_unit(legs: pd.DataFrame, estimates: pd.DataFrame) -> list[dict[str, Any]]:
    """Legs and the mass by the return's method for each unit; unit empty where none was found."""
    names = {unit.id: str(unit) for unit in OrganizationUnit.objects.all()}
    ours = estimates[estimates["method"] == "icao-13.1"].set_index("leg")["total_mg"]
    joined = legs.assign(mass=ours.reindex(legs.index).fillna(0))
    return [
        {"unit": names.get(int(unit), ""), "legs": len(group), "t": tonnes(int(group["mass"].sum()))}
        for unit, group in joined.groupby("unit")
    ]
