"""The year's page and its files, as people with different roles get them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pypdf
import pytest
from django.test import Client

from ems.models import OrganizationUnit
from tests.greenops.insight.conftest import make_cell, make_people

Entrance = Callable[..., Client]


def text_of(response: Any) -> str:
    return response.content.decode()


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def figures_of(content: bytes) -> dict[tuple[str, str, str], float]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return {(row["breakdown"], row["item"], row["figure"]): float(row["value"]) for row in rows}


@pytest.mark.usefixtures("a_year")
def test_the_page_shows_one_headline_with_its_gas(signed_in: Entrance) -> None:
    page = text_of(signed_in("management_reviewer").get("/insight/2025/"))
    # 900 + 300 + 34.5 = 1,234.5 t, whole tonnes from 1,000 on (half to even); never with the delegates' 65.5 t.
    assert ">1,234</a>" in page
    assert "tCO₂<" in page
    assert page.count("stat-headline") == 1
    assert "tCO₂e" not in page


@pytest.mark.usefixtures("a_year")
def test_delegates_stand_beside_the_headline(signed_in: Entrance) -> None:
    page = text_of(signed_in("management_reviewer").get("/insight/2025/"))
    # 1,234.5 + 65.5 = 1,300 t; 65.5 / 1,234.5 = 5.3 per cent
    assert "1,300" in page
    assert "Travel paid by others would add 65.5 tCO₂, 5 per cent of the figure without it." in page
    assert "travel paid by others is not included" in page


@pytest.mark.usefixtures("a_year")
def test_the_year_before_is_compared(signed_in: Entrance) -> None:
    # 1,234.5 / 1,000 = 23 per cent more
    assert "23 per cent more than in 2024 (1,000 tCO₂)." in text_of(signed_in("auditor").get("/insight/2025/"))


@pytest.mark.usefixtures("a_year")
def test_another_method_is_a_click_away_and_says_that_it_is_another(signed_in: Entrance) -> None:
    reviewer = signed_in("management_reviewer")
    assert "/insight/2025/?method=tim-3.0.0" in text_of(reviewer.get("/insight/2025/"))
    page = text_of(reviewer.get("/insight/2025/?method=tim-3.0.0"))
    assert ">2,000</a>" in page
    assert "tCO₂e" in page
    assert "never added" in page


@pytest.mark.usefixtures("a_year")
def test_methods_stand_side_by_side_without_a_sum(signed_in: Entrance) -> None:
    page = text_of(signed_in("management_reviewer").get("/insight/2025/methods/"))
    assert "1,234.5" in page
    assert "2,000.0" in page
    # 1,234.5 + 2,000 = 3,234.5 must stand nowhere.
    assert "3,234.5" not in page


@pytest.mark.usefixtures("a_year")
def test_figures_lead_to_their_legs(signed_in: Entrance, units: list[OrganizationUnit]) -> None:
    page = text_of(signed_in("management_reviewer").get("/insight/2025/"))
    assert "/travel/legs/?year=2025&amp;method=icao-13.1&amp;payer=inside&amp;month=3" in page
    assert f"unit={units[0].public_id}" in page


@pytest.mark.usefixtures("a_year")
def test_figures_do_not_lead_where_the_person_may_not_go(signed_in: Entrance) -> None:
    assert "/travel/legs/" not in text_of(signed_in("ems_coordinator").get("/insight/2025/"))


@pytest.mark.usefixtures("a_year")
def test_the_address_without_a_year_leads_to_the_latest(signed_in: Entrance) -> None:
    response = signed_in("management_reviewer").get("/insight/")
    assert response.headers["Location"] == "/insight/2025/"


@pytest.mark.usefixtures("units")
def test_without_any_travel_the_page_says_what_to_do(signed_in: Entrance) -> None:
    assert "/travel/imports/upload/" in text_of(signed_in("travel_officer").get("/insight/"))


@pytest.mark.usefixtures("a_year")
def test_a_year_without_travel_says_which_year_has_some(signed_in: Entrance) -> None:
    response = signed_in("management_reviewer").get("/insight/2031/")
    assert response.status_code == 200
    assert "No bookings are counted in 2031 yet" in text_of(response)
    assert "choose 2025" in text_of(response)


@pytest.mark.usefixtures("a_year")
@pytest.mark.parametrize(
    "address", ["/insight/1066/", "/insight/9999/", "/insight/2025/?method=gcd", "/insight/2031/air-travel.pdf",
                "/insight/2025/charts/weather.svg", "/insight/2025/charts/months.exe"]
)  # fmt: skip
def test_what_there_is_not_is_not_found(signed_in: Entrance, address: str) -> None:
    assert signed_in("management_reviewer").get(address).status_code == 404


@pytest.mark.usefixtures("a_year")
def test_a_year_out_of_range_says_which_years_there_are(signed_in: Entrance) -> None:
    page = text_of(signed_in("management_reviewer").get("/insight/1066/"))
    assert "1066 is no reporting year. Choose one from 1990 to 2100." in page
    assert "/insight/" in page


@pytest.mark.usefixtures("a_year")
@pytest.mark.parametrize("name", ["air-travel.pdf", "air-travel.xlsx", "air-travel.csv", "charts/months.png"])
def test_files_are_closed_to_those_who_may_only_look(signed_in: Entrance, name: str) -> None:
    coordinator = signed_in("ems_coordinator")
    assert coordinator.get("/insight/2025/").status_code == 200
    assert coordinator.get(f"/insight/2025/{name}").status_code == 403


@pytest.mark.usefixtures("a_year")
def test_the_year_is_closed_to_administrators(signed_in: Entrance) -> None:
    assert signed_in("administrator").get("/insight/2025/").status_code == 403


@pytest.mark.usefixtures("a_year")
def test_small_groups_are_merged_for_reviewers_and_shown_to_officers(
    signed_in: Entrance, units: list[OrganizationUnit]
) -> None:
    small = OrganizationUnit.objects.create(code="TIN", name="Tiny")
    make_cell(2.25, month=6, unit=small.pk, haul="short")
    make_people(**{f"unit_{small.pk}": 2})
    reviewer = text_of(signed_in("management_reviewer").get("/insight/2025/"))
    # 2.25 t of the small unit with the 34.5 t of the lightest other one: 36.75 t, printed half to even.
    assert "Small groups together" in reviewer
    assert "36.8" in reviewer
    assert "2.2<" not in reviewer
    assert f"unit={small.public_id}" not in reviewer
    officer = text_of(signed_in("travel_officer").get("/insight/2025/"))
    assert "Small groups together" not in officer
    assert f"unit={small.public_id}" in officer


@pytest.mark.usefixtures("a_year")
def test_a_reviewer_of_one_unit_sees_only_its_own(signed_in: Entrance, units: list[OrganizationUnit]) -> None:
    page = text_of(signed_in("management_reviewer", units[1]).get("/insight/2025/"))
    assert ">300.0</a>" in page
    assert "1,234" not in page
    assert "Field Operations" not in page
    assert "FIN Finance" in page


@pytest.mark.usefixtures("a_year")
def test_the_csv_holds_the_figures_of_the_page(signed_in: Entrance) -> None:
    found = figures_of(signed_in("management_reviewer").get("/insight/2025/air-travel.csv").content)
    assert found["total", "Total", "emissions"] == 1234.5
    assert found["month", "March", "emissions"] == 900
    assert found["month", "March", "year_before"] == 1000
    assert found["month", "May", "added_by_delegates"] == 65.5
    assert found["cabin", "Business", "share_of_total"] == 900 / 1234.5
    # Three cells of 6,000 passenger-km each are inside.
    assert found["total", "Total", "passenger_km"] == 18_000


@pytest.mark.usefixtures("a_year")
def test_the_csv_runs_nothing(signed_in: Entrance) -> None:
    content = signed_in("management_reviewer").get("/insight/2025/air-travel.csv").content
    assert ("unit", "'=EV() Evaluation <b>", "emissions") in figures_of(content)


@pytest.mark.usefixtures("a_year")
def test_the_workbook_holds_typed_cells(signed_in: Entrance) -> None:
    content = signed_in("management_reviewer").get("/insight/2025/air-travel.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Summary"]["B2"].value == 1234.5
    units = {row[0].value: row[3].value for row in book["Units"].iter_rows(min_row=2) if row[3].value is not None}
    assert units == {"FLD Field Operations": 900, "FIN Finance": 300, "=EV() Evaluation <b>": 34.5, "Total": 1234.5}
    assert all(cell.data_type != "f" for row in book["Units"].iter_rows() for cell in row)


@pytest.mark.usefixtures("a_year")
def test_the_pdf_prints_the_same_figures_on_numbered_pages(signed_in: Entrance) -> None:
    response = signed_in("management_reviewer").get("/insight/2025/air-travel.pdf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="air-travel-2025-icao-13.1.pdf"'
    text = pdf_text(response.content)
    pages = len(pypdf.PdfReader(io.BytesIO(response.content)).pages)
    assert "1,234" in text
    assert "1,234.5" in text
    assert "ICAO-style estimate" in text
    assert "travel paid by others is not included" in text.replace("\n", " ")
    for number in range(1, pages + 1):
        assert f"Page {number} of {pages}" in text


@pytest.mark.usefixtures("a_year")
def test_mark_up_in_a_name_is_only_text(signed_in: Entrance) -> None:
    text = pdf_text(signed_in("management_reviewer").get("/insight/2025/air-travel.pdf").content)
    assert "Evaluation <b>" in text


@pytest.mark.usefixtures("a_year")
@pytest.mark.parametrize(
    ("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", "\ufeffMonth,2025 (tCO₂)".encode())]
)
def test_each_chart_is_a_file_of_its_own(signed_in: Entrance, ending: str, start: bytes) -> None:
    response = signed_in("management_reviewer").get(f"/insight/2025/charts/months.{ending}")
    assert response.content.startswith(start)
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.usefixtures("a_year")
def test_a_page_asks_the_database_a_bounded_number_of_times(
    signed_in: Entrance, django_assert_max_num_queries: Any
) -> None:
    reviewer = signed_in("management_reviewer")
    reviewer.get("/insight/2025/")
    with django_assert_max_num_queries(16):
        reviewer.get("/insight/2025/")
