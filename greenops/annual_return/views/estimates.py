"""Buttons that fill what was not reported: the missing months of a site, or a whole site."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from greenops.annual_return.activity.estimating import degree_days_of, estimate_months, estimate_sites
from greenops.annual_return.activity.readings import Plan
from greenops.annual_return.activity.site_sizes import sites_for
from greenops.annual_return.activity.tabs import year_of
from greenops.annual_return.cycle.closing import YearClosed
from greenops.annual_return.inventory.errors import GapInvalid
from greenops.annual_return.permissions import ReturnPermission
from greenops.annual_return.views.activity import page_pressed_on


@require_POST
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def estimate(request: HttpRequest) -> HttpResponse:
    """R24 for the missing months of one site (of=months), R22 for a site without readings (of=persons, floor_area)."""
    year = year_of(request, request.POST)
    site = sites_for(request.user, ReturnPermission.EDIT_ACTIVITY).filter(code=request.POST.get("site", "")).first()
    if site is None:
        raise Http404("There is no such site among those that you look after.")
    of = request.POST.get("of", "months")
    try:
        if of == "months":
            days = degree_days_of(request.POST.get("degree_days", ""))
            plan = estimate_months(by=request.user, year=year, site_ids=[site.pk], degree_days=days)
        else:
            size = "floor_area" if of == "floor_area" else "persons"
            plan = estimate_sites(by=request.user, year=year, site_codes=[site.code], size=size)
    except (YearClosed, GapInvalid) as refused:
        messages.error(request, str(refused))
    else:
        _say_estimated(request, plan, of)
    return redirect(page_pressed_on(request))


def _say_estimated(request: HttpRequest, plan: Plan, of: str) -> None:
    if plan.problems:
        messages.error(request, _("Nothing was estimated. %s") % plan.problems[0][1].sentence)
    elif count := plan.count("new"):
        words = ngettext(
            "%(n)s estimate was made and is flagged as one; its note says how.",
            "%(n)s estimates were made and are flagged as such; their notes say how.",
            count,
        )
        messages.success(request, words % {"n": count})
    elif of == "months":
        messages.info(request, _("There is nothing to estimate: no row that has readings lacks a month."))
    else:
        messages.info(
            request,
            _("There is nothing to estimate: the site has readings already, or no other site has complete ones."),
        )
