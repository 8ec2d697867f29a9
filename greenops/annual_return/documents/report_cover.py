"""The first pages of the report: the cover with its headline, and the statement."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether, TableStyle
from reportlab.platypus import Table as Grid

from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.printed import amount_words, unit_words, value_words
from greenops.annual_return.documents.questions import HEADS_STATEMENT, text_or_not_written
from greenops.annual_return.documents.report_findings import findings
from greenops.annual_return.documents.report_pages import WIDTH, chapter, contents, gap, paragraphs
from greenops.insight.pdf_words import ACCENT, LINE, words

HEADLINE = "T.1"
BESIDE = ("T.8", "T.14", "T.5", "T.6", "T.7", "T.13")


def cover(content: ReturnContent) -> Iterator[Flowable]:
    said = content.said
    yield gap(14)
    yield words(said.organization, "statement")
    yield gap(6)
    yield words(_("Environmental inventory %(year)s") % {"year": content.year}, "cover")
    years = _("Annual return for the Greening the Blue report %(report)s, on the data of %(year)s")
    yield words(years % {"report": content.report_year, "year": content.year}, "lead")
    yield words(content.edition_words[:1].upper() + content.edition_words[1:], "lead")
    yield gap(5)
    yield from _status(content)
    yield gap(6)
    yield _headline(content)
    yield gap(8)
    yield words(_("Contents"), "heading")
    yield contents()


def _status(content: ReturnContent) -> Iterator[Flowable]:
    lines = [words(content.status, "statement")]
    if content.reason:
        lines.append(words(_("Reason of the restatement: %(reason)s") % {"reason": content.reason}))
    if content.said.is_demonstration:
        lines.append(words(_("Demonstration data, made by a generator: no real person, trip or figure.")))
    box = Grid([[lines]], colWidths=[WIDTH])
    box.setStyle(TableStyle([("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT), ("LEFTPADDING", (0, 0), (-1, -1), 8)]))
    yield box


def _headline(content: ReturnContent) -> Flowable:
    """The total without delegates on the left, what explains it on the right; the total with delegates apart."""
    line = content.find(HEADLINE)
    unit = line.unit if line else "tCO2eq"
    large: list[Flowable] = [
        words(line.label if line else _("Total"), "label"),
        words(value_words(line.value if line else None, unit), "figure"),
        words(unit_words(unit), "statement"),
        gap(2),
        words(_("without travel of delegates paid by others"), "small"),
    ]
    other = content.with_delegates(HEADLINE)
    if other is not None and line is not None and other.value == line.value:
        large += [gap(2), words(_("With it: the same, no such travel is kept of the year."))]
    elif other is not None:
        large += [gap(2), words(_("With it, for comparison: %(amount)s") % {"amount": amount_words(other.value, unit)})]
    smaller = [_tile(content, code) for code in BESIDE if content.find(code)]
    smaller += [[]] * (len(smaller) % 2)
    part = WIDTH * 0.6
    tiles: Flowable | str = ""
    if smaller:
        tiles = Grid([smaller[place : place + 2] for place in range(0, len(smaller), 2)], colWidths=[part / 2 - 6] * 2)
        tiles.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
                    ("TOPPADDING", (0, 0), (-1, 0), 0),
                ]
            )
        )
    box = Grid([[large, tiles]], colWidths=[WIDTH - part, part])
    box.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.6, LINE),
                ("LEFTPADDING", (0, 0), (0, 0), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ]
        )
    )
    return box


def _tile(content: ReturnContent, code: str) -> list[Flowable]:
    line = content.find(code)
    assert line is not None
    return [words(line.label, "label"), words(amount_words(line.value, line.unit), "statement")]


def statement(content: ReturnContent) -> Iterator[Flowable]:
    """What the head says, what the figures say, and what is counted."""
    yield from chapter(_("Statement"))
    yield from paragraphs(text_or_not_written(content, HEADS_STATEMENT), "lead")
    yield words(_("What the figures say"), "heading")
    for sentence in findings(content):
        yield words(sentence, "paragraph")
    counted = [words(_("What is counted"), "heading")]
    for sentence in boundary_sentences(content):
        counted.append(words(sentence, "paragraph"))
    yield KeepTogether(counted)


def boundary_sentences(content: ReturnContent) -> list[str]:
    """The boundary, as it is printed beside every total."""
    said = content.said
    found = [_("Optional emissions stand apart and are in no total. What is not known is said so and is never 0.")]
    if said.boundary_off:
        found.insert(0, _("Without delegates: %(sentence)s") % {"sentence": said.boundary_off})
    if said.boundary_on and content.on is not None:
        found.insert(1, _("With delegates: %(sentence)s") % {"sentence": said.boundary_on})
        found.insert(2, _("The two stand side by side. They are two answers and are never added."))
    return found
