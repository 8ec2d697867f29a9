"""Rows of a file in the shape they came in, with why each does not count: to be corrected and brought again."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from travel.imports.decoding import decode
from travel.imports.errors import FileRefused
from travel.imports.file import BookingFile, open_file
from travel.imports.grid import Grid
from travel.imports.limits import Limits
from travel.imports.profile import Profile
from travel.imports.sheets import read_sheets
from travel.imports.table import find_header, tables_below
from travel.imports.workbook import read_workbook

TEXT_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEGINNING = 100_000
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

# Sheet and line of a row, as the rows of a batch name them, and the sentence that says why.
Reasons = Mapping[tuple[str, int], str]
Safe = Callable[[str], str]
# Of each table of a sheet, from the top, the lines of its header.
Tops = Sequence[Sequence[int]]


@dataclass(frozen=True)
class HandedBack:
    """A file of rows. ending: without a dot; of an old workbook it is that of a new one, which is what is written."""

    content: bytes
    ending: str
    content_type: str


def hand_back(
    path: str | Path,
    *,
    file_name: str,
    headers: Sequence[str],
    reasons: Reasons,
    title: str,
    safe: Safe,
    limits: Limits,
    encoding: str | None = None,
    separator: str | None = None,
) -> HandedBack:
    """The rows named in reasons with the file's own headers, order and texts, and one column more under title.

    headers: of the table that was read. safe: makes a text harmless for spreadsheets where cells have no type.
    Raises FileRefused when the file has no table of this kind, as a reservation in text has not.
    """
    file = open_file(path, file_name, limits)
    seen = Profile("handed-back", 1, "", "segment", {"remarks": tuple(headers)}, required=())
    grids = read_sheets(file, [seen], limits, encoding, separator)
    tops = {grid.name: found for grid in grids if (found := _tops(grid, seen))}
    if not any(sheet in tops and tops[sheet][0][0] > 0 for sheet, _line in reasons):
        raise FileRefused(f"{file_name}: its rows cannot be handed back in the shape they came in.")
    if file.kind == "text":
        return _text(file, grids[0], tops[grids[0].name], reasons, title, safe, encoding)
    return _workbook(file, tops, reasons, title, limits)


def _tops(grid: Grid, seen: Profile) -> list[list[int]]:
    headers = [(table, find_header(table, [seen])) for table in tables_below(grid, seen)]
    return [
        [int(table.lines[record]) for record in range(header.first, header.last + 1)]
        for table, header in headers
        if header is not None
    ]


def _under_headers(tops: Tops, wanted: Sequence[tuple[int, str]], title: str) -> list[tuple[int, str, bool]]:
    """Line, text of the last column, whether it is of a header: each row below the header of its own table."""
    found: list[tuple[int, str, bool]] = []
    for top, below in zip(tops, [*(lines[0] for lines in tops[1:]), None], strict=True):
        rows = [(line, said, False) for line, said in wanted if top[0] < line and (below is None or line < below)]
        if rows:
            found += [(line, title if line == top[-1] else "", True) for line in top] + rows
    return found


def _text(
    file: BookingFile, grid: Grid, tops: Tops, reasons: Reasons, title: str, safe: Safe, encoding: str | None
) -> HandedBack:
    content = file.path.read_bytes()
    text, found = decode(content, file.name, encoding)
    separator = _SEPARATORS.get(grid.about["separator"], grid.about["separator"])
    lines = text.split("\n")
    starts = [int(line) for line in grid.lines]
    ends = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))

    def record(line: int) -> list[str]:
        return _cells("\n".join(lines[line - 1 : ends[line] - 1]), separator)

    wanted = [(line, sentence) for (_sheet, line), sentence in sorted(reasons.items()) if line in ends]
    rows = [(record(line), last) for line, last, _is_head in _under_headers(tops, wanted, title)]
    width = max(len(cells) for cells, _last in rows)
    out = io.StringIO()
    ending = "\r\n" if "\r\n" in content[:_BEGINNING].decode(found, errors="ignore") else "\n"
    writer = csv.writer(out, delimiter=separator, lineterminator=ending)
    if lines[0].lower().lstrip('"').startswith("sep="):
        out.write(lines[0] + ending)
    for cells, last in rows:
        writer.writerow([*_padded(map(safe, cells), width), safe(last)])
    return HandedBack(_encoded(out.getvalue(), found), Path(file.name).suffix.lstrip(".").lower(), TEXT_TYPE)


def _cells(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text), delimiter=separator, strict=True), [])
    except csv.Error:
        return text.split(separator)


def _padded(cells: Iterable[str], width: int) -> list[str]:
    told = list(cells)
    return told + [""] * (width - len(told))


def _encoded(text: str, encoding: str) -> bytes:
    """In the file's own encoding; in UTF-8 with a mark where the sentences hold letters that it has not."""
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    try:
        return (mark + text).encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _workbook(file: BookingFile, tops: Mapping[str, Tops], reasons: Reasons, title: str, limits: Limits) -> HandedBack:
    """Cells are written as texts: nothing runs, and long ticket numbers keep their digits."""
    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with Workbook(content, plain) as book:
        bold = book.add_format({"bold": True})
        for sheet in read_workbook(file, limits):
            wanted = sorted((line, said) for (name, line), said in reasons.items() if name == sheet.name)
            if not wanted or sheet.name not in tops:
                continue
            page = book.add_worksheet(sheet.name)
            width = len(sheet.columns)
            for row, (line, last, is_head) in enumerate(_under_headers(tops[sheet.name], wanted, title)):
                form = bold if is_head else None
                for column, (texts, codes) in enumerate(sheet.columns):
                    if text := texts[codes[line - sheet.first]]:
                        page.write_string(row, column, text, form)
                page.write_string(row, width, last, form)
            page.freeze_panes(len(tops[sheet.name][0]), 0)
            page.set_column(0, width - 1, 16)
            page.set_column(width, width, 80)
    return HandedBack(content.getvalue(), "xlsx", XLSX_TYPE)
