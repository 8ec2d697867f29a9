"""The two file formats of small imports, with limits: a workbook of kilobytes can unpack to gigabytes."""

import io
import zipfile
from typing import Any

import tablib
from import_export.formats import base_formats

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 10_000, 50


class FileTooLarge(ValueError):
    """The file is beyond what a small list can be; the message says the limit."""


def check_size(content: bytes | str) -> None:
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(f"The file is larger than {LARGEST_FILE // 1024**2} MB. Bring it in as smaller files.")


class SmallCSV(base_formats.CSV):
    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        check_size(in_stream)
        dataset = super().create_dataset(in_stream, **kwargs)
        if len(dataset) > MOST_ROWS:
            raise FileTooLarge(f"The file has more than {MOST_ROWS:,} rows. Bring it in as smaller files.")
        return dataset


class SmallXLSX(base_formats.XLSX):
    """The sheet that is shown first. Blank rows are left out, unless who reads counts the rows of the sheet."""

    def create_dataset(self, in_stream: bytes, *, with_blank_rows: bool = False) -> tablib.Dataset:
        import openpyxl  # half a second, needed only when a workbook comes

        check_size(in_stream)
        with zipfile.ZipFile(io.BytesIO(in_stream)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                raise FileTooLarge(
                    f"The workbook unpacks to over {LARGEST_UNPACKED // 1024**2} MB. Save the list as CSV."
                )
        sheet = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True).active
        # Without this the sheet believes the extent that the file claims, up to a million rows of nothing.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        headers = list(next(rows, ()))
        while headers and headers[-1] is None:
            headers.pop()
        dataset = tablib.Dataset(headers=headers)
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS + 1:
                raise FileTooLarge(f"The sheet has more than {MOST_ROWS:,} rows. Bring it in as smaller files.")
            if with_blank_rows or any(value is not None for value in row):
                padded = [*row, *[None] * len(headers)][: len(headers)]
                dataset.append(padded)
        return dataset
