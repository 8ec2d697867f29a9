"""The lists of travel as tables: batches and legs."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from travel.emissions.quality import RESTS_ON_ESTIMATE, Quality
from travel.models import ImportBatch, Leg
from travel.models.import_batch import Verdict
from travel.points import point_names
from travel.printed import number
from travel.steps import next_of

MG_PER_KG = 1_000_000
NUMERIC = {"td": {"class": "numeric"}, "th": {"class": "numeric"}}
SHRINK = {"td": {"class": "shrink"}}

State = ImportBatch.State
STATE_LOOK: dict[str, tuple[str, str]] = {
    State.UPLOADED: ("quiet", "clock"),
    State.READING: ("info", "clock"),
    State.PREVIEWED: ("warn", "question"),
    State.QUEUED: ("quiet", "clock"),
    State.COMMITTING: ("info", "clock"),
    State.COMMITTED: ("good", "check"),
    State.UNDONE: ("outline", "undo"),
    State.REFUSED: ("bad", "error"),
    State.FAILED: ("bad", "error"),
    State.DISCARDED: ("outline", "cross"),
}


def state_pill(batch: ImportBatch) -> str:
    tone, icon = STATE_LOOK[batch.state]
    look = {"label": batch.get_state_display(), "tone": tone, "icon": icon}
    return render_to_string("_components/pill.html", look)


class CountColumn(tables.Column):
    """A whole number, grouped by thousands; a zero steps back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(attrs=NUMERIC, **kwargs)

    def render(self, value: int) -> str | SafeString:
        if value == 0:
            return format_html('<span class="muted">{}</span>', 0)
        return number(value)


class BatchTable(tables.Table):
    file_name = tables.Column(verbose_name=_("File"), attrs={"td": {"class": "words break"}})
    state = tables.Column(attrs=SHRINK)
    created_at = tables.Column(verbose_name=_("Uploaded"), attrs=SHRINK)
    next_step = tables.Column(verbose_name=_("Next"), empty_values=(), orderable=False, attrs={"td": {"class": "next"}})
    rows_total = CountColumn(verbose_name=_("Rows"))
    rows_flight = CountColumn(verbose_name=_("Flight"))
    rows_ask = CountColumn(verbose_name=_("Ask"))
    rows_cancelled = CountColumn(verbose_name=_("Cancelled"))
    rows_credit = CountColumn(verbose_name=_("Credit"))
    rows_ignored = CountColumn(verbose_name=_("Ignored"))
    rows_rejected = CountColumn(verbose_name=_("Rejected"))

    class Meta:
        caption = _("Imports")
        empty_text = _("No import fits the filter. Clear it to see all.")
        order_by = "-created_at"

    def render_file_name(self, record: ImportBatch) -> SafeString:
        address = reverse("travel:batch", args=[record.public_id])
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a><br><span class="muted" title="SHA-256 {}">{}, <code>{}</code></span>',
            address,
            record.file_name,
            record.file_digest,
            record.source,
            record.file_digest[:10],
        )

    def render_state(self, record: ImportBatch) -> str:
        return state_pill(record)

    def render_next_step(self, record: ImportBatch) -> SafeString | str:
        due = next_of(record, record.open_questions)  # type: ignore[attr-defined]
        return format_html('<a href="{}">{}</a>', due.url, due.words) if due else ""

    def render_created_at(self, record: ImportBatch) -> SafeString:
        at, by = date_format(record.created_at, "j M Y, H:i"), record.created_by or ""
        return format_html('{}<br><span class="muted">{}</span>', at, by)


