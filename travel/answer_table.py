"""The list of remembered answers as a table."""

from typing import Any

import django_tables2 as tables
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from travel.answers import may_retract
from travel.models import Answer
from travel.tables import SHRINK, CountColumn


class AnswerTable(tables.Table):
    subject = tables.Column(verbose_name=_("About"), order_by=("subject", "pk"), attrs={"td": {"class": "words"}})
    value = tables.Column(verbose_name=_("Answer"), order_by=("value", "pk"))
    source = tables.Column(verbose_name=_("Source"), order_by=("source", "pk"), empty_values=())
    rows = CountColumn(verbose_name=_("Rows that rest on it"), order_by=("rows", "pk"))
    answered_at = tables.Column(verbose_name=_("Answered"), order_by=("answered_at", "pk"), attrs=SHRINK)
    state = tables.Column(verbose_name=_("State"), empty_values=(), order_by=("retracted_at", "pk"), attrs=SHRINK)

    class Meta:
        caption = _("Remembered answers")
        empty_text = _("No answer fits the filter. Clear it to see all.")
        order_by = "-answered_at"

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        """by: who looks at it; takes back every answer, or the ones that he gave himself, or none."""
        self.by = by
        super().__init__(*args, **kwargs)

    def render_subject(self, record: Answer) -> SafeString:
        return format_html(
            '<bdi>{}</bdi> <span class="muted">{}</span><br><span class="muted small">{}</span>',
            record.subject, record.kind.replace("_", " "), record.sentence,
        )  # fmt: skip

    def render_value(self, value: str) -> SafeString:
        return format_html("<bdi><strong>{}</strong></bdi>", value)

    def render_source(self, record: Answer) -> SafeString | str:
        return record.source or format_html("<em>{}</em>", _("the whole organization"))

    def render_answered_at(self, record: Answer) -> SafeString:
        at, by = date_format(record.answered_at, "j M Y, H:i"), record.answered_by or ""
        return format_html('{}<br><span class="muted">{}</span>', at, by)

    def render_state(self, record: Answer) -> SafeString | str:
        if record.retracted_at is not None:
            at, by = date_format(record.retracted_at, "j M Y"), record.retracted_by or ""
            return format_html('{} {}<br><span class="muted">{}</span>', _("taken back"), at, by)
        if not may_retract(self.by, record):
            return render_to_string("_components/pill.html", {"label": _("in force"), "tone": "good", "icon": "check"})
        return render_to_string(
            "travel/_retract.html",
            {"url": reverse("travel:retract", args=[record.pk]), "csrf_token": get_token(self.request)},
        )
