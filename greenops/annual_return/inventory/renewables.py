"""How much of the electricity is renewable (R10, R11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from greenops.annual_return.inventory import factors
from greenops.annual_return.inventory.entry import Activity, FactorUsed
from greenops.annual_return.inventory.equations import number
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.fuels import generator_kwh
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.ratios import Ratio, ratio
from greenops.annual_return.inventory.sources import certificates_by_activity


@dataclass(frozen=True)
class Purchase:
    """One purchase and what of it is renewable. factor: the share of the country's grid, where it was taken."""

    activity: Activity
    kwh: float
    equation: str
    factor: FactorUsed | None = None


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
    purchases: tuple[Purchase, ...] = ()

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
    purchases: list[Purchase] = []
    notes: set[str] = set()
    missing: set[str] = set()
    for place, activity in enumerate(given):
        if activity.stream != "electricity_grid":
            continue
        grid.append(activity.counted)
        try:
            grid_share = _grid_share(activity, method, year, notes)
        except FactorMissing as error:
            missing.add(f"Renewable electricity at {activity.site}, {year}: {error}")
            continue
        purchases.append(_purchase(activity, covered.get(place, 0.0), grid_share))
    renewable = [purchase.kwh for purchase in purchases]
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
        purchases=tuple(purchases),
    )


def _purchase(activity: Activity, certified_kwh: float, grid_share: FactorUsed | None) -> Purchase:
    """With its equation in words of the way that it counts."""
    percent = grid_share.value if grid_share else 0.0
    kwh = renewable_part(activity, certified_kwh, percent)
    bought = activity.counted
    if activity.supplier is not None and activity.supplier.renewable_percent is not None:
        words = f"{number(bought)} kWh × {number(activity.supplier.renewable_percent)} % by the supplier"
    elif activity.detail == "renewable_contract":
        return Purchase(activity, kwh, f"{number(kwh)} kWh under a contract for renewable power")
    else:
        covered = min(bought, certified_kwh)
        by_grid = f"{number(bought - covered)} kWh × {number(percent)} % of the country's grid"
        words = f"{number(covered)} kWh by certificates + {by_grid}" if covered else by_grid
    return Purchase(activity, kwh, f"{words} = {number(kwh)} kWh", grid_share)


def _grid_share(activity: Activity, method: Method, year: int, notes: set[str]) -> FactorUsed | None:
    """None for a purchase that its supplier or its contract specifies."""
    specified = activity.supplier is not None and activity.supplier.renewable_percent is not None
    if specified or activity.detail == "renewable_contract":
        return None
    held = factors.renewable_percent(activity.country, year, method.renewable_edition)
    if held.year != year:
        notes.add(f"The renewable share of {activity.country} is that of {held.year}: {year} is not held.")
    return FactorUsed(
        value=held.percent,
        unit="%",
        label=f"Renewable share of electricity, {held.zone}, {held.year}",
        dataset="renewable_share",
        edition=held.edition,
        certainty=held.certainty,
        source=held.source,
    )


def _sum(activities: tuple[Activity, ...], stream: str) -> float:
    return fsum(activity.counted for activity in activities if activity.stream == stream)
