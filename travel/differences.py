"""What a file would change in what stands: legs new, known and changed, credits it would settle, totals of the years.

Read before the commit, with nothing written: the same rules over what stands and what the file tells.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd
from django.db.models import Q, Sum

from ems.models import OrganizationUnit
from travel import ledger
from travel.bulk import in_blocks
from travel.commit import keyed, unit_told
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.totals import tonnes
from travel.estimation import STORED_INPUTS, estimate_legs
from travel.imports.known import FIELDS, shown_value
from travel.imports.reading import Reading
from travel.imports.settling import LegLine, settle
from travel.imports.told_again import LegDifference
from travel.ledger import MOVED_LEGS
from travel.models import Credit, Estimate, Leg, TravelTotal
from travel.models.calendar import YearOf

SHOWN = 200
Cell = tuple[int, int]


class Differences:
    """Takes the legs of a file block by block; afterwards tells what they and the file's credits would change."""

    def __init__(self, reading: Reading, units: dict[str, int]) -> None:
        self.reading = reading
        self.units = units
        self.new = 0
        self._legs: dict[Cell, int] = defaultdict(int)
        self._mass: dict[Cell, int] = defaultdict(int)
        # Only for these can a leg of the file be taken back as soon as it is there.
        self._credited = {one.ticket for one in reading.credits} | set(
            Credit.objects.exclude(kind=Credit.Kind.STATUS).order_by().values_list("ticket", flat=True)
        )
        self._own: list[LegLine] = []
        self._own_cells: dict[int, tuple[Cell, int]] = {}

    def add(self, legs: pd.DataFrame, estimates: pd.DataFrame) -> None:
        """legs: as they would be stored. estimates: theirs, leg pointing into the index."""
        of_method = estimates[estimates["method"] == RETURN_METHOD].set_index("leg")["total_mg"]
        mass = of_method.reindex(legs.index).fillna(0).astype("int64")
        sums = mass.groupby([legs["year"], legs["unit"]]).agg(["size", "sum"])
        for (year, unit), count, total in zip(sums.index, sums["size"], sums["sum"], strict=True):
            self._legs[int(year), int(unit)] += int(count)
            self._mass[int(year), int(unit)] += int(total)
        for place in legs.index[legs["ticket"].isin(self._credited)].tolist():
            self._add_own(legs.loc[place], int(mass.at[place]))
        self.new += len(legs)

    def _add_own(self, leg: "pd.Series[Any]", mass: int) -> None:
        number = -1 - len(self._own)
        departed = leg["departed_on"]
        self._own.append(
            LegLine(
                id=number, identity=keyed(leg["identity"]), ticket=str(leg["ticket"])[: ledger.REFERENCE],
                traveller=keyed(leg["traveller_key_source"]) if leg["traveller_key_source"] else "",
                booking=-1 - int(leg["booking"]), row=(ledger.LAST, int(leg["row_position"])),
                sequence=int(leg["sequence"]), sector=(str(leg["origin"]), str(leg["destination"])),
                coupon=str(leg["coupon"]),
                departed=departed.date().isoformat()
                if pd.notna(departed) and leg["date_basis"] == "departure" else "",
                fare=None if pd.isna(leg["fare"]) else float(leg["fare"]), told=ledger.LAST,
            )
        )  # fmt: skip
        self._own_cells[number] = ((int(leg["year"]), int(leg["unit"])), mass)

    def shown(self) -> dict[str, Any]:
        changed = self.reading.known.changed
        moved = defaultdict(lambda: [0, 0])  # type: ignore[var-annotated]
        for cell, count in self._legs.items():
            moved[cell][0] += count
            moved[cell][1] += self._mass[cell]
        credits = self._credits(moved)
        _add_changed(moved, changed, self.units)
        return {
            "new": self.new,
            "known": len(self.reading.known.leg_id),
            "changed": len({one.leg_id for one in changed}),
            "changes": self._changes(changed),
            "credits": credits,
            "years": _before_and_after(moved),
        }

    def _changes(self, changed: Iterable[LegDifference]) -> list[dict[str, Any]]:
        rows, found = self.reading.judged.rows, []
        for one in changed:
            for name, value in one.changes.items():
                if name in FIELDS:
                    found.append(
                        {
                            "where": rows.where(one.row),
                            "field": FIELDS[name],
                            "before": shown_value(one.before[name]),
                            "after": shown_value(value),
                        }
                    )
                    if len(found) == SHOWN:
                        return found
        return found

    def _credits(self, moved: dict[Cell, list[int]]) -> dict[str, Any]:
        """What the credits of the file and of earlier files would take, once the file is there."""
        mine = ledger.read_lines(self.reading.credits)
        tickets = {line.ticket for line in mine} | {leg.ticket for leg in self._own}
        stored, lines = ledger.credit_lines(tickets)
        legs = ledger.leg_lines(tickets)
        settlement = settle([*legs, *self._own], [*lines, *mine])
        now = ledger.taken_by([leg.id for leg in legs])
        taken = [leg for leg in legs if leg.id in settlement.taken and now[leg.id] is None]
        for cell, count, mass in _of_legs([leg.id for leg in taken]):
            moved[cell][0] -= count
            moved[cell][1] -= mass
        own = [leg for leg in self._own if leg.id in settlement.taken]
        for leg in own:
            cell, mass = self._own_cells[leg.id]
            moved[cell][0] -= 1
            moved[cell][1] -= mass
        ids = {line.id for line in mine}
        states = [settlement.states[line.id] for line in mine if line.kind != "status"]
        return {
            "of_file": len(states),
            "open": states.count("open"),
            "asked": states.count("asked"),
            "earlier_legs": len(taken),
            "own_legs": sum(settlement.taken[leg.id] not in ids for leg in own),
            "lines": [self._line(leg, settlement.taken[leg.id], ids) for leg in taken[:SHOWN]],
        }

    def _line(self, leg: LegLine, credit: int, mine: set[int]) -> dict[str, str]:
        where = self.reading.judged.rows.where(self.reading.credits[-1 - credit].row) if credit in mine else ""
        return {"where": where, "leg": "-".join(leg.sector), "ticket": leg.ticket if "~" not in leg.ticket else ""}


