"""The cells of an uploaded row for one person: personal ones only for those who may see names."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from travel.models import BatchRow


@dataclass(frozen=True)
class ShownCell:
    header: str
    text: str
    is_hidden: bool = False


def shown_cells(row: BatchRow, *, with_names: bool) -> list[ShownCell]:
    """Header and text of each cell that is not empty; a personal one says `hidden` without the permission."""
    cells = [ShownCell(header, text) for header, text in row.cells.items() if text]
    for header, text in (row.personal_cells or {}).items():
        if text:
            cells.append(ShownCell(header, text) if with_names else ShownCell(header, _("hidden"), is_hidden=True))
    return cells
