"""Which legs a result of ICAO's calculator is of: same airports, class and, where the result has one, day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from greenops.reference.icao_calculator import Layout
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.totals import MILLIGRAMS_PER_KG
from travel.imports.official_results import ResultRow
from travel.models import Estimate, Leg, OfficialResult
from travel.models.booking import Mode

CODE_LENGTH: Final = 3
# A result so far off our estimate is more likely of another flight, class or unit than right: it is asked.
PLAUSIBLE: Final = (0.4, 2.5)
MATCHED, NO_LEG, UNREADABLE, IMPLAUSIBLE, REPEATED = "matched", "no_leg", "unreadable", "implausible", "repeated"
STATES: Final = (IMPLAUSIBLE, UNREADABLE, NO_LEG, REPEATED, MATCHED)


@dataclass(frozen=True)
class Pair:
    """What the calculator is asked: once for all legs between two airports in one class."""

    origin: str
    destination: str
    class_name: str
    legs: int
    passengers: int


@dataclass(frozen=True)
class Match:
    """A row of results and its legs. kg are of all passengers; ours is the estimate of one, the middle of its legs."""

    row: ResultRow
    state: str
    sentence: str
    leg_ids: tuple[int, ...] = ()
    passengers: int = 0
    now_kg: float = 0.0
    ours_kg: float | None = None
    taken: bool = False

    @property
    def ratio(self) -> float | None:
        return self.row.co2_kg / self.ours_kg if self.row.co2_kg and self.ours_kg else None

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the load."""
        data = asdict(self.row)
        del data["problem"]
        return {
            **data,
            "cabins": list(self.row.cabins),
            "on": self.row.on.isoformat() if self.row.on else None,
            "state": self.state,
            "sentence": self.sentence,
            "legs": len(self.leg_ids),
            "leg_passengers": self.passengers,
            "now_kg": self.now_kg,
            "ours_kg": self.ours_kg,
            "ratio": self.ratio,
            "taken": self.taken,
        }


def row_of(kept: Mapping[str, Any]) -> ResultRow:
    """The readable row of a load as it was read."""
    return ResultRow(
        line=kept["line"], origin=kept["origin"], destination=kept["destination"], word=kept["word"],
        cabins=tuple(kept["cabins"]), passengers=kept["passengers"], co2_kg=kept["co2_kg"],
        on=date.fromisoformat(kept["on"]) if kept["on"] else None,
        problem=kept["sentence"] if kept["state"] == UNREADABLE else "",
    )  # fmt: skip


def in_scope(legs: QuerySet[Leg], scope: Mapping[str, Any], *, any_batch: bool = False) -> QuerySet[Leg]:
    """The scheduled flights between two coded airports that a load, or an export, is for."""
    found = legs.filter(mode=Mode.AIR).annotate(from_length=Length("origin"), to_length=Length("destination"))
    found = found.filter(from_length=CODE_LENGTH, to_length=CODE_LENGTH)
    if scope.get("year"):
        found = found.filter(counted_on__year=int(scope["year"]))
    if scope.get("unit"):
        found = found.filter(unit__public_id=scope["unit"])
    if scope.get("batch") and not any_batch:
        found = found.filter(batch__public_id=scope["batch"])
    return found


def pairs(legs: QuerySet[Leg], layout: Layout) -> list[Pair]:
    """The distinct pairs of airports and class among the legs whose cabin is known, in order."""
    grouped = legs.filter(cabin__in=layout.classes).order_by().values_list("origin", "destination", "cabin")
    sums: dict[tuple[str, str, str], list[int]] = {}
    for origin, destination, cabin, count, people in grouped.annotate(count=Count("pk"), people=Sum("passengers")):
        cell = sums.setdefault((origin, destination, layout.classes[cabin]), [0, 0])
        cell[0] += count
        cell[1] += people
    return [Pair(*key, *cell) for key, cell in sorted(sums.items())]


def matches(rows: Sequence[ResultRow], legs: QuerySet[Leg], taken: frozenset[int] = frozenset()) -> list[Match]:
    """Each row with its legs, in the order of the file; a leg goes to one row.

    Rows with a day come before those without, rows of one cabin before those of several. taken: lines of implausible
    results that the officer takes all the same.
    """
    frame = _frame(rows, legs)
    by_pair = dict(list(frame.groupby(["origin", "destination"]))) if len(frame) else {}
    used: dict[int, int] = {}
    found: dict[int, Match] = {}
    for row in sorted(rows, key=lambda row: (row.on is None, len(row.cabins), row.line)):
        of_pair = by_pair.get((row.origin, row.destination))
        found[row.line] = _match(row, of_pair, used, row.line in taken)
    return [found[row.line] for row in rows]


