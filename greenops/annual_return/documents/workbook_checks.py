"""The sheet of the totals: each total added up again from the sheets of the sections, by live formulas."""

from typing import Any, Final

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from greenops.annual_return.computed import Input, Line
from greenops.annual_return.documents.breakdown import LINE, agrees, is_sum, sum_of
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.workbook_sections import (
    HEAD_ROW,
    Places,
    check_words,
    heading,
    mark_checks,
    reference,
    write_value,
)

CODE, LABEL, UNIT, OFF, ADDED, CHECK, ON, ON_ADDED, ON_CHECK, SHARE, NOTE = range(11)
WIDTHS: Final = (8, 52, 18, 18, 18, 24, 18, 18, 24, 12, 60)
# A total against the sum of the lines that split it: by scope, and by source group (R01, R05).
SPLITS: Final = (("T.1", ("T.2", "T.3", "T.4")), ("T.1", ("T.5", "T.6", "T.7")))


class Checks:
    """Writes the sheet and counts what does not agree."""

    def __init__(self, content: ReturnContent, places: Places, formats: Any) -> None:
        self.content, self.places, self.formats = content, places, formats

    def write(self, sheet: Any, name: str) -> None:
        heading(sheet, _("Totals and cross-checks"), self.content, self.formats)
        headings = (
            _("Line"), _("What"), _("Unit"), _("Without delegates"), _("Added up again"), _("Check"),
            _("With delegates"), _("Added up again"), _("Check"), _("On estimates"), _("Note"),
        )  # fmt: skip
        for place, (words, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(HEAD_ROW, place, words, self.formats.head)
        sheet.freeze_panes(HEAD_ROW + 1, 2)
        lines = self.content.lines(TOTALS)
        for row, line in enumerate(lines, start=HEAD_ROW + 1):
            self.places.off[line.code] = reference(name, row, OFF)
            self.places.on[line.code] = reference(name, row, ON)
        for row, line in enumerate(lines, start=HEAD_ROW + 1):
            self._row(sheet, row, line)
        last = self._splits(sheet, HEAD_ROW + len(lines) + 2)
        for column in (CHECK, ON_CHECK):
            mark_checks(sheet, HEAD_ROW + 1, last, column, self.formats)
        checks = f"{xl_rowcol_to_cell(HEAD_ROW + 1, CHECK)}:{xl_rowcol_to_cell(last, ON_CHECK)}"
        words = f'=COUNTIF({checks},"{_("difference")}*")'
        sheet.write_string(2, LABEL, _("Checks that do not agree"), self.formats.bold)
        sheet.write_formula(2, OFF, words, self.formats.whole, self.failed)

    failed = 0

    def _row(self, sheet: Any, row: int, line: Line) -> None:
        sheet.write_string(row, CODE, line.code, self.formats.text)
        sheet.write_string(row, LABEL, line.label, self.formats.text)
        sheet.write_string(row, UNIT, line.unit, self.formats.text)
        write_value(sheet, row, OFF, line, self.formats)
        self._added_again(sheet, row, line, self.places.off, OFF)
        other = self.content.with_delegates(line.code)
        if self.content.on is not None:
            write_value(sheet, row, ON, other, self.formats)
            if other is not None:
                self._added_again(sheet, row, other, self.places.on, ON)
        if line.method_share is not None:
            sheet.write_number(row, SHARE, line.method_share, self.formats.share)
        sheet.write_string(row, NOTE, " ".join(filter(None, (line.note, line.equation))), self.formats.text)

    def _added_again(self, sheet: Any, row: int, line: Line, places: dict[str, str], value_column: int) -> None:
        """A formula over the cells of the lines that the total is made from, where it is made from lines."""
        if not is_sum(line) or not all(given.key.startswith(LINE) for given in line.inputs):
            return
        assert isinstance(line.value, int | float)
        parts = [self._part(given, places) for given in line.inputs if given.value is not None]
        self._check(sheet, row, value_column, "=SUM(" + ",".join(parts) + ")", sum_of(line), line.value)

    @staticmethod
    def _part(given: Input, places: dict[str, str]) -> str:
        """The cell of the line; its number where it takes part with another value, such as the other basis (R09)."""
        cell = places.get(given.key.removeprefix(LINE))
        is_its_value = given.amount is not None and given.value is not None and agrees(given.amount, given.value)
        return cell if cell is not None and is_its_value else repr(given.value)

    def _check(self, sheet: Any, row: int, value_column: int, formula: str, found: float, value: float) -> None:
        """The formula, and OK or the difference beside it; the cells hold our result until the sheet is calculated."""
        sheet.write_formula(row, value_column + 1, formula, self.formats.number, found)
        difference = f"{xl_rowcol_to_cell(row, value_column + 1)}-{xl_rowcol_to_cell(row, value_column)}"
        if agrees(found, value):
            known = "OK"
        else:
            known = f"{_('difference')} {found - value:.6f}"
            self.failed += 1
        sheet.write_formula(row, value_column + 2, check_words(difference), self.formats.text, known)

    def _splits(self, sheet: Any, row: int) -> int:
        """The total against its scopes and against its source groups. Returns the last row used."""
        sheet.write_string(row - 1, LABEL, _("The same total, split two ways"), self.formats.bold)
        for total, parts in SPLITS:
            sheet.write_string(row, CODE, total, self.formats.text)
            sheet.write_string(row, LABEL, " + ".join(parts), self.formats.text)
            sides = ((self.content.find, self.places.off, OFF), (self.content.with_delegates, self.places.on, ON))
            for find, places, column in sides:
                whole, found = find(total), [find(code) for code in parts]
                values = [line.value for line in found if line and isinstance(line.value, int | float)]
                if whole is None or not isinstance(whole.value, int | float) or len(values) != len(parts):
                    continue
                sheet.write_formula(row, column, f"={places[total]}", self.formats.number, whole.value)
                formula = "=SUM(" + ",".join(places[code] for code in parts) + ")"
                self._check(sheet, row, column, formula, sum(values), whole.value)
            row += 1
        return row - 1
