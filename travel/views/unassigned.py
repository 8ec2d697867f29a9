"""Legs without unit, category or payer, by group: the list, its export, and giving them one in bulk."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from travel import assignment, unassigned
from travel.actions import ActRefused
from travel.assignment import Chosen, Field
from travel.emissions.methods import RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.models import Leg
from travel.permissions import TravelPermission, decides_for_all
from travel.printed import number
from travel.unassigned_tables import WORD_HEADINGS, AssignForm, GroupTable, UnassignedFilter
from travel.views.downloads import Cell, exports, table_response

PAGE_ROWS = 100
TABS = {
    Field.UNIT: gettext_lazy("Unit"),
    Field.CATEGORY: gettext_lazy("Traveller category"),
    Field.PAYER: gettext_lazy("Paid by"),
}


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def unassigned_legs(request: HttpRequest) -> HttpResponse:
    return _page(request, request.GET)


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def assign(request: HttpRequest) -> HttpResponse:
    """Give the chosen groups a value. Only legs that the list, as it is narrowed, holds."""
    chosen = UnassignedFilter(request.POST, queryset=_mine(request))
    field = chosen.field
    form = AssignForm(request.POST, field=field, may_remember=decides_for_all(request.user))
    keys = _keys(request.POST.getlist("group"))
    if form.is_valid() and not keys:
        form.add_error(None, _("Choose at least one group: tick it in the list."))
    if not form.is_valid() or not chosen.is_valid():
        return _page(request, request.POST, form)
    found = unassigned.legs_of(field, chosen.qs, keys)
    groups = [Chosen(key[0], word, ids) for key, (word, ids) in found.items()]
    try:
        made = assignment.assign(
            by=request.user, field=field, value=form.cleaned_data["value"], groups=groups,
            remember=form.cleaned_data.get("remember", False),
        )  # fmt: skip
    except ActRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, request.POST, form)
    legs = sum(one.legs_count for one in made)
    sentence = ngettext("%(legs)s leg now counts as %(value)s.", "%(legs)s legs now count as %(value)s.", legs)
    messages.success(request, sentence % {"legs": number(legs), "value": form.cleaned_data["value"]})
    return redirect(f"{reverse('travel:unassigned')}?{_query(request.POST)}")


@require_safe
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def unassigned_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    chosen = UnassignedFilter(request.GET, queryset=_seen(request))
    header = ["source", str(WORD_HEADINGS[Field(chosen.field)]).lower(), "legs", "passengers", "passenger_km",
              "t_co2", "first_on", "last_on"]  # fmt: skip
    rows: list[list[Cell]] = [
        [group.source, group.word, None, None, None, None, None, None] if group.is_small else
        [group.source, group.word, group.legs, group.passengers, group.km, group.tonnes, group.first_on, group.last_on]
        for group in _groups(request, chosen)
    ]  # fmt: skip
    return table_response(ending, "unassigned", header, rows, _("Unassigned"))


def _page(request: HttpRequest, asked: QueryDict, form: AssignForm | None = None) -> HttpResponse:
    seen = _seen(request)
    chosen = UnassignedFilter(asked, queryset=seen)
    field = chosen.field
    can_assign = request.user.has_perm(TravelPermission.IMPORT_BOOKINGS)  # type: ignore[union-attr]
    basis = emission_method(RETURN_METHOD).gas_basis
    table = GroupTable(_groups(request, chosen), field=field, mass_unit=f"t {basis}", can_assign=can_assign)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = _query(asked)
    counts = {one: unassigned.count(one, seen) for one in TABS}
    page = {
        "table": table,
        "filter": chosen,
        "caption": _("Legs without a value, by group"),
        "tabs": [*_tabs(field, counts), _assignments_tab(request)],
        "exports": exports("travel:unassigned_export", query),
        "is_empty": not counts[field],
        "field": field,
        "can_assign": can_assign,
        "form": form or AssignForm(field=field, may_remember=decides_for_all(request.user)),
        "narrowed": [(name, asked[name]) for name in ("what", "q", "source", "year") if asked.get(name)],
        "smallest_group": settings.SMALLEST_GROUP,
        "is_reviewing": not request.user.sees_names(TravelPermission.VIEW_LEGS),  # type: ignore[union-attr]
    }
    return render(request, "travel/unassigned.html", page, status=422 if form is not None else 200)


def _groups(request: HttpRequest, chosen: UnassignedFilter) -> list[unassigned.Group]:
    if not chosen.is_valid():
        return []
    with_names = request.user.sees_names(TravelPermission.VIEW_LEGS)  # type: ignore[union-attr]
    smallest = 0 if with_names else settings.SMALLEST_GROUP
    text = (chosen.form.cleaned_data.get("q") or "").strip().lower()
    found = unassigned.groups(chosen.field, chosen.qs, smallest_group=smallest)
    return [group for group in found if text in f"{group.source} {group.word}".lower()]


def _seen(request: HttpRequest) -> QuerySet[Leg]:
    return Leg.objects.for_user(request.user)  # type: ignore[no-any-return]


def _mine(request: HttpRequest) -> QuerySet[Leg]:
    """The legs that the person may change: those of the units for which he imports."""
    scope = request.user.unit_scope(TravelPermission.IMPORT_BOOKINGS)  # type: ignore[union-attr]
    seen = _seen(request)
    return seen if scope.everywhere else seen.filter(unit__in=scope.unit_ids)


def _keys(texts: list[str]) -> set[tuple[str, str]]:
    """The groups ticked; what is no group is left out."""
    found: set[tuple[str, str]] = set()
    for text in texts:
        try:
            source, word = json.loads(text)
        except (ValueError, TypeError):
            continue
        found.add((str(source), str(word)))
    return found


def _query(asked: QueryDict) -> str:
    query = QueryDict(mutable=True)
    for name in ("what", "q", "source", "year", "sort"):
        if asked.get(name):
            query[name] = asked[name]
    return query.urlencode()


def _tabs(field: str, counts: dict[Field, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": f"{reverse('travel:unassigned')}?what={one}",
            "is_current": one == field,
            "count": number(counts[one]),
        }
        for one, label in TABS.items()
    ]


def _assignments_tab(request: HttpRequest, *, is_current: bool = False) -> dict[str, Any]:
    return {
        "label": _("Assignments made"),
        "url": reverse("travel:assignments"),
        "is_current": is_current,
        "count": number(assignment.listed(request.user).count()),
    }


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The tabs as the list of assignments shows them."""
    seen = _seen(request)
    counts = {one: unassigned.count(one, seen) for one in TABS}
    return [*_tabs("", counts), _assignments_tab(request, is_current=True)]
