"""Meters, cooling equipment, refrigerant and vehicles in and out as CSV and XLSX."""

from contextlib import suppress
from typing import Any

from import_export import fields, widgets

from ems.models import CoolingEquipment, Meter, RefrigerantEvent, RefrigerantStock, Site, Vehicle
from ems.resources import BoundaryResource
from greenops.reference.gwp import resolved
from greenops.reference.schema import ReferenceDataError


def site_field() -> fields.Field:
    return fields.Field("site", "site", widget=widgets.ForeignKeyWidget(Site, "code"))


class MachineWidget(widgets.ForeignKeyWidget):
    """A machine by its label within the site of the row: labels are unique per site only."""

    def get_queryset(self, value: Any, row: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        return CoolingEquipment.objects.filter(site__code=row.get("site"))


class MeterResource(BoundaryResource):
    site = site_field()

    class Meta:
        model = Meter
        fields = ("site", "code", "stream", "unit", "valid_from", "valid_until", "note")
        import_id_fields = ("site", "code")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class EquipmentResource(BoundaryResource):
    site = site_field()

    class Meta:
        model = CoolingEquipment
        fields = (
            "site",
            "label",
            "make",
            "location",
            "is_in_vehicle",
            "refrigerant",
            "charge_kg",
            "installed_on",
            "disposed_on",
            "approach",
            "leak_rate_percent",
            "installation_loss_percent",
            "disposal_loss_percent",
            "note",
        )
        import_id_fields = ("site", "label")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class RefrigerantEventResource(BoundaryResource):
    """Found again by machine, day and kind: the same row twice is one event."""

    site = fields.Field("equipment__site__code", "site", readonly=True)
    equipment = fields.Field("equipment", "equipment", widget=MachineWidget(CoolingEquipment, "label"))

    class Meta:
        model = RefrigerantEvent
        fields = ("site", "equipment", "on", "kind", "quantity_kg", "note")
        import_id_fields = ("equipment", "on", "kind")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class StockResource(BoundaryResource):
    site = site_field()

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """A stock is found again by its refrigerant, however that is typed; an unknown one is told with its row."""
        super().before_import_row(row, **kwargs)
        with suppress(ReferenceDataError):
            row["refrigerant"] = resolved(row.get("refrigerant") or "")

    class Meta:
        model = RefrigerantStock
        fields = ("year", "site", "refrigerant", "opening_kg", "purchased_kg", "recovered_kg", "closing_kg", "note")
        import_id_fields = ("year", "site", "refrigerant")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class VehicleResource(BoundaryResource):
    site = site_field()

    class Meta:
        model = Vehicle
        fields = (
            "site",
            "label",
            "kind",
            "fuel",
            "ownership",
            "emission_standard",
            "valid_from",
            "valid_until",
            "note",
        )
        import_id_fields = ("site", "label")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True
