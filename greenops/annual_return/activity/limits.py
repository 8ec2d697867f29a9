"""Quantities that nobody consumes: a slip of the unit or of the decimal point."""

from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from greenops.annual_return.activity.quantities import printed_quantity
from greenops.annual_return.activity.site_sizes import SiteSize
from greenops.annual_return.activity.units import MICRO
from greenops.reference.activity import LATEST, catalogue
from greenops.reference.loading import load_table


@cache
def _limits() -> dict[str, dict[str, float]]:
    rows: list[dict[Any, Any]] = load_table("activity", LATEST, "limits").to_dict("records")
    return {row["stream"]: row for row in rows}


def absurd_because(
    stream: str, detail: str, amount_micro: int, months: int, size: SiteSize, *, is_explained: bool, is_dense: bool
) -> str:
    """A sentence where the quantity is beyond what a site consumes in a month; empty where it is not.

    is_explained: a note says why, which lifts the limits per m2 and per person. is_dense: a data centre, which has
    no limit per m2.
    """
    limit = _limits()[stream]
    monthly = amount_micro / MICRO / months
    unit = catalogue().stream(stream).unit_of(detail)
    told = {"amount": printed_quantity(Decimal(str(round(monthly, 1)))), "unit": unit}
    if monthly > limit["most_in_a_month"]:
        return (
            _("%(amount)s %(unit)s in a month is more than any site consumes. Check the unit and the decimal point.")
            % told
        )
    if is_explained:
        return ""
    sizes = (
        ("most_per_m2", None if is_dense else size.area_m2, _("m²")),
        ("most_per_person", size.persons, _("person")),
    )
    for column, number, word in sizes:
        if number and monthly / number > limit[column]:  # an empty limit is not a number, and nothing is above it
            return _(
                "%(amount)s %(unit)s in a month is %(each)s for each %(word)s here. Check the unit and the decimal "
                "point; if it is right, say in the note why."
            ) % (told | {"each": printed_quantity(Decimal(str(round(monthly / number, 1)))), "word": word})
    return ""
