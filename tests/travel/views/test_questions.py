"""The pages of questions and remembered answers, as officers and readers meet them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ems.models import OrganizationUnit
from tests.factories import travel
from tests.factories.questions import question, waits
from travel.asked import mark_of
from travel.models import Answer, ImportBatch

SOURCE = "greenops-template"
LON = mark_of(SOURCE, "place:LON")
FLOWN = [{"value": "flown", "label": "It was flown"}, {"value": "not_flown", "label": "It was not flown"}]

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch() -> ImportBatch:
    return travel.batch()


def test_a_thing_is_asked_once_for_all_files(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1, 2])
    question(travel.batch(file_digest="e" * 64, file_name="april.csv"), [4])
    waits(batch, 1, 1200, 3000)
    page = officer.get("/travel/questions/")
    text = page.content.decode()
    assert [one.asked.rows for _source, entries in page.context["groups"] for one in entries] == [3]
    assert "LON stands on 3 rows: which airport?" in text
    assert "april.csv" in text
    # Two of the three rows have no estimate; the other adds 1.2 to 3 t.
    assert "between 1.200 and 3.000 tCO2, not counting 2 of them" in text


def test_one_form_answers_many_questions(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1, 2])
    question(batch, [3], key="row:unused:01", kind="unused", subject="Line 5", options=FLOWN, free="")
    sent = {f"answer-{LON}": "LHR", f"answer-{mark_of(SOURCE, 'row:unused:01')}": "flown"}
    answer = officer.post("/travel/questions/?q=&kind=", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/travel/questions/?q=&kind=")
    assert dict(Answer.objects.values_list("key", "value")) == {"place:LON": "LHR", "row:unused:01": "flown"}
    batch.refresh_from_db()
    assert batch.rows_due == [1, 2, 3]


def test_a_place_can_be_typed_and_is_kept_by_its_code(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    officer.post("/travel/questions/", {f"answer-{LON}": "other", f"typed-{LON}": "London Stansted"})
    assert Answer.objects.get().value == "STN"


def test_what_is_wrong_stands_beside_the_question_and_nothing_is_kept(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    question(batch, [2], key="place:PAR", subject="PAR", options=[{"value": "CDG", "label": "CDG"}])
    sent = {f"typed-{LON}": "XQX", f"answer-{mark_of(SOURCE, 'place:PAR')}": "CDG"}
    page = officer.post("/travel/questions/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert f'href="#question-{LON}"' in text
    assert 'value="XQX"' in text
    assert "<title>Error:" in text.replace("\n", "")
    assert not Answer.objects.exists()


def test_a_choice_and_a_text_together_are_refused(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    page = officer.post("/travel/questions/", {f"answer-{LON}": "LHR", f"typed-{LON}": "LGW"})
    assert "not both" in page.content.decode()
    assert not Answer.objects.exists()


def test_an_answer_can_hold_for_every_source(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    officer.post("/travel/questions/", {f"answer-{LON}": "LHR", f"everywhere-{LON}": "on"})
    assert Answer.objects.get().source == ""


def test_a_whole_kind_is_answered_the_same_way(batch: ImportBatch, officer: Client) -> None:
    for place in range(3):
        question(batch, [place], key=f"row:unused:{place}", kind="unused", options=FLOWN, free="")
    question(batch, [9])
    group = mark_of(SOURCE, "all unused")
    officer.post("/travel/questions/", {"all": group, f"all-{group}": "not_flown"})
    assert sorted(Answer.objects.values_list("key", "value")) == [
        (f"row:unused:{place}", "not_flown") for place in range(3)
    ]


def test_a_form_with_nothing_chosen_says_so(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    assert "Nothing was chosen" in officer.post("/travel/questions/", {}).content.decode()


def test_readers_look_and_do_not_answer(batch: ImportBatch, auditor: Client) -> None:
    question(batch, [1])
    page = auditor.get("/travel/questions/").content.decode()
    assert "which airport?" in page
    assert "Send the answers" not in page
    assert auditor.post("/travel/questions/", {f"answer-{LON}": "LHR"}).status_code == 403
    assert not Answer.objects.exists()


def test_the_filter_narrows_by_kind_and_file(batch: ImportBatch, officer: Client) -> None:
    other = travel.batch(file_digest="e" * 64, file_name="april.csv")
    question(batch, [1])
    question(other, [4], key="row:unused:01", kind="unused", options=FLOWN, free="", sentence="Was it flown?")
    assert "Was it flown?" not in officer.get("/travel/questions/?kind=metropolitan_code").content.decode()
    text = officer.get(f"/travel/questions/?file={other.public_id}").content.decode()
    assert ("Was it flown?" in text, "LON stands" in text) == (True, False)


def test_without_questions_the_page_says_what_to_do(officer: Client) -> None:
    assert "Nothing waits for an answer" in officer.get("/travel/questions/").content.decode()


def test_the_step_of_a_file_shows_its_questions_alone(batch: ImportBatch, officer: Client) -> None:
    other = travel.batch(file_digest="e" * 64, file_name="april.csv")
    question(batch, [1])
    question(other, [4], key="place:PAR", sentence="PAR stands on 1 row: which airport?")
    text = officer.get(f"/travel/imports/{batch.public_id}/questions/").content.decode()
    assert ("LON stands" in text, "PAR stands" in text) == (True, False)


def test_rows_that_are_read_again_show_their_progress(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    ImportBatch.objects.update(rows_due=[1])
    text = officer.get("/travel/questions/").content.decode()
    assert "its rows are being read again" in text
    assert f'name="answer-{LON}"' not in text
    progress = officer.get("/travel/questions/progress/", headers={"HX-Request": "true"})
    assert "1 row" in progress.content.decode()
    ImportBatch.objects.update(rows_due=[])
    done = officer.get("/travel/questions/progress/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


def test_an_answer_that_does_not_settle_its_rows_is_said(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1])
    travel.answer(value="LCY")
    assert "The answer LCY is remembered, but" in officer.get("/travel/questions/").content.decode()


def test_the_page_asks_the_database_as_often_for_many_questions(
    batch: ImportBatch, officer: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        question(batch, [number], key=f"place:{number}")
        waits(batch, number, 1, 2)
    with django_assert_max_num_queries(20):
        officer.get("/travel/questions/")


def test_answers_are_listed_with_the_rows_that_rest_on_them(batch: ImportBatch, officer: Client) -> None:
    question(batch, [1, 2, 3], answer=travel.answer())
    page = officer.get("/travel/answers/")
    assert [row.record.rows for row in page.context["table"].rows] == [3]
    assert "Take back" in page.content.decode()


def test_an_answer_is_taken_back(batch: ImportBatch, officer: Client) -> None:
    given = travel.answer()
    question(batch, [1], answer=given)
    officer.post(f"/travel/answers/{given.pk}/retract/")
    batch.refresh_from_db()
    assert batch.rows_due == [1]
    assert "taken back" in officer.get("/travel/answers/?standing=taken_back").content.decode()


def test_a_city_is_declared_for_every_source(officer: Client) -> None:
    officer.post("/travel/answers/", {"place": "lon", "airport": "Heathrow"})
    assert list(Answer.objects.values_list("source", "key", "value")) == [("", "place:LON", "LHR")]


def test_a_place_that_is_none_is_not_declared(officer: Client) -> None:
    page = officer.post("/travel/answers/", {"place": "LON", "airport": "XQX"})
    assert page.status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_answers_leave_as_files(officer: Client, ending: str) -> None:
    travel.answer()
    answer = officer.get(f"/travel/answers/list.{ending}?source=greenops-template")
    assert "attachment" in answer["Content-Disposition"]


def test_remembered_answers_stand_under_questions_in_the_navigation(officer: Client) -> None:
    travel_pages = officer.get("/travel/answers/").context["navigation"][0].children
    assert [str(item.label) for item in travel_pages if item.is_current] == ["Questions"]


def test_a_place_that_is_read_anyway_is_not_declared(officer: Client) -> None:
    page = officer.post("/travel/answers/", {"place": "Geneva", "airport": "ZRH"}).content.decode()
    assert "is read as GVA without being asked about" in page
    assert not Answer.objects.exists()


def test_an_officer_of_one_unit_answers_for_no_other_source(client_of: Callable[..., Client]) -> None:
    unit = OrganizationUnit.objects.create(code="HR", name="Human resources")
    somebody = client_of("travel_officer", unit)
    assert somebody.post("/travel/answers/", {"place": "LON", "airport": "LHR"}).status_code == 403
    assert somebody.post(f"/travel/answers/{travel.answer(source='').pk}/retract/").status_code == 403
    assert Answer.objects.get().retracted_at is None
