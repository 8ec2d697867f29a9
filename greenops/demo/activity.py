"""What the demonstration's sites consumed, 2023 until September 2026: all of it invented, and the same every time.

A shared building's readings are those of all of it; its terms say which part is the organization's.
"""

import random
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.db import transaction

from greenops.accounts.models import User
from greenops.annual_return.activity.parts import save_part
from greenops.annual_return.activity.reading_checks import Given
from greenops.annual_return.activity.readings import save_readings
from greenops.annual_return.models import ActivityReading, Offset, SupplierFactor
from greenops.demo.papers import make_papers
from greenops.reference.activity import catalogue

YEARS: Final = (2023, 2024, 2025, 2026)
LAST_YEAR, LAST_MONTH = 2026, 9
INVENTED: Final = "Invented for the demonstration; no supplier published it."
SUPPLIER: Final = "Lake Water Cooling Cooperative"

# Parts of a year by month, in thousandths.
SHAPES: Final = {
    "flat": (85, 77, 85, 82, 85, 82, 85, 85, 82, 85, 82, 85),
    "winter": (178, 152, 124, 79, 32, 10, 6, 6, 22, 77, 136, 178),
    "summer": (8, 8, 20, 45, 90, 160, 220, 210, 135, 70, 24, 10),
    "sun": (32, 46, 80, 105, 124, 134, 138, 122, 92, 62, 38, 27),
}
METERED, INVOICED, ESTIMATED, PROXY = "metered", "invoiced", "estimated", "proxy"


@dataclass(frozen=True)
class Stream:
    """yearly: the quantity of 2023, in unit; it falls by 2 per cent a year where falls."""

    site: str
    stream: str
    detail: str
    unit: str
    yearly: float
    shape: str = "flat"
    method: str = INVOICED
    channel: str = ""
    route: str = ""
    supplier: str | None = None
    note: str | None = None
    falls: bool = True


def _waste(site: str, kinds: dict[str, tuple[float, str, str]], method: str) -> tuple[Stream, ...]:
    return tuple(
        Stream(site, "waste", kind, "t", tonnes, "flat", method, channel, route)
        for kind, (tonnes, channel, route) in kinds.items()
    )


STREAMS: Final = (
    Stream("GVA", "electricity_grid", "renewable_contract", "kWh", 2_180_000, method=METERED),
    Stream("GVA", "electricity_grid", "standard", "kWh", 410_000, method=METERED),
    Stream("GVA", "electricity_certified", "go", "MWh", 2_180, falls=False),
    Stream("GVA", "electricity_onsite_generated", "solar", "kWh", 96_000, "sun", METERED, falls=False),
    Stream("GVA", "electricity_onsite_used", "solar", "kWh", 88_000, "sun", METERED, falls=False),
    Stream("GVA", "electricity_onsite_exported", "solar", "kWh", 8_000, "sun", METERED, falls=False),
    Stream("GVA", "electricity_data_centre", "", "kWh", 262_000, method=METERED),
    Stream("GVA", "stationary_fuel", "natural_gas", "MWh(gross)", 1_940, "winter"),
    Stream("GVA", "district_cooling", "", "MWh", 640, "summer", METERED, supplier=SUPPLIER),
    Stream("GVA", "generator_fuel", "diesel", "l", 1_250, method=ESTIMATED, note="From the hours of monthly tests."),
    Stream("GVA", "vehicle_fuel", "diesel", "l", 3_600),
    Stream("GVA", "vehicle_fuel", "petrol", "l", 1_950),
    Stream("GVA", "vehicle_charging", "", "kWh", 4_300),
    Stream("GVA", "train", "switzerland", "passenger_km", 610_000),
    Stream("GVA", "train", "france", "passenger_km", 540_000),
    Stream("GVA", "taxi", "", "km", 38_400),
    Stream("GVA", "hire_car_distance", "car_unknown", "km", 22_100),
    Stream("GVA", "private_car", "car_unknown", "km", 9_400),
    Stream("GVA", "water", "municipal", "m3", 6_300, method=METERED),
    Stream(
        "GVA", "waste_water", "sewer", "m3", 6_000, method=ESTIMATED, note="Water used, less what waters the garden."
    ),
    *_waste(
        "GVA",
        {
            "paper": (14.2, "municipality", "recycling"),
            "cardboard": (6.1, "municipality", "recycling"),
            "glass": (2.4, "municipality", "recycling"),
            "plastics": (1.9, "private_contractor", "recycling"),
            "organic": (11.5, "private_contractor", "composting"),
            "e_waste": (3.2, "take_back", "recycling"),
            "mixed": (28.6, "municipality", "energy_recovery"),
        },
        METERED,
    ),
    Stream("GVA", "commuting", "car", "passenger_km", 1_450_000, method=ESTIMATED, note="From the survey of 2023."),
    Stream("GVA", "commuting", "train", "passenger_km", 2_100_000, method=ESTIMATED, note="From the survey of 2023."),
    Stream("GVA", "paper", "", "kg", 9_200),
    Stream("GVA", "ict_devices", "laptop", "piece", 205, falls=False),
    Stream("GVA", "tenders", "", "piece", 64, falls=False),
    Stream("GVA", "tenders_sustainable", "", "piece", 38, falls=False),
    Stream("GVA", "devices_bought", "", "piece", 310, falls=False),
    Stream("GVA", "devices_ecolabel", "", "piece", 291, falls=False),
    Stream("GVA", "persons_trained", "", "person", 184, falls=False),
    # Nairobi: the whole compound, of which the organization is a small part.
    Stream("NBO", "electricity_grid", "standard", "MWh", 9_150),
    Stream("NBO", "electricity_onsite_used", "solar", "MWh", 1_020, "sun", METERED, falls=False),
    Stream("NBO", "generator_fuel", "diesel", "l", 84_000),
    Stream("NBO", "vehicle_fuel", "diesel", "l", 6_800),
    Stream("NBO", "taxi", "", "km", 21_300, method=ESTIMATED, note="From what was paid for taxis."),
    Stream("NBO", "taxi_round_trips", "", "round_trip", 260),
    Stream("NBO", "water", "municipal", "m3", 92_000, method=METERED),
    Stream("NBO", "water", "ground_water", "m3", 31_000, method=METERED),
    *_waste(
        "NBO",
        {
            "paper": (58, "private_contractor", "recycling"),
            "organic": (120, "un_managed", "composting"),
            "mixed": (290, "private_contractor", "landfill"),
        },
        ESTIMATED,
    ),
    # Bangkok: the building that it shares.
    Stream("BKK", "electricity_grid", "standard", "kWh", 618_000, method=METERED),
    Stream("BKK", "generator_fuel", "diesel", "l", 900),
    Stream("BKK", "vehicle_fuel", "petrol", "l", 2_400),
    Stream("BKK", "taxi", "", "km", 16_700),
    Stream("BKK", "water", "municipal", "m3", 5_700),
    *_waste("BKK", {"mixed": (24, "municipality", "landfill"), "plastics": (3.5, "sold", "recycling")}, ESTIMATED),
    # Panama City: the host's building.
    Stream("PTY", "electricity_grid", "standard", "kWh", 1_140_000),
    Stream("PTY", "generator_fuel", "diesel", "US_gal", 1_100),
    Stream("PTY", "vehicle_fuel", "petrol", "US_gal", 510),
    Stream("PTY", "taxi", "", "km", 12_900),
    Stream("PTY", "water", "municipal", "m3", 8_900),
    *_waste("PTY", {"mixed": (41, "municipality", "landfill")}, PROXY),
)

