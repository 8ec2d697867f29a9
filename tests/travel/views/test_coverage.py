"""The pages of months received and of the reconciliation with finance."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ems.models import OrganizationUnit
from travel.kept_totals import rebuild
from travel.models import ExpectedSource, FinanceFigure, ImportBatch, NothingToReport

pytestmark = pytest.mark.django_db
GRID, FINANCE = "/travel/coverage/", "/travel/coverage/finance/"
EXPECTED = {"label": "Agency A", "source": "greenops-template", "first_month": "2025-01", "last_month": "2025-12"}
FIGURE = {"tickets": "6", "amount": "1200.50", "refunds": "0", "currency": "chf", "note": "ledger 6011"}


@pytest.fixture
def source(committed: ImportBatch) -> ExpectedSource:
    """March was received: six legs."""
    ImportBatch.objects.update(source="greenops-template")
    return ExpectedSource.objects.create(label="Agency A", source="greenops-template", first_month=date(2025, 1, 1))


def month(name: str, source: ExpectedSource, number: int) -> str:
    return reverse(f"travel:{name}", args=[source.pk, 2025, number])


def test_an_empty_grid_says_what_to_do_and_a_source_is_declared(officer: Client) -> None:
    assert "No source is expected yet" in officer.get(GRID).content.decode()
    answer = officer.post(reverse("travel:add_expected"), EXPECTED, follow=True)
    assert "12 of 12 months are missing." in answer.content.decode()
    again = officer.post(reverse("travel:add_expected"), EXPECTED)
    assert "expects these months of the source already" in again.content.decode()


def test_the_grid_says_what_is_missing_in_words(source: ExpectedSource, auditor: Client) -> None:
    text = auditor.get(GRID, {"year": "2025"}).content.decode()
    assert "11 of 12 months are missing." in text
    assert 'aria-label="Agency A, March 2025: received, 6 legs"' in text
    assert 'aria-label="Agency A, February 2025: missing"' in text
    assert "Expect a source" not in text


def test_the_grid_is_exported(source: ExpectedSource, auditor: Client) -> None:
    response = auditor.get(reverse("travel:coverage_export", args=["csv"]), {"year": "2025"})
    lines = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [(line["month"], line["state"], line["legs"]) for line in lines[1:3]] == [
        ("2025-02", "missing", "0"), ("2025-03", "received", "6"),
    ]  # fmt: skip
    assert auditor.get(reverse("travel:coverage_export", args=["xlsx"])).status_code == 200
    assert auditor.get(reverse("travel:coverage_export", args=["pdf"])).status_code == 404


def test_a_month_names_its_files_and_a_missing_one_says_what_to_do(source: ExpectedSource, officer: Client) -> None:
    assert "march.csv" in officer.get(month("coverage_month", source, 3)).content.decode()
    assert "Nothing was received for this month" in officer.get(month("coverage_month", source, 2)).content.decode()
    assert officer.get(month("coverage_month", source, 13)).status_code == 404


def test_nothing_to_report_needs_a_note_and_can_be_taken_back(source: ExpectedSource, officer: Client) -> None:
    assert officer.post(month("say_nothing", source, 2), {"note": ""}).status_code == 422
    text = officer.post(month("say_nothing", source, 2), {"note": "by e-mail"}, follow=True).content.decode()
    assert "There is nothing to report" in text and "by e-mail" in text
    officer.post(month("unsay_nothing", source, 2))
    assert not NothingToReport.objects.exists()


def test_a_figure_of_finance_is_entered_and_compared(source: ExpectedSource, officer: Client) -> None:
    text = officer.post(month("enter_figure", source, 3), FIGURE, follow=True).content.decode()
    assert "agrees" in text
    listed = officer.get(FINANCE, {"year": "2025", "state": "agrees"}).content.decode()
    assert "1 of 1 months agree;" in listed and "ledger 6011" in listed and "1,200.50 CHF" in listed
    assert "not entered" in officer.get(FINANCE, {"year": "2025"}).content.decode()
    wrong = officer.post(month("enter_figure", source, 3), {**FIGURE, "currency": "franc"})
    assert wrong.status_code == 422
    officer.post(month("remove_figure", source, 3))
    assert not FinanceFigure.objects.exists()


def upload(officer: Client, text: str) -> str:
    file = SimpleUploadedFile("finance.csv", text.encode())
    return officer.post(reverse("travel:upload_figures"), {"file": file}, follow=True).content.decode()


def test_figures_come_as_a_list_or_not_at_all(source: ExpectedSource, officer: Client) -> None:
    header = "Source,Month,Tickets,Amount\n"
    text = upload(officer, header + "Agency A,2025-01,3,100.00\nAgency B,2025-02,3,100\nAgency A,May,x,100\n")
    assert "nothing of the list was taken" in text and "No expected source has this name." in text
    assert "year and month, such as 2025-03" in text
    assert not FinanceFigure.objects.exists()
    assert "2 figures of finance are entered." in upload(
        officer, header + "agency a,2025-01,3,100.00\nAgency A,2025-03,6,7\n"
    )
    assert FinanceFigure.objects.get(month=date(2025, 3, 1)).currency == "CHF"


def test_the_reconciliation_is_exported(source: ExpectedSource, officer: Client) -> None:
    officer.post(month("enter_figure", source, 3), FIGURE)
    response = officer.get(reverse("travel:reconciliation_export", args=["csv"]), {"year": "2025", "state": "agrees"})
    (line,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))
    assert (line["month"], line["tickets_imported"], line["value_finance"], line["value_imported"]) == (
        "2025-03", "6", "1200.5", "",
    )  # fmt: skip


def test_an_expected_source_ends_or_goes(source: ExpectedSource, officer: Client) -> None:
    address = reverse("travel:end_expected", args=[source.pk])
    assert "before the first" in officer.post(address, {"last_month": "2024-01"}).content.decode()
    officer.post(address, {"last_month": "2025-06"})
    assert "5 of 6 months are missing." in officer.get(GRID, {"year": "2025"}).content.decode()
    officer.post(reverse("travel:remove_expected", args=[source.pk]))
    assert not ExpectedSource.objects.exists()


def test_a_file_says_its_office_and_months(source: ExpectedSource, committed: ImportBatch, officer: Client) -> None:
    address = reverse("travel:state_cover", args=[committed.public_id])
    assert officer.post(address, {"period_until": "2025-03"}).status_code == 422
    assert officer.post(address, {"period_from": "2025-03", "period_until": "2025-01"}).status_code == 422
    officer.post(address, {"office": "HR", "period_from": "2025-02", "period_until": "2025-03"})
    committed.refresh_from_db()
    assert committed.office == OrganizationUnit.objects.get(code="HR")
    assert "10 of 12 months are missing." in officer.get(GRID, {"year": "2025"}).content.decode()


def test_an_officer_of_a_unit_says_nothing_for_all(
    source: ExpectedSource, units: tuple[OrganizationUnit, OrganizationUnit], client_of: Callable[..., Client]
) -> None:
    client = client_of("travel_officer", units[0])
    assert client.post(month("say_nothing", source, 2), {"note": "x"}).status_code == 403
    assert client.post(month("enter_figure", source, 2), FIGURE).status_code == 403
    assert client.post(reverse("travel:remove_expected", args=[source.pk])).status_code == 403


def test_the_overview_and_the_year_say_that_months_are_missing(source: ExpectedSource, officer: Client) -> None:
    source.last_month = date(2025, 6, 1)
    source.save()
    assert "2025: 5 of 6 months are missing." in officer.get(reverse("travel:overview")).content.decode()
    rebuild([2025])
    text = officer.get(reverse("insight:year", args=[2025])).content.decode()
    assert "Files expected every month: 5 of 6 months are missing." in text


def test_an_upload_says_its_office_and_months(source: ExpectedSource, officer: Client) -> None:
    file = SimpleUploadedFile("may.csv", b"Origin,Destination,Departure Date\nGVA,ZRH,2025-05-01\n")
    answer = officer.post(reverse("travel:upload"), {
        "file": file, "source": "auto", "policy": "take_good", "office": "HR", "period_from": "2025-05",
    })  # fmt: skip
    assert answer.status_code == 302
    batch = ImportBatch.objects.get(file_name="may.csv")
    assert batch.office is not None and (batch.office.code, batch.period_from, batch.period_until) == (
        "HR", date(2025, 5, 1), date(2025, 5, 1),
    )  # fmt: skip
