"""Reservation text pasted from a reservation system: its segment lines as a table."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from travel.imports.grid import Grid, TextColumn

_SEGMENT = re.compile(
    r"^\s*\d{1,2}\s+(?P<airline>[A-Z0-9]{2})\s?(?P<number>\d{1,4})\s?\*?\s?(?P<letter>[A-Z])\s+(?P<day>\d{2}[A-Z]{3})\s+"
    r"(?:\d\s+)?\*?(?P<origin>[A-Z]{3})\s?(?P<destination>[A-Z]{3})\s+\*?(?P<status>[A-Z]{2})(?P<seats>\d{1,2})\b"
)
_SURFACE = re.compile(r"^\s*\d{1,2}\s+ARNK\b")
_RESERVED_ON = re.compile(r"\b(\d{2}[A-Z]{3}\d{2})/\d{4}Z?\s+(?P<locator>[A-Z0-9]{6})?")
_NAMES = re.compile(r"\d\.(?P<name>[A-Z][A-Z'\- ]*/[A-Z' \-]+)")
# Infants stand in brackets behind the adult who holds them and have no seat.
_INFANT = re.compile(r"\(INF[^)]*\)")

HEADERS = ("Flight", "Airline", "Booking letter", "Flight day", "From code", "To code", "Segment status", "Seats",
           "Reservation date", "Record locator", "Names")  # fmt: skip


def reservation_grid(text: str) -> Grid | None:
    """The segment lines of reservations as a grid with the lines of the text; None when the text holds none."""
    lines = text.split("\n")
    if not any(_SEGMENT.match(line) for line in lines):
        return None
    records: list[tuple[str, ...]] = [HEADERS]
    numbers = [0]
    begins = [number for number, line in enumerate(lines) if _RESERVED_ON.search(line)] or [0]
    for start, stop in zip([0, *begins[1:]], [*begins[1:], len(lines)], strict=True):
        for number, record in _records(lines[start:stop]):
            records.append(record)
            numbers.append(start + number)
    columns = [TextColumn.of(column) for column in zip(*records, strict=True)]
    width = len(HEADERS)
    return Grid("", columns, np.array(numbers, dtype=np.int64), np.full(len(records), width, dtype=np.int64))


def _records(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The segment lines of one reservation with their numbers; its day, reference and travellers stand in each."""
    reserved = next((found for line in lines if (found := _RESERVED_ON.search(line))), None)
    day = reserved.group(1) if reserved else ""
    locator = (reserved.group("locator") or "") if reserved else ""
    names = "; ".join(found.group("name").strip() for line in lines for found in _NAMES.finditer(_INFANT.sub("", line)))
    for number, line in enumerate(lines, start=1):
        segment = _SEGMENT.match(line)
        if segment:
            part = segment.groupdict()
            flight = part["airline"] + part["number"]
            yield number, (flight, part["airline"], part["letter"], part["day"], part["origin"],
                           part["destination"], part["status"], part["seats"], day, locator, names)  # fmt: skip
        elif _SURFACE.match(line):
            yield number, ("", "", "", "", "ARNK", "ARNK", "", "", day, locator, names)
