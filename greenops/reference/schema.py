"""What SOURCE.yaml says about an edition: where it comes from, and the schema of each of its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from greenops.reference.yaml_file import read_yaml

ColumnType = Literal["text", "number", "integer", "boolean", "date"]
SOURCE_KEYS = (
    "title",
    "publisher",
    "edition",
    "published_on",
    "accessed_on",
    "url",
    "licence",
    "how_obtained",
    "certainty",
    "changes_made",
    "files",
)
COLUMN_KEYS = {"type", "unit", "required", "min", "max", "choices", "pattern", "means"}


class ReferenceDataError(Exception):
    """Reference data that cannot be used; the message names the place, the value and the remedy."""


@dataclass(frozen=True)
class Column:
    """One column: its type and what its cells may hold."""

    name: str
    type: ColumnType
    unit: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    means: str = ""


@dataclass(frozen=True)
class FileSchema:
    """One file: its digest, its number of rows, its columns in order and the columns that identify a row."""

    name: str
    sha256: str
    rows: int
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    certainty: str = ""
    means: str = ""


@dataclass(frozen=True)
class Source:
    """Provenance of one edition. certainty is the letter A to D that reference/README.md explains."""

    dataset: str
    edition: str
    title: str
    publisher: str
    published_on: str
    accessed_on: str
    url: str
    licence: str
    how_obtained: str
    certainty: str
    changes_made: str
    files: Mapping[str, FileSchema] = field(hash=False)
    valid_from: str = ""
    supersedes: str = ""


def read_source(folder: Path) -> Source:
    """SOURCE.yaml of an edition's folder. Raises ReferenceDataError naming what is missing or unknown."""
    path = folder / "SOURCE.yaml"
    shown = "/".join(path.parts[-3:])
    try:
        content = read_yaml(path)
    except FileNotFoundError as error:
        raise ReferenceDataError(f"{shown}: the file is missing. Every edition needs one.") from error
    except yaml.YAMLError as error:
        raise ReferenceDataError(f"{shown}: not readable as YAML: {error}") from error
    if not isinstance(content, dict):
        raise ReferenceDataError(f"{shown}: expected keys and values, found {type(content).__name__}.")
    missing = [key for key in SOURCE_KEYS if not content.get(key)]
    if missing:
        raise ReferenceDataError(f"{shown}: {', '.join(missing)} is missing. Say where the data come from.")
    if str(content["edition"]) != folder.name:
        raise ReferenceDataError(f"{shown}, edition: '{content['edition']}' is not the folder's name, {folder.name}.")
    texts = {key: str(content[key]).strip() for key in SOURCE_KEYS if key not in ("files", "edition")}
    files = {name: _file_schema(shown, name, described) for name, described in content["files"].items()}
    return Source(
        dataset=folder.parent.name,
        edition=folder.name,
        files=files,
        valid_from=str(content.get("valid_from") or ""),
        supersedes=str(content.get("supersedes") or ""),
        **texts,
    )


def _file_schema(shown: str, name: str, described: Mapping[str, Any]) -> FileSchema:
    for needed in ("sha256", "rows", "columns"):
        if described.get(needed) in (None, "", {}):
            raise ReferenceDataError(f"{shown}, {name}: {needed} is missing.")
    facts_by_column = described["columns"].items()
    columns = tuple(_column(f"{shown}, {name}", column, facts or {}) for column, facts in facts_by_column)
    key = tuple(described.get("key", ()))
    unknown = set(key) - {column.name for column in columns}
    if unknown:
        raise ReferenceDataError(f"{shown}, {name}, key: no column named {', '.join(sorted(unknown))}.")
    return FileSchema(
        name=name,
        sha256=str(described["sha256"]),
        rows=int(described["rows"]),
        columns=columns,
        key=key,
        certainty=str(described.get("certainty", "")),
        means=str(described.get("means", "")),
    )


def _column(shown: str, name: str, facts: Mapping[str, Any]) -> Column:
    unknown = set(facts) - COLUMN_KEYS
    if unknown:
        raise ReferenceDataError(f"{shown}, {name}: unknown key {', '.join(sorted(unknown))}.")
    kind = facts.get("type", "text")
    if kind not in get_args(ColumnType):
        known = ", ".join(get_args(ColumnType))
        raise ReferenceDataError(f"{shown}, {name}: type '{kind}' is not one of {known}.")
    return Column(
        name=name,
        type=kind,
        unit=str(facts.get("unit", "")),
        required=bool(facts.get("required", False)),
        minimum=facts.get("min"),
        maximum=facts.get("max"),
        choices=tuple(str(choice) for choice in facts.get("choices", ())),
        pattern=str(facts.get("pattern", "")),
        means=str(facts.get("means", "")),
    )
