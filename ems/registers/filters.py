"""What the lists of meters, cooling equipment, refrigerant and vehicles can be narrowed to."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ems.filters import InForceFilter, SearchFilter
from ems.metering import metered_streams
from ems.models import CoolingEquipment, Meter, RefrigerantEvent, RefrigerantStock, Vehicle


class MeterFilter(InForceFilter):
    search_in = ("code", "site__code", "site__name", "note")
    stream = django_filters.ChoiceFilter(
        label=_("What it measures"), choices=lambda: [(code, s.label) for code, s in metered_streams().items()]
    )

    class Meta:
        model = Meter
        fields = ["search", "site", "stream", "in_force"]


class EquipmentFilter(SearchFilter):
    search_in = ("label", "make", "location", "refrigerant", "site__code", "site__name")
    refrigerant = django_filters.AllValuesFilter()
    in_use = django_filters.BooleanFilter(label=_("In use today"), method="today", widget=forms.CheckboxInput())

    class Meta:
        model = CoolingEquipment
        fields = ["search", "site", "refrigerant", "approach", "in_use"]

    def today(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        if not value:
            return queryset
        day = timezone.localdate()
        installed = Q(installed_on__isnull=True) | Q(installed_on__lte=day)
        return queryset.filter(installed, Q(disposed_on__isnull=True) | Q(disposed_on__gte=day))


class RefrigerantEventFilter(SearchFilter):
    search_in = ("equipment__label", "equipment__site__code", "equipment__refrigerant", "note")
    year = django_filters.NumberFilter(field_name="on", lookup_expr="year", label=_("Year"))

    class Meta:
        model = RefrigerantEvent
        fields = ["search", "kind", "year"]


class StockFilter(SearchFilter):
    search_in = ("site__code", "site__name", "refrigerant", "note")
    year = django_filters.AllValuesFilter()

    class Meta:
        model = RefrigerantStock
        fields = ["search", "year", "site"]


class VehicleFilter(InForceFilter):
    search_in = ("label", "site__code", "site__name", "emission_standard", "note")

    class Meta:
        model = Vehicle
        fields = ["search", "site", "kind", "fuel", "ownership", "in_force"]
