"""A batch from upload to undo, on the real reading, core and database."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ems.models import Event, OrganizationUnit
from tests.factories import imports
from travel import actions, kept_totals
from travel.models import (
    BatchRow,
    Booking,
    Estimate,
    ImportBatch,
    Leg,
    RouteTotal,
    TravellerCount,
    TravelTotal,
)
from travel.recalculation import recalculate

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

HEADER = (
    "Ticket number,Traveller,Origin,Destination,Departure date,Cabin,Passengers,Cost centre,Payer,Traveller category\n"
)
FILE = HEADER + (
    "7241234567890,NDIAYE/AWA,GVA,ZRH,2025-03-18,economy,1,FIN,organization,staff\n"
    "7241234567890,NDIAYE/AWA,ZRH,JFK,2025-03-18,business,1,FIN,organization,staff\n"
    "7241234567891,OKELLO/PETER,GVA,NBO,2025-03-19,economy,1,NOWHERE,other,delegate\n"
    "7241234567892,SILVA/RUI,GVA,QQQ,2025-03-20,economy,1,FIN,organization,staff\n"
    "7241234567893,SILVA/RUI,GVA,GVA,2025-03-20,economy,1,FIN,organization,staff\n"
)
LATER = HEADER + "7241234567899,KIM/JI,GVA,LHR,2024-12-30,economy,2,FIN,unknown,staff\n"


def uploaded(text: str = FILE, name: str = "march.csv") -> ImportBatch:
    return imports.uploaded(text, name)


def committed(text: str = FILE, name: str = "march.csv") -> ImportBatch:
    return imports.committed(text, name)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """What the pages' figures stand on, without the ids."""

    def values(model: Any, names: Iterable[str], **narrowed: Any) -> list[tuple[Any, ...]]:
        return sorted(model.objects.filter(**narrowed).values_list(*names), key=str)

    return {
        "legs": values(
            Leg,
            ("identity", "origin", "destination", "counted_on", "cabin", "passengers", "cost_centre", "unit"),
        ),
        "estimates": values(
            Estimate, ("leg__identity", "method", "total_mg", "quality"), leg__taken_back_by__isnull=True
        ),
        "bookings": values(Booking, ("reference",)),
        "totals": values(TravelTotal, (*TravelTotal.KEYS, *kept_totals.SUMS)),
        "routes": values(RouteTotal, (*RouteTotal.KEYS, *kept_totals.SUMS)),
        "travellers": values(TravellerCount, ("year", "dimension", "key", "payer", "travellers")),
    }


def assert_totals_equal_the_plain_sum() -> None:
    for model in kept_totals.CUBES:
        kept = sorted(model.objects.values_list(*model.KEYS, *kept_totals.SUMS))
        assert kept == sorted(tuple(cell) for cell in kept_totals.plain_sums(model, Estimate.objects.all()))


def test_the_preview_writes_no_legs():
    batch = uploaded()
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "previewed"
    assert batch.report["verdicts"] == {"flight": 3, "ask": 0, "cancelled": 0, "credit": 0, "ignored": 0, "rejected": 2}
    assert (Leg.objects.count(), BatchRow.objects.count(), TravelTotal.objects.count()) == (0, 0, 0)


def test_the_commit_keeps_every_row_and_every_leg():
    batch = committed()
    assert batch.rows.count() == 5 == sum(batch.verdict_counts.values())
    assert batch.legs.count() == 3
    assert Estimate.objects.count() == 3 * 4


def test_a_ticket_of_two_rows_is_one_booking():
    committed()
    assert sorted(Booking.objects.values_list("reference", flat=True)) == ["7241234567890", "7241234567891"]


def test_a_cost_centre_finds_its_unit_and_an_unknown_one_is_unassigned():
    unit = OrganizationUnit.objects.create(code="FIN", name="Finance")
    batch = committed()
    assert list(batch.legs.order_by("id").values_list("unit_id", flat=True)) == [unit.pk, unit.pk, None]


