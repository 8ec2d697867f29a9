"""Activity data as a grid of months: of one site, or of one kind at all sites; its hints, copying, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ems.models import Site
from greenops.annual_return.activity.copying import copy_forward
from greenops.annual_return.activity.grid import GridRow, RowKey
from greenops.annual_return.activity.grid_form import Sent, sent_rows, show_again
from greenops.annual_return.activity.grid_pages import rows_of_site, rows_of_stream
from greenops.annual_return.activity.grid_sending import Saving, added_keys, save_sent
from greenops.annual_return.activity.readings import Plan, ReadingsRefused
from greenops.annual_return.activity.row_hints import said_of_row
from greenops.annual_return.activity.site_sizes import sites_for
from greenops.annual_return.activity.tabs import tabs_of, year_of, years_to_choose
from greenops.annual_return.activity.taking_back import take_back_last_save, year_of_last_save
from greenops.annual_return.cycle.closing import YearClosed, closed_because
from greenops.annual_return.models import ActivityReading
from greenops.annual_return.permissions import ReturnPermission
from greenops.permissions import GreenOpsPermission
from greenops.reference.activity import catalogue

SITES_ON_A_PAGE = 50
FIRST_KIND = "electricity_grid:standard"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def by_site(request: HttpRequest) -> HttpResponse:
    """One site: a row for each kind of consumption, twelve months beside each other."""
    sites = list(sites_for(request.user, GreenOpsPermission.VIEW_RETURN))
    year = year_of(request)
    site = next((one for one in sites if one.code == request.GET.get("site")), sites[0] if sites else None)
    if site is None:
        return render(request, "annual_return/activity_no_site.html", {"tabs": tabs_of("site", request)})
    today = timezone.localdate()
    added = [key for token in request.GET.getlist("row") if (key := RowKey.of_token(token))]

    def rows(more: list[RowKey]) -> list[GridRow]:
        return rows_of_site(site, year, today, [*added, *more])

    page = {"sites": sites, "site": site, "by": "site", "kinds": kinds(), **_waste_ways()}
    return _grid(request, year, {site.code: site}, rows, page)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def by_kind(request: HttpRequest) -> HttpResponse:
    """One kind of consumption: a row for each site."""
    year = year_of(request)
    key = _key_of_kind(request.GET)
    sites = sites_for(request.user, GreenOpsPermission.VIEW_RETURN)
    if words := request.GET.get("search", "").strip():
        sites = sites.filter(Q(code__icontains=words) | Q(name__icontains=words) | Q(city__icontains=words))
    page = Paginator(sites, SITES_ON_A_PAGE).get_page(request.GET.get("page"))
    listed = list(page)
    today = timezone.localdate()

    def rows(_more: list[RowKey]) -> list[GridRow]:
        return rows_of_stream(key, listed, year, today)

    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "by": "kind",
        "kinds": kinds(),
        "kind": f"{key.stream}:{key.detail}",
        "key": key,
        "search": words,
        "sites_page": page,
        "query": query.urlencode(),
        **_waste_ways(),
    }
    return _grid(request, year, {site.code: site for site in listed}, rows, context)


def _grid(
    request: HttpRequest,
    year: int,
    sites: dict[str, Site],
    rows_of: Callable[[list[RowKey]], list[GridRow]],
    page: dict[str, Any],
) -> HttpResponse:
    user: Any = request.user
    closed = closed_because(year)
    rows, errors, status = rows_of([]), "", 200
    if request.method == "POST":
        if not user.has_perm(ReturnPermission.EDIT_ACTIVITY):
            raise PermissionDenied
        asked = _row_to_add(request.POST, page) if request.POST.get("act") == "add" else None
        saving = None
        if request.POST.get("act") != "add":
            saving = save_sent(by=user, data=request.POST, year=year, sites=sites, today=timezone.localdate())
            if saving.plan is not None:
                return _saved(request, saving.plan)
        more = [*added_keys(rows, request.POST), *([asked] if asked else [])]
        rows = rows_of(more) if more else rows
        errors, status = _shown_again(rows, saving or _only_typed(request.POST))
    can_write = user.has_perm(ReturnPermission.EDIT_ACTIVITY)
    context = {
        "year": year,
        "years": years_to_choose(),
        "months": [str(MONTHS_3[month]).title() for month in range(1, 13)],
        "monthly_rows": [row for row in rows if not row.is_yearly],
        "yearly_rows": [row for row in rows if row.is_yearly],
        "methods": ActivityReading.Method.choices,
        "closed": closed,
        "can_edit": not closed and can_write,
        "refusal": errors,
        "cell_errors": [
            (row, cell, "" if row.is_yearly else MONTHS[cell.month]) for row in rows for cell in row.cells if cell.error
        ],
        "take_back": can_write and year_of_last_save(user) == year,
        "tabs": tabs_of(page["by"], request),
        "here": request.get_full_path(),
        "exports": _exports(year, page),
    }
    return render(request, "annual_return/activity_grid.html", page | context, status=status)


def _only_typed(data: Any) -> Saving:
    return Saving(Sent(sent_rows(data)))


def _shown_again(rows: list[GridRow], saving: Saving) -> tuple[str, int]:
    hidden = show_again(rows, saving.sent)
    words = saving.refusal
    if hidden:
        words = next(iter(saving.sent.errors.values()))
    return words, 422 if saving.sent.errors or saving.refusal else 200


def _saved(request: HttpRequest, plan: Plan) -> HttpResponse:
    messages.success(request, saved_words(plan))
    return redirect(request.get_full_path())


def saved_words(plan: Plan) -> str:
    counts = (
        (plan.count("new"), ngettext("%(n)s reading added", "%(n)s readings added", plan.count("new"))),
        (plan.count("changed"), _("%(n)s changed")),
        (len(plan.removed), _("%(n)s removed")),
    )
    said = [words % {"n": f"{count:,}"} for count, words in counts if count]
    return _("Saved: %s.") % ", ".join(said) if said else _("Nothing was changed, so nothing was saved.")


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """(stream, [(stream:detail, words)]) for a list to choose from."""
    return [
        (
            stream.label,
            [(f"{stream.code}:{one.code}", f"{stream.label}: {one.label}") for one in stream.details.values()]
            or [(f"{stream.code}:", stream.label)],
        )
        for stream in catalogue().streams.values()
    ]


def _waste_ways() -> dict[str, Any]:
    return {"channels": catalogue().channels.items(), "routes": catalogue().routes.items()}


def _key_of_kind(data: Any) -> RowKey:
    stream, _colon, detail = data.get("kind", FIRST_KIND).partition(":")
    if stream == "waste":
        key = RowKey("", stream, detail, data.get("channel") or "municipality", data.get("route") or "unknown")
    else:
        key = RowKey("", stream, detail)
    return key if key.is_known() else RowKey("", *FIRST_KIND.split(":"))


def _row_to_add(data: Any, page: dict[str, Any]) -> RowKey | None:
    if page["by"] != "site":
        return None
    key = _key_of_kind(data)
    return RowKey(page["site"].code, key.stream, key.detail, key.channel, key.route)


def _exports(year: int, page: dict[str, Any]) -> list[tuple[str, str]]:
    asked = f"year={year}"
    asked += f"&site={page['site'].pk}" if page["by"] == "site" else f"&stream={page['key'].stream}"
    return [
        (ending.upper(), f"{reverse('annual_return:readings_export', args=[ending])}?{asked}")
        for ending in ("csv", "xlsx")
    ]


@require_safe
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def hints(request: HttpRequest) -> JsonResponse:
    """What is to be said of one row as it is being typed."""
    rows = sent_rows(request.GET)
    if len(rows) != 1:
        return JsonResponse({"errors": {}, "hints": {}, "row": [], "total": ""})
    site = sites_for(request.user, ReturnPermission.EDIT_ACTIVITY).filter(code=rows[0].key.site).first()
    if site is None:
        raise Http404("There is no such site among those that you look after.")
    said = said_of_row(rows[0], site, year_of(request), timezone.localdate(), request.user)
    return JsonResponse(said)


@require_POST
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def copy(request: HttpRequest) -> HttpResponse:
    """R23: last year's quantities into empty rows of one site."""
    year = year_of(request, request.POST)
    sites = sites_for(request.user, ReturnPermission.EDIT_ACTIVITY).filter(code=request.POST.get("site", ""))
    try:
        plan = copy_forward(by=request.user, year=year, site_ids=[site.pk for site in sites])
    except (YearClosed, ReadingsRefused) as refused:
        messages.error(request, str(refused))
    else:
        _say_copied(request, plan, year)
    return redirect(page_pressed_on(request))


def _say_copied(request: HttpRequest, plan: Plan, year: int) -> None:
    if plan.problems:
        messages.error(request, _("Nothing was copied. %s") % plan.problems[0][1].sentence)
    elif count := plan.count("new"):
        words = ngettext(
            "%(n)s reading was copied from %(before)s and is flagged as copied.",
            "%(n)s readings were copied from %(before)s and are flagged as copied.",
            count,
        )
        messages.success(request, words % {"n": count, "before": year - 1})
    else:
        messages.info(request, _("There is nothing to copy: no row is empty that had readings in %s.") % (year - 1))


@require_POST
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def take_back(request: HttpRequest) -> HttpResponse:
    """The person's last save is undone."""
    try:
        counts = take_back_last_save(by=request.user)
    except (ReadingsRefused, YearClosed) as refused:
        messages.error(request, str(refused))
    else:
        words = _("Taken back: %(removed)s removed, %(restored)s as before, %(brought_back)s brought back.")
        messages.success(request, words % counts)
    return redirect(page_pressed_on(request))


def page_pressed_on(request: HttpRequest) -> str:
    """The page it was pressed on."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("annual_return:activity")
