"""Changes of the boundary: each is saved together with the event that says what changed."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from ems.audit import record
from ems.models import EvidenceFile, OrganizationUnit, PersonnelCount
from ems.permissions import EmsPermission

# Any model of ems.models but the events.
BoundaryPart = Model


def may_edit(user: Any, part: BoundaryPart) -> bool:
    """People who edit for certain units only change those units and count the people of those units.

    What belongs to a site is for those who edit everywhere: several units share a site. Evidence can also be changed by
    who brought it.
    """
    scope = user.unit_scope(EmsPermission.EDIT_BOUNDARY)
    if scope.everywhere:
        return True
    if isinstance(part, EvidenceFile):
        return bool(scope) and part.uploaded_by_id == user.pk
    if isinstance(part, PersonnelCount):
        return part.unit_id in scope.unit_ids
    return isinstance(part, OrganizationUnit) and part.pk in scope.unit_ids


def may_add(user: Any, model: type[BoundaryPart]) -> bool:
    """New things are for those who edit everywhere; people of one's own units are counted and evidence is brought."""
    scope = user.unit_scope(EmsPermission.EDIT_BOUNDARY)
    return bool(scope) if model in (PersonnelCount, EvidenceFile) else scope.everywhere


@transaction.atomic
def save(*, by: Any, part: BoundaryPart) -> bool:
    """Save a validated part of the boundary and its event; whether anything changed.

    Raises PermissionDenied when the person may not edit this part, as it stands or as it would become.
    """
    stored = type(part)._base_manager.filter(pk=part.pk).first()
    allowed = may_add(by, type(part)) and may_edit(by, part) if stored is None else may_edit(by, part)
    if not allowed or (stored is not None and not may_edit(by, stored)):
        raise PermissionDenied(f"{part}: it belongs to a unit that you do not look after.")
    changed = changes(stored, part)
    if stored is not None and not changed:
        return False
    part.save()
    verb = "added" if stored is None else "changed"
    record(by=by, action=f"{part._meta.verbose_name} {verb}", on=part, payload={"changes": changed})
    return True


@transaction.atomic
def remove(*, by: Any, part: BoundaryPart) -> None:
    """Delete a part on which nothing hangs, with the event that keeps what it was.

    Raises PermissionDenied when the person may not edit it; ValidationError with a sentence when something hangs on it.
    """
    if not may_edit(by, part):
        raise PermissionDenied(f"{part}: it belongs to a unit that you do not look after.")
    words, was = str(part), {name: change["is"] for name, change in changes(None, part).items()}
    ghost = type(part)(pk=part.pk)
    if hasattr(part, "public_id"):
        ghost.public_id = part.public_id
    try:
        part.delete()
    except ProtectedError as protected:
        hanging = sorted(protected.protected_objects, key=lambda found: (found._meta.label, found.pk))
        sentence = _("%(part)s stays: %(first)s hangs on it (%(number)s in all). Give it a last day instead.")
        known = {"part": words, "number": len(hanging), "first": hanging[0]}
        raise ValidationError(sentence % known) from protected
    record(by=by, action=f"{part._meta.verbose_name} removed", on=ghost, payload={"removed": was})


def changes(stored: Model | None, part: Model, *, but: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """Field name -> what it was and what it became, as plain JSON values. but: fields that are not told."""
    found = {}
    for field in part._meta.concrete_fields:
        if field.primary_key or not field.editable or field.name in but:
            continue
        after = getattr(part, field.attname)
        before = getattr(stored, field.attname) if stored is not None else None
        if before != after:
            found[field.name] = {"was": _plain(before), "is": _plain(after)}
    return found


def _plain(value: Any) -> str | int | bool | list[str] | None:
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)
