"""Two acts at once that move the same totals: the result of one after the other, and neither waits for ever."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connections

from ems.models import OrganizationUnit
from tests.factories import imports
from tests.travel.test_assignment import assert_everything_adds_up, chosen
from tests.travel.test_ledger import HEADER, commit, row
from tests.travel.test_official import ECONOMY, loaded
from travel import actions, amending, assignment, kept_totals, official, recalculation, row_changes, undoing
from travel.answers import answer
from travel.assignment import Field
from travel.models import ImportBatch, Leg

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data_layer]

PATIENCE_S = 60
MEANWHILE_S = 1.5


def at_once(first: Callable[[], Any], module: Any, name: str, second: Callable[[], Any]) -> None:
    """The second begins when the first has come through module.name, and has some time before the first goes on."""
    plain, faults, started = getattr(module, name), [], []

    def other() -> None:
        try:
            second()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)

    def through(*args: Any, **told: Any) -> Any:
        found = plain(*args, **told)
        if not started and threading.current_thread() is threading.main_thread():
            started.append(True)
            thread.start()
            thread.join(MEANWHILE_S)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, through)
        first()
        assert started
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert faults == []
    assert_everything_adds_up()


def confirmed(*lines: str, name: str) -> ImportBatch:
    return imports.confirmed(HEADER + "".join(lines), name)


@pytest.fixture
def unassigned() -> ImportBatch:
    for code in ("FIN", "HR"):
        OrganizationUnit.objects.create(code=code, name=code)
    return commit(row(unit="4711"), row("7241234567891", unit="4711", name="KIM/JI"), name="first.csv")


def assigning() -> Callable[[], Any]:
    groups = chosen(Field.UNIT, "4711")

    def assign() -> None:
        try:
            assignment.assign(by=None, field=Field.UNIT, value="FIN", groups=groups)
        except actions.ActRefused:
            assert not Leg.objects.filter(unit=None, cost_centre="4711").exists()

    return assign


def test_an_undo_and_an_assignment(unassigned: ImportBatch):
    at_once(lambda: actions.undo(by=None, batch=unassigned), kept_totals, "take_away", assigning())


def test_a_commit_and_an_assignment(unassigned: ImportBatch):
    batch = confirmed(row("7241234567892", unit="4711", cabin="business"), name="second.csv")
    at_once(lambda: actions.commit_batch(batch.pk), kept_totals, "recount_travellers", assigning())
    assert Leg.objects.filter(unit=None).count() == 1


def test_a_commit_that_changes_legs_and_an_assignment(unassigned: ImportBatch):
    batch = confirmed(row(unit="4711", cabin="business"), name="second.csv")
    at_once(lambda: actions.commit_batch(batch.pk), kept_totals, "plain_sums", assigning())
    assert not Leg.objects.filter(unit=None).exists()


def test_a_recalculation_and_an_assignment(unassigned: ImportBatch):
    at_once(lambda: recalculation.recalculate(2025), recalculation.kept_totals, "rebuild", assigning())


def test_a_commit_and_official_results(unassigned: ImportBatch):
    commit(row("7241234567893", start="GVA", end="NBO"), name="nairobi.csv")
    load = loaded(ECONOMY)
    batch = confirmed(row("7241234567892", unit="4711", cabin="business"), name="second.csv")

    def confirm() -> None:
        with suppress(actions.ActRefused):
            official.confirm(by=None, load=load)

    at_once(lambda: actions.commit_batch(batch.pk), kept_totals, "recount_travellers", confirm)


def test_an_amendment_and_an_undo():
    first = commit(row(end="LON"), row("7241234567891"), name="first.csv")
    second = commit(row("7241234567891"), name="second.csv")
    answer(by=None, source="greenops-template", key="place:LON", value="LHR")
    # What the answer made due was read at once, as the tests' queue does; so it is made due again.
    ImportBatch.objects.filter(pk=first.pk).update(rows_due=[0])
    at_once(
        lambda: amending.amend(first.pk), row_changes.kept_totals, "recount_travellers",
        lambda: actions.undo(by=None, batch=ImportBatch.objects.get(pk=second.pk)),
    )  # fmt: skip


def test_an_answer_and_an_undo_that_make_the_same_files_due():
    """The answer holds the first file and wants the last; the undo of the last wants the first."""
    OrganizationUnit.objects.create(code="FIN", name="FIN")
    heir = commit(row(end="LON"), name="heir.csv")
    gone = commit(row("7241234567891"), row("7241234567892", end="LON"), name="gone.csv")
    ImportBatch.objects.filter(pk=heir.pk).update(committed_at=gone.committed_at)
    at_once(
        lambda: actions.undo(by=None, batch=gone), undoing, "take_out",
        lambda: answer(by=None, source="greenops-template", key="place:LON", value="LHR"),
    )  # fmt: skip
    assert Leg.objects.count() == 1
