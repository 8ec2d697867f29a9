"""Entitlement rules in their versions, and trips without a ticket that are estimated by them."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from travel import trips as acts
from travel.actions import ActRefused
from travel.models import EntitlementRule
from travel.models.booking import Cabin
from travel.permissions import TravelPermission, decides_for_all
from travel.tables import SHRINK
from travel.trip_forms import (
    LIST_COLUMNS,
    LIST_EXAMPLE,
    EndRuleForm,
    EntitlementListForm,
    EntitlementTripForm,
    RuleForm,
)
from travel.views.downloads import Cell, csv_response, exports, table_response
from travel.views.outcome import refuse_parts
from travel.views.trips import MOST_TRIPS, entered, hand_in, keep, without

KEPT_AS = "trips_by_rule"
PAGE_ROWS = 50


class RuleFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=gettext_lazy("Search"))

    class Meta:
        model = EntitlementRule
        fields = ["q"]

    def search(self, rules: QuerySet[EntitlementRule], _name: str, text: str) -> QuerySet[EntitlementRule]:
        return rules.filter(Q(code__icontains=text) | Q(text__icontains=text) | Q(decided_by__icontains=text))


class RuleTable(tables.Table):
    code = tables.Column(verbose_name=gettext_lazy("Rule"), attrs=SHRINK)
    text = tables.Column(attrs={"td": {"class": "words"}}, orderable=False)
    cabin = tables.Column(verbose_name=gettext_lazy("Cabin"))
    is_return = tables.Column(verbose_name=gettext_lazy("Way"))
    decided_by = tables.Column(attrs={"td": {"class": "words"}})
    valid_from = tables.Column(attrs=SHRINK)
    valid_until = tables.Column(attrs=SHRINK, empty_values=())

    class Meta:
        caption = gettext_lazy("Entitlement rules")
        empty_text = gettext_lazy("No rule fits the search. Clear it to see all.")
        order_by = ("code", "-valid_from")

    def render_code(self, record: EntitlementRule) -> SafeString:
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("travel:rule", args=[record.pk]), record.code)

    def render_cabin(self, value: str) -> str:
        return str(Cabin(value).label)

    def render_is_return(self, record: EntitlementRule) -> str:
        return _("out and back") if record.is_return else _("one way")

    def render_valid_from(self, record: EntitlementRule) -> str:
        return date_format(record.valid_from, "j M Y")

    def render_valid_until(self, record: EntitlementRule) -> str:
        if record.valid_until is None:
            return render_to_string("_components/pill.html", {"label": _("in force"), "tone": "good"})
        return date_format(record.valid_until, "j M Y")


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def rules(request: HttpRequest) -> HttpResponse:
    chosen = RuleFilter(request.GET, queryset=EntitlementRule.objects.all())
    table = RuleTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode()
    page = {
        "table": table,
        "filter": chosen,
        "caption": _("Entitlement rules"),
        "is_empty": not EntitlementRule.objects.exists(),
        "can_import": _may_import(request),
        "can_decide": decides_for_all(request.user),
        "exports": exports("travel:rules_export", query),
    }
    return render(request, "travel/rule_list.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def rules_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    chosen = RuleFilter(request.GET, queryset=EntitlementRule.objects.all())
    header = ["rule", "text", "cabin", "out_and_back", "decided_by", "from", "until"]
    rows: list[list[Cell]] = [
        [one.code, one.text, one.cabin, "yes" if one.is_return else "no", one.decided_by, one.valid_from,
         one.valid_until]
        for one in chosen.qs
    ]  # fmt: skip
    return table_response(ending, "entitlement-rules", header, rows, _("Rules"))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def add_rule(request: HttpRequest) -> HttpResponse:
    """A new rule, or, with ?after=, a new version that begins with the words of the one before."""
    refuse_parts(request)
    before = EntitlementRule.objects.filter(pk=_number(request.GET.get("after"))).first()
    initial: dict[str, Any] = {"cabin": Cabin.ECONOMY}
    if before is not None:
        initial = {name: getattr(before, name) for name in ("code", "text", "cabin", "is_return", "decided_by")}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            added = acts.add_rule(by=request.user, rule=form.save(commit=False))
        except ActRefused as refused:
            form.add_error("valid_from", str(refused))
        else:
            messages.success(request, _("The rule is in force from its first day."))
            return redirect("travel:rule", added.pk)
    page = {"form": form, "before": before}
    return render(request, "travel/rule_form.html", page, status=422 if request.method == "POST" else 200)


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(EntitlementRule, pk=pk)
    return _rule_page(request, found, EndRuleForm(initial={"last_day": timezone.localdate()}))


def _rule_page(request: HttpRequest, found: EntitlementRule, form: EndRuleForm) -> HttpResponse:
    page = {
        "rule": found,
        "cabin": Cabin(found.cabin).label,
        "versions": EntitlementRule.objects.filter(code=found.code).exclude(pk=found.pk),
        "form": form,
        "can_decide": decides_for_all(request.user),
    }
    return render(request, "travel/rule.html", page, status=422 if form.errors else 200)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_parts(request)
    found = get_object_or_404(EntitlementRule, pk=pk)
    form = EndRuleForm(request.POST)
    if form.is_valid():
        try:
            acts.end_rule(by=request.user, rule=found, last_day=form.cleaned_data["last_day"])
        except ActRefused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, _("The rule ends on that day. Trips before it keep their estimate."))
            return redirect("travel:rule", found.pk)
    return _rule_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def new_entitlement_trip(request: HttpRequest) -> HttpResponse:
    trips = entered(request, KEPT_AS)
    is_sent = request.method == "POST"
    if is_sent and request.POST.get("then") == "entered" and trips:
        return hand_in(request, KEPT_AS, trips) or redirect("travel:new_entitlement_trip")
    form = EntitlementTripForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        trips = [*trips, form.trip()]
        if request.POST.get("then") == "another" and len(trips) < MOST_TRIPS:
            keep(request, KEPT_AS, trips)
            messages.success(request, _("The trip is in the list below. Enter the next one."))
            return redirect("travel:new_entitlement_trip")
        if answer := hand_in(request, KEPT_AS, trips):
            return answer
    return _trip_page(request, form, EntitlementListForm(), 422 if is_sent else 200)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def upload_list(request: HttpRequest) -> HttpResponse:
    """A list of trips from HR: all its lines become one import, or none does."""
    form = EntitlementListForm(request.POST, request.FILES)
    if form.is_valid() and (answer := hand_in(request, KEPT_AS, [*entered(request, KEPT_AS), *form.trips])):
        return answer
    return _trip_page(request, EntitlementTripForm(), form, 422)


def _trip_page(
    request: HttpRequest, form: EntitlementTripForm, list_form: EntitlementListForm, status: int
) -> HttpResponse:
    page = {
        "form": form,
        "list_form": list_form,
        "trips": entered(request, KEPT_AS),
        "has_rules": EntitlementRule.objects.exists(),
    }
    return render(request, "travel/entitlement_trip_form.html", page, status=status)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def remove_trip(request: HttpRequest, number: int) -> HttpResponse:
    without(request, KEPT_AS, number)
    return redirect("travel:new_entitlement_trip")


@require_safe
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def list_template(request: HttpRequest) -> HttpResponseBase:
    return csv_response("entitlement-trips.csv", list(LIST_COLUMNS), [LIST_EXAMPLE])


def _may_import(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(TravelPermission.IMPORT_BOOKINGS))  # type: ignore[union-attr]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
