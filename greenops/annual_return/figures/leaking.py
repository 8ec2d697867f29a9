"""Machines and stock accounts of refrigerants as the inventory takes them."""

from __future__ import annotations

from datetime import date

from greenops.annual_return.gathering.gathered import Gathered
from greenops.annual_return.inventory.refrigerants import EquipmentYear, StockYear


def equipment_years(gathered: Gathered) -> tuple[EquipmentYear, ...]:
    """A machine is the organization's own: no share of the building is taken of what it leaks."""
    return tuple(
        EquipmentYear(
            site=machine.site,
            country=_country(gathered, machine.site),
            label=machine.label,
            refrigerant=machine.refrigerant,
            charge_kg=machine.charge_kg,
            approach=machine.approach,
            is_in_vehicle=machine.is_in_vehicle,
            installed_on=_day(machine.installed_on),
            disposed_on=_day(machine.disposed_on),
            leak_rate_percent=machine.leak_rate_percent,
            installation_loss_percent=machine.installation_loss_percent,
            disposal_loss_percent=machine.disposal_loss_percent,
            topped_up_kg=machine.topped_up_kg,
            recovered_kg=machine.recovered_kg,
            events=machine.events,
            evidenced=machine.evidenced,
        )
        for machine in gathered.equipment
    )


def stock_years(gathered: Gathered) -> tuple[StockYear, ...]:
    return tuple(
        StockYear(
            site=stock.site,
            country=_country(gathered, stock.site),
            refrigerant=stock.refrigerant,
            opening_kg=stock.opening_kg,
            purchased_kg=stock.purchased_kg,
            recovered_kg=stock.recovered_kg,
            closing_kg=stock.closing_kg,
        )
        for stock in gathered.stocks
    )


def _country(gathered: Gathered, site: str) -> str:
    found = gathered.site_by_code.get(site)
    return found.country if found else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
