"""The lines of a return, and each line opened into what it was made from."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from greenops.annual_return.computation import NothingToReport
from greenops.annual_return.computed import ComputedReturn, Input, Line
from greenops.annual_return.edition import EditionError
from greenops.annual_return.models import AnnualReturn
from greenops.annual_return.standing import Standing, standing
from greenops.annual_return.views.year_tabs import year_tabs
from greenops.permissions import GreenOpsPermission
from greenops.reference.inventory_rules import rules

INPUTS_ON_A_PAGE = 100


@dataclass(frozen=True)
class Row:
    """A line as the page shows it. on: the same line with delegates, where it has another value then."""

    line: Line
    on: Line | None
    url: str


def standing_of(request: HttpRequest, year: int) -> tuple[AnnualReturn | None, Standing]:
    """The year for somebody who reads the whole organization's return. Raises PermissionDenied, Http404."""
    user: Any = request.user
    if not user.unit_scope(GreenOpsPermission.VIEW_RETURN).everywhere:
        raise PermissionDenied(_("The return is the whole organization's; your role is for certain units."))
    annual_return = AnnualReturn.objects.filter(year=year).first()
    try:
        return annual_return, standing(year, annual_return)
    except (EditionError, NothingToReport) as error:
        raise Http404(str(error)) from error


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def lines(request: HttpRequest, year: int) -> HttpResponse:
    """All lines by section. With ?delegates=on, what changes with them stands beside, never added."""
    annual_return, found = standing_of(request, year)
    with_delegates = request.GET.get("delegates") == "on"
    return render(
        request,
        "annual_return/lines.html",
        {
            "year": year,
            "annual_return": annual_return,
            "standing": found,
            "tabs": year_tabs(year, "lines"),
            "sections": sections_of(found, with_delegates),
            "changed_by_delegates": changed_by_delegates(found),
            "with_delegates": with_delegates,
            "remarks": found.on.remarks if with_delegates else found.off.remarks,
        },
    )


def sections_of(found: Standing, with_delegates: bool) -> list[tuple[str, str, list[Row]]]:
    """Code, title and rows of each section that has lines."""
    year = found.off.year
    on = {line.code: line for line in found.on.lines} if with_delegates else {}
    rows: dict[str, list[Row]] = {}
    for line in found.off.lines:
        other = on.get(line.code)
        other = other if other is not None and other.value != line.value else None
        rows.setdefault(line.section, []).append(Row(line, other, address(year, line.code)))
    return [(s.code, s.title, rows[s.code]) for s in found.off.sections if s.code in rows]


def changed_by_delegates(found: Standing) -> list[Row]:
    """The lines whose value is another one with delegates; empty where nobody else paid for travel."""
    on = {line.code: line for line in found.on.lines}
    year = found.off.year
    return [
        Row(line, on[line.code], address(year, line.code))
        for line in found.off.lines
        if line.code in on and on[line.code].value != line.value
    ]


def address(year: int, code: str) -> str:
    return reverse("annual_return:line", args=[year, code])


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def line(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One line: its equation with numbers, its inputs largest first, the factors and rules behind it."""
    annual_return, found = standing_of(request, year)
    with_delegates = request.GET.get("delegates") == "on"
    computed = found.on if with_delegates else found.off
    try:
        shown = computed.line(code)
    except KeyError:
        raise Http404(_("The form has no line %(code)s.") % {"code": code}) from None
    if request.GET.get("format") == "json":
        return JsonResponse(shown.content(), json_dumps_params={"indent": 2, "ensure_ascii": False})
    inputs = sorted(shown.inputs, key=lambda given: -abs(given.value or 0))
    page = Paginator(inputs, INPUTS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "annual_return/line.html",
        {
            "year": year,
            "annual_return": annual_return,
            "standing": found,
            "tabs": year_tabs(year, "lines"),
            "line": shown,
            "section": next((s.title for s in computed.sections if s.code == shown.section), ""),
            "page": page,
            "shown": [{**asdict(given), "url": opened(year, given, with_delegates)} for given in page],
            "factors": factors_of(shown),
            "rules": [rules()[rule] for rule in shown.rules],
            "used_by": used_by(computed, code),
            "other": _other_value(found, code, with_delegates),
            "with_delegates": with_delegates,
        },
    )


def opened(year: int, given: Input, with_delegates: bool) -> str:
    """Where an input is opened further: the line that it is, or the readings, legs or counts behind it."""
    if not given.key.startswith("line:"):
        return given.link
    return address(year, given.key.removeprefix("line:")) + ("?delegates=on" if with_delegates else "")


def _other_value(found: Standing, code: str, with_delegates: bool) -> Line | None:
    """The line on the other side of the delegates switch, where it has another value there."""
    off, on = found.off.line(code), found.on.line(code)
    return None if off.value == on.value else (off if with_delegates else on)


def factors_of(line: Line) -> list[dict[str, Any]]:
    """Each factor once, with how many inputs use it."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for given in line.inputs:
        for factor in given.factors:
            key = (factor["label"], factor["value"], factor["dataset"], factor["edition"])
            found.setdefault(key, {**factor, "uses": 0})["uses"] += 1
    return sorted(found.values(), key=lambda factor: -factor["uses"])


def used_by(computed: ComputedReturn, code: str) -> list[Row]:
    """The lines that this line is a part of."""
    key = f"line:{code}"
    return [
        Row(line, None, address(computed.year, line.code))
        for line in computed.lines
        if any(given.key == key for given in line.inputs)
    ]