class LegTable(tables.Table):
    # Each order ends with the key: equal lines would stand on two pages, or on none.
    counted_on = tables.Column(verbose_name=_("Counted on"), order_by=("counted_on", "pk"), attrs=SHRINK)
    route = tables.Column(
        empty_values=(), verbose_name=_("From, to"), order_by=("origin", "destination", "pk"), attrs=SHRINK
    )
    total_mg = tables.Column(order_by=("total_mg", "pk"), attrs=NUMERIC, empty_values=())
    quality = tables.Column(verbose_name=_("Inputs"), empty_values=(), orderable=False, attrs=SHRINK)
    cabin = tables.Column(verbose_name=_("Cabin"), order_by=("cabin", "pk"))
    haul = tables.Column(verbose_name=_("Haul"), order_by=("haul", "pk"))
    unit = tables.Column(empty_values=(), verbose_name=_("Unit"), order_by=("unit__code", "pk"))
    traveller = tables.Column(empty_values=(), verbose_name=_("Traveller"), orderable=False, attrs=SHRINK)
    traveller_category = tables.Column(verbose_name=_("Category"), order_by=("traveller_category", "pk"))
    payer = tables.Column(verbose_name=_("Paid by"), order_by=("payer", "pk"))
    passengers = CountColumn(verbose_name=_("Passengers"), order_by=("passengers", "pk"))
    distance_m = tables.Column(verbose_name=_("km"), order_by=("distance_m", "pk"), attrs=NUMERIC)

    class Meta:
        caption = _("Legs")
        empty_text = _("No leg fits the filter. Clear it to see all.")
        order_by = "-counted_on"

    def __init__(self, *args: Any, mass_unit: str, with_names: bool, **kwargs: Any) -> None:
        """mass_unit: unit of the mass column, such as kg CO2. with_names: names in place of pseudonyms."""
        self.with_names = with_names
        super().__init__(*args, **kwargs)
        self.columns["total_mg"].column.verbose_name = mass_unit

    def render_counted_on(self, record: Leg) -> str:
        return date_format(record.counted_on, "j M Y")

    def render_route(self, record: Leg) -> SafeString:
        address = reverse("travel:leg", args=[record.identity])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, record.route_by(self._point_names))

    @cached_property
    def _point_names(self) -> Mapping[str, str]:
        """Names of the places without code that stand on this page."""
        legs = [row.record for row in self.paginated_rows]
        return point_names({key for leg in legs for key in (leg.origin, leg.destination)})

    def render_haul(self, record: Leg) -> str:
        return record.haul

    def render_payer(self, record: Leg) -> str:
        return record.payer

    def render_unit(self, record: Leg) -> SafeString | str:
        if record.unit is None:
            return format_html('<span class="muted">{}</span>', _("unassigned"))
        return format_html('<span title="{}">{}</span>', record.unit.name, record.unit.code)

    def render_traveller(self, record: Leg) -> SafeString:
        return format_html("<bdi>{}</bdi>", traveller_of(record, with_names=self.with_names))

    def render_distance_m(self, value: int) -> str:
        return number(value / 1000, 0)

    def render_total_mg(self, value: int | None) -> str | SafeString:
        if value is None:
            return format_html('<span class="muted">{}</span>', _("not estimated"))
        return number(value / MG_PER_KG, 1)

    def render_quality(self, value: int | None) -> SafeString | str:
        if value is None:
            return ""
        if value & Quality.OFFICIAL:
            return render_to_string("_components/pill.html", {"label": _("official"), "tone": "good", "icon": "check"})
        if value & RESTS_ON_ESTIMATE:
            return render_to_string("_components/pill.html", {"label": _("assumed"), "tone": "warn", "icon": "info"})
        return format_html('<span class="muted">{}</span>', _("as booked"))


def traveller_of(leg: Leg, *, with_names: bool) -> str:
    """The name where it may be seen and is still kept, else the pseudonym; empty where nobody is named."""
    traveller = leg.booking.traveller
    if traveller is None:
        return ""
    if with_names and hasattr(traveller, "known_name"):
        return traveller.known_name.name
    return traveller.label


VERDICT_ORDER = (
    Verdict.REJECTED,
    Verdict.ASK,
    Verdict.CANCELLED,
    Verdict.CREDIT,
    Verdict.IGNORED,
    Verdict.FLIGHT,
)
"""Errors first, then what waits for an answer, then what is settled."""
