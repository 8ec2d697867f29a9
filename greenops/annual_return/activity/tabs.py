"""What the pages of activity data have in common: their tabs, and the year that is looked at."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from greenops.annual_return.activity.reading_checks import FIRST_YEAR
from greenops.annual_return.permissions import ReturnPermission

YEARS_OFFERED = 8


def year_of(request: HttpRequest, data: Any = None) -> int:
    """The year asked for; this one where none is, or one that has no readings."""
    this = timezone.localdate().year
    text = (data if data is not None else request.GET).get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    return year if FIRST_YEAR <= year <= this else this


def years_to_choose() -> list[int]:
    this = timezone.localdate().year
    return list(range(this, this - YEARS_OFFERED, -1))


def tabs_of(current: str, request: HttpRequest) -> list[dict[str, Any]]:
    pages = [
        ("site", _("By site"), "annual_return:activity"),
        ("kind", _("By kind"), "annual_return:activity_kind"),
        ("readings", _("All readings"), "annual_return:readings"),
    ]
    if request.user.has_perm(ReturnPermission.EDIT_ACTIVITY):  # type: ignore[union-attr]
        pages.append(("import", _("Bring in a file"), "annual_return:activity_import"))
    year = f"?year={year_of(request)}"
    return [
        {
            "label": label,
            "url": reverse(name) + (year if key in ("site", "kind") else ""),
            "is_current": key == current,
        }
        for key, label, name in pages
    ]
