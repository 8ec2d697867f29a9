"""The table of a year and a topic: of each site whether its data are complete, and for how many people."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ems import actions
from ems.boundary_queries import denominator_of, personnel_by_site, sites_in_use
from ems.coverage import state_coverage
from ems.denominators import Denominator, Reason
from ems.models import PersonnelCount, Site, TopicCoverage
from ems.models.boundary import FIRST_YEAR, LAST_YEAR
from ems.permissions import EmsPermission
from ems.templatetags.numbers import plainly

ROWS = 100
STATES = (
    ("", gettext_lazy("by readings")),
    ("yes", gettext_lazy("complete")),
    ("no", gettext_lazy("not complete")),
)


class RowForm(forms.ModelForm):
    """One site of the table; `state` stands for the box that knows a third answer."""

    field_order = ["state", "persons_covered", "note"]
    state = forms.ChoiceField(label=_("The data are"), choices=STATES, required=False)

    class Meta:
        model = TopicCoverage
        fields = ["persons_covered", "note"]
        widgets = {"note": forms.TextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self.instance.site
        if self.instance.pk:
            self.initial["state"] = "yes" if self.instance.is_complete else "no"
        for name, words in (
            ("state", _("%(site)s: the data are")),
            ("persons_covered", _("%(site)s: persons covered")),
            ("note", _("%(site)s: note")),
        ):
            self.fields[name].widget.attrs["aria-label"] = words % {"site": site.code}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        state = cleaned.get("state")
        if state:
            self.instance.is_complete = state == "yes"
        elif cleaned.get("persons_covered") is not None or cleaned.get("note"):
            self.add_error("state", _("Say whether the data are complete, or leave the whole row to the readings."))
        return cleaned

    def _post_clean(self) -> None:
        if self.cleaned_data.get("state"):
            super()._post_clean()


@dataclass(frozen=True)
class Row:
    site: Site
    persons: Decimal
    form: RowForm


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def table(request: HttpRequest) -> HttpResponse:
    if not actions.may_add(request.user, TopicCoverage):
        raise PermissionDenied
    year, topic = _chosen(request)
    page, rows = _rows(request, year, topic)
    if request.method == "POST" and not any(row.form.errors for row in rows):
        stated = [row.form.instance for row in rows if row.form.cleaned_data["state"]]
        withdrawn = [row.form.instance for row in rows if not row.form.cleaned_data["state"] and row.form.instance.pk]
        changed = state_coverage(by=request.user, stated=stated, withdrawn=withdrawn)
        words = ngettext("%(count)s statement is changed.", "%(count)s statements are changed.", changed)
        messages.success(request, words % {"count": changed} if changed else _("Nothing was changed."))
        return redirect(request.get_full_path())
    years = sorted({year, *PersonnelCount.objects.values_list("year", flat=True).distinct()}, reverse=True)
    context = {
        "year": year,
        "years": years,
        "topic": topic,
        "tabs": [
            {
                "label": choice.label,
                "url": f"{reverse('ems:coverage_add')}?{urlencode({'year': year, 'topic': choice.value})}",
                "is_current": choice == topic,
            }
            for choice in TopicCoverage.Topic
        ],
        "page": page,
        "rows": rows,
        "search": request.GET.get("search", ""),
        "said": _said(denominator_of(topic, year)),
        "has_errors": any(row.form.errors for row in rows),
    }
    return render(request, "ems/coverage_table.html", context)


def _said(people: Denominator) -> list[tuple[str, str]]:
    """What the statements make of the year's people: (words, how many of all)."""
    silent = [part.of for part in people.excluded if part.reason == Reason.READINGS_INCOMPLETE]
    numbers = {
        _("Said to be covered"): people.numerator,
        _("At sites that their readings decide"): sum(silent, Decimal(0)),
    }
    words = _("%(persons)s of %(all)s people")
    return [
        (label, words % {"persons": plainly(persons), "all": plainly(people.denominator)})
        for label, persons in numbers.items()
    ]


def _chosen(request: HttpRequest) -> tuple[int, TopicCoverage.Topic]:
    """Year and topic of the address. Raises Http404 for what is none."""
    latest = PersonnelCount.objects.order_by("-year").values_list("year", flat=True).first()
    usual = latest or timezone.localdate().year - 1
    try:
        year = int(request.GET.get("year") or usual)
        topic = TopicCoverage.Topic(request.GET.get("topic") or TopicCoverage.Topic.GREENHOUSE_GASES)
    except ValueError as unknown:
        raise Http404("A year has four digits; the topics are ghg, waste and water.") from unknown
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(f"{year} is no reporting year.")
    return year, topic


def _rows(request: HttpRequest, year: int, topic: TopicCoverage.Topic) -> tuple[Page, list[Row]]:
    """The sites in use in the year, a page of them, each with its form."""
    sites = sites_in_use(year).order_by("code")
    if search := request.GET.get("search", "").strip():
        sites = sites.filter(Q(code__icontains=search) | Q(name__icontains=search) | Q(city__icontains=search))
    page = Paginator(sites, ROWS).get_page(request.GET.get("page"))
    said = {row.site_id: row for row in TopicCoverage.objects.filter(year=year, topic=topic, site__in=list(page))}
    persons = personnel_by_site(year)
    rows = []
    for site in page:
        statement = said.get(site.pk) or TopicCoverage(year=year, topic=topic)
        statement.site = site
        form = RowForm(request.POST if request.method == "POST" else None, instance=statement, prefix=f"site{site.pk}")
        rows.append(Row(site, persons.get(site.code, Decimal(0)), form))
    return page, rows
