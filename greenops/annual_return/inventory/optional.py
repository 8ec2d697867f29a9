"""What lies outside the operational minimum, and may be written down beside the total: never in it."""

from greenops.annual_return.inventory import factors
from greenops.annual_return.inventory.entry import Activity, Entry
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import amount_only, product

GRID = "grid"


def written_down(activity: Activity, method: Method, year: int) -> Entry:
    """R01: an optional line, with emissions where the method names a factor (`grid` is the country's electricity).

    {country} in a row's place stands for the country in small letters. Without a factor the amount alone is kept.
    Source: older boundary page of Greening the Blue.
    """
    ref = method.factor_key(activity.stream, activity.detail, activity.route)
    if ref is None:
        return amount_only(activity, note="The method names no factor: the amount alone is kept.")
    try:
        if ref == GRID:
            used = factors.grid(method.grid_table, activity.country, year).used
        else:
            used = factors.per_unit(ref.replace("{country}", activity.country.lower()), activity.unit)
    except FactorMissing as error:
        return amount_only(activity, note=f"The amount alone is kept. {error}")
    return product(activity, used, scope=3, group=None, rules=("R01",), is_optional=True)
