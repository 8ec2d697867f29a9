"""The first page of travel."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.travel.views.conftest import make_batch
from travel.models import ImportBatch

OVERVIEW = reverse("travel:overview")
State = ImportBatch.State


def test_an_empty_system_says_what_to_do(officer: Client) -> None:
    text = officer.get(OVERVIEW).content.decode()

    assert "No file is under way" in text
    assert reverse("travel:upload") in text


def test_files_that_want_something_stand_with_what_comes_next(officer: Client, committed: ImportBatch) -> None:
    make_batch(state=State.PREVIEWED, file_name="april.csv")
    make_batch(state=State.DISCARDED, file_name="may.csv")

    lines = officer.get(OVERVIEW).context["lines"]

    assert [(line["batch"].file_name, line["next"].words) for line in lines] == [("april.csv", "Check and confirm")]


def test_a_file_under_work_is_asked_for_again_and_one_at_rest_is_not(officer: Client) -> None:
    batch = make_batch(state=State.READING, rows_done=40, rows_in_file=100)
    running = officer.get(reverse("travel:under_way"), {"asked": "7"}).content.decode()
    assert "40 of 100 rows" in running
    assert 'hx-trigger="every 10s"' in running

    ImportBatch.objects.filter(pk=batch.pk).update(state=State.PREVIEWED)
    assert "hx-trigger" not in officer.get(reverse("travel:under_way")).content.decode()


def test_who_sees_legs_only_sees_no_files(client_of: Callable[..., Client], committed: ImportBatch) -> None:
    text = client_of("management_reviewer").get(OVERVIEW).content.decode()

    assert "march.csv" not in text
    assert "Legs that count" in text


def test_each_figure_leads_to_where_it_comes_from(auditor: Client, committed: ImportBatch) -> None:
    cards = {card.label: card for card in auditor.get(OVERVIEW).context["cards"]}

    assert cards["Legs that count"].value == "6"
    assert auditor.get(cards["Legs without a unit"].url).status_code == 200
