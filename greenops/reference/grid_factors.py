"""Emission factors of electricity by country, and the renewable share of what is consumed there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from greenops.reference.factor import KYOTO_GASES, Gas
from greenops.reference.loading import load_table, source
from greenops.reference.schema import ReferenceDataError

GridTable = Literal["ifi_operating_margin", "ifi_combined_margin", "ember", "electricity_maps"]
GRID_TABLES: tuple[GridTable, ...] = get_args(GridTable)


@dataclass(frozen=True)
class GridFactor:
    """Emissions of a kWh of electricity in a country.

    basis says in words what the figure is. gases are counted in it; upstream whether the supply of the fuels and the
    plants is (life cycle). years: first and last year of the data; None where the set is bound to no year.
    certainty: A to D. source: the title of the edition.
    """

    table: str
    edition: str
    country: str
    g_per_kwh: float
    basis: str
    gas_basis: Literal["CO2", "CO2e"]
    gases: frozenset[Gas]
    upstream: bool
    years: tuple[int, int] | None
    certainty: str
    source: str

    @property
    def kg_per_kwh(self) -> float:
        """The same in kg."""
        return self.g_per_kwh / 1000


@dataclass(frozen=True)
class RenewableShare:
    """Renewable energy in the electricity consumed in a country or zone in a year, in per cent."""

    zone: str
    year: int
    percent: float
    edition: str
    certainty: str
    source: str


@dataclass(frozen=True)
class _Set:
    """A table: country (or zone) and year -> grams; year 0 for a set that is bound to no year."""

    dataset: str
    edition: str
    file: str
    basis: str
    gas_basis: Literal["CO2", "CO2e"]
    upstream: bool
    read: Callable[[str], Mapping[str, Mapping[int, float]]]
    later_years: bool


def grid_factor(table: str, country: str, year: int) -> GridFactor:
    """The factor of a country (ISO alpha-2) for a year of activity.

    Tables: ifi_operating_margin (the one for accounting of greenhouse gases) and ifi_combined_margin (for electricity
    consumed by a project), CO2, bound to no year; ember, life-cycle CO2e, one year a country, which serves that year
    and later ones; electricity_maps, life-cycle CO2e of consumption, each year of its own.
    Raises ReferenceDataError where the table, the country or the year is missing.
    """
    if table not in GRID_TABLES:
        raise ReferenceDataError(f"grid factors: there is no table '{table}'; there is {', '.join(GRID_TABLES)}.")
    used = _SETS[table]
    by_year = used.read(used.edition).get(country)
    place = f"{used.dataset}/{used.edition}, {table}"
    if by_year is None:
        raise ReferenceDataError(
            f"{place}: there is no factor for country '{country}'. "
            "Name another table in the method edition, or enter the factor of the supplier with its source."
        )
    data_year = 0 if 0 in by_year else max((known for known in by_year if known <= year), default=None)
    if data_year is None or (not used.later_years and data_year not in (0, year)):
        held = ", ".join(str(known) for known in sorted(by_year))
        raise ReferenceDataError(
            f"{place}: country '{country}' has {held} and nothing for {year}. "
            "Name another table in the method edition, or enter the factor of the supplier with its source."
        )
    described = source(used.dataset, used.edition)
    return GridFactor(
        table=table,
        edition=used.edition,
        country=country,
        g_per_kwh=by_year[data_year],
        basis=used.basis,
        gas_basis=used.gas_basis,
        gases=KYOTO_GASES if used.gas_basis == "CO2e" else frozenset({"CO2"}),
        upstream=used.upstream,
        years=(data_year, data_year) if data_year else None,
        certainty=described.files[used.file].certainty,
        source=described.title,
    )


def grid_countries(table: str) -> tuple[str, ...]:
    """ISO alpha-2 codes of the countries of a table, in alphabetical order."""
    used = _SETS[table]
    return tuple(sorted(used.read(used.edition)))


def renewable_share(zone: str, year: int, edition: str = "2025") -> RenewableShare:
    """The share in a country (ISO alpha-2) or zone in a year. Raises ReferenceDataError where there is none."""
    dataset = "renewable_share"
    by_year = _shares(edition).get(zone)
    if by_year is None:
        raise ReferenceDataError(
            f"{dataset}/{edition}: there is no share for '{zone}'. Enter the share of the supplier with its source."
        )
    if year not in by_year:
        held = ", ".join(str(known) for known in sorted(by_year))
        raise ReferenceDataError(
            f"{dataset}/{edition}: '{zone}' has {held} and nothing for {year}. "
            "Enter the share of the supplier with its source, or add an edition."
        )
    described = source(dataset, edition)
    certainty = described.files["shares.csv"].certainty
    return RenewableShare(zone, year, by_year[year], edition, certainty, described.title)


@cache
def _ifi(edition: str, column: str) -> dict[str, dict[int, float]]:
    table = load_table("grid_ifi", edition, "factors")
    return {
        country: {0: float(grams)}
        for countries, grams in zip(table["countries"], table[column], strict=True)
        for country in countries.split("|")
        if country
    }


@cache
def _ember(edition: str) -> dict[str, dict[int, float]]:
    table = load_table("grid_ember", edition, "factors")
    rows = zip(table["country"], table["data_year"], table["g_co2e_per_kwh"], strict=True)
    return {country: {int(year): float(grams)} for country, year, grams in rows if country}


@cache
def _shares(edition: str) -> dict[str, dict[int, float]]:
    return _by_zone(edition, "renewable_percent")


@cache
def _intensities(edition: str) -> dict[str, dict[int, float]]:
    return _by_zone(edition, "g_co2e_per_kwh")


def _by_zone(edition: str, column: str) -> dict[str, dict[int, float]]:
    table = load_table("renewable_share", edition, "shares")
    found: dict[str, dict[int, float]] = {}
    for zone, year, value in zip(table["zone"], table["year"], table[column], strict=True):
        found.setdefault(zone, {})[int(year)] = float(value)
    return found


_SETS: Mapping[str, _Set] = {
    "ifi_operating_margin": _Set(
        dataset="grid_ifi",
        edition="2021-v3.1",
        file="factors.csv",
        basis="operating margin, generation",
        gas_basis="CO2",
        upstream=False,
        read=lambda edition: _ifi(edition, "operating_margin"),
        later_years=True,
    ),
    "ifi_combined_margin": _Set(
        dataset="grid_ifi",
        edition="2021-v3.1",
        file="factors.csv",
        basis="combined margin, electricity consumed (accounting of projects)",
        gas_basis="CO2",
        upstream=False,
        read=lambda edition: _ifi(edition, "combined_margin_consumption"),
        later_years=True,
    ),
    "ember": _Set(
        dataset="grid_ember",
        edition="2024",
        file="factors.csv",
        basis="average of generation, life cycle",
        gas_basis="CO2e",
        upstream=True,
        read=_ember,
        later_years=True,
    ),
    "electricity_maps": _Set(
        dataset="renewable_share",
        edition="2025",
        file="shares.csv",
        basis="average of consumption, life cycle",
        gas_basis="CO2e",
        upstream=True,
        read=_intensities,
        later_years=False,
    ),
}
