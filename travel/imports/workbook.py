"""Workbooks to grids, in a child process with limits of memory and time.

The reader of workbooks can be made to abort by a hostile file; a child that dies takes nothing with it. Run as
`python -m travel.imports.workbook FILE KIND OUT MEMORY SECONDS CELLS`, it writes its result to OUT.
"""

import datetime as dt
import pickle
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from travel.imports.errors import FileRefused
from travel.imports.file import BookingFile
from travel.imports.limits import Limits

_ROOT = Path(__file__).resolve().parents[2]
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA_ONLY = re.compile(rb"^\s*<f[^>]*?(?:/>|>.*?</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*$", re.DOTALL)
_SHEET = re.compile(rb"<sheet [^>]*>")
_YEAR_1904 = re.compile(rb"<(?:\w+:)?workbookPr [^>]*?date1904=[\"'](?:1|true)[\"']")
# The record DATEMODE with its value 1, and the head of the record PRECISION that follows it.
_YEAR_1904_RECORD = bytes.fromhex("22000200 0100 0E000200")
_RELATION = re.compile(rb"<Relationship [^>]*>")
_ROW = re.compile(rb"<row [^>]*>")
_COLUMN = re.compile(rb"<col [^>]*>")
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_LAST_COLUMN = 16_384

# What a sheet says of itself: days counted from 1904; the places of hidden columns, from 0.
DAYS_FROM, HIDDEN_COLUMNS = "days from", "hidden columns"


