"""Units, sites and personnel, for tests."""

from decimal import Decimal
from typing import Any

from ems.models import OrganizationUnit, PersonnelCount, Site, SiteTerms


def unit(code: str = "DEV", **fields: Any) -> OrganizationUnit:
    return OrganizationUnit.objects.create(code=code, **{"name": f"Bureau {code}", **fields})


def site(code: str = "GVA", **fields: Any) -> Site:
    given = {"name": "Headquarters", "city": "Geneva", "country": "CH", **fields}
    return Site.objects.create(code=code, **given)


def personnel(unit: OrganizationUnit, site: Site, **fields: Any) -> PersonnelCount:
    given = {"year": 2025, "category": "staff", "full_time_equivalents": Decimal("12.50"), **fields}
    return PersonnelCount.objects.create(unit=unit, site=site, **given)


def terms(site: Site, **fields: Any) -> SiteTerms:
    return SiteTerms.objects.create(site=site, **{"tenure": "rented", **fields})
