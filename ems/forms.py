"""Forms of the boundary's parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ems.models import OrganizationUnit, PersonnelCount, Site
from ems.permissions import EmsPermission

PERIOD = {
    "valid_from": forms.DateInput(attrs={"type": "date"}),
    "valid_until": forms.DateInput(attrs={"type": "date"}),
}
PERIOD_HINT = _("Empty: without a limit.")


class UnitForm(forms.ModelForm):
    class Meta:
        model = OrganizationUnit
        fields = ["code", "name", "parent", "valid_from", "valid_until"]
        widgets = PERIOD
        help_texts = {
            "code": _("As the finance system or the travel agency writes it."),
            "parent": _("Empty: directly below the organization."),
            "valid_until": PERIOD_HINT,
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SiteForm(forms.ModelForm):
    class Meta:
        model = Site
        fields = ["code", "name", "city", "country", "tenure", "floor_area_m2", "valid_from", "valid_until"]
        widgets = PERIOD
        help_texts = {"country": _("Two capital letters, such as CH."), "valid_until": PERIOD_HINT}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class PersonnelForm(forms.ModelForm):
    """Offers only the units for which the person may count people."""

    class Meta:
        model = PersonnelCount
        fields = ["year", "unit", "site", "category", "full_time_equivalents"]
        help_texts = {
            "full_time_equivalents": _("Average of the year: two people at half time all year are 1.00."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = user.unit_scope(EmsPermission.EDIT_BOUNDARY)
        if not scope.everywhere:
            self.fields["unit"].queryset = OrganizationUnit.objects.filter(pk__in=scope.unit_ids)
