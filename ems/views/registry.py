"""The kinds of what stands at the sites and of evidence, and all kinds there are."""

from django.db.models import Q as Where
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from ems import filters, tables
from ems.forms import EvidenceForm
from ems.models import CoolingEquipment, EvidenceFile, Meter, RefrigerantEvent, RefrigerantStock, Vehicle
from ems.registers import filters as register_filters
from ems.registers import forms, resources
from ems.registers import tables as register_tables
from ems.resources import EvidenceResource
from ems.views.kinds import BOUNDARY_KINDS, Kind


def equipment_with_top_ups() -> QuerySet[CoolingEquipment]:
    topped_up = Sum("events__quantity_kg", filter=Where(events__kind=RefrigerantEvent.Kind.TOP_UP))
    return CoolingEquipment.objects.annotate(topped_up_kg=topped_up).order_by("site__code", "label")


EQUIPMENT = Kind(
    key="equipment",
    route="equipment/",
    group="equipment",
    model=CoolingEquipment,
    title=_("Equipment"),
    lead=_("Machines that hold a refrigerant, in buildings and in vehicles, with what leaked from them."),
    add_title=_("Add a machine"),
    related=("site",),
    form=forms.EquipmentForm,
    table=register_tables.EquipmentTable,
    filterset=register_filters.EquipmentFilter,
    resource=resources.EquipmentResource,
    has_page=True,
    is_removable=True,
    queryset=equipment_with_top_ups,
)
EVENTS = Kind(
    key="refrigerant_events",
    route="equipment/events/",
    group="equipment",
    model=RefrigerantEvent,
    title=_("Top-ups and recoveries"),
    lead=_("What was filled in and taken out of which machine on which day, and its leak tests."),
    add_title="",
    related=("equipment__site", "evidence"),
    form=forms.RefrigerantEventForm,
    table=register_tables.RefrigerantEventTable,
    filterset=register_filters.RefrigerantEventFilter,
    resource=resources.RefrigerantEventResource,
    is_removable=True,
)
STOCKS = Kind(
    key="stocks",
    route="equipment/stocks/",
    group="equipment",
    model=RefrigerantStock,
    title=_("Stocks"),
    lead=_("Bottles of refrigerant by year and site. Where there is such an account, what was lost follows from it."),
    add_title=_("Add the stock of a year"),
    related=("site",),
    form=forms.StockForm,
    table=register_tables.StockTable,
    filterset=register_filters.StockFilter,
    resource=resources.StockResource,
    is_removable=True,
)
VEHICLES = Kind(
    key="vehicles",
    route="vehicles/",
    group="vehicles",
    model=Vehicle,
    title=_("Vehicles"),
    lead=_("Vehicles that the organization owns or leases, by fuel."),
    add_title=_("Add a vehicle"),
    related=("site",),
    form=forms.VehicleForm,
    table=register_tables.VehicleTable,
    filterset=register_filters.VehicleFilter,
    resource=resources.VehicleResource,
    is_removable=True,
)
METERS = Kind(
    key="meters",
    route="meters/",
    group="meters",
    model=Meter,
    title=_("Meters"),
    lead=_("Meters whose readings are activity data: electricity, gas, heat, water."),
    add_title=_("Add a meter"),
    related=("site",),
    form=forms.MeterForm,
    table=register_tables.MeterTable,
    filterset=register_filters.MeterFilter,
    resource=resources.MeterResource,
    is_removable=True,
)
EVIDENCE = Kind(
    key="evidence",
    route="evidence/",
    group="evidence",
    model=EvidenceFile,
    title=_("Evidence"),
    lead=_("Invoices, readings and certificates that prove a figure. Each file is kept once and known by its digest."),
    add_title=_("Add a file"),
    related=("uploaded_by",),
    form=EvidenceForm,
    table=tables.EvidenceTable,
    filterset=filters.EvidenceFilter,
    resource=EvidenceResource,
    has_page=True,
    icon="document",
    is_imported=False,
    own_add=True,
)
KINDS = (*BOUNDARY_KINDS, EQUIPMENT, EVENTS, STOCKS, VEHICLES, METERS, EVIDENCE)
