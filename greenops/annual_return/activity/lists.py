"""Lists of readings, of suppliers' factors and of offsets: their tables and what they can be narrowed to."""

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ems.filters import SearchFilter
from ems.models import Site
from ems.tables import NUMERIC
from greenops.annual_return.activity.grid import RowKey
from greenops.annual_return.activity.quantities import printed_quantity
from greenops.annual_return.activity.site_sizes import sites_for
from greenops.annual_return.models import ActivityReading, Offset, SupplierFactor
from greenops.permissions import GreenOpsPermission
from greenops.reference.activity import catalogue


def stream_choices() -> list[tuple[str, str]]:
    return [(stream.code, stream.label) for stream in catalogue().streams.values()]


class ReadingTable(tables.Table):
    site = tables.Column(accessor="site__code", verbose_name=_("Site"), order_by=("site__code",))
    stream = tables.Column(
        verbose_name=_("What"), linkify=lambda record: address(record), attrs={"td": {"class": "words"}}
    )
    period = tables.Column(accessor="month", verbose_name=_("Months"), order_by=("year", "month"))
    quantity = tables.Column(attrs=NUMERIC, localize=False)
    evidence = tables.Column(default="–", verbose_name=_("Evidence"))
    entered_at = tables.DateTimeColumn(format="j M Y")

    class Meta:
        model = ActivityReading
        fields = ("site", "stream", "period", "quantity", "unit", "method", "evidence", "origin", "entered_at")
        order_by = ("-period", "site")
        caption = _("Readings")
        empty_text = _("No reading matches. Take away a filter, or enter readings in the grid.")

    def render_stream(self, record: ActivityReading) -> str:
        return RowKey.of_reading(record, "").words_in_one()

    def render_period(self, record: ActivityReading) -> str:
        return period_words(record)

    def render_quantity(self, value: Decimal) -> str:
        return printed_quantity(value)


def address(reading: ActivityReading) -> str:
    return reverse("annual_return:reading", args=[reading.public_id])


def period_words(reading: ActivityReading) -> str:
    """Mar 2025, or Jan to Mar 2025."""
    first, last = (str(MONTHS_3[month]).title() for month in (reading.month, reading.month + reading.months - 1))
    if reading.months == 1:
        return f"{first} {reading.year}"
    return _("%(first)s to %(last)s %(year)s") % {"first": first, "last": last, "year": reading.year}


def sites_offered(request: HttpRequest | None) -> Any:
    """Those whose readings the person may see."""
    return sites_for(request.user, GreenOpsPermission.VIEW_RETURN) if request is not None else Site.objects.none()


class ReadingFilter(SearchFilter):
    search_in = ("site__code", "site__name", "detail", "note", "meter__code", "evidence__name", "evidence__title")
    year = django_filters.ChoiceFilter(label=_("Year"), choices=lambda: years_with_readings())
    site = django_filters.ModelChoiceFilter(label=_("Site"), queryset=sites_offered)
    stream = django_filters.ChoiceFilter(label=_("What"), choices=stream_choices)
    has_evidence = django_filters.BooleanFilter(
        label=_("Without evidence"), method="lacking", widget=forms.CheckboxInput()
    )

    class Meta:
        model = ActivityReading
        fields = ["search", "year", "site", "stream", "method", "has_evidence"]

    def lacking(self, queryset: Any, _name: str, value: bool) -> Any:
        return queryset.filter(evidence__isnull=True) if value else queryset


def years_with_readings() -> list[tuple[int, str]]:
    years = ActivityReading.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


class SupplierTable(tables.Table):
    supplier = tables.Column(linkify=lambda record: reverse("annual_return:supplier", args=[record.public_id]))
    year = tables.Column(localize=False)
    kg_co2e_per_kwh = tables.Column(attrs=NUMERIC, localize=False)
    renewable_percent = tables.Column(attrs=NUMERIC, localize=False, default="–")
    used = tables.Column(verbose_name=_("Readings"), attrs=NUMERIC)
    evidence = tables.Column(default="–")

    class Meta:
        model = SupplierFactor
        fields = ("supplier", "product", "name", "year", "kg_co2e_per_kwh", "renewable_percent", "used", "evidence")
        order_by = ("supplier", "-year")
        caption = _("Factors of suppliers")
        empty_text = _("No factor matches.")

    def render_year(self, value: int) -> str:
        return str(value)

    def render_kg_co2e_per_kwh(self, value: Decimal) -> str:
        return printed_quantity(value)

    render_renewable_percent = render_kg_co2e_per_kwh


class SupplierFilter(SearchFilter):
    search_in = ("supplier", "name", "source")
    year = django_filters.AllValuesFilter()

    class Meta:
        model = SupplierFactor
        fields = ["search", "product", "year"]


class OffsetTable(tables.Table):
    project = tables.Column(
        linkify=lambda record: reverse("annual_return:offset", args=[record.public_id]),
        attrs={"td": {"class": "words"}},
    )
    year = tables.Column(localize=False)
    tonnes = tables.Column(attrs=NUMERIC, localize=False)
    vintage = tables.Column(localize=False, default="–")
    price = tables.Column(attrs=NUMERIC, localize=False, default="–")
    attestation = tables.Column(default="–")

    class Meta:
        model = Offset
        fields = ("year", "project", "instrument", "tonnes", "vintage", "cancelled_on", "price", "attestation")
        order_by = "-year"
        caption = _("Offsets")
        empty_text = _("No offset matches.")

    def render_year(self, value: int) -> str:
        return str(value)

    render_vintage = render_year

    def render_tonnes(self, value: Decimal) -> str:
        return printed_quantity(value)

    def render_price(self, value: Decimal, record: Offset) -> str:
        return format_html("{} {}", f"{value:,.2f}", record.currency)


class OffsetFilter(SearchFilter):
    search_in = ("project", "instrument", "serials", "note")
    year = django_filters.AllValuesFilter()

    class Meta:
        model = Offset
        fields = ["search", "year"]
