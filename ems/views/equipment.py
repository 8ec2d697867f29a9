"""The page of a machine that holds a refrigerant: its charge, and what was filled in and taken out by day."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ems import actions
from ems.models import CoolingEquipment, RefrigerantEvent
from ems.permissions import EmsPermission
from ems.registers.forms import RefrigerantEventForm
from greenops.reference.gwp import known_part

# Shown beside the refrigerant for orientation; the return computes with the potentials of its edition.
SHOWN_POTENTIALS = "ar5"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is known of the machine; by POST one more event of it."""
    machine = get_object_or_404(CoolingEquipment.objects.select_related("site"), public_id=public_id)
    can_edit = actions.may_edit(request.user, machine)
    if request.method == "POST" and not can_edit:
        raise PermissionDenied
    form = RefrigerantEventForm(
        request.POST or None, instance=RefrigerantEvent(equipment=machine), user=request.user, auto_id="event_%s"
    )
    if request.method == "POST" and form.is_valid():
        event = form.save(commit=False)
        actions.save(by=request.user, part=event)
        messages.success(request, _("%(event)s is saved.") % {"event": event})
        return redirect("ems:equipment_page", public_id=public_id)
    events = list(machine.events.select_related("evidence").order_by("-on", "-pk"))
    kinds = RefrigerantEvent.Kind
    context = {
        "machine": machine,
        "events": events,
        "form": form,
        "can_edit": can_edit,
        "topped_up": sum(event.quantity_kg for event in events if event.kind == kinds.TOP_UP),
        "recovered": sum(event.quantity_kg for event in events if event.kind == kinds.RECOVERED),
        "last_test": next((event.on for event in events if event.kind == kinds.LEAK_TEST), None),
        "gases": known_part(machine.refrigerant, SHOWN_POTENTIALS),
    }
    return render(request, "ems/equipment.html", context)
