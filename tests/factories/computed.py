"""Computed returns made by hand, for tests of what is done with them."""

from typing import Any

from greenops.annual_return.computed import ComputedReturn, Input, Line, Section, digest_of

SECTIONS = (Section("T", "Totals"), Section("3", "Electricity"))


def grid(site: str = "GVA", kwh: float = 1000.0, **fields: Any) -> Input:
    """Electricity of a site at 0.1 kg a kWh."""
    given = {
        "key": f"{site}/electricity_grid/standard/metered",
        "label": f"Electricity of {site}",
        "amount": kwh,
        "unit": "kWh",
        "value": kwh * 0.1 / 1000,
        "factors": ({"value": 0.1, "unit": "kg CO2e/kWh", "dataset": "grid_factors", "edition": "2025"},),
        **fields,
    }
    return Input(**given)


def line(code: str = "3.1", value: Any = 0.1, **fields: Any) -> Line:
    given = {"label": f"Line {code}", "section": code.split(".")[0], "unit": "tCO2eq", **fields}
    return Line(code=code, value=value, **given)


def electricity(**kwh: float) -> tuple[Line, ...]:
    """A line of electricity from sites, and the total."""
    inputs = tuple(grid(site, amount) for site, amount in kwh.items())
    tonnes = sum(given.value or 0.0 for given in inputs)
    return (
        line("T.1", tonnes, label="Total greenhouse gas emissions"),
        line("3.1", tonnes, label="Electricity", scope=2, inputs=inputs, factor_editions=("grid_factors 2025",)),
    )


def computed_return(*lines: Line, year: int = 2025, delegates: bool = False, **fields: Any) -> ComputedReturn:
    given = {
        "edition": str(year + 1),
        "sections": SECTIONS,
        "inputs_digest": digest_of([line.content() for line in lines]),
        "factor_editions": ("grid_factors 2025",),
        "method_version": "2026",
        "code_version": "test",
        "remarks": ("Only flights that the organization pays for.",),
        **fields,
    }
    return ComputedReturn(year=year, delegates=delegates, lines=lines, **given)
