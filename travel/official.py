"""What people do with results of ICAO's calculator: load, confirm, discard, undo, apply to legs that came later.

A result takes the place of the estimate by the return's method; our estimate is kept beside it and comes back with the
undo. Estimates made anew keep the result on top.
"""

import hashlib
import json
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from greenops.reference.icao_calculator import layout
from travel import commit, kept_totals, ledger
from travel.actions import ActRefused
from travel.bulk import insert, reserve_ids
from travel.emissions.methods import RETURN_METHOD
from travel.estimation import estimate_legs
from travel.imports.errors import FileRefused
from travel.imports.limits import Limits
from travel.imports.official_results import read_results
from travel.models import Estimate, Leg, OfficialLoad, OfficialResult
from travel.official_matching import IMPLAUSIBLE, MATCHED, UNREADABLE, Match, in_scope, matches, row_of

State = OfficialLoad.State
TOOL = "ICAO Carbon Emissions Calculator"
FILE_BYTES = 10 * 1024 * 1024
CHUNK = 5_000
KEPT = ("ttw_mg", "wtt_mg", "non_co2_mg", "total_mg", "low_mg", "high_mg", "quality")
LEG_INPUTS = (
    "origin", "destination", "departed_on", "counted_on", "cabin", "passengers", "aircraft", "place_quality",
    "distance_m",
)  # fmt: skip


def load(*, by: Any, name: str, content: BinaryIO, tool_version: str, scope: Mapping[str, Any]) -> OfficialLoad:
    """Read a file of results and keep its preview; nothing is replaced. Raises ActRefused with the sentence to show."""
    data = content.read(FILE_BYTES + 1)
    form = layout()
    with tempfile.TemporaryDirectory(prefix="greenops-official-") as folder:
        path = Path(folder) / f"results{Path(name).suffix.lower()[:8]}"
        path.write_bytes(data)
        try:
            rows = read_results(
                path, form.spellings, form.words, file_name=Path(name).name, limits=Limits(file_bytes=FILE_BYTES)
            )
        except FileRefused as refused:
            raise ActRefused(str(refused)) from refused
    if not rows:
        raise ActRefused(_("%(name)s holds no result below its headings.") % {"name": name})
    found = matches(rows, in_scope(_legs(by), scope))
    with transaction.atomic():
        made = OfficialLoad.objects.create(
            file_name=Path(name).name[:255],
            file_digest=hashlib.sha256(data).hexdigest(),
            scope=dict(scope),
            tool=TOOL,
            tool_version=tool_version,
            rows=[match.as_data() for match in found],
            loaded_by=by,
        )
        record(by=by, action="official results loaded", on=made, payload={"digest": made.file_digest, **_counts(made)})
    return made


def confirm(*, by: Any, load: OfficialLoad, taken: Collection[int] = ()) -> int:
    """Replace the estimates of the matched legs. taken: lines of implausible results to be taken all the same.

    Returns the number of legs. Raises ActRefused when the legs are others than the preview showed: it is made anew.
    """
    with transaction.atomic():
        ledger.lock()
        _move(load, State.PREVIEWED, State.COMMITTED, committed_at=timezone.now())
        previewed = {row["line"]: row["legs"] for row in load.rows}
        found = matches([row_of(row) for row in load.rows], in_scope(_legs(by), load.scope), frozenset(taken))
        load.rows = [match.as_data() for match in found]
        is_same = all(previewed[match.row.line] == len(match.leg_ids) for match in found)
        if is_same:
            count = _replace(load, found)
            if not count:
                raise ActRefused(_("No result of this file is of a leg. Nothing was replaced."))
        else:
            load.state, load.committed_at = State.PREVIEWED, None
        load.save(update_fields=["rows", "state", "committed_at"])
        if is_same:
            payload = {"legs": count, "version": load.tool_version, **_counts(load)}
            record(by=by, action="official results confirmed", on=load, payload=payload)
    if not is_same:
        raise ActRefused(_("Legs were added or taken back since the preview. It was made anew: look again."))
    return count


