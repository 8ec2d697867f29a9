"""Small lists in and out as CSV and XLSX, through django-import-export: units, sites, personnel, events."""

from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.formats import base_formats
from import_export.results import RowResult

from ems import actions
from ems.models import (
    Event,
    EvidenceFile,
    OrganizationUnit,
    PersonnelCount,
    PersonnelRule,
    Site,
    SiteTerms,
    TopicCoverage,
)

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
EXPORT_FORMATS = {"csv": base_formats.CSV, "xlsx": base_formats.XLSX}


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def unguarded(text: str) -> str:
    """Text of a file that neutral() may have written: without its apostrophe."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_SIGNS) else text


class PlainResource(resources.ModelResource):
    """Exports nothing that a spreadsheet would run."""

    def export_field(self, field: fields.Field, instance: Any, **kwargs: Any) -> Any:
        return neutral(super().export_field(field, instance, **kwargs))


class BoundaryResource(PlainResource):
    """Rows are validated as the forms do and saved by the same action, so each leaves its event.

    A wrong value is told by row and column, and then nothing of the file is kept.
    """

    by: Any = None

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Raises ValidationError for a column that would be passed over in silence."""
        self.by = kwargs["user"]
        known = [field.column_name for field in self.get_import_fields()]
        unknown = [header for header in dataset.headers or [] if header and header not in known]
        if unknown:
            sentence = _("There is no column '%(column)s' in this list. The columns are: %(known)s.")
            raise ValidationError(sentence % {"column": unknown[0], "known": ", ".join(known)})

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for column, value in row.items():
            if isinstance(value, str):
                row[column] = unguarded(value.strip())

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        actions.save(by=self.by, part=instance)

    def after_import_row(self, row: dict[str, Any], row_result: RowResult, **kwargs: Any) -> None:
        # The rows that come back on the page name the object, not a key of the database.
        if row_result.instance is not None:
            row_result.object_repr = str(row_result.instance)


class UnitResource(BoundaryResource):
    parent = fields.Field("parent", "part_of", widget=widgets.ForeignKeyWidget(OrganizationUnit, "code"))

    class Meta:
        model = OrganizationUnit
        fields = ("code", "name", "parent", "valid_from", "valid_until")
        import_id_fields = ("code",)
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class SiteResource(BoundaryResource):
    class Meta:
        model = Site
        fields = (
            "code",
            "name",
            "city",
            "country",
            "kind",
            "address",
            "latitude",
            "longitude",
            "certificate",
            "valid_from",
            "valid_until",
        )
        import_id_fields = ("code",)
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class TermsResource(BoundaryResource):
    """Terms are found again by their site and their first day."""

    site = fields.Field("site", "site", widget=widgets.ForeignKeyWidget(Site, "code"))

    class Meta:
        model = SiteTerms
        fields = (
            "site",
            "valid_from",
            "valid_until",
            "tenure",
            "share_basis",
            "floor_area_m2",
            "building_floor_area_m2",
            "occupants_own",
            "occupants_total",
            "agreed_percent",
            "note",
        )
        import_id_fields = ("site", "valid_from")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class PersonnelResource(BoundaryResource):
    unit = fields.Field("unit", "unit", widget=widgets.ForeignKeyWidget(OrganizationUnit, "code"))
    site = fields.Field("site", "site", widget=widgets.ForeignKeyWidget(Site, "code"))

    class Meta:
        model = PersonnelCount
        fields = ("year", "unit", "site", "category", "full_time_equivalents")
        import_id_fields = ("year", "unit", "site", "category")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class RuleResource(BoundaryResource):
    categories = fields.Field("categories", "categories", widget=widgets.SimpleArrayWidget(separator=";"))

    class Meta:
        model = PersonnelRule
        fields = ("year", "rule", "counted_on", "categories", "official_number", "explanation")
        import_id_fields = ("year",)
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class CoverageResource(BoundaryResource):
    site = fields.Field("site", "site", widget=widgets.ForeignKeyWidget(Site, "code"))

    class Meta:
        model = TopicCoverage
        fields = ("year", "site", "topic", "is_complete", "persons_covered", "note")
        import_id_fields = ("year", "site", "topic")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True


class EvidenceResource(PlainResource):
    """The list of files, to hold against the files themselves by their digest."""

    class Meta:
        model = EvidenceFile
        fields = (
            "name",
            "title",
            "media_type",
            "size",
            "digest",
            "covers_from",
            "covers_until",
            "uploaded_at",
            "uploaded_by__username",
        )


class EventResource(PlainResource):
    class Meta:
        model = Event
        fields = (
            "sequence",
            "at",
            "actor__username",
            "action",
            "object_type",
            "object_id",
            "payload",
            "previous_hash",
            "hash",
        )
