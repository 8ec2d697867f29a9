"""Which office a file is from and which months it covers, as the upload and the page of an import ask for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ems.models import OrganizationUnit
from travel.models import ImportBatch


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month", "placeholder": "2025-03"}, format="%Y-%m")
        super().__init__(
            widget=widget, input_formats=["%Y-%m"],
            error_messages={"invalid": _("Give a month as year and month, such as 2025-03.")}, **kwargs,
        )  # fmt: skip

    def to_python(self, value: Any) -> date | None:
        found = super().to_python(value)
        return found.replace(day=1) if found else None


class CoverForm(forms.Form):
    """Which office a file is from, and which months it covers."""

    office = forms.ModelChoiceField(
        label=_("Office"), queryset=OrganizationUnit.objects.all(), required=False, to_field_name="code",
        empty_label=_("not stated"), help_text=_("Who sent the file."),
    )  # fmt: skip
    period_from = MonthField(
        label=_("Covers from"), required=False,
        help_text=_("The first month of the file. Empty: taken from the days of its flights."),
    )  # fmt: skip
    period_until = MonthField(label=_("until"), required=False, help_text=_("Empty: that month only."))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("period_from"), found.get("period_until")
        if last and not first:
            self.add_error("period_from", _("Give the first month as well."))
        elif first and last and last < first:
            self.add_error("period_until", _("The last month is before the first. Give a later month."))
        return found

    @property
    def cover(self) -> dict[str, Any]:
        """What an upload takes."""
        first = self.cleaned_data.get("period_from")
        return {
            "office": self.cleaned_data.get("office"),
            "period_from": first,
            "period_until": self.cleaned_data.get("period_until") or first,
        }


def cover_of(batch: ImportBatch) -> dict[str, Any]:
    return {
        "office": batch.office.code if batch.office else None,
        "period_from": batch.period_from,
        "period_until": batch.period_until,
    }
