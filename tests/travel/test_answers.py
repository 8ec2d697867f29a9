"""Answers: what is accepted, what is in force, and which rows become due."""

from typing import Any

import pytest

from ems.models import Event
from tests.factories import travel
from tests.factories.questions import question
from travel.answers import AnswerRefused, Given, answer, answer_all, answers_for, checked, retract
from travel.models import Answer, ImportBatch

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]

SOURCE = "greenops-template"


@pytest.fixture
def batch() -> ImportBatch:
    return travel.batch()


def due(batch: ImportBatch) -> list[int]:
    batch.refresh_from_db()
    return list(batch.rows_due)


def test_an_answer_makes_the_rows_and_their_kin_due(batch: ImportBatch) -> None:
    question(batch, [3, 8], kin=[2, 3, 8])
    answer(by=None, source=SOURCE, key="place:LON", value="LHR")
    assert answers_for(SOURCE) == {"place:LON": "LHR"}
    assert due(batch) == [2, 3, 8]


def test_what_a_source_answers_goes_before_the_whole_organization() -> None:
    travel.answer(source="", value="LGW")
    travel.answer(source=SOURCE, value="LHR")
    assert answers_for(SOURCE) == {"place:LON": "LHR"}
    assert answers_for("another") == {"place:LON": "LGW"}


def test_another_answer_takes_the_place_of_the_first(batch: ImportBatch) -> None:
    first = travel.answer(value="LGW")
    question(batch, [3], answer=first)
    answer(by=None, source=SOURCE, key="place:LON", value="LHR")
    first.refresh_from_db()
    assert first.retracted_at is not None
    assert answers_for(SOURCE) == {"place:LON": "LHR"}
    assert due(batch) == [3]


def test_the_same_answer_again_changes_nothing() -> None:
    first = travel.answer(value="LHR")
    assert answer(by=None, source=SOURCE, key="place:LON", value="LHR") == first
    assert Answer.objects.count() == 1


def test_an_answer_for_the_organization_leaves_what_a_source_said(batch: ImportBatch) -> None:
    question(batch, [3], answer=travel.answer(value="LGW"))
    question(travel.batch(file_digest="e" * 64), [5], source="another")
    answer(by=None, source="", key="place:LON", value="LHR")
    assert due(batch) == []
    assert answers_for(SOURCE) == {"place:LON": "LGW"}


def test_taking_back_makes_the_rows_due_that_rest_on_the_answer(batch: ImportBatch) -> None:
    given = travel.answer()
    question(batch, [3, 4], kin=[3, 4, 5], answer=given)
    question(batch, [9], key="place:PAR")
    retract(by=None, answer=given)
    retract(by=None, answer=given)
    assert due(batch) == [3, 4, 5]
    assert answers_for(SOURCE) == {}
    assert Event.objects.filter(action="answer taken back").count() == 1


def test_rows_of_an_undone_file_are_left_alone() -> None:
    undone = travel.batch(state="undone", undone_at="2025-03-01T00:00Z")
    question(undone, [3])
    travel.answer()
    answer(by=None, source=SOURCE, key="place:LON", value="LGW")
    assert due(undone) == []


def test_several_answers_are_given_together_or_not_at_all(batch: ImportBatch) -> None:
    question(batch, [1])
    with pytest.raises(AnswerRefused):
        answer_all(by=None, given=[Given(SOURCE, "place:LON", "LHR"), Given(SOURCE, "place:XYZ", "nowhere at all")])
    assert not Answer.objects.exists()
    assert due(batch) == []


def test_the_event_holds_no_more_than_source_key_value_and_rows(batch: ImportBatch) -> None:
    question(batch, [1, 2])
    answer(by=None, source=SOURCE, key="place:LON", value="LHR")
    event = Event.objects.get(action="question answered")
    assert event.payload == {"source": SOURCE, "key": "place:LON", "value": "LHR", "rows": 2}


@pytest.mark.parametrize(
    ("fields", "value", "kept"),
    [
        ({}, "LGW", "LGW"),
        ({}, " heathrow ", "LHR"),
        ({}, "EGLL", "LHR"),
        ({"free": "number", "options": []}, " 3 ", "3"),
        ({"free": "text", "options": []}, "economy/business", "economy/business"),
    ],
    ids=["an option", "a name", "an ICAO code", "a number", "a text"],
)
def test_values_that_answer(batch: ImportBatch, fields: dict[str, Any], value: str, kept: str) -> None:
    question(batch, [1], **fields)
    assert checked(Given(SOURCE, "place:LON", value)) == kept


def test_coordinates_are_a_place(batch: ImportBatch) -> None:
    question(batch, [1])
    assert checked(Given(SOURCE, "place:LON", "51.5, -0.1")) == "51.50000,-0.10000"


@pytest.mark.parametrize(
    ("fields", "value", "sentence"),
    [
        ({}, "", "Choose an answer"),
        ({}, "QQQ", "QQQ"),
        ({}, "PAR", "can be several airports"),
        ({"free": "", "options": [{"value": "flown", "label": "Flown"}]}, "perhaps", "not among the answers"),
        ({"free": "number", "options": []}, "0", "whole number"),
        ({"free": "number", "options": []}, "two", "whole number"),
        ({"free": "text", "options": []}, "x" * 201, "longer than 200"),
    ],
    ids=["nothing", "no airport", "a city of several", "no option", "zero", "no number", "too long"],
)
def test_values_that_do_not_answer(batch: ImportBatch, fields: dict[str, Any], value: str, sentence: str) -> None:
    question(batch, [1], **fields)
    with pytest.raises(AnswerRefused, match=sentence):
        checked(Given(SOURCE, "place:LON", value))


def test_what_nothing_asks_cannot_be_answered() -> None:
    with pytest.raises(AnswerRefused, match="Nothing asks"):
        checked(Given(SOURCE, "row:repeated_row:0011", "same"))
