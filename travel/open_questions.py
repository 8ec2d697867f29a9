"""What a reading asks, kept for the pages: questions open and settled, and what rows that wait could add."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Q

from travel.answers import in_force, make_due
from travel.bulk import insert, reserve_ids
from travel.emissions.methods import methods_for
from travel.estimation import estimate_legs
from travel.imports import questions as read
from travel.imports.reading import Reading
from travel.models import ImportBatch, Question, WaitingEstimate

EXAMPLES = 6
UNDATED = ""  # the method of rows whose year is not known: which methods there are follows from the year
WAITING_COLUMNS = (
    "position", "method", "year", "month", "unit", "traveller_category", "payer", "passengers", "low_mg", "high_mg",
)  # fmt: skip
WHOLE_NUMBERS = ("position", "year", "month", "unit", "passengers", "low_mg", "high_mg")
BLOCK_ROWS = 5_000
# Questions about credits on tickets of other files; the settling keeps them.
OF_CREDITS = Q(key__regex=r"^row:[a-z_]+:[0-9a-f]{32}$")


def write(batch: ImportBatch, reading: Reading, units: Mapping[str, int]) -> None:
    """Everything that the whole file asks, in place of what was kept before; inside the caller's transaction.

    Before credits are settled: what these ask is kept beside it.
    """
    Question.objects.filter(batch=batch).delete()
    WaitingEstimate.objects.filter(batch=batch).delete()
    write_part(batch, reading, units, None)


def write_part(
    batch: ImportBatch, reading: Reading, units: Mapping[str, int], positions: Collection[int] | None
) -> None:
    """What some rows ask, nothing of which is kept by now. positions: these rows; all of the reading where None."""
    questions = [one for one in reading.questions if positions is None or set(one.positions) <= set(positions)]
    Question.objects.bulk_create([_open(batch, reading, one) for one in questions], batch_size=500)
    _write_settled(batch, reading.profile, reading.answered, positions)
    ranges = waiting_ranges(reading, units)
    write_waiting(batch, ranges if positions is None else ranges[ranges["position"].isin(positions)])
    read_again_what_changed(batch, reading)


def read_again_what_changed(batch: ImportBatch, reading: Reading) -> None:
    """Make the rows due whose answers were given or taken back while the file was being read."""
    now = {key: answer.value for key, answer in in_force(reading.profile).items()}
    then = reading.judged.verdicts.asking.answers
    changed = {key for key in {*now, *then} if now.get(key) != then.get(key)}
    due = {row for one in (*reading.questions, *reading.answered) if one.key in changed for row in one.kin}
    if due:
        make_due(batch.pk, due)


def _open(batch: ImportBatch, reading: Reading, one: read.Question) -> Question:
    return Question(
        batch=batch,
        source=reading.profile,
        key=one.key[:200],
        kind=one.kind,
        subject=one.subject[:200],
        column=one.column[:200],
        sentence=one.sentence,
        options=[{"value": option.value, "label": option.label, "hint": option.hint} for option in one.options],
        free=one.free,
        rows=len(one.positions),
        positions=list(one.positions),
        kin=list(one.kin),
        examples=[_example(reading, position) for position in one.positions[:EXAMPLES]],
    )


def _write_settled(
    batch: ImportBatch, source: str, answered: Collection[read.Answered], positions: Collection[int] | None
) -> None:
    """What answers settled, joined to the rows that they settled before."""
    if not answered:
        return
    standing = in_force(source)
    known = {one.key: one for one in Question.objects.filter(batch=batch, answer__isnull=False)}
    for one in answered:
        answer = standing.get(one.key)
        rows = set(one.positions) if positions is None else set(one.positions) & set(positions)
        if answer is None or not rows:
            continue
        question = known.get(one.key) or Question(
            batch=batch, source=source, key=one.key, kind=answer.kind, subject=answer.subject, sentence=answer.sentence
        )
        question.answer = answer
        question.positions = sorted({*question.positions, *rows})
        question.kin = sorted({*question.kin, *one.kin})
        question.rows = len(question.positions)
        question.save()


def _example(reading: Reading, position: int) -> dict[str, Any]:
    """A row that waits as the officer sees it, without the cells that name somebody."""
    judged = reading.judged
    at = position if judged.part is None else int(np.searchsorted(judged.part.at, position))
    table = judged.rows.table
    line = table.lines[at]
    return {
        "line": None if pd.isna(line) else int(line),
        "sheet": str(table.sheets[at]),
        "sentence": str(judged.verdicts.sentence[at]),
        "cells": reading.cells(at),
    }


def write_waiting(batch: ImportBatch, ranges: pd.DataFrame) -> None:
    """What rows that wait could add, by every method of their year. ranges: as waiting_ranges gives them."""
    for start in range(0, len(ranges), BLOCK_ROWS):
        block = ranges.iloc[start : start + BLOCK_ROWS]
        columns = [block[name].astype(object).where(block[name].notna(), None).tolist() for name in WAITING_COLUMNS]
        ids = reserve_ids(WaitingEstimate, len(block))
        rows = zip(ids, [batch.pk] * len(block), *columns, strict=True)
        insert(WaitingEstimate, ("id", "batch_id", *WAITING_COLUMNS), rows)


def waiting_ranges(reading: Reading, units: Mapping[str, int]) -> pd.DataFrame:
    """By row, method, year and month: the least and the most of milligrams, of all passengers. Columns WAITING_COLUMNS.

    Both are empty where nothing can be said of a leg of the row; so they are, without a year, for rows of which no leg
    or no date is known.
    """
    legs = reading.waiting.reset_index(drop=True)
    legs["unit"] = legs["cost_centre"].fillna("").map(units).fillna(0).astype("int64")
    legs["year"] = legs["counted_on"].dt.year.astype("Int64")
    legs["month"] = legs["counted_on"].dt.month.astype("Int64")
    legs["passengers"] = pd.to_numeric(legs["passengers"]).fillna(1).clip(lower=1).astype("int64")
    dated = legs[legs["year"].notna()]
    low, high = _masses(dated, "low"), _masses(dated, "high")
    by_leg = low.merge(high, on=["leg", "method"], how="outer").merge(
        legs[["row_position", "year", "month", "unit", "traveller_category", "payer", "passengers", "may_be_zero"]],
        left_on="leg",
        right_index=True,
    )
    by_leg.loc[by_leg["may_be_zero"].astype(bool) & by_leg["low_mg"].notna(), "low_mg"] = 0
    found = _by_row(by_leg)
    ranges = pd.concat([found, _undated(reading, legs, found)], ignore_index=True)[list(WAITING_COLUMNS)]
    return ranges.astype(dict.fromkeys(WHOLE_NUMBERS, "Int64"))


def _masses(legs: pd.DataFrame, side: str) -> pd.DataFrame:
    """leg, method and SIDE_mg: the least (low) or the most (high) of what each leg can be; empty where that is open.

    All pairs of places are estimated: the nearest ones are not by every method those with the least.
    """
    column = f"{side}_mg"
    inputs = legs[legs["pairs"].map(len) > 0].assign(
        cabin=legs[f"{side}_cabin"], passengers=legs[f"{side}_passengers"].clip(lower=1).astype("int64")
    )
    masses = [pd.DataFrame({"leg": np.zeros(0, dtype=np.int64), "method": np.zeros(0, dtype=object), column: []})]
    for start in range(0, len(inputs), BLOCK_ROWS):
        block = inputs.iloc[start : start + BLOCK_ROWS].explode("pairs")
        places = block.index.to_numpy()
        block = block.assign(origin=block["pairs"].str[0], destination=block["pairs"].str[1]).reset_index(drop=True)
        estimates = estimate_legs(block).estimates
        if len(estimates):
            estimates["leg"] = places[estimates["leg"].to_numpy(dtype=np.int64)]
            by_leg = estimates.groupby(["leg", "method"], as_index=False)[column]
            masses.append(by_leg.min() if side == "low" else by_leg.max())
    found = pd.concat(masses, ignore_index=True).astype({"leg": "int64", column: "Int64"})
    missing = _methods_of(legs).merge(found[["leg", "method"]], on=["leg", "method"], how="left", indicator=True)
    missing = missing[missing["_merge"] == "left_only"][["leg", "method"]].assign(**{column: pd.NA})
    return pd.concat([found, missing.astype({column: "Int64"})], ignore_index=True)


def _methods_of(legs: pd.DataFrame) -> pd.DataFrame:
    """leg and method, for every method of each leg's year."""
    pairs = [(leg, method) for leg, year in legs["year"].items() for method in methods_for(int(year))]
    return pd.DataFrame(pairs, columns=["leg", "method"])


