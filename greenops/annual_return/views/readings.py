"""All readings in one list; one reading with its history; what the readings of a row have in common."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ems.evidence import store_evidence
from ems.models import Event, Organization
from ems.views.exporting import download, export_links
from ems.views.listing import FilteredList
from greenops.annual_return.activity.forms import ReadingForm, RowForm
from greenops.annual_return.activity.grid import RowKey
from greenops.annual_return.activity.lists import ReadingFilter, ReadingTable, period_words
from greenops.annual_return.activity.quantities import plain_quantity, printed_quantity
from greenops.annual_return.activity.reading_checks import Given, given_as_kept, supplier_words
from greenops.annual_return.activity.readings import SAVED, ReadingsRefused, save_readings
from greenops.annual_return.activity.resources import ReadingResource
from greenops.annual_return.activity.site_sizes import sites_for
from greenops.annual_return.activity.tabs import tabs_of, year_of
from greenops.annual_return.activity.taking_back import TAKEN_BACK, year_of_last_save
from greenops.annual_return.activity.units import MICRO
from greenops.annual_return.cycle.closing import YearClosed, closed_because
from greenops.annual_return.models import ActivityReading
from greenops.annual_return.permissions import ReturnPermission
from greenops.permissions import GreenOpsPermission

RELATED = ("site", "meter", "supplier_factor", "evidence", "entered_by")


def readings_for(user: Any) -> QuerySet[ActivityReading]:
    found = ActivityReading.objects.select_related(*RELATED)
    if user.unit_scope(GreenOpsPermission.VIEW_RETURN).everywhere:
        return found
    return found.filter(site__in=sites_for(user, GreenOpsPermission.VIEW_RETURN))


class ReadingList(FilteredList):
    permission_required = GreenOpsPermission.VIEW_RETURN
    table_class = ReadingTable
    filterset_class = ReadingFilter
    template_name = "annual_return/reading_list.html"

    def get_queryset(self) -> QuerySet[ActivityReading]:
        return readings_for(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "tabs": tabs_of("readings", self.request),
            "exports": export_links("annual_return:readings_export", self.request),
            "is_empty": not readings_for(self.request.user).exists(),
            "take_back": self.request.user.has_perm(ReturnPermission.EDIT_ACTIVITY)
            and year_of_last_save(self.request.user) is not None,
        }


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def export(request: HttpRequest, file_format: str) -> HttpResponse:
    narrowed = ReadingFilter(request.GET, queryset=readings_for(request.user), request=request)
    return download(ReadingResource(), narrowed.qs, file_format, "activity")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def reading(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One reading: its values, its form for those who may change it, and what became of it."""
    found = get_object_or_404(readings_for(request.user), public_id=public_id)
    closed = closed_because(found.year)
    can_edit = not closed and _may_edit(request.user, found)
    form = ReadingForm(request.POST or None, request.FILES or None, reading=found, initial=_initial(found))
    if request.method == "POST":
        if not _may_edit(request.user, found):
            raise PermissionDenied
        if form.is_valid() and _is_saved(request, form, lambda _asked: [form.given()]):
            return redirect("annual_return:reading", found.public_id)
    what, closer = RowKey.of_reading(found, found.site.code).words()
    page = {
        "reading": found,
        "what": what,
        "closer": closer,
        "period": period_words(found),
        "facts": _facts(found),
        "form": form if can_edit else None,
        "closed": closed,
        "history": _history(found),
        "grid_url": f"{reverse('annual_return:activity')}?year={found.year}&site={found.site.code}",
    }
    return render(request, "annual_return/reading.html", page, status=422 if form.errors else 200)


def _may_edit(user: Any, found: ActivityReading) -> bool:
    scope = user.unit_scope(ReturnPermission.EDIT_ACTIVITY)
    if scope.everywhere or not scope:
        return bool(scope)
    return sites_for(user, ReturnPermission.EDIT_ACTIVITY).filter(pk=found.site_id).exists()


def _initial(found: ActivityReading) -> dict[str, Any]:
    names = ("unit", "months", "method", "evidence", "note")
    return {
        "quantity": plain_quantity(found.quantity),
        "supplier": found.supplier_factor,
        **{name: getattr(found, name) for name in names},
    }


def _is_saved(
    request: HttpRequest, form: Any, givens: Callable[[dict[str, Any]], list[Given]], removed: Any = ()
) -> bool:
    """Saved, with a message; otherwise the sentences stand in the form, and a file that was sent is not kept.

    givens: of what was filled in, in which a file that was sent stands as the evidence.
    """
    try:
        with transaction.atomic():
            if sent := form.cleaned_data.get("file"):
                form.cleaned_data["evidence"] = store_evidence(by=request.user, file=sent)
            made = save_readings(by=request.user, givens=givens(form.cleaned_data), removed=removed)
            for _line, problem in made.problems:
                form.add_error(problem.column if problem.column in form.fields else None, problem.sentence)
            if made.problems:
                transaction.set_rollback(True)
                return False
    except (YearClosed, ReadingsRefused) as refused:
        form.add_error(None, str(refused))
        return False
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    words = _("Saved.") if made.changes_anything else _("Nothing was changed, so nothing was saved.")
    messages.success(request, words)
    return True


