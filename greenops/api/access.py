"""Who may call the API: people who are signed in, by the permissions that the pages ask for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import SessionAuth

from travel.models import ImportBatch
from travel.permissions import TravelPermission


class Holder(SessionAuth):
    """A signed-in person who holds the permission. Writing needs the CSRF token of the session, as the pages do.

    It stands before the arguments are looked at: who may not do a thing is not told what it takes.
    """

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = super().authenticate(request, key)
        if user is not None and not user.has_perm(self.permission):
            raise HttpError(403, _("Your role does not include this."))
        return user


see = Holder(TravelPermission.VIEW_BATCHES)
bring = Holder(TravelPermission.IMPORT_BOOKINGS)
take_back = Holder(TravelPermission.UNDO_BATCH)


def found(request: HttpRequest, public_id: UUID) -> ImportBatch:
    """The import, if the person may look at it; another's is as good as none."""
    batch: ImportBatch = get_object_or_404(ImportBatch.objects.for_user(request.user), public_id=public_id)
    return batch
