"""The list of credits as a table, and what it can be narrowed by."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from travel.models import Credit
from travel.tables import SHRINK, CountColumn

LOOK = {
    Credit.State.OPEN: ("warn", "clock"),
    Credit.State.SETTLED: ("good", "check"),
    Credit.State.ASKED: ("warn", "question"),
}


class CreditFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Search"))
    state = filters.ChoiceFilter(choices=Credit.State.choices, label=_("State"), empty_label=_("any"))
    kind = filters.ChoiceFilter(choices=Credit.Kind.choices, label=_("Kind"), empty_label=_("any"))

    class Meta:
        model = Credit
        fields: list[str] = []

    def search(self, credits: QuerySet[Credit], _name: str, text: str) -> QuerySet[Credit]:
        """By ticket or file."""
        return credits.filter(Q(ticket__icontains=text.replace("-", "")) | Q(batch__file_name__icontains=text))


class CreditTable(tables.Table):
    ticket = tables.Column(verbose_name=_("Ticket"), order_by=("ticket", "pk"), empty_values=())
    kind = tables.Column(verbose_name=_("Kind"), order_by=("kind", "pk"))
    state = tables.Column(verbose_name=_("State"), order_by=("state", "pk"), attrs=SHRINK)
    amount = tables.Column(verbose_name=_("Amount"), attrs={"td": {"class": "numeric"}, "th": {"class": "numeric"}})
    legs_taken = CountColumn(verbose_name=_("Legs taken back"), order_by=("legs_taken", "pk"))
    file = tables.Column(
        verbose_name=_("File and line"), order_by=("batch__file_name", "row__position"), empty_values=(),
        attrs={"td": {"class": "words break"}},
    )  # fmt: skip
    committed = tables.Column(
        accessor="batch__committed_at", verbose_name=_("There since"), order_by=("batch__committed_at", "pk"),
        attrs=SHRINK,
    )  # fmt: skip

    class Meta:
        caption = _("Credits")
        empty_text = _("No credit fits the filter. Clear it to see all.")
        order_by = "committed"

    def render_ticket(self, record: Credit) -> SafeString | str:
        return format_html("<code>{}</code>", record.ticket) if shown_ticket(record) else "–"

    def render_state(self, record: Credit) -> str:
        tone, icon = LOOK[Credit.State(record.state)]
        return render_to_string(
            "_components/pill.html", {"label": record.get_state_display(), "tone": tone, "icon": icon}
        )

    def render_file(self, record: Credit) -> SafeString:
        address = reverse("travel:batch", args=[record.batch.public_id])
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a><br><span class="muted">{} {}</span>',
            address, record.batch.file_name, record.row.sheet, record.row.line or "",
        )  # fmt: skip

    def render_committed(self, value: Any) -> str:
        return date_format(value, "j M Y")


def shown_ticket(credit: Credit) -> str:
    """The ticket or booking reference; a credit without one is kept under a digest that says nothing to people."""
    return "" if credit.ticket.startswith("~") else credit.ticket
