"""The date of each row: which column it is taken from, what kind of date it is, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from travel.imports import dates as reading
from travel.imports.asking import Asking
from travel.imports.chains import Chains
from travel.imports.dates import DateColumn, Order
from travel.imports.folding import fold_header
from travel.imports.rows import Mask, Rows
from travel.imports.verdicts import Verdicts
from travel.imports.wording import date_order_ask, year_ask

Days = npt.NDArray[np.datetime64]

_FIELDS = ("departure_date", "outbound_date", "trip_start", "trip_end", "arrival_date", "return_date",
           "issue_date", "invoice_date", "posting_date", "period")  # fmt: skip


@dataclass(eq=False)
class When:
    """By row: departed (NaT unless a departure date is given), counted_on with its basis, issued where told.

    sources: field -> its column of dates, with the order that was taken.
    """

    departed: Days
    counted_on: Days
    basis: npt.NDArray[np.object_]
    issued: Days
    sources: dict[str, DateColumn]

    def take_legs(self, chains: Chains) -> None:
        """Where cells or columns name the day of each leg, a row's date is that of its first."""
        if chains.back is not None:
            self._take_ways(chains, chains.back)
        if chains.day is None:
            return
        rows = np.flatnonzero(chains.count > 0)
        first = chains.day[chains.first[rows]]
        rows, first = rows[~np.isnat(first)], first[~np.isnat(first)]
        self.departed[rows], self.counted_on[rows] = first, first
        self.basis[rows] = "departure"

    def _take_ways(self, chains: Chains, back: Mask) -> None:
        """The way back has a date of its own; where that is missing, its day of flight is not known."""
        out = self.sources.get("outbound_date")
        day = np.full(len(chains.row), np.datetime64("NaT", "D")) if out is None else out.days[chains.row]
        returned = self.sources.get("return_date")
        later = np.full(len(chains.row), np.datetime64("NaT", "D")) if returned is None else returned.days[chains.row]
        chains.day = np.where(back, later, day)

    def leg_days(self, chains: Chains) -> tuple[Days, Days]:
        """By leg: departed (known for the first leg of a row, or where the cell names it), and counted on."""
        counted = self.counted_on[chains.row]
        departed = np.where(chains.sequence == 1, self.departed[chains.row], np.datetime64("NaT", "D"))
        if chains.day is not None:
            named = ~np.isnat(chains.day)
            counted = np.where(named, chains.day, counted)
            if chains.inferred is not None:
                # The end of a trip is no day of departure.
                named &= ~chains.inferred
            departed = np.where(named, chains.day, departed)
        return departed, counted


def read_when(rows: Rows, counts: Mask, asking: Asking) -> When:
    """The dates of all rows; counts are the rows that may decide the order of day and month."""
    present = [field for field in _FIELDS if rows.has(field)]
    parts = {field: reading.split(rows.column(field)) for field in present}
    if not rows.decided.orders:
        rows.decided.orders = _orders(rows, present, parts, counts)
    orders = {
        field: replace(order, answered=asking.answer(_order_key(rows, field), ("day", "month")))
        for field, order in rows.decided.orders.items()
    }
    nothing = np.broadcast_to(np.datetime64("NaT", "D"), rows.size)
    issued = nothing
    sources: dict[str, DateColumn] = {}
    for field in ("issue_date", "invoice_date", "posting_date"):
        if field in present:
            sources[field] = reading.read_dates(rows.column(field), parts[field], orders[field])
            issued = np.where(np.isnat(issued), sources[field].days, issued)
    for field in present:
        if field not in sources:
            sources[field] = reading.read_dates(rows.column(field), parts[field], orders[field], issued)
            _answer_years(rows, asking, field, parts[field], sources[field])
    counted, basis = nothing.copy(), np.full(rows.size, "", dtype=object)
    for field, kind in rows.profile.dates:
        if field not in sources:
            continue
        source = sources[field]
        # A date that is there and cannot be read stops the search: the row must not fall back on a worse one.
        taken = (basis == "") & (source.state != reading.EMPTY)
        counted[taken] = source.days[taken]
        basis[taken] = kind
        basis[taken & (source.state == reading.PERIOD)] = "period"
    departed = np.where(basis == "departure", counted, np.datetime64("NaT", "D"))
    if rows.decided.years is None:
        rows.decided.years = _years(counted)
    return When(departed, counted, basis, issued, sources)


