"""Imports by JSON: one resource says where an import stands and what can be done with it."""

import json
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.factories import boundary
from tests.factories.people import person, sign_in
from travel.models import Answer, ImportBatch, Leg, Question

pytestmark = pytest.mark.django_db

IMPORTS = "/api/v1/imports/"
BOOKINGS = b"""Traveller,Ticket Number,Origin,Destination,Departure Date,Cabin
CANARY/ANNA MS,7240112345671,GVA,JFK,2025-03-18,economy
CANARY/BENO MR,7240112345682,GVA,JFK,2025-03-99,economy
"""
Post = Callable[..., Any]


@pytest.fixture
def officer(client_of: Callable[..., Client]) -> Client:
    return client_of("travel_officer")


@pytest.fixture
def post(officer: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> Post:
    """Posts, and lets the worker do what was queued."""
    import_module("travel.tasks")

    def post(address: str, data: dict[str, Any] | None = None, who: Client | None = None) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return (who or officer).post(address, data or {})

    return post


def files(*named: tuple[str, bytes], **fields: str) -> dict[str, Any]:
    return {"file": [SimpleUploadedFile(name, content) for name, content in named], **fields}


def uploaded(post: Post, content: bytes = BOOKINGS) -> dict[str, Any]:
    answer = post(IMPORTS, files(("march.csv", content)))
    assert answer.status_code == 202, answer.content
    (made,) = answer.json()["imports"]
    return made


def test_a_file_goes_from_upload_to_undo_by_following_the_links(post: Post, officer: Client) -> None:
    made = uploaded(post)
    assert made["state"] == "uploaded"

    checked = officer.get(made["links"]["self"]).json()
    assert checked["state"] == "previewed"
    assert checked["verdicts"] | {"flight": 1, "rejected": 1} == checked["verdicts"]
    assert (checked["legs"], checked["rows_done"], checked["rows_in_file"]) == (1, 2, 2)
    assert checked["emissions_t"]["icao-13.1"]["gas_basis"] == "CO2"
    assert "undo" not in checked["links"]

    assert post(checked["links"]["confirm"]).status_code == 202
    committed = officer.get(made["links"]["self"]).json()
    assert committed["state"] == "committed"
    assert Leg.objects.count() == 1
    assert "confirm" not in committed["links"]

    assert post(committed["links"]["undo"]).json()["state"] == "undone"
    assert not Leg.objects.exists()


def test_no_name_stands_in_the_resource(post: Post, officer: Client) -> None:
    made = uploaded(post)

    assert "CANARY" not in officer.get(made["links"]["self"]).content.decode()


def test_several_files_at_once_and_the_same_one_twice(post: Post) -> None:
    answer = post(IMPORTS, files(("march.csv", BOOKINGS), ("april.csv", BOOKINGS + b"\n"), ("copy.csv", BOOKINGS)))

    assert [one["file"] for one in answer.json()["imports"]] == ["march.csv", "april.csv"]
    assert answer.json()["left_out"][0]["file"] == "copy.csv"


def test_content_that_is_here_already_is_a_conflict_that_says_where(post: Post) -> None:
    made = uploaded(post)

    answer = post(IMPORTS, files(("again.csv", BOOKINGS)))

    assert answer.status_code == 409
    assert answer.json()["left_out"][0]["same"] == made["links"]["self"]
    assert ImportBatch.objects.count() == 1


def test_a_file_that_cannot_be_used_and_a_source_that_is_none_are_told_by_field(post: Post) -> None:
    answer = post(IMPORTS, files(("march.pdf", b"x"), source="nobody"))

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"file", "source"}


def test_the_policy_is_given_with_the_file_and_takes_the_link_to_confirm_away(post: Post, officer: Client) -> None:
    answer = post(IMPORTS, files(("march.csv", BOOKINGS), policy="whole"))
    checked = officer.get(answer.json()["imports"][0]["links"]["self"]).json()

    assert checked["whole_or_nothing"]
    assert "confirm" not in checked["links"]
    refused = post(reverse("api:import_confirm", args=[checked["id"]]))
    assert refused.status_code == 409
    assert "1 row is rejected or to be answered" in refused.json()["detail"]