def _by_row(by_leg: pd.DataFrame) -> pd.DataFrame:
    """A row's legs of one month together; a leg of which nothing can be said leaves the row without a range."""
    keys = ["row_position", "method", "year", "month"]
    grouped = by_leg.groupby(keys, sort=True)
    first = grouped[["unit", "traveller_category", "payer", "passengers"]].first()
    for column in ("low_mg", "high_mg"):
        first[column] = grouped[column].sum().where(grouped[column].count() == grouped[column].size())
    incomplete = first["low_mg"].isna() | first["high_mg"].isna()
    first.loc[incomplete, ["low_mg", "high_mg"]] = pd.NA
    return first.reset_index().rename(columns={"row_position": "position"})


def _undated(reading: Reading, legs: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Rows that wait and are in no year: one line each, without a method."""
    asked = sorted({row for one in reading.questions for row in one.positions})
    positions = sorted(set(asked) - set(found["position"].tolist()))
    told = legs.drop_duplicates("row_position").set_index("row_position")
    rows = pd.DataFrame({"position": positions, "method": UNDATED})
    for name, default in (("unit", 0), ("traveller_category", "unknown"), ("payer", "unknown"), ("passengers", 1)):
        rows[name] = [told.at[row, name] if row in told.index else default for row in positions]
    for name in ("year", "month", "low_mg", "high_mg"):
        rows[name] = pd.array([pd.NA] * len(rows), dtype="Int64")
    return rows
