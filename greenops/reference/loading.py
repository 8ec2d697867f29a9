"""Reads reference data: every row is checked against the schema that stands beside it in SOURCE.yaml."""

import csv
import functools
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from greenops.reference.schema import Column, FileSchema, ReferenceDataError, Source, read_source

ROOT = Path(__file__).parent
BOOLEANS = {"0": False, "1": True}
CORRECT_IT = "Correct the row, or add a new edition."


@functools.cache
def load_table(dataset: str, edition: str, name: str) -> pd.DataFrame:
    """One file of an edition, checked and typed. The frame is kept and shared: do not write to it.

    name: the file's name without .csv. Text columns hold "" where the file is empty, number columns NaN,
    integer columns that may be empty are Int64, dates are datetime64 with NaT.
    Raises ReferenceDataError naming file, line, column and value.
    """
    return read_table(_edition_folder(dataset, edition), name)


@functools.cache
def source(dataset: str, edition: str) -> Source:
    """Where an edition comes from, and the schema of its files."""
    return read_source(_edition_folder(dataset, edition))


def datasets() -> tuple[str, ...]:
    """The datasets that have at least one edition."""
    return tuple(sorted({path.parent.parent.name for path in ROOT.glob("*/*/SOURCE.yaml")}))


def editions(dataset: str) -> tuple[str, ...]:
    """The editions of a dataset, oldest name first."""
    return tuple(sorted(path.parent.name for path in (ROOT / dataset).glob("*/SOURCE.yaml")))


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Like load_table, from any folder that holds a SOURCE.yaml, and not kept."""
    described = read_source(folder)
    path = folder / f"{name}.csv"
    schema = described.files.get(path.name)
    if schema is None:
        known = ", ".join(sorted(described.files))
        raise ReferenceDataError(f"{_shown(path)}: not in SOURCE.yaml, which describes {known}.")
    if not path.is_file():
        raise ReferenceDataError(f"{_shown(path)}: described in SOURCE.yaml, but missing. Put it back.")
    content = path.read_bytes()
    frame = _checked_frame(path, content, schema)
    _check_whole(path, content, len(frame), schema)
    return frame


def check_all() -> Iterator[tuple[str, str, str, int]]:
    """Load every file of every edition; yields dataset, edition, file name and number of rows."""
    for dataset in datasets():
        for edition in editions(dataset):
            for file_name in source(dataset, edition).files:
                rows = len(load_table(dataset, edition, file_name.removesuffix(".csv")))
                yield dataset, edition, file_name, rows


def _edition_folder(dataset: str, edition: str) -> Path:
    known = editions(dataset)
    if edition not in known:
        offered = ", ".join(known) if known else "none"
        raise ReferenceDataError(f"{dataset}: there is no edition '{edition}'; there is {offered}.")
    return ROOT / dataset / edition


def _shown(path: Path) -> str:
    """The path as a person in the repository knows it."""
    return str(path.relative_to(ROOT.parent.parent)) if path.is_relative_to(ROOT) else str(path)


def _checked_frame(path: Path, content: bytes, schema: FileSchema) -> pd.DataFrame:
    lines, cells = _read_cells(path, content, schema)
    columns = {}
    for position, column in enumerate(schema.columns):
        texts = pd.Series([row[position] for row in cells], dtype="str")
        columns[column.name] = _ColumnCheck(path, lines, texts, column).typed()
    frame = pd.DataFrame(columns)
    _check_key(path, lines, frame, schema)
    return frame


def _read_cells(path: Path, content: bytes, schema: FileSchema) -> tuple[list[int], list[list[str]]]:
    """Line numbers and cells of the data rows; the header must be exactly the schema's columns."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise ReferenceDataError(
            f"{_shown(path)} line {line}: byte {byte:#04x} is not UTF-8. Save the file as UTF-8."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    expected = [column.name for column in schema.columns]
    if header != expected:
        raise ReferenceDataError(
            f"{_shown(path)} line 1: the columns are {', '.join(header) or 'none'}; "
            f"SOURCE.yaml says {', '.join(expected)}. Make the two agree."
        )
    lines, cells = [], []
    for row in reader:
        if len(row) != len(expected):
            raise ReferenceDataError(
                f"{_shown(path)} line {reader.line_num}: {len(row)} cells instead of {len(expected)}: "
                f"'{','.join(row)}'. {CORRECT_IT}"
            )
        lines.append(reader.line_num)
        cells.append(row)
    return lines, cells


