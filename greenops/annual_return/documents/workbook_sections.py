"""The sheet of a section: its lines on top, what they were made from below, sums checked by the spreadsheet itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from greenops.annual_return.computed import Line, Section
from greenops.annual_return.documents.breakdown import TOLERANCE, agrees, is_sum, sum_of
from greenops.annual_return.documents.content import ReturnContent

HEAD_ROW: Final = 3
CODE, LABEL, VALUE, UNIT, ON, SHARE, ADDED, CHECK, NOTE = range(9)
LINE_WIDTHS: Final = (9, 54, 18, 16, 18, 12, 18, 24, 60)
# Columns of the inputs that the formulas above them name.
INPUT_CODE, INPUT_VALUE = 0, 8
LONGEST_NAME: Final = 31
LONGEST_CELL: Final = 32_767


@dataclass
class Places:
    """Where the value of each line stands, as a reference from another sheet: without and with delegates."""

    off: dict[str, str] = field(default_factory=dict)
    on: dict[str, str] = field(default_factory=dict)


def sheet_names(content: ReturnContent) -> dict[str, str]:
    """A name a section: at most 31 characters, without what Excel refuses, no two alike."""
    names: dict[str, str] = {}
    for section in content.sections:
        plain = re.sub(r"[\[\]:*?/\\']", " ", f"{section.code} {section.title}").strip()
        name = plain[:LONGEST_NAME].strip()
        if name.casefold() in {other.casefold() for other in names.values()}:
            ending = f" {section.code}"
            name = plain[: LONGEST_NAME - len(ending)] + ending
        names[section.code] = name
    return names


def reference(sheet: str, row: int, column: int) -> str:
    return f"'{sheet}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def heading(sheet: Any, title: str, content: ReturnContent, formats: Any) -> None:
    """The two lines that stand on every sheet: what it is, of which year, how final."""
    sheet.write_string(0, 0, title, formats.title)
    words = f"{content.said.organization} · {_('data year')} {content.year}, {_('report')} {content.report_year} · "
    words += f"{content.edition_words} · {content.status}"
    if content.said.is_demonstration:
        words = f"{_('Demonstration data')} · {words}"
    sheet.write_string(1, 0, words)


def fitting(text: str) -> str:
    """The text, cut where a cell cannot hold more, and said so; the data files have all of it."""
    if len(text) <= LONGEST_CELL:
        return text
    note = _(" … (cut here; the whole text is in the JSON)")
    return text[: LONGEST_CELL - len(note)] + note


def write_value(sheet: Any, row: int, column: int, line: Line | None, formats: Any) -> None:
    value = line.value if line else None
    if line is None or value is None or value == "":
        sheet.write_string(row, column, _("not known"), formats.muted)
    elif isinstance(value, bool):
        sheet.write_string(row, column, _("yes") if value else _("no"), formats.text)
    elif isinstance(value, str):
        sheet.write_string(row, column, fitting(value), formats.text)
    else:
        style = formats.whole if isinstance(value, int) else formats.number
        sheet.write_number(row, column, value, style)


def check_words(difference: str) -> str:
    """The formula of a check: OK, or the difference in words."""
    return f'=IF(ABS({difference})<={TOLERANCE},"OK","{_("difference")} "&TEXT({difference},"0.000000"))'


def section_sheet(
    sheet: Any, name: str, section: Section, content: ReturnContent, formats: Any, places: Places
) -> None:
    heading(sheet, f"{section.code} {section.title}", content, formats)
    headings = (
        _("Line"), _("What"), _("Value, without delegates"), _("Unit"), _("Value, with delegates"),
        _("On estimates"), _("Sum of the inputs below"), _("Check"), _("Note"),
    )  # fmt: skip
    for place, (words, width) in enumerate(zip(headings, LINE_WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(HEAD_ROW, place, words, formats.head)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    lines = content.lines(section.code)
    inputs = [(line, given) for line in lines for given in line.inputs]
    first_input = HEAD_ROW + len(lines) + 5
    last_input = first_input + len(inputs) - 1
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        places.off[line.code] = reference(name, row, VALUE)
        places.on[line.code] = reference(name, row, ON)
        _line_row(sheet, row, line, content, formats)
        if is_sum(line):
            _sum_check(sheet, row, line, first_input, last_input, formats)
    last_line = HEAD_ROW + max(len(lines), 1)
    mark_checks(sheet, HEAD_ROW + 1, last_line, CHECK, formats)
    if inputs:
        _input_rows(sheet, first_input, inputs, formats)


def _line_row(sheet: Any, row: int, line: Line, content: ReturnContent, formats: Any) -> None:
    sheet.write_string(row, CODE, line.code, formats.text)
    sheet.write_string(row, LABEL, line.label, formats.text)
    write_value(sheet, row, VALUE, line, formats)
    sheet.write_string(row, UNIT, line.unit, formats.text)
    if content.on is not None:
        write_value(sheet, row, ON, content.with_delegates(line.code), formats)
    if line.method_share is not None:
        sheet.write_number(row, SHARE, line.method_share, formats.share)
    optional = _("Optional, never in the total.") if line.optional else ""
    sheet.write_string(row, NOTE, fitting(" ".join(filter(None, (optional, line.note, line.equation)))), formats.text)


def _sum_check(sheet: Any, row: int, line: Line, first: int, last: int, formats: Any) -> None:
    """The spreadsheet adds the inputs of the line itself; what we found stands in the cell until it does."""
    assert isinstance(line.value, int | float)
    codes = f"{xl_rowcol_to_cell(first, INPUT_CODE, True, True)}:{xl_rowcol_to_cell(last, INPUT_CODE, True, True)}"
    values = f"{xl_rowcol_to_cell(first, INPUT_VALUE, True, True)}:{xl_rowcol_to_cell(last, INPUT_VALUE, True, True)}"
    added, value = xl_rowcol_to_cell(row, ADDED), xl_rowcol_to_cell(row, VALUE)
    code = xl_rowcol_to_cell(row, CODE)
    total = sum_of(line)
    sheet.write_formula(row, ADDED, f"=SUMIF({codes},{code},{values})", formats.number, total)
    known = "OK" if agrees(total, line.value) else f"{_('difference')} {total - line.value:.6f}"
    sheet.write_formula(row, CHECK, check_words(f"{added}-{value}"), formats.text, known)


def mark_checks(sheet: Any, first: int, last: int, column: int, formats: Any) -> None:
    """Green where a check says OK, red where it says a difference."""
    rule = {"type": "text", "criteria": "begins with", "value": "OK", "format": formats.good}
    sheet.conditional_format(first, column, last, column, rule)
    rule = {"type": "text", "criteria": "begins with", "value": _("difference"), "format": formats.bad}
    sheet.conditional_format(first, column, last, column, rule)


def _input_rows(sheet: Any, first: int, inputs: list[tuple[Line, Any]], formats: Any) -> None:
    headings = (
        _("Line"), _("Input"), _("Amount, before the share"), _("Unit"), _("Share: our part"), _("Share: the whole"),
        _("Method"), _("Readings (with evidence)"), _("Adds to the line"), _("Equation"),
    )  # fmt: skip
    sheet.write_string(first - 2, 0, _("What the lines are made from (without delegates)"), formats.bold)
    for place, words in enumerate(headings):
        sheet.write_string(first - 1, place, words, formats.head)
    for row, (line, given) in enumerate(inputs, start=first):
        for column, value in enumerate(_input_cells(line, given)):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value, formats.number)


def _input_cells(line: Line, given: Any) -> Iterator[str | float | None]:
    part, whole = given.share or (None, None)
    yield line.code
    yield given.label
    yield given.amount
    yield given.unit
    yield part
    yield whole
    yield given.method
    yield f"{given.readings} ({given.evidenced})" if given.readings else ""
    yield given.value
    yield given.equation
