"""Text files to a grid: separator found, records split strictly, broken records kept and named."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from travel.imports.decoding import NAMES, decode
from travel.imports.errors import FileRefused
from travel.imports.file import BookingFile
from travel.imports.folding import clean
from travel.imports.grid import Grid
from travel.imports.limits import Limits
from travel.imports.profile import SEPARATOR_MARKS
from travel.imports.records import Lines, Records
from travel.imports.reservation import reservation_grid

_SEPARATOR_NAMES = {mark: name for name, mark in SEPARATOR_MARKS.items()}
_SEP_LINE = re.compile(r'^"?sep=(.)"?[\s,;]*$', re.IGNORECASE)
_PIECE = 1 << 20
# So much of a line tells its separator.
_SAMPLE_CHARACTERS = 20_000
_SAMPLE_LINES = 200
_LONGEST_RESERVATION = 200_000
_HEADER_LINES = 60
# A quoted cell may hold line ends; one that goes on for longer is a quote that was never closed.
_LONGEST_CELL_LINES = 60

Recognise = Callable[[Sequence[str]], int]


def read_text(
    file: BookingFile, recognise: Recognise, limits: Limits, encoding: str | None = None, separator: str | None = None
) -> Grid:
    """The file as one grid. recognise counts the cells of a record that are known headers.

    encoding, separator (its name): as the officer says; else told from the content. Raises FileRefused for damaged
    text, and for more columns, rows or longer lines than the limits allow.
    """
    _check_lines(file, limits)
    text, found = decode(file.path.read_bytes(), file.name, encoding)
    reservation = reservation_grid(text) if len(text) < _LONGEST_RESERVATION and not separator else None
    if reservation is not None:
        return reservation
    lines = Lines(text)
    longest, at = lines.longest()
    if longest > limits.line_characters:
        raise FileRefused(_long_line(file.name, at + 1, f"{longest:,}", limits))
    if len(lines) > limits.rows:
        raise FileRefused(_many_lines(file.name, len(lines), limits))
    declared = _SEP_LINE.match(lines[0]) if lines else None
    first_line = 2 if declared else 1
    mark = SEPARATOR_MARKS.get(separator or "") or (
        declared.group(1) if declared else find_separator(lines[:_SAMPLE_LINES], recognise)
    )
    records, broken = _records(lines, first_line - 1, mark, limits.columns)
    grid = _grid(file.name, records, broken, limits)
    grid.about.update(encoding=NAMES.get(found, found), separator=_SEPARATOR_NAMES.get(mark, mark))
    return grid


def _check_lines(file: BookingFile, limits: Limits) -> None:
    """Refuse lines too long, or too many, while they are still bytes: nothing is held but a piece of the file."""
    longest = limits.line_characters * 4
    line, length = 1, 0
    counted = 0
    with file.path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            ends = b"\n" if b"\n" in piece else b"\r"
            parts = piece.split(ends)
            counted += len(parts) - 1
            for place, part in enumerate(parts):
                length = len(part) if place else length + len(part)
                if length > longest:
                    raise FileRefused(_long_line(file.name, line + place, f"more than {longest // 4:,}", limits))
            line += len(parts) - 1
            if counted > limits.rows:
                raise FileRefused(_many_lines(file.name, counted, limits))


def _long_line(name: str, number: int, length: str, limits: Limits) -> str:
    return (
        f"{name} line {number}: the line has {length} characters and the limit is {limits.line_characters:,}. "
        "Check that the file is a table with one booking a line."
    )


def _many_lines(name: str, count: int, limits: Limits) -> str:
    return f"{name}: {count:,} lines, the limit is {limits.rows:,}. Split it by month."


def find_separator(lines: Sequence[str], recognise: Recognise) -> str:
    """The separator under which a line holds most known headers; else the one that splits most evenly."""
    best, best_score = ",", (0, 0.0)
    for separator in SEPARATOR_MARKS.values():
        records = [_split(line[:_SAMPLE_CHARACTERS], separator) for line in lines]
        known = max((recognise(record) for record in records[:_HEADER_LINES]), default=0)
        widths = Counter(len(record) for record in records if len(record) > 1)
        evenness = max((width * count for width, count in widths.items()), default=0) / max(len(records), 1)
        if (known, evenness) > best_score:
            best, best_score = separator, (known, evenness)
    return best


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _records(lines: Lines, start: int, separator: str, most: int) -> tuple[Records, dict[int, str]]:
    """The records from line start on, and those whose quotes are broken.

    A quote that is never closed would swallow the records after it: such a line is kept as it stands, as a
    broken record, and reading goes on with the next line. Reading ends at a record of more than most cells.
    """
    records = Records()
    broken: dict[int, str] = {}
    while start < len(lines):
        start, failed = _read_until_trouble(lines, start, separator, most, records)
        if len(records) and records.widths[-1] > most:
            break
        if failed:
            plain = lines[start].split(separator)
            if len(plain) != records.common_width() or any('"' in cell for cell in plain):
                broken[len(records)] = "broken_quotes"
            records.append(plain, start + 1)
            start += 1
    return records, broken


def _read_until_trouble(lines: Lines, start: int, separator: str, most: int, records: Records) -> tuple[int, bool]:
    """Appends records from line start on; the line where reading stopped, and whether its quotes are broken."""
    at = start

    def supply() -> Iterator[str]:
        for position in range(start, len(lines)):
            if position - at > _LONGEST_CELL_LINES:
                raise csv.Error("a quoted cell goes on for too many lines")
            yield lines[position] + "\n"

    reader = csv.reader(supply(), delimiter=separator, strict=True)
    try:
        for record in reader:
            end = start + reader.line_num
            if end - at > 1:
                width = records.common_width()
                if width and len(record) != width:
                    return at, True
            records.append(record, at + 1)
            at = end
            if len(record) > most:
                return at, False
    except csv.Error:
        return at, True
    return len(lines), False


def _grid(name: str, records: Records, broken: dict[int, str], limits: Limits) -> Grid:
    widths = np.array(records.widths, dtype=np.int64)
    width = records.width
    if width > limits.columns:
        line = records.numbers[int(widths.argmax())]
        raise FileRefused(
            f"{name} line {line}: {width} cells, the limit is {limits.columns} columns. Check the separator."
        )
    if len(records) * width > limits.cells:
        raise FileRefused(
            f"{name}: {len(records):,} rows of up to {width} cells, the limit is {limits.cells:,} cells. "
            "Split it by month, or take out the columns that are not needed."
        )
    columns = [column.cleaned(clean) for column in records.columns()]
    return Grid("", columns, np.array(records.numbers, dtype=np.int64), widths, broken=broken)
