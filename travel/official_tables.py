"""Forms and lists of the round trip to ICAO's calculator: what to ask, what was answered, what was loaded."""

from pathlib import PurePath
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ems.models import OrganizationUnit
from travel.models import ImportBatch, Leg, OfficialLoad
from travel.official_matching import (
    IMPLAUSIBLE,
    MATCHED,
    NO_LEG,
    REPEATED,
    STATES,
    UNREADABLE,
    Pair,
    state_words,
)
from travel.permissions import TravelPermission
from travel.printed import number
from travel.tables import NUMERIC, SHRINK, CountColumn

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
BATCHES_OFFERED = 100
STATE_LOOK = {
    MATCHED: ("good", "check"),
    IMPLAUSIBLE: ("warn", "question"),
    UNREADABLE: ("bad", "error"),
    NO_LEG: ("quiet", "info"),
    REPEATED: ("quiet", "info"),
}
LOAD_LOOK = {
    OfficialLoad.State.PREVIEWED: ("warn", "question"),
    OfficialLoad.State.COMMITTED: ("good", "check"),
    OfficialLoad.State.UNDONE: ("outline", "undo"),
    OfficialLoad.State.DISCARDED: ("outline", "cross"),
}


def unit_choices(user: Any) -> list[tuple[str, str]]:
    """The units whose legs the person may look at."""
    scope = user.unit_scope(TravelPermission.VIEW_LEGS)
    units = OrganizationUnit.objects.all()
    if not scope.everywhere:
        units = units.filter(pk__in=scope.unit_ids)
    return [(str(unit.public_id), str(unit)) for unit in units]


def batch_choices(user: Any) -> list[tuple[str, str]]:
    committed = ImportBatch.objects.for_user(user).filter(state=ImportBatch.State.COMMITTED)
    rows = committed.values_list("public_id", "file_name", "committed_at")[:BATCHES_OFFERED]
    return [(str(key), f"{name}, {date_format(at, 'j M Y')}") for key, name, at in rows]


class OfficialFilter(filters.FilterSet):
    """Which legs the calculator is to be asked for."""

    year = filters.NumberFilter(
        method="leave", label=_("Year"), min_value=1950, max_value=2200, widget=forms.NumberInput(attrs={"step": 1})
    )
    unit = filters.ChoiceFilter(method="leave", choices=(), label=_("Unit"), empty_label=_("any"))
    batch = filters.ChoiceFilter(method="leave", choices=(), label=_("Import"), empty_label=_("any"))

    class Meta:
        model = Leg
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["unit"].extra["choices"] = unit_choices(self.request.user)
        self.filters["batch"].extra["choices"] = batch_choices(self.request.user)

    def leave(self, legs: QuerySet[Leg], _name: str, _value: object) -> QuerySet[Leg]:
        return legs

    @property
    def scope(self) -> dict[str, Any]:
        """As it is kept with a load: year, unit and batch, where they are chosen."""
        given = self.form.cleaned_data if self.is_valid() else {}
        return _scope(given)


