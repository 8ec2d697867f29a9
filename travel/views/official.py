"""The round trip to ICAO's calculator: what to ask it, and its results in place of our estimates."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from greenops.reference.icao_calculator import layout
from travel import official
from travel.actions import ActRefused
from travel.emissions.methods import RETURN_METHOD
from travel.models import Leg, OfficialLoad, TravelTotal
from travel.official_matching import IMPLAUSIBLE, MATCHED, Pair, in_scope, pairs, state_words
from travel.official_tables import (
    LoadFilter,
    LoadTable,
    OfficialFilter,
    PairTable,
    ResultFilter,
    ResultsForm,
    ResultTable,
    load_pill,
)
from travel.permissions import TravelPermission
from travel.printed import number
from travel.queries import latest_year
from travel.views.downloads import Cell, exports, table_response
from travel.views.outcome import done_or_refused

PAGE_ROWS = 50
LATER_LOOKED_AT = 10
LONGEST_LINE = 9  # digits of a line's number
MG_PER_T = 1_000_000_000
State = OfficialLoad.State
RESULT_HEADER = (
    "line", "state", "origin", "destination", "class", "date", "passengers", "co2_kg_each", "ours_kg_each", "ratio",
    "legs", "taken", "what_was_found",
)  # fmt: skip


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def official_results(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def official_input(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The distinct pairs as input for the calculator. Where the layout is ours, the name of the file says so."""
    chosen = _filter(request)
    form = layout()
    header = [column.header for column in form.columns]
    rows: list[list[Cell]] = [
        [_cell(column.field, column.constant, pair) for column in form.columns] for pair in _pairs(request, chosen)
    ]
    parts = ["icao-calculator-input", str(chosen.scope.get("year", "all-years")), "layout-ours" if form.ours else ""]
    return table_response(ending, "-".join(filter(None, parts)), header, rows, _("Legs to ask for"))


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def load_results(request: HttpRequest) -> HttpResponse:
    form = ResultsForm(request.POST, request.FILES, user=request.user)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            load = official.load(
                by=request.user, name=file.name, content=file, tool_version=form.cleaned_data["tool_version"],
                scope=form.scope,
            )  # fmt: skip
        except ActRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("travel:official_load", load.pk)
    return _page(request, form)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def loads(request: HttpRequest) -> HttpResponse:
    chosen = LoadFilter(request.GET, queryset=_loads(request))
    table = LoadTable(chosen.qs if chosen.is_valid() else OfficialLoad.objects.none())
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    page = {
        "table": table,
        "filter": chosen,
        "is_empty": not table.paginator.count and not request.GET,
        "exports": exports("travel:official_loads_export", request.GET.urlencode()),
        "caption": _("Loads of official results"),
    }
    return render(request, "travel/official_loads.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def loads_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    chosen = LoadFilter(request.GET, queryset=_loads(request))
    header = ["file", "sha256", "state", "calculator", "version", "year", "rows", "legs", "loaded_at", "loaded_by",
              "confirmed_at", "undone_at"]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.file_name, one.file_digest, one.state, one.tool, one.tool_version, one.scope.get("year"), len(one.rows),
         one.legs, one.loaded_at, str(one.loaded_by or ""), one.committed_at, one.undone_at]
        for one in (chosen.qs if chosen.is_valid() else [])
    ]  # fmt: skip
    return table_response(ending, "official-loads", header, rows, _("Loads"))


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """One load: its rows with what became of each, and what can be done with it."""
    found = get_object_or_404(_loads(request), pk=pk)
    chosen = ResultFilter(request.GET)
    can_load = request.user.has_perm(TravelPermission.IMPORT_BOOKINGS)  # type: ignore[union-attr]
    can_take = can_load and found.state == State.PREVIEWED
    table = ResultTable(chosen.rows_of(found), can_take=can_take)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode()
    page = {
        "load": found,
        "pill": load_pill(found),
        "table": table,
        "filter": {"form": chosen, "is_bound": bool(request.GET)},
        "exports": exports("travel:official_rows", query, pk),
        "caption": _("Results"),
        "counts": _counts(found),
        "change": _change(found),
        "implausible": sum(row["state"] == IMPLAUSIBLE for row in found.rows),
        "can_load": can_load,
        "can_undo": request.user.has_perm(TravelPermission.UNDO_BATCH),  # type: ignore[union-attr]
        "later": _later(request, found) if found.state == State.COMMITTED else 0,
        "legs_now": found.results.filter(in_force=True).count(),
    }  # fmt: skip
    return render(request, "travel/official_load.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def load_rows(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    found = get_object_or_404(_loads(request), pk=pk)
    rows: list[list[Cell]] = [
        [row["line"], row["state"], row["origin"], row["destination"], row["word"], row["on"], row["passengers"],
         row["co2_kg"], row["ours_kg"], row["ratio"], row["legs"], int(row["taken"]), row["sentence"]]
        for row in ResultFilter(request.GET).rows_of(found)
    ]  # fmt: skip
    return table_response(ending, "official-results", RESULT_HEADER, rows, _("Results"))


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def confirm_results(request: HttpRequest, pk: int) -> HttpResponse:
    taken = {int(line) for line in request.POST.getlist("take") if line.isdecimal() and len(line) <= LONGEST_LINE}
    return _act(
        request, pk, lambda **act: official.confirm(taken=taken, **act),
        lambda legs: ngettext("%(legs)s leg has its official result.", "%(legs)s legs have official results.", legs),
    )  # fmt: skip


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def discard_results(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, official.discard, lambda legs: _("The file was discarded. Nothing was replaced."))


@require_POST
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def apply_to_later(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request, pk, official.apply_to_later,
        lambda legs: ngettext("%(legs)s leg more has its result.", "%(legs)s legs more have their results.", legs),
    )  # fmt: skip


@require_POST
@permission_required(TravelPermission.UNDO_BATCH, raise_exception=True)
def undo_results(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(
        request, pk, official.undo,
        lambda legs: ngettext("Undone: %(legs)s leg counts as before.", "Undone: %(legs)s legs count as before.", legs),
    )  # fmt: skip


def _act(request: HttpRequest, pk: int, act: Callable[..., Any], said: Callable[[int], str]) -> HttpResponse:
    """Do it, say what came of it, and show the load."""
    found = get_object_or_404(_loads(request), pk=pk)
    done_or_refused(
        request,
        lambda: act(by=request.user, load=found) or 0,
        lambda legs: said(legs) % {"legs": number(legs)},
    )
    return redirect("travel:official_load", pk)


def _page(request: HttpRequest, form: ResultsForm | None = None) -> HttpResponse:
    chosen = _filter(request)
    found = _pairs(request, chosen)
    table = PairTable(found)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode() or f"year={chosen.data.get('year', '')}"
    newest = list(_loads(request).filter(state=State.COMMITTED)[:LATER_LOOKED_AT])
    page = {
        "layout": layout(),
        "filter": chosen,
        "table": table,
        "table_title": _("%(pairs)s rows for %(legs)s legs")
        % {"pairs": number(len(found)), "legs": number(sum(pair.legs for pair in found))},
        "unknown": _legs(request, chosen).filter(cabin="unknown").count(),
        "exports": exports("travel:official_input", query),
        "caption": _("What the calculator is to be asked"),
        "form": form or ResultsForm(user=request.user, initial=chosen.scope),
        "shares": _shares(request),
        "open": list(_loads(request).filter(state=State.PREVIEWED)[:LATER_LOOKED_AT]),
        "later": [(one, count) for one in newest if (count := _later(request, one))],
        "has_loads": _loads(request).exists(),
        "has_legs": Leg.objects.for_user(request.user).exists(),
        "can_load": request.user.has_perm(TravelPermission.IMPORT_BOOKINGS),  # type: ignore[union-attr]
    }  # fmt: skip
    return render(request, "travel/official.html", page, status=422 if form else 200)


def _filter(request: HttpRequest) -> OfficialFilter:
    """The filter as asked; without any, the last year that has travel."""
    data = request.GET.copy()
    if not any(data.get(name) for name in ("year", "unit", "batch")):
        user: Any = request.user
        data["year"] = str(latest_year(scope=user.unit_scope(TravelPermission.VIEW_LEGS)) or "")
    return OfficialFilter(data, queryset=Leg.objects.none(), request=request)


def _legs(request: HttpRequest, chosen: OfficialFilter) -> QuerySet[Leg]:
    if not chosen.is_valid():
        return Leg.objects.none()
    return in_scope(Leg.objects.for_user(request.user), chosen.scope)


def _pairs(request: HttpRequest, chosen: OfficialFilter) -> list[Pair]:
    return pairs(_legs(request, chosen), layout())


def _cell(field: str, constant: str, pair: Pair) -> Cell:
    if constant:
        return int(constant) if constant.isdigit() else constant
    return {"origin": pair.origin, "destination": pair.destination, "class": pair.class_name}[field]


def _loads(request: HttpRequest) -> QuerySet[Any]:
    """All loads for those who look after all units, their own for others; with the legs that have its result."""
    user: Any = request.user
    found = OfficialLoad.objects.select_related("loaded_by").annotate(
        legs=Count("results", filter=Q(results__in_force=True))
    )
    return found if user.unit_scope(TravelPermission.VIEW_BATCHES).everywhere else found.filter(loaded_by=user)


def _later(request: HttpRequest, load: OfficialLoad) -> int:
    legs = Leg.objects.for_user(request.user)
    return sum(len(match.leg_ids) for match in official.came_later(load, legs))


def _counts(load: OfficialLoad) -> list[tuple[str, int]]:
    states = [row["state"] for row in load.rows]
    return [(state_words(state), states.count(state)) for state in dict.fromkeys((MATCHED, IMPLAUSIBLE, *states))]


def _change(load: OfficialLoad) -> dict[str, Any]:
    """What the rows that are taken come to: legs, kg as they count without and with the results."""
    taken = [row for row in load.rows if row["taken"]]
    now = sum(row["now_kg"] for row in taken)
    then = sum(row["co2_kg"] * row["leg_passengers"] for row in taken)
    return {
        "legs": number(sum(row["legs"] for row in taken)),
        "now": number(now / 1000, 2),
        "then": number(then / 1000, 2),
        "share": number(100 * (then / now - 1), 1) if now else "",
    }


def _shares(request: HttpRequest) -> list[dict[str, Any]]:
    """Of each year the mass by the return's method, and how much of it is official."""
    user: Any = request.user
    scope = user.unit_scope(TravelPermission.VIEW_LEGS)
    kept = TravelTotal.objects.filter(method=RETURN_METHOD)
    if not scope.everywhere:
        kept = kept.filter(unit__in=scope.unit_ids)
    rows = kept.order_by("-year").values("year").annotate(mass=Sum("total_mg"), official=Sum("official_mg"))
    return [
        {
            "year": row["year"],
            "mass": number(row["mass"] / MG_PER_T, 1),
            "official": number(row["official"] / MG_PER_T, 1),
            "share": number(100 * row["official"] / row["mass"], 1) if row["mass"] else "",
        }
        for row in rows
    ]
