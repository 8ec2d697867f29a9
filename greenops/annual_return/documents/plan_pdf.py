"""The inventory management plan as a PDF, in the same pages as the report."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable

from greenops.annual_return.documents.content import ReturnContent
from greenops.annual_return.documents.management_plan import plan_chapters
from greenops.annual_return.documents.report_pages import chapter, contents, gap, grid, paragraphs, pdf
from greenops.insight.pdf_words import words


def plan_pdf(content: ReturnContent) -> bytes:
    title = _("Inventory management plan %(year)s") % {"year": content.year}
    return pdf(content, title, list(_story(content, title)))


def _story(content: ReturnContent, title: str) -> Iterator[Flowable]:
    said = content.said
    yield gap(8)
    yield words(said.organization, "statement")
    yield gap(4)
    yield words(title, "cover")
    yield words(content.edition_words[:1].upper() + content.edition_words[1:], "lead")
    yield words(content.status, "lead")
    if said.is_demonstration:
        yield words(_("Demonstration data, made by a generator: no real person, trip or figure."), "lead")
    yield words(_("Printed from what the system holds; nothing in it was typed twice."), "lead")
    yield gap(4)
    yield words(_("Contents"), "heading")
    yield contents()
    for number, part in enumerate(plan_chapters(content), start=1):
        yield from chapter(f"{number}. {part.title}", needs=None if number == 1 else 45)
        for text in part.paragraphs:
            yield from paragraphs(text)
        if part.table:
            table = part.table
            yield grid(table.headings, table.rows, table.widths, numeric=table.numeric)
