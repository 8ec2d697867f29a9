from django.urls import path

from greenops.annual_return.views import activity, activity_import, activity_parts, estimates, readings
from greenops.annual_return.views.activity_parts import OFFSETS, SUPPLIERS, PartList

urlpatterns = [
    path("activity/", activity.by_site, name="activity"),
    path("activity/kinds/", activity.by_kind, name="activity_kind"),
    path("activity/hints/", activity.hints, name="activity_hints"),
    path("activity/copy/", activity.copy, name="activity_copy"),
    path("activity/estimate/", estimates.estimate, name="activity_estimate"),
    path("activity/take-back/", activity.take_back, name="activity_take_back"),
    path("activity/row/", readings.row, name="activity_row"),
    path("activity/import/", activity_import.upload, name="activity_import"),
    path("activity/import/check/", activity_import.check, name="activity_check"),
    path("activity/import/refused/<str:file_format>/", activity_import.refused, name="activity_refused"),
    path("activity/import/confirm/", activity_import.confirm, name="activity_confirm"),
    path("activity/import/template/<str:file_format>/", activity_import.template, name="activity_template"),
    path("activity/readings/", readings.ReadingList.as_view(), name="readings"),
    path("activity/readings/export/<str:file_format>/", readings.export, name="readings_export"),
    path("activity/readings/<uuid:public_id>/", readings.reading, name="reading"),
    path("activity/readings/<uuid:public_id>/delete/", readings.delete, name="reading_delete"),
]
for kind in (SUPPLIERS, OFFSETS):
    urlpatterns += [
        path(f"{kind.key}/", PartList.as_view(kind=kind), name=kind.key),
        path(f"{kind.key}/add/", activity_parts.add, {"kind": kind}, name=f"{kind.one}_add"),
        path(f"{kind.key}/export/<str:file_format>/", activity_parts.export, {"kind": kind}, name=f"{kind.key}_export"),
        path(f"{kind.key}/<uuid:public_id>/", activity_parts.part, {"kind": kind}, name=kind.one),
        path(f"{kind.key}/<uuid:public_id>/delete/", activity_parts.delete, {"kind": kind}, name=f"{kind.one}_delete"),
    ]
