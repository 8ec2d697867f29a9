"""The year's air travel for the return: asked of travel once, with delegates off and what the switch adds."""

from collections.abc import Mapping

from django.conf import settings

from greenops.accounts.models import UnitScope
from greenops.annual_return.gathering.gathered import SMALL_GROUPS, Travel, TravelSums
from travel.emissions.methods import RETURN_METHOD, method
from travel.payers import boundary_of
from travel.queries import air_travel
from travel.year_figures import Part, Sums

DIMENSIONS = ("traveller_category", "cabin")


def travel_of(year: int) -> Travel:
    """By the return's method, of the whole organization. Groups of few people stand together."""
    boundary = boundary_of(year)
    found = air_travel(
        year,
        method=RETURN_METHOD,
        boundary=boundary,
        scope=UnitScope(everywhere=True),
        smallest_group=settings.SMALLEST_GROUP,
    )
    described = method(RETURN_METHOD)
    waiting = found.waiting.off
    return Travel(
        method=RETURN_METHOD,
        method_label=str(described.label),
        method_edition=described.edition,
        gas_basis=described.gas_basis,
        boundary=boundary.edition,
        sentence_off=boundary.sentence_off,
        sentence_on=boundary.sentence_on,
        inside=_sums(found.inside.total),
        added=None if found.added_is_hidden else _sums(found.added.total) if found.added else TravelSums(),
        flagged=_sums(found.unknown_payer) if found.unknown_payer else TravelSums(),
        by=_by(found.inside),
        waiting_rows=waiting.rows + found.waiting.undated,
        waiting_low_mg=waiting.low_mg,
        waiting_high_mg=waiting.high_mg,
    )


def _by(part: Part) -> Mapping[str, Mapping[str, TravelSums]]:
    return {
        dimension: {
            SMALL_GROUPS if cell.is_merged else cell.keys[0]: _sums(cell.sums) for cell in part.by[dimension].cells
        }
        for dimension in DIMENSIONS
    }


def _sums(sums: Sums) -> TravelSums:
    return TravelSums(sums.passenger_legs, sums.distance_m, sums.total_mg, sums.estimated_mg, sums.official_mg)
