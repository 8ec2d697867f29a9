"""Forms of meters, cooling equipment, refrigerant and vehicles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ems.forms import PERIOD, PERIOD_HINT
from ems.metering import metered_streams, units_shown
from ems.models import CoolingEquipment, EvidenceFile, Meter, RefrigerantEvent, RefrigerantStock, Vehicle
from greenops.reference.gwp import refrigerant_codes

NOTE = forms.Textarea(attrs={"rows": 2})
DAY = forms.DateInput(attrs={"type": "date"})
REFRIGERANT_HINT = _("The number on the label, such as R-410A.")


class RegisterForm(forms.ModelForm):
    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class RefrigerantForm(RegisterForm):
    """Offers the known refrigerants while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refrigerant"].widget.attrs["list"] = "refrigerant-codes"

    @property
    def refrigerant_codes(self) -> tuple[str, ...]:
        return refrigerant_codes()


class MeterForm(RegisterForm):
    class Meta:
        model = Meter
        fields = ["site", "code", "stream", "unit", "valid_from", "valid_until", "note"]
        widgets = {**PERIOD, "note": NOTE}
        help_texts = {
            "code": _("As it stands on the meter or on the invoice."),
            "unit": _("What the meter shows."),
            "valid_until": PERIOD_HINT,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streams = metered_streams()
        units = dict.fromkeys(unit for stream in streams.values() for unit in units_shown(stream))
        for name, choices in (
            ("stream", [(code, stream.label) for code, stream in streams.items()]),
            ("unit", [(unit, unit) for unit in units]),
        ):
            model_field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=model_field.label, help_text=model_field.help_text, choices=[("", "---------"), *choices]
            )


class EquipmentForm(RefrigerantForm):
    class Meta:
        model = CoolingEquipment
        fields = [
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
        ]
        widgets = {"installed_on": DAY, "disposed_on": DAY, "note": NOTE}
        help_texts = {
            "refrigerant": REFRIGERANT_HINT,
            "charge_kg": _("What the machine holds when it is full."),
            "approach": _("Top-ups need a record of each. A leak rate stands in where there is none."),
        }


class StockForm(RefrigerantForm):
    class Meta:
        model = RefrigerantStock
        fields = ["year", "site", "refrigerant", "opening_kg", "purchased_kg", "recovered_kg", "closing_kg", "note"]
        widgets = {"note": NOTE}
        help_texts = {"refrigerant": REFRIGERANT_HINT}


class VehicleForm(RegisterForm):
    class Meta:
        model = Vehicle
        fields = [
            "site",
            "label",
            "kind",
            "fuel",
            "ownership",
            "emission_standard",
            "valid_from",
            "valid_until",
            "note",
        ]
        widgets = {**PERIOD, "note": NOTE}
        help_texts = {"emission_standard": _("Such as Euro 6."), "valid_until": PERIOD_HINT}


class RefrigerantEventForm(RegisterForm):
    """One small form on the page of a machine."""

    class Meta:
        model = RefrigerantEvent
        fields = ["kind", "on", "quantity_kg", "evidence", "note"]
        widgets = {"on": DAY, "note": forms.TextInput()}
        help_texts = {"quantity_kg": _("Nothing for a leak test.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = EvidenceFile.objects.order_by("-uploaded_at")
