"""The kinds of parts that the boundary has, and what their lists and forms need to know of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_tables2
from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from ems import filters, tables
from ems.boundary_queries import sites_with_terms
from ems.forms import CoverageForm, PersonnelForm, RuleForm, SiteForm, TermsForm, UnitForm
from ems.models import OrganizationUnit, PersonnelCount, PersonnelRule, RefrigerantEvent, Site, SiteTerms, TopicCoverage
from ems.resources import (
    CoverageResource,
    PersonnelResource,
    PlainResource,
    RuleResource,
    SiteResource,
    TermsResource,
    UnitResource,
)


@dataclass(frozen=True)
class Kind:
    """key: in URL names. route: of the list; kinds with one `group` stand beside each other as tabs.

    has_page: one part has a page of its own, beside its form. add_title: empty where parts are not added from the list.
    """

    key: str
    route: str
    group: str
    model: type[Model]
    title: str | Promise
    lead: str | Promise
    add_title: str | Promise
    related: tuple[str, ...]
    form: type[forms.ModelForm]
    table: type[django_tables2.Table]
    filterset: type[FilterSet]
    resource: type[PlainResource]
    has_page: bool = False
    icon: str = "building"
    is_imported: bool = True
    own_add: bool = False  # its form to add is another view
    is_removable: bool = False
    queryset: Callable[[], QuerySet[Any]] | None = None

    def parts(self) -> QuerySet[Any]:
        parts = self.queryset() if self.queryset else self.model._default_manager.all()
        return parts.select_related(*self.related)

    @property
    def import_url(self) -> str:
        if not self.is_imported:
            return ""
        return reverse(f"admin:ems_{self.model._meta.model_name}_import")

    @property
    def list_url(self) -> str:
        return reverse(f"ems:{self.key}")

    def page_of(self, part: Any) -> str:
        """Where one looks at the part after it is saved: its page, or the one of what it belongs to, or the list."""
        if isinstance(part, SiteTerms):
            return reverse("ems:sites_page", args=[part.site.public_id])
        if isinstance(part, RefrigerantEvent):
            return reverse("ems:equipment_page", args=[part.equipment.public_id])
        return reverse(f"ems:{self.key}_page", args=[part.public_id]) if self.has_page else self.list_url

    def after_removal(self, part: Any) -> str:
        return self.list_url if self.has_page else self.page_of(part)


UNITS = Kind(
    key="units",
    route="boundary/units/",
    group="organization",
    model=OrganizationUnit,
    title=_("Units"),
    lead=_("Bureaus, departments and regional offices that travel and consumption are counted to."),
    add_title=_("Add a unit"),
    related=("parent",),
    form=UnitForm,
    table=tables.UnitTable,
    filterset=filters.UnitFilter,
    resource=UnitResource,
)
SITES = Kind(
    key="sites",
    route="boundary/sites/",
    group="organization",
    model=Site,
    title=_("Sites"),
    lead=_("Places where the organization works and meters its consumption, with the terms that hold today."),
    add_title=_("Add a site"),
    related=(),
    form=SiteForm,
    table=tables.SiteTable,
    filterset=filters.SiteFilter,
    resource=SiteResource,
    has_page=True,
    queryset=lambda: sites_with_terms(timezone.localdate()),
)
TERMS = Kind(
    key="terms",
    route="boundary/terms/",
    group="organization",
    model=SiteTerms,
    title=_("Terms"),
    lead=_("How each site was held in which period: tenure, area, occupants, and our share of the building."),
    add_title="",
    related=("site",),
    form=TermsForm,
    table=tables.TermsTable,
    filterset=filters.TermsFilter,
    resource=TermsResource,
)
PERSONNEL = Kind(
    key="personnel",
    route="boundary/personnel/",
    group="organization",
    model=PersonnelCount,
    title=_("Personnel"),
    lead=_("People by year, unit and site, by the counting rule of the year: what figures per person are divided by."),
    add_title=_("Add a personnel count"),
    related=("unit", "site"),
    form=PersonnelForm,
    table=tables.PersonnelTable,
    filterset=filters.PersonnelFilter,
    resource=PersonnelResource,
    icon="person",
)
RULES = Kind(
    key="rules",
    route="boundary/counting-rules/",
    group="organization",
    model=PersonnelRule,
    title=_("Counting rules"),
    lead=_("How the people of each year were counted, and why the number differs from the official one."),
    add_title=_("Add the rule of a year"),
    related=(),
    form=RuleForm,
    table=tables.RuleTable,
    filterset=filters.RuleFilter,
    resource=RuleResource,
    icon="person",
)
COVERAGE = Kind(
    key="coverage",
    route="boundary/coverage/",
    group="organization",
    model=TopicCoverage,
    title=_("Coverage"),
    lead=_("Whether a site's data of a topic are complete, and for how many people. Without a word readings decide."),
    add_title=_("Fill in the table of a year"),
    related=("site",),
    form=CoverageForm,
    table=tables.CoverageTable,
    filterset=filters.CoverageFilter,
    resource=CoverageResource,
    icon="person",
    own_add=True,
    is_removable=True,
)
BOUNDARY_KINDS = (UNITS, SITES, TERMS, PERSONNEL, RULES, COVERAGE)
