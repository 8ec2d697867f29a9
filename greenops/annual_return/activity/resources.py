"""Readings in and out as CSV and XLSX, and factors of suppliers and offsets out, through django-import-export."""

from copy import copy
from decimal import Decimal
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from import_export import fields
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult

from ems.resources import PlainResource, neutral, unguarded
from greenops.annual_return.activity.grid import RowKey
from greenops.annual_return.activity.quantities import plain_quantity
from greenops.annual_return.activity.reading_checks import Given, Problem, ground_of, supplier_words
from greenops.annual_return.activity.readings import Plan, plan, write
from greenops.annual_return.cycle.closing import YearClosed, check_year_is_editable
from greenops.annual_return.models import ActivityReading, Offset, SupplierFactor
from greenops.reference.activity import catalogue

# Column, whether it must be filled, and what stands in it: docs/activity.md prints this table.
COLUMNS: tuple[tuple[str, bool, str], ...] = (
    ("site", True, "Code of the site."),
    ("stream", True, "Code of the stream, such as electricity_grid."),
    ("detail", False, "Code of the product, fuel, mode or type; empty for a stream that has none."),
    ("channel", False, "Waste only: how it is collected."),
    ("route", False, "Waste only: where it goes."),
    ("year", True, "Four digits."),
    ("month", True, "The first month covered, 1 to 12."),
    ("months", False, "How many months are covered; empty means 1, or 12 for what is counted once a year."),
    ("quantity", True, "0 or more. 1234.5, 1'234.5, 1 234,5 and 1.234,50 are read; 1,234 is refused as ambiguous."),
    ("unit", True, "Any unit that the stream is measured in; see the codes and units."),
    ("method", True, "metered, invoiced, estimated, proxy or copied."),
    ("meter", False, "Number or name of the meter at the site."),
    (
        "supplier",
        False,
        "Whose factor holds: its name, or its name and product as in Lake Cooling / Basic; of the same year.",
    ),
    ("evidence", False, "A stored file: its SHA-256, the first 8 letters of it or more, or its name."),
    ("note", False, "Free text; lifts the limit per m² and per person."),
)
NAMES = tuple(name for name, _must, _means in COLUMNS)


def codes() -> list[tuple[str, str, str, str]]:
    """(stream, detail, what it is, canonical unit) of the whole catalogue."""
    return [
        (stream.code, detail, RowKey("", stream.code, detail).words_in_one(), stream.unit_of(detail))
        for stream in catalogue().streams.values()
        for detail in stream.details or ("",)
    ]


class PlannedLoader(BaseInstanceLoader):
    """What is kept in a row's place is known from the plan of the whole file: no query for each row."""

    def get_instance(self, row: dict[str, Any]) -> ActivityReading | None:
        planned = self.resource.planned.get(self.resource.line)
        # A copy, for the library writes the row's values into it.
        return copy(planned.was) if planned is not None and planned.was is not None else None


