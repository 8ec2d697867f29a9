"""A year from which a return can be made: one site with its terms, people, electricity and all answers."""

from decimal import Decimal
from typing import Any

from ems.models import PersonnelRule, Site
from greenops.annual_return.edition_file import edition
from greenops.annual_return.models import ReturnAnswer
from tests.factories import activity, boundary

ANSWERS = {"yes_no": "yes", "number": "1", "percent": "1", "date": "2026-01-01"}


def site_with_everything(code: str = "GVA", *, year: int = 2025, unit: Any = None, kwh: int = 1000) -> Site:
    """Electricity of all months, of an own building, with the people of a unit."""
    site = boundary.site(code)
    boundary.terms(site, floor_area_m2=Decimal(500))
    boundary.personnel(unit or boundary.unit(f"U-{code}"), site, year=year)
    for month in range(1, 13):
        activity.reading(site, year=year, month=month, quantity=Decimal(kwh))
    return site


def answered(year: int = 2025) -> None:
    """Every question that has to be answered, and the rule by which people were counted."""
    PersonnelRule.objects.create(year=year)
    for question in edition(year + 1).questions:
        if question.required:
            value = next(iter(question.choices), "") or ANSWERS.get(question.type, "As it is.")
            ReturnAnswer.objects.create(year=year, question=question.code, value=value)


def ready_year(year: int = 2025) -> Site:
    answered(year)
    return site_with_everything(year=year)
