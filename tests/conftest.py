"""The ground of all tests: no network, both databases, people by role."""

import os
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# pgserver asks for it when it is imported, and falls back with a warning, which is an error here.
if not os.environ.get("XDG_RUNTIME_DIR"):
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="greenops-runtime-")

pytest_plugins = ["tests.databases"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "data_layer: runs twice, on SQLite and on PostgreSQL")
    # The tests' own servers on this machine, and nothing else.
    config.option.allow_hosts = "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Makes a person who holds a role: `person("travel_officer")`, `person("management_reviewer", unit=unit)`."""
    from greenops.accounts.models import RoleAssignment, User

    def make(role: str | None, unit: Any = None, username: str | None = None) -> User:
        user = User.objects.create_user(username or (role or "nobody"), password="a long enough password")
        if role is not None:
            RoleAssignment.objects.create(user=user, role=role, unit=unit)
        return user

    return make


@pytest.fixture
def client_of(person: Callable[..., Any]) -> Callable[..., Any]:
    """A signed-in client of somebody with the role."""
    from django.test import Client

    def make(role: str | None, unit: Any = None) -> Client:
        client = Client()
        client.force_login(person(role, unit), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """What one test left in the cache must not answer for the next."""
    from django.core.cache import cache

    yield
    cache.clear()
