"""An import as one resource: where it stands, what it came to, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Schema

from travel import actions, policy, undoing
from travel.imports.definition import definition_of
from travel.mapping import mapping_of
from travel.models import ImportBatch
from travel.steps import COLUMNS, OPEN, questions_of

State = ImportBatch.State
REREADABLE = (State.PREVIEWED, State.REFUSED, State.FAILED)
HAS_ROWS = (State.COMMITTED, State.UNDONE)


class Emission(Schema):
    """Tonnes by one method. Methods stand beside each other; those of different gas bases are never added."""

    value: float
    gas_basis: str


class ImportLine(Schema):
    """An import in a list."""

    id: UUID
    file: str
    sha256: str
    bytes: int
    state: str
    state_words: str
    source: str
    source_version: int
    whole_or_nothing: bool
    uploaded_at: datetime
    committed_at: datetime | None
    undone_at: datetime | None
    rows_total: int
    rows_in_file: int
    rows_done: int
    verdicts: dict[str, int]
    questions: int
    refusal: str
    links: dict[str, str]


class ImportStatus(ImportLine):
    """An import with what it came to. reasons: rows by reason code. emissions_t: by method, for all passengers."""

    reasons: dict[str, int]
    legs: int
    passenger_legs: int
    distance_km: float
    emissions_t: dict[str, Emission]
    years: dict[str, dict[str, float]]


class LaterImport(Schema):
    """An import that touched the tickets of an earlier one: how many of its legs it told again, changed, took back.

    Of somebody else's file, to who looks after some units only: no id and no name, as on the page.
    """

    id: UUID | None
    file: str
    told_again: int
    changed: int
    taken_back: int


class ImportColumn(Schema):
    """A column of the file. field: what it is taken for, "" for nothing; values: none of a column that names people."""

    position: int
    header: str
    field: str
    is_proposed: bool
    is_changed: bool
    evidence: list[str]
    values: list[str]
    others: list[str]


class ImportWord(Schema):
    """A word of the file that a table has to know. meaning: "" where nobody has said it."""

    table: str
    header: str
    text: str
    rows: int
    meaning: str


class ImportColumns(Schema):
    """How the file is read, or would be. mapping: the same as a mapping, to be sent back corrected."""

    source: str
    grain: str
    grain_reason: str
    columns: list[ImportColumn]
    words: list[ImportWord]
    header_changes: list[str]
    missing: list[str]
    decided: dict[str, str]
    mapping: dict[str, Any]


def line_of(batch: ImportBatch, open_questions: int, *, has_twin: bool) -> dict[str, Any]:
    """The fields of an ImportLine, with links to what is open in its state."""
    return {
        "id": batch.public_id,
        "file": batch.file_name,
        "sha256": batch.file_digest,
        "bytes": batch.file_size,
        "state": batch.state,
        "state_words": batch.get_state_display(),
        "source": batch.source,
        "source_version": batch.source_version,
        "whole_or_nothing": batch.whole_or_nothing,
        "uploaded_at": batch.created_at,
        "committed_at": batch.committed_at,
        "undone_at": batch.undone_at,
        "rows_total": batch.rows_total,
        "rows_in_file": batch.rows_in_file,
        "rows_done": batch.rows_done,
        "verdicts": batch.verdict_counts,
        "questions": open_questions,
        "refusal": batch.refusal,
        "links": _links(batch, open_questions, has_twin),
    }


def status_of(batch: ImportBatch) -> dict[str, Any]:
    """The fields of an ImportStatus."""
    report = batch.report
    return {
        **line_of(batch, questions_of(batch), has_twin=actions.committed_twin(batch) is not None),
        "reasons": report.get("reasons", {}),
        "legs": report.get("legs", 0),
        "passenger_legs": report.get("passenger_legs", 0),
        "distance_km": report.get("distance_km", 0),
        "emissions_t": report.get("emissions_t", {}),
        "years": report.get("years", {}),
    }


def later_than(batch: ImportBatch, by: Any) -> list[dict[str, Any]]:
    """The imports that touched its tickets since, the latest first; as LaterImport. by: who asks, None for commands."""
    later = undoing.what_depends(batch)
    visible = ImportBatch.objects.all() if by is None else ImportBatch.objects.for_user(by)
    seen = set(visible.filter(pk__in=[one.batch.pk for one in later]).values_list("pk", flat=True))
    return [
        {
            "id": one.batch.public_id if one.batch.pk in seen else None,
            "file": one.batch.file_name if one.batch.pk in seen else _("a file of somebody else"),
            "told_again": one.told_again,
            "changed": one.changed,
            "taken_back": one.taken_back,
        }
        for one in later
    ]


def columns_of(batch: ImportBatch, *, show_personal: bool) -> dict[str, Any]:
    """The fields of ImportColumns. Raises FileRefused when the file holds no table, OSError when it is not kept."""
    mapping = mapping_of(batch, show_personal=show_personal)
    return {
        "source": mapping.profile.key,
        "grain": mapping.profile.grain,
        "grain_reason": mapping.proposal.grain_reason,
        "columns": [
            {
                "position": one.position,
                "header": one.header,
                "field": one.field,
                "is_proposed": one.is_proposed,
                "is_changed": one.is_changed,
                "evidence": list(one.evidence),
                "values": list(one.found.samples),
                "others": list(one.found.others),
            }
            for one in mapping.columns
        ],
        "words": [
            {"table": one.table, "header": one.header, "text": one.text, "rows": one.rows, "meaning": one.meaning}
            for one in mapping.words
        ],
        "header_changes": list(mapping.changes),
        "missing": list(mapping.proposal.missing) if batch.state == State.REFUSED else [],
        "decided": {str(name): str(value) for name, value in batch.preview.get("decided", {}).items()},
        "mapping": batch.mapping or definition_of(mapping.profile),
    }


def _links(batch: ImportBatch, open_questions: int, has_twin: bool) -> dict[str, str]:
    """Where to go on from here; an act that is not possible in this state has no link."""
    state = batch.state
    possible: dict[str, tuple[bool, Callable[[], str]]] = {
        "self": (True, lambda: api_address("import", batch)),
        "page": (True, lambda: page_address("batch", batch)),
        "rows": (state in HAS_ROWS, lambda: page_address("batch_rows", batch)),
        "rejected": (
            batch.rows_rejected > 0 and state in (*HAS_ROWS, State.PREVIEWED),
            lambda: page_address("rejected_rows", batch),
        ),
        "report": (bool(batch.rows_total), lambda: page_address("report_json", batch)),
        "columns": (COLUMNS in OPEN[state], lambda: api_address("import_columns", batch)),
        "reading": (state in REREADABLE, lambda: api_address("import_reading", batch)),
        "policy": (state in policy.OPEN, lambda: api_address("import_policy", batch)),
        "take_back": (
            state in (State.PREVIEWED, State.COMMITTED),
            lambda: api_address("import_take_back", batch),
        ),
        "questions": (open_questions > 0, lambda: api_address("import_questions", batch)),
        "answers": (open_questions > 0, lambda: api_address("import_answers", batch)),
        "confirm": (
            state == State.PREVIEWED and not batch.is_held_whole and not has_twin,
            lambda: api_address("import_confirm", batch),
        ),
        "discard": (state in REREADABLE, lambda: api_address("import_discard", batch)),
        "undo": (state == State.COMMITTED, lambda: api_address("import_undo", batch)),
    }
    return {name: address() for name, (is_open, address) in possible.items() if is_open}


def api_address(name: str, batch: ImportBatch) -> str:
    return reverse(f"api:{name}", args=[batch.public_id])


def page_address(name: str, batch: ImportBatch) -> str:
    return reverse(f"travel:{name}", args=[batch.public_id])
