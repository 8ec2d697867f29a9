"""Undo that shows first what comes of it, and the list of credits."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ems.models import OrganizationUnit
from tests.travel.test_ledger import commit, refund, row
from travel.models import ImportBatch, Leg

pytestmark = pytest.mark.django_db


def undo_page(batch: object) -> str:
    return reverse("travel:undo", args=[batch.public_id])  # type: ignore[attr-defined]


def test_the_page_of_an_undo_says_which_later_files_touched_its_tickets_and_does_nothing(officer: Client) -> None:
    first = commit(row(), row("7241234567899", end="LHR"), name="february.csv")
    commit(row(cabin="business"), refund("7241234567899"), name="march.csv")

    text = officer.get(undo_page(first)).content.decode()

    assert "march.csv" in text and "Undo the later ones too" in text
    assert "1 leg of this file counts now." in text and "1 of them was told again by a later file" in text
    assert Leg.objects.count() == 1


def test_an_undo_below_later_files_is_not_done_before_the_choice(officer: Client) -> None:
    first = commit(row())
    second = commit(row(cabin="business"))

    assert officer.post(undo_page(first)).status_code == 422
    first.refresh_from_db()
    assert first.state == "committed"

    officer.post(undo_page(first), {"later": "alone"})
    first.refresh_from_db()
    assert first.state == "undone"
    assert Leg.objects.get().batch == second


def test_an_undo_of_the_later_files_too(officer: Client) -> None:
    first = commit(row())
    second = commit(row(cabin="business"))

    officer.post(undo_page(first), {"later": "together"})

    second.refresh_from_db()
    assert second.state == "undone" and not Leg.objects.exists()


def test_later_files_of_others_are_neither_named_nor_undone_with_it(
    client_of: Callable[..., Client], units: tuple[OrganizationUnit, OrganizationUnit]
) -> None:
    client = client_of("travel_officer", units[0])
    first = commit(row())
    second = commit(row(cabin="business"), name="march.csv")
    ImportBatch.objects.filter(pk=first.pk).update(created_by=client.session["_auth_user_id"])

    shown = client.get(undo_page(first)).content.decode()
    assert "march.csv" not in shown and "a file of somebody else" in shown and "Undo the later ones too" not in shown
    told = client.post(undo_page(first), {"later": "together"}, follow=True).content.decode()
    assert "Some of the later files are of others" in told
    second.refresh_from_db()
    assert second.state == "committed"


def test_what_was_undone_is_not_asked_about_again(officer: Client) -> None:
    batch = commit(row())
    officer.post(undo_page(batch))

    assert "not possible any more" in officer.get(undo_page(batch), follow=True).content.decode()


def test_the_undo_of_a_refund_says_that_legs_of_others_count_again(officer: Client) -> None:
    commit(row())
    later = commit(refund())

    text = officer.get(undo_page(later)).content.decode()
    assert "1 leg of another file, which this one took back, counts again." in text


def test_without_a_credit_the_list_says_what_comes_here(officer: Client) -> None:
    assert "No file holds a credit" in officer.get(reverse("travel:credits")).content.decode()


def test_credits_are_listed_with_their_file_and_state(officer: Client) -> None:
    commit(row())
    commit(refund(), refund("7240000000011"), name="march.csv")

    text = officer.get(reverse("travel:credits")).content.decode()
    assert "1 waits: its ticket may stand in a file" in text
    assert "7241234567890" in text and "7240000000011" in text and "march.csv" in text

    waiting = officer.get(reverse("travel:credits"), {"state": "open"}).content.decode()
    assert "7240000000011" in waiting and "7241234567890" not in waiting
    found = officer.get(reverse("travel:credits"), {"q": "724-1234567890"}).content.decode()
    assert "7241234567890" in found and "7240000000011" not in found


def test_credits_are_exported_as_they_are_narrowed(officer: Client) -> None:
    commit(refund(), refund("7240000000011"), name="march.csv")

    export = officer.get(reverse("travel:credits_export", args=["csv"]), {"q": "7240000000011"})
    lines = export.getvalue().decode("utf-8-sig")

    assert lines.splitlines()[1].startswith("7240000000011,refund,open,1000.0,2025-03-01,0,march.csv")
    assert "7241234567890" not in lines
    assert officer.get(reverse("travel:credits_export", args=["xlsx"])).status_code == 200
    assert officer.get(reverse("travel:credits_export", args=["pdf"])).status_code == 404
