"""What the cells of breakdowns are called, and where each leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from travel.models.booking import Cabin, Haul, TravellerCategory
from travel.queries import UNASSIGNED
from travel.year_figures import Route, UnitName, YearFigures

Filters = Mapping[str, str]
TITLES = {
    "month": gettext_lazy("Months"),
    "unit": gettext_lazy("Units"),
    "cabin": gettext_lazy("Cabin classes"),
    "haul": gettext_lazy("Haul bands"),
    "traveller_category": gettext_lazy("Travellers"),
}
HEADINGS = {
    "month": gettext_lazy("Month"),
    "unit": gettext_lazy("Unit"),
    "cabin": gettext_lazy("Cabin class"),
    "haul": gettext_lazy("Haul band"),
    "traveller_category": gettext_lazy("Traveller category"),
}


@dataclass(frozen=True, slots=True)
class LegLinks:
    """Addresses of the legs behind a figure; none for people who may not open legs."""

    year: int
    method: str
    may_open: bool
    units: Mapping[str, UnitName] = field(default_factory=dict)

    def legs(self, **filters: str) -> str:
        """All legs of the year that the filters leave, inside the boundary with delegates off."""
        if not self.may_open:
            return ""
        asked = {"year": str(self.year), "method": self.method, "payer": "inside"} | filters
        return f"{reverse('travel:legs')}?{urlencode(asked)}"

    def cell(self, dimension: str, key: str) -> str:
        """The legs of one cell of a breakdown."""
        if dimension == "unit":
            if key == UNASSIGNED:
                return f"{reverse('travel:unassigned')}?{urlencode({'year': self.year})}" if self.may_open else ""
            unit = self.units.get(key)
            return self.legs(unit=unit.public_id) if unit else ""
        return self.legs(**{"category" if dimension == "traveller_category" else dimension: key})


def cell_name(dimension: str, key: str, figures: YearFigures) -> str:
    """A cell's name in words, beginning with a capital."""
    return _NAMES[dimension](key, figures)


def month_name(key: str, *, short: bool = False) -> str:
    return str((MONTHS_3 if short else MONTHS)[int(key)]).capitalize()


def unit_name(key: str, figures: YearFigures) -> str:
    if key == UNASSIGNED:
        return _("Unassigned")
    unit = figures.units.get(key)
    return f"{unit.code} {unit.name}" if unit else _("Unit %(number)s") % {"number": key}


def route_name(route: Route) -> str:
    if not route.origin:
        return _("distance only")
    return _("%(origin)s to %(destination)s") % {
        "origin": route.from_name or route.origin,
        "destination": route.to_name or route.destination,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_NAMES: dict[str, Callable[[str, YearFigures], str]] = {
    "month": lambda key, figures: month_name(key),
    "unit": unit_name,
    "cabin": lambda key, figures: _capital(str(Cabin(key).label)),
    "haul": lambda key, figures: _capital(str(Haul(key).label)),
    "traveller_category": lambda key, figures: _capital(str(TravellerCategory(key).label)),
}
