from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from greenops.accounts.models import RoleAssignment


class RoleAssignmentForm(forms.ModelForm):
    class Meta:
        model = RoleAssignment
        fields = ["role", "unit", "starts_on", "ends_on"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}),
            "ends_on": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts = {"ends_on": _("The last day. Empty: until somebody ends it.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first. Give a later day, or leave it empty."))
        elif starts and cleaned.get("role") and self._overlapping(cleaned).exists():
            self.add_error(
                "role",
                _("The person holds this role at that time already. Choose another role or a later day."),
            )
        return cleaned

    def _overlapping(self, cleaned: dict[str, Any]) -> Any:
        """Assignments of the same role, for the same unit or for all units, at the same time."""
        same = RoleAssignment.objects.filter(user=self.instance.user, role=cleaned["role"])
        same = same.filter(Q(unit__isnull=True) | Q(unit=cleaned.get("unit")))
        same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=cleaned["starts_on"]))
        return same.filter(starts_on__lte=cleaned["ends_on"]) if cleaned.get("ends_on") else same
