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
from travel.imports.table import find_header
from travel.imports.workbook import read_workbook

TEXT_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEGINNING = 100_000
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

# Sheet and line of a row, as the rows of a batch name them, and the sentence that says why.
Reasons = Mapping[tuple[str, int], str]
Safe = Callable[[str], str]


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
    """The rows named in reasons with the file's own header, order and texts, and one column more under title.

    headers: of the table that was read. safe: makes a text harmless for spreadsheets where cells have no type.
    Raises FileRefused when the file has no table of this kind, as a reservation in text has not.
    """
    file = open_file(path, file_name, limits)
    seen = Profile("handed-back", 1, "", "segment", {"remarks": tuple(headers)}, required=())
    grids = read_sheets(file, [seen], limits, encoding, separator)
    found = {grid.name: header for grid in grids if (header := find_header(grid, [seen])) is not None}
    tops = {
        grid.name: [int(grid.lines[record]) for record in range(found[grid.name].first, found[grid.name].last + 1)]
        for grid in grids
        if grid.name in found
    }
    if not any(sheet in tops and tops[sheet][0] > 0 for sheet, _line in reasons):
        raise FileRefused(f"{file_name}: its rows cannot be handed back in the shape they came in.")
    if file.kind == "text":
        return _text(file, grids[0], tops[grids[0].name], reasons, title, safe, encoding)
    return _workbook(file, tops, reasons, title, limits)


def _text(
    file: BookingFile, grid: Grid, top: Sequence[int], reasons: Reasons, title: str, safe: Safe, encoding: str | None
) -> HandedBack:
    content = file.path.read_bytes()
    text, found = decode(content, file.name, encoding)
    separator = _SEPARATORS.get(grid.about["separator"], grid.about["separator"])
    lines = text.split("\n")
    starts = [int(line) for line in grid.lines]
    ends = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))

    def record(line: int) -> list[str]:
        return _cells("\n".join(lines[line - 1 : ends[line] - 1]), separator)

    head = [record(line) for line in top]
    rows = [(record(line), sentence) for (_sheet, line), sentence in sorted(reasons.items()) if line in ends]
    width = max(map(len, [*head, *(cells for cells, _sentence in rows)]))
    out = io.StringIO()
    ending = "\r\n" if "\r\n" in content[:_BEGINNING].decode(found, errors="ignore") else "\n"
    writer = csv.writer(out, delimiter=separator, lineterminator=ending)
    if lines[0].lower().lstrip('"').startswith("sep="):
        out.write(lines[0] + ending)
    for cells in head:
        writer.writerow([*_padded(map(safe, cells), width), title if cells is head[-1] else ""])
    for cells, sentence in rows:
        writer.writerow([*_padded(map(safe, cells), width), safe(sentence)])
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


def _workbook(
    file: BookingFile, tops: Mapping[str, Sequence[int]], reasons: Reasons, title: str, limits: Limits
) -> HandedBack:
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
            lines: list[tuple[int, str]] = [*((line, "") for line in tops[sheet.name][:-1])]
            lines += [(tops[sheet.name][-1], title), *wanted]
            for row, (line, last) in enumerate(lines):
                form = bold if row < len(tops[sheet.name]) else None
                for column, (texts, codes) in enumerate(sheet.columns):
                    if text := texts[codes[line - sheet.first]]:
                        page.write_string(row, column, text, form)
                page.write_string(row, width, last, form)
            page.freeze_panes(len(tops[sheet.name]), 0)
            page.set_column(0, width - 1, 16)
            page.set_column(width, width, 80)
    return HandedBack(content.getvalue(), "xlsx", XLSX_TYPE)
