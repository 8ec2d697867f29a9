"""What a file comes to, added up block by block: the report, and what the page shows beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from ems.models import OrganizationUnit
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.emissions.totals import tonnes
from travel.estimation import LegEstimates
from travel.imports.reading import Reading
from travel.imports.report import report
from travel.supplier_figures import Comparison

SAMPLE_ROWS = 20
MOST_COST_CENTRES = 500
ORDER = ("rejected", "ask", "credit", "cancelled", "ignored", "flight")


def emissions(mass: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Tonnes by method with the gas basis, of all passengers. Methods stand beside each other, never added."""
    return {
        code: {"value": tonnes(milligrams), "gas_basis": emission_method(code).gas_basis}
        for code, milligrams in sorted(mass.items())
    }


def by_unit(sums: Mapping[int, Sequence[int]]) -> list[dict[str, Any]]:
    """sums: unit (0 for none) -> legs and milligrams by the return's method."""
    names = {unit.id: str(unit) for unit in OrganizationUnit.objects.all()}
    return [
        {"unit": names.get(unit, ""), "legs": legs, "t": tonnes(mass)} for unit, (legs, mass) in sorted(sums.items())
    ]


def in_order(groups: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups of rows of one verdict and reason: errors before warnings, warnings before what is in order."""
    return sorted(groups, key=lambda group: (ORDER.index(group["verdict"]), -group["rows"]))


class Preview:
    """Takes the blocks of a reading with their estimates; afterwards tells the report and the preview."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._mass: dict[str, int] = {}
        self._by_unit: dict[int, list[int]] = {}
        self._groups: dict[tuple[str, str], dict[str, Any]] = {}
        self._cost_centres: Counter[str] = Counter()
        self._problems = 0
        # What the file would change in what stands, as it was before the commit.
        self.differences: dict[str, Any] = {}
        self.supplier = Comparison(reading.judged)

    def add(self, rows: pd.DataFrame, legs: pd.DataFrame, found: LegEstimates) -> None:
        """rows: of a block. legs: as legs_for_storage gives them. found: their estimates."""
        for method, mass in found.estimates.groupby("method")["total_mg"].sum().items():
            self._mass[str(method)] = self._mass.get(str(method), 0) + int(mass)
        self._problems += len(found.problems)
        self.supplier.add(legs, found.estimates)
        self._add_units(legs, found.estimates)
        self._cost_centres.update(legs["cost_centre"].value_counts().to_dict())
        self._add_samples(rows)

    def report(self) -> dict[str, Any]:
        return report(self.reading, emissions(self._mass))

    def shown(self) -> dict[str, Any]:
        """What the page shows beside the report."""
        return {
            "sample_rows": in_order(self._groups.values()),
            "by_unit": by_unit(self._by_unit),
            "estimate_problems": self._problems,
            "headers": list(self.reading.headers),
            "columns": dict(self.reading.columns),
            "decided": dict(self.reading.decided),
            "header_changes": [asdict(change) for change in self.reading.header_changes],
            "unmapped": self.reading.unmapped,
            "cost_centres": dict(self._cost_centres.most_common(MOST_COST_CENTRES)),
            "supplier": self.supplier.findings(),
            "differences": self.differences,
        }

    def _add_units(self, legs: pd.DataFrame, estimates: pd.DataFrame) -> None:
        """Legs and the mass by the return's method for each unit; 0 where none was found."""
        ours = estimates[estimates["method"] == RETURN_METHOD].set_index("leg")["total_mg"]
        mass = ours.reindex(legs.index).fillna(0).astype("int64").groupby(legs["unit"]).agg(["size", "sum"])
        for unit, count, total in zip(mass.index, mass["size"], mass["sum"], strict=True):
            sums = self._by_unit.setdefault(int(unit), [0, 0])
            sums[0] += int(count)
            sums[1] += int(total)

    def _add_samples(self, rows: pd.DataFrame) -> None:
        """For each verdict and reason: how many rows, and the first of them with their cells."""
        for (verdict, reason), group in rows.groupby(["verdict", "reason"], sort=False):
            kept = self._groups.setdefault(
                (verdict, reason), {"verdict": verdict, "reason": reason, "rows": 0, "samples": []}
            )
            kept["rows"] += len(group)
            some = group.head(SAMPLE_ROWS - len(kept["samples"]))
            kept["samples"] += [
                {
                    "sheet": sheet,
                    "line": None if pd.isna(line) else int(line),
                    "sentence": sentence,
                    "cells": self.reading.cells(position),
                }
                for sheet, line, sentence, position in zip(
                    some["sheet"], some["line"], some["sentence"], some["position"].tolist(), strict=True
                )
            ]