class ReadingResource(PlainResource):
    """A file is planned whole, checked as the grid is, and written by the same action: all of it or nothing."""

    by: Any = None
    line = -1

    site = fields.Field("site__code", "site")
    quantity = fields.Field(column_name="quantity")
    meter = fields.Field("meter__code", "meter")
    supplier = fields.Field(column_name="supplier")
    evidence = fields.Field("evidence__digest", "evidence")

    class Meta:
        model = ActivityReading
        fields = NAMES
        import_order = export_order = NAMES
        import_id_fields = ("site", "stream", "detail", "channel", "route", "year", "month", "meter")
        instance_loader_class = PlannedLoader
        use_transactions = False  # one transaction around the plan, none around each row
        skip_unchanged = True
        report_skipped = True

    def dehydrate_quantity(self, reading: ActivityReading) -> str:
        return plain_quantity(reading.quantity)

    def dehydrate_supplier(self, reading: ActivityReading) -> str:
        return str(neutral(supplier_words(reading.supplier_factor))) if reading.supplier_factor else ""

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        self.by = kwargs.get("user")
        self.problems: dict[int, Problem] = {}
        givens, lines = [], []
        for line, row in enumerate(dataset.dict):
            given = self._given(line, row)
            if given is not None:
                givens.append(given)
                lines.append(line)
        self.plan: Plan = plan(givens, ground_of(self.by))
        self.planned = {lines[one.line]: one for one in self.plan.planned}
        for place, problem in self.plan.problems:
            self.problems.setdefault(lines[place], problem)
        self.line = -1

    def _given(self, line: int, row: dict[str, Any]) -> Given | None:
        """The row as it is given; None where a number of it is none, which is then a problem of the line."""
        texts = {name: text_of(row.get(name)) for name in NAMES}
        numbers = {}
        for name, usual in (("year", None), ("month", None), ("months", self._usual_months(texts))):
            text = texts[name].removesuffix(".0")
            if not text and usual is not None:
                numbers[name] = usual
            elif text.isascii() and text.isdigit() and len(text) <= 4:
                numbers[name] = int(text)
            else:
                sentence = f"'{texts[name][:20]}' is no whole number. Write digits."
                self.problems[line] = Problem(name, texts[name][:80], sentence)
                return None
        kept = {name: texts[name] or None for name in ("supplier", "evidence", "note")}
        plain = {name: texts[name] for name in ("site", "stream", "detail", "channel", "route", "unit", "meter")}
        return Given(**plain, **numbers, **kept, quantity=texts["quantity"], method=texts["method"].lower())

    def _usual_months(self, texts: dict[str, str]) -> int:
        stream = catalogue().streams.get(texts["stream"])
        is_whole_year = stream is not None and stream.period == "year" and texts["month"] in ("1", "01", "1.0")
        return 12 if is_whole_year else 1

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        self.line += 1

    def import_instance(self, instance: ActivityReading, row: dict[str, Any], **kwargs: Any) -> None:
        problem = self.problems.get(self.line)
        if problem is not None:
            raise ValidationError({problem.column: problem.sentence})
        instance.__dict__.update(self.planned[self.line].reading.__dict__)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        planned = self.planned.get(self.line)
        return not import_validation_errors and planned is not None and planned.verdict == "same"

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """The plan is written at the end, in one step."""

    def after_import_row(self, row: dict[str, Any], row_result: RowResult, **kwargs: Any) -> None:
        row_result.object_repr = str(row_result.instance) if row_result.instance is not None else ""

    def after_import(self, dataset: tablib.Dataset, result: Any, **kwargs: Any) -> None:
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        write_plan(self.by, self.plan)


def write_plan(by: Any, made: Plan) -> None:
    """Raises ValidationError where a year was closed, or a month saved by somebody else, since the file was checked."""
    try:
        with transaction.atomic():
            for year in sorted({one.reading.year for one in made.planned}):
                check_year_is_editable(year)
            write(by=by, made=made, origin=ActivityReading.Origin.FILE)
    except YearClosed as closed:
        raise ValidationError(str(closed)) from closed
    except IntegrityError as error:
        raise ValidationError("Somebody else saved one of these months at the same moment. Check again.") from error


def text_of(value: Any) -> str:
    """A cell as text. Numbers of a workbook come as numbers, text that our export guarded comes with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    return unguarded(str(value).strip())


class SupplierResource(PlainResource):
    class Meta:
        model = SupplierFactor
        fields = (
            "supplier", "product", "name", "year", "kg_co2e_per_kwh", "renewable_percent", "fuel_mix", "source",
            "evidence__digest",
        )  # fmt: skip


class OffsetResource(PlainResource):
    class Meta:
        model = Offset
        fields = (
            "year", "tonnes", "instrument", "project", "vintage", "serials", "cancelled_on", "attestation__digest",
            "price", "currency", "note",
        )  # fmt: skip
