"""The forms of the pages of sources: narrowing the list, bringing a profile in, whose cost centres are whose."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ems.models import OrganizationUnit
from travel.forms import read_mapping
from travel.models import CostCentre

KEPT, SHIPPED = "kept", "shipped"


class SourceFilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("any")), (KEPT, _("kept here")), (SHIPPED, _("shipped with the system"))],
    )

    def lets_through(self, key: str, label: str, kind: str) -> bool:
        if not self.is_valid():
            return False
        text, wanted = self.cleaned_data["q"].casefold(), self.cleaned_data["kind"]
        return text in f"{key} {label}".casefold() and wanted in ("", kind)


class SourceImportForm(forms.Form):
    """A profile in its YAML form."""

    file = forms.FileField(
        label=_("Profile (YAML)"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_("As it was exported here or elsewhere. It becomes a new version; the versions before it stay."),
        error_messages={"required": _("Choose the YAML file.")},
    )
    key = forms.SlugField(
        label=_("Key"),
        required=False,
        max_length=80,
        help_text=_("Short name of the source; without it, the one that the file names."),
    )

    def clean_file(self) -> dict[str, Any]:
        file: UploadedFile = self.cleaned_data["file"]
        return read_mapping(file)


class CostCentreForm(forms.Form):
    """A unit for each cost centre that was seen or assigned, and one more line for a word that was not."""

    code = forms.CharField(label=_("Another cost centre"), required=False, max_length=80)
    unit = forms.ModelChoiceField(OrganizationUnit.objects.all(), label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, source: str, seen: Mapping[str, int], can_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = dict(CostCentre.objects.filter(source=source).values_list("code", "unit_id"))
        by_code = {unit.code: unit for unit in OrganizationUnit.objects.all()}
        self.lines: list[tuple[str, int, str]] = []
        for number, code in enumerate(
            sorted({*seen, *standing}, key=lambda one: (one in standing, -seen.get(one, 0), one))
        ):
            name = f"unit_{number}"
            own = by_code.get(code)
            self.fields[name] = forms.ModelChoiceField(
                OrganizationUnit.objects.all(),
                label=code,
                required=False,
                disabled=not can_change,
                initial=standing.get(code),
                empty_label=_now("as the unit %(unit)s") % {"unit": own.code} if own else _now("unassigned"),
            )
            self.lines.append((code, seen.get(code, 0), name))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("code")) != bool(cleaned.get("unit")):
            self.add_error("code", _now("Give both the cost centre and the unit it belongs to."))
        return cleaned

    @property
    def assigned(self) -> dict[str, OrganizationUnit | None]:
        units = {code: self.cleaned_data[name] for code, _legs, name in self.lines}
        if self.cleaned_data["code"]:
            units[self.cleaned_data["code"]] = self.cleaned_data["unit"]
        return units

    def rows(self) -> list[tuple[str, int, forms.BoundField]]:
        return [(code, legs, self[name]) for code, legs, name in self.lines]