def _facts(found: ActivityReading) -> list[tuple[Any, ...]]:
    key = RowKey.of_reading(found, found.site.code)
    facts = [
        (_("Site"), f"{found.site.code} · {found.site}"),
        (_("Quantity"), f"{printed_quantity(found.quantity)} {found.unit}"),
        (_("In the canonical unit"), f"{printed_quantity(_amount(found))} {key.unit}"),
        (_("Method"), found.get_method_display()),
        (_("Months"), period_words(found)),
        (_("Evidence"), str(found.evidence or "–"), *_evidence_link(found)),
    ]
    if found.meter:
        facts.append((_("Meter"), found.meter.code))
    if found.supplier_factor:
        url = reverse("annual_return:supplier", args=[found.supplier_factor.public_id])
        facts.append((_("Factor of the supplier"), str(found.supplier_factor), url))
    return [*facts, (_("Comes from"), found.get_origin_display()), (_("Note"), found.note or "–")]


def _evidence_link(found: ActivityReading) -> list[str]:
    return [reverse("ems:evidence_page", args=[found.evidence.public_id])] if found.evidence else []


def _amount(found: ActivityReading) -> Decimal:
    return Decimal(found.amount_micro) / MICRO


def _history(found: ActivityReading) -> list[dict[str, Any]]:
    """What its events say, the latest first. An event is about the reading, about its site, or about all."""
    subjects = Q(object_id__in=[str(found.public_id), str(found.site.public_id)]) | Q(
        object_type=Organization._meta.label_lower
    )
    events = (
        Event.objects.filter(subjects, action__in=(SAVED, TAKEN_BACK))
        .annotate(text=Cast("payload", TextField()))
        .filter(text__contains=str(found.public_id))
        .select_related("actor")
        .defer("payload")
        .order_by("-sequence")[:50]
    )
    lines = []
    for event in events:
        memory = event.payload["readings"][str(found.public_id)]
        lines.append({"at": event.at, "by": event.actor, "action": event.action, "changes": _differences(memory)})
    return lines


def _differences(memory: dict[str, Any]) -> str:
    was, now = memory["was"] or {}, memory["is"] or {}
    named = ("quantity", "unit", "months", "method", "note", "evidence_id", "supplier_factor_id")
    parts = [
        f"{name.removesuffix('_id').replace('_', ' ')}: {_word(was.get(name))} → {_word(now.get(name))}"
        for name in named
        if was.get(name) != now.get(name) and (was.get(name) or now.get(name))
    ]
    return "; ".join(parts)


def _word(value: Any) -> str:
    text = str(value) if value not in (None, "") else "–"
    return text.rstrip("0").rstrip(".") if "." in text and text.replace(".", "").isdigit() else text


@require_POST
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Gone at once; the grid of its site offers to take that back."""
    found = get_object_or_404(readings_for(request.user), public_id=public_id)
    address = f"{reverse('annual_return:activity')}?year={found.year}&site={found.site.code}"
    try:
        save_readings(by=request.user, givens=[], removed=[found])
    except YearClosed as closed:
        messages.error(request, str(closed))
    else:
        messages.success(request, _("The reading is removed. You can take that back here."))
    return redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def row(request: HttpRequest) -> HttpResponse:
    """The readings of one row of a year, and a form for what they have in common."""
    key, year = RowKey.of_token(request.GET.get("row", "")), year_of(request)
    if key is None:
        raise Http404("There is no such row.")
    site = get_object_or_404(sites_for(request.user, GreenOpsPermission.VIEW_RETURN), code=key.site)
    found = readings_for(request.user).filter(
        site=site, stream=key.stream, detail=key.detail, channel=key.channel, route=key.route, year=year
    )
    found = list(found.filter(meter__code=key.meter) if key.meter else found.filter(meter__isnull=True))
    closed = closed_because(year)
    can_edit = not closed and bool(found) and _may_edit(request.user, found[0])
    form = RowForm(request.POST or None, request.FILES or None, stream=key.stream, year=year, site=site)
    address = f"{reverse('annual_return:activity')}?year={year}&site={site.code}"
    if request.method == "POST":
        if not found or not _may_edit(request.user, found[0]):
            raise PermissionDenied
        if form.is_valid():
            moved = found if form.cleaned_data.get("meter") not in (None, found[0].meter) else ()
            if _is_saved(request, form, lambda asked: [_with(one, asked) for one in found], moved):
                return redirect(address)
    what, closer = key.words()
    page = {
        "site": site,
        "year": year,
        "what": what,
        "closer": closer,
        "readings": [(one, period_words(one), printed_quantity(one.quantity)) for one in found],
        "form": form if can_edit else None,
        "closed": closed,
        "grid_url": address,
    }
    return render(request, "annual_return/reading_row.html", page, status=422 if form.errors else 200)


def _with(one: ActivityReading, asked: dict[str, Any]) -> Given:
    """The reading with what was filled in."""
    meter = asked.get("meter") or one.meter
    supplier = asked.get("supplier") or one.supplier_factor
    evidence = asked.get("evidence") or one.evidence
    return given_as_kept(
        one,
        meter=meter.code if meter else "",
        supplier=supplier_words(supplier) if supplier else "",
        evidence=evidence.digest if evidence else "",
        note=asked.get("note") or one.note,
    )
