"""The monthly reconciliation with finance: the list, its export, and figures entered for a month or as a list."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from travel import expecting
from travel.coverage_forms import FINANCE_COLUMNS, FINANCE_EXAMPLE, FinanceForm, FinanceListForm
from travel.models import ExpectedSource
from travel.permissions import TravelPermission, decides_for_all
from travel.printed import number
from travel.reconciliation import TOLERANCE, Agreement, Month, reconciliation
from travel.tables import NUMERIC, SHRINK
from travel.views.coverage import expected_month, month_page, tabs, year_asked, years
from travel.views.downloads import Cell, csv_response, exports, table_response
from travel.views.outcome import done_or_refused, refuse_parts

PAGE_ROWS = 120
LOOK: dict[Agreement, tuple[Any, str, str]] = {
    Agreement.AGREES: (gettext_lazy("agrees"), "good", "check"),
    Agreement.DIFFERS: (gettext_lazy("differs"), "bad", "error"),
    Agreement.NOT_ENTERED: (gettext_lazy("not entered"), "outline", "minus"),
}


class ReconciliationFilter(forms.Form):
    """What the list is narrowed to; the form stands in the address."""

    year = forms.IntegerField(label=gettext_lazy("Year"), required=False)
    expected = forms.ModelChoiceField(
        label=gettext_lazy("Source"), queryset=ExpectedSource.objects.all(), required=False,
        empty_label=gettext_lazy("any"),
    )  # fmt: skip
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False,
        choices=[("", gettext_lazy("any")), *((one.value, LOOK[one][0]) for one in Agreement)],
    )  # fmt: skip
    tolerance = forms.DecimalField(
        label=gettext_lazy("Tolerance (per cent)"), required=False, min_value=0, max_value=100, decimal_places=2
    )


class ReconciliationTable(tables.Table):
    month = tables.Column(verbose_name=gettext_lazy("Month"), order_by=("month", "expected__label"), attrs=SHRINK)
    expected = tables.Column(verbose_name=gettext_lazy("Source"), order_by=("expected__label", "month"), attrs=SHRINK)
    agreement = tables.Column(verbose_name=gettext_lazy("State"), attrs=SHRINK)
    tickets = tables.Column(verbose_name=gettext_lazy("Tickets imported"), accessor="imported__tickets", attrs=NUMERIC)
    tickets_finance = tables.Column(
        verbose_name=gettext_lazy("by finance"), accessor="figure__tickets", attrs=NUMERIC, default="–"
    )
    amount = tables.Column(
        verbose_name=gettext_lazy("Value imported"), accessor="imported__amount", attrs=NUMERIC, default="–"
    )
    amount_finance = tables.Column(
        verbose_name=gettext_lazy("by finance"), accessor="figure__amount", attrs=NUMERIC, default="–"
    )
    amount_difference = tables.Column(
        verbose_name=gettext_lazy("Difference"), attrs=NUMERIC, default="–", empty_values=(None,)
    )
    refunds = tables.Column(
        verbose_name=gettext_lazy("Refunds imported"), accessor="imported__refunds", attrs=NUMERIC, default="–"
    )
    refunds_finance = tables.Column(
        verbose_name=gettext_lazy("by finance"), accessor="figure__refunds", attrs=NUMERIC, default="–"
    )
    note = tables.Column(
        verbose_name=gettext_lazy("Remark"), accessor="figure__note", attrs={"td": {"class": "words"}}, default=""
    )

    class Meta:
        caption = gettext_lazy("Imported against finance")
        empty_text = gettext_lazy("No month fits the filter. Clear it to see all.")
        order_by = "month"

    def render_month(self, record: Month) -> SafeString:
        address = reverse("travel:coverage_month", args=[record.expected.pk, record.month.year, record.month.month])
        return format_html('<a href="{}#finance">{}</a>', address, date_format(record.month, "M Y"))

    def render_agreement(self, value: Agreement) -> str:
        label, tone, icon = LOOK[value]
        return render_to_string("_components/pill.html", {"label": label, "tone": tone, "icon": icon})

    def render_tickets(self, record: Month) -> SafeString:
        return format_html("{}{}", number(record.imported.tickets), _doubt(record))

    def render_tickets_finance(self, value: int) -> str:
        return number(value)

    def render_amount(self, value: Decimal) -> str:
        return number(value, 2)

    def render_amount_finance(self, record: Month, value: Decimal) -> SafeString:
        return format_html("{} {}", number(value, 2), record.figure.currency if record.figure else "")

    def render_amount_difference(self, value: Decimal) -> str:
        return f"{'+' if value > 0 else ''}{number(value, 2)}"

    def render_refunds(self, value: Decimal) -> str:
        return number(value, 2)

    def render_refunds_finance(self, value: Decimal) -> str:
        return number(value, 2)


def _doubt(record: Month) -> SafeString | str:
    """What is not counted among the imported figures, said beside them."""
    if record.imported.unsure:
        return format_html('<br><span class="muted">{}</span>', _("a file without office is left out"))
    if record.imported.amount is not None and record.imported.without_amount:
        said = _("%(number)s without a value") % {"number": number(record.imported.without_amount)}
        return format_html('<br><span class="muted">{}</span>', said)
    return ""


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def reconciliation_page(request: HttpRequest) -> HttpResponse:
    return _page(request, FinanceListForm())


def _page(request: HttpRequest, list_form: FinanceListForm) -> HttpResponse:
    year = year_asked(request)
    chosen = ReconciliationFilter({"year": year, "tolerance": TOLERANCE, **request.GET.dict()})
    found = _found(request, year)
    table = ReconciliationTable(found)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    page = {
        "table": table,
        "caption": _("Imported against finance"),
        "filter_form": chosen,
        "sentence": _sentence(found),
        "year": year,
        "years": years(year),
        "tabs": tabs(year, "reconciliation"),
        "is_empty": not ExpectedSource.objects.exists(),
        "list_form": list_form,
        "form": list_form,
        "can_import": decides_for_all(request.user),
        "tolerance": _tolerance(request),
        "exports": exports("travel:reconciliation_export", request.GET.urlencode()),
    }
    return render(request, "travel/reconciliation.html", page, status=422 if list_form.errors else 200)


def _found(request: HttpRequest, year: int) -> list[Month]:
    found = reconciliation(year, tolerance=_tolerance(request))
    source, state = request.GET.get("expected"), request.GET.get("state")
    return [
        one for one in found
        if (not source or str(one.expected.pk) == source) and (not state or one.agreement.value == state)
    ]  # fmt: skip


def _tolerance(request: HttpRequest) -> Decimal:
    try:
        given = Decimal(request.GET.get("tolerance") or TOLERANCE)
    except InvalidOperation:
        return TOLERANCE
    return given if given.is_finite() and 0 <= given <= 100 else TOLERANCE


def _sentence(found: list[Month]) -> str:
    counts = {state: sum(one.agreement == state for one in found) for state in Agreement}
    return _("%(agrees)s of %(all)s months agree; differing: %(differs)s; without a figure of finance: %(open)s.") % {
        "agrees": counts[Agreement.AGREES],
        "all": len(found),
        "differs": counts[Agreement.DIFFERS],
        "open": counts[Agreement.NOT_ENTERED],
    }


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def reconciliation_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    header = ["month", "name", "source", "office", "state", "tickets_imported", "tickets_finance", "value_imported",
              "value_finance", "value_difference", "refunds_imported", "refunds_finance", "currency_of_finance",
              "tickets_without_value", "remark"]  # fmt: skip
    rows = [_line(one) for one in _found(request, year_asked(request))]
    return table_response(ending, "reconciliation", header, rows, _("Reconciliation"))


def _line(one: Month) -> list[Cell]:
    figure, imported = one.figure, one.imported
    return [
        f"{one.month:%Y-%m}", one.expected.label, one.expected.source,
        one.expected.office.code if one.expected.office else "", one.agreement.value, imported.tickets,
        figure.tickets if figure else None, _plain(imported.amount), _plain(figure.amount) if figure else None,
        _plain(one.amount_difference), _plain(imported.refunds), _plain(figure.refunds) if figure else None,
        figure.currency if figure else "", imported.without_amount, figure.note if figure else "",
    ]  # fmt: skip


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def enter_figure(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    refuse_parts(request)
    expected, first = expected_month(pk, year, month)
    form = FinanceForm(request.POST, auto_id="finance_%s")
    if not form.is_valid():
        return month_page(request, expected, first, finance=form)
    expecting.enter_figure(by=request.user, expected=expected, month=first, values=form.cleaned_data)
    messages.success(request, _("The figure of finance is saved."))
    return redirect(f"{reverse('travel:coverage_month', args=[pk, year, month])}#finance")


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def remove_figure(request: HttpRequest, pk: int, year: int, month: int) -> HttpResponse:
    refuse_parts(request)
    expected, first = expected_month(pk, year, month)
    done_or_refused(
        request,
        lambda: expecting.remove_figure(by=request.user, expected=expected, month=first),
        _("The figure is taken out; the record of events keeps what it was."),
    )
    return redirect(f"{reverse('travel:coverage_month', args=[pk, year, month])}#finance")


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def upload_figures(request: HttpRequest) -> HttpResponse:
    """Figures of many months from a list: all lines are entered, or none."""
    refuse_parts(request)
    form = FinanceListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    with transaction.atomic():
        for expected, month, values in form.figures:
            expecting.enter_figure(by=request.user, expected=expected, month=month, values=values)
    messages.success(request, _("%(number)s figures of finance are entered.") % {"number": len(form.figures)})
    last = form.figures[-1][1].year
    return redirect(f"{reverse('travel:reconciliation')}?year={last}")


@require_safe
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def figures_template(request: HttpRequest) -> HttpResponseBase:
    return csv_response("figures-of-finance.csv", list(FINANCE_COLUMNS), [FINANCE_EXAMPLE])
