"""Who travels in a row, and how many."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from travel.imports.folding import fold, fold_header, is_empty
from travel.imports.rows import Mask, Rows
from travel.imports.tickets import name_key
from travel.imports.verdicts import Verdicts
from travel.imports.wording import count_ask, passengers_ask

_LISTED = re.compile(r"\s*(?:;|\||\n| & | and )\s*")


@dataclass(frozen=True, eq=False)
class People:
    """By row: passengers, key (what a traveller is known by, for comparison only) and name as given."""

    passengers: npt.NDArray[np.int64]
    key: npt.NDArray[np.object_]
    name: npt.NDArray[np.object_]


def read_people(rows: Rows) -> People:
    """Travellers of every row; a row that does not say how many counts as one."""
    names = rows.column("traveller")
    ids = rows.column("traveller_id")
    by_name = names.map(lambda text: " + ".join(sorted(name_key(one) for one in _people(text))), object)
    by_id = ids.map(lambda text: "" if is_empty(text) else fold(text), object)
    listed = names.map(lambda text: max(len(_people(text)), 1), np.int64)
    said = rows.numbers("passengers").values
    passengers = np.where(np.isnan(said), listed, np.abs(np.nan_to_num(said, nan=1.0))).astype(np.int64)
    return People(passengers, np.where(by_id != "", by_id, by_name), names.texts())


def enter_people(rows: Rows, verdicts: Verdicts, people: People) -> None:
    """Verdicts of rows with no passenger, a number that is none, or a number that the names contradict."""
    if not rows.has("passengers"):
        return
    column, texts = rows.header("passengers"), rows.column("passengers")
    read = rows.numbers("passengers")
    whole = np.isnan(read.values) | (np.abs(read.values) % 1 == 0)
    bad = read.bad | ~whole | (np.abs(np.nan_to_num(read.values)) > 5000)
    verdicts.enter(bad, "bad_passengers", column=column, values=texts)
    verdicts.enter(read.values == 0, "no_passenger", column=column)
    if rows.profile.passengers_ask:
        verdicts.enter(
            np.nan_to_num(read.values, nan=1.0) > 1, "passenger_count", column=column,
            parts=lambda row: {"detail": f"{int(read.values[row])} may mean persons, or out and back"},
            ask=lambda row: count_ask(f"count:{fold_header(column)}", column),
        )  # fmt: skip
    listed = rows.column("traveller").map(lambda text: len(_people(text)), np.int64)
    differ: Mask = (listed > 1) & ~np.isnan(read.values) & (read.values != listed)
    verdicts.enter(
        differ, "passenger_count", column=column,
        parts=lambda row: {"detail": f"{int(read.values[row])} passengers and {int(listed[row])} names"},
        ask=lambda row: passengers_ask(
            f"passengers:{verdicts.asking.digest(row)}", rows.where(row), int(read.values[row]), int(listed[row])
        ),
    )  # fmt: skip


def _people(text: str) -> list[str]:
    """The travellers named in a cell; infants on a lap are not counted, nor a line that holds a title only."""
    if is_empty(text):
        return []
    return [one for one in _LISTED.split(text) if name_key(one) and not fold(one).endswith(" inf")]
