"""The grid of months: one site with all it consumes, or one kind of consumption at many sites."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from ems.models import Site
from greenops.annual_return.activity.hints import Hint, Row, hints_of
from greenops.annual_return.activity.quantities import cell_text, printed_quantity
from greenops.annual_return.activity.site_sizes import UNKNOWN_SIZE, SiteSize, open_months
from greenops.annual_return.activity.units import MICRO, offered_units
from greenops.annual_return.models import ActivityReading
from greenops.reference.activity import catalogue

MONTH_NUMBERS: Final = range(1, 13)
Method = ActivityReading.Method
# What a site is asked for when nothing was ever entered for it.
STARTERS: Final = (
    ("electricity_grid", "unspecified", "", ""),
    ("generator_fuel", "diesel", "", ""),
    ("stationary_fuel", "natural_gas", "", ""),
    ("vehicle_fuel", "diesel", "", ""),
    ("taxi", "", "", ""),
    ("waste", "mixed", "municipality", "unknown"),
    ("water", "municipal", "", ""),
)


@dataclass(frozen=True)
class RowKey:
    """site, meter: codes. What the readings of one row have in common."""

    site: str
    stream: str
    detail: str = ""
    channel: str = ""
    route: str = ""
    meter: str = ""

    def token(self) -> str:
        return json.dumps([self.site, self.stream, self.detail, self.channel, self.route, self.meter])

    @classmethod
    def of_token(cls, token: str) -> Self | None:
        """None for what is no row of the catalogue."""
        try:
            parts = json.loads(token)
        except ValueError:
            return None
        if not isinstance(parts, list) or len(parts) != 6 or not all(isinstance(part, str) for part in parts):
            return None
        key = cls(*parts)
        return key if key.is_known() else None

    @classmethod
    def of_reading(cls, reading: ActivityReading, site: str) -> Self:
        meter = reading.meter.code if reading.meter else ""
        return cls(site, reading.stream, reading.detail, reading.channel, reading.route, meter)

    def is_known(self) -> bool:
        stream = catalogue().streams.get(self.stream)
        if stream is None or (self.detail not in stream.details if stream.details else self.detail):
            return False
        if stream.code == "waste":
            return self.channel in catalogue().channels and self.route in catalogue().routes
        return not self.channel and not self.route

    def words(self) -> tuple[str, str]:
        """(what it is, told closer) for reading."""
        stream = catalogue().streams[self.stream]
        parts = [stream.details[self.detail].label] if self.detail else []
        parts += [catalogue().channels[self.channel], catalogue().routes[self.route]] if self.channel else []
        parts += [_("meter %s") % self.meter] if self.meter else []
        return stream.label, " · ".join(parts)

    def words_in_one(self) -> str:
        what, closer = self.words()
        return f"{what}: {closer}" if closer else what

    @property
    def unit(self) -> str:
        return catalogue().streams[self.stream].unit_of(self.detail)

    def position(self) -> tuple[Any, ...]:
        """Rows stand in the order of the catalogue."""
        streams = list(catalogue().streams)
        details = list(catalogue().streams[self.stream].details)
        detail = details.index(self.detail) if self.detail in details else -1
        return streams.index(self.stream), detail, self.channel, self.route, self.meter, self.site


@dataclass
class GridCell:
    """text: what stands in it. version: of the reading it came from. closed: why nothing can be entered."""

    month: int
    text: str = ""
    seen: str = ""
    version: str = ""
    closed: str = ""
    error: str = ""
    hint: Hint | None = None
    url_id: str = ""


@dataclass
class GridRow:
    """number: its place on the page. total, total_before: in the canonical unit, printed."""

    key: RowKey
    site: Site
    number: int
    unit: str
    units: Sequence[str]
    method: str
    is_yearly: bool
    cells: list[GridCell]
    total: str
    total_before: str
    hints: list[Hint] = field(default_factory=list)
    remarks: int = 0
    evidenced: int = 0
    readings: int = 0
    seen_unit: str = ""
    seen_method: str = ""
    error: str = ""

    @property
    def title(self) -> str:
        return self.key.words()[0]

    @property
    def subtitle(self) -> str:
        return self.key.words()[1]

    @property
    def seen(self) -> str:
        """What the page showed, so that a save changes only what the person changed, and not what others did since."""
        cells = [[cell.seen, cell.version] for cell in self.cells]
        return json.dumps([self.seen_unit or self.unit, self.seen_method or self.method, cells])


def usual_months(key: RowKey, held: range) -> tuple[int, int]:
    """(first month, number of months) that a cell stands for: one month, or what is counted once a year."""
    if catalogue().streams[key.stream].period == "year" and held:
        return held[0], len(held)
    return 1, 1


def by_key(readings: Iterable[ActivityReading], sites: Mapping[int, Site]) -> dict[RowKey, list[ActivityReading]]:
    rows: dict[RowKey, list[ActivityReading]] = defaultdict(list)
    for reading in readings:
        rows[RowKey.of_reading(reading, sites[reading.site_id].code)].append(reading)
    return rows


def readings_of(sites: Iterable[Site], year: int, **narrowed: Any) -> dict[RowKey, list[ActivityReading]]:
    """The readings of the year and of the year before, by row: one query."""
    held = {site.pk: site for site in sites}
    found = ActivityReading.objects.filter(site__in=held, year__in=(year - 1, year), **narrowed)
    return by_key(found.select_related("meter").order_by("month"), held)


def grid_row(
    key: RowKey,
    site: Site,
    year: int,
    today: date,
    readings: Iterable[ActivityReading],
    *,
    number: int = 0,
    size: SiteSize = UNKNOWN_SIZE,
    peers: Mapping[str, Sequence[float]] | None = None,
) -> GridRow:
    """One row from its readings of the year and of the year before."""
    readings = list(readings)
    now = [reading for reading in readings if reading.year == year]
    before = [reading for reading in readings if reading.year == year - 1]
    held = open_months(site, year, today)
    first, months = usual_months(key, held)
    is_yearly = catalogue().streams[key.stream].period == "year" and all(one.month == first for one in now)
    unit, method = _usual(now, before, key)
    cells = _cells(now, held, unit, method, (first, months) if is_yearly else (0, 1))
    due = [month for month in held if (year, month) < (today.year, today.month)]
    looked_at = Row(
        amounts=monthly(now),
        before=monthly(before),
        due=due,
        unit=key.unit,
        year=year,
        size=size,
        is_yearly=is_yearly,
        **(peers or {}),
    )
    row = GridRow(
        key=key,
        site=site,
        number=number,
        unit=unit,
        units=units_with(key, unit),
        method=method,
        is_yearly=is_yearly,
        cells=cells,
        total=_total(now, key.unit),
        total_before=_total(before, key.unit),
        remarks=sum(bool(one.note) for one in now),
        evidenced=sum(one.evidence_id is not None for one in now),
        readings=len(now),
    )
    row.hints = [hint for hint in hints_of(looked_at) if not hint.month or hint.month in {cell.month for cell in cells}]
    by_month = {hint.month: hint for hint in row.hints}
    for cell in cells:
        cell.hint = by_month.get(cell.month)
    return row


def units_with(key: RowKey, unit: str) -> tuple[str, ...]:
    offered = offered_units(key.stream, key.detail)
    return offered if unit in offered else (unit, *offered)


def _usual(now: list[ActivityReading], before: list[ActivityReading], key: RowKey) -> tuple[str, str]:
    """The unit and method that most readings have; of last year's where there are none yet."""
    units = Counter(one.unit for one in now or before)
    methods = Counter(one.method for one in now or before if now or one.method in (Method.METERED, Method.INVOICED))
    unit = units.most_common(1)[0][0] if units else key.unit
    return unit, methods.most_common(1)[0][0] if methods else Method.METERED.value


