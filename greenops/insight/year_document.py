"""The year's report as a PDF. It prints a frozen report and asks nothing of the database."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from greenops.insight.charts import Chart, svg_drawing
from greenops.insight.pdf_tables import SUNKEN_BOX, ruled
from greenops.insight.pdf_words import ACCENT, LINE, MUTED, REGULAR, chart_font, plain, words
from greenops.insight.year_report import Statement, YearReport
from greenops.insight.year_tables import Kind, Table

MARGIN: Final = 16 * mm
FRAME_PADDING: Final = 6  # points, reportlab's own on either side
WIDTH: Final = A4[0] - 2 * (MARGIN + FRAME_PADDING)
GAP: Final = 6 * mm
HALF: Final = (WIDTH - GAP) / 2
COLUMN_WIDTHS: Final = {Kind.COUNT: 13 * mm, Kind.DISTANCE: 22.5 * mm, Kind.MASS: 16.5 * mm, Kind.SHARE: 16.5 * mm}


def year_document(report: YearReport) -> bytes:
    """A4 pages: the headline, the charts as vectors, the tables, the boundary and the method."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=22 * mm,
        title=plain(f"{report.title}, {report.organization}"),
        author=plain(report.organization),
        subject=plain(f"{report.note.label}, {report.note.edition}, {report.unit}"),
        creator=f"GreenOps {report.code_version}",
        lang="en-GB",
    )
    document.build(list(_story(report)), canvasmaker=_canvas_of(report))
    return out.getvalue()


def _story(report: YearReport) -> Iterator[Flowable]:
    if report.is_demonstration:
        yield words(_("Demonstration data, made by a generator: no real person, trip or figure."), "label")
    yield words(report.organization, "label")
    yield words(report.title, "title")
    yield words(report.part or _("The whole organization"), "body")
    yield Spacer(0, 4 * mm)
    yield _headline(report)
    yield Spacer(0, 3 * mm)
    yield words(report.boundary)
    for remark in (*report.remarks, *filter(None, [report.waiting])):
        yield words(remark)
    yield from _charts(report)
    for table in report.tables:
        yield from _table(table)
    yield KeepTogether(list(_method(report)))


def _headline(report: YearReport) -> Flowable:
    """The one figure on the left, the smaller ones beside it."""
    smaller = [_statement(statement) for statement in report.statements]
    if len(smaller) % 2:
        smaller.append([])
    pairs = Grid([smaller[i : i + 2] for i in range(0, len(smaller), 2)], colWidths=[(WIDTH * 0.62 - 8) / 2] * 2)
    pairs.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]))
    large = [
        words(report.headline.label, "label"),
        words(report.headline.value, "figure"),
        words(report.unit, "statement"),
        Spacer(0, 2 * mm),
        words(report.headline.below, "small"),
    ]
    grid = Grid([[large, pairs]], colWidths=[WIDTH * 0.38, WIDTH * 0.62])
    grid.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBEFORE", (0, 0), (0, 0), 3, ACCENT),
                ("BOX", (0, 0), (-1, -1), 0.5, LINE),
                ("LEFTPADDING", (0, 0), (0, 0), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
            ]
        )
    )
    return grid


def _statement(statement: Statement) -> list[Flowable]:
    return [
        words(statement.label, "label"),
        words(f"{statement.value} {statement.unit}".strip(), "statement"),
        words(statement.below, "small"),
    ]


def _charts(report: YearReport) -> Iterator[Flowable]:
    """The months across the page, the others two in a row."""
    if not report.charts:
        return
    first, *others = report.charts
    yield words(first.title, "heading")
    yield from _chart(first, WIDTH * 0.78, titled=False)
    for place in range(0, len(others), 2):
        pair = [list(_chart(chart, HALF)) for chart in others[place : place + 2]]
        grid = Grid([pair + [[]] * (2 - len(pair))], colWidths=[HALF + GAP / 2] * 2)
        grid.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (0, -1), 0),
                    ("RIGHTPADDING", (1, 0), (1, -1), 0),
                ]
            )
        )
        yield KeepTogether([Spacer(0, 3 * mm), grid])


