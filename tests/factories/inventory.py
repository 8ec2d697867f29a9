"""Activity data and methods for the tests of the inventory."""

from dataclasses import replace
from typing import Any

from greenops.annual_return.inventory.entry import Activity, SupplierValue
from greenops.annual_return.inventory.method import Method, method
from greenops.reference.activity import catalogue

METHOD = method("2026")
SUPPLIER = SupplierValue("sig-2025", "SIG Vitale Vert 2025", 0.012, 100.0, "Page of the supplier")


def with_(**changes: Any) -> Method:
    return replace(METHOD, **changes)


def activity(
    stream: str = "electricity_grid", detail: str | None = None, amount: float = 1000, **fields: Any
) -> Activity:
    """1,000 units, metered, in Geneva, all of it ours; the first detail of the stream where none is given."""
    details = catalogue().stream(stream).details
    if detail is None:
        detail = "standard" if stream == "electricity_grid" else next(iter(details), "")
    given = {
        "site": "GVA",
        "country": "CH",
        "unit": catalogue().stream(stream).unit_of(detail),
        "method": "metered",
        **fields,
    }
    return Activity(stream=stream, detail=detail, amount=float(amount), **given)
