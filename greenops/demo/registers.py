"""What stands at the demonstration's sites: machines with refrigerant, vehicles, meters. All of it invented."""

from datetime import date
from decimal import Decimal
from typing import Any

from ems.models import CoolingEquipment, Meter, RefrigerantEvent, RefrigerantStock, Site, Vehicle

KIND, FUEL, OWNERSHIP = Vehicle.Kind, Vehicle.Fuel, Vehicle.Ownership
TOP_UP, RECOVERED, LEAK_TEST = RefrigerantEvent.Kind.TOP_UP, RefrigerantEvent.Kind.RECOVERED, "leak_test"

# Site, name, make, location, refrigerant, charge in kg, installed, disposed of, further fields.
MACHINES: tuple[tuple[str, str, str, str, str, str, date | None, date | None, dict[str, Any]], ...] = (
    ("GVA", "Chiller 1", "Carrel 30XW", "Plant room", "R-134a", "86", date(2014, 5, 12), None, {}),
    ("GVA", "Server room 1", "Aeris 40", "Second basement", "R-410A", "9.5", date(2019, 3, 4), None, {}),
    ("GVA", "Server room 2", "Aeris 40", "Second basement", "R-410A", "9.5", date(2019, 3, 4), None, {}),
    ("GVA", "Conference hall", "Frigol 12", "Roof", "R-22", "14", date(2003, 6, 1), date(2025, 9, 30), {}),
    ("GVA", "Heat pump of the crèche", "Nordvarme P8", "Garden", "R-290", "1.2", date(2023, 10, 2), None, {}),
    ("NBO", "Split units, first floor", "Aeris 9", "Block P", "R-410A", "6.4", date(2018, 2, 1), None, {}),
    ("NBO", "Split units, second floor", "Aeris 9", "Block P", "R-32", "4.8", date(2022, 8, 15), None, {}),
    (
        "NBO",
        "Air conditioning of the vehicles",
        "",
        "Five vehicles",
        "R-134a",
        "4.5",
        None,
        None,
        {"is_in_vehicle": True, "approach": "screening", "leak_rate_percent": Decimal(15)},
    ),
    ("BKK", "Split units", "Siamcool 18", "Floors 6 and 7", "R-32", "11", date(2021, 4, 1), None, {}),
    ("PTY", "Rooftop unit", "Tropicair 60", "Roof", "R-410A", "18", date(2017, 11, 20), None, {}),
)
# Site, machine, day, kind, kg, note.
EVENTS = (
    ("GVA", "Chiller 1", date(2023, 4, 18), LEAK_TEST, None, "Tight."),
    ("GVA", "Chiller 1", date(2024, 4, 16), TOP_UP, "3.2", "Seal of the compressor replaced."),
    ("GVA", "Chiller 1", date(2025, 4, 15), LEAK_TEST, None, "Tight."),
    ("GVA", "Server room 1", date(2023, 6, 7), TOP_UP, "0.8", ""),
    ("GVA", "Server room 1", date(2025, 6, 11), TOP_UP, "1.1", ""),
    ("GVA", "Server room 2", date(2024, 6, 5), TOP_UP, "0.6", ""),
    (
        "GVA",
        "Conference hall",
        date(2023, 5, 22),
        TOP_UP,
        "2.5",
        "Recycled: new R-22 is not sold any more.",
    ),
    ("GVA", "Conference hall", date(2024, 5, 27), TOP_UP, "1.9", "Recycled refrigerant."),
    ("GVA", "Conference hall", date(2025, 9, 30), RECOVERED, "12.6", "Handed over for destruction."),
    ("NBO", "Split units, second floor", date(2025, 2, 13), TOP_UP, "0.4", ""),
    ("BKK", "Split units", date(2024, 3, 20), TOP_UP, "0.9", ""),
    ("BKK", "Split units", date(2025, 3, 19), LEAK_TEST, None, "Tight."),
    ("PTY", "Rooftop unit", date(2023, 8, 9), TOP_UP, "2.2", ""),
    ("PTY", "Rooftop unit", date(2025, 8, 6), TOP_UP, "1.7", "A joint on the roof leaked."),
)
# Site, year, refrigerant; kg at the beginning, purchased, recovered, at the end.
STOCKS = (
    ("NBO", 2024, "R-410A", "6", "5", "0", "9.4"),
    ("NBO", 2025, "R-410A", "9.4", "0", "0.5", "7.6"),
)
VEHICLES = (
    ("GVA", "CD 101", KIND.CAR, FUEL.ELECTRIC, OWNERSHIP.LEASED, "", date(2023, 3, 1)),
    ("GVA", "CD 102", KIND.CAR, FUEL.ELECTRIC, OWNERSHIP.LEASED, "", date(2024, 9, 1)),
    ("GVA", "CD 103", KIND.CAR, FUEL.HYBRID, OWNERSHIP.OWNED, "Euro 6", None),
    ("GVA", "CD 110", KIND.VAN, FUEL.DIESEL, OWNERSHIP.OWNED, "Euro 5", None),
    ("NBO", "UN 4701", KIND.FOUR_WHEEL_DRIVE, FUEL.DIESEL, OWNERSHIP.OWNED, "Euro 4", None),
    ("NBO", "UN 4702", KIND.FOUR_WHEEL_DRIVE, FUEL.DIESEL, OWNERSHIP.OWNED, "Euro 5", None),
    ("NBO", "UN 4703", KIND.ARMOURED, FUEL.DIESEL, OWNERSHIP.OWNED, "Euro 4", None),
    ("NBO", "UN 4710", KIND.CAR, FUEL.ELECTRIC, OWNERSHIP.LEASED, "", date(2025, 2, 1)),
    ("BKK", "UN 22-1", KIND.VAN, FUEL.PETROL, OWNERSHIP.OWNED, "Euro 5", None),
    ("BKK", "UN 22-2", KIND.CAR, FUEL.PLUG_IN_HYBRID, OWNERSHIP.LEASED, "Euro 6", date(2024, 1, 15)),
    ("PTY", "OI 015", KIND.FOUR_WHEEL_DRIVE, FUEL.DIESEL, OWNERSHIP.OWNED, "Euro 4", None),
)
# Site, number, stream, unit, first day, last day, note.
METERS = (
    ("GVA", "CH-1004-7781", "electricity_grid", "kWh", None, None, "Main supply"),
    ("GVA", "Server rooms", "electricity_data_centre", "kWh", date(2023, 1, 1), None, "Submeter of the main supply"),
    ("GVA", "PV roof", "electricity_onsite_generated", "kWh", date(2023, 6, 1), None, "Inverters of the roof"),
    ("GVA", "CAD-17", "district_heat", "MWh", None, None, ""),
    ("GVA", "GLN-02", "district_cooling", "MWh", None, None, "Water of the lake"),
    ("GVA", "SIG-W-550", "water", "m3", None, None, ""),
    ("NBO", "Compound E", "electricity_grid", "kWh", None, None, "For the whole compound; our share by persons"),
    ("NBO", "Generator tank", "generator_fuel", "l", None, None, "Dipped at the end of each month"),
    ("NBO", "Compound W", "water", "m3", None, None, "For the whole compound"),
    ("BKK", "MEA-60118", "electricity_grid", "kWh", None, None, "For the whole building"),
    ("BKK", "MWA-3307", "water", "m3", None, None, "For the whole building"),
    ("PTY", "NIC 300-441", "electricity_grid", "kWh", None, date(2024, 3, 31), "Replaced"),
    ("PTY", "NIC 318-902", "electricity_grid", "kWh", date(2024, 4, 1), None, ""),
    ("PTY", "IDAAN 55", "water", "m3", None, None, ""),
)


