"""Factors of suppliers and offsets are saved and deleted, each with its event."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from ems.actions import changes
from ems.audit import record
from greenops.annual_return.cycle.closing import check_year_is_editable
from greenops.annual_return.models import Offset, SupplierFactor
from greenops.annual_return.permissions import ReturnPermission

Part = SupplierFactor | Offset
WHO_ENTERED = ("entered_by",)  # the event says it


class PartRefused(ValueError):
    """It was not done. The message is a sentence for people."""


def may_edit(user: Any, model: type[Part]) -> bool:
    """Offsets are the whole organization's; a factor of a supplier is entered by whoever has its invoice."""
    scope = user.unit_scope(ReturnPermission.EDIT_ACTIVITY)
    return scope.everywhere if model is Offset else bool(scope)


@transaction.atomic
def save_part(*, by: Any, part: Part) -> bool:
    """Save a validated factor or offset; whether anything changed. Raises PermissionDenied and YearClosed."""
    if by is not None and not may_edit(by, type(part)):
        raise PermissionDenied
    stored = type(part)._base_manager.filter(pk=part.pk).first()
    for year in sorted({one.year for one in (stored, part) if one is not None}):
        check_year_is_editable(year)
    changed = changes(stored, part, but=WHO_ENTERED)
    if stored is not None and not changed:
        return False
    if isinstance(part, Offset):
        part.entered_by = by
    part.save()
    verb = "added" if stored is None else "changed"
    record(by=by, action=f"{_kind(part)} {verb}", on=part, payload={"changes": changed})
    return True


@transaction.atomic
def delete_part(*, by: Any, part: Part) -> None:
    """Raises PermissionDenied, YearClosed, and PartRefused for a factor that readings use."""
    if not may_edit(by, type(part)):
        raise PermissionDenied
    check_year_is_editable(part.year)
    public_id, values = part.public_id, {name: one["is"] for name, one in changes(None, part, but=WHO_ENTERED).items()}
    try:
        part.delete()
    except ProtectedError as error:
        raise PartRefused(_("Readings use this factor. Take it out of them first.")) from error
    part.public_id = public_id
    record(by=by, action=f"{_kind(part)} deleted", on=part, payload={"was": values})


def _kind(part: Part) -> str:
    return "offset" if isinstance(part, Offset) else "factor of a supplier"
