"""A computed return as JSON and CSV: the same bytes for the same return."""

import csv
import io
import json
from typing import Any

from ems.resources import neutral
from greenops.annual_return.computed import ComputedReturn, Line
from greenops.annual_return.edition_file import edition

COLUMNS = (
    *("code", "label", "section", "value", "unit", "scope", "source_group", "optional", "method_share"),
    *("factor_editions", "rules", "equation", "note", "year", "report_year", "edition", "delegates"),
)


def as_json(computed: ComputedReturn) -> bytes:
    """What the return is, and its lines with all their inputs."""
    content = {
        **about(computed),
        "sections": [{"code": section.code, "title": section.title} for section in computed.sections],
        "lines": [line.content() for line in computed.lines],
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def about(computed: ComputedReturn) -> dict[str, Any]:
    """All of the return but its lines."""
    return {
        "year": computed.year,
        "report_year": computed.report_year,
        "edition": computed.edition,
        "mark": edition(computed.edition).mark,
        "delegates": computed.delegates,
        "method_version": computed.method_version,
        "code_version": computed.code_version,
        "factor_editions": list(computed.factor_editions),
        "inputs_digest": computed.inputs_digest,
        "lines_digest": computed.lines_digest,
        "remarks": list(computed.remarks),
        "problems": [
            {
                "sentence": problem.sentence,
                "line": problem.line,
                "section": problem.section,
                "site": problem.site,
                "stream": problem.stream,
            }
            for problem in computed.problems
        ],
        "warnings": list(computed.warnings),
    }


def as_csv(computed: ComputedReturn) -> bytes:
    """One row for each line, without its inputs; UTF-8 with the mark that spreadsheets look for."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in computed.lines:
        rows.writerow(_row(line, computed))
    return written.getvalue().encode("utf-8-sig")


def _row(line: Line, computed: ComputedReturn) -> list[Any]:
    values = {**line.content(), "year": computed.year, "report_year": computed.report_year}
    values |= {"edition": computed.edition, "delegates": computed.delegates}
    return [_cell(values[name]) for name in COLUMNS]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    return repr(value) if isinstance(value, float) else neutral(value)
