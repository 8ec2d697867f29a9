"""Accounts and roles; each act leaves its event."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ems.audit import record
from greenops.accounts.models import RoleAssignment, User
from greenops.permissions import GreenOpsPermission
from greenops.roles import permissions_of


class RoleRefused(Exception):
    """The role stays as it is; the message says why."""


@transaction.atomic
def save_account(*, by: Any, account: User, fields: Sequence[str]) -> None:
    """fields: names of what was filled in or changed; their values are personal, so they are not recorded."""
    action = "account changed" if account.pk else "account made"
    account.save()
    if fields:
        named = sorted(name for name in fields if "password" not in name)
        record(by=by, action=action, on=account, payload={"fields": named, "active": account.is_active})


@transaction.atomic
def note_password_set(*, by: Any, account: User) -> None:
    record(by=by, action="password set by an administrator", on=account)


@transaction.atomic
def note_people_taken_out(*, by: User, people: int) -> None:
    record(by=by, action="list of people taken out", on=by, payload={"people": people})


@transaction.atomic
def give_role(*, by: User, assignment: RoleAssignment) -> None:
    assignment.save()
    record(by=by, action="role given", on=assignment.user, payload=_terms(assignment))


@transaction.atomic
def end_role(*, by: User, assignment: RoleAssignment, on: date) -> None:
    """The role ends on that day, or on the day it began if that is later.

    Raises RoleRefused when people would shut themselves out of looking after people.
    """
    if assignment.user_id == by.pk and GreenOpsPermission.MANAGE_PEOPLE in permissions_of([assignment.role]):
        raise RoleRefused(_("You cannot end your own role of administrator. Ask another administrator to do it."))
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
