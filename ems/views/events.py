"""The record of events: read, searched, taken out as a file, proven."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ems.audit import broken_links
from ems.filters import EventFilter
from ems.models import Event
from ems.permissions import EmsPermission
from ems.resources import EventResource
from ems.tables import EventTable
from ems.views.exporting import download, export_links
from ems.views.listing import FilteredList


class EventList(FilteredList):
    """Newest first; with ?verify the chain of hashes is walked and the result stands at the top."""

    permission_required = EmsPermission.VIEW_EVENTS
    queryset = Event.objects.select_related("actor")
    table_class = EventTable
    filterset_class = EventFilter
    template_name = "ems/events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        head = Event.objects.order_by("-sequence").first()
        context |= {"head": head, "exports": export_links("ems:events_export", self.request)}
        if "verify" in self.request.GET:
            context |= {"proven": True, "broken": list(broken_links())}
        return context


@require_safe
@permission_required(EmsPermission.VIEW_EVENTS, raise_exception=True)
def export(request: HttpRequest, file_format: str) -> HttpResponse:
    narrowed = EventFilter(request.GET, queryset=Event.objects.select_related("actor"))
    return download(EventResource(), narrowed.qs, file_format, "events")
