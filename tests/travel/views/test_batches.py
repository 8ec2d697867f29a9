import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ems.models import Event
from tests.factories.questions import question, waits
from tests.travel.views.conftest import make_batch
from travel.actions import ActRefused
from travel.models import ImportBatch

State = ImportBatch.State


def address(name: str, batch: ImportBatch) -> str:
    return reverse(f"travel:{name}", args=[batch.public_id])


def page(client: Client, batch: ImportBatch) -> str:
    response = client.get(address("batch", batch))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.UPLOADED, "Waiting for a worker to read the file"),
        (State.READING, "Reading the file"),
        (State.PREVIEWED, "Nothing has been written so far"),
        (State.QUEUED, "Waiting for a worker to commit"),
        (State.COMMITTING, "Writing legs and estimates"),
        (State.REFUSED, "march.csv: the file is empty."),
        (State.FAILED, "The work stopped, and nothing was written"),
        (State.DISCARDED, "The file was discarded"),
    ],
)
def test_the_page_says_where_the_batch_stands(officer: Client, state: str, words: str) -> None:
    batch = make_batch(state=state, refusal="march.csv: the file is empty." if state == State.REFUSED else "")

    assert words in page(officer, batch)


def test_a_committed_batch_shows_its_result_and_asks_before_undoing(committed: ImportBatch, officer: Client) -> None:
    text = page(officer, committed)

    assert "The import is done" in text
    assert f"/travel/legs/?batch={committed.public_id}" in text
    assert f'href="{address("undo", committed)}"' in text


def test_an_auditor_sees_the_batch_and_no_act(committed: ImportBatch, auditor: Client) -> None:
    text = page(auditor, committed)

    assert "The import is done" in text
    assert '<form method="post" action="/travel' not in text
    assert "rejected.csv" not in text


def test_the_verdicts_on_the_page_add_up_to_the_rows(committed: ImportBatch, officer: Client) -> None:
    response = officer.get(address("batch", committed))

    cards = response.context["report"]["verdict_cards"]
    assert sum(card["count"] for card in cards) == committed.rows_total == 7


def test_errors_stand_before_what_is_in_order(committed: ImportBatch, officer: Client) -> None:
    groups = officer.get(address("batch", committed)).context["report"]["groups"]

    assert [group["verdict"] for group in groups] == ["rejected", "flight"]


def test_progress_is_polled_ever_less_often_and_then_leads_to_the_next_step(officer: Client) -> None:
    batch = make_batch(state=State.COMMITTING, rows_total=0, rows_done=40, rows_in_file=100)
    first = officer.get(address("batch_progress", batch), headers={"HX-Request": "true"}).content.decode()
    assert "40 of 100 rows" in first
    assert 'hx-trigger="every 1s"' in first
    late = officer.get(address("batch_progress", batch) + "?asked=99", headers={"HX-Request": "true"})
    assert 'hx-trigger="every 10s"' in late.content.decode()

    ImportBatch.objects.filter(pk=batch.pk).update(state=State.PREVIEWED)
    ended = officer.get(address("batch_progress", batch), headers={"HX-Request": "true"})
    assert ended["HX-Redirect"] == address("batch", batch)


def test_the_bar_does_not_stand_at_its_end_while_what_was_read_is_written(officer: Client) -> None:
    batch = make_batch(state=State.COMMITTING, rows_done=1200, rows_in_file=1200)
    page = officer.get(address("batch_progress", batch), headers={"HX-Request": "true"}).content.decode()
    assert "all 1,200 rows are read and are being written" in page
    assert "<progress" in page
    assert "max=" not in page


def test_progress_without_a_script_is_a_page_that_loads_itself_again(officer: Client) -> None:
    batch = make_batch(state=State.READING)
    assert '<meta http-equiv="refresh"' in officer.get(address("batch_progress", batch)).content.decode()

    ImportBatch.objects.filter(pk=batch.pk).update(state=State.PREVIEWED)
    ended = officer.get(address("batch_progress", batch))
    assert (ended.status_code, ended["Location"]) == (302, address("batch", batch))


def test_a_step_that_is_not_open_leads_to_the_one_that_is(committed: ImportBatch, officer: Client) -> None:
    assert officer.get(address("result", committed)).status_code == 200
    answer = officer.get(address("check", committed))

    assert (answer.status_code, answer["Location"]) == (302, address("batch", committed))


@pytest.mark.parametrize(
    ("state", "current"),
    [
        (State.READING, "Upload"),
        (State.REFUSED, "Columns"),
        (State.PREVIEWED, "Check"),
        (State.COMMITTING, "Confirm"),
        (State.COMMITTED, "Result"),
    ],
)
def test_the_stepper_says_where_the_import_stands(officer: Client, state: str, current: str) -> None:
    committed_at = timezone.now() if state == State.COMMITTED else None
    text = page(officer, make_batch(state=state, committed_at=committed_at))

    (step,) = re.findall(r'<li[^>]*aria-current="step".*?</li>', text)
    assert current in step


def test_the_choice_for_bad_rows_is_shown_with_its_consequence_and_kept(officer: Client) -> None:
    batch = make_batch(state=State.PREVIEWED, rows_total=7, rows_flight=6, rows_rejected=1)
    text = page(officer, batch)
    assert "Confirm and count the good rows" in text
    assert "6 rows count at once and 1 wait or are refused" in text

    text = officer.post(address("policy", batch), {"policy": "whole"}, follow=True).content.decode()

    batch.refresh_from_db()
    assert batch.whole_or_nothing
    assert "1 row cannot be taken, so the file is refused whole" in text
    assert address("confirm", batch) not in text


