"""Grid factors and renewable shares against the published tables."""

import pytest

from greenops.reference.grid_factors import GRID_TABLES, grid_countries, grid_factor, renewable_share
from greenops.reference.loading import load_table
from greenops.reference.schema import ReferenceDataError


@pytest.mark.parametrize(
    ("table", "country", "year", "grams"),
    [
        ("ifi_combined_margin", "CH", 2024, 20),
        ("ifi_operating_margin", "CH", 2024, 48),
        ("ember", "CH", 2024, 36.72),
        ("electricity_maps", "CH", 2024, 42),
        ("ifi_operating_margin", "TH", 2023, 450),
        ("ember", "TH", 2024, 555.43),
        ("ifi_operating_margin", "EG", 2023, 554),
        ("ifi_operating_margin", "BR", 2023, 284),
        ("ember", "BR", 2024, 106.06),
        ("ifi_operating_margin", "ET", 2023, 0),
        ("ember", "ET", 2023, 23.55),
        ("ifi_operating_margin", "CD", 2023, 0),
        ("ifi_operating_margin", "KR", 2023, 555),
        ("ifi_operating_margin", "HK", 2023, 899),
        ("ifi_operating_margin", "JE", 2023, 753),
    ],
)
def test_a_factor_is_the_one_published(table: str, country: str, year: int, grams: float) -> None:
    assert grid_factor(table, country, year).g_per_kwh == grams


def test_a_factor_says_what_is_in_it() -> None:
    margin, average = grid_factor("ifi_operating_margin", "CH", 2024), grid_factor("ember", "CH", 2025)
    assert (margin.gas_basis, margin.gases, margin.upstream, margin.years) == ("CO2", {"CO2"}, False, None)
    assert (average.gas_basis, average.upstream, average.years) == ("CO2e", True, (2024, 2024))
    assert average.gases == {"CO2", "CH4", "N2O"}
    assert margin.kg_per_kwh == 0.048
    assert "International Financial Institutions" in margin.source
    assert (margin.edition, margin.certainty) == ("2021-v3.1", "C")


def test_a_year_before_the_data_is_refused() -> None:
    with pytest.raises(ReferenceDataError) as caught:
        grid_factor("ember", "CH", 2022)
    assert str(caught.value) == (
        "grid_ember/2024, ember: country 'CH' has 2024 and nothing for 2022. "
        "Name another table in the method edition, or enter the factor of the supplier with its source."
    )


def test_a_year_after_a_yearly_table_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="'CH' has 2021, 2022, 2023, 2024, 2025 and nothing for 2026"):
        grid_factor("electricity_maps", "CH", 2026)


def test_a_missing_country_names_the_table() -> None:
    with pytest.raises(ReferenceDataError, match="grid_ifi/2021-v3.1, ifi_operating_margin: there is no factor for co"):
        grid_factor("ifi_operating_margin", "AQ", 2024)


def test_an_unknown_table_says_which_there_are() -> None:
    with pytest.raises(ReferenceDataError, match="no table 'iea'; there is ifi_operating_margin, ifi_combined_margin"):
        grid_factor("iea", "CH", 2024)


@pytest.mark.parametrize("table", GRID_TABLES)
def test_every_country_of_a_table_has_a_code(table: str) -> None:
    known = set(load_table("countries", "2026-09", "countries")["iso2"])
    assert set(grid_countries(table)) <= known
    assert set(grid_countries(table)) >= {"CH", "US", "KE", "TH", "AT", "ET", "FR"}


@pytest.mark.parametrize(
    ("dataset", "edition", "name", "rows"),
    [
        ("grid_ifi", "2021-v3.1", "factors", 233),
        ("grid_ember", "2024", "factors", 222),
        ("renewable_share", "2025", "shares", 205 * 5),
    ],
)
def test_every_row_of_the_source_is_there(dataset: str, edition: str, name: str, rows: int) -> None:
    assert len(load_table(dataset, edition, name)) == rows


def test_the_combined_margin_lies_below_the_operating_margin() -> None:
    table = load_table("grid_ifi", "2021-v3.1", "factors")
    assert (table["combined_margin_consumption"] <= table["operating_margin"]).all()
    no_country = table.loc[table["countries"] == "", "area"]
    assert set(no_country) == {"azores", "canary_islands", "madeira", "eu_27"}


def test_a_renewable_share_is_of_its_year() -> None:
    assert [renewable_share("CH", year).percent for year in range(2021, 2026)] == [61, 58, 63, 65, 63]
    assert renewable_share("IS", 2024).percent == 100


def test_a_missing_share_says_what_to_do() -> None:
    with pytest.raises(ReferenceDataError, match="there is no share for 'AQ'. Enter the share of the supplier"):
        renewable_share("AQ", 2024)
    with pytest.raises(ReferenceDataError, match="'CH' has 2021, 2022, 2023, 2024, 2025 and nothing for 2019"):
        renewable_share("CH", 2019)
