"""Activity data, for tests."""

from decimal import Decimal
from typing import Any

from ems.models import Site
from greenops.annual_return.models import ActivityReading, Offset, SupplierFactor


def reading(site: Site, stream: str = "electricity_grid", **fields: Any) -> ActivityReading:
    """A reading whose quantity is in the canonical unit."""
    given = {
        "detail": "standard" if stream == "electricity_grid" else "",
        "year": 2025,
        "month": 1,
        "quantity": Decimal(1000),
        "unit": "kWh",
        "method": "metered",
        **fields,
    }
    given.setdefault("amount_micro", int(given["quantity"] * 1_000_000))
    return ActivityReading.objects.create(site=site, stream=stream, **given)


def supplier_factor(supplier: str = "Lake Cooling", **fields: Any) -> SupplierFactor:
    given = {"product": "cooling", "year": 2025, "kg_co2e_per_kwh": Decimal("0.012"), "source": "Invented.", **fields}
    return SupplierFactor.objects.create(supplier=supplier, **given)


def offset(**fields: Any) -> Offset:
    given = {"year": 2025, "tonnes": Decimal(500), "instrument": "CER", "project": "Cook stoves", **fields}
    return Offset.objects.create(**given)
