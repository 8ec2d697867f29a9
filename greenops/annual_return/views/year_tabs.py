"""The faces of one year's return, as tabs at the head of each of its pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from greenops.annual_return.models import AnnualReturn

# What a year has before its return is opened.
WITHOUT_RETURN = ("year", "lines", "compare", "files")


def year_tabs(year: int, current: str) -> list[dict[str, Any]]:
    """current: the URL name, within annual_return, of the face that is shown."""
    faces = {
        "year": _("State"),
        "lines": _("Lines"),
        "compare": _("Editions"),
        "questions": _("Questions"),
        "variance": _("Changes"),
        "versions": _("Versions"),
        "unep": _("UNEP"),
        "files": _("Documents"),
    }
    if not AnnualReturn.objects.filter(year=year).exists():
        faces = {name: faces[name] for name in WITHOUT_RETURN}
    return [
        {"label": label, "url": reverse(f"annual_return:{name}", args=[year]), "is_current": name == current}
        for name, label in faces.items()
    ]
