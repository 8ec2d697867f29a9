"""What the lists of the boundary and of events can be narrowed to; the choice stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


class SearchFilter(django_filters.FilterSet):
    """One field that looks into several columns, named by the subclass."""

    search_in: tuple[str, ...] = ()
    search = django_filters.CharFilter(label=_("Search"), method="find")

    def find(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        condition = Q()
        for column in self.search_in:
            condition |= Q(**{f"{column}__icontains": value.strip()})
        return queryset.filter(condition)


class InForceFilter(SearchFilter):
    in_force = django_filters.BooleanFilter(label=_("In force today"), method="today", widget=forms.CheckboxInput())

    def today(self, queryset: QuerySet, _name: str, value: bool) -> QuerySet:
        if not value:
            return queryset
        day = timezone.localdate()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return queryset.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class UnitFilter(InForceFilter):
    search_in = ("code", "name")

    class Meta:
        model = OrganizationUnit
        fields = ["search", "in_force"]


class SiteFilter(InForceFilter):
    search_in = ("code", "name", "city")
    country = django_filters.AllValuesFilter()
    tenure = django_filters.ChoiceFilter(label=_("Tenure today"), choices=Site.Tenure.choices)

    class Meta:
        model = Site
        fields = ["search", "country", "kind", "tenure", "in_force"]


class TermsFilter(InForceFilter):
    search_in = ("site__code", "site__name", "site__city", "note")

    class Meta:
        model = SiteTerms
        fields = ["search", "site", "tenure", "share_basis", "in_force"]


class PersonnelFilter(django_filters.FilterSet):
    year = django_filters.AllValuesFilter()

    class Meta:
        model = PersonnelCount
        fields = ["year", "unit", "site", "category"]


class RuleFilter(SearchFilter):
    search_in = ("explanation",)

    class Meta:
        model = PersonnelRule
        fields = ["search", "year", "rule"]


class CoverageFilter(SearchFilter):
    search_in = ("site__code", "site__name", "site__city", "note")
    year = django_filters.AllValuesFilter()

    class Meta:
        model = TopicCoverage
        fields = ["search", "year", "topic", "is_complete"]


class EvidenceFilter(SearchFilter):
    search_in = ("name", "title", "digest")
    media_type = django_filters.ChoiceFilter(
        label=_("Kind of file"), choices=[(kind.media_type, kind.label) for kind in KINDS]
    )
    covers = django_filters.DateFilter(
        label=_("Covers the day"), method="of_day", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = EvidenceFile
        fields = ["search", "media_type", "covers"]

    def of_day(self, queryset: QuerySet, _name: str, value: Any) -> QuerySet:
        return queryset.filter(covers_from__lte=value, covers_until__gte=value)


class EventFilter(SearchFilter):
    search_in = ("action", "object_id", "actor__username", "actor__last_name")
    action = django_filters.AllValuesFilter()
    since = django_filters.DateFilter(
        field_name="at",
        lookup_expr="date__gte",
        label=_("Since"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Event
        fields = ["search", "action", "since"]
