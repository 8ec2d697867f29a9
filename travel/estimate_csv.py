"""A CSV of legs in, a CSV of estimates out, per passenger: the emission core without a database."""

import csv
import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from travel.emissions.estimation import estimate
from travel.emissions.given import RULES
from travel.emissions.methods import method
from travel.emissions.quality import names

TEXT_COLUMNS: Final = ("origin", "destination", "cabin", "aircraft")
COLUMNS: Final = ("id", "date", *TEXT_COLUMNS, *(rule.column for rule in RULES))
OTHER_NAMES: Final = {
    "departed_on": "date",
    "seats_premium_economy": "seats_premium",
    "yseat_premium_economy": "yseat_premium",
}
OUT_COLUMNS: Final = (
    "id",
    "method",
    "distance_km",
    "ttw_kg",
    "wtt_kg",
    "non_co2_kg",
    "total_kg",
    "gas_basis",
    "low_kg",
    "high_kg",
    "quality",
    "error",
)
NUMBERS_OUT: Final = ("distance_km", "ttw_kg", "wtt_kg", "non_co2_kg", "total_kg", "low_kg", "high_kg")
DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.+Z-]*)?")
SEPARATORS: Final = (",", ";", "\t", "|")


class LegsFileRefusedError(Exception):
    """Nothing of the file can be used; the message says why and what to do."""


@dataclass(frozen=True)
class LegsFile:
    """The rows of a file, in file order. lines: where each row starts. faults: by row, before anything is computed.

    unknown: header cells that no column of ours is called like; they were not read.
    """

    cells: dict[str, list[str]]
    lines: list[int]
    faults: dict[int, str]
    unknown: tuple[str, ...]

    @property
    def ids(self) -> list[str]:
        """The id of each row, its number from 1 where it has none."""
        given = self.cells.get("id") or [""] * len(self.lines)
        return [text or str(row) for row, text in enumerate(given, start=1)]


def read_legs(content: bytes) -> LegsFile:
    """Read a file's bytes. Blank lines are no rows. Raises LegsFileRefusedError."""
    text = _text(content)
    header_line = next((line for line in text.splitlines() if line.strip()), "")
    if not header_line:
        raise LegsFileRefusedError("The file is empty. Write a header line and one line per leg.")
    separator = max(SEPARATORS, key=header_line.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, start = [], 1
    try:
        for row in table:
            if any(cell.strip() for cell in row):
                rows.append((start, row))
            start = table.line_num + 1
    except csv.Error as error:
        raise LegsFileRefusedError(f"Line {start} cannot be read as CSV ({error}). Check its quotes.") from error
    line, header = rows[0]
    columns, unknown = _columns(header, line)
    if len(rows) == 1:
        raise LegsFileRefusedError("The file has a header and no rows. Write one line per leg.")
    return _legs_file(rows[1:], columns, len(header), unknown)


def _text(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise LegsFileRefusedError(f"Byte {error.start} is no UTF-8. Save the file as CSV UTF-8.") from error
    if "\0" in text:
        raise LegsFileRefusedError("The file holds NUL characters, so it is no CSV. Save it as CSV UTF-8.")
    return text


def _columns(header: Sequence[str], line: int) -> tuple[dict[str, int], tuple[str, ...]]:
    """Position of each of our columns, and the header cells that are none."""
    columns: dict[str, int] = {}
    unknown = []
    for position, cell in enumerate(header):
        name = cell.strip().casefold()
        name = OTHER_NAMES.get(name, name)
        if name in columns:
            raise LegsFileRefusedError(f"Line {line}: the column {name} stands there twice. Keep one.")
        if name in COLUMNS:
            columns[name] = position
        elif name:
            unknown.append(cell.strip())
    missing = [name for name in ("origin", "destination") if name not in columns]
    if missing and "distance_km" not in columns:
        raise LegsFileRefusedError(
            f"Line {line}: the column {' and the column '.join(missing)} is missing. Write origin and destination, "
            f"or distance_km; the columns read are {', '.join(COLUMNS)}."
        )
    return columns, tuple(unknown)


def _legs_file(
    rows: Sequence[tuple[int, list[str]]], columns: dict[str, int], width: int, unknown: tuple[str, ...]
) -> LegsFile:
    cells = {
        name: [row[position].strip() if position < len(row) else "" for _, row in rows]
        for name, position in columns.items()
    }
    faults = {
        number: f"has {len(row)} cells, the header has {width}. Quote a cell that holds the separator."
        for number, (_, row) in enumerate(rows)
        if any(cell.strip() for cell in row[width:])
    }
    return LegsFile(cells, [line for line, _ in rows], faults, unknown)


def estimates_csv(file: LegsFile, method_code: str) -> str:
    """One line per row of the file, in its order, with numbers or with the reason why there are none.

    Components that the method does not define stay empty. Raises UnknownMethodError.
    """
    described = method(method_code)
    faults = dict(file.faults)
    legs = pd.DataFrame({name: values for name, values in file.cells.items() if name not in ("id", "date")})
    legs.index = pd.RangeIndex(len(file.lines))
    if "date" in file.cells:
        legs["departed_on"] = _dates(file.cells["date"], faults)
    result = estimate(legs, method_code)
    for row, sentence in zip(result.problems["leg"], result.problems["sentence"], strict=True):
        faults.setdefault(int(row), sentence)
    numbers = {
        name: dict(zip(result.estimates.index, result.estimates[name].tolist(), strict=True))
        for name in NUMBERS_OUT
        if name in result.estimates
    }
    masks = dict(zip(result.estimates.index, result.estimates["quality"].tolist(), strict=True))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(OUT_COLUMNS)
    for row, (key, line) in enumerate(zip(file.ids, file.lines, strict=True)):
        fault = faults.get(row)
        values = {} if fault else {name: repr(by_row[row]) for name, by_row in numbers.items()}
        values |= {"id": key, "method": described.code, "gas_basis": described.gas_basis}
        if fault:
            comma = " " if row in file.faults else ", "
            values["error"] = f"Line {line}{comma}{fault}"
        else:
            values["quality"] = "|".join(names(masks[row]))
        writer.writerow([values.get(name, "") for name in OUT_COLUMNS])
    return out.getvalue()


def _dates(texts: Sequence[str], faults: dict[int, str]) -> list[datetime.date | None]:
    """The days of the flights; a text that is no day becomes a fault of its row."""
    days: list[datetime.date | None] = []
    for row, text in enumerate(texts):
        day = None
        if text:
            written = DAY.fullmatch(text)
            try:
                day = datetime.date.fromisoformat(written[1]) if written else None
            except ValueError:
                day = None
            if day is None or not 1920 <= day.year <= 2200:
                faults.setdefault(row, f"date: '{text}' is not a day. Write it as 2025-03-31.")
                day = None
        days.append(day)
    return days
