"""Bringing a file in: the upload, its template, and reading it again in another way."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ems.models import Organization
from travel import actions
from travel.forms import ReadingForm, UploadForm, reading_of
from travel.models import ImportBatch
from travel.permissions import TravelPermission
from travel.views.batch_page import STEPS
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
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = actions.upload(by=request.user, name=file.name, content=file, **form.reading)
            except actions.ActRefused as refused:
                form.add_error("file", str(refused))
            else:
                return redirect("travel:batch", batch.public_id)
    else:
        organization = Organization.objects.first()
        form = UploadForm(initial={"home_country": organization.home_country if organization else ""})
    page = {"form": form, "steps": STEPS, "current_step": 1}
    return render(request, "travel/upload.html", page, status=422 if form.errors else 200)


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
