"""Tables of meters, cooling equipment, refrigerant and vehicles."""

from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ems.models import CoolingEquipment, Meter, RefrigerantEvent, RefrigerantStock, Vehicle
from ems.tables import NUMERIC, form_address, page_address
from ems.templatetags.numbers import plainly


class MeterTable(tables.Table):
    key = "meters"
    code = tables.Column(linkify=form_address)
    site = tables.Column(accessor="site__code", verbose_name=_("Site"))
    stream = tables.Column(accessor="stream_label", order_by="stream", verbose_name=_("What it measures"))

    class Meta:
        model = Meter
        fields = ("code", "site", "stream", "unit", "valid_from", "valid_until", "note")
        order_by = ("site", "code")
        caption = _("Meters")
        empty_text = _("No meter matches.")


class EquipmentTable(tables.Table):
    key = "equipment"
    label = tables.Column(linkify=page_address)
    site = tables.Column(accessor="site__code", verbose_name=_("Site"))
    charge_kg = tables.Column(attrs=NUMERIC, localize=False)
    topped_up_kg = tables.Column(verbose_name=_("Topped up in all (kg)"), attrs=NUMERIC, localize=False)

    class Meta:
        model = CoolingEquipment
        fields = (
            "label",
            "site",
            "location",
            "refrigerant",
            "charge_kg",
            "topped_up_kg",
            "installed_on",
            "disposed_on",
        )
        order_by = ("site", "label")
        caption = _("Cooling equipment")
        empty_text = _("No equipment matches.")

    def render_charge_kg(self, value: Decimal) -> str:
        return plainly(value)

    def render_topped_up_kg(self, value: Decimal) -> str:
        return plainly(value)


def machine_address(record: RefrigerantEvent) -> str:
    return reverse("ems:equipment_page", args=[record.equipment.public_id])


class RefrigerantEventTable(tables.Table):
    key = "refrigerant_events"
    on = tables.Column()
    equipment = tables.Column(accessor="equipment__label", verbose_name=_("Machine"), linkify=machine_address)
    site = tables.Column(accessor="equipment__site__code", verbose_name=_("Site"))
    refrigerant = tables.Column(accessor="equipment__refrigerant")
    quantity_kg = tables.Column(attrs=NUMERIC, localize=False)

    class Meta:
        model = RefrigerantEvent
        fields = ("on", "site", "equipment", "refrigerant", "kind", "quantity_kg", "evidence", "note")
        order_by = "-on"
        caption = _("Top-ups, recoveries and leak tests")
        empty_text = _("No event matches.")

    def render_quantity_kg(self, value: Decimal) -> str:
        return plainly(value)


class StockTable(tables.Table):
    key = "stocks"
    year = tables.Column(linkify=form_address)
    site = tables.Column(accessor="site__code", verbose_name=_("Site"))
    opening_kg = tables.Column(attrs=NUMERIC, localize=False)
    purchased_kg = tables.Column(attrs=NUMERIC, localize=False)
    recovered_kg = tables.Column(attrs=NUMERIC, localize=False)
    closing_kg = tables.Column(attrs=NUMERIC, localize=False)
    lost_kg = tables.Column(verbose_name=_("Lost (kg)"), attrs=NUMERIC, localize=False, orderable=False)

    class Meta:
        model = RefrigerantStock
        fields = ("year", "site", "refrigerant", "opening_kg", "purchased_kg", "recovered_kg", "closing_kg", "lost_kg")
        order_by = ("-year", "site")
        caption = _("Stocks of refrigerants")
        empty_text = _("No stock matches.")

    def render_year(self, value: int) -> str:
        return str(value)

    def render_opening_kg(self, value: Decimal) -> str:
        return plainly(value)

    render_purchased_kg = render_recovered_kg = render_closing_kg = render_lost_kg = render_opening_kg


class VehicleTable(tables.Table):
    key = "vehicles"
    label = tables.Column(linkify=form_address)
    site = tables.Column(accessor="site__code", verbose_name=_("Site"))

    class Meta:
        model = Vehicle
        fields = ("label", "site", "kind", "fuel", "ownership", "emission_standard", "valid_from", "valid_until")
        order_by = ("site", "label")
        caption = _("Vehicles")
        empty_text = _("No vehicle matches.")
