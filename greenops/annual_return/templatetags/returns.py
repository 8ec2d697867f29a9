"""Values and units of the return in templates."""

from typing import Any

from django import template

from greenops.annual_return import printed

register = template.Library()


@register.filter
def as_value(value: Any, unit: str = "") -> str:
    return printed.printed_value(value, unit)


@register.filter
def as_unit(unit: str) -> str:
    return printed.unit_words(unit)


@register.filter
def as_share(share: float | None) -> str:
    return printed.printed_share(share)


@register.filter
def as_change(percent: float | None) -> str:
    return printed.printed_change(percent)


@register.filter
def is_text(value: Any) -> bool:
    """Whether a value is words, which are set as words and not in the column's figures."""
    return isinstance(value, str) and bool(value)
