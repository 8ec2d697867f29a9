"""Tables of the boundary's parts and of the record of events."""

import json
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from ems.actions import may_edit
from ems.evidence_kinds import KINDS
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
from ems.templatetags.numbers import plainly

NUMERIC = {"th": {"class": "numeric"}, "td": {"class": "numeric"}}


def form_address(record: Any, table: tables.Table) -> str | None:
    """The address of the part's form; None, and so no link, for people who may not edit it."""
    if not may_edit(table.request.user, record):
        return None
    return reverse(f"ems:{table.key}_change", args=[getattr(record, "public_id", record.pk)])


def page_address(record: Any, table: tables.Table) -> str:
    """The address of the part's page, which everybody who sees the list may open."""
    return reverse(f"ems:{table.key}_page", args=[record.public_id])


def share_words(terms: SiteTerms) -> str:
    """Our share of the building with the numbers that it is made from: '60 of 150 persons'."""
    part, whole = (plainly(number) for number in terms.share())
    words = {
        SiteTerms.ShareBasis.PERSONS: _("%(part)s of %(whole)s persons"),
        SiteTerms.ShareBasis.FLOOR_AREA: _("%(part)s of %(whole)s m²"),
        SiteTerms.ShareBasis.AGREED: _("%(part)s % agreed"),
    }
    if terms.share_basis in words:
        return str(words[terms.share_basis]).replace("%(part)s", part).replace("%(whole)s", whole)
    return str(terms.get_share_basis_display())


class UnitTable(tables.Table):
    key = "units"
    code = tables.Column(linkify=form_address)

    class Meta:
        model = OrganizationUnit
        fields = ("code", "name", "parent", "valid_from", "valid_until")
        order_by = "code"
        caption = _("Units")
        empty_text = _("No unit matches.")


class SiteTable(tables.Table):
    key = "sites"
    code = tables.Column(linkify=page_address)
    tenure = tables.Column(verbose_name=_("Tenure today"))
    floor_area_m2 = tables.Column(verbose_name=_("Floor area (m²)"), attrs=NUMERIC, localize=False)
    share_basis = tables.Column(verbose_name=_("Our share of the building"))

    class Meta:
        model = Site
        fields = (
            "code",
            "name",
            "city",
            "country",
            "kind",
            "tenure",
            "floor_area_m2",
            "share_basis",
            "valid_from",
            "valid_until",
        )
        order_by = "code"
        caption = _("Sites")
        empty_text = _("No site matches.")

    def render_tenure(self, value: str) -> str:
        return str(Site.Tenure(value).label)

    def render_share_basis(self, value: str) -> str:
        return str(SiteTerms.ShareBasis(value).label)

    def render_floor_area_m2(self, value: Decimal) -> str:
        return number_format(value, 1, force_grouping=True)


class TermsTable(tables.Table):
    key = "terms"
    site = tables.Column(linkify=lambda record: reverse("ems:sites_page", args=[record.site.public_id]))
    valid_from = tables.Column(default=_("since it began"))
    valid_until = tables.Column(default=_("until further notice"))
    floor_area_m2 = tables.Column(attrs=NUMERIC, localize=False)
    share_basis = tables.Column()

    class Meta:
        model = SiteTerms
        fields = ("site", "valid_from", "valid_until", "tenure", "floor_area_m2", "share_basis", "note")
        order_by = ("site", "valid_from")
        caption = _("Terms")
        empty_text = _("No terms match.")

    def render_floor_area_m2(self, value: Decimal) -> str:
        return number_format(value, 1, force_grouping=True)

    def render_share_basis(self, record: SiteTerms) -> str:
        return share_words(record)


class PersonnelTable(tables.Table):
    key = "personnel"
    year = tables.Column(linkify=form_address)
    full_time_equivalents = tables.Column(attrs=NUMERIC, localize=False)

    class Meta:
        model = PersonnelCount
        fields = ("year", "unit", "site", "category", "full_time_equivalents")
        order_by = "-year"
        caption = _("Personnel")
        empty_text = _("No personnel count matches.")

    def render_year(self, value: int) -> str:
        return str(value)  # a year has no thousands separator

    def render_full_time_equivalents(self, value: Decimal) -> str:
        return number_format(value, 2, force_grouping=True)