@pytest.mark.parametrize("act", ["confirm", "discard"])
def test_acts_are_posted_and_need_the_permission(
    committed: ImportBatch, auditor: Client, officer: Client, act: str
) -> None:
    assert officer.get(address(act, committed)).status_code == 405
    assert auditor.post(address(act, committed)).status_code == 403
    committed.refresh_from_db()
    assert committed.state == State.COMMITTED


def test_a_refused_act_says_why(committed: ImportBatch, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_what: object) -> None:
        raise ActRefused("This is not possible any more.")

    monkeypatch.setattr("travel.actions.confirm", refuse)

    answer = officer.post(address("confirm", committed), follow=True)

    assert "This is not possible any more." in answer.content.decode()


def test_content_that_counts_already_is_told_before_it_is_confirmed(committed: ImportBatch, officer: Client) -> None:
    again = make_batch(state=State.PREVIEWED, file_digest=committed.file_digest)

    text = page(officer, again)

    assert "This content counts already" in text
    assert address("confirm", again) not in text


def test_undoing_takes_the_legs_out_and_leaves_the_rows(committed: ImportBatch, officer: Client) -> None:
    answer = officer.post(address("undo", committed), follow=True)

    committed.refresh_from_db()
    assert committed.state == State.UNDONE
    assert committed.legs.count() == 0
    assert committed.rows.count() == 7
    assert "The import was undone" in answer.content.decode()


def test_the_list_is_searched_and_filtered(committed: ImportBatch, officer: Client) -> None:
    make_batch(file_name="april.csv", state=State.DISCARDED)
    listed = reverse("travel:batches")

    everything = officer.get(listed).content.decode()
    assert "march.csv" in everything and "april.csv" in everything
    assert "april.csv" not in officer.get(listed, {"state": "committed"}).content.decode()
    assert "march.csv" not in officer.get(listed, {"q": "apr"}).content.decode()
    assert "march.csv" in officer.get(listed, {"q": committed.file_digest[:8]}).content.decode()


def test_an_empty_list_says_what_to_do(officer: Client) -> None:
    assert "No file has been imported yet" in officer.get(reverse("travel:batches")).content.decode()


def test_the_list_is_exported(committed: ImportBatch, auditor: Client) -> None:
    response = auditor.get(reverse("travel:batches_export", args=["csv"]))

    (line,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert line["file"] == "march.csv"
    assert (line["rows"], line["flight"], line["rejected"]) == ("7", "6", "1")


def test_rows_are_filtered_and_names_hidden_from_those_without_them(
    committed: ImportBatch, officer: Client, auditor: Client
) -> None:
    seen = officer.get(address("batch_rows", committed), {"verdict": "rejected"}).content.decode()
    assert "Canary Person" in seen
    assert "Person 0" not in seen

    hidden = auditor.get(address("batch_rows", committed)).content.decode()
    assert "Canary Person" not in hidden
    assert "hidden" in hidden


def test_rejected_rows_come_back_in_their_shape_and_cannot_run(committed: ImportBatch, officer: Client) -> None:
    response = officer.get(address("rejected_rows", committed))

    (line,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert line == {
        "Destination": "XXX",
        "Remarks": "'=HYPERLINK(1)",
        "Traveller": "Canary Person",
        "Why it does not count": "Line 8, Destination: 'XXX' is no airport. Correct it.",
    }
    assert response["Content-Disposition"] == 'attachment; filename="march-rejected.csv"'
    assert Event.objects.get().action == "rows handed back"


def test_rejected_rows_hold_names_and_so_are_not_for_auditors(committed: ImportBatch, auditor: Client) -> None:
    assert auditor.get(address("rejected_rows", committed)).status_code == 403


def test_the_report_is_downloaded_as_json(committed: ImportBatch, auditor: Client) -> None:
    response = auditor.get(address("report_json", committed))

    assert json.loads(response.content)["legs"] == 6
    assert response["Content-Disposition"] == 'attachment; filename="march-report.json"'


def test_rows_that_are_not_kept_are_not_found(committed: ImportBatch, auditor: Client) -> None:
    assert auditor.get(address("rows_csv", committed)).status_code == 404


def test_others_are_turned_away(committed: ImportBatch, client_of: Callable[..., Client]) -> None:
    reviewer = client_of("management_reviewer")

    for name in ("batch", "batch_progress", "batch_rows", "rejected_rows", "rows_csv", "report_json"):
        assert reviewer.get(address(name, committed)).status_code == 403


def test_rows_to_be_answered_are_handed_back_too_and_no_others(committed: ImportBatch, officer: Client) -> None:
    asked = officer.get(address("rejected_rows", committed), {"verdict": "ask"})
    assert asked["Content-Disposition"] == 'attachment; filename="march-ask.csv"'

    assert officer.get(address("rejected_rows", committed), {"verdict": "flight"}).status_code == 404


def test_a_file_says_what_it_asks_and_what_waits(committed: ImportBatch, officer: Client) -> None:
    question(committed, [6])
    waits(committed, 6, 100, 300)
    ImportBatch.objects.update(rows_ask=1, rows_rejected=0)
    page = officer.get(reverse("travel:batch", args=[committed.public_id])).content.decode()
    assert "1 row of this file waits and does not count: it would add between 0.100 and 0.300 tCO2." in page
    assert reverse("travel:batch_questions", args=[committed.public_id]) in page
