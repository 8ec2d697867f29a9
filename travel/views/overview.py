"""The first page of travel: files under way, what waits for somebody, and where to go on."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from travel.coverage import grid, last_due_year
from travel.models import Credit, ImportBatch, Leg
from travel.permissions import TravelPermission
from travel.printed import number
from travel.steps import next_of
from travel.tables import state_pill
from travel.views.batch_page import PAUSES_S, Card

State = ImportBatch.State
SHOWN = 12
# What still wants something of somebody: a worker, an answer, a confirmation, another file.
WANTS_SOMETHING = (*ImportBatch.IN_PROGRESS, State.PREVIEWED, State.REFUSED, State.FAILED)


@require_safe
@never_cache
@permission_required(TravelPermission.VIEW_LEGS, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    sees_batches = request.user.has_perm(TravelPermission.VIEW_BATCHES)  # type: ignore[union-attr]
    page: dict[str, Any] = {
        "sees_batches": sees_batches,
        "can_import": request.user.has_perm(TravelPermission.IMPORT_BOOKINGS),  # type: ignore[union-attr]
        "cards": _cards(request, sees_batches=sees_batches),
    }
    if sees_batches:
        page |= _under_way(request, asked=0)
        page["has_batches"] = ImportBatch.objects.for_user(request.user).exists()
    return render(request, "travel/overview.html", page)


@require_safe
@never_cache
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def under_way(request: HttpRequest) -> HttpResponse:
    """The files under way alone, for htmx."""
    asked = request.GET.get("asked", "")
    page = _under_way(request, asked=int(asked) if asked.isascii() and asked.isdigit() else 0)
    return render(request, "travel/_under_way.html", page)


def _under_way(request: HttpRequest, *, asked: int) -> dict[str, Any]:
    found = (
        ImportBatch.objects.for_user(request.user)
        .with_open_questions()
        .filter(Q(state__in=WANTS_SOMETHING) | Q(state=State.COMMITTED, open_questions__gt=0))
        .defer("report", "preview", "mapping")
    )
    batches = list(found[:SHOWN])
    page: dict[str, Any] = {
        "lines": [
            {"batch": batch, "pill": state_pill(batch), "next": next_of(batch, batch.open_questions)}  # type: ignore[attr-defined]
            for batch in batches
        ],
        "beyond": max(0, found.count() - SHOWN),
        "poll_url": "",
    }
    if any(batch.state in ImportBatch.IN_PROGRESS for batch in batches):
        page["poll_url"] = f"{reverse('travel:under_way')}?asked={asked + 1}"
        page["pause"] = PAUSES_S[min(asked, len(PAUSES_S) - 1)]
    return page


def _months_card() -> Card | None:
    """How many of the months that are expected did not come, over the year with the last month that is over."""
    year = last_due_year()
    found = grid(year)
    if not found.due:
        return None
    address = f"{reverse('travel:coverage')}?year={year}"
    return Card(_("Months missing"), number(found.missing), "", f"{year}: {found.sentence}", address)


def _cards(request: HttpRequest, *, sees_batches: bool) -> list[Card]:
    """What waits, each with the page where it is settled."""
    cards = []
    if sees_batches:
        batches = ImportBatch.objects.for_user(request.user)
        waiting = batches.filter(state=State.COMMITTED).aggregate(rows=Sum("rows_ask"))["rows"] or 0
        credits_open = Credit.objects.filter(batch__in=batches, state=Credit.State.OPEN).count()
        cards += [
            Card(
                _("Rows that wait"),
                number(waiting),
                "",
                _("imported, and not counted until they are answered"),
                reverse("travel:questions"),
            ),
            Card(
                _("Open credits"),
                number(credits_open),
                "",
                _("refunds and exchanges that wait for their ticket"),
                f"{reverse('travel:credits')}?state={Credit.State.OPEN}",
            ),
        ]
        if months := _months_card():
            cards.append(months)
    legs = Leg.objects.for_user(request.user)
    address = reverse("travel:legs")
    unassigned = legs.filter(unit=None).count()
    cards.append(
        Card(
            _("Legs without a unit"),
            number(unassigned),
            "",
            _("they count as unassigned"),
            reverse("travel:unassigned"),
        )
    )
    cards.append(Card(_("Legs that count"), number(legs.count()), "", _("one take-off and one landing each"), address))
    return cards