def test_the_totals_equal_the_plain_sum_after_import_undo_and_recalculation():
    first = committed()
    committed(LATER, "later.csv")
    assert TravelTotal.objects.exists()
    assert_totals_equal_the_plain_sum()
    recalculate(2025)
    assert_totals_equal_the_plain_sum()
    actions.undo(by=None, batch=first)
    assert_totals_equal_the_plain_sum()


def test_a_recalculation_with_the_same_core_moves_nothing():
    committed()
    before = everything()
    moved = recalculate(2025)
    assert everything() == before
    assert moved and all(old == new for old, new in moved.values())


def test_undo_restores_the_state_before():
    committed(LATER, "later.csv")
    before = everything()
    batch = committed()
    assert everything() != before
    actions.undo(by=None, batch=batch)
    assert everything() == before
    assert batch.rows.count() == 5


def test_the_same_content_is_not_committed_twice():
    committed()
    again = uploaded(name="another name.csv")
    actions.read_batch(again.pk)
    again.refresh_from_db()
    assert again.rows_flight == 0
    with pytest.raises(actions.ActRefused, match="march.csv"):
        actions.confirm(by=None, batch=again, queue=False)


def test_rows_known_from_another_file_add_nothing():
    committed()
    before = everything()
    overlapping = committed(
        FILE + "7241234567894,KIM/JI,GVA,GVA,2025-03-21,economy,1,FIN,organization,staff\n", "q1.csv"
    )
    assert everything() == before
    assert overlapping.rows_flight == 0


def test_after_undo_the_same_content_can_come_in_again():
    actions.undo(by=None, batch=committed())
    assert committed().legs.count() == 3


def test_a_task_run_twice_does_no_harm():
    batch = committed()
    before = everything()
    actions.commit_batch(batch.pk)
    actions.read_batch(batch.pk)
    assert everything() == before


def test_a_fault_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch):
    batch = uploaded()
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    actions.confirm(by=None, batch=batch, queue=False)

    def fault(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("travel.commit.write_estimates", fault)
    with pytest.raises(RuntimeError):
        actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed" and "nothing was written" in batch.refusal
    assert (BatchRow.objects.count(), Leg.objects.count(), TravelTotal.objects.count()) == (0, 0, 0)


def test_a_fault_while_reading_ends_in_a_word_not_in_waiting(monkeypatch: pytest.MonkeyPatch):
    batch = uploaded()

    def fault(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a defect of ours")

    monkeypatch.setattr(actions, "read", fault)
    with pytest.raises(RuntimeError):
        actions.read_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed" and "nothing was written" in batch.refusal


def test_a_batch_of_a_lost_worker_is_picked_up_again(django_capture_on_commit_callbacks: Any):
    batch = uploaded()
    old = timezone.now() - timedelta(minutes=5)
    ImportBatch.objects.filter(pk=batch.pk).update(state="reading", attempts=1, heartbeat_at=old)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.resume_lost_batches() == 1
    batch.refresh_from_db()
    assert batch.state == "previewed"


def test_a_batch_that_loses_its_worker_again_and_again_is_marked_failed():
    batch = uploaded()
    old = timezone.now() - timedelta(minutes=5)
    ImportBatch.objects.filter(pk=batch.pk).update(state="committing", attempts=3, heartbeat_at=old)
    actions.resume_lost_batches()
    batch.refresh_from_db()
    assert batch.state == "failed" and "3 times" in batch.refusal


def test_verdicts_that_do_not_add_up_are_refused_by_the_database():
    batch = uploaded()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(rows_total=7, rows_flight=6)


def test_a_refused_file_says_why_and_writes_no_rows():
    batch = uploaded("")
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "refused" and "empty" in batch.refusal
    assert BatchRow.objects.count() == 0


def test_each_act_leaves_its_event():
    actions.undo(by=None, batch=committed())
    acts = list(Event.objects.order_by("sequence").values_list("action", flat=True))
    assert acts == ["bookings uploaded", "bookings committed", "bookings undone"]
