"""Evidence: brought in, looked at with what cites it, handed out as a download, removed while nothing cites it."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ems import actions
from ems.evidence import digest_of, remove_evidence, store_evidence, uses_of, with_digest
from ems.evidence_kinds import ALLOWED, KINDS
from ems.forms import UploadForm
from ems.models import EvidenceFile
from ems.permissions import EmsPermission


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def add(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            known = with_digest(digest_of(form.cleaned_data["file"]))
            evidence = store_evidence(by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if known is None:
                messages.success(request, _("%(name)s is kept.") % {"name": evidence.name})
            else:
                sentence = _("This file is here already, as %(name)s: nothing was added.")
                messages.info(request, sentence % {"name": evidence.name})
            return redirect("ems:evidence_page", public_id=evidence.public_id)
    context = {"form": form, "allowed": ALLOWED, "limit": settings.EVIDENCE_LIMIT_BYTES}
    return render(request, "ems/evidence_add.html", context)


@require_safe
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    evidence = get_object_or_404(EvidenceFile.objects.select_related("uploaded_by"), public_id=public_id)
    context = {
        "evidence": evidence,
        "kind": next((kind.label for kind in KINDS if kind.media_type == evidence.media_type), evidence.media_type),
        "uses": [(use._meta.verbose_name, str(use)) for use in uses_of(evidence)],
        "can_edit": actions.may_edit(request.user, evidence),
    }
    return render(request, "ems/evidence.html", context)


@require_safe
@permission_required(EmsPermission.VIEW_BOUNDARY, raise_exception=True)
def download(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Always a download, never a page of ours: what is in it was written by somebody else."""
    evidence = get_object_or_404(EvidenceFile, public_id=public_id)
    with evidence.stored_file.open("rb") as stored:
        content = stored.read()  # no larger than an upload may be
    return HttpResponse(
        content,
        content_type=evidence.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, evidence.name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(EmsPermission.EDIT_BOUNDARY, raise_exception=True)
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask, and then remove a file that nothing cites."""
    evidence = get_object_or_404(EvidenceFile, public_id=public_id)
    if not actions.may_edit(request.user, evidence):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        name = evidence.name
        try:
            remove_evidence(by=request.user, evidence=evidence)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            messages.success(request, _("%(name)s is removed.") % {"name": name})
            return redirect("ems:evidence")
    context = {"evidence": evidence, "refusal": refusal}
    return render(request, "ems/evidence_remove.html", context, status=409 if refusal else 200)
