"""Files of small lists, and the limits that keep a small file from becoming a large one."""

from io import BytesIO

import openpyxl
import pytest

from ems.spreadsheets import LARGEST_FILE, MOST_ROWS, FileTooLarge, SmallCSV, SmallXLSX


def workbook(*lines: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_without_its_blank_rows():
    read = SmallXLSX().create_dataset(workbook(["code", "name"], ["DEV", "Development"], [], ["STD", "Standards"]))

    assert read.headers == ["code", "name"]
    assert list(read) == [("DEV", "Development"), ("STD", "Standards")]


def test_a_workbook_with_a_cell_far_below_is_refused_rather_than_unrolled():
    book = openpyxl.Workbook()
    book.active.append(["code", "name"])
    book.active.cell(row=1_048_576, column=2, value="far away")
    out = BytesIO()
    book.save(out)

    with pytest.raises(FileTooLarge, match="more than 10,000 rows"):
        SmallXLSX().create_dataset(out.getvalue())


def test_a_list_with_too_many_rows_is_refused():
    content = "code,name\n" + "DEV,Development\n" * (MOST_ROWS + 1)

    with pytest.raises(FileTooLarge, match="more than 10,000 rows"):
        SmallCSV(encoding="utf-8").create_dataset(content)


def test_a_file_with_too_many_bytes_is_refused_before_it_is_read():
    with pytest.raises(FileTooLarge, match="larger than 5 MB"):
        SmallXLSX().create_dataset(b"0" * (LARGEST_FILE + 1))
