"""manage.py annual_return: the return of a data year as a file."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from greenops.annual_return.computation import compute_both
from greenops.annual_return.cycle.frozen import frame_of, frozen_lines
from greenops.annual_return.models import FrozenLine
from tests.factories import returns
from tests.factories.activity import reading
from tests.factories.boundary import site, terms

pytestmark = pytest.mark.django_db
KEYS_OF_A_LINE = {
    *("code", "label", "section", "value", "unit", "scope", "source_group", "optional", "method_share", "inputs"),
    "factor_editions",
}


@pytest.fixture
def geneva():
    made = site()
    terms(made)
    reading(made, months=12, quantity=Decimal(1000))
    return made


def written(tmp_path: Path, *args: str, ending: str = "json") -> str:
    out = tmp_path / f"return.{ending}"
    call_command("annual_return", *args, "--format", ending, "--out", str(out), stdout=io.StringIO())
    return out.read_text(encoding="utf-8-sig")


def test_json_says_both_years_and_holds_each_line_with_its_inputs(geneva, tmp_path):
    content = json.loads(written(tmp_path, "2025"))

    assert (content["year"], content["report_year"], content["edition"]) == (2025, 2026, "2026")
    assert all(line.keys() >= KEYS_OF_A_LINE for line in content["lines"])
    [grid] = [line for line in content["lines"] if line["code"] == "3.20"]
    assert grid["value"] == pytest.approx(0.048)
    assert grid["inputs"][0]["equation"].startswith("1,000 kWh × 0.048 kg CO2")
    assert grid["factor_editions"] == ["ifi_operating_margin/2021-v3.1"]


def test_csv_has_a_row_for_each_line(geneva, tmp_path):
    rows = list(csv.DictReader(io.StringIO(written(tmp_path, "2025", ending="csv"))))

    [grid] = [row for row in rows if row["code"] == "3.20"]
    assert float(grid["value"]) == pytest.approx(0.048)
    assert (grid["year"], grid["report_year"], grid["delegates"]) == ("2025", "2026", "no")


def test_the_same_data_are_written_as_the_same_bytes(geneva, tmp_path):
    assert written(tmp_path, "2025") == written(tmp_path, "2025")


def test_delegates_are_said_in_the_line_of_air_travel(geneva, tmp_path):
    content = json.loads(written(tmp_path, "2025", "--delegates"))

    [air] = [line for line in content["lines"] if line["code"] == "8.1"]
    assert content["delegates"] is True
    assert air["label"].endswith("with travel paid by others (delegates)")


def test_a_frozen_version_is_written_as_it_was_whatever_came_after(geneva, tmp_path):
    off, on = compute_both(2025)
    version = returns.version(
        returns.annual_return(2025),
        inputs_digest=off.inputs_digest,
        lines_digest=off.lines_digest,
        statements={"computed": frame_of(off, on)},
    )
    FrozenLine.objects.bulk_create([*frozen_lines(version, off), *frozen_lines(version, on)])
    reading(geneva, "district_cooling", months=12)

    then = json.loads(written(tmp_path, "2025", "--as-of", "1"))
    now = json.loads(written(tmp_path, "2025"))

    [total_then], [total_now] = ([line for line in made["lines"] if line["code"] == "T.1"] for made in (then, now))
    assert total_then["value"] == pytest.approx(0.048)
    assert total_now["value"] is None
    assert then["lines_digest"] == off.lines_digest


def test_a_version_of_another_edition_is_refused(geneva, tmp_path):
    returns.version(returns.annual_return(2025))

    with pytest.raises(CommandError, match="Version 1 of 2025 was frozen by edition 2026, not 2024"):
        written(tmp_path, "2025", "--as-of", "1", "--edition", "2024")


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_documents_of_a_draft_are_the_same_bytes_each_time(geneva, tmp_path, ending, begins):
    files = [tmp_path / f"{time}.{ending}" for time in ("first", "second")]
    for out in files:
        call_command("annual_return", "2025", "--format", ending, "--out", str(out), stdout=io.StringIO())

    first, second = (out.read_bytes() for out in files)
    assert first.startswith(begins)
    assert first == second


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        pytest.param(["1999"], "no edition of the form for the data of 1999", id="no-edition-of-the-year"),
        pytest.param(["2024"], "Nothing is kept of 2024", id="no-data"),
        pytest.param(["2025", "--edition", "x"], "no edition 'x'", id="no-such-edition"),
        pytest.param(["2025", "--as-of", "3"], "has no version 3", id="no-such-version"),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence_and_writes_nothing(geneva, tmp_path, args, sentence):
    out = tmp_path / "return.json"

    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("annual_return", *args, "--format", "json", "--out", str(out))

    assert refusal.value.returncode == 3
    assert not out.exists()