def discard(*, by: Any, load: OfficialLoad) -> None:
    with transaction.atomic():
        _move(load, State.PREVIEWED, State.DISCARDED)
        record(by=by, action="official results discarded", on=load)


def undo(*, by: Any, load: OfficialLoad) -> int:
    """Give the legs back what they had before: our estimate, or the result of an earlier load. Returns their number."""
    with transaction.atomic():
        ledger.lock()
        _move(load, State.COMMITTED, State.UNDONE, undone_at=timezone.now())
        with kept_totals.moving(_estimates(load)):
            mine = list(load.results.filter(in_force=True).values_list("pk", "leg_id"))
            load.results.update(in_force=False)
            for block in _chunks(mine):
                _restore(OfficialResult.objects.filter(pk__in=[pk for pk, _leg in block]))
                earlier = _earlier(load, [leg for _pk, leg in block])
                OfficialResult.objects.filter(pk__in=earlier).update(in_force=True)
                _put(OfficialResult.objects.filter(pk__in=earlier))
        record(by=by, action="official results undone", on=load, payload={"legs": len(mine)})
    return len(mine)


def came_later(load: OfficialLoad, legs: QuerySet[Leg]) -> list[Match]:
    """Results in force that are also of legs without one: imported later, or again. Offered, never given silently."""
    rows = [row_of(row) for row in load.rows if row["taken"]]
    without = in_scope(legs, load.scope, any_batch=True).exclude(official_results__in_force=True)
    lines = frozenset(row.line for row in rows)
    return [match for match in matches(rows, without, lines) if match.state in (MATCHED, IMPLAUSIBLE)]


def apply_to_later(*, by: Any, load: OfficialLoad) -> int:
    """Give the results to the legs that came later. Returns how many."""
    with transaction.atomic():
        ledger.lock()
        held = OfficialLoad.objects.get(pk=load.pk)
        if held.state != State.COMMITTED:
            raise _not_possible(held)
        count = _replace(held, came_later(held, _legs(by)))
        if not count:
            raise ActRefused(_("No leg without a result is left. Load the page again."))
        record(by=by, action="official results applied to later legs", on=held, payload={"legs": count})
    return count


def reapply(results: QuerySet[OfficialResult]) -> None:
    """Keep the results on top of estimates that were just made anew; a leg that is another flight by now loses its own.

    results: those in force of the legs concerned. The caller moves or rebuilds the totals.
    """
    cabins = {
        (load.pk, row["line"]): (row["origin"], row["destination"], frozenset(row["cabins"]))
        for load in OfficialLoad.objects.filter(results__in=results).distinct()
        for row in load.rows
    }
    rows = results.values_list("pk", "load_id", "line", "leg_id", "leg__origin", "leg__destination", "leg__cabin")
    for block in _chunks(list(rows)):
        gone = [
            pk for pk, of, line, _leg, origin, destination, cabin in block
            if cabins[of, line][:2] != (origin, destination) or cabin not in cabins[of, line][2]
        ]  # fmt: skip
        OfficialResult.objects.filter(pk__in=gone).update(in_force=False)
        kept = {row[0]: row[3] for row in block if row[0] not in set(gone)}
        ours = _our_estimates(kept.values())
        there = [OfficialResult(pk=pk, replaced=ours[leg]) for pk, leg in kept.items() if leg in ours]
        OfficialResult.objects.bulk_update(there, ["replaced"], batch_size=500)
        _put(OfficialResult.objects.filter(pk__in=[one.pk for one in there]))


def _legs(by: Any) -> QuerySet[Leg]:
    """The legs in force that the person looks after; all for the system itself."""
    return Leg.objects.all() if by is None else Leg.objects.for_user(by)


