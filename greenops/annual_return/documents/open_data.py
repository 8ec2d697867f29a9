"""The return as open data: one CSV of lines and one JSON with everything that the lines were made from."""

import csv
import io
import json
from typing import Any, Final

from greenops.annual_return.computed import ComputedReturn, Line
from greenops.annual_return.documents.content import ReturnContent
from travel.views.downloads import safe_text

LINE_KEYS: Final = (
    "code", "label", "section", "value", "unit", "scope", "source_group", "optional", "method_share", "inputs",
    "factor_editions",
)  # fmt: skip
CSV_COLUMNS: Final = ("data_year", "report_year", "edition", "status", "delegates", *LINE_KEYS, "note")


def line_data(line: Line) -> dict[str, Any]:
    """A line as plain JSON values: the keys of the open data first, then how its value comes about."""
    content = line.content()
    for given in content["inputs"]:
        # PostgreSQL keeps the keys of JSON in an order of its own.
        given["factors"] = [dict(sorted(factor.items())) for factor in given["factors"]]
    return {name: content[name] for name in (*LINE_KEYS, "equation", "rules", "note")}


def return_json(content: ReturnContent) -> bytes:
    """Both returns, without and with delegates, each with its lines; values are not rounded, null is not known."""
    data = {
        "title": "Environmental inventory, annual return",
        "organization": content.said.organization,
        "is_demonstration": content.said.is_demonstration,
        "data_year": content.year,
        "report_year": content.report_year,
        "edition": content.off.edition,
        "edition_mark": content.said.edition_mark,
        "status": content.status,
        "is_draft": content.is_draft,
        "version": content.version,
        "content_digest": content.digest,
        "inputs_digest": content.off.inputs_digest,
        "factor_editions": list(content.off.factor_editions),
        "method_version": content.off.method_version,
        "code_version": content.off.code_version,
        "sections": [{"code": section.code, "title": section.title} for section in content.sections],
        "returns": [_return_data(content, part) for part in (content.off, content.on) if part is not None],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _return_data(content: ReturnContent, part: ComputedReturn) -> dict[str, Any]:
    return {
        "delegates": part.delegates,
        "boundary": content.said.boundary_on if part.delegates else content.said.boundary_off,
        "remarks": list(part.remarks),
        "lines_digest": part.lines_digest,
        "lines": [line_data(line) for line in part.lines],
    }


def return_csv(content: ReturnContent) -> bytes:
    """One row a line, first without and then with delegates; the two are never added.

    value: not rounded, empty where not known. inputs: how many. factor_editions: separated by `; `.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CSV_COLUMNS)
    for part in filter(None, (content.off, content.on)):
        start = [content.year, content.report_year, part.edition, safe_text(content.status)]
        for line in part.lines:
            writer.writerow([*start, _word(part.delegates), *_csv_cells(line)])
    return out.getvalue().encode("utf-8-sig")


def _csv_cells(line: Line) -> list[str | int | float]:
    value: str | int | float
    if line.value is None:
        value = ""
    elif isinstance(line.value, bool):
        value = _word(line.value)
    else:
        value = safe_text(line.value) if isinstance(line.value, str) else line.value
    return [
        line.code,
        safe_text(line.label),
        line.section,
        value,
        line.unit,
        "" if line.scope is None else line.scope,
        line.source_group or "",
        _word(line.optional),
        "" if line.method_share is None else line.method_share,
        len(line.inputs),
        safe_text("; ".join(line.factor_editions)),
        safe_text(line.note),
    ]


def _word(truth: bool) -> str:
    return "yes" if truth else "no"
