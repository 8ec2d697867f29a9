"""What stands at sites, statements about them, and evidence, for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from ems.evidence import store_evidence
from ems.models import (
    CoolingEquipment,
    EvidenceFile,
    Meter,
    PersonnelRule,
    RefrigerantEvent,
    RefrigerantStock,
    Site,
    TopicCoverage,
    Vehicle,
)


def machine(site: Site, **fields: Any) -> CoolingEquipment:
    given = {"label": "Chiller 1", "refrigerant": "R-410A", "charge_kg": Decimal(12), **fields}
    return CoolingEquipment.objects.create(site=site, **given)


def top_up(machine: CoolingEquipment, **fields: Any) -> RefrigerantEvent:
    given = {"on": date(2025, 5, 6), "kind": "top_up", "quantity_kg": Decimal("1.5"), **fields}
    return RefrigerantEvent.objects.create(equipment=machine, **given)


def stock(site: Site, **fields: Any) -> RefrigerantStock:
    masses = {"opening_kg": 10, "purchased_kg": 5, "recovered_kg": 2, "closing_kg": 9}
    return RefrigerantStock.objects.create(site=site, **{"year": 2025, "refrigerant": "R-410A", **masses, **fields})


def vehicle(site: Site, **fields: Any) -> Vehicle:
    return Vehicle.objects.create(site=site, **{"label": "CD 1", "fuel": "diesel", **fields})


def meter(site: Site, **fields: Any) -> Meter:
    given = {"code": "E-1", "stream": "electricity_grid", "unit": "kWh", **fields}
    return Meter.objects.create(site=site, **given)


def evidence(content: bytes = b"Invoice of May\n", name: str = "invoice.txt", **fields: Any) -> EvidenceFile:
    return store_evidence(by=None, file=ContentFile(content, name=name), **fields)


def one_of_each(site: Site) -> dict[str, Model]:
    """By label of the model."""
    chiller = machine(site)
    made = (
        chiller,
        top_up(chiller),
        stock(site),
        vehicle(site),
        meter(site),
        evidence(),
        PersonnelRule.objects.create(year=2025),
        TopicCoverage.objects.create(site=site, year=2025, topic="ghg", is_complete=True),
    )
    return {thing._meta.label_lower: thing for thing in made}
