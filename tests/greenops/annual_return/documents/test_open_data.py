"""Open data: the lines in the shape that was promised, without and with delegates, never as one."""

import csv
import io
import json

from greenops.annual_return.documents.open_data import LINE_KEYS, return_csv, return_json
from tests.factories.computed_return import content


def test_the_lines_of_the_json_have_the_promised_keys_in_order():
    data = json.loads(return_json(content()))
    off, on = data["returns"]
    assert [off["delegates"], on["delegates"]] == [False, True]
    assert list(off["lines"][0])[: len(LINE_KEYS)] == [
        "code", "label", "section", "value", "unit", "scope", "source_group", "optional", "method_share", "inputs",
        "factor_editions",
    ]  # fmt: skip
    assert [line["value"] for line in off["lines"] if line["code"] in ("T.11", "12.2")] == [None, False]


def test_a_figure_of_the_json_opens_to_its_inputs_factors_and_equations():
    data = json.loads(return_json(content()))
    power = next(line for line in data["returns"][0]["lines"] if line["code"] == "3.1")
    first = power["inputs"][0]
    assert first["equation"] == "100000 kWh x 0.1234 kg/kWh = 12340.0 kg"
    assert (first["factors"][0]["dataset"], first["factors"][0]["edition"]) == ("grid_ifi", "2021-v3.1")
    assert power["rules"] == ["R08", "R21"]


def test_years_edition_mark_and_digest_stand_on_top():
    made = content()
    data = json.loads(return_json(made))
    assert (data["data_year"], data["report_year"], data["edition"]) == (2025, 2026, "2026")
    assert data["edition_mark"] == "ours, not UNEP's"
    assert data["content_digest"] == made.digest
    assert json.loads(return_json(content(frozen=False)))["is_draft"]


def test_the_csv_has_a_row_a_line_for_each_side_and_runs_no_formula():
    rows = list(csv.DictReader(io.StringIO(return_csv(content()).decode("utf-8-sig"))))
    totals = {row["delegates"]: row["value"] for row in rows if row["code"] == "T.1"}
    assert totals == {"no": "904.359858", "yes": "969.859858"}
    efforts = next(row for row in rows if row["code"] == "20.reductions.en")
    assert efforts["value"].startswith("'=Video first")
    assert next(row for row in rows if row["code"] == "11.2")["value"] == ""
