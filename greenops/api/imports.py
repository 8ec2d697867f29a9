"""Imports by JSON: the same acts, questions and permissions as the pages."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile

from greenops.api.access import bring, found, see, take_back
from greenops.api.status import ImportLine, ImportStatus, LaterImport, api_address, later_than, line_of, status_of
from travel import actions
from travel.answers import AnswerRefused, answer_batch, questions_in
from travel.filters import BatchFilter
from travel.forms import AUTO, TAKE_GOOD, UploadForm
from travel.models import ImportBatch
from travel.uploads import upload_all

router = Router(tags=["imports"])
PER_PAGE, MOST_PER_PAGE = 50, 200


class Refused(Schema):
    """Why it was not done, as a sentence for a person."""

    detail: str


class UndoRefused(Refused):
    """later: the imports that touched its tickets since; with them it is done by ?later=together, else ?later=alone."""

    later: list[LaterImport] = []


class FormErrors(Schema):
    """Sentences by field."""

    errors: dict[str, list[str]]


class Page(Schema):
    count: int
    page: int
    pages: int
    items: list[ImportLine]
    links: dict[str, str]


class ListAsked(Schema):
    """q searches file, digest, source and person; state narrows."""

    q: str = ""
    state: str = ""
    page: int = 1
    per_page: int = PER_PAGE


class ReadingAsked(Schema):
    """How the files are to be read: as on the page of the upload."""

    source: str = AUTO
    home_country: str = ""
    policy: str = TAKE_GOOD


class Option(Schema):
    value: str
    label: str
    hint: str = ""


class AskedQuestion(Schema):
    """A question of an import. free: what may be answered beside the options: place, number, text, or nothing."""

    key: str
    kind: str
    subject: str
    sentence: str
    options: list[Option]
    free: str
    rows: int


class GivenAnswers(Schema):
    """Values by question key. everywhere: remember them for all sources, and not only for that of this import."""

    answers: dict[str, str]
    everywhere: bool = False


class LeftOut(Schema):
    """A file that was not taken, why, and the import that holds the same content already."""

    file: str
    sentence: str
    same: str | None = None


class UploadedImports(Schema):
    imports: list[ImportStatus]
    left_out: list[LeftOut]


@router.get("/", response={200: Page, 422: FormErrors}, auth=see, url_name="imports")
def list_imports(request: HttpRequest, asked: Query[ListAsked]) -> Any:
    """Newest first, a page at a time."""
    mine = ImportBatch.objects.for_user(request.user)
    visible = mine.with_open_questions().with_twins().defer("report", "preview", "mapping")
    chosen = BatchFilter({"q": asked.q, "state": asked.state}, queryset=visible)
    if not chosen.is_valid():
        return Status(422, {"errors": chosen.form.errors})
    pages = Paginator(chosen.qs.order_by("-created_at", "-pk"), min(max(asked.per_page, 1), MOST_PER_PAGE))
    page = pages.get_page(asked.page)
    links = {"self": _page_address(request, page.number)}
    if page.has_previous():
        links["previous"] = _page_address(request, page.previous_page_number())
    if page.has_next():
        links["next"] = _page_address(request, page.next_page_number())
    items = [line_of(batch, batch.open_questions, has_twin=batch.has_twin) for batch in page]  # type: ignore[attr-defined]
    return {"count": pages.count, "page": page.number, "pages": pages.num_pages, "items": items, "links": links}


@router.post(
    "/", response={202: UploadedImports, 409: UploadedImports, 422: FormErrors}, auth=bring, url_name="imports"
)
def upload_imports(
    request: HttpRequest,
    file: File[list[UploadedFile]],
    asked: Form[ReadingAsked],
    mapping_file: File[UploadedFile | None] = None,  # type: ignore[valid-type]
) -> Any:
    """Bring files in; each is read by a worker, and its status says how far it is. 409: every one is here already."""
    files: dict[str, Any] = {"file": file, "mapping_file": mapping_file}
    form = UploadForm(asked.dict(), files)
    if not form.is_valid():
        return Status(422, {"errors": form.errors})
    done = upload_all(
        by=request.user, files=form.cleaned_data["file"], whole_or_nothing=form.whole_or_nothing, **form.reading
    )
    mine = ImportBatch.objects.for_user(request.user)
    left_out = [{"file": sentence.partition(":")[0], "sentence": sentence} for sentence in form.left_out]
    for one in done.left_out:
        seen = one.same is not None and mine.filter(pk=one.same.pk).exists()
        same = api_address("import", one.same) if one.same and seen else None
        left_out.append({"file": one.name, "sentence": one.sentence, "same": same})
    content = {"imports": [status_of(batch) for batch in done.batches], "left_out": left_out}
    return Status(202 if done.batches else 409, content)


@router.get("/{uuid:public_id}", response=ImportStatus, auth=see, url_name="import")
def get_import(request: HttpRequest, public_id: UUID) -> Any:
    """Where it stands: rows done, verdicts, reasons, legs, emissions, and links to what can be done next."""
    return status_of(found(request, public_id))


@router.post(
    "/{uuid:public_id}/confirm", response={202: ImportStatus, 409: Refused}, auth=bring, url_name="import_confirm"
)
def confirm_import(request: HttpRequest, public_id: UUID) -> Any:
    """Agree with the preview; the legs are written by a worker."""
    return _act(request, public_id, actions.confirm, 202)


@router.post(
    "/{uuid:public_id}/discard", response={200: ImportStatus, 409: Refused}, auth=bring, url_name="import_discard"
)
def discard_import(request: HttpRequest, public_id: UUID) -> Any:
    """Drop a file that was not confirmed; its content is deleted."""
    return _act(request, public_id, actions.discard, 200)


@router.post(
    "/{uuid:public_id}/undo", response={200: ImportStatus, 409: UndoRefused}, auth=take_back, url_name="import_undo"
)
def undo_import(request: HttpRequest, public_id: UUID, later: Literal["", "alone", "together"] = "") -> Any:
    """Take what it brought out of the figures again.

    Where later imports touched its tickets, the first answer is 409 and says which; later=alone undoes this one,
    later=together those too, the latest first.
    """
    batch = found(request, public_id)
    touched = later_than(batch, request.user)
    if touched and not later:
        said = _("Later imports touched the same tickets. Say whether they are undone too: later=alone or together.")
        return Status(409, {"detail": said, "later": touched})
    return _act(request, public_id, partial(actions.undo, together=later == "together"), 200)


@router.get("/{uuid:public_id}/questions", response=list[AskedQuestion], auth=see, url_name="import_questions")
def list_questions(request: HttpRequest, public_id: UUID) -> Any:
    """What the rows with verdict ask wait for, first what holds up most."""
    return questions_in(ImportBatch.objects.filter(pk=found(request, public_id).pk)).order_by("-rows", "pk")


@router.post(
    "/{uuid:public_id}/answers", response={202: ImportStatus, 422: Refused}, auth=bring, url_name="import_answers"
)
def answer_questions(request: HttpRequest, public_id: UUID, given: GivenAnswers) -> Any:
    """Answer questions: all of them, or none. The rows concerned are read again by a worker, in every file."""
    batch = found(request, public_id)
    try:
        answer_batch(by=request.user, batch=batch, values=given.answers, everywhere=given.everywhere)
    except AnswerRefused as refused:
        return Status(422, {"detail": str(refused)})
    batch.refresh_from_db()
    return Status(202, status_of(batch))


def _act(request: HttpRequest, public_id: UUID, act: Callable[..., None], done: int) -> Any:
    batch = found(request, public_id)
    try:
        act(by=request.user, batch=batch)
    except actions.ActRefused as refused:
        return Status(409, {"detail": str(refused)})
    batch.refresh_from_db()
    return Status(done, status_of(batch))


def _page_address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{reverse('api:imports')}?{query.urlencode()}"
