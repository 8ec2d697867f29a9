"""The credits of all files: which wait for their ticket, which are settled, which are to be answered."""

from collections.abc import Iterator

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from travel.credit_table import CreditFilter, CreditTable, shown_ticket
from travel.models import Credit, ImportBatch
from travel.permissions import TravelPermission
from travel.views.downloads import Cell, exports, table_response

PAGE_ROWS = 50
EXPORT_HEADER = (
    "ticket", "kind", "state", "amount", "issued_on", "legs_taken_back", "file", "sheet", "line", "committed_at",
)  # fmt: skip


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def credits(request: HttpRequest) -> HttpResponse:
    chosen = CreditFilter(request.GET, queryset=_listed(request))
    table = CreditTable(_found(chosen))
    RequestConfig(request, paginate={"per_page": PAGE_ROWS}).configure(table)
    query = request.GET.urlencode()
    page = {
        "table": table,
        "filter": chosen,
        "is_empty": not table.paginator.count and not _listed(request).exists(),
        "waiting": _listed(request).filter(state=Credit.State.OPEN).count(),
        "exports": exports("travel:credits_export", query),
        "caption": _("Credits"),
    }
    return render(request, "travel/credit_list.html", page)


@require_safe
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def credits_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    found = _found(CreditFilter(request.GET, queryset=_listed(request)))
    return table_response(ending, "credits", EXPORT_HEADER, _lines(found), _("Credits"))


def _listed(request: HttpRequest) -> QuerySet[Credit]:
    """Of files that the person may see. What a status took back is no credit of money and waits for nothing."""
    mine = ImportBatch.objects.for_user(request.user).filter(state=ImportBatch.State.COMMITTED)
    return (
        Credit.objects.exclude(kind=Credit.Kind.STATUS)
        .filter(batch__in=mine)
        .select_related("batch", "row")
        .only("ticket", "kind", "state", "amount", "issued_on", "batch__file_name", "batch__public_id",
              "batch__committed_at", "row__sheet", "row__line", "row__position")
        .annotate(legs_taken=Count("legs"))
    )  # fmt: skip


def _found(chosen: CreditFilter) -> QuerySet[Credit]:
    return chosen.qs if chosen.is_valid() else Credit.objects.none()


def _lines(found: QuerySet[Credit]) -> Iterator[list[Cell]]:
    for credit in found.order_by("batch__committed_at", "row__position"):
        amount = None if credit.amount is None else float(credit.amount)
        yield [
            shown_ticket(credit), credit.kind, credit.state, amount, credit.issued_on,
            credit.legs_taken,  # type: ignore[attr-defined]
            credit.batch.file_name, credit.row.sheet, credit.row.line, credit.batch.committed_at,
        ]  # fmt: skip
