"""Several files at once: each becomes a batch, and a file that is here already is told at once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from travel import actions
from travel.models import ImportBatch

State = ImportBatch.State
# A file that ended without counting may be brought again: perhaps it is read in another way this time.
ENDED = (State.UNDONE, State.DISCARDED, State.REFUSED, State.FAILED)


@dataclass(frozen=True)
class LeftOut:
    """A file that was not taken. same: the batch that holds the same content already."""

    name: str
    sentence: str
    same: ImportBatch | None = None


@dataclass
class Uploaded:
    batches: list[ImportBatch] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def upload_all(*, by: Any, files: Iterable[Any], **reading: Any) -> Uploaded:
    """Queue each file for reading. files: with name and content; reading: as actions.upload takes it."""
    done = Uploaded()
    brought: dict[str, str] = {}
    for file in files:
        digest = _digest(file)
        if digest in brought:
            told = _("%(file)s has the same content as %(other)s, which was uploaded beside it. It was left out.")
            done.left_out.append(LeftOut(file.name, told % {"file": file.name, "other": brought[digest]}))
        elif same := same_content(digest):
            done.left_out.append(LeftOut(file.name, _known_words(file.name, same), same))
        else:
            try:
                done.batches.append(actions.upload(by=by, name=file.name, content=file, **reading))
            except actions.ActRefused as refused:
                done.left_out.append(LeftOut(file.name, str(refused)))
            else:
                brought[digest] = file.name
    return done


def same_content(digest: str) -> ImportBatch | None:
    """The batch that holds this content and counts, or is on its way to."""
    return ImportBatch.objects.filter(file_digest=digest).exclude(state__in=ENDED).order_by("created_at").first()


def _known_words(name: str, same: ImportBatch) -> str:
    told = {"file": name, "other": same.file_name, "day": date_format(same.created_at, "j M Y")}
    if same.state == State.COMMITTED:
        return _("%(file)s: the same content counts already, as %(other)s of %(day)s. Nothing would be added.") % told
    return _("%(file)s: the same content was uploaded as %(other)s on %(day)s and is on its way. Go on there.") % told


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
