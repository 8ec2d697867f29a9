"""Two people act on one return at the same moment: one of them is told how it stands now, and nothing is done twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from greenops.annual_return.cycle import freezing, workflow
from greenops.annual_return.cycle.refusals import ReturnRefused
from greenops.annual_return.models import AnnualReturn, ReturnVersion, Signature
from tests.factories.people import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data_layer]

PATIENCE_S = 60
MEANWHILE_S = 1.5


def at_once(first: Callable[[], Any], second: Callable[[], Any]) -> list[Exception]:
    """The second begins while the first computes. Returns why either was refused."""
    plain, refused, started = freezing.computed, [], []

    def tried(act: Callable[[], Any]) -> None:
        try:
            act()
        except ReturnRefused as refusal:
            refused.append(refusal)

    def other() -> None:
        try:
            tried(second)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)

    def computed(*args: Any) -> freezing.Computed:
        if not started and threading.current_thread() is threading.main_thread():
            started.append(True)
            thread.start()
            thread.join(MEANWHILE_S)
        return plain(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(freezing, "computed", computed)
        tried(first)
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    return refused


@pytest.fixture
def in_review(chosen, ingrid):
    opened = workflow.open_return(by=ingrid, year=2025)
    workflow.start_collection(by=ingrid, annual_return=opened)
    return workflow.send_to_review(by=ingrid, annual_return=opened, statement="Complete.")


def test_of_two_approvals_one_stands(in_review, mateo, wanjiru):
    def approving(by: Any) -> Callable[[], Any]:
        return lambda: workflow.approve(by=by, annual_return=in_review, statement="Approved.")

    (refusal,) = at_once(approving(mateo), approving(wanjiru))

    assert "The return of 2025 is approved" in str(refusal)
    assert Signature.objects.filter(role="approver").count() == 1


def test_of_two_submissions_one_freezes(in_review, mateo):
    other = person("Farid", "focal_point")
    workflow.approve(by=mateo, annual_return=in_review, statement="Approved.")
    by = AnnualReturn.objects.get().prepared_by

    (refusal,) = at_once(
        lambda: workflow.submit(by=by, annual_return=in_review),
        lambda: workflow.submit(by=other, annual_return=in_review),
    )

    assert "The return of 2025 is submitted" in str(refusal)
    assert ReturnVersion.objects.count() == 1
