"""What suppliers state beside what we compute: of one import, and across sources. Never added to ours."""

import uuid
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from travel.figure_tables import EXPORT_HEADER, UNITS, FigureFilter, FigureTable, Kind, beside_ours, lines, with_rows
from travel.models import ImportBatch, SupplierFigure
from travel.permissions import TravelPermission
from travel.printed import number
from travel.views.batch_page import HAS_ROWS
from travel.views.downloads import exports, table_response

PAGE_ROWS = 50
FINDINGS_SHOWN = 20


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batch_figures(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, _batch(request, public_id))


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def figures(request: HttpRequest) -> HttpResponse:
    return _page(request, None)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def batch_figures_export(request: HttpRequest, public_id: uuid.UUID, ending: str) -> HttpResponseBase:
    return _export(request, _batch(request, public_id), ending)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def figures_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    return _export(request, None, ending)


def _batch(request: HttpRequest, public_id: uuid.UUID) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id, state__in=HAS_ROWS)


def _page(request: HttpRequest, batch: ImportBatch | None) -> HttpResponse:
    chosen, found = _chosen(request, batch)
    table = FigureTable(with_rows(found), with_file=batch is None)
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    page = {
        "batch": batch,
        "table": table,
        "filter": chosen,
        "sums": _sums(found),
        "findings": _findings(request, batch, chosen),
        "is_empty": not table.paginator.count and not request.GET,
        "exports": _exports(batch, request.GET.urlencode()),
        "caption": _("Suppliers' figures beside ours"),
    }  # fmt: skip
    return render(request, "travel/figures.html", page)


def _chosen(request: HttpRequest, batch: ImportBatch | None) -> tuple[FigureFilter, QuerySet[Any]]:
    """The filter, and the figures that fit it; those of undone imports stand on their own page only."""
    if batch is None:
        batches = ImportBatch.objects.for_user(request.user).filter(state=ImportBatch.State.COMMITTED)
        known = SupplierFigure.objects.filter(batch__in=batches)
    else:
        known = SupplierFigure.objects.filter(batch=batch)
    chosen = FigureFilter(request.GET, queryset=known, of_one_batch=batch is not None)
    found = chosen.qs if chosen.is_valid() else SupplierFigure.objects.none()
    return chosen, beside_ours(found, chosen.chosen_method)


def _export(request: HttpRequest, batch: ImportBatch | None, ending: str) -> HttpResponseBase:
    chosen, found = _chosen(request, batch)
    rows = lines(found, chosen.chosen_method)
    return table_response(ending, "supplier-figures", EXPORT_HEADER, rows, _("Suppliers' figures"))


def _exports(batch: ImportBatch | None, query: str) -> list[tuple[str, str]]:
    if batch is None:
        return exports("travel:figures_export", query)
    return exports("travel:batch_figures_export", query, batch.public_id)


def _sums(found: QuerySet[Any]) -> list[dict[str, Any]]:
    """Theirs and ours over the figures that have both: each total of a ticket once, what is taken back negative."""
    compared = found.filter(own__isnull=False, value__isnull=False).order_by()
    summed = compared.values("kind", "column").annotate(theirs=Sum("value"), mine=Sum("own"), figures=Count("pk"))
    return [
        {
            "column": one["column"],
            "kind": Kind(one["kind"]).label,
            "unit": UNITS[Kind(one["kind"])],
            "theirs": number(one["theirs"]),
            "ours": number(one["mine"]),
            "ratio": number(one["theirs"] / one["mine"], 3) if one["mine"] else "",
            "figures": number(one["figures"]),
        }
        for one in sorted(summed, key=lambda one: (one["kind"] != Kind.DISTANCE, one["column"]))
    ]


def _findings(request: HttpRequest, batch: ImportBatch | None, chosen: FigureFilter) -> list[dict[str, Any]]:
    """What was found of each column; across sources of the newest imports."""
    if batch is not None:
        batches = [batch]
    else:
        with_figures = ImportBatch.objects.for_user(request.user).filter(
            state=ImportBatch.State.COMMITTED, pk__in=SupplierFigure.objects.values("batch")
        )
        source = chosen.form.cleaned_data.get("source") if chosen.is_valid() else None
        batches = list((with_figures.filter(source=source) if source else with_figures)[:FINDINGS_SHOWN])
    return [{"batch": one, **found} for one in batches for found in one.preview.get("supplier", [])]
