"""The steps between upload and undo, by JSON and by the command: the same acts as on the pages."""

import json
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from greenops.api.status import later_than
from tests.factories import boundary
from tests.factories.people import person
from travel.answers import AnswerRefused, take_back
from travel.models import Answer, ImportBatch, Leg, SourceProfile

pytestmark = pytest.mark.django_db

IMPORTS = "/api/v1/imports/"
HEADER = "Traveller,Ticket Number,Origin,Destination,Departure Date,Cabin\n"
ODD_HEADER = "Wer,Schein,Abc,Xyz,Wann,Klasse\n"
ONE = "CANARY/ANNA MS,7240112345671,{origin},JFK,2025-03-18,{cabin}\n"
Post = Callable[..., Any]


@pytest.fixture
def officer(client_of: Callable[..., Client]) -> Client:
    return client_of("travel_officer")


@pytest.fixture
def post(officer: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> Post:
    """Posts JSON, or a form with files, and lets the worker do what was queued."""
    import_module("travel.tasks")

    def post(address: str, data: dict[str, Any] | None = None, **files: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            if files:
                return officer.post(address, files)
            return officer.post(address, data or {}, content_type="application/json")

    return post


@pytest.fixture
def bring(post: Post, officer: Client) -> Callable[..., dict[str, Any]]:
    """Uploads a file; its status once it was read."""

    def bring(*rows: str, header: str = HEADER, name: str = "march.csv") -> dict[str, Any]:
        answer = post(IMPORTS, file=[SimpleUploadedFile(name, (header + "".join(rows)).encode())])
        return status(officer, answer.json()["imports"][0])

    return bring


def status(officer: Client, one: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = officer.get(one["links"]["self"]).json()
    return found


def row(origin: str = "GVA", cabin: str = "economy") -> str:
    return ONE.format(origin=origin, cabin=cabin)


def test_columns_are_read_corrected_and_kept_as_a_source(post: Post, officer: Client, bring: Any) -> None:
    made = bring(row(), header=ODD_HEADER)
    assert made["state"] == "refused"
    found = officer.get(made["links"]["columns"]).json()
    assert [one["header"] for one in found["columns"]] == ["Wer", "Schein", "Abc", "Xyz", "Wann", "Klasse"]
    assert found["columns"][2]["values"] == ["GVA"]

    mapping = found["mapping"] | {
        "columns": {"origin": ["Abc"], "destination": ["Xyz"], "departure_date": ["Wann"], "cabin": ["Klasse"]}
    }
    how = {"mapping": mapping, "save_as": "ours", "label": "Our export"}
    assert post(made["links"]["reading"], how).status_code == 202

    read = status(officer, made)
    assert (read["state"], read["source"], read["source_version"], read["legs"]) == ("previewed", "ours", 1, 1)
    assert SourceProfile.objects.get().label == "Our export"


def test_a_mapping_that_is_none_is_refused_with_its_sentence(post: Post, bring: Any) -> None:
    made = bring(row())

    answer = post(made["links"]["reading"], {"mapping": {"columns": {"wings": ["Abc"]}}, "save_as": "ours"})

    assert answer.status_code == 422
    assert "wings" in answer.json()["errors"]["mapping"][0]
    assert not SourceProfile.objects.exists()


def test_names_are_not_among_the_values_for_those_who_may_not_see_them(client_of: Any, bring: Any) -> None:
    made = bring(row())

    assert "CANARY" not in client_of("auditor").get(made["links"]["columns"]).content.decode()


def test_the_policy_is_chosen_after_the_preview(post: Post, officer: Client, bring: Any) -> None:
    made = bring(row(), row(origin="QQQ"))
    assert "confirm" in made["links"]

    assert post(made["links"]["policy"], {"policy": "whole"}).json()["whole_or_nothing"]
    assert "confirm" not in status(officer, made)["links"]
    assert post(made["links"]["policy"], {"policy": "some"}).status_code == 422


def test_an_answer_is_taken_back(post: Post, officer: Client, bring: Any) -> None:
    made = bring(row(origin="LON"))
    post(made["links"]["answers"], {"answers": {"place:LON": "LHR"}})
    answered = status(officer, made)
    assert (answered["questions"], answered["legs"]) == (0, 1)

    refused = post(answered["links"]["take_back"], {"keys": ["place:LON", "place:PAR"]})
    assert (refused.status_code, "place:PAR" in refused.json()["detail"]) == (422, True)
    assert post(answered["links"]["take_back"], {"keys": ["place:LON"]}).status_code == 202

    assert status(officer, made)["questions"] == 1
    assert Answer.objects.get().retracted_at


def test_an_officer_of_one_unit_takes_back_only_what_he_answered(post: Post, bring: Any) -> None:
    made = bring(row(origin="LON"))
    post(made["links"]["answers"], {"answers": {"place:LON": "LHR"}})
    batch = ImportBatch.objects.get()
    regional = person("Regional", "travel_officer", unit=boundary.unit())

    with pytest.raises(AnswerRefused, match="somebody else answered"):
        take_back(by=regional, batch=batch, keys=["place:LON"])
    Answer.objects.update(answered_by=regional)
    take_back(by=regional, batch=batch, keys=["place:LON"])
    assert Answer.objects.get().retracted_by == regional


@pytest.mark.parametrize(("later", "states"), [("alone", ["undone", "committed"]), ("together", ["undone", "undone"])])
def test_an_undo_below_later_imports_says_which_and_asks(
    later: str, states: list[str], post: Post, officer: Client, bring: Any
) -> None:
    first = bring(row())
    post(first["links"]["confirm"])
    second = bring(row(cabin="business"), name="april.csv")
    post(second["links"]["confirm"])

    asked = post(status(officer, first)["links"]["undo"])
    assert asked.status_code == 409
    (named,) = asked.json()["later"]
    assert (named["file"], named["changed"]) == ("april.csv", 1)
    assert Leg.objects.count() == 1

    assert post(status(officer, first)["links"]["undo"] + f"?later={later}").status_code == 200
    assert [status(officer, one)["state"] for one in (first, second)] == states


def test_later_files_of_others_are_not_named_to_an_officer_of_one_unit(post: Post, officer: Client, bring: Any) -> None:
    first = bring(row())
    post(first["links"]["confirm"])
    second = bring(row(cabin="business"), name="april.csv")
    post(second["links"]["confirm"])
    regional = person("Regional", "travel_officer", unit=boundary.unit())
    ImportBatch.objects.filter(file_name="march.csv").update(created_by=regional)
    batch = ImportBatch.objects.get(file_name="march.csv")

    (named,) = later_than(batch, regional)
    assert (named["id"], named["file"], named["changed"]) == (None, "a file of somebody else", 1)
    assert [one["file"] for one in later_than(batch, None)] == ["april.csv"]


def said_by(*arguments: str) -> str:
    out = StringIO()
    call_command("import_step", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_goes_the_whole_way(bring: Any, tmp_path: Path) -> None:
    made = bring(row(origin="LON"), header=ODD_HEADER)
    found = yaml.safe_load(said_by(made["id"], "--columns"))
    mapping, given = tmp_path / "mapping.yaml", tmp_path / "answers.yaml"
    columns = {"origin": ["Abc"], "destination": ["Xyz"], "departure_date": ["Wann"], "cabin": ["Klasse"]}
    mapping.write_text(yaml.safe_dump(found["mapping"] | {"columns": columns}))
    given.write_text("place:LON: LHR\n")

    said_by(made["id"], "--mapping", str(mapping))
    said_by(made["id"], "--policy", "whole")
    (asked,) = json.loads(said_by(made["id"], "--questions"))
    assert asked["key"] == "place:LON"
    with pytest.raises(CommandError, match="taken whole or not at all"):
        said_by(made["id"], "--confirm")
    said_by(made["id"], "--answers", str(given), "--confirm")
    assert ImportBatch.objects.get().state == "committed"
    assert Leg.objects.get().origin == "LHR"

    said_by(made["id"], "--take-back", "place:LON")
    assert not Leg.objects.exists()
    said_by(made["id"], "--undo")
    assert ImportBatch.objects.get().state == "undone"


def test_the_command_asks_before_it_undoes_below_later_imports(post: Post, bring: Any) -> None:
    first = bring(row())
    post(first["links"]["confirm"])
    post(bring(row(cabin="business"), name="april.csv")["links"]["confirm"])

    with pytest.raises(CommandError, match=r"april\.csv \(1 legs told again, 1 changed") as raised:
        said_by(first["id"], "--undo")
    assert raised.value.returncode == 3
    said_by(first["id"], "--undo", "--later", "together")
    assert not Leg.every.exists()


def test_the_command_takes_no_and_yes_in_a_mapping_as_words(bring: Any, tmp_path: Path) -> None:
    made = bring(row())
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("base: greenops-template\ntables: {documents: {NO: cancelled}}\n")
    said_by(made["id"], "--mapping", str(mapping))
    assert ImportBatch.objects.get(public_id=made["id"]).mapping["tables"] == {"documents": {"NO": "cancelled"}}


def test_the_command_says_what_is_not_possible(bring: Any) -> None:
    made = bring(row())

    for arguments, words in (((), "which step"), (("--undo",), "not possible any more")):
        with pytest.raises(CommandError, match=words) as raised:
            said_by(made["id"], *arguments)
        assert raised.value.returncode == 3
