"""Travel by land and sea on duty that others carry: scope 3, other travel (R19, R20)."""

from dataclasses import replace

from greenops.annual_return.inventory import vehicles
from greenops.annual_return.inventory.entry import Activity, Entry
from greenops.annual_return.inventory.equations import amount_words, number
from greenops.annual_return.inventory.fuels import factor_of
from greenops.annual_return.inventory.method import Method
from greenops.annual_return.inventory.products import product


def travelled(activity: Activity, method: Method) -> Entry:
    """R19: passenger-km or km x factor: train, bus, coach, ferry, taxi, hire car, private car on duty.

    Source: UNDP EMT (train 0.1152 kg/km), mobitool second hand (Switzerland and France far lower), DESNZ.
    """
    rules = ("R19",) if activity.stream == "train" else ()
    return product(activity, factor_of(activity, method), scope=3, group="other_travel", rules=rules)


def hire_car_fuel(activity: Activity, method: Method) -> Entry:
    """R13: fuel bought for hire cars, scope 3."""
    return vehicles.burnt(activity, method, scope=3)


def taxi_kg(round_trips: float, transfers: float, km: float, kg_per_km: float) -> float:
    """R20: kg CO2e of transfers that nobody recorded. Source: UNDP EMT, 4 transfers of 20 km at 0.147 kg/km."""
    return round_trips * transfers * km * kg_per_km


def taxi_default(activity: Activity, method: Method) -> Entry:
    """R20: round trips with the transfers and km of the method; an estimate, whatever the trips were counted by."""
    per_km = factor_of(replace(activity, stream="taxi", unit="km"), method)
    co2e = taxi_kg(activity.counted, method.taxi_transfers, method.taxi_km, per_km.value)
    transfers = f"{number(method.taxi_transfers)} transfers × {number(method.taxi_km)} km"
    factor = f"{number(per_km.value)} {per_km.unit}"
    entry = product(activity, per_km, scope=3, group="other_travel", rules=("R20",))
    return replace(
        entry,
        co2e=co2e,
        equation=f"{amount_words(activity)} × {transfers} × {factor} = {number(co2e)} kg CO2e",
        is_estimate=True,
        note="The transfers were not recorded: the default number and distance of the edition.",
    )
