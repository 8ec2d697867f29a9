"""Files of readings: CSV or XLSX in, checked as a whole, with a report row by row."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from ems.resources import neutral
from ems.spreadsheets import FileTooLarge, SmallXLSX, check_size
from greenops.annual_return.activity.quantities import printed_quantity
from greenops.annual_return.activity.readings import Planned
from greenops.annual_return.activity.resources import COLUMNS, NAMES, ReadingResource

MOST_ROWS = 10_000
LOOK_AT_ROWS = 20  # below the first, for the names of the columns
FOLDER = "activity"  # of the store: files that were checked and wait for somebody to confirm them
ERROR = "error"  # the column of refused rows that a file brings back and nobody reads
MANDATORY = tuple(name for name, must, _means in COLUMNS if must)


class FileRefused(ValueError):
    """The file cannot be read as a list of readings. The message says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One row of the file. number: as the spreadsheet shows it. verdict: new, changed, same or refused.

    quantity: as it would be kept; before it, where it changes, as it is kept.
    """

    number: int
    verdict: str
    words: str
    quantity: str = ""
    column: str = ""
    value: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class SheetRows:
    """Rows under our columns, and the number of each as the spreadsheet shows it."""

    dataset: tablib.Dataset
    numbers: list[int]


@dataclass(frozen=True)
class FileReport:
    lines: list[Line]
    is_written: bool

    def count(self, verdict: str) -> int:
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.verdict == "refused"]


def read_file(name: str, content: bytes, *, most_rows: int | None = MOST_ROWS) -> SheetRows:
    """The rows of a CSV or XLSX file under our columns. Raises FileRefused."""
    if not content.strip():
        raise FileRefused(_("%s is empty. Choose the file with the readings.") % name)
    try:
        if content.startswith(b"PK"):
            dataset = SmallXLSX().create_dataset(content, with_blank_rows=True)
        else:
            dataset = _read_csv(name, content, most_rows)
    except FileTooLarge as error:
        raise FileRefused(str(error)) from error
    except FileRefused:
        raise
    except Exception as error:  # a workbook can be broken in any way
        raise FileRefused(_("%s cannot be read. Save it again as CSV or XLSX.") % name) from error
    return _under_our_columns(dataset)


def _read_csv(name: str, content: bytes, most_rows: int | None) -> tablib.Dataset:
    if most_rows is not None:
        check_size(content)
    text = _decoded(name, content)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    if most_rows is not None and len(rows) > most_rows + 1:
        raise FileRefused(_("The file has more than %s rows. Bring it in as smaller files.") % f"{most_rows:,}")
    dataset = tablib.Dataset(headers=rows[0])
    is_ours = any(name in _column_names(rows[0]) for name in MANDATORY)
    for number, row in enumerate(rows[1:], start=2):
        if is_ours and len(row) > len(rows[0]) and any(cell.strip() for cell in row[len(rows[0]) :]):
            raise FileRefused(
                _("Row %(row)s has more cells than the header. Put text that contains '%(sign)s' in quotes.")
                % {"row": number, "sign": delimiter}
            )
        dataset.append([*row, *[""] * len(rows[0])][: len(rows[0])])
    return dataset


def _decoded(name: str, content: bytes) -> str:
    """Text as Excel saves it: UTF-8 with or without its mark, UTF-16 ("Unicode text"), or the Western code page."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if b"\x00" not in content:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" not in content:
            return content.decode("cp1252", errors="replace")
    raise FileRefused(_("%s is neither CSV nor XLSX. Save it as one of the two.") % name)


def _column_names(cells: Iterable[Any]) -> list[str]:
    return [str(cell if cell is not None else "").strip().lower().replace(" ", "_") for cell in cells]


def _row_of_names(dataset: tablib.Dataset) -> int | None:
    """The row below the first that names our columns, as where a title stands above them; None where none does."""
    for number, row in enumerate(dataset[:LOOK_AT_ROWS], start=2):
        # The title may have made us take the wrong delimiter.
        cells = [part for cell in row for part in re.split(r"[,;\t]", str(cell))]
        if MANDATORY[0] in _column_names(cells):
            return number
    return None


