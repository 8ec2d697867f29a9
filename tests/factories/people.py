"""People with roles, for tests."""

from datetime import date
from typing import Any

from greenops.accounts.models import RoleAssignment, User


def person(username: str, *roles: str, unit: Any = None, **fields: Any) -> User:
    """A user who holds the roles since 2020, for all units or for one."""
    made = User.objects.create_user(username=username, **fields)
    for role in roles:
        RoleAssignment.objects.create(user=made, role=role, unit=unit, starts_on=date(2020, 1, 1))
    return made