def test_questions_are_listed_and_answered_all_or_none(post: Post, officer: Client) -> None:
    made = uploaded(post)
    options = [{"value": "LHR", "label": "Heathrow", "hint": "United Kingdom"}]
    Question.objects.create(
        batch=ImportBatch.objects.get(), source="greenops-template", key="place:LON", kind="metropolitan_code",
        sentence="LON stands on 1 row: which airport?", options=options, free="place", rows=1,
    )  # fmt: skip
    checked = officer.get(made["links"]["self"]).json()
    assert checked["questions"] == 1
    (asked,) = officer.get(checked["links"]["questions"]).json()
    assert "LHR" in {option["value"] for option in asked["options"]}

    def answer(**values: str) -> Any:
        with_key = {asked["key"] if key == "london" else key: value for key, value in values.items()}
        return officer.post(checked["links"]["answers"], {"answers": with_key}, content_type="application/json")

    wrong = answer(london="LHR", paris="CDG")
    assert (wrong.status_code, "asks no question 'paris'" in wrong.json()["detail"]) == (422, True)
    assert not Answer.objects.exists()
    assert answer(london="LHR").status_code == 202
    assert Answer.objects.get().value == "LHR"


def test_the_list_is_paged_narrowed_and_leads_on(post: Post, officer: Client) -> None:
    for number in range(3):
        uploaded(post, BOOKINGS + b"\n" * number)

    first = officer.get(IMPORTS, {"per_page": "2", "q": "march"}).json()
    assert (first["count"], first["pages"], len(first["items"])) == (3, 2, 2)
    second = officer.get(first["links"]["next"]).json()
    assert (second["page"], len(second["items"]), "next" in second["links"]) == (2, 1, False)
    assert officer.get(IMPORTS, {"state": "committed"}).json()["count"] == 0
    assert officer.get(IMPORTS, {"state": "nowhere"}).status_code == 422


def test_strangers_are_refused_and_roles_hold(client: Client, client_of: Callable[..., Client], post: Post) -> None:
    made = uploaded(post)

    assert client.get(IMPORTS).status_code == 401
    auditor = client_of("auditor")
    assert auditor.get(made["links"]["self"]).status_code == 200
    assert auditor.post(made["links"]["self"] + "/confirm").status_code == 403
    assert auditor.post(IMPORTS).status_code == 403


def test_an_import_of_somebody_elses_is_not_found(post: Post, client: Client) -> None:
    made = uploaded(post)
    sign_in(client, person("Regional", "travel_officer", unit=boundary.unit()))

    assert client.get(made["links"]["self"]).status_code == 404
    assert client.post(made["links"]["self"] + "/confirm").status_code == 404


def test_a_post_without_the_token_of_the_session_is_refused(post: Post) -> None:
    made = uploaded(post)
    careful = Client(enforce_csrf_checks=True)
    sign_in(careful, person("Noor", "travel_officer"))

    assert careful.post(made["links"]["self"] + "/confirm").status_code == 403
    assert ImportBatch.objects.get().state == "previewed"


def test_the_document_describes_every_operation(officer: Client) -> None:
    document = officer.get("/api/v1/openapi.json").json()

    assert document["info"]["title"] == "GreenOps"
    assert set(document["paths"][IMPORTS]) == {"get", "post"}
    assert "reasons" in document["components"]["schemas"]["ImportStatus"]["properties"]


def test_the_command_prints_the_same_resource(post: Post, officer: Client) -> None:
    made = uploaded(post)
    said = StringIO()

    call_command("import_status", made["id"], stdout=said)

    assert json.loads(said.getvalue()) == officer.get(made["links"]["self"]).json()


def test_the_command_says_when_there_is_no_such_import() -> None:
    with pytest.raises(CommandError, match="There is no import") as raised:
        call_command("import_status", "00000000-0000-0000-0000-000000000000")

    assert raised.value.returncode == 3
