"""One year under two editions of the form, line by line, with the largest movers."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from greenops.annual_return import comparison
from greenops.annual_return.edition_file import editions
from greenops.annual_return.standing import computed_now
from greenops.annual_return.views.lines import standing_of
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.permissions import GreenOpsPermission


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def compare(request: HttpRequest, year: int) -> HttpResponse:
    """?with=EDITION: today's data under the return's own edition and under that one."""
    annual_return, found = standing_of(request, year)
    own = found.off.edition
    known = [edition for edition in editions() if edition != own]
    chosen = request.GET.get("with", "")
    context = {
        "year": year,
        "annual_return": annual_return,
        "standing": found,
        "tabs": year_tabs(year, "compare"),
        "own": own,
        "known": known,
        "chosen": chosen if chosen in known else "",
        "unknown": chosen if chosen and chosen not in known else "",
    }
    if chosen in known:
        # Both from today's data: what is frozen stays apart, so that the editions alone make the difference.
        ours, _on = computed_now(year, own)
        theirs, _on = computed_now(year, chosen)
        context["comparison"] = comparison.compare(ours, theirs)
    return render(request, "annual_return/compare.html", context)
