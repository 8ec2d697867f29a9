"""Legs without unit, category or payer, given one in bulk; each act keeps the values before and can be undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import OrganizationUnit
from travel import kept_totals, ledger
from travel.actions import ActRefused
from travel.bulk import insert
from travel.imports.questions import meaning_key
from travel.models import Answer, AssignedLeg, Assignment, CostCentre, Estimate, Leg
from travel.models.booking import Payer, TravellerCategory
from travel.models.calendar import YearOf
from travel.permissions import TravelPermission

Field = Assignment.Field
UPDATE_ROWS = 5_000
# The table of words that an answer for a source adds to.
WORD_TABLES = {Field.CATEGORY: "traveller_categories", Field.PAYER: "payers"}


@dataclass(frozen=True)
class Chosen:
    """A group of legs to be assigned: those of one source with one cost centre, or one word of the file."""

    source: str
    word: str
    leg_ids: Collection[int]


def listed(by: Any) -> QuerySet[Assignment]:
    """All assignments for those who look after all units, their own for others."""
    found = Assignment.objects.select_related("made_by", "undone_by")
    return found if by.unit_scope(TravelPermission.VIEW_BATCHES).everywhere else found.filter(made_by=by)


def missing(field: str, legs: QuerySet[Leg]) -> QuerySet[Leg]:
    """Of these legs in force, those that have no unit, or whose category or payer is not known."""
    return legs.filter(unit=None) if field == Field.UNIT else legs.filter(**{field: "unknown"})


@transaction.atomic
def assign(*, by: Any, field: str, value: str, groups: Iterable[Chosen], remember: bool = False) -> list[Assignment]:
    """Give the legs of each group the value: one assignment for each group, all or none.

    value: the code of a unit, a traveller category or a payer. remember: later files of the source do the same.
    Legs that were assigned by somebody else in the meantime are left as they are. Raises ActRefused.
    """
    stored = _stored(field, value)
    ledger.lock()
    made = []
    with_legs = [group for group in groups if group.leg_ids]
    for group in with_legs:
        legs = _values(field, missing(field, Leg.objects.all()), group.leg_ids)
        if legs:
            made.append(_assign(by, field, value, stored, group, legs))
    if not made:
        raise ActRefused(_("Nothing is left to assign in what you chose. Load the page again."))
    for assignment in made:
        if remember:
            _remember(by, assignment, stored)
    _recount(made)
    for assignment in made:
        _tell(by, "legs assigned", assignment, {"legs": assignment.legs_count, "remembered": assignment.remembered})
    return made


@transaction.atomic
def assign_otherwise(*, by: Any, assignment: Assignment, value: str) -> Assignment:
    """Give the legs that hold the value of an assignment another one: a new assignment on top of it."""
    stored = _stored(assignment.field, value)
    ledger.lock()
    ids = list(assignment.assigned_legs.values_list("leg_id", flat=True))
    found = _values(assignment.field, Leg.objects.all(), ids)
    legs = [(leg, before) for leg, before in found if before == assignment.value]
    if value == assignment.value or not legs:
        raise ActRefused(_("No leg would change: choose another value, or load the page again."))
    group = Chosen(assignment.source, assignment.cost_centre, ids)
    made = _assign(by, assignment.field, value, stored, group, legs)
    _recount([made])
    _tell(by, "legs assigned", made, {"legs": made.legs_count, "instead_of": assignment.pk})
    return made


@dataclass(frozen=True)
class Undone:
    """What undoing came to: legs given back their value before, and legs that keep what came later."""

    restored: int
    kept: int


@transaction.atomic
def undo(*, by: Any, assignment: Assignment) -> Undone:
    """Give the legs the values they had before. A leg that was assigned again later keeps its later value.

    The later assignment then remembers the value before this one, so that undoing it in turn restores that.
    Raises ActRefused when it was undone before.
    """
    ledger.lock()
    assignment = Assignment.objects.get(pk=assignment.pk)
    if assignment.undone_at is not None:
        raise ActRefused(_("This assignment was undone before."))
    # The next one on top, by its id: by the relation itself, the newest would come first.
    later = AssignedLeg.objects.filter(
        leg=OuterRef("leg"), assignment__field=assignment.field, assignment__undone_at=None,
        assignment__gt=assignment.pk,
    ).order_by("assignment_id")  # fmt: skip
    mine = assignment.assigned_legs.annotate(later=Subquery(later.values("pk")[:1]))
    rows = list(mine.values_list("leg_id", "before", "later"))
    now = dict(_values(assignment.field, Leg.every.all(), [leg for leg, _before, _later in rows]))
    back = [(leg, before) for leg, before, on_top in rows if on_top is None and now[leg] == assignment.value]
    with kept_totals.moving(_estimates(assignment)):
        _restore(assignment.field, back)
    chained = [AssignedLeg(pk=on_top, before=before) for _leg, before, on_top in rows if on_top is not None]
    AssignedLeg.objects.bulk_update(chained, ["before"], batch_size=UPDATE_ROWS)
    _forget(by, assignment)
    assignment.undone_at, assignment.undone_by = timezone.now(), by
    assignment.save(update_fields=["undone_at", "undone_by"])
    _recount([assignment])
    outcome = Undone(len(back), len(rows) - len(back))
    _tell(by, "assignment undone", assignment, {"legs": outcome.restored, "kept": outcome.kept})
    return outcome


def later_assignments(assignment: Assignment) -> QuerySet[Assignment]:
    """Assignments in force that gave some of the same legs another value after this one."""
    return Assignment.objects.filter(
        field=assignment.field, undone_at=None, pk__gt=assignment.pk,
        assigned_legs__leg__in=assignment.assigned_legs.values("leg"),
    ).distinct()  # fmt: skip


def _stored(field: str, value: str) -> Any:
    """The value as a leg stores it: the unit's key, or the word. Raises ActRefused."""
    if field == Field.UNIT:
        unit = OrganizationUnit.objects.filter(code=value).first()
        if unit is None:
            raise ActRefused(_("There is no unit '%(code)s'. Choose one of the list.") % {"code": value})
        return unit.pk
    known = {Field.CATEGORY: TravellerCategory, Field.PAYER: Payer}[Field(field)]
    if value not in known.values or value == "unknown":
        raise ActRefused(_("'%(value)s' cannot be assigned. Choose one of the list.") % {"value": value})
    return value


