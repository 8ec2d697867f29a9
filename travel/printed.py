"""Numbers as pages print them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format


def number(value: float | int, decimals: int = 0) -> str:
    """Rounded once, here, and grouped by thousands. Django's own number_format cuts digits off."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return number_format(rounded, decimals, force_grouping=True)
