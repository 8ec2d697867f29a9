"""The forms of coverage: expected sources, nothing to report, figures of finance, what a file covers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from travel.cover_form import MonthField
from travel.forms import AUTO, source_choices
from travel.models import ExpectedSource, FinanceFigure
from travel.written_lists import WrittenListForm


def named_sources() -> list[tuple[str, Any]]:
    """The sources that a file can be of, without the choice to recognise it."""
    return [choice for choice in source_choices() if choice[0] != AUTO]


class ExpectedForm(forms.ModelForm):
    first_month = MonthField(label=_("First month"))
    last_month = MonthField(label=_("Last month"), required=False, help_text=_("Empty: until further notice."))

    class Meta:
        model = ExpectedSource
        fields = ["label", "source", "office", "first_month", "last_month"]
        help_texts = {
            "label": _("As people call it: “Agency A, Geneva”."),
            "office": _("Who sends the file. Empty: it is for the whole organization."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = forms.ChoiceField(
            label=_("Source"), choices=named_sources(), help_text=_("How its files are read.")
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_month"), found.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The last month is before the first. Give a later month."))
        return found


class EndExpectedForm(forms.Form):
    last_month = MonthField(label=_("Last month"), required=False, help_text=_("Empty: until further notice."))


class NothingForm(forms.Form):
    note = forms.CharField(
        label=_("Who said so, and how"), max_length=200,
        help_text=_("Such as: the agency by e-mail on 3 April. An office or function, no traveller's name."),
    )  # fmt: skip


class FinanceForm(forms.ModelForm):
    """What finance paid for the tickets of a source in a month."""

    class Meta:
        model = FinanceFigure
        fields = ["tickets", "amount", "refunds", "currency", "note"]
        help_texts = {
            "tickets": _("Tickets paid, refunded ones included."),
            "amount": _("Paid for tickets, before refunds."),
            "refunds": _("Received back for tickets, as a positive amount."),
        }

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise forms.ValidationError(_("Give the three letters of the currency, such as CHF."))
        return code

    def clean_refunds(self) -> Decimal:
        return self._not_negative("refunds")

    def clean_amount(self) -> Decimal:
        return self._not_negative("amount")

    def _not_negative(self, name: str) -> Decimal:
        value = self.cleaned_data.get(name) or Decimal(0)
        if value < 0:
            raise forms.ValidationError(_("Give a positive amount."))
        return value


FINANCE_COLUMNS = {
    "Source": "source", "Office": "office", "Month": "month", "Tickets": "tickets", "Amount": "amount",
    "Refunds": "refunds", "Currency": "currency", "Remark": "note",
}  # fmt: skip
FINANCE_EXAMPLE = ("Agency A, Geneva", "", "2025-03", "214", "181250.40", "3420.00", "CHF", "")


class FinanceListForm(WrittenListForm):
    """Figures of finance for many months: each line is checked as the form of one month does it."""

    columns = FINANCE_COLUMNS
    needed = ("source", "month", "tickets", "amount")
    file = forms.FileField(
        label=_("List of figures (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"required": _("Choose a file.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures: list[tuple[ExpectedSource, date, dict[str, Any]]] = []

    def take(self, line: int, cells: dict[str, str]) -> None:
        expected = ExpectedSource.objects.filter(label__iexact=cells.get("source", ""))
        if cells.get("office"):
            expected = expected.filter(office__code__iexact=cells["office"])
        source = expected.first()
        if source is None:
            self.complain(line, "source", _("No expected source has this name. Write it as the grid does."))
            return
        month = _MonthOnly(data=cells)
        form = FinanceForm(data={"currency": "CHF", "refunds": "0", **cells})
        if month.is_valid() and form.is_valid():
            self.figures.append((source, month.cleaned_data["month"], form.cleaned_data))
        for field, errors in {**month.errors, **form.errors}.items():
            for error in errors:
                self.complain(line, field, error)


class _MonthOnly(forms.Form):
    month = MonthField()
