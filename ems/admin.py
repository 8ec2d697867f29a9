"""Administration pages of the boundary: small imports with a preview, and the same events as elsewhere."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.admin import ImportMixin

from ems import actions
from ems.models import (
    CoolingEquipment,
    Event,
    Meter,
    Organization,
    OrganizationUnit,
    PersonnelCount,
    PersonnelRule,
    RefrigerantEvent,
    RefrigerantStock,
    Site,
    SiteTerms,
    TopicCoverage,
    Vehicle,
)
from ems.permissions import EmsPermission
from ems.registers import resources
from ems.resources import (
    CoverageResource,
    PersonnelResource,
    RuleResource,
    SiteResource,
    TermsResource,
    UnitResource,
)
from ems.spreadsheets import SmallCSV, SmallXLSX


class BoundaryAdmin(admin.ModelAdmin):
    """Saves through the action of the boundary, which leaves the event and refuses other people's units."""

    list_select_related = True

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actions.save(by=request.user, part=obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and actions.may_add(request.user, self.model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or actions.may_edit(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # figures of past years hang on it; a last day ends a unit or a site


class ImportedAdmin(ImportMixin, BoundaryAdmin):
    import_formats = (SmallCSV, SmallXLSX)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)


@admin.register(Organization)
class OrganizationAdmin(BoundaryAdmin):
    list_display = ("name", "abbreviation", "home_country")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Organization.objects.exists()


@admin.register(OrganizationUnit)
class OrganizationUnitAdmin(ImportedAdmin):
    resource_classes = (UnitResource,)
    list_display = ("code", "name", "parent", "valid_from", "valid_until")
    search_fields = ("code", "name")


@admin.register(Site)
class SiteAdmin(ImportedAdmin):
    resource_classes = (SiteResource,)
    list_display = ("code", "name", "city", "country", "kind", "valid_from", "valid_until")
    list_filter = ("kind", "country")
    search_fields = ("code", "name", "city")


@admin.register(SiteTerms)
class SiteTermsAdmin(ImportedAdmin):
    resource_classes = (TermsResource,)
    list_display = ("site", "valid_from", "valid_until", "tenure", "share_basis")
    list_filter = ("tenure", "share_basis")
    search_fields = ("site__code", "site__name")


@admin.register(PersonnelCount)
class PersonnelCountAdmin(ImportedAdmin):
    resource_classes = (PersonnelResource,)
    list_display = ("year", "unit", "site", "category", "full_time_equivalents")
    list_filter = ("year", "category")


@admin.register(PersonnelRule)
class PersonnelRuleAdmin(ImportedAdmin):
    resource_classes = (RuleResource,)
    list_display = ("year", "rule", "counted_on", "official_number")


@admin.register(TopicCoverage)
class TopicCoverageAdmin(ImportedAdmin):
    resource_classes = (CoverageResource,)
    list_display = ("year", "site", "topic", "is_complete", "persons_covered")
    list_filter = ("year", "topic", "is_complete")


@admin.register(Meter)
class MeterAdmin(ImportedAdmin):
    resource_classes = (resources.MeterResource,)
    list_display = ("code", "site", "stream", "unit", "valid_from", "valid_until")
    list_filter = ("stream", "site")
    search_fields = ("code", "site__code")


@admin.register(CoolingEquipment)
class CoolingEquipmentAdmin(ImportedAdmin):
    resource_classes = (resources.EquipmentResource,)
    list_display = ("label", "site", "refrigerant", "charge_kg", "installed_on", "disposed_on")
    list_filter = ("refrigerant", "site")
    search_fields = ("label", "site__code")


@admin.register(RefrigerantEvent)
class RefrigerantEventAdmin(ImportedAdmin):
    resource_classes = (resources.RefrigerantEventResource,)
    list_display = ("on", "equipment", "kind", "quantity_kg")
    list_filter = ("kind",)
    list_select_related = ("equipment__site",)


@admin.register(RefrigerantStock)
class RefrigerantStockAdmin(ImportedAdmin):
    resource_classes = (resources.StockResource,)
    list_display = ("year", "site", "refrigerant", "opening_kg", "purchased_kg", "recovered_kg", "closing_kg")
    list_filter = ("year", "refrigerant")


@admin.register(Vehicle)
class VehicleAdmin(ImportedAdmin):
    resource_classes = (resources.VehicleResource,)
    list_display = ("label", "site", "kind", "fuel", "ownership", "valid_from", "valid_until")
    list_filter = ("kind", "fuel", "site")
    search_fields = ("label", "site__code")


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """To look at, never to change; the database refuses it as well."""

    list_display = ("sequence", "at", "actor", "action", "object_type", "object_id")
    list_filter = ("action",)
    search_fields = ("object_id",)
    list_select_related = ("actor",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(EmsPermission.VIEW_EVENTS)  # type: ignore[union-attr]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).order_by("-sequence")
