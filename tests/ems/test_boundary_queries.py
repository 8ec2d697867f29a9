"""What the boundary was on a day and in a year."""

from datetime import date
from decimal import Decimal

import pytest

from ems.boundary_queries import denominator_of, personnel_by_site, sites_in_use, sites_with_terms
from ems.models import PersonnelRule, TopicCoverage
from tests.factories.boundary import personnel, site, terms, unit

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


@pytest.mark.parametrize(
    ("year", "codes"), [(2023, ["OLD"]), (2024, ["BKK"]), (2025, [])], ids=["before", "within", "after"]
)
def test_a_site_is_in_use_in_the_years_that_have_a_day_of_its_life(year: int, codes: list[str]):
    site("BKK", valid_from=date(2024, 12, 31), valid_until=date(2024, 12, 31))
    site("OLD", valid_until=date(2023, 1, 1))

    assert [place.code for place in sites_in_use(year)] == codes


def test_the_list_of_sites_has_the_terms_of_the_day():
    place = site("BKK")
    terms(place, tenure="hosted", floor_area_m2=900, valid_until=date(2024, 6, 30))
    terms(place, tenure="rented", floor_area_m2=980, valid_from=date(2024, 7, 1))

    assert sites_with_terms(date(2024, 6, 30)).get().tenure == "hosted"
    assert sites_with_terms(date(2024, 7, 1)).get().floor_area_m2 == 980
    assert sites_with_terms(date(2024, 7, 1)).get().share_basis == "whole"


def test_people_are_counted_in_the_categories_of_the_rule_of_their_year():
    bureau, place = unit(), site("GVA")
    personnel(bureau, place, year=2025, category="staff", full_time_equivalents=Decimal(40))
    personnel(bureau, place, year=2025, category="intern", full_time_equivalents=Decimal(2))
    personnel(bureau, place, year=2024, category="intern", full_time_equivalents=Decimal(3))
    PersonnelRule.objects.create(year=2025, categories=["staff"])

    assert personnel_by_site(2025) == {"GVA": 40}
    assert personnel_by_site(2024) == {"GVA": 3}
    assert personnel_by_site(2025, ["staff", "intern"]) == {"GVA": 42}


def test_the_denominator_of_a_topic_comes_from_counts_rule_and_statements(django_assert_num_queries):
    bureau, geneva, nairobi = unit(), site("GVA"), site("NBO")
    personnel(bureau, geneva, full_time_equivalents=Decimal(600))
    personnel(bureau, nairobi, full_time_equivalents=Decimal(50))
    TopicCoverage.objects.create(site=nairobi, year=2025, topic="waste", is_complete=True, persons_covered=20)
    TopicCoverage.objects.create(site=geneva, year=2024, topic="waste", is_complete=True)

    with django_assert_num_queries(3):
        waste = denominator_of("waste", 2025)

    assert (waste.numerator, waste.denominator) == (20, 650)
    assert denominator_of("waste", 2025, {"GVA"}).numerator == 620
