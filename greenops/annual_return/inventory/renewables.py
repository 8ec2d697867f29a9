"""How much of the electricity is renewable (R10, R11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from greenops.annual_return.inventory import factors
from greenops.annual_return.inventory.entry import Activity
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.fuels import generator_kwh
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.ratios import Ratio, ratio
from greenops.annual_return.inventory.sources import certificates_by_activity


@dataclass(frozen=True)
class RenewableElectricity:
    """kWh of the organization's part. grid_kwh: purchased. generator_kwh: made of fuel. share: 0 to 1, unrounded.

    notes: years of the grid's share that stand in for the year of the data. missing: why there is no share.
    """

    grid_kwh: float
    onsite_kwh: float
    generator_kwh: float
    purchased_renewable_kwh: float
    share: Ratio
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def total_kwh(self) -> float:
        return self.grid_kwh + self.onsite_kwh + self.generator_kwh


def renewable_part(activity: Activity, certified_kwh: float, grid_percent: float) -> float:
    """R10: renewable kWh of one purchase: by the supplier, by its contract, by certificates; else by the grid."""
    kwh = activity.counted
    if activity.supplier is not None and activity.supplier.renewable_percent is not None:
        return kwh * activity.supplier.renewable_percent / 100
    if activity.detail == "renewable_contract":
        return kwh
    covered = min(kwh, certified_kwh)
    return covered + (kwh - covered) * grid_percent / 100


def renewable_electricity(activities: Iterable[Activity], method: Method, year: int) -> RenewableElectricity:
    """R10: (renewable used on site + purchased renewable) / total kWh, with what generators made in the total (R12).

    A purchase that is not specified has the renewable share of the country's grid; where that is not held, the share
    is None and `missing` says why. Source: later method page of Greening the Blue.
    """
    given = tuple(activities)
    covered = certificates_by_activity(given)
    grid: list[float] = []
    renewable: list[float] = []
    notes: set[str] = set()
    missing: set[str] = set()
    for place, activity in enumerate(given):
        if activity.stream != "electricity_grid":
            continue
        grid.append(activity.counted)
        try:
            percent = _grid_percent(activity, method, year, notes)
        except FactorMissing as error:
            missing.add(f"Renewable electricity at {activity.site}, {year}: {error}")
            continue
        renewable.append(renewable_part(activity, covered.get(place, 0.0), percent))
    onsite = _sum(given, "electricity_onsite_used")
    made = generator_kwh(_sum(given, "generator_fuel"), method.generator_kwh_per_litre)
    total = fsum([*grid, onsite, made])
    known = None if missing else fsum([*renewable, onsite])
    return RenewableElectricity(
        grid_kwh=fsum(grid),
        onsite_kwh=onsite,
        generator_kwh=made,
        purchased_renewable_kwh=fsum(renewable),
        share=ratio(known, total, "", whole="The electricity used", part="The renewable part of a purchase"),
        notes=tuple(sorted(notes)),
        missing=tuple(sorted(missing)),
    )


def _grid_percent(activity: Activity, method: Method, year: int, notes: set[str]) -> float:
    specified = activity.supplier is not None and activity.supplier.renewable_percent is not None
    if specified or activity.detail == "renewable_contract":
        return 0.0
    held = factors.renewable_percent(activity.country, year, method.renewable_edition)
    if held.year != year:
        notes.add(f"The renewable share of {activity.country} is that of {held.year}: {year} is not held.")
    return held.percent


def _sum(activities: tuple[Activity, ...], stream: str) -> float:
    return fsum(activity.counted for activity in activities if activity.stream == stream)
