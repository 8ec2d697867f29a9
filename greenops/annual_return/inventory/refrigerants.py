"""Refrigerants that leak: by top-ups, by a stock account, by a yearly rate; Kyoto gases apart from others (R14-R17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from greenops.annual_return.inventory.entry import WHOLE, Activity, Entry, FactorUsed, Share, SourceGroup
from greenops.annual_return.inventory.equations import number
from greenops.annual_return.inventory.errors import FactorMissing, InventoryError
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.shares import checked
from greenops.reference.gwp import RefrigerantGwp, known_part
from greenops.reference.schema import ReferenceDataError

SECTION = "6"
STREAM = "refrigerants"


@dataclass(frozen=True)
class EquipmentYear:
    """A machine in a year, kg and per cent. approach: top_up or screening. events, evidenced: of the year."""

    site: str
    country: str
    label: str
    refrigerant: str
    charge_kg: float
    approach: str
    is_in_vehicle: bool = False
    installed_on: date | None = None
    disposed_on: date | None = None
    leak_rate_percent: float | None = None
    installation_loss_percent: float | None = None
    disposal_loss_percent: float | None = None
    topped_up_kg: float = 0.0
    recovered_kg: float = 0.0
    events: int = 0
    evidenced: int = 0
    share: Share = WHOLE


@dataclass(frozen=True)
class StockYear:
    """The year's account of one refrigerant at a site, kg. installed, retired: charge of machines new and gone."""

    site: str
    country: str
    refrigerant: str
    opening_kg: float
    purchased_kg: float
    recovered_kg: float
    closing_kg: float
    installed_kg: float = 0.0
    retired_kg: float = 0.0
    share: Share = WHOLE


@dataclass(frozen=True)
class RefrigerantMissing:
    """A machine or an account without emissions, and why."""

    site: str
    label: str
    reason: str


@dataclass(frozen=True)
class RefrigerantEntries:
    entries: tuple[Entry, ...]
    missing: tuple[RefrigerantMissing, ...]


def topped_up_kg_co2e(kg: float, gwp: float) -> float:
    """R14: kg topped up x potential of the refrigerant, of a blend the mass-weighted mean.

    What was recovered is not taken off. Source: DESNZ 2025 guidance.
    """
    return kg * gwp


def mass_balance_kg(
    opening: float, purchased: float, recovered: float, closing: float, *, installed: float = 0.0, retired: float = 0.0
) -> float:
    """R15: kg leaked = opening + purchases - recovered - closing + charge of machines retired - of machines installed.

    Purchases hold the charge that new machines came with. Raises InventoryError for a leak below 0.
    Source: GHG Protocol practice.
    """
    leaked = opening + purchased - recovered - closing + retired - installed
    if leaked < -1e-9:
        raise InventoryError(
            f"more is accounted for than there was: the balance is {leaked:g} kg. Correct the stocks and purchases, "
            "which hold the charge of new machines too."
        )
    return max(0.0, leaked)


def screened_kg(
    charge_kg: float,
    leak_rate_percent: float,
    share_of_year: float,
    *,
    installation_loss_percent: float = 0.0,
    disposal_loss_percent: float = 0.0,
) -> float:
    """R16: charge x yearly leak rate x share of the year, and what was lost at installation and disposal.

    Source: UNDP EMT for the principle, from the year of installation to that of disposal.
    """
    yearly = charge_kg * leak_rate_percent / 100 * share_of_year
    return yearly + charge_kg * (installation_loss_percent + disposal_loss_percent) / 100


def share_of_year(year: int, installed_on: date | None, disposed_on: date | None) -> float:
    """R16: part of the year's days that the machine was in use, first and last day inside."""
    days, whole = days_in_use(year, installed_on, disposed_on)
    return days / whole


