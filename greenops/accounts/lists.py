"""The list of people: its table and what it can be narrowed to."""

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from greenops.accounts.models import RoleAssignment, User
from greenops.roles import role_choices


class PeopleTable(tables.Table):
    last_name = tables.Column(accessor="pk", verbose_name=_("Name"), order_by=("last_name", "first_name", "username"))
    held = tables.TemplateColumn(
        template_name="people/_roles.html",
        verbose_name=_("Roles in force"),
        orderable=False,
        attrs={"td": {"class": "words"}},
    )
    is_active = tables.TemplateColumn(template_name="people/_sign_in.html", verbose_name=_("Sign-in"))
    last_login = tables.DateTimeColumn(format="j M Y, H:i")
    give = tables.TemplateColumn(
        template_name="people/_give.html", verbose_name=_("Change"), orderable=False, attrs={"td": {"class": "shrink"}}
    )

    class Meta:
        model = User
        fields = ("last_name", "username", "email", "held", "is_active", "last_login", "give")
        order_by = "last_name"
        caption = _("People")
        empty_text = _("No person matches.")

    def render_last_name(self, record: User) -> str:
        return str(record)


class PeopleFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(label=_("Search"), method="find")
    role = django_filters.ChoiceFilter(label=_("Role in force"), choices=role_choices, method="holders")
    without_role = django_filters.BooleanFilter(
        label=_("Without a role"), method="nobodys", widget=forms.CheckboxInput()
    )

    class Meta:
        model = User
        fields = ["search", "role", "without_role"]

    def find(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        condition = Q()
        for column in ("username", "first_name", "last_name", "email"):
            condition |= Q(**{f"{column}__icontains": value.strip()})
        return queryset.filter(condition)

    def holders(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        return queryset.filter(pk__in=RoleAssignment.objects.in_force().filter(role=value).values("user"))

    def nobodys(self, queryset: QuerySet[User], _name: str, value: bool) -> QuerySet[User]:
        return queryset.exclude(pk__in=RoleAssignment.objects.in_force().values("user")) if value else queryset
