"""Amounts in templates."""

from django import template

from greenops.insight.amounts import per_cent, printed_tonnes

register = template.Library()


@register.filter(name="tonnes")
def tonnes_filter(milligrams: int | None, decimals: int = 1) -> str:
    """Milligrams as tonnes with thousands separators; the unit stands beside it."""
    return printed_tonnes(milligrams, decimals)


@register.filter(name="per_cent")
def per_cent_filter(share: float | None) -> str:
    """A share of 0 to 1 in words."""
    return per_cent(share)
