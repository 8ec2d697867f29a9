from django.urls import path

from ems.views.boundary import PERSONNEL, SITES, UNITS, BoundaryList, boundary, edit
from ems.views.boundary import export as export_parts
from ems.views.events import EventList
from ems.views.events import export as export_events
from ems.views.overview import overview

app_name = "ems"
urlpatterns = [
    path("", overview, name="overview"),
    path("boundary/", boundary, name="boundary"),
    path("events/", EventList.as_view(), name="events"),
    path("events/export/<str:file_format>/", export_events, name="events_export"),
    path("boundary/units/<uuid:public_id>/", edit, {"kind": UNITS}, name="units_change"),
    path("boundary/sites/<uuid:public_id>/", edit, {"kind": SITES}, name="sites_change"),
    path("boundary/personnel/<int:pk>/", edit, {"kind": PERSONNEL}, name="personnel_change"),
]
for kind in (UNITS, SITES, PERSONNEL):
    urlpatterns += [
        path(f"boundary/{kind.key}/", BoundaryList.as_view(kind=kind), name=kind.key),
        path(f"boundary/{kind.key}/add/", edit, {"kind": kind}, name=f"{kind.key}_add"),
        path(
            f"boundary/{kind.key}/export/<str:file_format>/",
            export_parts,
            {"kind": kind},
            name=f"{kind.key}_export",
        ),
    ]
