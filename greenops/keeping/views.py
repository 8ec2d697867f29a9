"""How long data are kept, and the last backup; for administrators and auditors."""

from dataclasses import astuple, fields
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import date as date_words
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from greenops.keeping.enforcing import last_run
from greenops.keeping.kept_archives import KeptArchive, kept_archives
from greenops.keeping.lists import KeepingFilter, KeepingTable, Line, lines
from greenops.keeping.policy import policy
from greenops.permissions import GreenOpsPermission
from travel.views.downloads import exports, table_response

# A backup is made every night; one that was missed can be chance, two are a fault.
LATE_AFTER = timedelta(days=2)


@require_safe
@permission_required(GreenOpsPermission.VIEW_KEEPING, raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    chosen = KeepingFilter(request.GET)
    table = KeepingTable(_found(chosen))
    RequestConfig(request, paginate=False).configure(table)
    last = next(iter(kept_archives(Path(settings.BACKUP_DIR))), None)
    page = {
        "policy": policy(),
        "table": table,
        "filter": {"form": chosen, "is_bound": True},
        "exports": exports("keeping:export", request.GET.urlencode()),
        "last": last,
        "is_late": last is not None and timezone.now() - last.at > LATE_AFTER,
        "backup": _words(last) if last else [],
        "folder": settings.BACKUP_DIR,
    }
    return render(request, "keeping/overview.html", page)


@require_safe
@permission_required(GreenOpsPermission.VIEW_KEEPING, raise_exception=True)
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    header = [field.name for field in fields(Line)]
    found = _found(KeepingFilter(request.GET))
    return table_response(ending, "keeping-data", header, map(astuple, found), _("How long data are kept"))


def _found(chosen: KeepingFilter) -> list[Line]:
    return chosen.narrowed(lines(policy(), last_run()))


def _words(last: KeptArchive) -> list[tuple[str, str]]:
    return [
        (_("Made"), date_words(timezone.localtime(last.at), "j M Y, H:i")),
        (_("File"), last.name),
        (_("Size"), filesizeformat(last.size)),
        (_("Holds"), _("%(rows)s rows, %(files)s files") % {
            "rows": number_format(last.rows, force_grouping=True),
            "files": number_format(last.files, force_grouping=True),
        }),
        (_("Secret keys"), _("in the archive") if last.with_keys else _("not in it; keep them elsewhere")),
        (_("Files missing in storage"), number_format(last.missing_files, force_grouping=True)),
        (_("Version"), last.code_version),
        (_("SHA-256"), last.sha256),
    ]  # fmt: skip
