"""The places of legs: looked up at the date of the flight, with what was noted or is wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from greenops.reference.airports import AirportBook
from greenops.reference.naming import folded
from travel.emissions.distance import SHARED
from travel.emissions.place_outcome import Candidate, Outcome, Place, PlaceProblem
from travel.emissions.places import Kind, ResolvedColumn, resolve, resolve_column
from travel.emissions.quality import Quality
from travel.imports.answered_places import AnsweredPlaces, place_key
from travel.imports.chains import Chains
from travel.imports.grid import same_text
from travel.imports.place_hints import Journeys, Told, hear_names
from travel.imports.place_notes import quality_of
from travel.imports.questions import Answers, Ask
from travel.imports.rows import Mask, Rows
from travel.imports.surnames import legs_with_surnames
from travel.imports.verdicts import WITHHELD, Verdicts
from travel.imports.ways import BACK, OUT
from travel.imports.wording import place_ask, withheld_place_ask

_ASKED = frozenset({"metropolitan_code", "ambiguous_name", "region_not_place", "unknown_name"})


@dataclass(frozen=True, eq=False)
class Located:
    """By leg: origin and destination keys ('' where unresolved), notes (codes), quality, distance in km (NaN).

    start and end: what is shown of each place: its key, else the city's code or the proposal, else the text.
    open_ends: of legs with a place that is asked, the keys of the places that either end can be.
    """

    origin: npt.NDArray[np.object_]
    destination: npt.NDArray[np.object_]
    notes: npt.NDArray[np.object_]
    quality: npt.NDArray[np.int64]
    distance_km: npt.NDArray[np.float64]
    start: npt.NDArray[np.object_]
    end: npt.NDArray[np.object_]
    open_ends: dict[int, tuple[tuple[str, ...], tuple[str, ...]]]


    @property
    def heliport(self) -> Mask:
        """Legs from or to a heliport."""
        return (self.quality & int(Quality.MODE_NOT_COVERED)) != 0


@dataclass(frozen=True, eq=False)
class _Ends:
    """One end of all legs: outcomes and, by leg, which one."""

    outcomes: list[Outcome]
    at: npt.NDArray[np.int64]
    texts: npt.NDArray[np.object_]

    def spread(self, of: list[object], kind: object) -> npt.NDArray[np.object_]:
        values = np.empty(len(of), dtype=kind)  # type: ignore[call-overload]
        for place, value in enumerate(of):
            values[place] = value
        found: npt.NDArray[np.object_] = values[self.at] if len(of) else np.empty(0, dtype=kind)  # type: ignore[call-overload]
        return found


class Gazetteer:
    """Looks the legs' places up, with the source's and the officer's readings."""

    def __init__(
        self,
        rows: Rows,
        book: AirportBook,
        home_country: str | None,
        aliases: Mapping[str, str],
        stand_ins: Mapping[str, str],
        answers: Answers,
    ) -> None:
        self.rows = rows
        self.book = book
        self.home_country = home_country
        self.aliases = aliases
        self.stand_ins = stand_ins
        self.answered = AnsweredPlaces(book, answers, rows.names_person)
        self._unusable: set[str] = set()
        self._surnames: set[tuple[int, str]] = set()

    def locate(
        self,
        chains: Chains,
        days: npt.NDArray[np.datetime64],
        verdicts: Verdicts,
        stated_air: Mask,
        travellers: npt.NDArray[np.object_],
        tickets: npt.NDArray[np.object_],
    ) -> Located:
        """The legs' places, with verdicts for rows that have a place which cannot be told.

        travellers, tickets: keys by row, '' for none; their other legs are hints for what is asked.
        """
        ends = [self._resolve(texts, chains, days, field) for texts, field in
                ((chains.start, "origin"), (chains.end, "destination"))]  # fmt: skip
        self._leave_out_surface(ends, chains, verdicts.undecided & ~stated_air)
        for key in sorted(self._unusable):
            verdicts.asking.refuse(key, self.answered.value(key))
        for end in ends:
            self._use_answers(end, chains, verdicts)
        keys = [end.spread([one.key if isinstance(one, Place) else "" for one in end.outcomes], object) for end in ends]
        self._journeys = Journeys(chains, days, travellers, tickets, keys[0], keys[1])
        for problem_first in (False, True):
            # What rejects a row is said before what must be asked about it.
            self._enter(ends[0], ends[1], "origin", chains, verdicts, stated_air, asks=problem_first)
            self._enter(ends[1], ends[0], "destination", chains, verdicts, stated_air, asks=problem_first)
        notes = [end.spread([";".join(one.notes) if isinstance(one, Place) else "" for one in end.outcomes], object)
                 for end in ends]  # fmt: skip
        for own, field in zip(notes, ("origin", "destination"), strict=True):
            hear_names(self.rows, chains, field, own, lambda text, leg: self._named(text, days[leg]))
        joined = np.where(notes[0] == "", notes[1], notes[0])
        for leg in np.flatnonzero((notes[0] != "") & (notes[1] != "") & (notes[0] != notes[1])).tolist():
            joined[leg] = f"{notes[0][leg]};{notes[1][leg]}"
        quality = [end.spread([quality_of(one) for one in end.outcomes], np.int64) for end in ends]
        shown = [self._shown(one, key, chains.row) for one, key in zip(ends, keys, strict=True)]
        mask = (quality[0] | quality[1]).astype(np.int32)
        can_be = [end.spread([_keys(one) for one in end.outcomes], object) for end in ends]
        waits = np.flatnonzero(((keys[0] == "") | (keys[1] == "")) & chains.kept & verdicts.undecided[chains.row])
        open_ends = {leg: (can_be[0][leg], can_be[1][leg]) for leg in waits.tolist()}
        return Located(keys[0], keys[1], joined, mask, self._distances(ends), shown[0], shown[1], open_ends)

    def _leave_out_surface(self, ends: list[_Ends], chains: Chains, rows: Mask) -> None:
        """Legs by rail or bus on a ticket that also has flights are gaps in its route: the flights stand."""
        surface = np.zeros(len(chains.row), dtype=bool)
        for end in ends:
            told = [isinstance(one, PlaceProblem) and one.code == "surface_code" for one in end.outcomes]
            surface |= np.array(told, dtype=bool)[end.at]
        if not surface.any():
            return
        flights = np.bincount(chains.row[chains.kept & ~surface], minlength=len(rows))
        for leg in np.flatnonzero(surface & chains.kept & rows[chains.row] & (flights[chains.row] > 0)).tolist():
            chains.kept[leg] = False
            row = int(chains.row[leg])
            chains.gaps[row] = chains.gaps.get(row, 0) + 1

    def _shown(
        self, ends: _Ends, keys: npt.NDArray[np.object_], rows: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.object_]:
        open_ends = np.flatnonzero(keys == "").tolist()
        if not open_ends:
            return keys
        shown = keys.copy()
        for leg in open_ends:
            text = str(ends.texts[leg])
            problem = ends.outcomes[ends.at[leg]]
            proposal = _proposal(problem)
            entry = self.book.name_entry(folded(text))
            if proposal:
                shown[leg] = proposal.key
            elif problem.code == "metropolitan_code" and entry and len(entry.codes) == 1:
                shown[leg] = entry.codes[0]
            else:
                shown[leg] = (
                    "?" if self._names_person(text, int(rows[leg])) else text.upper() if len(text) == 3 else text
                )
        return shown

    def _names_person(self, text: str, row: int) -> bool:
        """Whether the text is a traveller's name, or a piece of a route that is one."""
        return self.rows.names_person(text) or (row, text) in self._surnames or (
            self.rows.has("route") and self.rows.names_person(self.rows.column("route")[row])
        )

    def _resolve(
        self, texts: npt.NDArray[np.object_], chains: Chains, days: npt.NDArray[np.datetime64], field: str
    ) -> _Ends:
        """Route tokens are codes where the route was a chain of codes; columns are what the profile says."""
        outcomes: list[Outcome] = []
        at = np.zeros(len(texts), dtype=np.int64)
        kinds = same_text(self.rows.profile.place_kind(field), len(texts))
        kinds[chains.coded] = "code"
        texts, kinds = self._forms(texts, kinds)
        countries = self._countries(chains, field)
        for kind in sorted(set(kinds.tolist())):
            chosen = np.flatnonzero(kinds == kind)
            beside = None if countries is None else countries[chosen]
            found = resolve_column(
                pd.Series(texts[chosen], dtype=object), pd.Series(days[chosen].astype("datetime64[s]")), kind=kind,
                home_country=self.home_country, book=self.book, aliases=self.answered.aliases(self.aliases),
                stand_ins=self.answered.stand_ins(self.stand_ins), countries=beside,
            )  # fmt: skip
            at[chosen] = found.positions + len(outcomes)
            outcomes += self._asked_again(found, texts[chosen], days[chosen], kind, beside)
        for leg in legs_with_surnames(self.rows, chains.row, texts, outcomes, at, self.book):
            self._surnames.add((int(chains.row[leg]), str(texts[leg])))
            at[leg] = len(outcomes)
            outcomes.append(PlaceProblem("unknown_name", "a traveller's name"))
        return _Ends(outcomes, at, texts)

    def _named(self, text: str, day: np.datetime64) -> Outcome:
        """What the name beside a code means on the day."""
        return resolve(
            text, kind="name", on=None if np.isnat(day) else day.astype("datetime64[D]").item(), book=self.book,
            home_country=self.home_country, aliases=self.aliases, stand_ins=self.stand_ins,
        )  # fmt: skip

    def _asked_again(
        self,
        found: ResolvedColumn,
        texts: npt.NDArray[np.object_],
        days: npt.NDArray[np.datetime64],
        kind: Kind,
        countries: npt.NDArray[np.object_] | None,
    ) -> list[Outcome]:
        """Answers that are no place, or none on the day, are not taken: what was asked is asked again."""
        outcomes = list(found.outcomes)
        for number, outcome in enumerate(outcomes if self.answered else ()):
            if isinstance(outcome, Place):
                continue
            first = int(np.flatnonzero(found.positions == number)[0])
            text, day = str(texts[first]), days[first]
            before = resolve(
                text, kind=kind, on=None if np.isnat(day) else day.astype("datetime64[D]").item(),
                home_country=self.home_country, book=self.book, aliases=self.aliases, stand_ins=self.stand_ins,
                country="" if countries is None else str(countries[first]),
            )  # fmt: skip
            if isinstance(before, PlaceProblem) and before.asks and self.answered.value(place_key(before, text)):
                self._unusable.add(place_key(before, text))
                outcomes[number] = before
        return outcomes

    def _use_answers(self, ends: _Ends, chains: Chains, verdicts: Verdicts) -> None:
        if not self.answered:
            return
        keys = [self.answered.used(outcome) for outcome in ends.outcomes]
        live = chains.kept & verdicts.undecided[chains.row]
        for leg in np.flatnonzero(np.array([bool(key) for key in keys], dtype=bool)[ends.at] & live).tolist():
            outcome, key = ends.outcomes[ends.at[leg]], keys[ends.at[leg]]
            if isinstance(outcome, Place):
                told = f"{key.partition(':')[2]} is {outcome.key}"
                verdicts.asking.use(int(chains.row[leg]), key, told)

    def _countries(self, chains: Chains, field: str) -> npt.NDArray[np.object_] | None:
        """ISO code of the country in the column beside each place, '' for places from elsewhere than this column."""
        if not self.rows.has(f"{field}_country"):
            return None
        codes = self.rows.column(f"{field}_country").map(
            lambda text: self.book.country_code(folded(text)) or "", object
        )
        own = self.rows.column(field).texts()[chains.row] == (chains.start if field == "origin" else chains.end)
        return np.where(own, codes[chains.row], "").astype(object)

    def _forms(
        self, texts: npt.NDArray[np.object_], kinds: npt.NDArray[np.str_]
    ) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
        """Typed places (IA_GVA - GENÈVE, 75056 - PARIS) as the bare place, and what kind of text that is."""
        if not self.rows.profile.place_forms:
            return texts, kinds.astype(object)
        forms = [(re.compile(form), kind) for form, kind in self.rows.profile.place_forms]
        bare, found = texts.copy(), kinds.astype(object)
        for leg, text in enumerate(texts):
            for form, kind in forms:
                if match := form.match(text):
                    bare[leg], found[leg] = match.group(1), kind
                    break
        return bare, found

    def _enter(
        self, ends: _Ends, far_ends: _Ends, field: str, chains: Chains, verdicts: Verdicts, stated_air: Mask, asks: bool
    ) -> None:
        problems = np.array([isinstance(one, PlaceProblem) for one in ends.outcomes], dtype=bool)
        if not problems.any():
            return
        column = self.rows.header("route", "segment") if not self.rows.has("origin") else self.rows.header(field)
        live = verdicts.undecided
        for leg in np.flatnonzero(problems[ends.at] & chains.kept & live[chains.row]).tolist():
            problem = ends.outcomes[ends.at[leg]]
            if not isinstance(problem, PlaceProblem):
                continue
            row = int(chains.row[leg])
            text = str(ends.texts[leg])
            reason, parts = self._problem(problem, row, text, stated_air)
            if (reason in _ASKED) == asks:
                other = far_ends.outcomes[far_ends.at[leg]]
                far = other.key if isinstance(other, Place) else ""
                here = self.rows.header("route") if chains.coded[leg] and self.rows.has("route") else column
                if chains.back is not None:
                    here = self.rows.header(f"{BACK if chains.back[leg] else OUT}_{field}", f"{OUT}_{field}")
                if asks and self._left_out(row, text, here, verdicts):
                    continue
                told = self._told_of(problem, ends, leg, chains, field) if asks else None
                ask = self._question(problem, row, text, verdicts, far, told) if told else None
                verdicts.enter([row], reason, column=here, values={row: text}, parts=parts, ask=ask)

    def _left_out(self, row: int, text: str, column: str, verdicts: Verdicts) -> bool:
        """Whether a row that holds a name where a place belongs is to be left out, as answered."""
        asking = verdicts.asking
        if not (asking.has("row:withheld_place:") and self._names_person(text, row)):
            return False
        key = asking.row_key("withheld_place", row)
        if not asking.answer(key, ("leave_out",)):
            return False
        asking.use(row, key, "it is no flight")
        verdicts.settle(row, "left_out", column=column)
        return True

    def _told_of(
        self, problem: PlaceProblem, ends: _Ends, leg: int, chains: Chains, field: str
    ) -> Callable[[], Told]:
        """What the other legs of the travellers say of the candidates, over all legs with the same unclear place."""

        def told() -> Told:
            alike = np.flatnonzero((ends.at == ends.at[leg]) & chains.kept).tolist()
            among = [candidate.key for candidate in problem.candidates]
            return self._journeys.told(alike, among, origin=field == "origin") if len(among) > 1 else {}

        return told

    def _question(
        self,
        problem: PlaceProblem,
        row: int,
        text: str,
        verdicts: Verdicts,
        far: str,
        told: Callable[[], Told],
    ) -> Callable[[int], Ask]:
        """A city is asked by its code, whatever it was called; another place by its folded text."""
        if self._names_person(text, row):
            return lambda row: withheld_place_ask(verdicts.asking.row_key("withheld_place", row))
        subject = problem.city or (text.upper() if len(text) == 3 else text)
        key = verdicts.asking.word_key("place", place_key(problem, text).removeprefix("place:"), row)
        return lambda row: verdicts.asking.once(
            key, lambda: place_ask(key, subject, problem.candidates, self.book, far, told())
        )

    def _problem(
        self, problem: PlaceProblem, row: int, text: str, stated_air: Mask
    ) -> tuple[str, dict[str, object]]:
        part = problem.sentence_part
        if self._names_person(text, row):
            part = f"the value is no place {WITHHELD}; check that the cells are not shifted"
        if problem.code == "surface_code":
            part = part.split(";")[0]
            return ("station_as_air" if stated_air[row] else "other_mode"), {
                "detail": part,
                "mode": problem.mode or "land",
            }
        if problem.code == "empty":
            return "missing_route", {}
        return problem.code, {"detail": part}

    def _distances(self, ends: list[_Ends]) -> npt.NDArray[np.float64]:
        """Great-circle km of each leg; every distinct pair of places is computed once."""
        size = max(len(ends[1].outcomes), 1)
        pairs = ends[0].at * size + ends[1].at
        distinct, back = np.unique(pairs, return_inverse=True)
        km = np.full(len(distinct), np.nan)
        for place, pair in enumerate(distinct.tolist()):
            start = self._position(ends[0].outcomes[pair // size])
            end = self._position(ends[1].outcomes[pair % size])
            if start and end:
                km[place] = SHARED.km(start, end)
        return km[back] if len(km) else np.zeros(0)

    def _position(self, outcome: Outcome) -> tuple[float, float] | None:
        """Where the place lies; for a region, where its busiest airport does, so that the question shows a length."""
        if isinstance(outcome, Place):
            return outcome.airport.latitude, outcome.airport.longitude
        proposal = _proposal(outcome)
        return self.book.position(proposal.key) if proposal else None


def _proposal(outcome: Outcome) -> Candidate | None:
    """The airport that a question about a region or island proposes; a city's or a name's are never proposed."""
    if isinstance(outcome, PlaceProblem) and outcome.code == "region_not_place" and outcome.candidates:
        return outcome.candidates[0]
    return None


def _keys(outcome: Outcome) -> tuple[str, ...]:
    """What a place can be: itself, or any of those that its question offers."""
    return (outcome.key,) if isinstance(outcome, Place) else tuple(one.key for one in outcome.candidates)
