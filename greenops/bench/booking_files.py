"""Booking files of any size, the same each time: segments in the layout of our own template."""

from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from greenops.bench.methods import legs

HEADER = (
    "Ticket number", "Traveller", "Origin", "Destination", "Departure date", "Cabin", "Passengers", "Cost centre",
)  # fmt: skip
BLOCK_ROWS = 100_000


def write_csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(HEADER) + "\n")
        out.writelines(",".join(cells) + "\n" for cells in _records(rows))


def write_xlsx(path: Path, rows: int) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Bookings")
    sheet.write_row(0, 0, HEADER)
    for number, cells in enumerate(_records(rows), start=1):
        sheet.write_row(number, 0, cells)
    book.close()


def add_row(path: Path) -> None:
    """One booking more, so that the file is another and all the others are known."""
    with path.open("a", encoding="utf-8") as out:
        out.write("9990000000001,PERSON/NEW,GVA,NBO,2025-03-01,economy,1,U01\n")


def _records(rows: int) -> Iterator[tuple[str, ...]]:
    """Two segments a ticket, three thousand travellers, five thousand pairs."""
    for start in range(0, rows, BLOCK_ROWS):
        frame = legs(min(BLOCK_ROWS, rows - start))
        columns = zip(frame["origin"], frame["destination"], frame["departed_on"], frame["cabin"], strict=True)
        for number, (origin, destination, day, cabin) in enumerate(columns, start=start):
            ticket, person = 7_240_000_000_000 + number // 2, f"PERSON/NUMBER{number // 2 % 3000}"
            yield str(ticket), person, origin, destination, f"{day:%Y-%m-%d}", cabin, "1", f"U{number % 12:02}"
