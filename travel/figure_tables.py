"""The list of suppliers' figures beside ours: its filter, its columns and its lines as a file."""

from collections.abc import Iterator
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Case, Exists, F, FloatField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, NullIf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from travel.emissions.methods import METHODS, RETURN_METHOD
from travel.emissions.methods import method as emission_method
from travel.filters import method_chosen
from travel.models import Estimate, ImportBatch, Leg, SupplierFigure
from travel.printed import number
from travel.tables import NUMERIC, SHRINK
from travel.views.downloads import Cell

Kind, Flag = SupplierFigure.Kind, SupplierFigure.Flag
UNITS = {Kind.DISTANCE: "km", Kind.CO2: "kg"}
FLAG_LOOK = {
    Flag.FITS: ("good", "check"),
    Flag.DEVIATES: ("bad", "warning"),
    Flag.OTHER_UNIT: ("warn", "warning"),
    Flag.REPEATED: ("info", "info"),
    Flag.UNCOMPARED: ("quiet", "question"),
}
EXPORT_HEADER = (
    "file", "sheet", "line", "verdict", "route", "counted_on", "column", "kind", "as_given", "unit_of_source",
    "theirs", "ours", "unit", "ratio", "method_of_ours", "comparison",
)  # fmt: skip


class FigureFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    flag = filters.ChoiceFilter(choices=Flag, label=_("Comparison"), empty_label=_("any"))
    kind = filters.ChoiceFilter(choices=Kind, label=_("Kind"), empty_label=_("any"))
    source = filters.ChoiceFilter(field_name="batch__source", choices=(), label=_("Source"), empty_label=_("any"))
    year = filters.NumberFilter(
        method="in_year", label=_("Year"), min_value=1950, max_value=2200, widget=forms.NumberInput(attrs={"step": 1})
    )
    method = filters.ChoiceFilter(
        method="leave",
        choices=[(code, emission_method(code).label) for code in METHODS if code != RETURN_METHOD],
        label=_("Our CO2 by"),
        empty_label=emission_method(RETURN_METHOD).label,
    )

    class Meta:
        model = SupplierFigure
        fields: list[str] = []

    def __init__(self, *args: Any, of_one_batch: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_one_batch:
            del self.filters["source"]
            return
        committed = ImportBatch.objects.filter(state=ImportBatch.State.COMMITTED).order_by("source")
        self.filters["source"].extra["choices"] = [
            (one, one) for one in committed.values_list("source", flat=True).distinct()
        ]

    @property
    def chosen_method(self) -> str:
        return method_chosen(self)

    def leave(self, figures: QuerySet[SupplierFigure], _name: str, _value: str) -> QuerySet[SupplierFigure]:
        return figures

    def in_year(self, figures: QuerySet[SupplierFigure], _name: str, value: int) -> QuerySet[SupplierFigure]:
        """Of rows with a leg that counts in the year; what is taken back has none."""
        return figures.filter(Exists(Leg.objects.filter(row=OuterRef("row"), counted_on__year=value)))

    def search(self, figures: QuerySet[SupplierFigure], _name: str, text: str) -> QuerySet[SupplierFigure]:
        """By column, file, the figure as given, or an airport."""
        of_place = Exists(Leg.objects.filter(Q(origin__iexact=text) | Q(destination__iexact=text), row=OuterRef("row")))
        return figures.filter(
            Q(column__icontains=text) | Q(batch__file_name__icontains=text) | Q(given__iexact=text) | of_place
        )


def beside_ours(figures: QuerySet[SupplierFigure], method: str) -> QuerySet[Any]:
    """The figures with own (ours, CO2 by the method) and ratio (theirs to it).

    CO2 by another method than the return's is ours times what the row's legs have by both; of a total that stands on
    several rows it is not told, since those legs lie in other rows.
    """
    if method == RETURN_METHOD:
        figures = figures.annotate(own=F("ours"))
    else:
        of_row = Estimate.objects.filter(leg__row=OuterRef("row")).order_by().values("leg__row")

        def mass(code: str) -> Any:
            return Subquery(of_row.filter(method=code).annotate(sum=Sum("total_mg")).values("sum"))

        other = F("ours") * Cast(mass(method), FloatField()) / Cast(mass(RETURN_METHOD), FloatField())
        figures = figures.annotate(other=other).annotate(own=_by_kind("other"))
    return figures.annotate(ratio=F("value") / NullIf(F("own"), 0.0, output_field=FloatField()))


def _by_kind(other: str) -> Any:
    return Case(
        When(kind=Kind.DISTANCE, then=F("ours")),
        When(flag=Flag.REPEATED, then=Value(None)),
        default=F(other),
        output_field=FloatField(),
    )


def with_rows(figures: QuerySet[Any]) -> QuerySet[Any]:
    legs = Prefetch("row__legs", Leg.every.order_by("sequence"), to_attr="its_legs")
    return figures.select_related("row", "batch").defer("batch__report", "batch__preview", "row__cells",
                                                        "row__personal_cells").prefetch_related(legs)  # fmt: skip


class FigureTable(tables.Table):
    line = tables.Column(empty_values=(), verbose_name=_("Line"), order_by=("batch", "row__position"), attrs=SHRINK)
    route = tables.Column(empty_values=(), orderable=False, verbose_name=_("Legs"))
    column = tables.Column(verbose_name=_("Column"), order_by=("column", "pk"))
    given = tables.Column(verbose_name=_("As given"), orderable=False, attrs=NUMERIC)
    value = tables.Column(verbose_name=_("Theirs"), order_by=("value", "pk"), attrs=NUMERIC, empty_values=())
    own = tables.Column(verbose_name=_("Ours"), order_by=("own", "pk"), attrs=NUMERIC, empty_values=())
    ratio = tables.Column(verbose_name=_("Theirs to ours"), order_by=("ratio", "pk"), attrs=NUMERIC, empty_values=())
    flag = tables.Column(verbose_name=_("Comparison"), order_by=("flag", "pk"), attrs=SHRINK)

    class Meta:
        caption = _("Suppliers' figures beside ours")
        empty_text = _("No figure fits the filter. Clear it to see all.")
        order_by = "line"

    def __init__(self, *args: Any, with_file: bool, **kwargs: Any) -> None:
        self.with_file = with_file
        super().__init__(*args, **kwargs)

    def render_line(self, record: SupplierFigure) -> SafeString:
        line = number(record.row.line) if record.row.line else ""
        sheet = f" {record.row.sheet}" if record.row.sheet else ""
        if not self.with_file:
            return format_html("{}{}", line, sheet)
        address = reverse("travel:batch_figures", args=[record.batch.public_id])
        return format_html(
            '<a class="break" href="{}"><bdi>{}</bdi></a>{} {}', address, record.batch.file_name, sheet, line
        )

    def render_route(self, record: SupplierFigure) -> SafeString | str:
        legs = record.row.its_legs  # type: ignore[attr-defined]
        if not legs:
            return record.row.get_verdict_display()
        links = [(reverse("travel:leg", args=[leg.identity]), f"{leg.origin} → {leg.destination}") for leg in legs]
        return format_html_join(", ", '<a class="nowrap" href="{}"><bdi>{}</bdi></a>', links)

    def render_given(self, record: SupplierFigure) -> SafeString:
        return format_html("<bdi>{}</bdi>", record.given)

    def render_value(self, record: SupplierFigure) -> str | SafeString:
        return with_unit(record.value, record.kind)

    def render_own(self, record: Any) -> str | SafeString:
        return with_unit(record.own, record.kind)

    def render_ratio(self, record: Any) -> str:
        return "" if record.ratio is None else number(record.ratio, 3)

    def render_flag(self, record: SupplierFigure) -> str:
        return flag_pill(record.flag)


def with_unit(value: float | None, kind: str) -> str | SafeString:
    if value is None:
        return format_html('<span class="muted">{}</span>', "—")
    return f"{number(value, 0 if kind == Kind.DISTANCE else 1)} {UNITS[Kind(kind)]}"


def flag_pill(flag: str) -> str:
    tone, icon = FLAG_LOOK[Flag(flag)]
    return render_to_string("_components/pill.html", {"label": Flag(flag).label, "tone": tone, "icon": icon})


def lines(figures: QuerySet[Any], method: str) -> Iterator[list[Cell]]:
    """The lines of the export, unrounded."""
    for figure in with_rows(figures).order_by("batch", "row__position", "pk").iterator(chunk_size=2000):
        legs = figure.row.its_legs
        is_distance = figure.kind == Kind.DISTANCE
        yield [
            figure.batch.file_name, figure.row.sheet, figure.row.line, figure.row.verdict,
            " ".join(f"{leg.origin}-{leg.destination}" for leg in legs), legs[0].counted_on if legs else None,
            figure.column, figure.kind, figure.given, figure.unit, figure.value, figure.own, UNITS[Kind(figure.kind)],
            figure.ratio, "great circle" if is_distance else method, figure.flag,
        ]  # fmt: skip
