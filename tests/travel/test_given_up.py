"""Rows that cannot be read again are not tried without end."""

from typing import Any

import pytest

from tests.travel.test_amending import LON, SOURCE, answered, committed, line
from travel import actions, amending
from travel.answers import answer
from travel.models import ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def test_rows_that_fail_for_good_are_given_up_and_an_answer_starts_them_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = committed([line(1), line(2, end="LON")])

    def broken(*_args: Any, **_options: Any) -> Any:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as during:
        during.setattr(amending, "read", broken)
        answer(by=None, source=SOURCE, key=LON, value="LHR")
        for attempt in range(1, actions.MOST_ATTEMPTS + 1):
            with pytest.raises(Exception, match="amending of batch"):
                amending.amend(batch.pk)
            batch.refresh_from_db()
            assert bool(batch.rows_due) == (attempt < actions.MOST_ATTEMPTS)
            assert batch.refusal
    amending.amend(batch.pk)
    batch.refresh_from_db()
    assert (batch.rows_due, batch.rows_ask, batch.refusal) == ([], 1, actions.FAULT)

    answered(batch, {LON: "LHR"})
    batch.refresh_from_db()
    assert (batch.rows_due, batch.rows_ask, batch.refusal) == ([], 0, "")


def test_rows_that_lose_their_worker_again_and_again_are_given_up() -> None:
    batch = committed([line(1), line(2, end="LON")])
    answer(by=None, source=SOURCE, key=LON, value="LHR")
    ImportBatch.objects.filter(pk=batch.pk).update(attempts=actions.MOST_ATTEMPTS)
    amending.amend(batch.pk)
    batch.refresh_from_db()
    assert (batch.rows_due, batch.rows_ask, batch.refusal) == ([], 1, actions.FAULT)
