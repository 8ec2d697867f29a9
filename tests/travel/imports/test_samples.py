"""The samples come out row by row as expected.csv says, and their totals as the samples' README says."""

import pandas as pd
import pytest

from tests.travel.imports.samples import COUPONS, FOLDER, ROUTES, SEGMENTS, Expected, expected, reading, rows
from travel.imports.report import report

READ = tuple(sorted(path.name for path in FOLDER.iterdir() if path.name[:2].isdigit()))


@pytest.mark.parametrize("row", expected(*READ), ids=str)
def test_the_row_is_read_as_expected(row: Expected) -> None:
    found = rows(row.file).loc[row.line]
    said = {
        "verdict": found["verdict"],
        "legs": found["legs"],
        "first_date": found["first_date"],
        "cabin": found["cabin"],
        "passengers": "" if pd.isna(found["passengers"]) else str(found["passengers"]),
    }
    assert said == {
        "verdict": row.verdict,
        "legs": row.legs,
        "first_date": row.first_date,
        "cabin": row.cabin,
        "passengers": row.passengers,
    }


@pytest.mark.parametrize("row", [row for row in expected(*READ) if row.km], ids=str)
def test_the_distance_is_right_within_a_kilometre(row: Expected) -> None:
    assert abs(int(rows(row.file).loc[row.line]["distance_km"]) - int(row.km)) <= 1


@pytest.mark.parametrize("file", READ)
def test_no_row_is_read_that_is_not_expected(file: str) -> None:
    assert set(rows(file).index) == {row.line for row in expected(file)}


# Totals of the flight rows, as the samples' README states them.
@pytest.mark.parametrize(
    ("file", "rows_read", "legs", "passenger_km", "verdicts"),
    [
        (ROUTES, 15, 14, 29_323, (5, 2, 2, 2, 3, 1)),
        (SEGMENTS, 13, 6, 17_936, (6, 0, 2, 2, 3, 0)),
        ("03-erp-missions-fr.csv", 9, 3, 6_722, (2, 3, 0, 0, 3, 1)),
        ("04-agency-parcours-fr.csv", 9, 4, 3_264, (3, 2, 1, 1, 2, 0)),
        ("05-expense-lines-us.csv", 11, 1, 905, (1, 2, 1, 1, 6, 0)),
        ("06-online-tool-utf16.txt", 9, 7, 38_748, (4, 1, 1, 0, 3, 0)),
        (COUPONS, 19, 7, 19_175, (7, 2, 4, 2, 4, 0)),
        ("08-pnr-itinerary.txt", 7, 4, 24_768, (4, 0, 0, 0, 3, 0)),
        ("09-field-flights.xlsx", 10, 4, 2_291, (4, 2, 0, 0, 3, 1)),
    ],
)
def test_the_report_has_the_totals_of_the_sample(
    file: str, rows_read: int, legs: int, passenger_km: int, verdicts: tuple[int, ...]
) -> None:
    said = report(reading(file), {"icao-13.1": {"value": 1.5, "gas_basis": "CO2"}})
    names = ("flight", "ask", "cancelled", "credit", "ignored", "rejected")
    assert said["rows"] == rows_read
    assert said["verdicts"] == dict(zip(names, verdicts, strict=True))
    assert said["legs"] == legs
    # The README adds up rounded kilometres of each row, and passengers multiply what was rounded.
    assert abs(said["passenger_km"] - passenger_km) <= 4
    assert sum(said["reasons"].values()) == rows_read
    assert said["emissions_t"] == {"icao-13.1": {"value": 1.5, "gas_basis": "CO2"}}


def test_the_report_has_the_keys_that_are_promised() -> None:
    assert list(report(reading(ROUTES), {})) == [
        "file", "digest", "profile", "rows", "verdicts", "reasons", "legs", "distinct_legs", "passenger_legs",
        "distance_km", "passenger_km", "emissions_t", "years",
    ]  # fmt: skip


def test_the_rows_table_has_the_columns_that_are_promised() -> None:
    assert list(rows(ROUTES).columns) == [
        "line", "sheet", "verdict", "reason", "sentence", "legs", "first_date", "cabin", "passengers", "distance_km",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "profile"),
    [
        (ROUTES, "agency-ticket-routes"),
        (SEGMENTS, "agency-air-segments"),
        ("03-erp-missions-fr.csv", "erp-missions-fr"),
        ("04-agency-parcours-fr.csv", "agency-parcours-fr"),
        ("05-expense-lines-us.csv", "expense-lines"),
        ("06-online-tool-utf16.txt", "booking-tool"),
        (COUPONS, "settlement-coupons"),
        ("08-pnr-itinerary.txt", "reservation-text"),
        ("09-field-flights.xlsx", "field-flights"),
    ],
)
def test_the_profile_is_recognised_by_its_headers(file: str, profile: str) -> None:
    assert reading(file).profile == profile


def test_names_of_travellers_stand_in_personal_cells_and_in_no_sentence() -> None:
    for file in (ROUTES, SEGMENTS, COUPONS):
        frame = reading(file).rows
        names = {text for cells in frame["personal"] for text in cells.values() if text}
        surnames = {name.split("/")[0].split(";")[0] for name in names}
        sentences = " ".join(frame["sentence"]).upper()
        assert not [surname for surname in surnames if surname in sentences]
        assert not [cells for cells in frame["cells"] if names & set(cells.values())]


def test_each_leg_has_its_own_day_where_the_cell_names_it() -> None:
    legs = reading("06-online-tool-utf16.txt").legs.query("row_position == 0")
    assert [str(day)[:10] for day in legs["departed_on"]] == ["2025-05-02", "2025-05-09"]
    assert legs["flight_number"].tolist() == ["DL47", "DL48"]


def test_legs_belong_to_the_year_of_their_own_departure() -> None:
    # GVA-ZRH and ZRH-NBO leave on 30 December, JUB-ADD and ADD-GVA on 5 January.
    years = report(reading("08-pnr-itinerary.txt"), {})["years"]
    assert {year: figures["legs"] for year, figures in years.items()} == {"2024": 2, "2025": 2}


def test_several_legs_of_a_row_share_its_date_and_only_the_first_has_left_on_it() -> None:
    legs = reading(ROUTES).legs.query("row_position == 0")
    assert legs["departed_on"].notna().tolist() == [True, False, False, False]
    assert {day.isoformat()[:10] for day in legs["counted_on"]} == {"2025-03-18"}
    assert set(legs["date_basis"]) == {"departure"}
