"""How figures are printed on charts: one rounding for the picture and for its table."""

from collections.abc import Iterable

NOT_KNOWN = "–"


def decimals_for(values: Iterable[float | None]) -> int:
    """Three figures are enough on a chart: none after the point from 100 up, one from 10, else two."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    if largest >= 100:
        return 0
    return 1 if largest >= 10 else 2


def printed(value: float | None, decimals: int) -> str:
    return NOT_KNOWN if value is None else f"{value:,.{decimals}f}"
