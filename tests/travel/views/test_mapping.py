"""The page of columns: what each was taken for, corrected by the officer and kept for the source."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import Event
from travel.models import ImportBatch, Leg, SourceProfile

State = ImportBatch.State
Send = Callable[..., str]

# A source that no shipped profile fits: German headers, decimal commas, a status of its own.
GERMAN = b"""Reisender;Abflugort;Zielort;Abflugtag;Klasse;Kostenstelle;Zustand
CANARY/ANNA;GVA;JFK;18.03.2025;Holzklasse;4711;geflogen
CANARY/BENO;GVA;ZRH;19.03.2025;Business;4711;geflogen
CANARY/CARL;ZRH;GVA;25.03.2025;Holzklasse;4712;geflogen
"""
OURS = b"""Traveller,Ticket Number,Origin,Destination,Departure Date,Cabin,Status
CANARY/ANNA MS,7240112345671,GVA,JFK,2025-03-18,economy,flown
CANARY/BENO MR,7240112345682,GVA,ZRH,2025-03-19,Holzklasse,flown
"""


@pytest.fixture
def send(officer: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> Send:
    """Posts, lets the worker do what was queued, and gives the page that follows."""
    import_module("travel.tasks")

    def send(address: str, data: dict[str, Any]) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            answer = officer.post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        return officer.get(answer["Location"]).content.decode()

    return send


def upload(send: Send, content: bytes, name: str = "march.csv") -> ImportBatch:
    send(reverse("travel:upload"), {"file": SimpleUploadedFile(name, content), "source": "auto", "home_country": "CH"})
    return ImportBatch.objects.latest("pk")


def columns_of(batch: ImportBatch) -> str:
    return reverse("travel:columns", args=[batch.public_id])


def filled(officer: Client, batch: ImportBatch, **choices: str) -> dict[str, str]:
    """The form as the page shows it, with columns and words (by header or text) chosen otherwise."""
    form = officer.get(columns_of(batch)).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    names = {bound.label: bound.html_name for bound in form}
    return data | {names.get(name, name): value for name, value in choices.items()}


def test_a_file_of_an_unknown_source_is_mapped_and_read(send: Send, officer: Client) -> None:
    batch = upload(send, GERMAN)
    assert batch.state == State.REFUSED

    chosen = {
        "Reisender": "traveller", "Abflugort": "origin", "Zielort": "destination", "Abflugtag": "departure_date",
        "Klasse": "cabin", "Kostenstelle": "cost_centre", "Zustand": "",
    }  # fmt: skip
    send(columns_of(batch), filled(officer, batch, **chosen))

    batch.refresh_from_db()
    assert (batch.state, batch.rows_total) == (State.PREVIEWED, 3)
    assert batch.preview["columns"]["origin"] == "Abflugort"
    assert not SourceProfile.objects.exists()


def test_what_is_proposed_stands_marked_with_its_evidence(send: Send, officer: Client) -> None:
    batch = upload(send, GERMAN)

    answer = officer.get(columns_of(batch))

    proposed = [column for column in answer.context["mapping"].columns if column.is_proposed]
    assert proposed
    assert all(column.evidence for column in proposed)
    assert "proposed" in answer.content.decode()


def test_a_kept_source_recognises_the_next_file_with_its_words(send: Send, officer: Client) -> None:
    batch = upload(send, OURS)
    send(
        columns_of(batch),
        filled(officer, batch, Holzklasse="economy", keep="new_source", label="Agency Nairobi, monthly"),
    )

    kept = SourceProfile.objects.get()
    assert (kept.key, kept.version) == ("agency-nairobi-monthly", 1)
    batch.refresh_from_db()
    assert (batch.source, batch.source_version, batch.mapping) == ("agency-nairobi-monthly", 1, None)
    assert Event.objects.filter(action="source profile saved").get().payload["version"] == 1

    later = upload(send, OURS.replace(b"2025-03", b"2025-04"), "april.csv")
    assert (later.source, later.rows_flight) == ("agency-nairobi-monthly", 2)


def test_a_new_version_leaves_the_old_one_and_the_batches_read_with_it(send: Send, officer: Client) -> None:
    first = upload(send, OURS)
    send(columns_of(first), filled(officer, first, Holzklasse="economy", keep="new_source", label="Agency"))
    later = upload(send, OURS.replace(b"2025-03", b"2025-04"), "april.csv")

    send(columns_of(later), filled(officer, later, Cabin="", keep="new_version"))

    assert list(SourceProfile.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.source_version, later.source_version) == (1, 2)
    assert "cabin" not in later.preview["columns"]
    # What was checked is what is committed, although a newer version stands by now.
    send(reverse("travel:confirm", args=[first.public_id]), {})
    assert set(Leg.objects.values_list("cabin", flat=True)) == {"economy"}


def test_a_column_that_is_not_wanted_is_not_read(send: Send, officer: Client) -> None:
    batch = upload(send, OURS)

    send(columns_of(batch), filled(officer, batch, Cabin=""))

    batch.refresh_from_db()
    assert "cabin" not in batch.preview["columns"]
    assert batch.source == "greenops-template"


def test_what_legs_need_is_asked_for_and_two_columns_for_one_field_are_told(send: Send, officer: Client) -> None:
    batch = upload(send, OURS)

    answer = officer.post(columns_of(batch), filled(officer, batch, Origin="", Traveller="cabin"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "No column is taken for the places." in text
    assert "Several columns are taken for Cabin class" in text
    assert "<title>Error:" in text
    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED


@pytest.mark.parametrize(
    ("label", "sentence"), [("", "Give the source a name"), ("Greenops template", "There is a source of this name")]
)
def test_a_new_source_needs_a_name_of_its_own(send: Send, officer: Client, label: str, sentence: str) -> None:
    batch = upload(send, OURS)

    answer = officer.post(columns_of(batch), filled(officer, batch, keep="new_source", label=label))

    assert sentence in answer.content.decode()


def test_samples_of_people_are_for_those_who_may_see_names(
    send: Send, officer: Client, client_of: Callable[..., Client]
) -> None:
    batch = upload(send, OURS)

    assert "CANARY" in officer.get(columns_of(batch)).content.decode()
    hidden = client_of("auditor").get(columns_of(batch)).content.decode()
    assert "CANARY" not in hidden
    assert "hidden: it names people" in hidden


def test_an_auditor_looks_and_changes_nothing(send: Send, client_of: Callable[..., Client]) -> None:
    batch = upload(send, OURS)
    auditor = client_of("auditor")

    assert "Read the file with these columns" not in auditor.get(columns_of(batch)).content.decode()
    assert auditor.post(columns_of(batch), {}).status_code == 403


def test_a_file_that_is_gone_says_so(send: Send, officer: Client) -> None:
    batch = upload(send, OURS)
    batch.stored_file.delete()

    assert "not kept any more" in officer.get(columns_of(batch)).content.decode()


def test_a_header_that_has_changed_is_shown_and_kept_with_the_source(send: Send, officer: Client) -> None:
    batch = upload(send, OURS)
    send(columns_of(batch), filled(officer, batch, Holzklasse="economy", keep="new_source", label="Agency"))

    renamed = OURS.replace(b"Departure Date", b"Departure Date Local").replace(b"2025-03", b"2025-04")
    later = upload(send, renamed, "april.csv")
    text = officer.get(columns_of(later)).content.decode()
    assert "The column Departure Date is now Departure Date Local." in text
    assert later.source == "agency"

    # To keep it for the source is chosen already: accepting it is one press.
    send(columns_of(later), filled(officer, later))
    later.refresh_from_db()
    assert (later.source_version, later.preview["header_changes"]) == (2, [])


def test_a_separator_that_was_told_wrongly_is_said_and_the_columns_come_out_of_it(send: Send, officer: Client) -> None:
    batch = upload(send, GERMAN)
    send(columns_of(batch), filled(officer, batch, separator="pipe"))
    batch.refresh_from_db()
    assert (batch.state, batch.mapping) == (State.REFUSED, {"separator": "pipe"})

    # Nothing can be shown of the file as it is split now, but how to split it can be said.
    assert "Read the text of the file in another way" in officer.get(columns_of(batch)).content.decode()
    send(columns_of(batch), {"encoding": "", "separator": "semicolon"})
    batch.refresh_from_db()
    assert batch.mapping == {"separator": "semicolon"}
    page = officer.get(columns_of(batch)).context["form"]
    assert page.mapping.headers[:3] == ["Reisender", "Abflugort", "Zielort"]

    chosen = {"Abflugort": "origin", "Zielort": "destination", "Abflugtag": "departure_date", "Zustand": ""}
    send(columns_of(batch), filled(officer, batch, keep="new_source", label="Bern", **chosen))
    batch.refresh_from_db()
    assert (batch.state, batch.rows_total) == (State.PREVIEWED, 3)
    assert SourceProfile.objects.get(key="bern").definition["separator"] == "semicolon"


def test_columns_chosen_for_one_file_are_called_by_its_name(send: Send, officer: Client) -> None:
    batch = upload(send, GERMAN)
    chosen = {"Abflugort": "origin", "Zielort": "destination", "Abflugtag": "departure_date", "Zustand": ""}
    page = send(columns_of(batch), filled(officer, batch, **chosen))
    assert "march.csv, with columns of its own" in page
    asked = officer.get(reverse("travel:batch_questions", args=[batch.public_id])).content.decode()
    assert '<h2 id="source-1">march.csv, with columns of its own</h2>' in asked


def test_words_without_a_meaning_stand_on_the_check_page_with_the_way_to_say_it(send: Send, officer: Client) -> None:
    header = b"Traveller,Origin,Destination,Departure Date,Cabin,Purpose,Passenger Type\n"
    batch = upload(send, header + b"CANARY/ANNA MS,GVA,JFK,2025-03-18,economy,Klettern,ZZT\n")
    page = officer.get(reverse("travel:check", args=[batch.public_id])).content.decode()
    assert "Words without a meaning here" in page
    assert "Klettern" in page and "ZZT" in page
    assert f'href="{columns_of(batch)}#words"' in page
    assert 'id="words"' in officer.get(columns_of(batch)).content.decode()


def test_the_encoding_of_a_file_that_was_refused_for_it_is_said_on_the_page(send: Send, officer: Client) -> None:
    text = "Traveller,Origin,Destination,Departure Date,Cabin,Remarks\n"
    text += "CANARY/ANNA MS,GVA,JFK,2025-03-18,economy,Командировка на совещание в Женеве\n" * 3
    batch = upload(send, text.encode("cp1251"))
    assert (batch.state, "not UTF-8" in batch.refusal) == (State.REFUSED, True)
    send(columns_of(batch), {"encoding": "cp1251", "separator": ""})
    batch.refresh_from_db()
    assert (batch.state, batch.mapping) == (State.PREVIEWED, {"encoding": "cp1251"})
    assert batch.preview["decided"]["Encoding"]