@dataclass(frozen=True)
class _ColumnCheck:
    """The cells of one column, and the stop at the first bad one."""

    path: Path
    lines: Sequence[int]
    texts: pd.Series
    column: Column

    def stop_at(self, bad: pd.Series, what: str) -> None:
        if bad.any():
            row = int(bad.to_numpy().argmax())
            raise ReferenceDataError(
                f"{_shown(self.path)} line {self.lines[row]}, {self.column.name}: "
                f"'{self.texts.iloc[row]}' {what}. {CORRECT_IT}"
            )

    def typed(self) -> pd.Series:
        """The column in its own type, after the checks that hold for every type."""
        texts, column = self.texts, self.column
        empty = texts == ""
        if column.required:
            self.stop_at(empty, "is empty and the column is required")
        self.stop_at(texts.str.strip() != texts, "has blanks at an end")
        if column.choices:
            self.stop_at(~empty & ~texts.isin(column.choices), f"is not one of {', '.join(column.choices)}")
        if column.pattern:
            matches = texts.str.fullmatch(column.pattern)
            self.stop_at(~empty & ~matches, f"does not look like {column.pattern}")
        if column.type == "text":
            return texts
        if column.type == "boolean":
            self.stop_at(~texts.isin(list(BOOLEANS)), "is not 0 or 1")
            return texts.map(BOOLEANS).astype(bool)
        if column.type == "date":
            dates = pd.to_datetime(texts.where(~empty), format="%Y-%m-%d", errors="coerce")
            self.stop_at(~empty & dates.isna(), "is not a date written YYYY-MM-DD")
            return dates
        return self._numbers(empty)

    def _numbers(self, empty: pd.Series) -> pd.Series:
        column = self.column
        numbers = pd.to_numeric(self.texts.where(~empty), errors="coerce").astype(float)
        self.stop_at(~empty & (numbers.isna() | numbers.abs().eq(float("inf"))), "is not a number")
        if column.minimum is not None:
            self.stop_at(numbers < column.minimum, f"is below {column.minimum:g}")
        if column.maximum is not None:
            self.stop_at(numbers > column.maximum, f"is above {column.maximum:g}")
        if column.type == "number":
            return numbers
        self.stop_at(~empty & (numbers % 1 != 0), "is not a whole number")
        return numbers.astype("int64") if column.required else numbers.astype("Int64")


def _check_key(path: Path, lines: Sequence[int], frame: pd.DataFrame, schema: FileSchema) -> None:
    if not schema.key:
        return
    again = frame.duplicated(list(schema.key))
    if again.any():
        row = int(again.to_numpy().argmax())
        named = ", ".join(f"{key} '{frame[key].iloc[row]}'" for key in schema.key)
        raise ReferenceDataError(f"{_shown(path)} line {lines[row]}: {named} stands in an earlier line. {CORRECT_IT}")


def _check_whole(path: Path, content: bytes, rows: int, schema: FileSchema) -> None:
    """The file as a whole is the one described; after the rows, so that a bad row is named first."""
    if rows != schema.rows:
        raise ReferenceDataError(
            f"{_shown(path)}: {rows} rows, SOURCE.yaml says {schema.rows}. "
            "An edition is not edited: put the file back, or add a new edition."
        )
    digest = hashlib.sha256(content).hexdigest()
    if digest != schema.sha256:
        raise ReferenceDataError(
            f"{_shown(path)}: sha256 is {digest}, SOURCE.yaml says {schema.sha256}. "
            "An edition is not edited: put the file back, or add a new edition."
        )
