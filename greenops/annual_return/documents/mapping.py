"""Mappings of a return to the columns of somebody else's input file: data that administrators can replace.

The layout of UNEP's own files is not public. The mappings that come with the system are ours and claim nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from greenops.reference.yaml_file import parse_yaml

FOLDER: Final = Path(__file__).parent.parent / "exchange"
FORMATS: Final = ("xlsx", "csv")
OF_THE_RETURN: Final = ("organization", "abbreviation", "data_year", "report_year", "edition", "status", "delegates")
# What a row of each kind knows; besides, every row knows what the return is.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "lines": ("code", "label", "section", "value", "unit", "scope", "source_group", "optional", "method_share", "note"),
    "inputs": (
        "line", "label", "key", "site", "amount", "unit", "share_part", "share_whole", "method", "readings",
        "evidenced", "value", "equation",
    ),
    "sites": (
        "code", "name", "city", "country", "kind", "tenure", "floor_area_m2", "occupants_own", "occupants_total",
        "share_basis", "share_part", "share_whole", "months", "certificate",
    ),
    "readings": (
        "site", "stream", "detail", "channel", "route", "month", "months", "quantity", "given_unit", "method", "note",
    ),
}  # fmt: skip
SHEET_KEYS: Final = frozenset({"name", "rows", "lines", "sections", "streams", "columns"})


class MappingError(ValueError):
    """A mapping that cannot be used; a sentence with the file, the place and the remedy."""


@dataclass(frozen=True)
class Column:
    """heading: as the file wants it. value: a field of the row; line: the site's part of a line; text: always the same.

    One of the three is given.
    """

    heading: str
    value: str = ""
    line: str = ""
    text: str | None = None


@dataclass(frozen=True)
class Sheet:
    """rows: lines, inputs, sites or readings. lines, sections, streams: which of them; all where none is named."""

    name: str
    rows: str
    columns: tuple[Column, ...]
    lines: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Every line that the sheet names."""
        return frozenset({*self.lines, *(column.line for column in self.columns if column.line)})


@dataclass(frozen=True)
class FileMapping:
    """key: the file's name without ending. claim: what is known of the layout, printed on the page that offers it."""

    key: str
    title: str
    claim: str
    format: str
    sheets: tuple[Sheet, ...]


def mappings() -> tuple[FileMapping, ...]:
    """Those of the system, and those of the folder of administrators, which come in place of ours of the same name.

    Raises MappingError for a file that is none.
    """
    return tuple(mapping_from(path.stem, path.read_text(encoding="utf-8")) for path in _paths().values())


def mapping(key: str) -> FileMapping:
    """Raises MappingError, naming those there are."""
    paths = _paths()
    if key not in paths:
        raise MappingError(f"There is no mapping '{key}'. There is {', '.join(paths) or 'none'}.")
    return mapping_from(key, paths[key].read_text(encoding="utf-8"))


def _paths() -> dict[str, Path]:
    folders = [FOLDER, Path(settings.EXCHANGE_FOLDER)]
    found = {path.stem: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.yaml"))}
    return dict(sorted(found.items()))


def mapping_from(key: str, text: str) -> FileMapping:
    """A mapping from the text of its file. Raises MappingError."""
    try:
        given = parse_yaml(text)
    except yaml.YAMLError as error:
        raise MappingError(f"{key}.yaml cannot be read: {error}") from error
    if not isinstance(given, dict):
        raise MappingError(f"{key}.yaml: give title, claim, format and sheets.")
    _only(key, given, {"title", "claim", "format", "sheets"}, "the file")
    for name in ("title", "claim"):
        if not str(given.get(name) or "").strip():
            raise MappingError(f"{key}.yaml has no {name}. Say in a sentence what it is.")
    if given.get("format") not in FORMATS:
        raise MappingError(f"{key}.yaml: format is '{given.get('format')}'. Give one of {', '.join(FORMATS)}.")
    sheets = given.get("sheets") or []
    if not isinstance(sheets, list) or not sheets:
        raise MappingError(f"{key}.yaml has no sheets. Give at least one.")
    if given["format"] == "csv" and len(sheets) > 1:
        raise MappingError(f"{key}.yaml: a CSV has one sheet. Give one, or take xlsx.")
    made = tuple(_sheet(key, sheet) for sheet in sheets)
    names = [sheet.name.casefold() for sheet in made]
    if len(set(names)) < len(names):
        raise MappingError(f"{key}.yaml: two sheets have the same name. Give each a name of its own.")
    return FileMapping(key, str(given["title"]), str(given["claim"]), str(given["format"]), made)


def _only(key: str, given: dict[str, Any], known: set[str] | frozenset[str], where: str) -> None:
    if unknown := sorted(str(name) for name in given.keys() - known):
        raise MappingError(f"{key}.yaml: '{unknown[0]}' is unknown in {where}. Known: {', '.join(sorted(known))}.")


def _sheet(key: str, given: Any) -> Sheet:
    if not isinstance(given, dict) or not str(given.get("name") or "").strip():
        raise MappingError(f"{key}.yaml: a sheet has no name. Give each one.")
    name = str(given["name"])
    _only(key, given, SHEET_KEYS, f"sheet {name}")
    if len(name) > 31 or set(name) & set("[]:*?/\\'"):
        raise MappingError(f"{key}.yaml: '{name}' is no name of a sheet: 31 characters at most, none of []:*?/\\'.")
    rows = given.get("rows")
    if rows not in FIELDS:
        raise MappingError(f"{key}.yaml, sheet {name}: rows is '{rows}'. Give one of {', '.join(FIELDS)}.")
    columns = tuple(_column(key, name, rows, column) for column in given.get("columns") or [])
    if not columns:
        raise MappingError(f"{key}.yaml, sheet {name}: there are no columns. Give at least one.")
    lists = {part: tuple(map(str, given.get(part) or [])) for part in ("lines", "sections", "streams")}
    return Sheet(name, rows, columns, **lists)


def _column(key: str, sheet: str, rows: str, given: Any) -> Column:
    where = f"{key}.yaml, sheet {sheet}"
    if not isinstance(given, dict) or not str(given.get("heading") or "").strip():
        raise MappingError(f"{where}: a column has no heading. Give each one.")
    _only(key, given, {"heading", "value", "line", "text"}, f"column {given['heading']}")
    ways = [name for name in ("value", "line", "text") if name in given]
    if len(ways) != 1:
        raise MappingError(f"{where}, column {given['heading']}: give one of value, line and text.")
    value = str(given.get("value") or "")
    known = (*FIELDS[rows], *OF_THE_RETURN)
    if ways == ["value"] and value not in known:
        raise MappingError(f"{where}, column {given['heading']}: '{value}' is no value. Known: {', '.join(known)}.")
    if ways == ["line"] and rows != "sites":
        raise MappingError(f"{where}, column {given['heading']}: a line is a column of sites only. Take value instead.")
    text = str(given["text"]) if "text" in given else None
    return Column(str(given["heading"]), value, str(given.get("line") or ""), text)
