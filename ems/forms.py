"""Forms of the boundary's parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ems.models import EvidenceFile, OrganizationUnit, PersonnelCount, PersonnelRule, Site, SiteTerms, TopicCoverage
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
        fields = [
            "code",
            "name",
            "kind",
            "address",
            "city",
            "country",
            "latitude",
            "longitude",
            "certificate",
            "valid_from",
            "valid_until",
        ]
        widgets = PERIOD
        help_texts = {
            "country": _("Two capital letters, such as CH."),
            "latitude": _("Degrees, south is negative."),
            "longitude": _("Degrees, west is negative."),
            "valid_from": _("The first day on which the organization works there. Empty: since before its records."),
            "valid_until": PERIOD_HINT,
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


SHARE_HINTS = {
    "floor_area_m2": _("What the organization itself uses."),
    "building_floor_area_m2": _("Needed where the share is by floor area."),
    "occupants_own": _("Needed where the share is by persons."),
    "occupants_total": _("Ours and everybody else's in the building."),
    "share_basis": _("What part of the building's readings is ours."),
    "agreed_percent": _("Needed where the share is agreed."),
}


class TermsForm(forms.ModelForm):
    """Corrects terms that are known, their period included."""

    class Meta:
        model = SiteTerms
        fields = [
            "valid_from",
            "valid_until",
            "tenure",
            "share_basis",
            "floor_area_m2",
            "building_floor_area_m2",
            "occupants_own",
            "occupants_total",
            "agreed_percent",
            "note",
        ]
        widgets = {**PERIOD, "note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            **SHARE_HINTS,
            "valid_from": _("Empty: since the site began."),
            "valid_until": _("Empty: until the site ends."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class BeginTermsForm(TermsForm):
    """New terms from a day on; the last day follows from the terms that come next."""

    class Meta(TermsForm.Meta):
        fields = [name for name in TermsForm.Meta.fields if name != "valid_until"]
        help_texts = {
            **SHARE_HINTS,
            "valid_from": _("The terms in force on that day end the day before; what was before stays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].required = self.instance.site.terms.exists()

    def _post_clean(self) -> None:
        """The terms are judged by the action, once those of the day before are ended."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields)


class PersonnelForm(forms.ModelForm):
    """Offers only the units for which the person may count people."""

    class Meta:
        model = PersonnelCount
        fields = ["year", "unit", "site", "category", "full_time_equivalents"]
        help_texts = {
            "full_time_equivalents": _(
                "By the counting rule of the year. Full-time: two people at half time are 1.00."
            ),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = user.unit_scope(EmsPermission.EDIT_BOUNDARY)
        if not scope.everywhere:
            self.fields["unit"].queryset = OrganizationUnit.objects.filter(pk__in=scope.unit_ids)


class RuleForm(forms.ModelForm):
    categories = forms.MultipleChoiceField(
        label=_("Categories in the greenhouse gas inventory"),
        choices=PersonnelCount.Category,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )

    class Meta:
        model = PersonnelRule
        fields = ["year", "rule", "counted_on", "categories", "official_number", "explanation"]
        widgets = {
            "counted_on": forms.DateInput(attrs={"type": "date"}),
            "explanation": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "official_number": _("As the organization publishes it."),
            "explanation": _("Needed where the official number is not that of the inventory."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class CoverageForm(forms.ModelForm):
    """One site's statement on one topic of one year."""

    class Meta:
        model = TopicCoverage
        fields = ["year", "site", "topic", "is_complete", "persons_covered", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"persons_covered": _("Empty: all people counted at the site.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class EvidenceForm(forms.ModelForm):
    """What a stored file shows, and of which period; the file itself never changes."""

    class Meta:
        model = EvidenceFile
        fields = ["title", "covers_from", "covers_until"]
        widgets = {"covers_from": PERIOD["valid_from"], "covers_until": PERIOD["valid_until"]}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), allow_empty_file=True)
    title = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        required=False,
        help_text=_("Such as: electricity invoices of Nairobi, 2025."),
    )
    covers_from = forms.DateField(label=_("Covers from"), required=False, widget=PERIOD["valid_from"])
    covers_until = forms.DateField(label=_("Covers until"), required=False, widget=PERIOD["valid_until"])
