"""Numbers as people wrote them: grouped by the language, without zeros behind the point that nobody typed."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def plainly(value: Decimal | int | None) -> str:
    """'1,234.5' for 1234.500; a dash where there is no number."""
    if value is None:
        return "–"
    return number_format(Decimal(value).normalize() + 0, use_l10n=True, force_grouping=True)
