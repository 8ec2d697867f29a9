"""The tests' own ground: which database a test runs on, and that nothing leaves the machine."""

import socket

import pytest
from django.db import connection, connections
from pytest_socket import SocketConnectBlockedError

from ems.models import Event
from greenops.accounts.models import User


@pytest.mark.django_db
@pytest.mark.data_layer
def test_the_data_layer_runs_on_the_engine_it_is_told(database_engine):
    assert connection.vendor == connections["default"].vendor == database_engine
    User.objects.create_user("somebody")
    with connection.cursor() as cursor:
        cursor.execute("SELECT username FROM accounts_user")
        assert cursor.fetchall() == [("somebody",)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.data_layer
@pytest.mark.parametrize("run", [1, 2])
def test_tables_that_refuse_deletion_are_empty_for_the_next_test(run):
    assert not Event.objects.exists()
    Event.objects.create(
        sequence=1,
        at="2025-01-01T00:00Z",
        action="imported",
        object_type="x",
        object_id="1",
        previous_hash="0",
        hash="1",
    )
    with pytest.raises(Exception, match="append-only"):
        Event.objects.all().delete()


def test_nothing_leaves_the_machine():
    # pytest-socket warns before it raises, and warnings are errors here.
    with pytest.raises((SocketConnectBlockedError, UserWarning), match="192.0.2.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
