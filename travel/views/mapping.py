"""The step of an import at which its columns are looked at, corrected and kept for the source."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from travel import actions, sources, steps
from travel.imports.errors import FileRefused, ProfileInvalid
from travel.imports.profile import profiles
from travel.mapping import FileMapping, mapping_of
from travel.mapping_form import TEXT_FORM, MappingForm, TextForm
from travel.models import ImportBatch
from travel.permissions import TravelPermission

State = ImportBatch.State
ORDER_WORDS = {"day": _("day first"), "month": _("month first"), "year": _("year first"), "": ""}
WORKBOOKS = (".xlsx", ".xls")
CHANGEABLE = (State.PREVIEWED, State.REFUSED, State.FAILED)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required(TravelPermission.VIEW_BATCHES, raise_exception=True)
def columns(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    if request.method == "POST" and not request.user.has_perm(TravelPermission.IMPORT_BOOKINGS):  # type: ignore[union-attr]
        return HttpResponse(status=403)
    if steps.COLUMNS not in steps.OPEN[batch.state]:
        return redirect("travel:batch", batch.public_id)
    page = _page(request, batch)
    try:
        mapping = mapping_of(batch, show_personal=request.user.has_perm(TravelPermission.VIEW_NAMES))  # type: ignore[union-attr]
    except (FileRefused, OSError, ValueError) as error:
        # The file cannot be opened as a table, or is not kept any more.
        is_refused = isinstance(error, FileRefused)
        page["trouble"] = str(error) if is_refused else _now("The file itself is not kept any more.")
        if is_refused and page["can_change"] and (kept := _text_form(request, batch)):
            if kept.is_valid() and kept.is_split_anew and _split_anew(request, batch, kept, batch.home_country):
                return redirect("travel:batch", batch.public_id)
            page["form"] = kept
        return render(request, "travel/columns.html", page)
    sent = request.POST if request.method == "POST" and page["can_change"] else None
    form = MappingForm(sent, mapping=mapping, home_country=batch.home_country)
    if sent is not None and form.is_valid() and _keep(request, batch, form):
        return redirect("travel:batch", batch.public_id)
    if not page["can_change"]:
        for field in form.fields.values():
            field.disabled = True
    page |= _shown(batch, mapping, form)
    return render(request, "travel/columns.html", page, status=422 if form.errors else 200)


def _page(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    may_import = request.user.has_perm(TravelPermission.IMPORT_BOOKINGS)  # type: ignore[union-attr]
    return {
        "batch": batch,
        "can_change": may_import and batch.state in CHANGEABLE,
        "steps": steps.steps_of(batch, open_questions=steps.questions_of(batch)),
        "current_step": steps.place_of(steps.COLUMNS),
    }


def _shown(batch: ImportBatch, mapping: FileMapping, form: MappingForm) -> dict[str, Any]:
    proposal = mapping.proposal
    decisions = (*proposal.dates, *(number for number in proposal.numbers if number.value))
    evidence = [(one.header, ORDER_WORDS.get(one.value, one.value), one.evidence) for one in decisions]
    return {
        "form": form,
        "mapping": mapping,
        "is_kept": mapping.profile.key in profiles() or form.is_saved_source,
        "missing": proposal.missing if batch.state == State.REFUSED else (),
        "evidence": evidence,
        "about": list(proposal.about.items()),
        "decided": list(batch.preview.get("decided", {}).items()),
        "open_words": sum(not word.meaning for word in form.words),
    }


def _keep(request: HttpRequest, batch: ImportBatch, form: MappingForm) -> bool:
    """Keep the choices with the batch, or with its source, and have the file read so."""
    country = form.cleaned_data["home_country"]
    if form.is_split_anew:
        return _split_anew(request, batch, form, country)
    how: dict[str, Any] = {"source": batch.source, "home_country": country, "mapping": form.as_mapping}
    try:
        if form.source:
            key, label = form.source
            saved = sources.save(by=request.user, definition=form.definition(key, label), key=key, label=label)
            how |= {"source": saved.key, "mapping": None}
            told = {"source": saved.label, "version": saved.version}
            messages.success(request, _now("Kept as version %(version)d of the source %(source)s.") % told)
        actions.change_reading(by=request.user, batch=batch, **how)
    except (sources.SourceRefused, ProfileInvalid, actions.ActRefused) as refused:
        form.add_error(None, str(refused))
        return False
    messages.info(request, _now("The file is read again."))
    return True


def _text_form(request: HttpRequest, batch: ImportBatch) -> TextForm | None:
    """The choice of encoding and separator alone, for a text file of which no columns can be shown."""
    if batch.file_name.casefold().endswith(WORKBOOKS):
        return None
    said = {name: (batch.mapping or {}).get(name, "") for name in TEXT_FORM}
    return TextForm(request.POST if request.method == "POST" else None, initial=said)


def _split_anew(request: HttpRequest, batch: ImportBatch, form: TextForm, country: str) -> bool:
    """Have the file split with another encoding or separator; what its columns are is looked at after that."""
    kept = (batch.mapping or {}).get("base")
    mapping = {**({"base": kept} if kept else {}), **form.text_form} or None
    try:
        actions.change_reading(
            by=request.user, batch=batch, source=batch.source, home_country=country, mapping=mapping
        )
    except actions.ActRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.info(request, _now("The file is split anew and read again. Look at its columns once more after that."))
    return True
