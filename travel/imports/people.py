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

# No row of ours is a whole airlift.
_MOST = 5000
_LISTED = re.compile(r"\s*(?:;|\||\n| & | and )\s*")


@dataclass(frozen=True, eq=False)
class People:
    """By row: passengers, and key (what a traveller is known by, for comparison only)."""

    passengers: npt.NDArray[np.int64]
    key: npt.NDArray[np.object_]


def read_people(rows: Rows) -> People:
    """Travellers of every row; a row that does not say how many counts as one."""
    names = rows.column("traveller")
    ids = rows.column("traveller_id")
    by_name = names.map(lambda text: " + ".join(sorted(name_key(one) for one in _people(text))), object)
    by_id = ids.map(lambda text: "" if is_empty(text) else fold(text), object)
    listed = names.map(lambda text: max(len(_people(text)), 1), np.int64)
    said = rows.numbers("passengers").values
    passengers = np.where(np.isnan(said), listed, np.abs(np.nan_to_num(said, nan=1.0))).astype(np.int64)
    return People(passengers, np.where(by_id != "", by_id, by_name))


def enter_people(rows: Rows, verdicts: Verdicts, people: People) -> None:
    """Verdicts of rows with no passenger, a number that is none, or a number that the names contradict."""
    if not rows.has("passengers"):
        return
    column, texts = rows.header("passengers"), rows.column("passengers")
    read = rows.numbers("passengers")
    whole = np.isnan(read.values) | (np.abs(read.values) % 1 == 0)
    bad = read.bad | ~whole | (np.abs(np.nan_to_num(read.values)) > _MOST)
    verdicts.enter(bad, "bad_passengers", column=column, values=texts)
    verdicts.enter(read.values == 0, "no_passenger", column=column)
    if rows.profile.passengers_ask:
        verdicts.enter(
            (np.nan_to_num(read.values, nan=1.0) > 1) & ~_counted(rows, verdicts, people), "passenger_count",
            column=column,
            parts=lambda row: {"detail": f"{int(read.values[row])} may mean persons, or out and back"},
            ask=lambda row: count_ask(_count_key(rows), column),
        )  # fmt: skip
    listed = listed_people(rows)
    differ: Mask = (listed > 1) & ~np.isnan(read.values) & (read.values != listed)
    verdicts.enter(
        differ & ~_numbered(rows, verdicts, people, differ), "passenger_count", column=column,
        parts=lambda row: {"detail": f"{int(read.values[row])} passengers and {int(listed[row])} names"},
        ask=lambda row: passengers_ask(
            f"passengers:{verdicts.asking.digest(row)}", rows.where(row), int(read.values[row]), int(listed[row])
        ),
    )  # fmt: skip


def listed_people(rows: Rows) -> npt.NDArray[np.int64]:
    """How many travellers each row names."""
    return rows.column("traveller").map(lambda text: len(_people(text)), np.int64)


def out_and_back(rows: Rows, verdicts: Verdicts) -> dict[int, str]:
    """Rows whose number counts the ways of one person, as was answered -> the key of the answer."""
    if not (rows.profile.passengers_ask and rows.has("passengers")):
        return {}
    key = _count_key(rows)
    if verdicts.asking.answers.get(key) != "round_trip":
        return {}
    said = rows.numbers("passengers").values
    return dict.fromkeys(np.flatnonzero((said > 1) & (said % 2 == 0) & verdicts.undecided).tolist(), key)


def _count_key(rows: Rows) -> str:
    return f"count:{fold_header(rows.header('passengers'))}"


def _counted(rows: Rows, verdicts: Verdicts, people: People) -> Mask:
    """Rows whose number is settled by the answer that it counts persons, or ways out and back."""
    asking, key, column = verdicts.asking, _count_key(rows), rows.header("passengers")
    answer = asking.answer(key, ("persons", "round_trip"))
    said = rows.numbers("passengers").values
    settled = (said > 1) & ((said % 2 == 0) | (answer == "persons")) & verdicts.undecided & bool(answer)
    for row in np.flatnonzero(settled).tolist():
        if answer == "round_trip":
            people.passengers[row] = int(said[row]) // 2
            asking.use(row, key, f"{column} counts the ways out and back")
        else:
            asking.use(row, key, f"{column} counts persons")
    return np.asarray(settled)


def _numbered(rows: Rows, verdicts: Verdicts, people: People, differ: Mask) -> Mask:
    """Rows for which was answered how many travelled."""
    settled = np.zeros(rows.size, dtype=bool)
    asking = verdicts.asking
    if not asking.has("passengers:"):
        return settled
    for row in np.flatnonzero(differ & verdicts.undecided).tolist():
        key = f"passengers:{asking.digest(row)}"
        if answer := asking.answer(key, lambda value: value.isascii() and value.isdigit() and 0 < int(value) <= _MOST):
            people.passengers[row], settled[row] = int(answer), True
            asking.use(row, key, f"{answer} travelled")
    return settled


def _people(text: str) -> list[str]:
    """The travellers named in a cell; infants on a lap are not counted, nor a line that holds a title only."""
    if is_empty(text):
        return []
    return [one for one in _LISTED.split(text) if name_key(one) and not fold(one).endswith(" inf")]
