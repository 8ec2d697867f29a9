"""Forms of one reading, of a row of readings, of a supplier's factor and of an offset."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ems.models import EvidenceFile, Meter
from greenops.annual_return.activity.reading_checks import (
    FIRST_YEAR,
    PRODUCT_OF_STREAM,
    Given,
    given_as_kept,
    supplier_words,
)
from greenops.annual_return.models import ActivityReading, Offset, SupplierFactor

LONGEST_NOTE = 2000


def _evidence() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        EvidenceFile.objects.all(),
        required=False,
        label=_("Evidence"),
        help_text=_("A file that is stored under Evidence, such as the invoice."),
    )


def _file() -> forms.FileField:
    return forms.FileField(
        required=False,
        label=_("Or a new file"),
        help_text=_("It is kept under Evidence, and proves what is saved here."),
    )


def _note() -> forms.CharField:
    return forms.CharField(
        required=False,
        label=_("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What a reader should know: why a month stands out, how an estimate was made."),
    )


def _supplier(stream: str, year: int) -> forms.ModelChoiceField:
    factors = SupplierFactor.objects.filter(product=PRODUCT_OF_STREAM.get(stream, ""), year=year)
    return forms.ModelChoiceField(
        factors,
        required=False,
        label=_("Factor of the supplier"),
        help_text=_(
            "What the supplier says a kWh emits; only for electricity, heat and cooling, and of the same year."
        ),
    )


class ReadingForm(forms.Form):
    """One reading. What is wrong with its values is told by the same checks as in the grid."""

    quantity = forms.CharField(label=_("Quantity"), max_length=40)
    unit = forms.CharField(label=_("Unit"), max_length=30)
    months = forms.IntegerField(label=_("Months covered"), min_value=1, max_value=12)
    method = forms.ChoiceField(label=_("Method"), choices=ActivityReading.Method.choices)

    def __init__(self, *args: Any, reading: ActivityReading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        if PRODUCT_OF_STREAM.get(reading.stream):
            self.fields["supplier"] = _supplier(reading.stream, reading.year)
        self.fields["evidence"] = _evidence()
        self.fields["file"] = _file()
        self.fields["note"] = _note()

    def given(self) -> Given:
        """With the file that was chosen; one that was sent is kept first, see evidence_sent."""
        asked = self.cleaned_data
        return given_as_kept(
            self.reading,
            months=asked["months"],
            quantity=asked["quantity"],
            unit=asked["unit"],
            method=asked["method"],
            supplier=supplier_words(asked["supplier"]) if asked.get("supplier") else "",
            evidence=asked["evidence"].digest if asked["evidence"] else "",
            note=asked["note"],
        )


class RowForm(forms.Form):
    """What all readings of a row have in common. Empty fields leave each reading as it is."""

    def __init__(self, *args: Any, stream: str, year: int, site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if PRODUCT_OF_STREAM.get(stream):
            self.fields["supplier"] = _supplier(stream, year)
        meters = Meter.objects.filter(site=site, stream=stream)
        if meters.exists():
            self.fields["meter"] = forms.ModelChoiceField(meters, required=False, label=_("Meter"))
        self.fields["evidence"] = _evidence()
        self.fields["file"] = _file()
        self.fields["note"] = _note()

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not any(asked.values()):
            raise forms.ValidationError(_("Nothing is filled in. Fill in what the readings have in common."))
        return asked


class SupplierForm(forms.ModelForm):
    class Meta:
        model = SupplierFactor
        fields = [
            "supplier", "product", "name", "year", "kg_co2e_per_kwh", "renewable_percent", "fuel_mix", "source",
            "evidence",
        ]  # fmt: skip
        widgets = {"fuel_mix": forms.Textarea(attrs={"rows": 2}), "source": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "kg_co2e_per_kwh": _("Of one kWh delivered, all gases together."),
            "source": _("Document and page, or address and day."),
        }

    def clean_year(self) -> int:
        return known_year(self.cleaned_data["year"])

    def clean_kg_co2e_per_kwh(self) -> Any:
        value = self.cleaned_data["kg_co2e_per_kwh"]
        if value < 0:
            raise forms.ValidationError(_("A factor is not negative. Correct the number."))
        if value > 5:
            raise forms.ValidationError(
                _("%s kg for a kWh is more than any fuel emits. Is it in grams? Then divide by 1,000.") % value
            )
        return value

    def clean_renewable_percent(self) -> Any:
        value = self.cleaned_data["renewable_percent"]
        if value is not None and not 0 <= value <= 100:
            raise forms.ValidationError(_("A percentage lies between 0 and 100. Correct the number."))
        return value


class OffsetForm(forms.ModelForm):
    class Meta:
        model = Offset
        fields = [
            "year", "tonnes", "instrument", "project", "vintage", "serials", "cancelled_on", "attestation", "price",
            "currency", "note",
        ]  # fmt: skip
        widgets = {
            "cancelled_on": forms.DateInput(attrs={"type": "date"}),
            "serials": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"currency": _("Three letters, such as USD.")}

    def clean_year(self) -> int:
        return known_year(self.cleaned_data["year"])

    def clean_tonnes(self) -> Any:
        if self.cleaned_data["tonnes"] <= 0:
            raise forms.ValidationError(_("An offset is more than 0 tonnes. Correct the number."))
        return self.cleaned_data["tonnes"]

    def clean_cancelled_on(self) -> Any:
        day = self.cleaned_data["cancelled_on"]
        if day is not None and day > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(_("The day lies in the future. Enter the offset once it is cancelled."))
        return day

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].strip().upper()
        if code and (len(code) != 3 or not code.isalpha()):
            raise forms.ValidationError(_("'%s' is no currency. Write three letters, such as USD.") % code)
        return code


def known_year(year: int) -> int:
    last = timezone.localdate().year + 1
    if not FIRST_YEAR <= year <= last:
        sentence = _("%(year)s is no reporting year. Give four digits, from %(first)s to %(last)s.")
        raise forms.ValidationError(sentence % {"year": year, "first": FIRST_YEAR, "last": last})
    return year
