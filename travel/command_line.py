"""What the commands that act on imports share: their tables, and the steps that a page leaves to a worker."""

from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import CommandError

from greenops.reference.yaml_file import parse_yaml
from travel import actions
from travel.imports.errors import FileRefused
from travel.models import ImportBatch

FAULT, REFUSED = 1, 3


def read_table(path: Path | None, what: str) -> dict[str, Any] | None:
    """The YAML dictionary of a file; None without one. Raises CommandError when it is none."""
    if path is None:
        return None
    try:
        found = parse_yaml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommandError(f"{path}: the {what} cannot be read: {error}", returncode=REFUSED) from error
    if not isinstance(found, dict):
        raise CommandError(f"{path}: give {what} as a YAML dictionary (docs/import.md).", returncode=REFUSED)
    return found


def read_now(batch: ImportBatch) -> None:
    """Read an uploaded file. Raises FileRefused."""
    actions.read_batch(batch.pk)
    batch.refresh_from_db()
    if batch.state == ImportBatch.State.REFUSED:
        raise FileRefused(batch.refusal)


def commit_now(batch: ImportBatch) -> None:
    """Confirm and commit. Raises ActRefused, and CommandError when the work failed."""
    actions.confirm(by=None, batch=batch, queue=False)
    actions.commit_batch(batch.pk)
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.COMMITTED:
        raise CommandError(batch.refusal, returncode=FAULT)
