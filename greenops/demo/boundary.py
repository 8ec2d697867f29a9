"""How the demonstration's sites are held, what stands there and how its people are counted: all of it invented."""

from datetime import date
from typing import Any

from django.db import transaction

from ems.models import Site, SiteTerms

TENURE, BASIS = Site.Tenure, SiteTerms.ShareBasis
MOVED = date(2024, 7, 1)  # the day on which Bangkok changed how the building is shared

# Code of the site -> its terms, oldest first.
TERMS: dict[str, tuple[dict[str, Any], ...]] = {
    "GVA": ({"tenure": TENURE.OWNED, "floor_area_m2": 24_500, "occupants_own": 625, "occupants_total": 625},),
    "NBO": (
        {
            "tenure": TENURE.HOSTED,
            "floor_area_m2": 1_150,
            "share_basis": BASIS.PERSONS,
            "occupants_own": 50,
            "occupants_total": 3_800,
            "note": "Guest in the United Nations compound, whose readings are told for all of it.",
        },
    ),
    "BKK": (
        {
            "valid_until": date(2024, 6, 30),
            "tenure": TENURE.RENTED,
            "floor_area_m2": 980,
            "share_basis": BASIS.PERSONS,
            "occupants_own": 40,
            "occupants_total": 160,
            "note": "Two floors of a shared building.",
        },
        {
            "valid_from": MOVED,
            "tenure": TENURE.RENTED,
            "floor_area_m2": 980,
            "building_floor_area_m2": 4_900,
            "share_basis": BASIS.FLOOR_AREA,
            "occupants_own": 40,
            "note": "The new lease shares the costs of the building by floor area.",
        },
    ),
    "PTY": (
        {
            "tenure": TENURE.HOSTED,
            "floor_area_m2": 720,
            "share_basis": BASIS.AGREED,
            "agreed_percent": 12,
            "note": "The host agreement names the share.",
        },
    ),
}


@transaction.atomic
def make_boundary() -> None:
    """Everything below the sites, unless it is there already."""
    if SiteTerms.objects.exists():
        return
    sites = {site.code: site for site in Site.objects.filter(code__in=TERMS)}
    for code, periods in TERMS.items():
        for period in periods:
            SiteTerms.objects.create(site=sites[code], **period)