@dataclass(frozen=True)
class RawSheet:
    """One sheet as the child hands it over. columns: distinct texts and codes. hidden_rows: by place in the sheet."""

    name: str
    visible: bool
    first: int
    columns: list[tuple[list[str], Any]]
    marks: dict[tuple[int, int], str]
    hidden_rows: tuple[int, ...] = ()
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Parts:
    """What the XML of a sheet says beyond its cells: marks of cells, hidden rows and columns; all by number from 0."""

    marks: dict[tuple[int, int], str]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def read_workbook(file: BookingFile, limits: Limits) -> list[RawSheet]:
    """All sheets of the workbook. Raises FileRefused when it is broken or breaks the limits."""
    with tempfile.TemporaryDirectory(prefix="greenops-workbook-") as folder:
        out = Path(folder) / "sheets"
        limits_given = (
            limits.reader_memory_bytes, limits.reader_seconds, limits.rows, limits.columns, limits.sheets,
            limits.cell_characters, limits.cells,
        )  # fmt: skip
        command = [sys.executable, "-m", "travel.imports.workbook", str(file.path.resolve()), file.kind, str(out)]
        try:
            done = subprocess.run(  # noqa: S603 (our own module; the only outside part is a path)
                [*command, *map(str, limits_given)],
                cwd=_ROOT,
                capture_output=True,
                timeout=limits.reader_seconds + 5,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise FileRefused(_too_heavy(file.name)) from error
        if done.returncode == 0 and out.exists():
            # The pickle was written by our own child a moment ago, into a folder of ours.
            return [RawSheet(**sheet) for sheet in pickle.loads(out.read_bytes())]  # noqa: S301
        if done.returncode == 4:
            raise FileRefused(f"{file.name}: {done.stdout.decode(errors='replace').strip()}")
        raise FileRefused(_too_heavy(file.name))


def _too_heavy(name: str) -> str:
    return (
        f"{name}: the workbook could not be opened within the limits of memory and time, or it is broken. "
        "Delete unused sheets, rows and columns, or save the table as CSV."
    )


_BROKEN = "the workbook is broken and cannot be read. Open it in a spreadsheet program and save it again as XLSX."


def _main(arguments: list[str]) -> int:
    path, kind, out, memory, seconds, *bounds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:
        sheets = _sheets(Path(path), kind, *map(int, bounds))
    except (python_calamine.CalamineError, ValueError, KeyError, zipfile.BadZipFile) as error:
        sys.stdout.write(str(error) if isinstance(error, _Unreadable) else _BROKEN)
        return 4
    with Path(out).open("wb") as stream:
        pickle.dump([vars(sheet) for sheet in sheets], stream, protocol=5)
    return 0


class _Unreadable(ValueError):
    """A sheet that is larger than the limits: how much, and what to do."""


def _sheets(path: Path, kind: str, rows: int, columns: int, most: int, longest: int, cells: int) -> list[RawSheet]:
    import python_calamine

    found: list[RawSheet] = []
    parts = _parts(path) if kind == "xlsx" else {}
    from_1904 = _starts_1904(path, kind)
    with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
        if len(workbook.sheets_metadata) > most:
            raise _Unreadable(
                f"the workbook has {len(workbook.sheets_metadata)} sheets, the limit is {most}. Save those needed."
            )
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.height > rows or sheet.width > columns:
                raise _Unreadable(
                    f"the sheet {about.name} has {sheet.height:,} rows and {sheet.width:,} columns, "
                    f"the limits are {rows:,} and {columns:,}. Split it by month, and delete formatted empty cells."
                )
            if sheet.height * sheet.width > cells:
                raise _Unreadable(
                    f"the sheet {about.name} has {sheet.height:,} rows of {sheet.width:,} cells, the limit is "
                    f"{cells:,} cells. Split it by month, or take out the columns that are not needed."
                )
            visible = about.visible == python_calamine.SheetVisibleEnum.Visible
            read = _sheet(sheet, about.name, visible, parts.get(about.name, _Parts({})))
            if any(len(text) > longest for texts, _ in read.columns for text in texts):
                raise _Unreadable(f"the sheet {about.name} has a cell of more than {longest:,} characters. Shorten it.")
            if from_1904:
                read.about[DAYS_FROM] = "1904"
            found.append(read)
    return found


def _sheet(sheet: Any, name: str, visible: bool, parts: _Parts) -> RawSheet:
    top, left = sheet.start or (0, 0)
    cells = [[_text(cell) for cell in column] for column in zip(*sheet.to_python(), strict=True)]
    if kept := getattr(sheet, "merged_cell_ranges", None):
        _fill_merged(cells, kept, top, left)
    placed = {}
    for (row, column), what in parts.marks.items():
        if row - top >= 0 and 0 <= column - left < len(cells) and row - top < len(cells[column - left]):
            placed[(row - top, column - left)] = what.split(" ")[0]
            cells[column - left][row - top] = what.partition(" ")[2]
    height = len(cells[0]) if cells else 0
    hidden = tuple(sorted(row - top for row in parts.hidden_rows if 0 <= row - top < height))
    about = {}
    columns = [str(column - left) for column in sorted(parts.hidden_columns) if 0 <= column - left < len(cells)]
    if columns:
        about[HIDDEN_COLUMNS] = " ".join(columns)
    return RawSheet(name, visible, top + 1, [_coded(column) for column in cells], placed, hidden, about)


def _fill_merged(cells: list[list[str]], ranges: list[Any], top: int, left: int) -> None:
    """A merged cell has its value in the first place only: rows below it mean the same.

    Cells merged across columns are titles or two-line headers and are filled along the row only when short.
    """
    for (first_row, first_column), (last_row, last_column) in ranges:
        column, row = first_column - left, first_row - top
        if not 0 <= column < len(cells) or row < 0:
            continue
        value = cells[column][row] if row < len(cells[column]) else ""
        if first_column == last_column:
            for below in range(row + 1, min(last_row - top + 1, len(cells[column]))):
                cells[column][below] = cells[column][below] or value


def _text(cell: Any) -> str:
    """A typed cell as text: dates in ISO form, whole numbers without a point, so that tickets stay whole."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(round(cell, 10))
    if isinstance(cell, dt.datetime):
        return cell.isoformat() if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _coded(column: list[str]) -> tuple[list[str], Any]:
    known: dict[str, int] = {}
    codes = array("i", [known.setdefault(text, len(known)) for text in column])
    return list(known), codes


def _parts(path: Path) -> dict[str, _Parts]:
    """By sheet: cells that only look empty (formulas whose result was never stored, errors), and what is hidden."""
    found: dict[str, _Parts] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive).items():
            content = archive.read(part)
            found[name] = _Parts(_marks(content), _hidden_rows(content), _hidden_columns(content))
    return found


def _marks(content: bytes) -> dict[tuple[int, int], str]:
    marks: dict[tuple[int, int], str] = {}
    if b"<f" not in content and b't="e"' not in content:
        return marks
    for cell in _CELL.finditer(content):
        inside = cell.group(4) or b""
        if b't="e"' in cell.group(3):
            value = re.search(rb"<v>(.*?)</v>", inside)
            what = f"error {value.group(1).decode() if value else '#ERROR'}"
        elif inside.lstrip().startswith(b"<f") and _FORMULA_ONLY.match(inside):
            what = "formula "
        else:
            continue
        marks[(int(cell.group(2)) - 1, _column_number(cell.group(1)))] = what
    return marks


def _hidden_rows(content: bytes) -> frozenset[int]:
    if b'hidden="' not in content:
        return frozenset()
    rows = (row for row in _ROW.findall(content) if _HIDDEN.search(row))
    return frozenset(int(number) - 1 for row in rows if (number := _attribute(row, "r")).isdigit())


def _hidden_columns(content: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for column in _COLUMN.findall(content[: content.find(b"<sheetData")]):
        first, last = _attribute(column, "min"), _attribute(column, "max")
        if _HIDDEN.search(column) and first.isdigit() and last.isdigit():
            hidden.update(range(int(first) - 1, min(int(last), _LAST_COLUMN)))
    return frozenset(hidden)


def _starts_1904(path: Path, kind: str) -> bool:
    """Whether the workbook counts its days from 1904, so that a bare serial number is four years off."""
    if kind == "xls":
        return _YEAR_1904_RECORD in path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return False
        return _YEAR_1904.search(archive.read("xl/workbook.xml")) is not None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its part in the archive, by the workbook's relations."""
    from html import unescape

    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    targets = {}
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        targets[_attribute(relation, "Id")] = _attribute(relation, "Target")
    parts = {}
    for sheet in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(sheet, "r:id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            parts[unescape(_attribute(sheet, "name"))] = part
    return parts


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rb"(?:^|\s)" + re.escape(name.encode()) + rb'="([^"]*)"', tag)
    return found.group(1).decode() if found else ""


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
