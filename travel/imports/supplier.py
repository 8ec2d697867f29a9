"""The source's own distances and CO2: kept as given, compared with ours, never used and never added to ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from travel.imports.folding import fold_header
from travel.imports.frames import Judged
from travel.imports.grid import TextColumn, one_of
from travel.imports.numbers import read_numbers
from travel.imports.supplier_totals import Tickets, repeated, tickets_of
from travel.imports.supplier_units import (
    ANY_RANGE,
    CLOSE,
    NEAR,
    TO_KG,
    TO_KM,
    UNIT_WORDS,
    UPLIFTS,
    Unit,
    distance_unit,
    is_plausible,
    mass_unit,
    near,
    said_unit,
)

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

FIELDS = (("distance", "distance"), ("distance_miles", "distance"), ("co2", "co2"))
STATED_BY = ("flight", "cancelled", "credit")
DEVIATION = 0.2  # beyond the usual additions of 8 to 9 per cent or 95 km
_UPLIFT, _ADDED_KM = 1.09, 95.0
_CO2_DEVIATION = 2.0  # times the usual ratio of the column to ours: methods differ by less
_USUAL_FROM = 5  # rows


@dataclass(frozen=True)
class Decided:
    """What was decided of one column from all its rows. basis: person, booking, or '' where that is not known."""

    unit: str
    origin: str
    basis: str
    warning: str = ""


@dataclass(frozen=True, eq=False)
class Compared:
    """One column: rows that state a figure, as given and in km or kg (NaN), beside ours (NaN), and how they compare."""

    kind: str
    header: str
    decided: Decided
    rows: npt.NDArray[np.int64]
    given: list[str]
    value: Floats
    ours: Floats
    flag: Texts
    close: int
    addition: str

    def count(self, flag: str) -> int:
        return int((self.flag == flag).sum())


def compare(
    judged: Judged, our_co2_kg: Floats | None = None, decided: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Compared]:
    """Every column of figures of the source beside ours.

    our_co2_kg: by row, our CO2 of one passenger on all its legs; NaN where we have none. decided: what an earlier
    reading of the whole file decided, by header, for a reading of some of its rows.
    """
    comparison = _Comparison(judged, our_co2_kg)
    found = []
    told: Mask | None = None
    for field, kind in FIELDS:
        for place in judged.rows.matched.get(field, ()):
            column = comparison.column(field, kind, place, told, decided or {})
            found.append(column)
            if kind == "distance" and told is None:
                told = np.zeros(judged.rows.size, dtype=bool)
                told[column.rows[column.flag == "repeated"]] = True
    return found


class _Comparison:
    """The rows of a file as figures are compared with them."""

    def __init__(self, judged: Judged, our_co2_kg: Floats | None) -> None:
        self.judged = judged
        chains, size = judged.chains, judged.rows.size
        # All legs as sold: a figure of the source is that of the whole row, also where legs were given back.
        km = np.bincount(chains.row, weights=judged.located.distance_km, minlength=size)
        self.km: Floats = np.where(chains.count > 0, km, np.nan)
        self.people = judged.people.passengers.astype(np.float64)
        self.counts: Mask = one_of(judged.verdict, STATED_BY)
        dear = ~one_of(judged.seating.cabin, ("economy", "unknown"))
        self.plain: Mask = np.bincount(chains.row[dear], minlength=size) == 0
        whole = np.bincount(chains.row[chains.kept], minlength=size) == chains.count
        self.co2 = np.full(size, np.nan) if our_co2_kg is None else np.where(whole, our_co2_kg, np.nan)

    def column(
        self, field: str, kind: str, place: int, told: Mask | None, decided: Mapping[str, Mapping[str, Any]]
    ) -> Compared:
        rows = self.judged.rows
        header, texts = rows.table.headers[place], rows.table.columns[place]
        numbers = read_numbers(texts, np.ones(rows.size, dtype=bool), rows.profile.decimal)
        given = np.where(self.counts, numbers.values, np.nan)
        stated = np.flatnonzero(~np.isnan(given))
        declared = rows.profile.units.get(header) or rows.profile.units.get(fold_header(header))
        declared = declared or rows.profile.units.get(field)
        known = TO_KM if kind == "distance" else TO_KG
        said = said_unit(declared, header, [texts.uniques[code] for code in np.unique(texts.codes)], known)
        if field == "distance_miles" and not said.unit:
            said = Unit("mi", "heading")
        before = decided.get(header)
        kept = Decided(*(before[name] for name in ("unit", "origin", "basis", "warning"))) if before else None
        working = self._distances if kind == "distance" else self._masses
        return working(header, given, stated, texts, said, kept, told)

    def _distances(
        self, header: str, given: Floats, stated: npt.NDArray[np.int64], texts: TextColumn, said: Unit,
        kept: Decided | None, told: Mask | None,
    ) -> Compared:  # fmt: skip
        size = np.abs(given)
        for_all = self.km * self.people
        by_ticket = self._tickets(given, self.km)
        ticket_km = np.where(by_ticket.shared, by_ticket.ours, np.nan)
        unit = Unit(kept.unit, kept.origin) if kept else distance_unit(said, size, [self.km, ticket_km, for_all])
        value = given * TO_KM[unit.unit] if unit.unit else np.full(len(given), np.nan)
        basis = kept.basis if kept else self._basis(np.abs(value), self.km, 1.0)
        ours = for_all if basis == "booking" else self.km
        by_ticket = self._tickets(given, ours)
        total = repeated(np.abs(value), ours, by_ticket, 1.0)
        total &= _fits(np.abs(value), by_ticket.ours)
        expected = np.where(total, by_ticket.ours, ours)
        flag = np.where(_fits(np.abs(value), expected), "fits", "deviates").astype(object)
        for other, factor in TO_KM.items():
            if other != unit.unit:
                flag[(flag == "deviates") & near(size * factor, expected)] = "other_unit"
        flag[np.isnan(value) | np.isnan(expected)] = "uncompared"
        flag[total] = "repeated"
        close, addition = _closest(np.abs(value), expected, stated)
        decided = kept or Decided(unit.unit, unit.origin, basis, unit.warning)
        return self._compared("distance", header, decided, stated, texts, value,
                              _once(expected, total, by_ticket), flag, close, addition)  # fmt: skip

    def _masses(
        self, header: str, given: Floats, stated: npt.NDArray[np.int64], texts: TextColumn, said: Unit,
        kept: Decided | None, told: Mask | None,
    ) -> Compared:  # fmt: skip
        size = np.abs(given)
        by_ticket = self._tickets(given, self.km)
        with np.errstate(divide="ignore", invalid="ignore"):
            per_km = np.where(self.km > 0, size / self.km, np.nan)
            per_ticket_km = np.where(by_ticket.shared & (by_ticket.ours > 0), size / by_ticket.ours, np.nan)
        single = ~by_ticket.shared & (self.people == 1)
        if kept:
            unit = Unit(kept.unit, kept.origin)
        else:
            sure = np.where(single, per_km, np.nan)
            unit = mass_unit(said, per_km if np.isnan(sure).all() else sure, self.plain)
        factor = TO_KG[unit.unit] if unit.unit else np.nan
        reference = _middle(per_km[single & self.plain]) * factor
        total = repeated(size * factor, self.km, by_ticket, reference, told)
        per_km = np.where(total, per_ticket_km, per_km) * factor
        basis = kept.basis if kept else self._basis(per_km, np.ones(len(given)), _middle(per_km[self.people == 1]))
        value = given * factor
        ours = self.co2 * (self.people if basis == "booking" else 1.0)
        by_ticket = self._tickets(given, ours)
        expected = np.where(total, by_ticket.ours, ours)
        flag = np.where(np.isnan(value) | np.isnan(expected), "uncompared", "fits").astype(object)
        if unit.warning or (kept and kept.warning) or not basis:
            flag[(self.people > 1) | bool(unit.warning)] = "uncompared"
        self._mark_masses(flag, np.abs(value), expected, per_km / (self.people if basis == "booking" else 1.0),
                          unit.unit)  # fmt: skip
        flag[total] = "repeated"
        decided = kept or Decided(unit.unit, unit.origin, basis, unit.warning)
        return self._compared("co2", header, decided, stated, texts, value,
                              _once(expected, total, by_ticket), flag, 0, "")  # fmt: skip

    def _mark_masses(self, flag: Texts, value: Floats, expected: Floats, per_km: Floats, unit: str) -> None:
        compared = flag == "fits"
        if not compared.any():
            return
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = value / expected
        usual = float(np.median(ratio[compared])) if compared.sum() >= _USUAL_FROM else np.nan
        impossible = (per_km < ANY_RANGE[0]) | (per_km > ANY_RANGE[1])
        far = (ratio > usual * _CO2_DEVIATION) | (ratio < usual / _CO2_DEVIATION)
        flag[compared & (impossible | far)] = "deviates"
        for other, factor in TO_KG.items():
            if other != unit and unit:
                in_other = ratio * factor / TO_KG[unit]
                flag[(flag == "deviates") & (np.abs(in_other / usual - 1.0) < 5 * NEAR)] = "other_unit"

    def _basis(self, value: Floats, each: Floats, usual: float) -> str:
        """Whether figures of rows with several passengers are of one of them, or of the booking."""
        several = self.counts & (self.people > 1) & ~np.isnan(value) & (value > 0) & (each > 0)
        if not several.any():
            return "person"
        value, each, people = value[several], each[several], self.people[several]
        if np.isnan(usual):
            person = is_plausible(value / each, self.plain[several])
            booking = is_plausible(value / each / people, self.plain[several])
            return "" if person == booking else "person" if person else "booking"
        off_person = np.abs(np.log(value / each / usual))
        off_booking = np.abs(np.log(value / each / people / usual))
        return "booking" if 2 * int((off_booking < off_person).sum()) > len(value) else "person"

    def _tickets(self, given: Floats, ours: Floats) -> Tickets:
        return tickets_of(given, ours, self.judged.booking, self.counts)

    def _compared(
        self, kind: str, header: str, decided: Decided, stated: npt.NDArray[np.int64], texts: TextColumn,
        value: Floats, ours: Floats, flag: Texts, close: int, addition: str,
    ) -> Compared:  # fmt: skip
        # What is taken back is negative on both sides, so that sums of both are of the same flights.
        signed = np.where(value < 0, -ours, ours)
        return Compared(kind, header, decided, stated, texts.at(stated), value[stated], signed[stated], flag[stated],
                        close, addition)  # fmt: skip


def _fits(km: Floats, ours_km: Floats) -> Mask:
    """Figures at most 20 per cent below ours, or above ours with a usual addition."""
    most = np.maximum(ours_km * _UPLIFT, ours_km + _ADDED_KM)
    with np.errstate(invalid="ignore"):
        found: Mask = (km >= ours_km * (1 - DEVIATION)) & (km <= most * (1 + DEVIATION))
    return found


def _once(expected: Floats, total: Mask, tickets: Tickets) -> Floats:
    """Ours beside each figure; of a total that stands on several rows, beside the first only."""
    return np.where(total & ~tickets.first, np.nan, expected)


def _closest(km: Floats, ours_km: Floats, stated: npt.NDArray[np.int64]) -> tuple[int, str]:
    """How many rows lie within 1 % of ours with the one addition that most of them show, and its words."""
    best = (0, 0.0, "")
    for words, add in UPLIFTS:
        with np.errstate(divide="ignore", invalid="ignore"):
            off = np.abs(km[stated] / add(ours_km[stated]) - 1.0)
        close = off[off < CLOSE]
        if len(close):
            # 8 and 9 per cent lie within 1 % of each other: the nearer one is named.
            best = max(best, (len(close), -float(np.median(close)), words))
    return best[0], best[2]


def _middle(values: Floats) -> float:
    known = values[~np.isnan(values) & (values > 0)]
    return float(np.median(known)) if len(known) else np.nan


def finding(column: Compared) -> str:
    """What is to be said of a column, in plain sentences."""
    decided, rows = column.decided, len(column.rows)
    words = UNIT_WORDS.get(decided.unit, "")
    compared = rows - column.count("uncompared")
    said = []
    if column.kind == "distance" and decided.unit:
        ratio = "ours" if decided.unit == "km" else f"{1 / TO_KM[decided.unit]:.3f} of ours"
        addition = f" {column.addition}" if column.addition else ""
        said.append(f"Distances are in {words}: {column.close} of {compared} rows lie within 1 % of {ratio}{addition}.")
    elif column.kind == "distance":
        said.append("The unit of these distances is not recognised: they fit neither km nor miles nor nautical miles.")
    elif decided.unit:
        how = {"profile": "as the profile says", "heading": "as the heading says", "cells": "as the cells say"}
        said.append(f"CO2 is in {words}, {how.get(decided.origin, 'as it comes to what a passenger-km can have')}.")
        said += _ratio_words(column)
    else:
        said.append("The unit of these masses is not known.")
    if decided.warning:
        said.append(decided.warning)
    said += _basis_words(decided, column)
    for flag, one, many in (
        ("other_unit", "fits in another unit", "fit in another unit, as where km and miles are swapped"),
        ("deviates", "deviates", "deviate"),
        ("uncompared", "could not be compared", "could not be compared"),
    ):
        if number := column.count(flag):
            said.append(f"{number} row {one}." if number == 1 else f"{number} rows {many}.")
    return " ".join(said)


def _ratio_words(column: Compared) -> list[str]:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (column.value / column.ours)[one_of(column.flag, ("fits", "repeated"))]
    ratio = ratio[~np.isnan(ratio)]
    if not len(ratio):
        return []
    return [f"The middle row has {float(np.median(ratio)):.2f} times our CO2."]


def _basis_words(decided: Decided, column: Compared) -> list[str]:
    said = []
    if decided.basis == "booking":
        said.append("They are of the whole booking, not of one passenger.")
    elif not decided.basis:
        said.append("Whether they are of one passenger or of the booking is not known.")
    if number := column.count("repeated"):
        said.append(f"{number} rows repeat the total of their ticket; it is compared and summed once.")
    return said


def as_data(column: Compared) -> dict[str, Any]:
    """The column's decisions and finding as JSON, as kept with a batch."""
    decided = column.decided
    return {
        "column": column.header,
        "kind": column.kind,
        "unit": decided.unit,
        "origin": decided.origin,
        "basis": decided.basis,
        "warning": decided.warning,
        "sentence": finding(column),
        "rows": len(column.rows),
        **{flag: column.count(flag) for flag in ("fits", "deviates", "other_unit", "repeated", "uncompared")},
    }