def _frame(rows: Sequence[ResultRow], legs: QuerySet[Leg]) -> pd.DataFrame:
    """The legs between the airports of the rows that have an estimate, with what counts now and what we estimate."""
    origins = {row.origin for row in rows if not row.problem}
    estimate = Estimate.objects.filter(leg=OuterRef("pk"), method=RETURN_METHOD)
    in_force = OfficialResult.objects.filter(leg=OuterRef("pk"), in_force=True)
    found = (
        legs.filter(origin__in=origins, destination__in={row.destination for row in rows if not row.problem})
        .order_by("pk")
        .annotate(
            now_mg=Subquery(estimate.values("total_mg")), replaced=Subquery(in_force.values("replaced")[:1])
        )
        .filter(now_mg__isnull=False)
        .values_list("pk", "origin", "destination", "cabin", "departed_on", "counted_on", "passengers", "now_mg",
                     "replaced")
    )  # fmt: skip
    names = ["leg", "origin", "destination", "cabin", "departed_on", "counted_on", "passengers", "now_mg", "replaced"]
    frame = pd.DataFrame.from_records(list(found), columns=names)
    frame["ours_mg"] = [
        now if before is None else before["total_mg"]
        for now, before in zip(frame["now_mg"], frame.pop("replaced"), strict=True)
    ]
    frame["day"] = frame["departed_on"].where(frame["departed_on"].notna(), frame["counted_on"])
    return frame


def _match(row: ResultRow, of_pair: pd.DataFrame | None, used: dict[int, int], is_taken: bool) -> Match:
    where = f"Line {row.line}: "
    if row.problem:
        return Match(row, UNREADABLE, row.problem)
    pair = f"{row.origin}-{row.destination}"
    if of_pair is None:
        return Match(row, NO_LEG, where + f"no leg from {row.origin} to {row.destination} in what was chosen.")
    fits = of_pair["cabin"].isin(row.cabins)
    if not fits.any():
        there = ", ".join(sorted(cabin.replace("_", " ") for cabin in set(of_pair["cabin"])))
        return Match(row, NO_LEG, where + f"{pair} was not flown in {row.word}, but in {there}.")
    if row.on is not None:
        fits &= of_pair["day"] == row.on
        if not fits.any():
            return Match(row, NO_LEG, where + f"{pair} was not flown in {row.word} on {row.on.isoformat()}.")
    free = of_pair[fits & ~of_pair["leg"].isin(used)]
    if not len(free):
        first = used[int(of_pair.loc[fits, "leg"].iloc[0])]
        return Match(row, REPEATED, where + f"its legs have the result of line {first}. Not taken.")
    each = free["ours_mg"] / free["passengers"] / MILLIGRAMS_PER_KG
    match = Match(
        row, MATCHED, "", tuple(free["leg"].tolist()), int(free["passengers"].sum()),
        float(free["now_mg"].sum() / MILLIGRAMS_PER_KG), float(each.median()), taken=True,
    )  # fmt: skip
    used.update(dict.fromkeys(match.leg_ids, row.line))
    legs_said = f"{len(free)} leg{'' if len(free) == 1 else 's'}"
    said = f"{legs_said}, {row.co2_kg:,.1f} kg a passenger; ours is {match.ours_kg:,.1f}."
    ratio = match.ratio or 0.0
    if PLAUSIBLE[0] <= ratio <= PLAUSIBLE[1]:
        return replace(match, sentence=where + said)
    doubt = f" That is {ratio:.2f} times ours: {'taken all the same' if is_taken else 'taken only if you say so'}."
    return replace(match, state=IMPLAUSIBLE, sentence=where + said + doubt, taken=is_taken)


def state_words(state: str) -> str:
    return {
        MATCHED: _("matched"),
        NO_LEG: _("no leg"),
        UNREADABLE: _("not readable"),
        IMPLAUSIBLE: _("implausible"),
        REPEATED: _("said before"),
    }[state]
