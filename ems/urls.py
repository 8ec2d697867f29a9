from django.urls import path

from ems.views import coverage, equipment, evidence, sites
from ems.views.boundary import BoundaryList, boundary, edit, remove
from ems.views.boundary import export as export_parts
from ems.views.events import EventList
from ems.views.events import export as export_events
from ems.views.overview import overview
from ems.views.registry import KINDS

app_name = "ems"
urlpatterns = [
    path("", overview, name="overview"),
    path("boundary/", boundary, name="boundary"),
    path("events/", EventList.as_view(), name="events"),
    path("events/export/<str:file_format>/", export_events, name="events_export"),
    path("boundary/sites/<uuid:public_id>/", sites.page, name="sites_page"),
    path("boundary/sites/<uuid:public_id>/terms/", sites.begin, name="terms_begin"),
    path("boundary/terms/<int:pk>/take-back/", sites.take_back, name="terms_take_back"),
    path("boundary/coverage/add/", coverage.table, name="coverage_add"),
    path("equipment/<uuid:public_id>/", equipment.page, name="equipment_page"),
    path("evidence/add/", evidence.add, name="evidence_add"),
    path("evidence/<uuid:public_id>/", evidence.page, name="evidence_page"),
    path("evidence/<uuid:public_id>/file/", evidence.download, name="evidence_file"),
    path("evidence/<uuid:public_id>/remove/", evidence.remove, name="evidence_remove"),
]
for kind in KINDS:
    one = "<uuid:public_id>/" if hasattr(kind.model, "public_id") else "<int:pk>/"
    form = f"{one}change/" if kind.has_page else one
    given = {"kind": kind}
    urlpatterns += [
        path(kind.route, BoundaryList.as_view(kind=kind), name=kind.key),
        path(f"{kind.route}{form}", edit, given, name=f"{kind.key}_change"),
        path(f"{kind.route}export/<str:file_format>/", export_parts, given, name=f"{kind.key}_export"),
    ]
    if kind.is_removable:
        urlpatterns.append(path(f"{kind.route}{one}remove/", remove, given, name=f"{kind.key}_remove"))
    if kind.add_title and not kind.own_add:
        urlpatterns.append(path(f"{kind.route}add/", edit, given, name=f"{kind.key}_add"))
