"""The sheets of a file as grids, whatever kind of file it is; a text file is one sheet."""

from collections.abc import Sequence

import numpy as np

from travel.imports.delimited import read_text
from travel.imports.file import BookingFile
from travel.imports.folding import clean
from travel.imports.grid import Grid, TextColumn
from travel.imports.limits import Limits
from travel.imports.profile import Profile
from travel.imports.table import known_headers
from travel.imports.workbook import read_workbook


def read_sheets(
    file: BookingFile,
    among: Sequence[Profile],
    limits: Limits,
    encoding: str | None = None,
    separator: str | None = None,
) -> list[Grid]:
    """All sheets. among: profiles whose headers tell the separator, where none is named. Raises FileRefused."""
    if file.kind == "text":
        return [read_text(file, lambda record: known_headers(record, among), limits, encoding, separator)]
    grids = []
    for sheet in read_workbook(file, limits):
        length = len(sheet.columns[0][1]) if sheet.columns else 0
        grids.append(
            Grid(
                sheet.name,
                [TextColumn(texts, np.array(codes, dtype=np.int32)).cleaned(clean) for texts, codes in sheet.columns],
                np.arange(sheet.first, sheet.first + length),
                np.full(length, len(sheet.columns)),
                sheet.visible,
                marks=sheet.marks,
                hidden=frozenset(sheet.hidden_rows),
                about=sheet.about,
            )
        )
    return grids
