"""What goes into the inventory, and what comes out of it for each source: values without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scope = Literal[1, 2, 3]
SourceGroup = Literal["facilities", "air_travel", "other_travel"]
# Methods of a reading whose quantity is not a measurement of this year.
ON_ESTIMATES = frozenset({"estimated", "proxy", "copied"})


@dataclass(frozen=True)
class Share:
    """The organization's part of what a building consumed (R21): both numbers are kept, and by what they were taken."""

    numerator: float
    denominator: float
    basis: str  # whole, persons, floor_area, submeter, agreed

    @property
    def value(self) -> float:
        return self.numerator / self.denominator


WHOLE = Share(1.0, 1.0, "whole")


@dataclass(frozen=True)
class SupplierValue:
    """What a supplier says one kWh emits (kg CO2e), and the renewable part of it in per cent where given."""

    key: str
    label: str
    kg_co2e_per_kwh: float
    renewable_percent: float | None
    source: str


@dataclass(frozen=True)
class Activity:
    """The readings of one site, stream, detail and method in a year that share one share, added up.

    amount: in the canonical unit, of the whole building; months: how many months of the year they cover; open_months:
    how many months of the year the site was open; readings, evidenced: how many readings, and how many have evidence;
    a reading that is spread over two shares counts with the first.
    method: metered, invoiced, estimated, proxy, copied.
    """

    site: str
    country: str
    stream: str
    detail: str
    amount: float
    unit: str
    method: str
    months: int = 12
    open_months: int = 12
    channel: str = ""
    route: str = ""
    share: Share = WHOLE
    supplier: SupplierValue | None = None
    readings: int = 1
    evidenced: int = 0

    @property
    def counted(self) -> float:
        """The organization's part of the amount, in the canonical unit (R21)."""
        return self.amount * self.share.numerator / self.share.denominator

    @property
    def is_estimate(self) -> bool:
        return self.method in ON_ESTIMATES


@dataclass(frozen=True)
class FactorUsed:
    """A factor with its place in the reference data: dataset and edition, the row, and how certain it is."""

    value: float
    unit: str  # such as "kg CO2e/kWh"
    label: str
    dataset: str
    edition: str
    certainty: str = ""
    source: str = ""


@dataclass(frozen=True)
class Entry:
    """What one activity emits. Masses in kg.

    gases: mass of each gas, before its GWP; empty where the factor is published as CO2e only. co2e: by the basis of the
    edition's total, Kyoto gases, with fossil CO2 only. co2e_location, co2e_market: of electricity both are held.
    non_kyoto: CO2e of gases outside the Kyoto Protocol; the edition says whether they enter the total (then they
    stand in co2e as well). biogenic_co2: apart, never in co2e. equation: with its numbers, for reading;
    equation_other: the same of electricity on the other basis.
    rules: such as R08, R21.
    """

    activity: Activity
    section: str
    scope: Scope | None
    source_group: SourceGroup | None
    is_optional: bool
    co2e: float
    equation: str
    factors: tuple[FactorUsed, ...]
    rules: tuple[str, ...]
    gases: Mapping[str, float] = field(default_factory=dict, hash=False)
    co2e_location: float | None = None
    co2e_market: float | None = None
    non_kyoto: float = 0.0
    biogenic_co2: float = 0.0
    is_estimate: bool = False
    note: str = ""
    equation_other: str = ""
