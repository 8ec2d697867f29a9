"""What the boundary was in a year, month by month."""

from datetime import date
from decimal import Decimal

import pytest

from ems.boundary_queries import (
    denominators,
    months_in_use,
    months_without_terms,
    personnel_by_site,
    sites_with_terms,
    terms_of,
)
from ems.models import PersonnelRule, TopicCoverage
from tests.factories.boundary import personnel, site, terms, unit

pytestmark = [pytest.mark.django_db, pytest.mark.data_layer]


def shown(year: int) -> list[tuple[str, int, int, str]]:
    return [(span.terms.site.code, span.first_month, span.last_month, span.terms.tenure) for span in terms_of(year)]


def test_a_year_has_the_terms_of_each_of_its_months():
    place = site("BKK")
    terms(place, tenure="hosted", valid_until=date(2024, 6, 30))
    terms(place, tenure="rented", valid_from=date(2024, 7, 1))

    assert shown(2023) == [("BKK", 1, 12, "hosted")]
    assert shown(2024) == [("BKK", 1, 6, "hosted"), ("BKK", 7, 12, "rented")]
    assert shown(2025) == [("BKK", 1, 12, "rented")]


@pytest.mark.parametrize(
    ("last_day", "last_month"),
    # April has 30 days: on the 15th both hold for 15 days of it, and the earlier ones count.
    [(14, 3), (15, 4), (16, 4)],
    ids=["less than half", "half", "more than half"],
)
def test_a_month_counts_under_the_terms_of_most_of_its_days(last_day: int, last_month: int):
    place = site("BKK")
    terms(place, tenure="hosted", valid_until=date(2024, 4, last_day))
    terms(place, tenure="rented", valid_from=date(2024, 4, last_day + 1))

    assert shown(2024) == [("BKK", 1, last_month, "hosted"), ("BKK", last_month + 1, 12, "rented")]


def test_a_site_counts_in_the_months_of_its_life_only():
    place = site("BKK", valid_from=date(2024, 3, 20), valid_until=date(2024, 10, 2))
    terms(place)
    site("OLD", valid_until=date(2023, 12, 31))

    assert shown(2024) == [("BKK", 3, 10, "rented")]
    assert months_in_use(2024) == {place.pk: tuple(range(3, 11))}


def test_months_of_which_nobody_has_said_how_the_site_was_held_are_named():
    place, silent = site("BKK"), site("NBO", valid_from=date(2024, 11, 1))
    terms(place, valid_until=date(2024, 2, 29))
    terms(place, valid_from=date(2024, 6, 1))

    assert months_without_terms(2024) == {place.pk: (3, 4, 5), silent.pk: (11, 12)}


def test_the_number_of_queries_does_not_grow_with_the_sites(django_assert_num_queries):
    for code in ("A", "B", "C", "D"):
        terms(site(code))

    with django_assert_num_queries(1):
        assert len(terms_of(2025)) == 4


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


def test_the_denominators_of_a_year_come_from_counts_rule_and_statements(django_assert_num_queries):
    bureau, geneva, nairobi = unit(), site("GVA"), site("NBO")
    personnel(bureau, geneva, full_time_equivalents=Decimal(600))
    personnel(bureau, nairobi, full_time_equivalents=Decimal(50))
    TopicCoverage.objects.create(site=nairobi, year=2025, topic="waste", is_complete=True, persons_covered=20)
    TopicCoverage.objects.create(site=geneva, year=2024, topic="waste", is_complete=True)

    with django_assert_num_queries(3):
        found = denominators(2025, {"ghg": {"GVA"}})

    assert {topic: (of.numerator, of.denominator) for topic, of in found.items()} == {
        "ghg": (600, 650),
        "waste": (20, 650),
        "water": (0, 650),
    }
