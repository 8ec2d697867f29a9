"""District heat, steam and cooling that are purchased."""

from greenops.annual_return.inventory import factors
from greenops.annual_return.inventory.electricity import supplier_factor
from greenops.annual_return.inventory.entry import Activity, Entry
from greenops.annual_return.inventory.errors import FactorMissing
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import product


def purchased(activity: Activity, method: Method) -> Entry:
    """Heat or cooling x the factor of the supplier, else that of the edition; scope 2, facilities.

    Raises FactorMissing where there is neither: cooling and lake water have no default anywhere. Source: UNDP EMT asks
    for the supplier's own factor; DESNZ publishes one of the United Kingdom for heat and none for cooling.
    """
    supplier = supplier_factor(activity)
    if supplier is not None:
        return product(activity, supplier, scope=2, group="facilities")
    ref = method.factor_key(activity.stream, activity.detail)
    if ref is None:
        raise FactorMissing(
            "there is no default factor. "
            "Ask the supplier for the kg CO2e per kWh of the year and enter it with its source."
        )
    note = "The factor is a default of the edition, not the supplier's own."
    return product(activity, factors.per_unit(ref, activity.unit), scope=2, group="facilities", note=note)
