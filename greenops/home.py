"""The first page after sign-in, and the two health addresses."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from greenops.roles import ROLES


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page that the person's first role starts from, in the order of the table of roles."""
    held = {assignment.role for assignment in request.user.current_roles}  # type: ignore[union-attr]
    for key, role in ROLES.items():
        if key in held:
            return redirect(role.home)
    return render(request, "no_role.html")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration; 503 with the reason otherwise."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return JsonResponse({"ready": False, "why": f"database: {type(error).__name__}"}, status=503)
    if missing:
        return JsonResponse({"ready": False, "why": f"{len(missing)} migrations are missing"}, status=503)
    return JsonResponse({"ready": True})
