"""Files that prove something: taken in once, handed out as downloads, kept as long as something cites them."""

import hashlib
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.utils.translation import gettext as _

from ems.actions import may_add, may_edit
from ems.audit import record
from ems.evidence_kinds import NotAccepted, clean_name, kind_of
from ems.models import EvidenceFile, Site

# How an entry that cites a file leads to its site: the name of its field, and the path from there.
PATHS_TO_SITE = (("site", "site"), ("equipment", "equipment__site"))


def store_evidence(
    *,
    by: Any,
    file: File,
    title: str = "",
    covers_from: date | None = None,
    covers_until: date | None = None,
) -> EvidenceFile:
    """Keep the file with its digest and the event of it; content that is here already gives back the stored one.

    by: who brings it; None for the system itself. Raises ValidationError with one sentence where the file is empty,
    too large, not of an allowed kind, or not what its name says, or where the period ends before it begins;
    PermissionDenied for people who may not edit the boundary. Nothing is kept then.
    """
    if by is not None and not may_add(by, EvidenceFile):
        raise PermissionDenied("Evidence is brought in by people who look after sites.")
    content = read_limited(file)
    name = clean_name(PurePath(file.name or "file").name)
    try:
        kind = kind_of(name, content)
    except NotAccepted as refused:
        raise ValidationError({"file": str(refused)}) from refused
    evidence = EvidenceFile(
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=kind.media_type,
        title=title.strip(),
        covers_from=covers_from,
        covers_until=covers_until,
        uploaded_by=by,
    )
    evidence.clean()
    return with_digest(evidence.digest) or _keep(by, evidence, content, kind.extensions[0])


def with_digest(digest: str) -> EvidenceFile | None:
    return EvidenceFile.objects.filter(digest=digest).first()


def digest_of(file: File) -> str:
    """SHA-256 of the content. Raises ValidationError where the file is too large."""
    return hashlib.sha256(read_limited(file)).hexdigest()


def read_limited(file: File) -> bytes:
    """All of the file, from its beginning. Raises ValidationError where it is beyond EVIDENCE_LIMIT_BYTES."""
    limit = settings.EVIDENCE_LIMIT_BYTES
    file.seek(0)
    content: bytes = file.read(limit + 1)
    if len(content) > limit:
        sentence = _("The file is larger than %(limit)s MB. Make it smaller, or cut it into parts.")
        raise ValidationError({"file": sentence % {"limit": f"{limit / 1024**2:g}"}})
    return content


def _keep(by: Any, evidence: EvidenceFile, content: bytes, extension: str) -> EvidenceFile:
    """Of two people who bring the same file at once, the later one gets what the first has stored."""
    storage = evidence.stored_file.storage
    evidence.stored_file.save(f"{evidence.public_id}.{extension}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            evidence.save(force_insert=True)
            record(
                by=by,
                action="evidence added",
                on=evidence,
                payload={"name": evidence.name, "sha256": evidence.digest, "size": evidence.size},
            )
    except IntegrityError:
        storage.delete(evidence.stored_file.name)
        first = with_digest(evidence.digest)
        if first is None:
            raise
        return first
    return evidence


def uses_of(evidence: EvidenceFile) -> list[Model]:
    """Everything that cites the file, whichever app it is of; readings, statements, events."""
    found: list[Model] = []
    for relation in EvidenceFile._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.auto_created:
            model: Any = relation.related_model
            found += model._base_manager.filter(**{relation.field.name: evidence})
    return found


def evidence_of(site: Site) -> QuerySet[EvidenceFile]:
    """The files that entries of the site cite: its readings, visits of the service, and whatever else has a site."""
    cited: set[int] = set()
    for relation in EvidenceFile._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many and relation.auto_created):
            continue
        model: Any = relation.related_model
        names = {field.name for field in model._meta.fields}
        path = next((path for name, path in PATHS_TO_SITE if name in names), None)
        if path is not None:
            citing = model._base_manager.filter(**{path: site}).exclude(**{relation.field.name: None})
            cited.update(citing.values_list(relation.field.attname, flat=True))
    return EvidenceFile.objects.filter(pk__in=cited)


@transaction.atomic
def remove_evidence(*, by: Any, evidence: EvidenceFile) -> None:
    """Delete a file that nothing cites, with its event; its content goes once the transaction stands.

    Raises ValidationError where something cites it; PermissionDenied for people who may not edit the boundary.
    """
    if not may_edit(by, evidence):
        raise PermissionDenied("Evidence is removed by who brought it, and by people who look after all sites.")
    citing = uses_of(evidence)
    payload = {"name": evidence.name, "sha256": evidence.digest, "size": evidence.size}
    stored = evidence.stored_file
    try:
        record_of = EvidenceFile(pk=evidence.pk, public_id=evidence.public_id)
        evidence.delete()
    except ProtectedError as cited:
        sentence = _("%(name)s stays: %(first)s cites it (%(number)s in all). Take it out there first.")
        known = {"name": evidence.name, "number": len(citing), "first": citing[0]}
        raise ValidationError(sentence % known) from cited
    transaction.on_commit(lambda: stored.storage.delete(stored.name))
    record(by=by, action="evidence removed", on=record_of, payload=payload)
