"""The faces of one year's return, as tabs at the head of each of its pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def year_tabs(year: int, current: str) -> list[dict[str, Any]]:
    """current: the URL name, within annual_return, of the face that is shown."""
    faces = (("lines", _("Lines")),)
    return [
        {"label": label, "url": reverse(f"annual_return:{name}", args=[year]), "is_current": name == current}
        for name, label in faces
    ]
