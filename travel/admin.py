"""Travel in the administration pages: to look at. Bookings come and go with their batch only."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from travel.models import Estimate, ImportBatch, Leg
from travel.permissions import TravelPermission


class LookedAt(admin.ModelAdmin):
    """Nothing can be added, changed or deleted; seen by those who hold the permission asked for."""

    asks_for: TravelPermission
    show_full_result_count = False  # a second count of a million rows for one line of text

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.asks_for)  # type: ignore[union-attr]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        # Django looks for the object first, and so tells those who may not look whether it is there.
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ImportBatch)
class ImportBatchAdmin(LookedAt):
    asks_for = TravelPermission.VIEW_BATCHES
    list_display = ("file_name", "state", "rows_total", "rows_flight", "created_at", "committed_at")
    list_filter = ("state",)
    # Neither the file itself nor its sample rows: both can hold names.
    fields = (
        "file_name",
        "file_digest",
        "file_size",
        "state",
        "source",
        "source_version",
        "rows_total",
        "rows_flight",
        "rows_ask",
        "rows_cancelled",
        "rows_credit",
        "rows_ignored",
        "rows_rejected",
        "refusal",
        "created_at",
        "created_by",
        "committed_at",
        "committed_by",
        "undone_at",
        "undone_by",
        "names_removed_at",
    )


@admin.register(Leg)
class LegAdmin(LookedAt):
    asks_for = TravelPermission.VIEW_LEGS
    list_display = ("counted_on", "origin", "destination", "cabin", "passengers", "unit")
    list_select_related = ("unit",)
    fields = (
        "identity",
        "origin",
        "destination",
        "departed_on",
        "counted_on",
        "date_basis",
        "cabin",
        "haul",
        "mode",
        "passengers",
        "distance_m",
        "aircraft",
        "unit",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Leg]:
        return super().get_queryset(request).filter(pk__in=Leg.objects.for_user(request.user))


@admin.register(Estimate)
class EstimateAdmin(LookedAt):
    asks_for = TravelPermission.VIEW_LEGS
    list_display = ("leg", "method", "total_mg", "low_mg", "high_mg")
    list_select_related = ("leg",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Estimate]:
        return super().get_queryset(request).filter(leg__in=Leg.objects.for_user(request.user))
