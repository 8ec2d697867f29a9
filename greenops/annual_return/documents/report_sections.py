"""The sections of the form, line by line, each with what it was made from."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.platypus import Flowable, KeepTogether

from greenops.annual_return.computed import Line
from greenops.annual_return.documents.breakdown import LINE
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.printed import amount_words, unit_words, value_words
from greenops.annual_return.documents.report_pages import chapter, grid
from greenops.insight.amounts import per_cent_sign
from greenops.insight.pdf_words import words

LARGEST_SHOWN: Final = 3
SHORT_TEXT: Final = 20
# A question's code is a word; it stands below its label.
LONGEST_CODE: Final = 6
WIDTHS: Final = (8.0, 62.0, 18.0, 19.0, 13.0)


def sections(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Sections of the form"))
    note = _(
        "Each line with the part of it that rests on estimates. Where a line has many inputs the largest are named;"
    )
    yield words(f"{note} {_('the workbook lists all of them.')}", "paragraph")
    for section in content.sections:
        if section.code != TOTALS:
            yield from _section(content, section.code, section.title)


def _section(content: ReturnContent, code: str, title: str) -> Iterator[Flowable]:
    lines = content.lines(code)
    texts = [line for line in lines if isinstance(line.value, str) and len(line.value) > SHORT_TEXT]
    figures = [line for line in lines if line not in texts]
    heading = words(f"{code}  {title}", "heading")
    if figures:
        heads = (_("Line"), _("What"), _("Value"), _("Unit"), _("On estimates"))
        rows = [_row(content, line) for line in figures]
        made = grid(heads, rows, WIDTHS, numeric=(2, 4))
        # A short section is not torn apart; a long one may run over the page with its heading repeated.
        yield from [KeepTogether([heading, made])] if len(rows) <= 12 else [heading, made]
    else:
        yield heading
    for line in texts:
        yield words(f"{line.code}  {line.label}", "label")
        for paragraph in str(line.value).split("\n"):
            if paragraph.strip():
                yield words(paragraph.strip(), "paragraph")


def _row(content: ReturnContent, line: Line) -> list[str | Flowable]:
    is_question = len(line.code) > LONGEST_CODE
    remarks = [*([line.code] if is_question else []), *_remarks(content, line)]
    what = [words(line.label, "cell"), *(words(text, "small") for text in remarks)]
    number = value_words(line.value, line.unit)
    estimates = "" if line.method_share is None else per_cent_sign(line.method_share)
    unit = "" if line.unit in ("text",) else unit_words(line.unit)
    return ["" if is_question else line.code, what, number, unit, estimates]  # type: ignore[list-item]


def _remarks(content: ReturnContent, line: Line) -> Iterator[str]:
    if line.optional:
        yield _("Optional: in no total.")
    other = content.with_delegates(line.code)
    if other is not None and other.value != line.value:
        yield _("With delegates: %(amount)s.") % {"amount": amount_words(other.value, other.unit)}
    yield from made_from(line)
    if line.note:
        yield line.note


def made_from(line: Line) -> Iterator[str]:
    """From how many inputs a line was made, and the largest of them. Other lines are named by code."""
    others = [given.key.removeprefix(LINE) for given in line.inputs if given.key.startswith(LINE)]
    if others:
        yield _("From the lines %(codes)s.") % {"codes": ", ".join(others)}
    inputs = [given for given in line.inputs if not given.key.startswith(LINE)]
    if not inputs:
        return
    known = sorted(
        (given for given in inputs if given.value is not None), key=lambda given: (-(given.value or 0), given.key)
    )
    if len(inputs) <= 1 or not known:
        return
    count = ngettext("From %(count)s input", "From %(count)s inputs", len(inputs)) % {"count": f"{len(inputs):,}"}
    largest = "; ".join(f"{given.label} {amount_words(given.value, line.unit)}" for given in known[:LARGEST_SHOWN])
    yield _("%(count)s; the largest: %(largest)s.") % {"count": count, "largest": largest}
