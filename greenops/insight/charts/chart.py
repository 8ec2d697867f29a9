"""A chart as a value: its words, its figures and its one specification."""

from dataclasses import dataclass

from greenops.insight.charts.figures import printed
from greenops.insight.charts.rendering import WIDE, page_svg

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that a page, a download or the PDF needs of one chart.

    key: a word for addresses and ids. sentence: what the chart shows, for those who cannot see the picture.
    spec: the Vega-Lite specification as JSON, in light colours; the other themes are made from its picture.
    columns, rows: the same figures as a table, unrounded; the first column names the row, None is unknown.
    decimals: how many the printed table shows. has_links: some marks lead to another page.
    width: in pixels, before the page fits it.
    """

    key: str
    title: str
    sentence: str
    unit: str
    source: str
    spec: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    decimals: int = 1
    has_links: bool = False
    width: int = 440

    @property
    def page_svg(self) -> str:
        """The picture for a page: coloured by the page's own tokens, in either theme."""
        return page_svg(self.spec, key=self.key, title=self.title, sentence=self.sentence, has_links=self.has_links)

    @property
    def is_wide(self) -> bool:
        """Wider pictures scroll on a phone instead of becoming too small to read."""
        return self.width > WIDE

    @property
    def printed_rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(self._printed(cell) for cell in row) for row in self.rows)

    def _printed(self, cell: Cell) -> str:
        return cell if isinstance(cell, str) else printed(cell, self.decimals)