class ResultsForm(forms.Form):
    """A file of results, from which version of the calculator, and for which legs."""

    file = forms.FileField(
        label=_("File of results"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("CSV or XLSX: the file you took from here, with one column more, “CO2 per passenger (kg)”."),
        error_messages={"required": _("Choose a file."), "empty": _("The selected file is empty.")},
    )
    tool_version = forms.CharField(
        label=_("Version of the calculator"),
        max_length=40,
        help_text=_("As its page or methodology names it, such as 13.1. It is printed beside the figures."),
    )
    year = forms.IntegerField(
        label=_("Year of the legs"),
        min_value=1950,
        max_value=2200,
        help_text=_("Results replace the estimates of legs that count in this year, and of no other."),
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    batch = forms.ChoiceField(label=_("Import"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("any")), *unit_choices(user)]  # type: ignore[attr-defined]
        self.fields["batch"].choices = [("", _("any")), *batch_choices(user)]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if PurePath(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(_("The selected file must be a CSV, TSV, TXT or XLSX. Choose another file."))
        return file

    @property
    def scope(self) -> dict[str, Any]:
        return _scope(self.cleaned_data)


def _scope(given: dict[str, Any]) -> dict[str, Any]:
    scope: dict[str, Any] = {name: given[name] for name in ("unit", "batch") if given.get(name)}
    return {"year": int(given["year"]), **scope} if given.get("year") else scope


class PairTable(tables.Table):
    origin = tables.Column(verbose_name=_("From"))
    destination = tables.Column(verbose_name=_("To"))
    class_name = tables.Column(verbose_name=_("Class asked for"))
    legs = CountColumn(verbose_name=_("Legs"))
    passengers = CountColumn(verbose_name=_("Passengers"))

    class Meta:
        caption = _("What the calculator is to be asked")
        empty_text = _("No leg fits. Choose another year, unit or import.")
        order_by = "-legs"

    def render_origin(self, record: Pair) -> SafeString:
        return format_html("<bdi>{}</bdi>", record.origin)

    def render_destination(self, record: Pair) -> SafeString:
        return format_html("<bdi>{}</bdi>", record.destination)


class ResultTable(tables.Table):
    take = tables.Column(empty_values=(), orderable=False, verbose_name=_("Take"), attrs=SHRINK)
    line = CountColumn(verbose_name=_("Line"))
    state = tables.Column(verbose_name=_("State"), attrs=SHRINK, order_by=("rank", "line"))
    route = tables.Column(empty_values=(), verbose_name=_("From, to"), order_by=("origin", "destination", "line"))
    word = tables.Column(verbose_name=_("Class"))
    co2_kg = tables.Column(verbose_name=_("Result, kg each"), attrs=NUMERIC)
    ours_kg = tables.Column(verbose_name=_("Ours, kg each"), attrs=NUMERIC)
    ratio = tables.Column(verbose_name=_("Theirs to ours"), attrs=NUMERIC)
    legs = CountColumn(verbose_name=_("Legs"))
    sentence = tables.Column(verbose_name=_("What was found"), orderable=False, attrs={"td": {"class": "words"}})

    class Meta:
        caption = _("Results")
        empty_text = _("No result fits the filter. Clear it to see all.")
        order_by = "state"

    def __init__(self, *args: Any, can_take: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if can_take else ("take",), **kwargs)

    def render_take(self, record: dict[str, Any]) -> SafeString | str:
        if record["state"] != IMPLAUSIBLE:
            return ""
        return format_html(
            '<input type="checkbox" name="take" form="confirm" value="{}" aria-label="{}">',
            record["line"],
            f"{_('Take line')} {record['line']}",
        )

    def render_state(self, value: str) -> str:
        tone, icon = STATE_LOOK[value]
        return render_to_string("_components/pill.html", {"label": state_words(value), "tone": tone, "icon": icon})

    def render_route(self, record: dict[str, Any]) -> SafeString:
        return format_html("<bdi>{} → {}</bdi>", record["origin"] or "?", record["destination"] or "?")

    def render_co2_kg(self, value: float) -> str:
        return number(value, 1)

    def render_ours_kg(self, value: float) -> str:
        return number(value, 1)

    def render_ratio(self, value: float) -> str:
        return number(value, 2)


class ResultFilter(forms.Form):
    """What the rows of a load are narrowed to; they are kept with the load and not in a table of their own."""

    q = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("any")), *((state, state_words(state)) for state in STATES)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]

    def rows_of(self, load: OfficialLoad) -> list[dict[str, Any]]:
        """The load's rows that fit, with the rank of their state: what needs a look first."""
        if not self.is_valid():
            return []
        text, state = self.cleaned_data["q"].strip().upper(), self.cleaned_data["state"]
        return [
            {**row, "rank": STATES.index(row["state"])}
            for row in load.rows
            if (not state or row["state"] == state)
            and (not text or text in (row["origin"], row["destination"], row["word"].upper(), str(row["line"])))
        ]


class LoadFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.ChoiceFilter(choices=OfficialLoad.State, label=_("State"), empty_label=_("any"))

    class Meta:
        model = OfficialLoad
        fields = ["q", "state"]

    def search(self, loads: QuerySet[OfficialLoad], _name: str, text: str) -> QuerySet[OfficialLoad]:
        return loads.filter(Q(file_name__icontains=text) | Q(tool_version__icontains=text))


class LoadTable(tables.Table):
    file_name = tables.Column(verbose_name=_("File"), attrs={"td": {"class": "break"}})
    state = tables.Column(verbose_name=_("State"), attrs=SHRINK)
    tool_version = tables.Column(verbose_name=_("Version"))
    scope = tables.Column(verbose_name=_("Year"), orderable=False)
    rows = tables.Column(verbose_name=_("Rows"), orderable=False, attrs=NUMERIC)
    legs = CountColumn(verbose_name=_("Legs with its result"))
    loaded_at = tables.Column(verbose_name=_("Loaded"), attrs=SHRINK)

    class Meta:
        caption = _("Loads of official results")
        empty_text = _("No load fits the filter. Clear it to see all.")
        order_by = "-loaded_at"

    def render_file_name(self, record: OfficialLoad) -> SafeString:
        address = reverse("travel:official_load", args=[record.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, record.file_name)

    def render_state(self, record: OfficialLoad) -> str:
        return load_pill(record)

    def render_scope(self, record: OfficialLoad) -> str:
        return str(record.scope.get("year", ""))

    def render_rows(self, record: OfficialLoad) -> str:
        return number(len(record.rows))

    def render_loaded_at(self, record: OfficialLoad) -> SafeString:
        at = date_format(record.loaded_at, "j M Y, H:i")
        return format_html('{}<br><span class="muted">{}</span>', at, record.loaded_by or "")


def load_pill(load: OfficialLoad) -> str:
    tone, icon = LOAD_LOOK[OfficialLoad.State(load.state)]
    words = {"label": load.get_state_display(), "tone": tone, "icon": icon}
    return render_to_string("_components/pill.html", words)
