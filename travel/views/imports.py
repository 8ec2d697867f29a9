"""Bringing a file in: the upload, its template, and reading it again in another way."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ems.models import Organization
from travel import actions
from travel.forms import ReadingForm, UploadForm, reading_of
from travel.models import ImportBatch
from travel.permissions import TravelPermission
from travel.steps import steps_of
from travel.uploads import LeftOut, Uploaded, upload_all
from travel.views.downloads import csv_response

# Headers and words that the shipped profile greenops-template knows.
TEMPLATE_HEADER = (
    "Ticket Number", "Traveller", "Origin", "Destination", "Departure Date", "Cabin", "Passengers",
    "Cost Centre", "Category", "Payer",
)  # fmt: skip
TEMPLATE_EXAMPLE = (
    "7240112345671", "NDIAYE/AWA MRS", "GVA", "JFK", "2025-03-18", "economy", "1",
    "HR", "staff", "organization",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def upload(request: HttpRequest) -> HttpResponse:
    """One file leads to its page, several to the overview, where each says how far it is."""
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            files = form.cleaned_data["file"]
            done = upload_all(
                by=request.user, files=files, whole_or_nothing=form.whole_or_nothing, **form.reading, **form.cover
            )
            if not done.batches and not any(one.same for one in done.left_out):
                form.add_error("file", [one.sentence for one in done.left_out])
            else:
                for sentence in form.left_out:
                    messages.error(request, sentence)
                for left_out in done.left_out:
                    messages.warning(request, _left_out(request, left_out))
                return _after(files, done)
    else:
        organization = Organization.objects.first()
        form = UploadForm(initial={"home_country": organization.home_country if organization else ""})
    page = {"form": form, "steps": steps_of(None), "current_step": 1, "limit": settings.UPLOAD_LIMIT_BYTES}
    return render(request, "travel/upload.html", page, status=422 if form.errors else 200)


def _after(files: list[UploadedFile], done: Uploaded) -> HttpResponse:
    if len(files) == 1 and done.batches:
        return redirect("travel:batch", done.batches[0].public_id)
    return redirect("travel:overview" if done.batches else "travel:upload")


def _left_out(request: HttpRequest, left_out: LeftOut) -> str:
    """The sentence, with a link to the batch that has the same content if the person may open it."""
    same = left_out.same
    if same is None or not ImportBatch.objects.for_user(request.user).filter(pk=same.pk).exists():
        return left_out.sentence
    address = reverse("travel:batch", args=[same.public_id])
    return format_html('{} <a href="{}">{}</a>', left_out.sentence, address, _("Open that import"))


@require_safe
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def template_csv(request: HttpRequest) -> HttpResponseBase:
    """A file with our own headers and an example row, for those whose source has no export."""
    return csv_response("greenops-bookings.csv", TEMPLATE_HEADER, [TEMPLATE_EXAMPLE])


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(TravelPermission.IMPORT_BOOKINGS, raise_exception=True)
def change_reading(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    if request.method == "POST":
        form = ReadingForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                actions.change_reading(by=request.user, batch=batch, **form.reading)
            except actions.ActRefused as refused:
                messages.error(request, str(refused))
            else:
                messages.info(request, _("The file is read again."))
            return redirect("travel:batch", batch.public_id)
    else:
        form = ReadingForm(initial=reading_of(batch))
    page = {"batch": batch, "form": form}
    return render(request, "travel/change_reading.html", page, status=422 if form.errors else 200)