def _replace(load: OfficialLoad, found: Sequence[Match]) -> int:
    """Write the results of the matches that are taken, on top of earlier ones. Returns the number of legs."""
    of_leg = {leg: match.row for match in found if match.taken for leg in match.leg_ids}
    for legs in _chunks(sorted(of_leg)):
        before = _our_estimates(legs)
        earlier = OfficialResult.objects.filter(leg_id__in=legs, in_force=True)
        before.update(earlier.values_list("leg_id", "replaced"))
        earlier.update(in_force=False)
        ids = reserve_ids(OfficialResult, len(legs))
        insert(
            OfficialResult,
            ("id", "load_id", "leg_id", "line", "co2_kg", "replaced", "in_force"),
            [(id_, load.pk, leg, of_leg[leg].line, of_leg[leg].co2_kg, json.dumps(before[leg]), True)
             for id_, leg in zip(ids, legs, strict=True)],
        )  # fmt: skip
        with kept_totals.moving(Estimate.objects.filter(method=RETURN_METHOD, leg_id__in=legs)):
            _put(OfficialResult.objects.filter(load=load, leg_id__in=legs, in_force=True))
    return len(of_leg)


def _put(results: QuerySet[OfficialResult]) -> None:
    """Estimate the legs of a chunk of results with the official figure in place of ours."""
    rows = list(results.order_by("leg_id").values_list("leg_id", *(f"leg__{name}" for name in LEG_INPUTS), "co2_kg"))
    if not rows:
        return
    legs = pd.DataFrame.from_records(rows, columns=["id", *LEG_INPUTS, "official_co2_kg"])
    for name in ("departed_on", "counted_on"):
        legs[name] = pd.to_datetime(legs[name])
    found = estimate_legs(legs, only=(RETURN_METHOD,)).estimates
    ids = legs["id"].tolist()
    estimated = [ids[position] for position in found["leg"].tolist()]
    Estimate.objects.filter(method=RETURN_METHOD, leg_id__in=estimated).delete()
    commit.write_estimates(found, ids)


def _restore(results: QuerySet[OfficialResult]) -> None:
    """Give the legs of a chunk of results our estimates back, to the milligram."""
    rows = list(results.values_list("leg_id", "replaced"))
    Estimate.objects.filter(method=RETURN_METHOD, leg_id__in=[leg for leg, _before in rows]).delete()
    Estimate.objects.bulk_create(
        [Estimate(leg_id=leg, method=RETURN_METHOD, **{name: before[name] for name in KEPT}) for leg, before in rows],
        batch_size=1_000,
    )


def _our_estimates(legs: Iterable[int]) -> dict[int, dict[str, int | None]]:
    rows = Estimate.objects.filter(method=RETURN_METHOD, leg_id__in=list(legs)).values("leg_id", *KEPT)
    return {row.pop("leg_id"): row for row in rows}


def _earlier(load: OfficialLoad, legs: Collection[int]) -> list[int]:
    """Of each of these legs the result of the latest load still in force, by key."""
    rows = OfficialResult.objects.filter(leg_id__in=legs, load__state=State.COMMITTED).exclude(load=load)
    return list(dict(rows.order_by("load__committed_at", "pk").values_list("leg_id", "pk")).values())


def _estimates(load: OfficialLoad) -> QuerySet[Estimate]:
    # A leg may have had two results of one load, when the first was dropped with a change of the leg.
    return Estimate.objects.filter(method=RETURN_METHOD, leg__in=load.results.values("leg"))


def _chunks(of: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (of[start : start + CHUNK] for start in range(0, len(of), CHUNK))


def _counts(load: OfficialLoad) -> dict[str, int]:
    states = [row["state"] for row in load.rows]
    return {"rows": len(states), "matched": states.count(MATCHED), "not_readable": states.count(UNREADABLE)}


def _move(load: OfficialLoad, before: str, after: str, **values: Any) -> None:
    """Compare and set; refuses when the load is in another state by now."""
    if not OfficialLoad.objects.filter(pk=load.pk, state=before).update(state=after, **values):
        load.refresh_from_db()
        raise _not_possible(load)
    load.refresh_from_db()


def _not_possible(load: OfficialLoad) -> ActRefused:
    return ActRefused(
        _("This is not possible any more: the file is %(state)s. Load the page again.")
        % {"state": load.get_state_display()}
    )
