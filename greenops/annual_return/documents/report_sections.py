"""The sections of the form, line by line, each with what it was made from."""

from collections import defaultdict
from collections.abc import Iterator
from math import fsum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from greenops.annual_return.computed import Line
from greenops.annual_return.documents.breakdown import LINE, is_unexplained
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.printed import amount_words, unit_words, value_words
from greenops.annual_return.documents.questions import OF_THE_PLAN
from greenops.annual_return.documents.report_pages import chapter, grid, paragraphs
from greenops.insight.amounts import per_cent_sign
from greenops.insight.pdf_words import has_letters, words

LARGEST_SHOWN: Final = 3
SHORT_TEXT: Final = 20
# A question's code is a word; it stands below its label.
LONGEST_CODE: Final = 6
WIDTHS: Final = (8.0, 64.0, 18.0, 18.0, 15.0)


def sections(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Sections of the form"))
    note = _("Every line, with the part of it that rests on estimates. Each input stands in the workbook.")
    yield words(note, "paragraph")
    for section in content.sections:
        if section.code != TOTALS:
            yield from _section(content, section.code, section.title)


def _section(content: ReturnContent, code: str, title: str) -> Iterator[Flowable]:
    """What is known as a table, long texts below it, and what is not known by name."""
    lines = content.lines(code)
    texts = [line for line in lines if isinstance(line.value, str) and _is_long(line.value)]
    unknown = [line for line in lines if is_unexplained(line)]
    figures = [line for line in lines if line not in texts and line not in unknown]
    yield CondPageBreak((45 if figures else 25) * mm)
    yield words(f"{code}  {title}", "section")
    if figures:
        heads = (_("Line"), _("What"), _("Value"), _("Unit"), _("On estimates"))
        yield grid(heads, [_row(content, line) for line in figures], WIDTHS, numeric=(2, 4))
    for line in texts:
        if line.code in OF_THE_PLAN.values():
            continue
        yield words(f"{line.code}  {line.label}", "label")
        yield from paragraphs(str(line.value))
    if any(line.code in OF_THE_PLAN.values() for line in texts):
        yield words(_("These texts are printed in the inventory management plan."), "paragraph")
    if unknown:
        names = "; ".join(f"{line.label} ({line.code})" for line in unknown)
        yield words(_("Not known: %(names)s.") % {"names": names}, "small")


def _is_long(text: str) -> bool:
    """Too long for the column of values, or in letters that only a paragraph can tell of."""
    return len(text) > SHORT_TEXT or not has_letters(text)


def _row(content: ReturnContent, line: Line) -> list[str | list[Flowable]]:
    is_question = len(line.code) > LONGEST_CODE
    remarks = [*([line.code] if is_question else []), *_remarks(content, line)]
    what = [words(line.label, "cell"), *(words(text, "small") for text in remarks)]
    estimates = "" if line.method_share is None else per_cent_sign(line.method_share)
    unit = "" if line.value is None or isinstance(line.value, str | bool) else unit_words(line.unit)
    return ["" if is_question else line.code, what, value_words(line.value, line.unit), unit, estimates]


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
    """Of emissions: from how many inputs, and the sites with most. Of what is made from lines: from which."""
    others = [given.key.removeprefix(LINE) for given in line.inputs if given.key.startswith(LINE)]
    if others:
        yield _("From the lines %(codes)s.") % {"codes": ", ".join(others)}
    by_site: dict[str, list[float]] = defaultdict(list)
    inputs = [given for given in line.inputs if not given.key.startswith(LINE)]
    for given in inputs:
        if given.value is not None:
            is_of_a_site = given.readings or given.share
            by_site[given.key.split("/")[0] if is_of_a_site else given.label].append(given.value)
    if len(by_site) < 2 or "CO2" not in line.unit:
        return
    sums = sorted(((fsum(values), name) for name, values in by_site.items()), key=lambda one: (-one[0], one[1]))
    largest = ", ".join(f"{name} {amount_words(value, line.unit)}" for value, name in sums[:LARGEST_SHOWN])
    count = ngettext("From %(count)s input", "From %(count)s inputs", len(inputs)) % {"count": f"{len(inputs):,}"}
    yield _("%(count)s; most: %(largest)s.") % {"count": count, "largest": largest}
