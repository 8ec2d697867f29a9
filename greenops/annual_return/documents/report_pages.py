"""Pages of the return's PDFs: head, foot, watermark of a draft, contents, chapters, tables."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid
from reportlab.platypus.tableofcontents import TableOfContents

from greenops.annual_return.documents.content import ReturnContent
from greenops.insight.pdf_tables import SUNKEN_BOX, ruled
from greenops.insight.pdf_words import ACCENT, BOLD, LINE, MUTED, REGULAR, STYLES, has_letters, plain, words

MARGIN: Final = 18 * mm
TOP: Final = 24 * mm
BOTTOM: Final = 22 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
PALE: Final = HexColor("#f1f4f6")
CONTENTS_STYLE: Final = STYLES["contents"]
# A row is only torn where it is taller than what is left of a page, and in pieces of so many points at least.
MIN_SPLIT: Final = 60


class Chapter(Paragraph):
    """A heading that stands in the contents and in the outline of the file."""

    def __init__(self, text: str) -> None:
        made = words(text, "chapter")
        super().__init__(made.text, made.style)
        self.heading = text


def chapter(text: str, *, needs: float | None = None) -> Iterable[Flowable]:
    """A chapter on a new page; or below the one before, where that leaves it as many millimetres as it needs."""
    yield PageBreak() if needs is None else CondPageBreak(needs * mm)
    if needs is not None:
        yield gap(6)
    yield Chapter(text)


class Document(BaseDocTemplate):
    """Tells the contents where each chapter begins."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if isinstance(flowable, Chapter):
            key = f"chapter-{self.canv.getPageNumber()}-{plain(flowable.heading)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(plain(flowable.heading), key, 0)
            self.notify("TOCEntry", (0, words(flowable.heading).text, self.page, key))


def contents() -> TableOfContents:
    table = TableOfContents(dotsMinLevel=0)
    table.levelStyles = [CONTENTS_STYLE]
    table.tableStyle = TableStyle([("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
    return table


def pdf(content: ReturnContent, title: str, story: Sequence[Flowable]) -> bytes:
    """The story as a file: dated by the content, with an identity made from it."""
    out = BytesIO()
    document = Document(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=plain(f"{title}, {content.said.organization}"),
        author=plain(content.said.organization),
        subject=plain(content.edition_words),
        keywords=content.digest,
        creator=f"GreenOps {content.off.code_version}",
        lang="en-GB",
        invariant=1,
    )
    frame = Frame(MARGIN, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.multiBuild(list(story), canvasmaker=_canvas_of(content, title))
    return out.getvalue()


def _canvas_of(content: ReturnContent, title: str) -> type[Canvas]:
    """A canvas that knows how many pages there are when it writes their heads and feet."""

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            stamp = self._doc._timeStamp
            stamp.YMDhms = content.moment.utctimetuple()[:6]
            stamp.dhh = stamp.dmm = 0
            self.finished: list[dict[str, Any]] = []
            if content.is_draft:
                _watermark(self)

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self.finished.append(dict(self.__dict__))
            self._startPage()
            if content.is_draft:
                _watermark(self)

        def save(self) -> None:
            for number, page in enumerate(self.finished, start=1):
                self.__dict__.update(page)
                _frame_of_page(self, content, title, number, len(self.finished))
                super().showPage()
            super().save()

    return Numbered


def _watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFont(BOLD, 110)
    canvas.setFillColor(PALE)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -35, _("DRAFT"))
    canvas.restoreState()


def _frame_of_page(canvas: Canvas, content: ReturnContent, title: str, number: int, count: int) -> None:
    """Whose, what and which years above; how final, by which edition, which page below."""
    right, head, foot = A4[0] - MARGIN, A4[1] - 13 * mm, 13 * mm
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, head - 5, right, head - 5)
    canvas.line(MARGIN, foot + 9, right, foot + 9)
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, head, plain(f"{content.said.organization} · {title}"))
    years = _("data year %(year)s · report %(report)s") % {"year": content.year, "report": content.report_year}
    canvas.drawRightString(right, head, years)
    canvas.drawString(MARGIN, foot, plain(f"{content.status} · {content.edition_words}"))
    page = _("Page %(number)s of %(count)s") % {"number": number, "count": count}
    canvas.drawRightString(right, foot, page)
    canvas.drawString(MARGIN, foot - 9, f"SHA-256 {content.digest[:32]} · GreenOps {content.off.code_version}")
    if content.said.is_demonstration:
        canvas.setFillColor(ACCENT)
        canvas.setFont(BOLD, 7)
        canvas.drawRightString(right, foot - 9, _("Demonstration data: no real figure"))


def grid(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | list[Flowable]]],
    widths: Sequence[float],
    *,
    numeric: Iterable[int] = (),
    total_rows: Iterable[int] = (),
    width: float = WIDTH,
) -> Flowable:
    """A table over the width given. widths: parts of it; numeric: columns set to the right.

    total_rows: rows printed bold with a line above. The heading is repeated on every page.
    """
    right, totals = frozenset(numeric), frozenset(total_rows)
    cells: list[list[Flowable]] = [
        [words(text, "head_number" if place in right else "head") for place, text in enumerate(headings)]
    ]
    for number, row in enumerate(rows):
        ending = "_total" if number in totals else ""
        cells.append(
            [
                words(cell, ("number" if place in right else "cell") + ending) if isinstance(cell, str) else cell
                for place, cell in enumerate(row)
            ]
        )
    scale = width / sum(widths)
    made = Grid(cells, hAlign="LEFT", colWidths=[part * scale for part in widths], repeatRows=1, splitInRow=MIN_SPLIT)
    style: list[Any] = [
        *ruled(above=2, below=3),
        *(("LINEABOVE", (0, row + 1), (-1, row + 1), 0.8, MUTED) for row in totals),
    ]
    made.setStyle(TableStyle(style))
    return made


def pairs(rows: Sequence[tuple[str, str]]) -> Flowable:
    """Names and their words in a sunken box."""
    cells = [[words(name, "label"), words(text)] for name, text in rows]
    box = Grid(cells, colWidths=[WIDTH * 0.24, WIDTH * 0.76], splitInRow=MIN_SPLIT)
    box.setStyle(SUNKEN_BOX)
    return box


def paragraphs(text: str, style: str = "paragraph") -> Iterable[Flowable]:
    """A text that somebody wrote, line by line. One in other letters is not printed as empty boxes: where it stands."""
    if not has_letters(text):
        yield words(_("In letters that this print does not have: the text stands in the workbook and the data."), style)
        return
    for line in filter(None, map(str.strip, text.split("\n"))):
        yield words(line, style)


def gap(millimetres: float = 3) -> Flowable:
    return Spacer(0, millimetres * mm)
