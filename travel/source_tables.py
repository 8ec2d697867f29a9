"""The list of sources as a table."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from travel.field_words import GRAIN_WORDS
from travel.tables import SHRINK, CountColumn


class SourceTable(tables.Table):
    label = tables.Column(verbose_name=_("Source"), attrs={"td": {"class": "words"}})
    is_saved = tables.Column(verbose_name=_("Kind"), attrs=SHRINK)
    grain = tables.Column(verbose_name=_("One row is"))
    version = CountColumn(verbose_name=_("Version"))
    imports = CountColumn(verbose_name=_("Imports"))
    saved_at = tables.Column(verbose_name=_("Saved"), attrs=SHRINK)

    class Meta:
        caption = _("Sources")
        empty_text = _("No source fits the filter. Clear it to see all.")

    def render_label(self, record: Any) -> SafeString:
        address = reverse("travel:source", args=[record.key])
        return format_html('<a href="{}">{}</a><br><code class="muted">{}</code>', address, record.label, record.key)

    def render_is_saved(self, value: bool) -> str:
        words, tone = (_("kept here"), "info") if value else (_("shipped"), "quiet")
        return render_to_string("_components/pill.html", {"label": words, "tone": tone, "icon": "document"})

    def render_grain(self, value: str) -> str:
        return str(GRAIN_WORDS.get(value, value))

    def render_saved_at(self, record: Any) -> SafeString:
        at = date_format(record.saved_at, "j M Y, H:i")
        return format_html('{}<br><span class="muted">{}</span>', at, record.saved_by)
