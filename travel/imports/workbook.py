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
_RELATION = re.compile(rb"<Relationship [^>]*>")

# One sheet as the child hands it over: name, visible, first line, columns as (distinct texts, codes), marks.
RawSheet = tuple[str, bool, int, list[tuple[list[str], Any]], dict[tuple[int, int], str]]


def read_workbook(file: BookingFile, limits: Limits) -> list[RawSheet]:
    """All sheets of the workbook. Raises FileRefused when it is broken or breaks the limits."""
    with tempfile.TemporaryDirectory(prefix="greenops-workbook-") as folder:
        out = Path(folder) / "sheets"
        limits_given = (limits.reader_memory_bytes, limits.reader_seconds, limits.rows, limits.columns)
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
            return list(pickle.loads(out.read_bytes()))  # noqa: S301
        if done.returncode == 4:
            raise FileRefused(f"{file.name}: {done.stdout.decode(errors='replace').strip()}")
        raise FileRefused(_too_heavy(file.name))


def starts_1904(file: BookingFile) -> bool:
    """Whether the workbook counts its days from 1904, so that a bare serial number is four years off."""
    if file.kind != "xlsx":
        return False
    with zipfile.ZipFile(file.path) as archive:
        try:
            content = archive.read("xl/workbook.xml")
        except KeyError:
            return False
    return _YEAR_1904.search(content) is not None


def _too_heavy(name: str) -> str:
    return (
        f"{name}: the workbook could not be opened within the limits of memory and time, or it is broken. "
        "Delete unused sheets, rows and columns, or save the table as CSV."
    )


def _main(arguments: list[str]) -> int:
    path, kind, out, memory, seconds, rows, columns = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:
        sheets = _sheets(Path(path), kind, int(rows), int(columns))
    except (python_calamine.CalamineError, ValueError, KeyError, zipfile.BadZipFile) as error:
        said = str(error) if isinstance(error, _Unreadable) else "the workbook is broken and cannot be read"
        sys.stdout.write(f"{said}. Open it in a spreadsheet program and save it again as XLSX.")
        return 4
    with Path(out).open("wb") as stream:
        pickle.dump(sheets, stream, protocol=5)
    return 0


class _Unreadable(ValueError):
    """A sheet that is larger than the limits."""


def _sheets(path: Path, kind: str, rows: int, columns: int) -> list[RawSheet]:
    import python_calamine

    found: list[RawSheet] = []
    marks = _marks(path) if kind == "xlsx" else {}
    with python_calamine.CalamineWorkbook.from_path(str(path)) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.height > rows or sheet.width > columns:
                raise _Unreadable(
                    f"the sheet {about.name} has {sheet.height:,} rows and {sheet.width:,} columns, "
                    f"the limits are {rows:,} and {columns:,}"
                )
            visible = about.visible == python_calamine.SheetVisibleEnum.Visible
            found.append(_sheet(sheet, about.name, visible, marks.get(about.name, {})))
    return found


def _sheet(sheet: Any, name: str, visible: bool, marks: dict[tuple[int, int], str]) -> RawSheet:
    top, left = sheet.start or (0, 0)
    cells = [[_text(cell) for cell in column] for column in zip(*sheet.to_python(), strict=True)]
    if kept := getattr(sheet, "merged_cell_ranges", None):
        _fill_merged(cells, kept, top, left)
    placed = {}
    for (row, column), what in marks.items():
        if row - top >= 0 and 0 <= column - left < len(cells) and row - top < len(cells[column - left]):
            placed[(row - top, column - left)] = what.split(" ")[0]
            cells[column - left][row - top] = what.partition(" ")[2]
    return name, visible, top + 1, [_coded(column) for column in cells], placed


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


def _marks(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Cells that only look empty: a formula whose result was never stored, and error values such as #N/A."""
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive).items():
            content = archive.read(part)
            if b"<f" not in content and b't="e"' not in content:
                continue
            found[name] = marks = {}
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
    return found


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
