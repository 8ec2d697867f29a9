"""What else a file says of a place that is unclear: the name beside its code, and the traveller's other legs.

Both warn, order the answers to choose and give them a hint; neither decides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from travel.emissions.place_outcome import Candidate, Outcome, Place
from travel.imports.chains import Chains
from travel.imports.folding import is_empty
from travel.imports.rows import Rows

Texts = npt.NDArray[np.object_]
Days = npt.NDArray[np.datetime64]
Told = Mapping[str, tuple[int, str]]

_NONE = -1
_WARNING = "city_and_airport"


@dataclass(frozen=True, eq=False)
class Journeys:
    """The legs of each traveller, or of each ticket where no traveller is named, in the order of their days.

    start, end: the airports of the legs, '' where they are not known yet.
    """

    chains: Chains
    days: Days
    travellers: Texts
    tickets: Texts
    start: Texts
    end: Texts

    @cached_property
    def _beside(self) -> tuple[dict[int, int], dict[int, int]]:
        """The leg before each leg, and the one after it."""
        chains = self.chains
        person = np.where(self.travellers != "", self.travellers, self.tickets)[chains.row]
        order = np.lexsort((chains.sequence, chains.row, self.days))
        before: dict[int, int] = {}
        after: dict[int, int] = {}
        last: dict[object, int] = {}
        for leg in order[(person[order] != "") & chains.kept[order]].tolist():
            earlier = last.get(person[leg], _NONE)
            if earlier != _NONE:
                before[leg], after[earlier] = earlier, leg
            last[person[leg]] = leg
        return before, after

    def told(self, legs: Iterable[int], among: Iterable[str], *, origin: bool) -> Told:
        """Of the airports that may be meant: on how many of the legs the one beside touches it, and how.

        legs: those that start (origin) or end at the place asked about.
        """
        wanted = frozenset(among)
        counts: Counter[str] = Counter()
        said: dict[str, str] = {}
        for leg in legs:
            found = {key: text for key, text in self._touched(leg, origin) if key in wanted}
            counts.update(found.keys())
            said.update({key: text for key, text in found.items() if key not in said})
        return {key: (count, said[key]) for key, count in counts.items()}

    def _touched(self, leg: int, origin: bool) -> list[tuple[str, str]]:
        """What the legs before and after a leg touch, the end that joins it last, so that it is what is said."""
        earlier, later = self._beside[0].get(leg), self._beside[1].get(leg)
        touched = []
        if later is not None:
            touched += [(self.end[later], "the traveller's next leg lands there"),
                        (self.start[later], "the traveller's next leg leaves from there")]  # fmt: skip
        if earlier is not None:
            touched += [(self.start[earlier], "the traveller's leg before leaves from there"),
                        (self.end[earlier], "the traveller's leg before lands there")]  # fmt: skip
        return touched if origin else touched[2:] + touched[:2]


def in_order(candidates: Iterable[Candidate], told: Told) -> list[Candidate]:
    """The candidates with those first that a leg beside touches, most rows first; else as they were."""
    return sorted(candidates, key=lambda one: -told.get(one.key, (0, ""))[0])


def hint(told: Told, key: str) -> str:
    """What the other legs say of an airport; '' for nothing."""
    count, text = told.get(key, (0, ""))
    return text if count <= 1 else f"on {count} rows {text}"


def hear_names(rows: Rows, chains: Chains, field: str, notes: Texts, read: Callable[[str, int], Outcome]) -> None:
    """Of codes that are also those of their city: no warning where the name beside is the airport's, a plainer one
    where it is that of the busier airport. notes: those of one end of the legs, changed in place.
    """
    if not rows.has(f"{field}_name"):
        return
    names, codes = rows.column(f"{field}_name"), rows.column(field)
    typed = chains.start if field == "origin" else chains.end
    for leg in np.flatnonzero([_WARNING in note for note in notes]).tolist():
        row = int(chains.row[leg])
        if is_empty(names[row]) or codes[row] != typed[leg]:
            continue
        named = read(names[row], leg)
        if isinstance(named, Place):
            kept = [_heard(note, named.key) for note in notes[leg].split(";")]
            notes[leg] = ";".join(note for note in kept if note)


def _heard(note: str, named: str) -> str:
    code, _, value = note.partition(":")
    if code != _WARNING or named not in value.split("->"):
        return note
    return "" if value.startswith(f"{named}->") else f"name_beside:{value}"