class RuleTable(tables.Table):
    key = "rules"
    year = tables.Column(linkify=form_address)
    categories = tables.Column(verbose_name=_("Categories counted"), orderable=False, empty_values=())
    official_number = tables.Column(verbose_name=_("Official number"), attrs=NUMERIC, localize=False)
    explanation = tables.Column(attrs={"td": {"class": "words"}})

    class Meta:
        model = PersonnelRule
        fields = ("year", "rule", "counted_on", "categories", "official_number", "explanation")
        order_by = "-year"
        caption = _("Counting rules")
        empty_text = _("No counting rule matches.")

    def render_year(self, value: int) -> str:
        return str(value)

    def render_categories(self, value: list[str]) -> str:
        return ", ".join(str(PersonnelCount.Category(code).label) for code in value) if value else str(_("all"))

    def render_official_number(self, value: Decimal) -> str:
        return plainly(value)


class CoverageTable(tables.Table):
    key = "coverage"
    year = tables.Column(linkify=form_address)
    site = tables.Column(accessor="site__code", verbose_name=_("Site"))
    is_complete = tables.Column(verbose_name=_("The data are"))
    persons_covered = tables.Column(attrs=NUMERIC, localize=False)

    class Meta:
        model = TopicCoverage
        fields = ("year", "site", "topic", "is_complete", "persons_covered", "note")
        order_by = ("-year", "site", "topic")
        caption = _("Coverage")
        empty_text = _("No statement matches.")

    def render_year(self, value: int) -> str:
        return str(value)

    def render_is_complete(self, value: bool) -> str:
        return str(_("complete") if value else _("not complete"))

    def render_persons_covered(self, value: Decimal) -> str:
        return plainly(value)


class EvidenceTable(tables.Table):
    key = "evidence"
    name = tables.Column(linkify=page_address)
    media_type = tables.Column(verbose_name=_("Kind"))
    size = tables.Column(verbose_name=_("Size"), attrs=NUMERIC, localize=False)
    uploaded_at = tables.DateTimeColumn(format="j M Y, H:i")
    uploaded_by = tables.Column(default=_("the system"))

    class Meta:
        model = EvidenceFile
        fields = ("name", "title", "media_type", "size", "covers_from", "covers_until", "uploaded_at", "uploaded_by")
        order_by = "-uploaded_at"
        caption = _("Evidence")
        empty_text = _("No file matches.")

    def render_media_type(self, value: str) -> str:
        return next((kind.label for kind in KINDS if kind.media_type == value), value)

    def render_size(self, value: int) -> str:
        return filesizeformat(value)


class EventTable(tables.Table):
    sequence = tables.Column(verbose_name=_("Number"), attrs=NUMERIC)
    at = tables.DateTimeColumn(format="j M Y, H:i:s")
    actor = tables.Column(order_by=("actor__last_name", "actor__first_name"), default=_("the system"))
    object_type = tables.Column(verbose_name=_("Object"))
    payload = tables.Column(orderable=False, attrs={"td": {"class": "words"}})

    class Meta:
        model = Event
        fields = ("sequence", "at", "actor", "action", "object_type", "payload")
        order_by = "-sequence"
        caption = _("Record of events")
        empty_text = _("No event matches.")

    def render_object_type(self, value: str, record: Event) -> str:
        return f"{value.partition('.')[2]} {record.object_id[:8]}"

    def render_payload(self, value: dict[str, Any]) -> str:
        return sentence_of(value)


def sentence_of(payload: dict[str, Any]) -> str:
    """What an event holds, for reading: 'name: A → B; year: 2025'."""
    parts = []
    for name, value in payload.get("changes", payload).items():
        if isinstance(value, dict) and set(value) == {"was", "is"}:
            value = f"{_word(value['was'])} → {_word(value['is'])}"
        parts.append(f"{name.replace('_', ' ')}: {_word(value)}")
    return "; ".join(parts)


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "–" if value is None else json.dumps(value, ensure_ascii=False)
