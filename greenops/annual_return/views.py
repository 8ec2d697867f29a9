"""The return's first page: what of it the system holds today."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from greenops.permissions import GreenOpsPermission


@require_safe
@permission_required(GreenOpsPermission.VIEW_RETURN, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "annual_return/overview.html")
