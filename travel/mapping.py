"""The columns of a file as an officer sees and corrects them: what each was taken for, why, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from travel.batch_reading import saved_profiles, version_of
from travel.imports.definition import definition_of
from travel.imports.fields import DATE_FIELDS, FIELDS, REPEATED
from travel.imports.folding import fold
from travel.imports.profile import TEMPLATE, Profile, profiles, read_profile, text_form, with_mapping
from travel.imports.proposal import ColumnProposal, Proposal, propose
from travel.imports.table import cell_headers
from travel.models import ImportBatch
from travel.sources import OF_A_FILE

DATES = tuple(name for name, _basis in DATE_FIELDS)
# What legs cannot do without: one of the ways to give places, and one date.
NEEDED: tuple[tuple[str, ...], ...] = (
    ("origin+destination", "route", "segment", "outbound_origin+outbound_destination"),
    DATES,
)


@dataclass(frozen=True)
class FileColumn:
    """One column as it stands on the page. field: '' when it is not used. is_proposed: nobody has confirmed it yet."""

    position: int
    header: str
    field: str
    found: ColumnProposal
    evidence: tuple[str, ...]
    is_proposed: bool = False
    is_changed: bool = False


@dataclass(frozen=True)
class Word:
    """A word of the file with its meaning, '' when nobody has said it."""

    table: str
    header: str
    text: str
    rows: int
    meaning: str


@dataclass(frozen=True)
class FileMapping:
    """How a file is read now, or would be. changes: sentences on headers that differ from the profile's."""

    profile: Profile
    proposal: Proposal
    columns: tuple[FileColumn, ...]
    words: tuple[Word, ...]
    changes: tuple[str, ...]

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]


def mapping_of(batch: ImportBatch, *, show_personal: bool) -> FileMapping:
    """The columns of a batch's file. Raises FileRefused when it holds no table, OSError when it is not kept."""
    saved = saved_profiles(pinned=version_of(batch))
    encoding, separator = text_form(batch.mapping, saved.get(batch.source))
    proposal = propose(
        batch.stored_file.path,
        file_name=batch.file_name,
        limits=settings.IMPORT_LIMITS,
        saved=saved,
        encoding=encoding,
        separator=separator,
        show_personal=show_personal,
    )
    headers = cell_headers(proposal.headers)
    is_read = batch.state not in (ImportBatch.State.REFUSED, ImportBatch.State.FAILED)
    known = _known_profile(batch, proposal, {**saved, **profiles()})
    # Answers are remembered by source; those for a file that no source fits must not meet those for another.
    profile = known or proposal.to_profile(f"{OF_A_FILE}{batch.file_digest[:8]}", batch.file_name)
    changed = {change["found"]: change for change in batch.preview.get("header_changes", [])} if is_read else {}
    fields = {headers[place]: name for name, places in profile.match(headers).items() for place in places}
    fields |= {found: change["field"] for found, change in changed.items() if found}
    columns = []
    for header, found in zip(headers, proposal.columns, strict=True):
        # A file that was read keeps unused columns unused: what they might be is said, and not chosen for the officer.
        proposed = bool(found.field) and not is_read and (known is None or header not in fields)
        field = fields.get(header, found.field if proposed and found.field not in fields.values() else "")
        columns.append(
            FileColumn(
                found.position, header, field, found, _evidence(header, field, found, known, changed),
                is_proposed=proposed and field == found.field, is_changed=header in changed,
            )
        )  # fmt: skip
    words = tuple(
        Word(one.table, one.header, one.word, one.rows, _meaning(profile, one.table, one.word) or one.meaning)
        for one in proposal.words
    )
    return FileMapping(
        profile, proposal, tuple(columns), words, tuple(change["sentence"] for change in changed.values())
    )


def _known_profile(batch: ImportBatch, proposal: Proposal, among: Mapping[str, Profile]) -> Profile | None:
    """The one that the file is read with, or would be; None where no source fits and nothing was said."""
    chosen = among.get(batch.source) or proposal.recognised
    if batch.mapping:
        base = among.get(str(batch.mapping.get("base", ""))) or chosen or among[TEMPLATE]
        return with_mapping(base, batch.mapping)
    return chosen


def _evidence(
    header: str, field: str, found: ColumnProposal, known: Profile | None, changed: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    if header in changed:
        return (changed[header]["sentence"],)
    said = found.evidence if field in ("", found.field) else ()
    if field and known and field in known.match([header]) and not (said and field == found.field):
        return (f"The source '{known.label}' names it so.", *said)
    return said


def _meaning(profile: Profile, table: str, word: str) -> str:
    return profile.tables.get(table, {}).get(fold(word), "")


def lacking(fields: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Of the needed ones, those that no column gives. fields: field -> headers."""
    return [choice for choice in NEEDED if not any(all(fields.get(part) for part in one.split("+")) for one in choice)]


def doubled(fields: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Fields for which more columns are taken than can be."""
    return {name: headers for name, headers in fields.items() if len(headers) > 1 and name not in REPEATED}


def mapping_for(
    profile: Profile, fields: Mapping[str, Sequence[str]], choices: Mapping[str, Any], words: Mapping[str, Any]
) -> dict[str, Any]:
    """What the officer says, as a mapping: every field is decided, also those that no column is taken for."""
    mapping: dict[str, Any] = {
        "key": profile.key,
        "label": profile.label,
        "columns": {name: list(fields.get(name, ())) for name in sorted(FIELDS)},
        **{name: value for name, value in choices.items() if value},
    }
    if any(not fields.get(part) for choice in profile.required for one in choice[:1] for part in one.split("+")):
        mapping["required"] = [list(choice) for choice in NEEDED]
    dates = {name: basis for name, basis in DATE_FIELDS if fields.get(name)}
    if not set(dates) <= {name for name, _basis in profile.dates}:
        mapping["dates"] = dates
    if words:
        mapping["tables"] = {table: dict(meanings) for table, meanings in words.items()}
    return mapping


def definition_for(
    base: Profile, mapping: Mapping[str, Any], headers: Sequence[str], *, key: str, label: str
) -> dict[str, Any]:
    """The mapping as a profile of its own. Other spellings that the base knows stay: old files are still read."""
    whole = definition_of(with_mapping(base, mapping)) | {"key": key, "label": label}
    whole.pop("version", None)
    present = {fold(header) for header in headers}
    columns = {}
    for name, chosen in mapping["columns"].items():
        if chosen:
            older = [said for said in base.columns.get(name, ()) if fold(said) not in present]
            columns[name] = [*chosen, *older]
    whole["columns"] = columns
    read_profile(whole)
    return whole
