"""Rows that wait for answers, in the year's page and files, beside the totals that they could change."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from ems.models import OrganizationUnit
from tests.factories import travel
from tests.factories.questions import question, waits
from tests.greenops.insight.test_views import figures_of, pdf_text, text_of
from travel.models import ImportBatch

Entrance = Callable[..., Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_year")]


@pytest.fixture
def batch(units: list[OrganizationUnit]) -> ImportBatch:
    """Field waits with 1,500 to 3,200 kg on two rows, evaluation with 200 to 300 kg on one."""
    field, _finance, evaluation = units
    batch = travel.batch()
    question(batch, [0, 1, 2])
    waits(batch, 0, 1000, 2000, unit=field.pk)
    waits(batch, 1, 500, 1200, unit=field.pk)
    waits(batch, 2, 200, 300, unit=evaluation.pk)
    return batch


@pytest.mark.usefixtures("batch")
def test_the_page_says_what_waits_and_by_how_much(signed_in: Entrance) -> None:
    page = text_of(signed_in("management_reviewer").get("/insight/2025/"))
    # 1,000 + 500 + 200 = 1.7 t; 2,000 + 1,200 + 300 = 3.5 t
    assert "3 rows wait for answers: they would add between 1.7 and 3.5 tCO₂." in page
    assert "/travel/questions/" not in page  # reviewers look at no files


@pytest.mark.usefixtures("batch")
def test_who_may_open_the_questions_gets_there(signed_in: Entrance) -> None:
    assert 'href="/travel/questions/"' in text_of(signed_in("travel_officer").get("/insight/2025/"))


@pytest.mark.usefixtures("batch")
def test_units_add_up_to_what_waits(signed_in: Entrance) -> None:
    csv_file = signed_in("management_reviewer").get("/insight/2025/air-travel.csv").content
    waiting = {item: value for (breakdown, item, figure), value in figures_of(csv_file).items()
               if (breakdown, figure) == ("waiting", "waiting_high")}  # fmt: skip
    assert waiting["Total"] == pytest.approx(3.5)
    assert sum(value for item, value in waiting.items() if item != "Total") == pytest.approx(3.5)


@pytest.mark.usefixtures("batch")
def test_small_groups_wait_together(signed_in: Entrance, settings: object) -> None:
    settings.SMALLEST_GROUP = 10  # type: ignore[attr-defined]
    csv_file = signed_in("management_reviewer").get("/insight/2025/air-travel.csv").content
    items = {item for breakdown, item, _figure in figures_of(csv_file) if breakdown == "waiting"}
    assert items == {"FLD Field Operations", "Other units together", "Total"}


@pytest.mark.usefixtures("batch")
def test_the_documents_say_it_too(signed_in: Entrance) -> None:
    reviewer = signed_in("management_reviewer")
    assert "3 rows wait for answers" in pdf_text(reviewer.get("/insight/2025/air-travel.pdf").content)
    content = reviewer.get("/insight/2025/air-travel.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Rows that wait for answers"]["B2"].value == 2


def test_without_waiting_rows_nothing_is_said(signed_in: Entrance) -> None:
    assert "wait for" not in text_of(signed_in("management_reviewer").get("/insight/2025/"))


@pytest.mark.usefixtures("batch")
def test_the_return_shows_what_waits_beside_each_year(signed_in: Entrance) -> None:
    page = text_of(signed_in("focal_point").get("/return/"))
    assert "3 rows wait for answers" in page


def test_a_year_of_which_all_rows_wait_is_not_just_empty(signed_in: Entrance) -> None:
    waits(travel.batch(), 0, 100, 300, year=2019)
    page = text_of(signed_in("travel_officer").get("/insight/2019/"))
    assert "1 row waits for an answer: it would add between 0.100 and 0.300 tCO₂." in page


def test_rows_of_which_nothing_can_be_said_are_still_counted(signed_in: Entrance) -> None:
    batch = travel.batch()
    waits(batch, 0, None, None)
    waits(batch, 1, None, None, method="", year=None, month=None)
    page = text_of(signed_in("management_reviewer").get("/insight/2025/"))
    assert "1 row waits for an answer; what it would add cannot be said before." in page
    assert "1 row has no date yet and may fall into this year." in page