def _values(field: str, legs: QuerySet[Leg], ids: Collection[int]) -> list[tuple[int, str]]:
    """Those of the ids that are among the legs, locked to the end of the transaction, with the field's value in words.

    A unit by its code; none, or not known, is empty.
    """
    units = dict(OrganizationUnit.objects.values_list("pk", "code"))
    found: list[tuple[int, str]] = []
    ordered = sorted(ids)
    for start in range(0, len(ordered), UPDATE_ROWS):
        block = legs.filter(pk__in=ordered[start : start + UPDATE_ROWS]).order_by("pk").select_for_update(of=("self",))
        for pk, value in block.values_list("pk", _column(field)):
            found.append((pk, units.get(value, "") if field == Field.UNIT else value.replace("unknown", "")))
    return found


def _assign(
    by: Any, field: str, value: str, stored: Any, group: Chosen, legs: list[tuple[int, str]]
) -> Assignment:
    assignment = Assignment.objects.create(
        field=field, value=value, source=group.source, cost_centre=group.word[:80], legs_count=len(legs), made_by=by
    )
    insert(AssignedLeg, ("assignment_id", "leg_id", "before"), [(assignment.pk, leg, before) for leg, before in legs])
    with kept_totals.moving(_estimates(assignment)):
        Leg.every.filter(assignments__assignment=assignment).update(**{_column(field): stored})
    return assignment


def _column(field: str) -> str:
    return "unit_id" if field == Field.UNIT else field


def _restore(field: str, legs: list[tuple[int, str]]) -> None:
    units = dict(OrganizationUnit.objects.values_list("code", "pk"))
    by_value: dict[str, list[int]] = {}
    for leg, before in legs:
        by_value.setdefault(before, []).append(leg)
    for before, ids in by_value.items():
        stored = units.get(before) if field == Field.UNIT else before or "unknown"
        for start in range(0, len(ids), UPDATE_ROWS):
            Leg.every.filter(pk__in=ids[start : start + UPDATE_ROWS]).update(**{_column(field): stored})


def _estimates(assignment: Assignment) -> QuerySet[Estimate]:
    return Estimate.objects.filter(leg__assignments__assignment=assignment)


def _recount(assignments: Iterable[Assignment]) -> None:
    legs = Leg.every.filter(assignments__assignment__in=list(assignments)).order_by()
    years = legs.annotate(year=YearOf("counted_on")).values_list("year", flat=True).distinct()
    kept_totals.recount_travellers(set(years))


def _remember(by: Any, assignment: Assignment, stored: Any) -> None:
    """Later files of the source read the cost centre, or the word, the same way; a blank cell says nothing to remember.

    Raises ActRefused.
    """
    if not assignment.cost_centre:
        return
    if assignment.field == Field.UNIT:
        kept, made = CostCentre.objects.get_or_create(
            source=assignment.source, code=assignment.cost_centre, defaults={"unit_id": stored}
        )
        if kept.unit_id != stored:
            raise ActRefused(
                _("Cost centre %(code)s of this source belongs to %(unit)s already. Assign that, or do not remember.")
                % {"code": kept.code, "unit": kept.unit}
            )
    else:
        key = meaning_key(WORD_TABLES[Field(assignment.field)], assignment.cost_centre)
        answer, made = Answer.objects.get_or_create(
            source=assignment.source, key=key, retracted_at=None,
            defaults={
                "kind": "unknown_word", "subject": assignment.cost_centre, "value": assignment.value, "answered_by": by,
                "sentence": _("What does '%(word)s' mean?") % {"word": assignment.cost_centre},
            },
        )  # fmt: skip
        if answer.value != assignment.value:
            raise ActRefused(
                _("'%(word)s' of this source was answered as %(value)s already. Assign that, or do not remember.")
                % {"word": assignment.cost_centre, "value": answer.value}
            )
    if made:
        assignment.remembered = True
        assignment.save(update_fields=["remembered"])


def _forget(by: Any, assignment: Assignment) -> None:
    if not assignment.remembered:
        return
    if assignment.field == Field.UNIT:
        CostCentre.objects.filter(
            source=assignment.source, code=assignment.cost_centre, unit__code=assignment.value
        ).delete()
        return
    key = meaning_key(WORD_TABLES[Field(assignment.field)], assignment.cost_centre)
    Answer.objects.filter(source=assignment.source, key=key, value=assignment.value, retracted_at=None).update(
        retracted_at=timezone.now(), retracted_by=by
    )


def _tell(by: Any, action: str, assignment: Assignment, payload: dict[str, Any]) -> None:
    about = {
        "field": assignment.field,
        "value": assignment.value,
        "source": assignment.source,
        "group": assignment.cost_centre,
    }
    record(by=by, action=action, on=assignment, payload=about | payload)
