"""What waits for answers in a year, unit by unit, as a table beside those of what counts."""

from django.utils.translation import gettext as _

from greenops.insight.naming import unit_name
from greenops.insight.year_tables import Column, Kind, Row, Table
from travel.year_figures import WaitingSums, YearFigures


def waiting_tables(figures: YearFigures, unit: str, decimals: int) -> tuple[Table, ...]:
    """One table where rows wait, none where all is answered. unit: of the masses, with the gas basis.

    A unit stands by itself only where its travel is shown by itself too.
    """
    if not figures.waiting.inside:
        return ()
    columns = (
        Column("unit", _("Unit"), Kind.TEXT),
        Column("waiting_rows", _("Rows that wait"), Kind.COUNT),
        Column("waiting_low", _("Would add at least"), Kind.MASS, unit),
        Column("waiting_high", _("Would add at most"), Kind.MASS, unit),
        Column("waiting_not_estimated", _("Rows without an estimate"), Kind.COUNT),
    )
    shown = {key: sums for key, sums in figures.waiting.inside.items() if _may_stand_alone(key, figures)}
    rows = [Row((unit_name(key, figures), *_values(sums))) for key, sums in sorted(shown.items(), key=_heaviest_first)]
    rest = [sums for key, sums in figures.waiting.inside.items() if key not in shown]
    if rest:
        rows.append(Row((_("Other units together"), *_values(sum(rest, WaitingSums())))))
    total = Row((_("Total"), *_values(figures.waiting.off)))
    note = _(
        "These rows are in no figure above. The range goes from the shortest to the longest flight that they can be."
    )
    return (Table("waiting", _("Rows that wait for answers"), unit, columns, tuple(rows), total, decimals, note),)


def _may_stand_alone(key: str, figures: YearFigures) -> bool:
    return not figures.smallest_group or figures.inside.by["unit"].get(key) is not None


def _heaviest_first(item: tuple[str, WaitingSums]) -> tuple[int, str]:
    return -item[1].high_mg, item[0]


def _values(sums: WaitingSums) -> tuple[int | None, ...]:
    """Rows, low, high, not estimated; a dash for a range of which nothing can be said."""
    if sums.not_estimated == sums.rows:
        return sums.rows, None, None, sums.not_estimated
    return sums.rows, sums.low_mg, sums.high_mg, sums.not_estimated
