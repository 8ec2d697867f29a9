"""Undoing an import: what would come of it, and which of the later files it asks about."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from travel import actions, undoing
from travel.models import ImportBatch
from travel.permissions import TravelPermission
from travel.views.outcome import done_or_refused

CHOICES = ("alone", "together")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required(TravelPermission.UNDO_BATCH, raise_exception=True)
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Shows what would come of it; sent by POST, does it, unless later files touched the same tickets and it is open
    whether they go too."""
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    if batch.state != ImportBatch.State.COMMITTED:
        messages.error(request, str(actions.ActRefused.in_state(batch)))
        return redirect("travel:batch", batch.public_id)
    later = undoing.what_depends(batch)
    mine = ImportBatch.objects.for_user(request.user).filter(pk__in=[one.batch.pk for one in later])
    seen = frozenset(mine.values_list("pk", flat=True))
    choice = request.POST.get("later", "")
    if request.method == "POST" and (choice in CHOICES or not later):
        return _undo(request, batch, together=choice == "together")
    page = {
        "batch": batch,
        "later": later,
        "seen": seen,
        "can_undo_all": len(seen) == len(later),
        "legs": batch.legs.count(),
        "told_again": undoing.legs_told_again(batch),
        "count_again": undoing.legs_that_count_again(batch),
        "changed_back": undoing.legs_changed_by(batch),
    }
    return render(request, "travel/undo_batch.html", page, status=422 if request.method == "POST" else 200)


def _undo(request: HttpRequest, batch: ImportBatch, *, together: bool) -> HttpResponse:
    done_or_refused(
        request,
        lambda: actions.undo(by=request.user, batch=batch, together=together),
        _("The import was undone. Its legs no longer count."),
    )
    return redirect("travel:batch", batch.public_id)