# What somebody still has to look at or to bring in: (site, stream, month) of 2026.
GAPS: Final = frozenset(
    {("BKK", "electricity_grid", 7), ("NBO", "water", 8), ("NBO", "water", 9), ("GVA", "vehicle_fuel", 9)}
    | {("PTY", stream, month) for stream in ("electricity_grid", "water", "waste") for month in (7, 8, 9)}
)
OUTLIER: Final = ("GVA", "water", 2026, 6)  # a pipe that nobody has found yet
COPIED: Final = ("PTY", "water", 2024)  # a year for which the host sent nothing


@transaction.atomic
def make_activity() -> None:
    """Readings of all years with their papers, the supplier's factor and two offsets; unless there are readings."""
    if ActivityReading.objects.exists():
        return
    focal = User.objects.get(username="focal")
    for year in YEARS:
        factor = SupplierFactor(
            supplier=SUPPLIER,
            product=SupplierFactor.Product.COOLING,
            name="Cooling from the lake",
            year=year,
            kg_co2e_per_kwh=Decimal("0.0120"),
            renewable_percent=Decimal(96),
            fuel_mix="Pumps on hydro power.",
            source=INVENTED,
        )
        save_part(by=focal, part=factor)
    papers = make_papers()
    for site in ("GVA", "NBO", "BKK", "PTY"):
        for year in YEARS:
            givens = [
                replace(given, evidence=papers.get((site, one.stream, year)))
                for one in STREAMS
                if one.site == site
                for given in readings_of(one, year)
            ]
            made = save_readings(by=focal, givens=givens)
            if made.problems:
                line, problem = made.problems[0]
                raise ValueError(f"{givens[line]}: {problem.sentence}")
    for year, tonnes, project in ((2023, 2400, "Cook stoves in villages"), (2024, 2150, "Wind park on a coast")):
        offset = Offset(
            year=year,
            tonnes=Decimal(tonnes),
            instrument="CER",
            project=f"{project} (invented)",
            vintage=year - 3,
            serials="DEMO-0001 to DEMO-" + str(tonnes),
            price=Decimal(tonnes) * 3,
            currency="USD",
        )
        save_part(by=focal, part=offset)


def readings_of(one: Stream, year: int) -> list[Given]:
    """The readings of a year: by month, or one of the whole year for what is counted once a year."""
    quantity = one.yearly * (0.98 ** (year - YEARS[0]) if one.falls else 1)
    months = 12 if year < LAST_YEAR else LAST_MONTH
    if catalogue().stream(one.stream).period == "year":
        return [_given(one, year, 1, months, quantity * months / 12)]
    return [
        _given(one, year, month, 1, quantity * SHAPES[one.shape][month - 1] / sum(SHAPES[one.shape]))
        for month in range(1, months + 1)
        if year < LAST_YEAR or (one.site, one.stream, month) not in GAPS
    ]


def _given(one: Stream, year: int, month: int, months: int, quantity: float) -> Given:
    chance = random.Random(f"{one.site} {one.stream} {one.detail} {year} {month}")  # noqa: S311
    is_counted = one.unit in ("piece", "person", "round_trip")
    varied = quantity * (1 + chance.uniform(-0.04, 0.04))
    if (one.site, one.stream, year, month) == OUTLIER:
        varied *= 3.4
    is_copied = (one.site, one.stream, year) == COPIED
    digits = 0 if is_counted or varied >= 100 else 1 if varied >= 10 else 3
    return Given(
        site=one.site,
        stream=one.stream,
        detail=one.detail,
        year=year,
        month=month,
        months=months,
        quantity=f"{varied:.{digits}f}",
        unit=one.unit,
        method="copied" if is_copied else one.method,
        channel=one.channel,
        route=one.route,
        supplier=one.supplier,
        note="Copied from 2023: the host sent no bills." if is_copied else one.note,
    )
