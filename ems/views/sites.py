"""The page of a site: what it is, how it was held when, what stands there, who works there; and its terms changed."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ems import actions
from ems.evidence import evidence_of
from ems.forms import BeginTermsForm
from ems.models import PersonnelCount, Site, SiteTerms
from ems.permissions import EmsPermission
from ems.site_terms import begin_terms, take_back_terms
from ems.tables import share_words


@require_safe
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    site = get_object_or_404(Site, public_id=public_id)
    return render(
        request,
        "ems/site.html",
        {
            "site": site,
            "terms": _terms(site),
            "people": _people(site),
            "coverage": site.coverage.all(),
            "machines": site.cooling_equipment.order_by("label"),
            "vehicles": site.vehicles.order_by("label"),
            "meters": site.meters.order_by("stream", "code"),
            "evidence": evidence_of(site),
            "can_edit": actions.may_edit(request.user, site),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def begin(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The form of new terms, filled with those of today: most of them stay when one thing changes."""
    site = get_object_or_404(Site, public_id=public_id)
    if not actions.may_edit(request.user, site):
        raise PermissionDenied
    known = list(site.terms.all())
    today = next((terms for terms in known if terms.holds_on(timezone.localdate())), known[-1] if known else None)
    names = [name for name in BeginTermsForm.Meta.fields if name not in ("valid_from", "note")]
    initial = {name: getattr(today, name) for name in names} if today else {}
    form = BeginTermsForm(request.POST or None, instance=SiteTerms(site=site), initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            begun = begin_terms(by=request.user, terms=form.instance)
        except ValidationError as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("The terms %(terms)s are saved.") % {"terms": begun})
            return redirect("ems:sites_page", public_id=public_id)
    return render(request, "ems/terms_begin.html", {"form": form, "site": site, "is_first": not known})


@require_POST
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    terms = get_object_or_404(SiteTerms.objects.select_related("site"), pk=pk)
    words = str(terms)
    take_back_terms(by=request.user, terms=terms)
    messages.success(request, _("The terms %(terms)s are taken back. The ones before hold on.") % {"terms": words})
    return redirect("ems:sites_page", public_id=terms.site.public_id)


def _tell(form: BeginTermsForm, refused: ValidationError) -> None:
    """Put what the action refused beside the fields of the form."""
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _people(site: Site) -> list[tuple[str, list[tuple[str, Decimal]], Decimal]]:
    """(year, (category, people) of each, all of them), the newest year first."""
    counted = (
        PersonnelCount.objects.filter(site=site)
        .values("year", "category")
        .annotate(persons=Sum("full_time_equivalents"))
        .order_by("-year")
    )
    years: dict[int, dict[str, Decimal]] = {}
    for row in counted:
        years.setdefault(row["year"], {})[row["category"]] = row["persons"]
    return [
        (
            str(year),
            [(category.label, found[category]) for category in PersonnelCount.Category if category in found],
            sum(found.values(), Decimal(0)),
        )
        for year, found in years.items()
    ]


def _terms(site: Site) -> list[dict[str, Any]]:
    """Newest first."""
    today = timezone.localdate()
    found = [
        {"terms": terms, "share": share_words(terms), "is_current": terms.holds_on(today) and site.contains(today)}
        for terms in site.terms.all()
    ]
    return found[::-1]