def _chart(chart: Chart, width: float, *, titled: bool = True) -> Iterator[Flowable]:
    if titled:
        yield words(chart.title, "heading")
    yield words(chart.sentence, "body")
    yield words(chart.unit, "small")
    yield Spacer(0, 1 * mm)
    font = chart_font(cell for row in chart.rows for cell in row if isinstance(cell, str))
    yield svg_drawing(chart, width - 4 * mm, font=font)
    yield words(_("Source: %(source)s") % {"source": chart.source}, "small")


def _table(table: Table) -> Iterator[Flowable]:
    """A table that may run over pages, with its heading repeated. Nothing where there are no rows."""
    if not table.rows:
        return
    yield words(f"{table.title} ({table.unit})", "heading")
    numeric = [is_number for _heading, is_number in table.headings]
    cells = [[words(heading, "head_number" if right else "head") for heading, right in table.headings]]
    for _url, row in table.printed_rows:
        cells.append([words(text, "number" if right else "cell") for text, right in zip(row, numeric, strict=True)])
    if table.total:
        ends = zip(table.printed_total, numeric, strict=True)
        cells.append([words(text, "number_total" if right else "cell_total") for text, right in ends])
    grid = Grid(cells, colWidths=_widths(table), repeatRows=1)
    style = ruled(above=1.5, below=2.5)
    if table.total:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, MUTED))
    grid.setStyle(TableStyle(style))
    yield grid
    if table.note:
        yield words(table.note, "small")


def _widths(table: Table) -> list[float]:
    """The words take what the figures leave."""
    figures = [COLUMN_WIDTHS.get(column.kind, 0.0) for column in table.columns]
    return [width or WIDTH - sum(figures) for width in figures]


def _method(report: YearReport) -> Iterator[Flowable]:
    """How the figures were computed and within which boundary, in a box of its own."""
    note = report.note
    lines = (
        (_("Method"), f"{note.label}, {_('edition')} {note.edition}"),
        (_("Unit"), report.unit),
        (_("Equation"), note.equation),
        (_("Includes"), note.includes),
        (_("Remark"), note.remark),
        (_("Source"), note.source),
        (_("Boundary"), f"{report.boundary} ({_('rule of')} {report.figures.boundary.edition})"),
        (_("Data quality"), " ".join(_quality(report))),
    )
    box = Grid([[words(name, "label"), words(text)] for name, text in lines], colWidths=[28 * mm, WIDTH - 28 * mm])
    box.setStyle(SUNKEN_BOX)
    yield words(_("How this was computed"), "heading")
    yield box


def _quality(report: YearReport) -> Iterator[str]:
    estimated = next(statement for statement in report.statements if statement.key == "estimated")
    spread = next(statement for statement in report.statements if statement.key == "range")
    yield f"{estimated.label}: {estimated.value}. {estimated.below}"
    yield f"{spread.label}: {spread.value} {spread.unit}. {spread.below}"
    for official in report.statements:
        if official.key == "official":
            yield f"{official.label}: {official.value}. {official.below}"
    yield from report.remarks


def _canvas_of(report: YearReport) -> type[Canvas]:
    """A canvas that knows how many pages there are when it writes their feet."""
    made = f"{report.made_at:%Y-%m-%d %H:%M %Z}"
    foot = plain(
        f"{report.title} · {report.note.label} {report.note.edition} ({report.unit}) · "
        f"GreenOps {report.code_version} · {made}"
    )
    if report.is_demonstration:
        foot = f"{_('Demonstration data')} · {foot}"

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.finished: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self.finished.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.finished, start=1):
                self.__dict__.update(page)
                self.setFont(REGULAR, 6.5)
                self.setFillColor(MUTED)
                self.drawString(MARGIN + FRAME_PADDING, 12 * mm, foot)
                of = _("Page %(number)s of %(count)s") % {"number": number, "count": len(self.finished)}
                self.drawRightString(A4[0] - MARGIN - FRAME_PADDING, 12 * mm, of)
                super().showPage()
            super().save()

    return Numbered
