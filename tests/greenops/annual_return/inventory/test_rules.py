"""The table of rules in the documentation, held against functions and tests."""

import importlib
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
ROW = re.compile(r"^\| (R\d\d) \| .+ \| `(\w+)\.(\w+)` \| `(test_\w+\.py)::(test_r\d\d_\w+)` \|$", re.MULTILINE)
LINE_ROW = re.compile(r"^\| (R\d\d) \| `((?:\w+/)?test_\w+\.py)::(test_r\d\d_\w+)` \|$", re.MULTILINE)
DOCUMENT = (ROOT / "docs/annual_return.md").read_text(encoding="utf-8")
TABLE = ROW.findall(DOCUMENT)
LINES_TABLE = LINE_ROW.findall(DOCUMENT)


def test_the_table_has_each_rule_once_and_in_order():
    assert [row[0] for row in TABLE] == [f"R{number:02}" for number in range(1, 34)]


@pytest.mark.parametrize(("rule", "module", "function", "file", "test"), TABLE, ids=[row[0] for row in TABLE])
def test_each_rule_has_a_function_that_says_its_source_and_a_test_that_bears_its_number(
    rule, module, function, file, test
):
    found = getattr(importlib.import_module(f"greenops.annual_return.inventory.{module}"), function)
    words = found.__doc__
    assert words.startswith(f"{rule}")
    assert "Source: " in words
    assert test.startswith(f"test_{rule.lower()}_")
    assert f"def {test}(" in (HERE / file).read_text(encoding="utf-8")


def test_the_tests_that_hold_lines_to_their_rules_exist_and_bear_its_number():
    assert len(LINES_TABLE) >= 12
    for rule, file, test in LINES_TABLE:
        assert test.startswith(f"test_{rule.lower()}_")
        assert f"def {test}(" in (HERE.parent / file).read_text(encoding="utf-8"), test