def _of_legs(ids: list[int]) -> Iterable[tuple[Cell, int, int]]:
    """Legs and milligrams of these legs by year and unit."""
    for block in in_blocks(ids, MOVED_LEGS):
        found = Estimate.objects.filter(leg_id__in=block, method=RETURN_METHOD).order_by()
        rows = found.annotate(year=YearOf("leg__counted_on")).values_list("year", "leg__unit_id", "total_mg")
        for year, unit, mass in rows:
            yield (year, unit or 0), 1, mass


def _add_changed(
    moved: dict[Cell, list[int]], changed: Iterable[LegDifference], units: dict[str, int]
) -> None:
    """Legs in force that are told otherwise leave as they were and come back as they would be."""
    latest = {one.leg_id: one for one in changed}
    for block in in_blocks(latest, MOVED_LEGS):
        names = [*STORED_INPUTS, "unit_id"]
        rows = Leg.objects.filter(pk__in=block).order_by("id").values_list(*names)
        legs = pd.DataFrame.from_records(list(rows), columns=names)
        if not len(legs):
            continue
        for cell, count, mass in _of_legs(legs["id"].tolist()):
            moved[cell][0] -= count
            moved[cell][1] -= mass
        for place, leg in enumerate(legs["id"].tolist()):
            for name, value in latest[leg].changes.items():
                if name == "cost_centre":
                    legs.at[place, "unit_id"] = unit_told(latest[leg], units)
                elif name in names:
                    legs.at[place, name] = value
        for name in ("departed_on", "counted_on"):
            legs[name] = pd.to_datetime(legs[name])
        found = estimate_legs(legs).estimates
        found = found[found["method"] == RETURN_METHOD]
        units_now = legs["unit_id"].fillna(0).astype(int)
        for place, mass in zip(found["leg"].tolist(), found["total_mg"].tolist(), strict=True):
            cell = (int(legs["counted_on"].iat[place].year), int(units_now.iat[place]))
            moved[cell][0] += 1
            moved[cell][1] += int(mass)


def _before_and_after(moved: dict[Cell, list[int]]) -> list[dict[str, Any]]:
    """Totals in force by the return's method, of the years and units that would move."""
    names = {unit.pk: str(unit) for unit in OrganizationUnit.objects.all()}
    years = {year for year, _unit in moved}
    kept = TravelTotal.objects.filter(Q(method=RETURN_METHOD), year__in=years).order_by()
    before = {
        (year, unit): (legs, mass)
        for year, unit, legs, mass in kept.values_list("year", "unit").annotate(Sum("legs"), Sum("total_mg"))
    }
    return [
        {
            "year": year, "unit": names.get(unit, ""), "legs_before": had[0], "legs_after": had[0] + legs,
            "t_before": tonnes(had[1]), "t_after": tonnes(had[1] + mass),
        }
        for (year, unit), (legs, mass) in sorted(moved.items())
        if (had := before.get((year, unit), (0, 0))) is not None and (legs or mass)
    ]  # fmt: skip
