"""Electricity: purchased by location and by market, certified, from our own roof (R08, R09, R11)."""

from dataclasses import replace

from greenops.annual_return.inventory import factors
from greenops.annual_return.inventory.entry import Activity, Entry, FactorUsed, SourceGroup
from greenops.annual_return.inventory.equations import amount_words, number, product_words
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import amount_only, product, section_of

NO_RESIDUAL_MIX = (
    "Market-based: no residual mix is available, so what no supplier or certificate covers has the grid factor."
)
BESIDE_THE_TOTAL = {
    "electricity_certified": "Covers purchased electricity of the site in the market-based result.",
    "electricity_onsite_generated": "Generated: what is used on site and what is exported stand apart.",
    "electricity_onsite_exported": "Exported: kept apart, nothing is taken off the emissions.",
    "electricity_data_centre": "Part of the site's electricity: for information, its emissions are counted there.",
}


def location_based_kg(kwh: float, kg_per_kwh: float) -> float:
    """R08: kg CO2e of purchased electricity with the factor of the country's grid. Source: UNDP EMT, table 3."""
    return kwh * kg_per_kwh


def market_based_kg(
    kwh: float, grid_kg_per_kwh: float, *, certified_kwh: float = 0.0, supplier_kg_per_kwh: float | None = None
) -> float:
    """R09: kg CO2e by what was contracted: certified kWh are 0, the rest has the supplier's factor, else the grid's.

    certified_kwh above kwh counts as kwh. Source: ours. No statement of Greening the Blue was read, so both results
    are held and the edition picks; a residual mix was not obtained.
    """
    rest = max(0.0, kwh - certified_kwh)
    return rest * (grid_kg_per_kwh if supplier_kg_per_kwh is None else supplier_kg_per_kwh)


def purchased(activity: Activity, method: Method, year: int, certified_kwh: float = 0.0) -> Entry:
    """R08, R09: electricity from the grid; certified_kwh: kWh of certificates that cover this activity."""
    return _both_results(activity, method, year, certified_kwh, "facilities")


def charged(activity: Activity, method: Method, year: int) -> Entry:
    """R08, R09: electricity charged into own vehicles away from our sites; scope 2, other travel."""
    return _both_results(activity, method, year, 0.0, "other_travel")


def onsite_used(activity: Activity) -> Entry:
    """R11: of our own sun, wind or water: in total and renewable kWh, with no emissions in either result.

    Source: ours; exports stand apart.
    """
    zero = FactorUsed(0.0, "kg CO2e/kWh", "Renewable electricity of the site's own", "rule", "R11")
    made = product(activity, zero, scope=2, group="facilities", rules=("R11",))
    note = "Made and used on site: no emissions; the kWh count as renewable."
    return replace(made, co2e_location=0.0, co2e_market=0.0, note=note)


def beside_the_total(activity: Activity) -> Entry:
    """R11: generated, exported, certified, of data centres: kWh that stand beside the total."""
    rule = "R09" if activity.stream == "electricity_certified" else "R11"
    return amount_only(activity, rules=(rule,), note=BESIDE_THE_TOTAL[activity.stream])


def supplier_factor(activity: Activity) -> FactorUsed | None:
    """The factor that the activity's supplier publishes, where it has one."""
    supplier = activity.supplier
    if supplier is None:
        return None
    return FactorUsed(
        value=supplier.kg_co2e_per_kwh,
        unit="kg CO2e/kWh",
        label=supplier.label,
        dataset="supplier",
        edition=supplier.key,
        source=supplier.source,
    )


def _both_results(activity: Activity, method: Method, year: int, certified_kwh: float, group: SourceGroup) -> Entry:
    held = factors.grid(method.grid_table, activity.country, year)
    grid = held.used
    kwh = activity.counted
    supplier = supplier_factor(activity) if method.supplier_factors else None
    location = location_based_kg(kwh, grid.value)
    market = market_based_kg(
        kwh,
        grid.value,
        certified_kwh=certified_kwh,
        supplier_kg_per_kwh=None if supplier is None else supplier.value,
    )
    by_location = method.electricity_basis == "location"
    equations = (
        product_words(activity, grid, location),
        _market_words(activity, certified_kwh, supplier or grid, market),
    )
    return Entry(
        activity=activity,
        section=section_of(activity),
        scope=2,
        source_group=group,
        is_optional=False,
        co2e=location if by_location else market,
        equation=equations[0 if by_location else 1],
        equation_other=equations[1 if by_location else 0],
        factors=(grid,) if supplier is None else (grid, supplier),
        rules=("R08", "R09"),
        gases={"CO2": location} if by_location and held.counts_co2_only else {},
        co2e_location=location,
        co2e_market=market,
        is_estimate=activity.is_estimate,
        note="" if supplier is not None or certified_kwh >= kwh else NO_RESIDUAL_MIX,
    )


def _market_words(activity: Activity, certified_kwh: float, used: FactorUsed, market: float) -> str:
    if not certified_kwh:
        return product_words(activity, used, market)
    words = f"({amount_words(activity)} − {number(certified_kwh)} kWh certified)"
    return f"{words} × {number(used.value)} {used.unit} = {number(market)} kg CO2e"
