"""How many questions of a batch wait for an answer, counted with the list."""

import pytest

from tests.factories import travel
from tests.factories.questions import question
from travel.models import Answer, ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def test_open_questions_are_counted_and_settled_ones_are_not():
    asking = travel.batch(file_digest="a" * 64)
    travel.batch(file_digest="b" * 64)
    question(asking, [1, 2])
    answer = Answer.objects.create(source="greenops-template", key="place:PAR", kind="metropolitan_code", value="CDG")
    question(asking, [3], key="place:PAR", answer=answer)

    counted = ImportBatch.objects.with_open_questions().select_related("created_by").defer("report", "preview")

    assert sorted(counted.values_list("open_questions", flat=True)) == [0, 1]
    assert counted.get(open_questions__gt=0) == asking
