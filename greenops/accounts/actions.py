"""Giving and ending roles; each act leaves its event."""

from datetime import date

from django.db import transaction

from ems.audit import record
from greenops.accounts.models import RoleAssignment, User


@transaction.atomic
def give_role(*, by: User, assignment: RoleAssignment) -> None:
    assignment.save()
    record(by=by, action="role given", on=assignment.user, payload=_terms(assignment))


@transaction.atomic
def end_role(*, by: User, assignment: RoleAssignment, on: date) -> None:
    """The role ends on that day, or on the day it began if that is later."""
    assignment.ends_on = max(on, assignment.starts_on)
    assignment.save(update_fields=["ends_on"])
    record(by=by, action="role ended", on=assignment.user, payload=_terms(assignment))


def _terms(assignment: RoleAssignment) -> dict[str, str | None]:
    return {
        "role": assignment.role,
        "unit": assignment.unit.code if assignment.unit else None,
        "starts_on": assignment.starts_on.isoformat(),
        "ends_on": assignment.ends_on.isoformat() if assignment.ends_on else None,
    }