def _cells(now: list[ActivityReading], held: range, unit: str, method: str, yearly: tuple[int, int]) -> list[GridCell]:
    first, months = yearly
    by_month = {one.month: one for one in now}
    covered = {month for one in now for month in range(one.month + 1, one.month + one.months)}
    cells = []
    for month in [first] if first else MONTH_NUMBERS:
        cell = GridCell(month)
        if (reading := by_month.get(month)) is not None:
            cell.text = cell.seen = cell_text(
                reading.quantity.normalize() if reading.quantity else Decimal(0),
                unit=reading.unit if reading.unit != unit else "",
                months=reading.months,
                usual_months=months,
                method=reading.method if reading.method != method else "",
            )
            cell.version, cell.url_id = reading.entered_at.isoformat(), str(reading.public_id)
        elif month in covered and not first:
            cell.closed = _("covered by the reading before")
        elif month not in held:
            cell.closed = _("not held, or not begun")
        cells.append(cell)
    return cells


def monthly(readings: Iterable[ActivityReading]) -> dict[int, float]:
    """Month -> monthly mean in the canonical unit, of the months that are covered."""
    return {
        month: one.amount_micro / one.months / MICRO
        for one in readings
        for month in range(one.month, one.month + one.months)
    }


def _total(readings: list[ActivityReading], unit: str) -> str:
    return printed_total(sum(one.amount_micro for one in readings), unit) if readings else ""


def printed_total(amount_micro: int, unit: str) -> str:
    amount = Decimal(amount_micro) / MICRO
    return f"{printed_quantity(round(amount, 0 if amount >= 100 else 2))} {unit}"
