"""People with roles, for tests."""

from datetime import date
from typing import Any

from django.test import Client

from greenops.accounts.models import RoleAssignment, User


def person(username: str, *roles: str, unit: Any = None, **fields: Any) -> User:
    """A user who holds the roles since 2020, for all units or for one."""
    made = User.objects.create_user(username=username, **fields)
    for role in roles:
        RoleAssignment.objects.create(user=made, role=role, unit=unit, starts_on=date(2020, 1, 1))
    return made


def sign_in(client: Client, user: User) -> None:
    """Without a password, through the backend that keeps people signed in (the first one, of axes, does not)."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