def _under_our_columns(dataset: tablib.Dataset) -> SheetRows:
    found = _column_names(dataset.headers or [])
    missing = [name for name in MANDATORY if name not in found]
    if missing and (below := _row_of_names(dataset)) is not None:
        raise FileRefused(
            _("The columns are named in row %s, not in the first. Take out the rows above it, such as a title.") % below
        )
    if missing:
        raise FileRefused(
            _("The file has no column %(missing)s. Its first row must name the columns, as the template does.")
            % {"missing": ", ".join(missing)}
        )
    if double := [name for name in NAMES if found.count(name) > 1]:
        raise FileRefused(_("The column %s stands twice. Take one out.") % double[0])
    places = [found.index(name) if name in found else None for name in NAMES]
    ours, numbers = tablib.Dataset(headers=list(NAMES)), []
    for number, row in enumerate(dataset, start=2):
        cells = [row[place] if place is not None else "" for place in places]
        if any(str(cell if cell is not None else "").strip() for cell in cells):
            ours.append(cells)
            numbers.append(number)
    if not numbers:
        raise FileRefused(_("The file has a header and no rows. Fill in readings below it."))
    return SheetRows(ours, numbers)


def refused_rows(rows: SheetRows, report: FileReport) -> tablib.Dataset:
    """The refused rows as they came, each with what to do; corrected, the file comes in again as it is."""
    said = {line.number: f"{line.column}: {line.sentence}" if line.column else line.sentence for line in report.refused}
    made = tablib.Dataset(headers=[*NAMES, ERROR])
    for number, row in zip(rows.numbers, rows.dataset, strict=True):
        if number in said:
            made.append([neutral(cell) for cell in (*row, said[number])])
    return made


def bring_in(*, by: Any, rows: SheetRows, dry_run: bool, keep_good: bool = False) -> FileReport:
    """What becomes of every row; written unless it is a dry run or, without keep_good, a row is refused.

    by: None for the command line.
    """
    report = _run(by, rows, dry_run=True)
    refused = {line.number for line in report.refused}
    if dry_run or (refused and not keep_good) or len(refused) == len(report.lines):
        return report
    good = tablib.Dataset(headers=list(NAMES))
    for number, row in zip(rows.numbers, rows.dataset, strict=True):
        if number not in refused:
            good.append(row)
    written = _run(by, SheetRows(good, [number for number in rows.numbers if number not in refused]), dry_run=False)
    return FileReport(report.lines, is_written=written.is_written)


def _run(by: Any, rows: SheetRows, *, dry_run: bool) -> FileReport:
    resource = ReadingResource()
    result = resource.import_data(rows.dataset, dry_run=dry_run, user=by)
    if result.base_errors:
        error = result.base_errors[0].error
        raise FileRefused(" ".join(error.messages) if isinstance(error, ValidationError) else str(error))
    lines = []
    for place, (number, row) in enumerate(zip(rows.numbers, rows.dataset.dict, strict=True)):
        words = " ".join(str(row[name]) for name in ("site", "stream", "detail", "year", "month") if row[name])
        problem = resource.problems.get(place)
        if problem is not None:
            lines.append(Line(number, "refused", words, "", problem.column, problem.value, problem.sentence))
        else:
            planned = resource.planned[place]
            lines.append(Line(number, planned.verdict, words, _quantity(planned)))
    return FileReport(lines, is_written=not dry_run and not resource.problems)


def _quantity(planned: Planned) -> str:
    now, was = (
        f"{printed_quantity(one.quantity)} {one.unit}" if one is not None else ""
        for one in (planned.reading, planned.was)
    )
    return f"{was} → {now}" if was and was != now else now


def remove_unconfirmed(*, before: datetime, act: bool) -> int:
    """Files that were checked and that nobody confirmed: a session that ended forgets its own."""
    if not default_storage.exists(FOLDER):
        return 0
    names = (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
    old = [name for name in names if default_storage.get_modified_time(name) < before]
    for name in old if act else ():
        default_storage.delete(name)
    return len(old)
