"""Input files by a mapping: columns as the file says, errors that name the place."""

import csv
import io

import openpyxl
import pytest

from greenops.annual_return.documents.exchange import mapped_file
from greenops.annual_return.documents.mapping import MappingError, mapping, mapping_from, mappings
from tests.factories.activity import reading
from tests.factories.boundary import site
from tests.factories.computed_return import content

GOOD = """
title: Ours
claim: Nothing is claimed.
format: csv
sheets:
  - name: Sites
    rows: sites
    columns:
      - {heading: Who, value: abbreviation}
      - {heading: Site, value: code}
      - {heading: Gas, line: "4.1"}
      - {heading: "=Method", text: "=given"}
"""


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_a_row_a_site_holds_what_the_site_adds_to_a_line():
    heading, geneva, *others = rows_of(mapped_file(content(), mapping_from("ours", GOOD)))
    # By hand: 5,000 m3 x 2.0243 kg / 1,000 = 10.1215 t; words that would run as a formula are quoted.
    assert heading == ["Who", "Site", "Gas", "'=Method"]
    assert [geneva[0], geneva[1], float(geneva[2]), geneva[3]] == ["WOO", "GVA", pytest.approx(10.1215), "'=given"]
    assert len(others) == 3


def test_lines_come_in_the_order_of_the_mapping_and_nothing_known_is_an_empty_cell():
    text = """
title: Ours
claim: Nothing is claimed.
format: xlsx
sheets:
  - {name: Two, rows: lines, lines: ["11.2", "T.1"], columns: [{heading: A, value: code}, {heading: B, value: value}]}
  - {name: Air, rows: inputs, sections: ["8"], columns: [{heading: A, value: key}, {heading: B, value: value}]}
"""
    book = openpyxl.load_workbook(io.BytesIO(mapped_file(content(), mapping_from("ours", text), delegates=True)))
    two, air = book.worksheets
    assert list(two.values)[1:] == [("11.2", None), ("T.1", pytest.approx(969.859858))]
    assert list(air.values)[1:] == [("travel:organization", 812.5), ("travel:other", 65.5)]


@pytest.mark.django_db
def test_readings_come_month_by_month_in_the_unit_they_were_given_in():
    geneva = site("GVA")
    reading(geneva, month=2, note="@SUM(1)")
    reading(geneva, year=2024)
    body = rows_of(mapped_file(content(), mapping("monthly-readings")))
    assert body[1:] == [
        ["2025", "GVA", "electricity_grid", "standard", "", "", "2", "1", "1000.0", "kWh", "metered", "'@SUM(1)"]
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("format: csv", "format: pdf"), "format is 'pdf'. Give one of xlsx, csv"),
        (("claim: Nothing is claimed.", "claim: ''"), "has no claim"),
        (("rows: sites", "rows: trips"), "rows is 'trips'"),
        (("value: code", "value: colour"), "'colour' is no value"),
        (("value: code", "values: code"), "'values' is unknown in column Site"),
        (("{heading: Site, value: code}", "{value: code}"), "a column has no heading"),
        (('line: "4.1"', "unit: t"), "'unit' is unknown in column Gas"),
        (("name: Sites", "name: 'A/B'"), "is no name of a sheet"),
        (("title: Ours", "title: [Ours"), "cannot be read"),
        (("title: Ours", "header: Ours"), "'header' is unknown in the file"),
    ],
    ids=lambda given: given[1][:24] if isinstance(given, tuple) else "",
)
def test_a_mapping_that_is_none_is_refused_with_its_place(change, sentence):
    with pytest.raises(MappingError) as refusal:
        mapping_from("ours", GOOD.replace(*change))
    assert sentence in str(refusal.value)
    assert "ours.yaml" in str(refusal.value)


def test_a_line_that_the_form_does_not_have_is_an_error_and_not_an_empty_column():
    with pytest.raises(MappingError, match="the form 2026 has no line '4.99'"):
        mapped_file(content(), mapping_from("ours", GOOD.replace('"4.1"', '"4.99"')))


def test_a_csv_has_one_sheet():
    two = GOOD + "  - {name: Other, rows: lines, columns: [{heading: A, value: code}]}\n"
    with pytest.raises(MappingError, match="a CSV has one sheet"):
        mapping_from("ours", two)


def test_a_mapping_of_the_administrators_stands_before_ours(tmp_path, settings):
    settings.EXCHANGE_FOLDER = tmp_path
    (tmp_path / "lines.yaml").write_text(GOOD)
    (tmp_path / "mine.yaml").write_text(GOOD)
    assert mapping("lines").title == "Ours"
    assert [found.key for found in mappings()] == ["activity-data", "facilities", "lines", "mine", "monthly-readings"]
    with pytest.raises(MappingError, match="There is no mapping 'theirs'"):
        mapping("theirs")


def test_what_comes_with_the_system_claims_nothing():
    assert all("not public" in found.claim for found in mappings())
