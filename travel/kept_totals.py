"""Upkeep of the totals: what a batch adds or takes away, applied inside the transaction that changes its legs."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pandas as pd
from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from travel.bulk import add_to_cells, insert
from travel.emissions.quality import RESTS_ON_ESTIMATE, Quality
from travel.models import Estimate, ImportBatch, Leg, RouteTotal, TravellerCount, TravelTotal
from travel.models.calendar import MonthOf, YearOf

SUMS = (
    "legs",
    "passenger_legs",
    "distance_m",
    "ttw_mg",
    "wtt_mg",
    "non_co2_mg",
    "total_mg",
    "low_mg",
    "high_mg",
    "estimated_mg",
    "official_mg",
)
CUBES = (TravelTotal, RouteTotal)
LEG_COLUMNS = [
    *("year", "month", "unit", "cabin", "haul", "traveller_category", "payer", "origin", "destination"),
    *("passengers", "distance_m"),
]
BLOCK_ROWS = 20_000
# Who stands behind a leg: the traveller, or where nobody is known the booking as one person.
PERSON = Coalesce(F("booking__traveller_id"), 0 - F("booking_id"), output_field=BigIntegerField())
DIMENSIONS = ("month", "unit", "cabin", "haul", "traveller_category")


class Addition:
    """What new legs add, gathered block by block and written at the end."""

    def __init__(self) -> None:
        self._cells: dict[type[Any], pd.DataFrame] = {}
        self._years: set[int] = set()

    def add(self, legs: pd.DataFrame, estimates: pd.DataFrame) -> None:
        """Take some legs and their estimates.

        legs: index 0..n-1; year, month, unit (0 for none), cabin, haul, traveller_category, payer, origin,
        destination, passengers, distance_m. estimates: as travel.estimation gives them, leg pointing into the index.
        """
        joined = estimates.merge(legs[LEG_COLUMNS], left_on="leg", right_index=True, how="left")
        joined["legs"] = 1
        joined["passenger_legs"] = joined["passengers"]
        joined["distance_m"] = joined["distance_m"] * joined["passengers"]
        rests = (joined["quality"] & int(RESTS_ON_ESTIMATE)) != 0
        joined["estimated_mg"] = joined["total_mg"].where(rests, 0)
        joined["official_mg"] = joined["total_mg"].where((joined["quality"] & int(Quality.OFFICIAL)) != 0, 0)
        for name in ("wtt_mg", "non_co2_mg"):
            joined[name] = pd.to_numeric(joined[name]).fillna(0).astype("int64")
        for model in CUBES:
            before = [self._cells[model]] if model in self._cells else []
            self._cells[model] = _added_up(model, pd.concat([*before, _added_up(model, joined)]))
        self._years.update(int(year) for year in legs["year"].unique())

    def apply(self) -> None:
        for model, cells in self._cells.items():
            add_to_cells(model, model.KEYS, SUMS, zip(*(cells[c].tolist() for c in cells.columns), strict=True))
        recount_travellers(self._years)


def _added_up(model: type[Any], cells: pd.DataFrame) -> pd.DataFrame:
    return cells.groupby(list(model.KEYS), observed=True, sort=False)[list(SUMS)].sum().reset_index()


def take_away(batch: ImportBatch) -> set[int]:
    """Take a batch's legs out of the totals, before they are deleted. Returns the years touched."""
    mine = Estimate.objects.filter(leg__batch=batch)
    for model in CUBES:
        rows = [
            (*row[: len(model.KEYS)], *(-value for value in row[len(model.KEYS) :])) for row in plain_sums(model, mine)
        ]
        add_to_cells(model, model.KEYS, SUMS, rows)
        model.objects.filter(legs=0).delete()
    return set(batch.legs.annotate(year=YearOf("counted_on")).values_list("year", flat=True).distinct())


@contextmanager
def moving(estimates: QuerySet[Estimate]) -> Iterator[None]:
    """What happens within changes legs behind these estimates; the totals move by the exact difference.

    estimates: asked before and after, so it must find the same ones both times. Travellers are not counted again.
    """
    before = {model: list(plain_sums(model, estimates.all())) for model in CUBES}
    yield
    for model, cells in before.items():
        keys = len(model.KEYS)
        gone = [(*cell[:keys], *(-value for value in cell[keys:])) for cell in cells]
        add_to_cells(model, model.KEYS, SUMS, gone)
        add_to_cells(model, model.KEYS, SUMS, plain_sums(model, estimates.all()))
        model.objects.filter(legs=0).delete()