def _orders(rows: Rows, present: Sequence[str], parts: Mapping[str, Any], counts: Mask) -> dict[str, Order]:
    own = {field: reading.weigh(rows.column(field), parts[field], counts) for field in present}
    return {
        field: reading.settle(
            own[field], [own[other] for other in present if other != field],
            rows.profile.date_order, rows.profile.date_order_binding,
        )
        for field in present
    }  # fmt: skip


def _order_key(rows: Rows, field: str) -> str:
    return f"date_order:{fold_header(rows.header(field))}"


def _answer_years(rows: Rows, asking: Asking, field: str, parts: Sequence[Any], source: DateColumn) -> None:
    """Dates without year in the year that was answered for their row."""
    if not asking.has("year:"):
        return
    column = rows.column(field)
    for row in np.flatnonzero(source.state == reading.NO_YEAR).tolist():
        part = parts[int(column.codes[row])]
        key = f"year:{asking.digest(row)}"
        year = asking.answer(key, lambda value, part=part: _in_year(part, value) is not None)  # type: ignore[misc]
        if year:
            source.days[row], source.state[row] = _in_year(part, year), reading.OK
            asking.use(row, key, f"the year is {year}")


def _in_year(part: Any, year: str) -> np.datetime64 | None:
    return reading.in_year(part, int(year)) if year.isascii() and year.isdigit() else None


def enter_dates(rows: Rows, verdicts: Verdicts, when: When) -> None:
    """Verdicts of rows whose date is missing, open or no date at all."""
    chosen = np.full(rows.size, "", dtype=object)
    for field, _ in rows.profile.dates:
        if field in when.sources:
            source = when.sources[field]
            taken = (chosen == "") & (source.state != reading.EMPTY)
            chosen[taken] = field
            _enter(rows, verdicts, field, when, taken)
    missing = (chosen == "") & np.isnat(when.counted_on)
    names = [field for field, _ in rows.profile.dates if rows.has(field)]
    verdicts.enter(missing, "missing_date", column=rows.header(*(names or ["departure_date"])))


def enter_return_dates(rows: Rows, verdicts: Verdicts, when: When, chains: Chains) -> None:
    """Verdicts of rows with a way back whose date cannot be read."""
    if chains.back is not None and "return_date" in when.sources:
        leads_back = np.bincount(chains.row[chains.back], minlength=rows.size) > 0
        _enter(rows, verdicts, "return_date", when, leads_back)
        # A date that is not known is neither before nor after.
        early = when.sources["return_date"].days < when.departed
        chains.back_early.update(np.flatnonzero(leads_back & early).tolist())


def _unsettled(order: Order) -> str:
    """Why the order of day and month is open: no value settles it, or values say both."""
    if order.day_proofs and order.month_proofs:
        return (
            f"the column holds both: {order.day_proofs} other values can only have the day first, "
            f"{order.month_proofs} only the month"
        )
    return "nothing in the file settles it"


def _years(counted_on: Days) -> list[int]:
    """The years of the file's dates, the one that most of them have first."""
    known = counted_on[~np.isnat(counted_on)]
    found, times = np.unique(known.astype("datetime64[Y]").astype(np.int64) + 1970, return_counts=True)
    return [int(found[place]) for place in np.argsort(-times, kind="stable")[:3]]


def _enter(rows: Rows, verdicts: Verdicts, field: str, when: When, taken: Mask) -> None:
    source = when.sources[field]
    column, values = rows.header(field), rows.column(field)
    verdicts.enter(taken & (source.state == reading.BAD), "bad_date", column=column, values=values)
    key, unordered = _order_key(rows, field), source.state == reading.OPEN
    for row in np.flatnonzero(source.answered & verdicts.undecided).tolist():
        told = f"{column} has the {source.order.answered} first" if taken[row] else ""
        verdicts.asking.use(row, key, told)
    verdicts.enter(
        taken & unordered, "date_order", column=column, values=values, parts={"detail": _unsettled(source.order)},
        ask=lambda row: verdicts.asking.once(key, lambda: date_order_ask(
            key, column, verdicts.quoted(values[row]), np.flatnonzero(unordered).tolist()
        )),
    )  # fmt: skip
    verdicts.enter(
        taken & (source.state == reading.NO_YEAR), "date_without_year", column=column, values=values,
        ask=lambda row: year_ask(
            f"year:{verdicts.asking.digest(row)}", rows.where(row), verdicts.quoted(values[row]),
            rows.decided.years or [],
        ),
    )  # fmt: skip
    order = source.order.first or ""
    verdicts.enter(
        taken & (source.state == reading.NOT_IN_ORDER), "date_against_order",
        column=column, values=values, parts={"order": order},
    )  # fmt: skip