def make_registers(sites: dict[str, Site]) -> dict[tuple[str, str, date], RefrigerantEvent]:
    """All of it; the events by site, machine and day."""
    machines = {}
    for site, label, make, location, refrigerant, charge, installed, disposed, further in MACHINES:
        machines[site, label] = CoolingEquipment.objects.create(
            site=sites[site],
            label=label,
            make=make,
            location=location,
            refrigerant=refrigerant,
            charge_kg=Decimal(charge),
            installed_on=installed,
            disposed_on=disposed,
            **further,
        )
    for site, label, kind, fuel, ownership, standard, first in VEHICLES:
        Vehicle.objects.create(
            site=sites[site],
            label=label,
            kind=kind,
            fuel=fuel,
            ownership=ownership,
            emission_standard=standard,
            valid_from=first,
        )
    for site, code, stream, unit, first, last, note in METERS:
        Meter.objects.create(
            site=sites[site], code=code, stream=stream, unit=unit, valid_from=first, valid_until=last, note=note
        )
    for site, year, refrigerant, opening, purchased, recovered, closing in STOCKS:
        RefrigerantStock.objects.create(
            site=sites[site],
            year=year,
            refrigerant=refrigerant,
            opening_kg=Decimal(opening),
            purchased_kg=Decimal(purchased),
            recovered_kg=Decimal(recovered),
            closing_kg=Decimal(closing),
        )
    return {
        (site, label, day): RefrigerantEvent.objects.create(
            equipment=machines[site, label],
            on=day,
            kind=kind,
            quantity_kg=None if kilograms is None else Decimal(kilograms),
            note=note,
        )
        for site, label, day, kind, kilograms, note in EVENTS
    }
