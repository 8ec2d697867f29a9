"""The record of events: written with the act, proven as a chain, refused changes by the database itself."""

from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ems.audit import FIRST_HASH, broken_links, digest, record
from ems.models import Event
from tests.factories.boundary import site
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def three_events() -> list[Event]:
    place = site()
    by = person("Ingrid", "focal_point")
    return [record(by=by, action=f"site looked at {n}", on=place, payload={"n": n}) for n in (1, 2, 3)]


def reach_past(statement: str, *parameters: object) -> None:
    """What somebody with the database's own password could do: take the triggers away, then write."""
    triggers = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ems_event'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, parameters)
        for _name, sql in triggers:
            cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_events_are_numbered_from_one_and_each_holds_the_hash_before_it():
    first, second, third = three_events()

    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert first.previous_hash == FIRST_HASH
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash


def test_the_chain_holds_after_a_round_trip_through_the_database():
    three_events()

    assert list(broken_links()) == []


def test_the_hash_does_not_depend_on_the_time_zone_in_which_the_time_is_told():
    event = three_events()[0]
    told_in_utc = digest(event)

    event.at = event.at.astimezone(timezone(timedelta(hours=5, minutes=45)))

    assert digest(event) == told_in_utc


def test_an_act_without_a_person_is_recorded_for_the_system():
    event = record(by=None, action="names removed", on=site())

    assert event.actor is None
    assert list(broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    place = site()

    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        record(by=None, action="site looked at", on=place)


def test_an_act_that_fails_leaves_no_event():
    place = site()

    with pytest.raises(RuntimeError), transaction.atomic():
        record(by=None, action="site looked at", on=place)
        raise RuntimeError

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ems_event SET action = 'nothing'", "DELETE FROM ems_event WHERE sequence = 2"],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_or_remove_an_event(statement: str):
    three_events()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.count() == 3
    assert list(broken_links()) == []


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("UPDATE ems_event SET action = %s WHERE sequence = 2", ("site renamed",)),
        ("UPDATE ems_event SET payload = %s WHERE sequence = 2", ('{"n": 20}',)),
        ("UPDATE ems_event SET actor_id = NULL WHERE sequence = 2", ()),
        ("UPDATE ems_event SET at = %s WHERE sequence = 2", (datetime(2020, 1, 1, tzinfo=UTC),)),
        ("UPDATE ems_event SET object_id = %s WHERE sequence = 2", ("another",)),
    ],
    ids=["action", "payload", "actor", "time", "object"],
)
def test_a_changed_event_is_found(statement: str, parameters: tuple[object, ...]):
    three_events()

    reach_past(statement, *parameters)

    assert list(broken_links()) == ["Event 2 was changed after it was written."]


def test_a_removed_event_is_found():
    three_events()

    reach_past("DELETE FROM ems_event WHERE sequence = 2")

    assert list(broken_links()) == [
        "Event 2 is missing: the next one found is 3.",
        "Event 3 does not follow the event before it.",
    ]


def test_an_event_whose_hash_was_made_to_fit_breaks_the_link_after_it():
    second = three_events()[1]
    second.action = "site renamed"

    reach_past("UPDATE ems_event SET action = %s, hash = %s WHERE sequence = 2", second.action, digest(second))

    assert list(broken_links()) == ["Event 3 does not follow the event before it."]


def test_verify_audit_prints_the_count_and_the_head_of_a_chain_that_holds():
    head = three_events()[-1]
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue().strip() == f"3 events, the chain holds. Head: {head.hash}"


def test_verify_audit_fails_with_a_sentence_for_each_break():
    three_events()
    reach_past("DELETE FROM ems_event WHERE sequence = 1")

    with pytest.raises(CommandError, match=r"Event 1 is missing.*\nEvent 2 does not follow") as failed:
        call_command("verify_audit")

    assert failed.value.returncode == 1
