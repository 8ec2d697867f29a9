"""Forms of the acts on a return: dates, statements, reasons, figures."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ems.models import Site
from greenops.accounts.models import User
from greenops.annual_return.edition_file import editions

DATE = {"type": "date"}
ROWS = {"rows": 3}


def text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs=ROWS), **options)


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DATE), **options)


def figure(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=20, decimal_places=6, min_value=0, **options)


class StatementForm(forms.Form):
    statement = text(_("What you declare"))


class ReasonForm(forms.Form):
    reason = text(_("Reason"))


class NothingForm(forms.Form):
    """For acts that ask for nothing but the button."""


class OpenForm(forms.Form):
    year = forms.IntegerField(label=_("Data year"), help_text=_("The report's year is one more."))
    due_on = day(_("To be handed over by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year - 1


class TermsForm(forms.Form):
    edition = forms.ChoiceField(
        label=_("Edition of the form"), help_text=_("Named by the year of the report. Editions are ours, not UNEP's.")
    )
    due_on = day(_("To be handed over by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(key, key) for key in editions()]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    on = day(_("Handed over on"))
    file_digest = forms.CharField(
        label=_("SHA-256 of the file"), help_text=_("64 characters, as the page of documents prints it.")
    )


class FigureForm(forms.Form):
    """A published figure; without initial values one of any line."""

    code = forms.CharField(label=_("Line"), max_length=20, help_text=_("Such as T.1, the total."))
    value = figure(_("Value"))
    unit = forms.CharField(
        label=_("Unit"), max_length=30, required=False, help_text=_("Empty: that of the line, in which ours stands.")
    )
    source = forms.CharField(label=_("Published in"), max_length=200)
    explanation = text(_("Why it differs from ours"), required=False)


class HistoryForm(FigureForm):
    """A figure of a year before the system."""

    year = forms.IntegerField(label=_("Data year"))
    starts_new_series = forms.BooleanField(label=_("A new series begins in this year"), required=False)
    field_order = ("year", "code", "value", "unit", "source", "starts_new_series")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["explanation"]
        self.fields["unit"].required, self.fields["unit"].help_text = True, ""
        self.fields["code"].initial, self.fields["unit"].initial = "T.1", "tCO2eq"


class PublishedForm(forms.Form):
    on = day(_("Published on"))
    value = figure(_("The total as published (tCO2eq)"), required=False)
    source = forms.CharField(label=_("Published in"), max_length=200, required=False)
    explanation = text(_("Why it differs from ours"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("value") is not None and not given.get("source"):
            self.add_error("source", _("Say where the total was published."))
        return given


class CorrectForm(forms.Form):
    value = figure(_("The figure as published"))
    reason = text(_("Why it is corrected"))


class ExplanationForm(forms.Form):
    explanation = text(_("Why it differs from ours"))


class QueryForm(forms.Form):
    asked_on = day(_("Asked on"))
    code = forms.CharField(label=_("Line"), max_length=20, required=False, help_text=_("Such as 3.1; empty: of all."))
    question = text(_("Question"))


class AnswerForm(forms.Form):
    answer = text(_("Our answer"))


class OmissionForm(forms.Form):
    section = forms.ChoiceField(label=_("Section"))
    site = forms.ModelChoiceField(Site.objects.order_by("code"), label=_("Site"), required=False)
    what = forms.CharField(label=_("What is left out"), max_length=200)
    reason = text(_("Why"))

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = sections  # type: ignore[attr-defined]


class OwnersForm(forms.Form):
    """A choice of people for each section."""

    def __init__(self, *args: Any, sections: list[tuple[str, str]], owners: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("last_name", "username")
        for code, title in sections:
            self.fields[f"owner_{code}"] = forms.ModelChoiceField(
                people, label=f"{code} {title}", required=False, initial=owners.get(code), empty_label=_("nobody")
            )


class PolicyForm(forms.Form):
    valid_from = forms.IntegerField(label=_("From data year"))
    base_year = forms.IntegerField(label=_("Base year"))
    threshold_percent = forms.DecimalField(
        label=_("Computed again above a change of (%)"), max_digits=5, decimal_places=2, initial=5
    )
    target_year = forms.IntegerField(label=_("Target year"), required=False)
    target_percent = forms.DecimalField(
        label=_("Reduction by then (%)"), max_digits=5, decimal_places=2, required=False
    )
    policy = text(_("Policy in words"), required=False)
    decided_by = forms.CharField(label=_("Decided by"), max_length=200, required=False)
