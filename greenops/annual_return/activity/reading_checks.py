"""What is checked of a reading before it is kept, whether it was typed, pasted or came in a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ems.models import EvidenceFile, Meter, Site
from greenops.annual_return.activity.limits import absurd_because
from greenops.annual_return.activity.quantities import QuantityRefused, parse_quantity
from greenops.annual_return.activity.site_sizes import UNKNOWN_SIZE, SiteSize, open_months, site_sizes, sites_for
from greenops.annual_return.activity.units import UnitRefused, offered_units, to_canonical, written_unit
from greenops.annual_return.cycle.closing import closed_years
from greenops.annual_return.models import ActivityReading, SupplierFactor
from greenops.annual_return.permissions import ReturnPermission
from greenops.reference.activity import Stream, catalogue
from greenops.reference.schema import ReferenceDataError

FIRST_YEAR = 2000
PRODUCT_OF_STREAM = {
    "electricity_grid": SupplierFactor.Product.ELECTRICITY,
    "district_heat": SupplierFactor.Product.HEAT,
    "district_cooling": SupplierFactor.Product.COOLING,
}


@dataclass(frozen=True)
class Given:
    """A reading as somebody gave it. quantity: as text or a number. None: what is kept stays as it is.

    site, meter: codes. supplier: its name, or `name / product`. evidence: the SHA-256, its first 8 letters or more,
    or the name of the file.
    """

    site: str
    stream: str
    detail: str
    year: int
    month: int
    quantity: str | Decimal
    unit: str
    method: str
    months: int = 1
    channel: str = ""
    route: str = ""
    meter: str = ""
    supplier: str | None = None
    evidence: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Problem:
    """column: of the file or field of the form. sentence: what is wrong and what to do."""

    column: str
    value: str
    sentence: str


class Wrong(ValueError):
    """One value of a reading cannot be taken."""

    def __init__(self, column: str, value: Any, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(column, str(value)[:80], sentence)


@dataclass
class Ground:
    """What readings are checked against, loaded once for any number of them. allowed: keys of sites; None for all."""

    today: date
    sites: Mapping[str, Site]
    allowed: frozenset[int] | None
    meters: Mapping[tuple[int, str], Meter]
    suppliers: list[SupplierFactor]
    closed: Mapping[int, str]
    sizes: dict[int, Mapping[int, SiteSize]] = field(default_factory=dict)
    evidence: list[EvidenceFile] | None = None

    def size(self, site: Site, year: int) -> SiteSize:
        if year not in self.sizes:
            self.sizes[year] = site_sizes(year)
        return self.sizes[year].get(site.pk, UNKNOWN_SIZE)

    def evidence_files(self) -> list[EvidenceFile]:
        if self.evidence is None:
            self.evidence = list(EvidenceFile.objects.all())
        return self.evidence


def ground_of(user: Any) -> Ground:
    """user: None for the command line, which may write for all sites."""
    allowed = None
    if user is not None and not user.unit_scope(ReturnPermission.EDIT_ACTIVITY).everywhere:
        allowed = frozenset(sites_for(user, ReturnPermission.EDIT_ACTIVITY).values_list("pk", flat=True))
    return Ground(
        today=timezone.localdate(),
        sites={site.code.casefold(): site for site in Site.objects.all()},
        allowed=allowed,
        meters={(meter.site_id, meter.code.casefold()): meter for meter in Meter.objects.all()},
        suppliers=list(SupplierFactor.objects.all()),
        closed=closed_years(),
    )


def reading_of(given: Given, ground: Ground, kept: ActivityReading | None = None) -> ActivityReading:
    """The reading that is to be kept, not saved. kept: the one in its place, whose evidence and note stay by default.

    Raises Wrong for the first value that cannot be taken.
    """
    site = _site(given, ground)
    stream = _stream(given)
    _period(given, site, ground)
    quantity, unit, amount = _amount(given, stream)
    meter = _meter(given, site, ground)
    note = given.note if given.note is not None else kept.note if kept else ""
    _check_limits(given, site, ground, amount, note)
    if given.method not in ActivityReading.Method.values:
        known = ", ".join(ActivityReading.Method.values)
        raise Wrong("method", given.method, _("The method is missing or unknown. Write one of: %s.") % known)
    reading = ActivityReading(
        site=site,
        stream=given.stream,
        detail=given.detail,
        channel=given.channel,
        route=given.route,
        year=given.year,
        month=given.month,
        months=given.months,
        quantity=quantity,
        unit=unit,
        amount_micro=amount,
        method=given.method,
        meter=meter,
        supplier_factor=_supplier(given, ground, kept),
        evidence=_evidence(given, ground, kept),
        note=note.strip(),
    )
    if kept is not None:
        reading.pk, reading.public_id = kept.pk, kept.public_id
    return reading


def _site(given: Given, ground: Ground) -> Site:
    site = ground.sites.get(given.site.strip().casefold())
    if site is None:
        raise Wrong(
            "site", given.site, _("There is no site '%s'. Write the code of a site, or add it first.") % given.site[:40]
        )
    if ground.allowed is not None and site.pk not in ground.allowed:
        raise Wrong("site", given.site, _("%s is not among the sites that you look after.") % site.code)
    return site


def _stream(given: Given) -> Stream:
    try:
        stream = catalogue().stream(given.stream)
    except ReferenceDataError as error:
        raise Wrong("stream", given.stream, str(error)) from error
    try:
        stream.unit_of(given.detail)
    except ReferenceDataError as error:
        raise Wrong("detail", given.detail, str(error)) from error
    for column, value, known in (
        ("channel", given.channel, catalogue().channels),
        ("route", given.route, catalogue().routes),
    ):
        if stream.code == "waste" and value not in known:
            raise Wrong(
                column,
                value,
                _("Waste needs its %(column)s. Write one of: %(known)s.")
                % {"column": column, "known": ", ".join(known)},
            )
        if stream.code != "waste" and value:
            raise Wrong(column, value, _("Only waste has a %s. Leave it empty.") % column)
    return stream


def _period(given: Given, site: Site, ground: Ground) -> None:
    year, month, months = given.year, given.month, given.months
    if not FIRST_YEAR <= year <= ground.today.year:
        raise Wrong(
            "year",
            year,
            _("%(year)s is no year of readings. Give one from %(first)s to %(last)s.")
            % {"year": year, "first": FIRST_YEAR, "last": ground.today.year},
        )
    if sentence := ground.closed.get(year):
        raise Wrong("year", year, sentence)
    if not 1 <= month <= 12:
        raise Wrong("month", month, _("%s is no month. Give a number from 1 to 12.") % month)
    if not 1 <= months <= 13 - month:
        raise Wrong(
            "months",
            months,
            _(
                "%(months)s months from month %(month)s on do not lie in one year. Split the "
                "reading at the end of the year."
            )
            % {"months": months, "month": month},
        )
    last = month + months - 1
    if (year, last) > (ground.today.year, ground.today.month):
        raise Wrong(
            "month",
            month,
            _("%(year)s-%(month)02d has not begun. Enter what was read until now.") % {"year": year, "month": last},
        )
    held = open_months(site, year, ground.today)
    if month not in held or last not in held:
        raise Wrong(
            "month",
            month,
            _("%(site)s is held from %(first)s until %(last)s. Give only months in between.")
            % {"site": site.code, "first": site.valid_from or "…", "last": site.valid_until or "…"},
        )


def _amount(given: Given, stream: Stream) -> tuple[Decimal, str, int]:
    try:
        quantity = parse_quantity(given.quantity) if isinstance(given.quantity, str) else given.quantity
    except QuantityRefused as refused:
        raise Wrong("quantity", given.quantity, str(refused)) from refused
    try:
        unit = written_unit(given.unit, offered_units(stream.code, given.detail))
        amount, _canonical = to_canonical(quantity, unit, stream.code, given.detail)
    except UnitRefused as refused:
        raise Wrong("unit", given.unit, str(refused)) from refused
    return quantity, unit, amount


def _check_limits(given: Given, site: Site, ground: Ground, amount: int, note: str) -> None:
    sentence = absurd_because(
        given.stream,
        given.detail,
        amount,
        given.months,
        ground.size(site, given.year),
        is_explained=bool(note.strip()),
        is_dense=site.kind == Site.Kind.DATA_CENTRE,
    )
    if sentence:
        raise Wrong("quantity", given.quantity, sentence)


def _meter(given: Given, site: Site, ground: Ground) -> Meter | None:
    if not given.meter:
        return None
    meter = ground.meters.get((site.pk, given.meter.strip().casefold()))
    if meter is None:
        raise Wrong(
            "meter",
            given.meter,
            _("%(site)s has no meter '%(meter)s'. Add it first, or leave it empty.")
            % {"site": site.code, "meter": given.meter[:40]},
        )
    if meter.stream != given.stream:
        raise Wrong(
            "meter",
            given.meter,
            _("The meter %(meter)s measures %(what)s.") % {"meter": meter.code, "what": meter.stream},
        )
    return meter


def _supplier(given: Given, ground: Ground, kept: ActivityReading | None) -> SupplierFactor | None:
    if given.supplier is None:
        return kept.supplier_factor if kept else None
    if not given.supplier.strip():
        return None
    product = PRODUCT_OF_STREAM.get(given.stream)
    if product is None:
        raise Wrong("supplier", given.supplier, _("Only electricity, heat and cooling have a factor of the supplier."))
    asked = given.supplier.strip().casefold()
    of_product = [one for one in ground.suppliers if one.product == product and asked in _names(one)]
    found = [one for one in of_product if one.year == given.year]
    told = {"supplier": given.supplier[:60], "product": product.label, "year": given.year}
    if not found and of_product:
        years = ", ".join(str(year) for year in sorted({one.year for one in of_product}))
        raise Wrong(
            "supplier",
            given.supplier,
            _("%(supplier)s: its factor holds for %(years)s, not for %(year)s. Add that of %(year)s first.")
            % (told | {"years": years}),
        )
    if not found:
        raise Wrong(
            "supplier",
            given.supplier,
            _("There is no factor of '%(supplier)s' for %(product)s in %(year)s. Add it first, or leave it empty.")
            % told,
        )
    found = [one for one in found if supplier_words(one).casefold() == asked] or found
    if len(found) > 1:
        raise Wrong(
            "supplier",
            given.supplier,
            _("%(supplier)s has several products: write %(names)s.")
            % (told | {"names": _(" or ").join(f"{one.supplier} / {one.name}" for one in found)}),
        )
    return found[0]


def _names(factor: SupplierFactor) -> tuple[str, str]:
    return factor.supplier.casefold(), supplier_words(factor).casefold()


def supplier_words(factor: SupplierFactor) -> str:
    """How a file names a factor."""
    return f"{factor.supplier} / {factor.name}" if factor.name else factor.supplier


def _evidence(given: Given, ground: Ground, kept: ActivityReading | None) -> EvidenceFile | None:
    if given.evidence is None:
        return kept.evidence if kept else None
    asked = given.evidence.strip()
    if not asked:
        return None
    files = ground.evidence_files()
    found = [one for one in files if one.name == asked or (len(asked) >= 8 and one.digest.startswith(asked.lower()))]
    if len(found) != 1:
        raise Wrong(
            "evidence",
            asked,
            _("'%s' names no stored file, or several. Write the first letters of its SHA-256.") % asked[:60],
        )
    return found[0]


def overlaps(readings: Iterable[ActivityReading]) -> list[tuple[ActivityReading, ActivityReading]]:
    """Pairs that cover a month twice: the later one first. All of one year."""
    covered: dict[tuple[Any, ...], ActivityReading] = {}
    found = []
    for reading in sorted(readings, key=lambda one: (one.month, one.months)):
        row = row_identity(reading)
        months = [(*row, month) for month in range(reading.month, reading.month + reading.months)]
        first = next((covered[month] for month in months if month in covered), None)
        if first is not None:
            found.append((reading, first))
        covered.update(dict.fromkeys(months, reading))
    return found


def row_identity(reading: ActivityReading) -> tuple[Any, ...]:
    """What all months of one row of the grid have in common, with the year."""
    return (
        reading.site_id,
        reading.stream,
        reading.detail,
        reading.channel,
        reading.route,
        reading.meter_id,
        reading.year,
    )


def given_as_kept(reading: ActivityReading, **otherwise: Any) -> Given:
    """A stored reading as somebody would give it, but for what is given otherwise.

    Supplier, evidence and note are not named, so that they stay what they are.
    """
    kept = {
        "site": reading.site.code,
        "stream": reading.stream,
        "detail": reading.detail,
        "channel": reading.channel,
        "route": reading.route,
        "year": reading.year,
        "month": reading.month,
        "months": reading.months,
        "quantity": reading.quantity,
        "unit": reading.unit,
        "method": reading.method,
        "meter": reading.meter.code if reading.meter else "",
    }
    return Given(**(kept | otherwise))


def thing_of(reading: ActivityReading) -> tuple[Any, ...]:
    """What is consumed, whichever meter shows it; grid electricity is one thing, whatever product it is bought as."""
    detail = "" if reading.stream == "electricity_grid" else reading.detail
    return (reading.site_id, reading.stream, detail, reading.channel, reading.route)