def days_in_use(year: int, installed_on: date | None, disposed_on: date | None) -> tuple[int, int]:
    """R16: days of the year that the machine was in use, first and last day inside; and the days of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    start, end = max(first, installed_on or first), min(last, disposed_on or last)
    return max(0, (end - start).days + 1), (last - first).days + 1


def potential(refrigerant: str, gwp: str, where_missing: str = "") -> RefrigerantGwp:
    """R17: as potential_in, from the edition where_missing where the first has no value for what matters of it.

    The whole refrigerant is then taken from that edition: a blend of two editions would be nobody's figure.
    Source: ours; the edition of the form says that it does so.
    """
    try:
        return potential_in(refrigerant, gwp)
    except FactorMissing:
        if not where_missing:
            raise
        return potential_in(refrigerant, where_missing)


@cache
def potential_in(refrigerant: str, gwp: str) -> RefrigerantGwp:
    """R17: the Kyoto and the other part of a refrigerant, kg CO2e per kg.

    A part without a value is left out only where it is neither a Kyoto gas nor depletes ozone (HFO, hydrocarbons: a
    kilogram or less for a kg), and not all of it. Raises FactorMissing otherwise.
    Source: DESNZ 2025, which publishes two columns; ASHRAE 34 for the blends.
    """
    try:
        found = known_part(refrigerant, gwp)
    except ReferenceDataError as error:
        raise FactorMissing(str(error)) from error
    missing = [part for part in found.parts if part.gwp is None]
    if len(missing) == len(found.parts) or any(part.is_kyoto or part.is_ozone_depleting for part in missing):
        raise FactorMissing(
            f"{gwp.upper()} has no potential for {', '.join(part.species for part in missing)} in {found.code}. "
            "Choose an edition of the potentials that has one."
        )
    return found


def refrigerant_entries(
    equipment: Iterable[EquipmentYear], stocks: Sequence[StockYear], method: Method, year: int
) -> RefrigerantEntries:
    """R14 to R17 for all machines and accounts of a year.

    Where a site has an account of a refrigerant, its machines with it are in the account and not counted again; those
    installed or disposed of in the year enter the balance with their charge.
    """
    machines = tuple(equipment)
    accounts = {(stock.site, _same(stock.refrigerant)) for stock in stocks}
    entries: list[Entry] = []
    missing: list[RefrigerantMissing] = []
    for stock in stocks:
        try:
            entries.append(stock_entry(_with_charges(stock, machines, year), method))
        except InventoryError as error:
            missing.append(_missing(stock.site, stock.refrigerant, year, error))
    for machine in machines:
        if (machine.site, _same(machine.refrigerant)) in accounts:
            continue
        try:
            entries.append(equipment_entry(machine, method, year))
        except InventoryError as error:
            missing.append(_missing(machine.site, machine.label, year, error))
    return RefrigerantEntries(tuple(entries), tuple(missing))


def equipment_entry(machine: EquipmentYear, method: Method, year: int) -> Entry:
    """R14 or R16 for one machine. Raises FactorMissing, or InventoryError for a rate that is not given."""
    if machine.approach == "screening":
        return _screened(machine, method, year)
    leaked, words, note = machine.topped_up_kg, f"{number(machine.topped_up_kg)} kg topped up", ""
    disposed = machine.disposed_on is not None and machine.disposed_on.year == year
    if disposed and machine.disposal_loss_percent is not None:
        lost = machine.charge_kg * machine.disposal_loss_percent / 100
        leaked, words = leaked + lost, f"({words} + {number(lost)} kg lost at disposal)"
    elif disposed and not machine.recovered_kg:
        note = "Disposed of in the year, with no quantity recovered and no loss given: say what became of the charge."
    rules = ("R14", "R16") if leaked > machine.topped_up_kg else ("R14",)
    return _entry(machine, leaked, words, method, rules, "invoiced", _group(machine, method), machine.label, note)


def stock_entry(stock: StockYear, method: Method) -> Entry:
    """R15 for one account. Raises FactorMissing, or InventoryError where it does not balance."""
    leaked = mass_balance_kg(
        stock.opening_kg,
        stock.purchased_kg,
        stock.recovered_kg,
        stock.closing_kg,
        installed=stock.installed_kg,
        retired=stock.retired_kg,
    )
    words = (
        f"({number(stock.opening_kg)} kg at the beginning + {number(stock.purchased_kg)} kg purchased"
        f" − {number(stock.recovered_kg)} kg recovered − {number(stock.closing_kg)} kg at the end"
    )
    if stock.retired_kg or stock.installed_kg:
        words += f" + {number(stock.retired_kg)} kg in retired − {number(stock.installed_kg)} kg in new machines"
    return _entry(stock, leaked, f"{words})", method, ("R15",), "invoiced", "facilities", "stock")


def _screened(machine: EquipmentYear, method: Method, year: int) -> Entry:
    if machine.leak_rate_percent is None:
        raise InventoryError("the yearly leak rate is not given. Enter it, or choose top-ups.")
    days, whole = days_in_use(year, machine.installed_on, machine.disposed_on)
    installed = machine.installed_on is not None and machine.installed_on.year == year
    disposed = machine.disposed_on is not None and machine.disposed_on.year == year
    at_installation = (machine.installation_loss_percent or 0.0) if installed else 0.0
    at_disposal = (machine.disposal_loss_percent or 0.0) if disposed else 0.0
    leaked = screened_kg(
        machine.charge_kg,
        machine.leak_rate_percent,
        days / whole,
        installation_loss_percent=at_installation,
        disposal_loss_percent=at_disposal,
    )
    rate = f"{number(machine.leak_rate_percent)} % × {days}/{whole} days of the year"
    losses = "".join(
        f" + {number(percent)} % at {when}"
        for percent, when in ((at_installation, "installation"), (at_disposal, "disposal"))
        if percent
    )
    words = f"{number(machine.charge_kg)} kg charge × ({rate}{losses})"
    return _entry(machine, leaked, words, method, ("R16",), "estimated", _group(machine, method), machine.label)


def _entry(
    given: EquipmentYear | StockYear,
    leaked_kg: float,
    words: str,
    method: Method,
    rules: tuple[str, ...],
    how: str,
    group: SourceGroup,
    label: str,
    note: str = "",
) -> Entry:
    found = potential(given.refrigerant, method.gwp, method.gwp_where_missing)
    share = checked(given.share)
    activity = Activity(
        site=given.site,
        country=given.country,
        stream=STREAM,
        detail=found.code,
        amount=leaked_kg,
        unit="kg",
        method=how,
        channel=label,
        share=share,
        readings=given.events if isinstance(given, EquipmentYear) else 1,
        evidenced=given.evidenced if isinstance(given, EquipmentYear) else 0,
    )
    kyoto, others = (topped_up_kg_co2e(activity.counted, value) for value in (found.kyoto, found.non_kyoto))
    counts_others = method.hcfc == "in_total"
    factor = found.total if counts_others else found.kyoto
    co2e = kyoto + others if counts_others else kyoto
    part = "" if share.basis == "whole" else f" × {number(share.numerator)}/{number(share.denominator)}"
    return Entry(
        activity=activity,
        section=SECTION,
        scope=1,
        source_group=group,
        is_optional=False,
        co2e=co2e,
        equation=f"{words}{part} × {number(factor)} kg CO2e/kg = {number(co2e)} kg CO2e",
        factors=(_factor(found, factor),),
        rules=(*rules, "R17", *(() if share.basis == "whole" else ("R21",))),
        gases={piece.species: activity.counted * piece.mass_percent / 100 for piece in found.parts},
        non_kyoto=others,
        is_estimate=activity.is_estimate,
        note=" ".join(filter(None, (note, _without(found), _stands_in(found, method.gwp)))),
    )


def _factor(found: RefrigerantGwp, value: float) -> FactorUsed:
    label = f"{found.code}: Kyoto gases {number(found.kyoto)}, others {number(found.non_kyoto)}"
    return FactorUsed(value, "kg CO2e/kg", label, "gwp", found.edition, found.certainty)


def _stands_in(found: RefrigerantGwp, gwp: str) -> str:
    if found.edition == gwp:
        return ""
    return f"{gwp.upper()} has no potential for {found.code}: that of {found.edition.upper()} stands in."


def _without(found: RefrigerantGwp) -> str:
    if not found.missing:
        return ""
    return f"Without {', '.join(found.missing)} ({found.missing_mass_percent:g} % of the mass): no potential is held."


def _with_charges(stock: StockYear, machines: Iterable[EquipmentYear], year: int) -> StockYear:
    of_stock = [
        machine
        for machine in machines
        if (machine.site, _same(machine.refrigerant)) == (stock.site, _same(stock.refrigerant))
    ]
    installed = sum(one.charge_kg for one in of_stock if one.installed_on and one.installed_on.year == year)
    retired = sum(one.charge_kg for one in of_stock if one.disposed_on and one.disposed_on.year == year)
    return replace(stock, installed_kg=stock.installed_kg + installed, retired_kg=stock.retired_kg + retired)


def _group(machine: EquipmentYear, method: Method) -> SourceGroup:
    return method.vehicle_cooling_group if machine.is_in_vehicle else "facilities"


def _same(refrigerant: str) -> str:
    return "".join(letter for letter in refrigerant.upper() if letter.isalnum())


def _missing(site: str, label: str, year: int, error: InventoryError) -> RefrigerantMissing:
    return RefrigerantMissing(site, label, f"Refrigerant of {label} at {site}, {year}: {error}")
