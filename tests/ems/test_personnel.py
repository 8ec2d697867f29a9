"""How people are counted, and for how many a topic's data are complete: what cannot be is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ems.models import PersonnelRule, TopicCoverage
from tests.factories.boundary import personnel, site, unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"year": 25}, "year", "25 is no reporting year"),
        ({"categories": ["staff", "robot"]}, "categories", "'robot' is no category of personnel"),
        ({"counted_on": date(2023, 12, 31)}, "counted_on", "2023-12-31 is neither in 2025 nor in the year after"),
        ({"official_number": Decimal(-1)}, "official_number", "not negative"),
        (
            {"official_number": Decimal(690)},
            "explanation",
            "The inventory counts 12.5 people, the official number is 690. Say why they differ.",
        ),
    ],
    ids=["year", "category", "day", "negative", "explanation"],
)
def test_a_counting_rule_that_cannot_be_is_told(fields: dict[str, Any], field: str, sentence: str):
    personnel(unit(), site(), year=2025)

    with pytest.raises(ValidationError) as told:
        PersonnelRule(**{"year": 2025, **fields}).full_clean()

    assert sentence in told.value.message_dict[field][0]


def test_the_official_number_needs_no_explanation_where_the_two_agree():
    bureau, place = unit(), site()
    personnel(bureau, place, category="staff", full_time_equivalents=Decimal(40))
    personnel(bureau, place, category="intern", full_time_equivalents=Decimal(3))

    PersonnelRule(year=2025, categories=["staff"], official_number=Decimal(40)).full_clean()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"persons_covered": Decimal(13)}, "13 people are more than the 12.5 counted at GVA in 2025. Correct one."),
        ({"persons_covered": Decimal(-1)}, "A number of people is not negative."),
        ({"persons_covered": Decimal(5), "is_complete": False}, "People are covered only where the data are complete."),
    ],
    ids=["more than counted", "negative", "incomplete"],
)
def test_coverage_that_cannot_be_is_told(fields: dict[str, Any], sentence: str):
    place = site("GVA")
    personnel(unit(), place, year=2025)

    with pytest.raises(ValidationError) as told:
        TopicCoverage(**{"site": place, "year": 2025, "topic": "waste", "is_complete": True, **fields}).full_clean()

    assert sentence in told.value.message_dict["persons_covered"][0]


def test_coverage_is_held_against_the_categories_that_the_inventory_counts():
    bureau, place = unit(), site("GVA")
    personnel(bureau, place, category="staff", full_time_equivalents=Decimal(40))
    personnel(bureau, place, category="intern", full_time_equivalents=Decimal(3))
    PersonnelRule.objects.create(year=2025, categories=["staff"])

    with pytest.raises(ValidationError, match="more than the 40 counted"):
        TopicCoverage(site=place, year=2025, topic="ghg", is_complete=True, persons_covered=Decimal(43)).full_clean()
