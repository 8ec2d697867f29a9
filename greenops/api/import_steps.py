"""The steps between upload and confirm by JSON: the columns, how the file is read, the policy, an answer taken back."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from greenops.api.access import bring, found, see
from greenops.api.imports import FormErrors, Refused
from greenops.api.status import ImportColumns, ImportStatus, columns_of, status_of
from travel import actions, answers, policy, sources
from travel.forms import AUTO, WHOLE, ReadingForm
from travel.imports.errors import FileRefused
from travel.permissions import TravelPermission

router = Router(tags=["imports"])


class Reading(Schema):
    """How the file is to be read. mapping: as `columns` gives it, corrected. save_as: keep it as a source by this key,
    a new version where there is one; label: its name for people."""

    source: str = AUTO
    home_country: str = ""
    mapping: dict[str, Any] | None
    save_as: str = ""
    label: str = ""


class Policy(Schema):
    policy: Literal["take_good", "whole"]


class TakenBack(Schema):
    """Keys of questions whose answers, of the import's source or of the whole organization, no longer hold."""

    keys: list[str]


@router.get(
    "/{uuid:public_id}/columns", response={200: ImportColumns, 409: Refused}, auth=see, url_name="import_columns"
)
def list_columns(request: HttpRequest, public_id: UUID) -> Any:
    """What each column is taken for, why, and the mapping that says so. 409: the file holds no table, or is gone."""
    batch = found(request, public_id)
    try:
        return columns_of(batch, show_personal=request.user.has_perm(TravelPermission.VIEW_NAMES))  # type: ignore[union-attr]
    except FileRefused as refused:
        return Status(409, {"detail": str(refused)})
    except (OSError, ValueError):
        return Status(409, {"detail": _("The file itself is not kept any more.")})


@router.post(
    "/{uuid:public_id}/reading",
    response={202: ImportStatus, 409: Refused, 422: FormErrors},
    auth=bring,
    url_name="import_reading",
)
def change_reading(request: HttpRequest, public_id: UUID, asked: Reading) -> Any:
    """Have the file read again in another way: the corrected columns, or as another source."""
    batch = found(request, public_id)
    form = ReadingForm({"source": asked.source, "home_country": asked.home_country})
    if not form.is_valid():
        return Status(422, {"errors": form.errors})
    how: dict[str, Any] = {"source": asked.source, "home_country": asked.home_country, "mapping": asked.mapping}
    try:
        if asked.save_as:
            label = asked.label or asked.save_as
            whole = {**(asked.mapping or {}), "key": asked.save_as, "label": label, "version": 1}
            saved = sources.save(by=request.user, definition=whole, key=asked.save_as, label=label)
            how |= {"source": saved.key, "mapping": None}
        actions.change_reading(by=request.user, batch=batch, **how)
    except sources.SourceRefused as refused:
        return Status(422, {"errors": {"mapping": [str(refused)]}})
    except actions.ActRefused as refused:
        return Status(409, {"detail": str(refused)})
    batch.refresh_from_db()
    return Status(202, status_of(batch))


@router.post(
    "/{uuid:public_id}/policy", response={200: ImportStatus, 409: Refused}, auth=bring, url_name="import_policy"
)
def choose_policy(request: HttpRequest, public_id: UUID, asked: Policy) -> Any:
    """Take the good rows and let the others wait, or refuse the file whole."""
    batch = found(request, public_id)
    try:
        policy.choose(by=request.user, batch=batch, whole_or_nothing=asked.policy == WHOLE)
    except actions.ActRefused as refused:
        return Status(409, {"detail": str(refused)})
    return status_of(batch)


@router.post(
    "/{uuid:public_id}/take_back", response={202: ImportStatus, 422: Refused}, auth=bring, url_name="import_take_back"
)
def take_back_answers(request: HttpRequest, public_id: UUID, asked: TakenBack) -> Any:
    """Take answers back: the rows that rest on them are read again and wait for others."""
    batch = found(request, public_id)
    try:
        answers.take_back(by=request.user, batch=batch, keys=asked.keys)
    except answers.AnswerRefused as refused:
        return Status(422, {"detail": str(refused)})
    batch.refresh_from_db()
    return Status(202, status_of(batch))
