"""The pages of totals: two bases of electricity, with and without delegates, by scope and by source group."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether

from greenops.annual_return.computed import Line
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.printed import unit_words, value_words
from greenops.annual_return.documents.report_cover import boundary_sentences
from greenops.annual_return.documents.report_findings import GROUPS, SCOPES, number_of, share
from greenops.annual_return.documents.report_pages import chapter, grid
from greenops.annual_return.inventory.rounding import rounded_percentages
from greenops.insight.amounts import per_cent_sign
from greenops.insight.pdf_words import words

BASES = ("T.1", "T.9")
SHOWN_ALREADY = frozenset({*BASES, *GROUPS, *SCOPES})


def totals(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Totals"))
    for sentence in boundary_sentences(content):
        yield words(sentence, "paragraph")
    yield from _block(content, _("By the basis of electricity"), BASES, shares=False)
    yield from _block(content, _("By scope"), SCOPES)
    yield from _block(content, _("By source"), GROUPS)
    others = [line.code for line in content.lines(TOTALS) if line.code not in SHOWN_ALREADY]
    yield from _block(content, _("Ratios and what stands apart"), others, shares=False, units=True)


def _block(
    content: ReturnContent, title: str, codes: Sequence[str], *, shares: bool = True, units: bool = False
) -> Iterator[Flowable]:
    """Lines with both values side by side; shares are parts of the total without and with delegates."""
    lines = [line for line in map(content.find, codes) if line is not None]
    if not lines:
        return
    rows: list[list[str]] = []
    for line in lines:
        other = content.with_delegates(line.code)
        row = [line.code, _label(content, line), value_words(line.value, line.unit)]
        if shares:
            row.append(per_cent_sign(share(number_of(line), number_of(content.find("T.1")))))
        row.append(value_words(other.value, other.unit) if other else _("not computed"))
        if shares:
            row.append(per_cent_sign(share(number_of(other), number_of(content.with_delegates("T.1")))))
        if units:
            row.append(unit_words(line.unit))
        rows.append(row)
    unit = unit_words(lines[0].unit)
    heads, widths = [_("Line"), _("What"), _("Without delegates")], [8.0, 50.0, 18.0]
    if shares:
        heads, widths = [*heads, _("Part")], [*widths, 9.0]
    heads, widths = [*heads, _("With delegates")], [*widths, 18.0]
    if shares:
        heads, widths = [*heads, _("Part")], [*widths, 9.0]
        rows.append(_total_row(content))
    numeric = range(2, len(heads))
    if units:
        heads, widths = [*heads, _("Unit")], [*widths, 20.0]
    title = title if units else f"{title} ({unit})"
    made = grid(heads, rows, widths, numeric=numeric, total_rows=[len(rows) - 1] if shares else [])
    notes = [words(note, "small") for note in _rounding(content, lines)] if shares else []
    yield KeepTogether([words(title, "heading"), made, *notes])


def _rounding(content: ReturnContent, lines: Sequence[Line]) -> Iterator[str]:
    """R33: where the printed parts of a column do not add to 100."""
    for side, find in ((_("Without delegates"), content.find), (_("With delegates"), content.with_delegates)):
        whole = number_of(find("T.1"))
        parts = [share(number_of(find(line.code)), whole) for line in lines]
        _rounded, note = rounded_percentages([part for part in parts if part is not None])
        if note:
            yield f"{side}: {note}"


def _label(content: ReturnContent, line: Line) -> str:
    """The total says on which basis its electricity is; the line beside it says so itself."""
    if line.code != "T.1" or not content.said.electricity_basis:
        return line.label
    return f"{line.label} ({content.said.electricity_basis}-based)"


def _total_row(content: ReturnContent) -> list[str]:
    whole, other = content.find("T.1"), content.with_delegates("T.1")
    off = value_words(whole.value, whole.unit) if whole else _("not known")
    on = value_words(other.value, other.unit) if other else _("not computed")
    return ["T.1", _("Total"), off, "100%", on, "100%" if other else ""]
