"""Distance bands and territories."""

import pytest

from travel.emissions.haul import DOMESTIC, LONG, SHORT, haul_band, icao_regions, uk_haul_of_country


@pytest.mark.parametrize(
    ("km", "band"), [(1, "short"), (1499.9, "short"), (1500, "medium"), (3999.9, "medium"), (4000, "long")]
)
def test_bands_begin_at_their_lower_limit(km: float, band: str) -> None:
    assert haul_band(km) == band


@pytest.mark.parametrize(("country", "haul"), [("GB", DOMESTIC), ("JE", DOMESTIC), ("TR", SHORT), ("RU", LONG)])
def test_territories_are_as_desnz_lists_them(country: str, haul: int) -> None:
    assert uk_haul_of_country("2025")[country] == haul


def test_every_pair_of_regions_has_a_route_group() -> None:
    regions = icao_regions("13.1")
    known = slice(0, len(regions.names))
    assert len(regions.names) == 10
    assert (regions.group[known, known] > 0).all()
    assert (regions.load == regions.load.T).all()


def test_route_group_17_is_europe_and_north_america() -> None:
    regions = icao_regions("13.1")
    pair = (regions.names.index("Europe"), regions.names.index("North America"))
    assert (regions.group[pair], regions.load[pair], regions.cargo[pair]) == (17, 0.831, pytest.approx(0.7996))