def rebuild(years: Collection[int]) -> None:
    """Make the totals of these years anew from the estimates."""
    for model in CUBES:
        model.objects.filter(year__in=years).delete()
        add_to_cells(
            model, model.KEYS, SUMS, plain_sums(model, Estimate.objects.filter(leg__counted_on__year__in=years))
        )
    recount_travellers(years)


def plain_sums(model: type[Any], estimates: QuerySet[Estimate]) -> Iterable[tuple[Any, ...]]:
    """The cells of a cube as a plain GROUP BY over the estimates of legs in force: keys, then sums."""
    keys = {
        "year": YearOf("leg__counted_on"),
        "month": MonthOf("leg__counted_on"),
        "unit": Coalesce(F("leg__unit_id"), Value(0), output_field=BigIntegerField()),
        **{
            name: F(f"leg__{name}")
            for name in ("cabin", "haul", "traveller_category", "payer", "origin", "destination")
        },
    }
    in_force = estimates.filter(leg__taken_back_by__isnull=True)
    grouped = in_force.order_by().annotate(**{f"key_{k}": keys[k] for k in model.KEYS if k != "method"})
    names = ["method" if k == "method" else f"key_{k}" for k in model.KEYS]
    rests = F("quality").bitand(int(RESTS_ON_ESTIMATE))
    official = F("quality").bitand(int(Quality.OFFICIAL))
    zero = Value(0, output_field=BigIntegerField())
    return (
        grouped.annotate(rests=rests, official=official)
        .values(*names)
        .annotate(
            sum_legs=Count("id"),
            sum_passenger_legs=Sum("leg__passengers"),
            sum_distance_m=Sum(F("leg__distance_m") * F("leg__passengers"), output_field=BigIntegerField()),
            sum_ttw_mg=Sum("ttw_mg"),
            sum_wtt_mg=Coalesce(Sum("wtt_mg"), zero),
            sum_non_co2_mg=Coalesce(Sum("non_co2_mg"), zero),
            sum_total_mg=Sum("total_mg"),
            sum_low_mg=Sum("low_mg"),
            sum_high_mg=Sum("high_mg"),
            sum_estimated_mg=Sum(
                Case(When(~Q(rests=0), then=F("total_mg")), default=zero, output_field=BigIntegerField())
            ),
            sum_official_mg=Sum(
                Case(When(~Q(official=0), then=F("total_mg")), default=zero, output_field=BigIntegerField())
            ),
        )
        .values_list(*names, *(f"sum_{name}" for name in SUMS))
    )


def recount_travellers(years: Collection[int]) -> None:
    """Count again how many different people stand behind each cell of the breakdowns of these years.

    A leg of nobody known counts its booking as one person.
    """
    TravellerCount.objects.filter(year__in=years).delete()
    for year in sorted(years):
        cells, people = _people_of(year)
        for place, dimension in enumerate(("all", *DIMENSIONS)):
            # Each cell as the number of its key in this dimension, with its payer.
            keys = [("" if dimension == "all" else str(cell[place - 1]), str(cell[-1])) for cell in cells]
            numbers, distinct = pd.factorize(pd.Series(keys, dtype=object))
            of = pd.DataFrame({"key": numbers[people["cell"]], "person": people["person"]}).drop_duplicates()
            counts = of["key"].value_counts()
            insert(
                TravellerCount,
                ("year", "dimension", "key", "payer", "travellers"),
                [(year, dimension, *distinct[number], int(count)) for number, count in counts.items()],
            )


def _people_of(year: int) -> tuple[list[tuple[Any, ...]], pd.DataFrame]:
    """The cells (DIMENSIONS and payer) in which somebody travelled, and who: columns cell and person, each pair once.

    Fetched in blocks and kept as numbers, so that a large year fits into memory.
    """
    cells: dict[tuple[Any, ...], int] = {}
    people = pd.DataFrame({"cell": pd.Series(dtype="int64"), "person": pd.Series(dtype="int64")})
    legs = (
        Leg.objects.order_by()
        .filter(counted_on__year=year)
        .values_list(
            MonthOf("counted_on"),
            Coalesce(F("unit_id"), Value(0), output_field=BigIntegerField()),
            "cabin",
            "haul",
            "traveller_category",
            "payer",
            PERSON,
        )
    )
    rows = legs.iterator(chunk_size=BLOCK_ROWS)
    while block := list(islice(rows, BLOCK_ROWS)):
        found = {
            "cell": [cells.setdefault(row[:-1], len(cells)) for row in block],
            "person": [row[-1] for row in block],
        }
        people = pd.concat([people, pd.DataFrame(found, dtype="int64").drop_duplicates()]).drop_duplicates()
    return list(cells), people
