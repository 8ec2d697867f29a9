"""The workbook: a sheet a section, sums that the spreadsheet makes itself, texts that never run."""

import io
from dataclasses import replace

import openpyxl
import pytest

from greenops.annual_return.documents.workbook import return_workbook
from tests.factories.computed_return import content


def books(given):
    """The formulas, and the values that stand in their cells until a spreadsheet calculates them."""
    body = return_workbook(given)
    return [openpyxl.load_workbook(io.BytesIO(body), data_only=values) for values in (False, True)]


def row_of(sheet, code):
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == code)


def test_every_section_has_a_sheet_of_its_own():
    formulas, _values = books(content())
    assert formulas.sheetnames[:2] == ["Read me", "T Totals"]
    assert [name.split()[0] for name in formulas.sheetnames[2:-1]] == ["1", "3", "4", "8", "9", "10", "11", "12", "20"]
    assert formulas.sheetnames[-1] == "Factors"


def test_a_total_is_added_up_again_from_the_sheets_of_the_sections():
    formulas, values = books(content())
    formula = row_of(formulas["T Totals"], "T.1")
    sheets = ("3 Electricity and on-site renew", "4 Stationary fuels", "8 Air travel", "9 Other travel")
    assert formula[4] == "=SUM(" + ",".join(f"'{sheet}'!$C$5" for sheet in sheets) + ")"
    value = row_of(values["T Totals"], "T.1")
    # By hand: 50.1004 + 40.607458 + 812.5 + 1.152; with delegates 65.5 more.
    assert value[3:6] == [pytest.approx(904.359858), pytest.approx(904.359858), "OK"]
    assert value[6:9] == [pytest.approx(969.859858), pytest.approx(969.859858), "OK"]


def test_a_line_that_takes_part_on_the_other_basis_enters_with_its_own_number():
    formulas, values = books(content())
    assert row_of(formulas["T Totals"], "T.9")[4].startswith("=SUM(12.25,'4 Stationary fuels'!$C$5,")
    assert row_of(values["T Totals"], "T.9")[5] == "OK"


def test_a_total_that_is_not_the_sum_of_its_lines_shows_the_difference():
    made = content()
    lines = tuple(replace(line, value=line.value + 10) if line.code == "T.1" else line for line in made.off.lines)
    formulas, values = books(replace(made, off=replace(made.off, lines=lines)))
    assert row_of(values["T Totals"], "T.1")[5] == "difference -10.000000"
    # T.1 itself, and its two splits by scope and by source.
    assert values["T Totals"]["D3"].value == 3
    assert formulas["T Totals"]["D3"].value.startswith("=COUNTIF(")


def test_a_line_is_added_up_again_from_its_inputs():
    formulas, values = books(content())
    sheet = "3 Electricity and on-site renew"
    assert row_of(formulas[sheet], "3.1")[6].startswith("=SUMIF($A$")
    assert row_of(values[sheet], "3.1")[6:8] == [pytest.approx(50.1004), "OK"]


def test_what_is_not_known_is_said_so_and_never_zero():
    _formulas, values = books(content())
    assert row_of(values["T Totals"], "T.11")[3] == "not known"
    assert row_of(values["11 Waste"], "11.2")[2] == "not known"


def test_a_text_that_looks_like_a_formula_is_text():
    formulas, _values = books(content())
    cell = next(row[2] for row in formulas["20 Narrative"].iter_rows() if row[0].value == "20.reductions.en")
    assert cell.data_type == "s"
    assert cell.value.startswith("=Video first")


def test_sheets_whose_titles_begin_alike_keep_names_of_their_own():
    made = content()
    title = "A title that goes on for much longer than a sheet"
    sections = [replace(section, title=title, code=section.code) for section in made.off.sections]
    formulas, _values = books(replace(made, off=replace(made.off, sections=tuple(sections))))
    assert len({name.casefold() for name in formulas.sheetnames}) == 12
    assert all(len(name) <= 31 for name in formulas.sheetnames)


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    made = content()
    lines = tuple(
        replace(line, value="word " * 10_000) if line.code == "20.reductions.en" else line for line in made.off.lines
    )
    formulas, _values = books(replace(made, off=replace(made.off, lines=lines)))
    cell = row_of(formulas["20 Narrative"], "20.reductions.en")[2]
    assert len(cell) == 32_767
    assert cell.endswith("(cut here; the whole text is in the JSON)")
