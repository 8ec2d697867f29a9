"""Outliers and gaps in a row of months: pointed out as they are typed, never in the way of saving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from django.utils.dates import MONTHS
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from greenops.annual_return.activity.quantities import printed_quantity
from greenops.annual_return.activity.site_sizes import SiteSize

APART: Final = 2.0  # times more or less than the same month of last year
FAR_APART: Final = 20.0  # then it is rather the unit or the decimal point
PEERS_APART: Final = 4.0
FEWEST_PEERS: Final = 3


@dataclass(frozen=True)
class Hint:
    """month: 0 for the whole row. code: outlier, slip, gap, peers or silent."""

    month: int
    code: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """What is looked at. amounts: month -> monthly mean in the canonical unit, for the months that are covered.

    before: the same of the year before. due: the months for which a reading is due by now. peers: monthly means per m2
    and per person of other sites, of the same stream and detail.
    """

    amounts: Mapping[int, float]
    before: Mapping[int, float]
    due: Sequence[int]
    unit: str
    year: int
    size: SiteSize = SiteSize()
    peers_per_m2: Sequence[float] = ()
    peers_per_person: Sequence[float] = ()
    is_yearly: bool = False


def hints_of(row: Row) -> list[Hint]:
    """What a person would want to look at again, month by month, then of the whole row."""
    found = [hint for month in sorted(row.amounts) if (hint := _against_last_year(row, month)) is not None]
    return found + _gaps(row) + _against_peers(row)


def _against_last_year(row: Row, month: int) -> Hint | None:
    now, then = row.amounts[month], row.before.get(month)
    if not then or (not now and not then):
        return None
    told = {
        "now": _amount(now, row.unit),
        "then": _amount(then, row.unit),
        "when": _("a month of %(year)s") % {"year": row.year - 1} if row.is_yearly else month_of(month, row.year - 1),
        "times": _times(max(now, then) / min(now, then)) if now else "",
    }
    if not now:
        return Hint(month, "outlier", _("Nothing, where %(when)s had %(then)s.") % told)
    if max(now, then) / min(now, then) >= FAR_APART:
        words = _("%(now)s against %(then)s in %(when)s: is it the unit or the decimal point?")
        return Hint(month, "slip", words % told)
    if now / then > APART:
        return Hint(month, "outlier", _("%(times)s times as much as in %(when)s (%(then)s).") % told)
    if then / now > APART:
        return Hint(month, "outlier", _("%(times)s times less than in %(when)s (%(then)s).") % told)
    return None


def _gaps(row: Row) -> list[Hint]:
    if not row.amounts:
        return [Hint(0, "silent", _("Nothing yet, where %(year)s has readings.") % {"year": row.year - 1})] if (
            row.before and row.due
        ) else []  # fmt: skip
    missing = [month for month in row.due if month not in row.amounts]
    if row.is_yearly or not missing:
        return []
    names = ", ".join(str(MONTHS[month]) for month in missing)
    return [Hint(0, "gap", _("Missing: %(months)s.") % {"months": names})]


def _against_peers(row: Row) -> list[Hint]:
    if not row.amounts:
        return []
    mean = sum(row.amounts.values()) / len(row.amounts)
    sides = (
        (row.size.area_m2, row.peers_per_m2, _("m²")),
        (row.size.persons, row.peers_per_person, _("person")),
    )
    for number, peers, word in sides:
        if not number or len(peers) < FEWEST_PEERS or not (usual := median(peers)):
            continue
        own = mean / number
        if own > usual * PEERS_APART or own < usual / PEERS_APART:
            told = {"own": _amount(own, row.unit), "usual": _amount(usual, row.unit), "word": word}
            words = _("%(own)s a month for each %(word)s; half of the other sites have less than %(usual)s.")
            few = _("%(own)s a month for each %(word)s; half of the other sites have more than %(usual)s.")
            return [Hint(0, "peers", (words if own > usual else few) % told)]
    return []


def month_of(month: int, year: int) -> str:
    return str(format_lazy("{} {}", MONTHS[month], str(year)))


def _amount(value: float, unit: str) -> str:
    """Three figures that mean something."""
    rounded = Decimal(f"{value:.3g}") if abs(value) < 1000 else Decimal(round(value))
    return f"{printed_quantity(rounded)} {unit}"


def _times(ratio: float) -> str:
    return f"{ratio:.1f}"
