"""The lists of legs that lack something, by group, and of the assignments made."""

import json
from typing import Any
from urllib.parse import urlencode

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ems.models import OrganizationUnit
from travel.assignment import Field
from travel.models import Assignment, ImportBatch, Leg
from travel.models.booking import Payer, TravellerCategory
from travel.printed import number
from travel.tables import NUMERIC, SHRINK, CountColumn
from travel.unassigned import Group

WORD_HEADINGS = {
    Field.UNIT: _("Cost centre"),
    Field.CATEGORY: _("Category in the file"),
    Field.PAYER: _("Payer in the file"),
}


class UnassignedFilter(filters.FilterSet):
    what = filters.ChoiceFilter(
        method="leave", choices=Field, empty_label=None, widget=forms.HiddenInput
    )
    q = filters.CharFilter(method="leave", label=_("Search"))
    source = filters.ChoiceFilter(field_name="batch__source", choices=(), label=_("Source"), empty_label=_("any"))
    year = filters.NumberFilter(
        field_name="counted_on__year", label=_("Year"), min_value=1950, max_value=2200,
        widget=forms.NumberInput(attrs={"step": 1}),
    )  # fmt: skip

    class Meta:
        model = Leg
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ImportBatch.objects.filter(state=ImportBatch.State.COMMITTED).order_by("source")
        sources = known.values_list("source", flat=True).distinct()
        self.filters["source"].extra["choices"] = [(one, one) for one in sources]

    def leave(self, legs: QuerySet[Leg], _name: str, _value: str) -> QuerySet[Leg]:
        return legs

    @property
    def field(self) -> str:
        """What is missing: a unit, unless another list is asked for."""
        return (self.form.cleaned_data.get("what") if self.is_valid() else None) or Field.UNIT


class GroupTable(tables.Table):
    chosen = tables.Column(empty_values=(), orderable=False, verbose_name=_("Choose"), attrs=SHRINK)
    source = tables.Column(verbose_name=_("Source"))
    word = tables.Column(empty_values=(), attrs={"td": {"class": "break"}})
    legs = CountColumn(verbose_name=_("Legs"), empty_values=())
    passengers = CountColumn(verbose_name=_("Passengers"), empty_values=())
    km = tables.Column(verbose_name=_("Passenger-km"), attrs=NUMERIC, empty_values=())
    tonnes = tables.Column(attrs=NUMERIC, empty_values=())
    first_on = tables.Column(verbose_name=_("First day"), attrs=SHRINK, empty_values=())
    last_on = tables.Column(verbose_name=_("Last day"), attrs=SHRINK, empty_values=())

    class Meta:
        empty_text = _("No group fits the filter. Clear it to see all.")
        order_by = "-tonnes"

    def __init__(self, *args: Any, field: str, mass_unit: str, can_assign: bool, **kwargs: Any) -> None:
        self.field = field
        exclude = () if can_assign else ("chosen",)
        super().__init__(*args, exclude=exclude, **kwargs)
        self.columns["tonnes"].column.verbose_name = mass_unit
        self.columns["word"].column.verbose_name = WORD_HEADINGS[Field(field)]

    def render_chosen(self, record: Group) -> SafeString:
        return format_html(
            '<input type="checkbox" name="group" form="assign" value="{}" aria-label="{}">',
            json.dumps(record.key),
            f"{record.source}: {record.word or _('blank')}",
        )

    def render_word(self, record: Group) -> SafeString | str:
        words = format_html("<bdi>{}</bdi>", record.word) if record.word else format_html("<em>{}</em>", _("blank"))
        if self.field != Field.UNIT or record.is_small:
            return words
        search = {"q": record.word} if record.word else {}
        query = urlencode({"unit": "unassigned", **search})
        return format_html('<a href="{}?{}">{}</a>', reverse("travel:legs"), query, words)

    def render_legs(self, record: Group) -> str | SafeString:
        if record.is_small:
            return format_html('<span class="muted">{}</span>', _("too few people to show"))
        return number(record.legs)

    def render_passengers(self, record: Group) -> str:
        return "" if record.is_small else number(record.passengers)

    def render_km(self, record: Group) -> str:
        return "" if record.is_small else number(record.km)

    def render_tonnes(self, record: Group) -> str:
        return "" if record.is_small else number(record.tonnes, 3)

    def render_first_on(self, record: Group) -> str:
        return "" if record.is_small else date_format(record.first_on, "j M Y")

    def render_last_on(self, record: Group) -> str:
        return "" if record.is_small else date_format(record.last_on, "j M Y")


