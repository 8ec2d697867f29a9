"""The same bookings in another order of columns, encoding, separator or line end read the same."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.travel.imports.samples import COUPONS, FOLDER, ROUTES, comparable, reading
from travel.imports.reading import read_bookings


def _text(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")


def _separated(text: str, separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def _shuffled(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    order = sorted(range(len(rows[0])), key=lambda place: (place * 7 + 3) % len(rows[0]))
    # The totals row says what it is in its first cell: this one stays in front.
    order = [0, *[place for place in order if place]]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row[place] for place in order] for row in rows)
    return out.getvalue()


def _with_columns(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([lines[0] + ",Approver,Région", *(line + ",ok,Genève" for line in lines[1:])])


def _renamed(text: str) -> str:
    first, rest = text.split("\n", 1)
    return f"{first.upper().replace(' ', '_')}\n{rest}"


VARIANTS: dict[str, Callable[[str], bytes]] = {
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 big endian without mark": lambda text: text.encode("utf-16-be"),
    "cp1252": lambda text: text.encode("cp1252"),
    "latin-1": lambda text: text.encode("latin-1"),
    "carriage returns only": lambda text: text.replace("\n", "\r").encode(),
    "windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "semicolons": lambda text: _separated(text, ";").encode(),
    "tabs": lambda text: _separated(text, "\t").encode(),
    "pipes": lambda text: _separated(text, "|").encode(),
    "sep line": lambda text: b"sep=;\n" + _separated(text, ";").encode(),
    "title lines": lambda text: b"Report of the agency\nPeriod: 2025\n\n" + text.encode(),
    "columns in another order": lambda text: _shuffled(text).encode(),
    "columns of its own": lambda text: _with_columns(text).encode(),
    "headers in capitals": lambda text: _renamed(text).encode(),
    "blank lines": lambda text: text.replace("\n", "\n\n").encode(),
    "trailing separators": lambda text: "\n".join(line + ",," for line in text.splitlines()).encode(),
}


@pytest.mark.parametrize("file", [ROUTES, COUPONS])
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_of_a_sample_reads_the_same(file: str, variant: str, tmp_path: Path) -> None:
    changed = tmp_path / file
    changed.write_bytes(VARIANTS[variant](_text(file)))
    read = read_bookings(changed)
    own_columns_repeat_nothing = comparable(read)
    assert own_columns_repeat_nothing == comparable(reading(file))


@pytest.mark.parametrize("file", [ROUTES, COUPONS])
def test_a_sample_as_a_workbook_of_text_cells_reads_the_same(file: str, tmp_path: Path) -> None:
    changed = tmp_path / "bookings.xlsx"
    workbook = xlsxwriter.Workbook(changed)
    sheet = workbook.add_worksheet("Tickets")
    for line, row in enumerate(csv.reader(io.StringIO(_text(file)))):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, cell)
    workbook.close()
    assert comparable(read_bookings(changed)) == comparable(reading(file))


def test_the_lines_are_those_that_an_editor_shows(tmp_path: Path) -> None:
    changed = tmp_path / ROUTES
    changed.write_text("Report\n\n" + _text(ROUTES))
    lines = read_bookings(changed).rows["line"].tolist()
    # Two lines more than the sample, whose first booking stands on line 2.
    assert lines == list(range(4, 19))
