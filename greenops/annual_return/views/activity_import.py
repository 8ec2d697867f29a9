"""A file of readings: upload, check every row, confirm."""

import hashlib
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ems.models import Site
from ems.spreadsheets import LARGEST_FILE
from ems.views.exporting import download
from greenops.annual_return.activity.files import (
    FOLDER,
    FileRefused,
    FileReport,
    SheetRows,
    bring_in,
    read_file,
    refused_rows,
)
from greenops.annual_return.activity.resources import COLUMNS, ReadingResource, codes
from greenops.annual_return.activity.tabs import tabs_of
from greenops.annual_return.activity.units import unit_names
from greenops.annual_return.models import ActivityReading
from greenops.annual_return.permissions import ReturnPermission
from greenops.reference.activity import catalogue
from travel.printed import number

WAITING = "activity_file"  # in the session: name, place and digest of the file that was checked
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file: it is read and checked, and waits in the store until it is confirmed or another one comes."""
    refusal = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is None:
            refusal = _("Choose a file first.")
        elif (sent.size or 0) > LARGEST_FILE:
            refusal = _("%(name)s is larger than %(limit)s MB. Bring it in as smaller files.") % {
                "name": sent.name, "limit": LARGEST_FILE // 1024**2
            }  # fmt: skip
        else:
            refusal = _keep(request, str(sent.name), sent.read())
        if not refusal:
            return redirect("annual_return:activity_check")
    page = {
        "tabs": tabs_of("import", request),
        "columns": COLUMNS,
        "refusal": refusal,
        "codes": codes(),
        "channels": catalogue().channels.items(),
        "routes": catalogue().routes.items(),
        "units": unit_names(),
    }
    return render(request, "annual_return/activity_import.html", page, status=422 if refusal else 200)


def _keep(request: HttpRequest, name: str, content: bytes) -> str:
    """Put the file where the next step finds it; why it is refused, where it cannot be read."""
    try:
        read_file(name, content)
    except FileRefused as refused:
        return str(refused)
    _forget(request)
    place = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    request.session[WAITING] = {"name": name[:120], "place": place, "digest": digest}
    return ""


def _forget(request: HttpRequest) -> None:
    waiting = request.session.pop(WAITING, None)
    if waiting is not None:
        default_storage.delete(waiting["place"])


def _waiting(request: HttpRequest) -> tuple[dict[str, str], bytes] | None:
    """The file that was checked and its content; None where it is gone."""
    waiting = request.session.get(WAITING)
    if waiting is None or not default_storage.exists(waiting["place"]):
        return None
    with default_storage.open(waiting["place"]) as stream:
        return waiting, stream.read()


@require_safe
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def check(request: HttpRequest) -> HttpResponse:
    """What would become of every row; nothing is written."""
    found = _waiting(request)
    if found is None:
        return redirect("annual_return:activity_import")
    waiting, content = found
    report = bring_in(by=request.user, rows=read_file(waiting["name"], content), dry_run=True)
    good = len(report.lines) - len(report.refused)
    page = {
        "tabs": tabs_of("import", request),
        "name": waiting["name"],
        "digest": waiting["digest"],
        "report": report,
        "counts": [
            (f"{report.count(key):,} {word}", report.count(key), tone)
            for key, word, tone in (
                ("new", _("new"), "good"),
                ("changed", _("changed"), "info"),
                ("same", _("there already"), "quiet"),
                ("refused", _("refused"), "bad"),
            )
        ],
        "refused": report.refused[:SHOWN],
        "more_refused": max(0, len(report.refused) - SHOWN),
        "others": [line for line in report.lines if line.verdict in ("new", "changed")][:SHOWN],
        "good": good,
        "would_change": report.count("new") + report.count("changed"),
    }
    return render(request, "annual_return/activity_check.html", page)


@require_safe
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def refused(request: HttpRequest, file_format: str) -> HttpResponse:
    """The refused rows of the file that was checked, with a column that says what to do."""
    if file_format not in ("csv", "xlsx"):
        raise Http404("The formats are csv and xlsx.")
    found = _waiting(request)
    if found is None:
        return redirect("annual_return:activity_import")
    rows = read_file(found[0]["name"], found[1])
    report = bring_in(by=request.user, rows=rows, dry_run=True)
    return download(_Refused(rows, report), ActivityReading.objects.none(), file_format, "activity-refused")


@require_POST
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def confirm(request: HttpRequest) -> HttpResponse:
    """Write what was checked: the same file, as its digest proves, and its good rows alone where that was asked."""
    found = _waiting(request)
    if found is None or found[0]["digest"] != request.POST.get("digest"):
        messages.error(request, _("That file is not here any more. Upload it again."))
        return redirect("annual_return:activity_import")
    waiting, content = found
    keep_good = request.POST.get("act") == "keep_good"
    try:
        rows = read_file(waiting["name"], content)
        report = bring_in(by=request.user, rows=rows, dry_run=False, keep_good=keep_good)
    except FileRefused as refused:
        messages.error(request, str(refused))
        return redirect("annual_return:activity_check")
    if not report.is_written:
        messages.error(request, _("Rows were refused, so nothing was written. See below which."))
        return redirect("annual_return:activity_check")
    _forget(request)
    messages.success(request, _said(report))
    return redirect("annual_return:readings")


def _said(report: FileReport) -> str:
    new = report.count("new")
    words = ngettext("%(new)s reading added", "%(new)s readings added", new)
    told = {verdict: number(report.count(verdict)) for verdict in ("new", "changed", "same")}
    said = (words + _(", %(changed)s changed, %(same)s there already.")) % told
    if refused := len(report.refused):
        said += " " + ngettext("%(n)s row was left out.", "%(n)s rows were left out.", refused) % {"n": number(refused)}
    return said


@require_safe
@permission_required(ReturnPermission.EDIT_ACTIVITY, raise_exception=True)
def template(request: HttpRequest, file_format: str) -> HttpResponse:
    """The columns with two made-up rows, under a site that exists."""
    if file_format not in ("csv", "xlsx"):
        raise Http404("The formats are csv and xlsx.")
    site = Site.objects.first() or Site(code="GVA")
    return download(_Example(site), ActivityReading.objects.none(), file_format, "activity-template")


class _Example(ReadingResource):
    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site_code = site.code

    def export(self, *args: Any, **kwargs: Any) -> Any:
        dataset = super().export(*args, **kwargs)
        for row in (
            ("electricity_grid", "standard", "", "", 2025, 1, 1, "12450.5", "kWh", "invoiced", "", "", "", ""),
            ("waste", "paper", "municipality", "recycling", 2025, 1, 3, "0.85", "t", "estimated", "", "", "",
             "Weighed in one week of each month."),
        ):  # fmt: skip
            dataset.append((self.site_code, *row))
        return dataset


class _Refused(ReadingResource):
    def __init__(self, rows: SheetRows, report: FileReport) -> None:
        super().__init__()
        self.rows, self.report = rows, report

    def export(self, *_args: Any, **_kwargs: Any) -> Any:
        return refused_rows(self.rows, self.report)