class AssignForm(forms.Form):
    """What the chosen groups are to be given."""

    value = forms.ChoiceField(label=_("Assign to"))
    remember = forms.BooleanField(
        label=_("Remember for the source: its next files are read the same way"),
        required=False,
        help_text=_("What is blank in the file cannot be remembered."),
    )

    def __init__(self, *args: Any, field: str, may_remember: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [("", _("Choose")), *value_choices(field)]  # type: ignore[attr-defined]
        if not may_remember:
            del self.fields["remember"]


def value_choices(field: str) -> list[tuple[str, str]]:
    if field == Field.UNIT:
        return [(unit.code, str(unit)) for unit in OrganizationUnit.objects.all()]
    known = TravellerCategory if field == Field.CATEGORY else Payer
    return [(value, label) for value, label in known.choices if value != "unknown"]


class AssignmentFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    field = filters.ChoiceFilter(choices=Field, label=_("What"), empty_label=_("any"))
    undone = filters.ChoiceFilter(
        method="whether_undone", choices=[("no", _("in force")), ("yes", _("undone"))], label=_("State"),
        empty_label=_("any"),
    )  # fmt: skip

    class Meta:
        model = Assignment
        fields = ["q", "field", "undone"]

    def search(self, found: QuerySet[Assignment], _name: str, text: str) -> QuerySet[Assignment]:

        return found.filter(Q(value__icontains=text) | Q(source__icontains=text) | Q(cost_centre__icontains=text))

    def whether_undone(self, found: QuerySet[Assignment], _name: str, value: str) -> QuerySet[Assignment]:
        return found.filter(undone_at__isnull=value == "no")


class AssignmentTable(tables.Table):
    made_at = tables.Column(verbose_name=_("Assigned"), attrs=SHRINK)
    field = tables.Column(verbose_name=_("What"))
    value = tables.Column(verbose_name=_("To"))
    source = tables.Column(verbose_name=_("Source"))
    cost_centre = tables.Column(verbose_name=_("Cost centre or word"), empty_values=())
    legs_count = CountColumn(verbose_name=_("Legs"))
    remembered = tables.Column(verbose_name=_("Remembered"))
    state = tables.Column(verbose_name=_("State"), empty_values=(), order_by=("undone_at", "pk"), attrs=SHRINK)

    class Meta:
        caption = _("Assignments made")
        empty_text = _("No assignment fits the filter. Clear it to see all.")
        order_by = "-made_at"

    def render_made_at(self, record: Assignment) -> SafeString:
        return format_html(
            '<a href="{}">{}</a><br><span class="muted">{}</span>',
            reverse("travel:assignment", args=[record.pk]),
            date_format(record.made_at, "j M Y, H:i"),
            record.made_by or "",
        )

    def render_cost_centre(self, record: Assignment) -> SafeString:
        return format_html("<bdi>{}</bdi>", record.cost_centre) if record.cost_centre else format_html(
            "<em>{}</em>", _("blank")
        )

    def render_remembered(self, record: Assignment) -> Any:
        return _("yes") if record.remembered else _("no")

    def render_state(self, record: Assignment) -> str:
        look = (
            {"label": _("in force"), "tone": "good"}
            if record.undone_at is None
            else {"label": _("undone"), "tone": "outline", "icon": "undo"}
        )
        return render_to_string("_components/pill.html", look)
