"""A file with some bad rows: its good rows are taken, or none of it is."""

import pytest

from ems.models import Event
from tests.travel.test_actions import FILE, HEADER, uploaded
from travel import actions, policy
from travel.models import ImportBatch, Leg

pytestmark = pytest.mark.django_db

GOOD = HEADER + "7241234567890,NDIAYE/AWA,GVA,ZRH,2025-03-18,economy,1,FIN,organization,staff\n"


def previewed(text: str, *, whole_or_nothing: bool) -> ImportBatch:
    batch = uploaded(text)
    policy.choose(by=None, batch=batch, whole_or_nothing=whole_or_nothing)
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def test_a_file_to_be_taken_whole_is_not_committed_while_a_row_is_rejected():
    batch = previewed(FILE, whole_or_nothing=True)

    with pytest.raises(actions.ActRefused, match="2 rows are rejected or to be answered"):
        actions.confirm(by=None, batch=batch, queue=False)

    batch.refresh_from_db()
    assert batch.state == "previewed"


def test_a_file_to_be_taken_whole_is_committed_when_every_row_is_good():
    batch = previewed(GOOD, whole_or_nothing=True)

    actions.confirm(by=None, batch=batch, queue=False)

    assert batch.state == "queued"


def test_the_good_rows_are_taken_where_the_officer_says_so():
    batch = previewed(FILE, whole_or_nothing=True)
    policy.choose(by=None, batch=batch, whole_or_nothing=False)

    actions.confirm(by=None, batch=batch, queue=False)
    actions.commit_batch(batch.pk)

    assert Leg.objects.count() == 3


def test_the_choice_leaves_its_event_and_comes_too_late_once_the_file_is_confirmed():
    batch = previewed(GOOD, whole_or_nothing=False)
    assert Event.objects.latest("sequence").payload == {"whole_or_nothing": False}
    actions.confirm(by=None, batch=batch, queue=False)

    with pytest.raises(actions.ActRefused, match="not possible any more"):
        policy.choose(by=None, batch=batch, whole_or_nothing=True)

    assert not ImportBatch.objects.get().whole_or_nothing
